"""The bin: nothing that was deleted is lost before it is emptied."""

import sqlite3
from contextlib import closing

import pytest

from tests.language_of_races import DAY_MS, OLGA, START_MS, Office, everything_in, time
from tornado_timing.domain import errors
from tornado_timing.domain.events import RefusedChanged, TeamAssigned, TeamsChanged
from tornado_timing.domain.model import Account, Team
from tornado_timing.service.bin import BinnedCompetition, BinnedTeam

TABLES = ("competitions", "teams", "time_records", "refused_records", "refused_resolutions")


async def race_that_is_over(office: Office) -> tuple[Account, Team]:
    """A race with two times of one team, one kept time and one that was accepted."""
    _, judge, team = await office.race_day()
    await office.team(102)
    await office.sends(judge, team.id, time(60_000, "a"), time(50_000, "b"))
    await office.services.competitions.stop(1, OLGA)
    for sent in (70_000, 80_000):
        with pytest.raises(errors.RaceNotRunning):
            await office.sends(judge, team.id, time(sent))
    await office.services.timing.accept_refused(1, OLGA)
    return judge, team


def rows(office: Office) -> dict[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(office.path)) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in TABLES
        }


@pytest.mark.gen_test
async def test_a_deleted_competition_comes_back_as_it_was(office: Office) -> None:
    judge, team = await race_that_is_over(office)
    before = everything_in(office.state)
    await office.services.competitions.delete(1, OLGA)
    assert office.services.competitions.published() == []
    office.events.clear()
    restored = await office.services.bin.restore_competition(1, OLGA)
    assert restored == office.state.competitions[1]
    assert everything_in(office.state) == before
    assert everything_in(await office.read_back()) == before
    assert office.events == [TeamAssigned(team, judge.id, True), TeamsChanged(1)]
    assert office.services.bin.competitions() == []


@pytest.mark.gen_test
async def test_it_comes_back_after_a_restart_as_well(office: Office) -> None:
    await race_that_is_over(office)
    before = everything_in(office.state)
    await office.services.competitions.delete(1, OLGA)
    await office.reopen()
    await office.services.bin.restore_competition(1, OLGA)
    assert everything_in(office.state) == before
    await office.reopen()
    assert everything_in(office.state) == before


@pytest.mark.gen_test
async def test_a_race_that_came_back_goes_on(office: Office) -> None:
    judge, team = await race_that_is_over(office)
    await office.services.competitions.delete(1, OLGA)
    await office.services.bin.restore_competition(1, OLGA)
    await office.services.competitions.start(1, OLGA)
    again = await office.sends(judge, team.id, time(60_000, "a"), time(90_000, "c"))
    assert [record.id for record in again.accepted] == ["c"]
    elapsed = [record.elapsed_ms for record in office.state.times_of(team.id).records]
    assert elapsed == [60_000, 50_000, 70_000, 90_000]


@pytest.mark.gen_test
async def test_the_ids_of_the_times_stay_taken_while_they_are_in_the_bin(office: Office) -> None:
    judge, _ = await race_that_is_over(office)
    await office.services.competitions.delete(1, OLGA)
    await office.competition("10K")
    team = await office.team(101, 2, judge_id=judge.id)
    await office.services.competitions.start(2, OLGA)
    decision = await office.sends(judge, team.id, time(60_000, "A"))
    assert isinstance(decision.outcomes[0], errors.RecordIdTaken)


@pytest.mark.gen_test
async def test_a_deleted_team_comes_back_with_its_times_and_its_judge(office: Office) -> None:
    judge, team = await race_that_is_over(office)
    before = everything_in(office.state)
    await office.services.teams.delete(team.id, OLGA)
    office.events.clear()
    assert await office.services.bin.restore_team(team.id, OLGA) == team
    assert everything_in(office.state) == before
    assert everything_in(await office.read_back()) == before
    assert office.events == [TeamAssigned(team, judge.id, True), TeamsChanged(1)]


@pytest.mark.gen_test
async def test_a_judge_who_is_gone_does_not_come_back(office: Office) -> None:
    judge, team = await race_that_is_over(office)
    await office.services.teams.delete(team.id, OLGA)
    await office.team(103, judge_id=judge.id)
    await office.services.competitions.delete(1, OLGA)
    await office.services.accounts.delete_judge(judge.id, OLGA)
    await office.services.bin.restore_competition(1, OLGA)
    restored = await office.services.bin.restore_team(team.id, OLGA)
    assert restored.judge_id is None
    assert {one.judge_id for one in office.state.teams.values()} == {None}
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_a_team_whose_number_was_given_away_does_not_come_back(office: Office) -> None:
    _, team = await race_that_is_over(office)
    await office.services.teams.delete(team.id, OLGA)
    new = await office.team(team.number)
    before = everything_in(office.state)
    with pytest.raises(errors.NumberTaken):
        await office.services.bin.restore_team(team.id, OLGA)
    assert everything_in(office.state) == before
    await office.services.teams.change(new.id, {"number": 999}, OLGA)
    await office.services.bin.restore_team(team.id, OLGA)


@pytest.mark.gen_test
async def test_a_team_does_not_come_back_before_its_competition(office: Office) -> None:
    _, team = await race_that_is_over(office)
    await office.services.teams.delete(team.id, OLGA)
    await office.services.competitions.delete(1, OLGA)
    with pytest.raises(errors.CompetitionDeleted) as caught:
        await office.services.bin.restore_team(team.id, OLGA)
    assert caught.value.details == {"name": "5K"}
    await office.services.bin.restore_competition(1, OLGA)
    # What had been deleted before the competition stays deleted.
    assert team.id not in office.state.teams
    await office.services.bin.restore_team(team.id, OLGA)


@pytest.mark.gen_test
async def test_times_that_came_before_the_start_and_were_accepted_after_it_come_back(
    office: Office,
) -> None:
    services = office.services
    await office.competition()
    judge = await office.judge()
    team = await office.team(judge_id=judge.id)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(5, "a"))
    office.clock.pass_s(60)
    await services.competitions.start(1, OLGA)
    (refused,) = services.timing.refused()
    await services.timing.accept_refused(refused.id, OLGA)
    office.clock.pass_s(60)
    await services.teams.delete(team.id, OLGA)
    with pytest.raises(errors.TimesBeforeStart):
        await services.competitions.correct_start(1, office.clock.now_ms(), "", OLGA)
    await office.reopen()
    await office.services.bin.restore_team(team.id, OLGA)
    assert [record.id for record in office.state.times_of(team.id).records] == ["a"]


@pytest.mark.gen_test
async def test_times_of_a_start_that_was_given_up_do_not_come_back(office: Office) -> None:
    _, team = await race_that_is_over(office)
    await office.services.teams.delete(team.id, OLGA)
    office.clock.pass_s(60)
    await office.services.competitions.start(1, OLGA)
    with pytest.raises(errors.TimesOfEarlierStart):
        await office.services.bin.restore_team(team.id, OLGA)
    assert [one.team.id for one in office.services.bin.teams()] == [team.id]


@pytest.mark.gen_test
async def test_only_what_is_in_the_bin_comes_out_of_it(office: Office) -> None:
    await race_that_is_over(office)
    bin_ = office.services.bin
    for act in (bin_.restore_competition, bin_.restore_team, bin_.delete_competition):
        for number in (1, 99):
            with pytest.raises(errors.NotFound):
                await act(number, OLGA)
    await office.services.competitions.delete(1, OLGA)
    # It went with its competition, and not by itself.
    with pytest.raises(errors.NotFound):
        await bin_.restore_team(1, OLGA)


@pytest.mark.gen_test
async def test_the_bin_says_what_is_in_it_the_last_deleted_first(office: Office) -> None:
    _, team = await race_that_is_over(office)
    competition = office.state.competitions[1]
    untimed = office.state.teams[2]
    await office.services.teams.delete(team.id, OLGA)
    await office.services.teams.delete(2, OLGA)
    binned = [
        BinnedTeam(team, competition, START_MS, 3),
        # Times of it that were refused may wait: it can come back for them.
        BinnedTeam(untimed, competition, START_MS, 0),
    ]
    assert office.services.bin.teams() == binned
    second = await office.competition("10K")
    await office.services.competitions.delete(second.id, OLGA)
    office.clock.pass_s(1)
    await office.team(103)
    await office.services.competitions.delete(1, OLGA)
    await office.reopen()
    assert office.services.bin.competitions() == [
        BinnedCompetition(competition, START_MS + 1000, team_count=1, record_count=0),
        BinnedCompetition(second, START_MS, team_count=0, record_count=0),
    ]
    # Its competition is in the bin, and still has its name.
    assert office.services.bin.teams() == binned


@pytest.mark.gen_test
async def test_an_emptied_bin_is_empty_for_good(office: Office) -> None:
    _, team = await race_that_is_over(office)
    await office.competition("stays")
    other = await office.team(1, 2)
    await office.team(2, 2)
    await office.services.teams.delete(other.id, OLGA)
    await office.services.teams.delete(team.id, OLGA)
    await office.services.competitions.delete(1, OLGA)
    office.events.clear()
    await office.services.bin.empty(OLGA)
    # The kept times of its teams went with it.
    assert office.events == [RefusedChanged()]
    assert everything_in(await office.read_back()) == everything_in(office.state)
    assert rows(office) == {
        "competitions": 1,
        "teams": 1,
        "time_records": 0,
        "refused_records": 0,
        "refused_resolutions": 0,
    }
    assert office.state.record_count() == 0
    assert office.services.timing.refused() == []
    assert [one.number for one in office.state.teams.values()] == [2]
    await office.reopen()
    # Their numbers are not given again: what is on record keeps its meaning.
    assert (await office.competition()).id == 3
    assert (await office.team(101, 3)).id == 5


@pytest.mark.gen_test
async def test_one_competition_of_the_bin_goes_for_good_and_the_other_stays(
    office: Office,
) -> None:
    judge, team = await race_that_is_over(office)
    await office.competition("10K")
    other = await office.team(1, 2, judge_id=judge.id)
    await office.services.competitions.start(2, OLGA)
    await office.sends(judge, other.id, time(1, "mine"))
    await office.services.competitions.stop(2, OLGA)
    await office.services.teams.delete(team.id, OLGA)
    await office.services.competitions.delete(1, OLGA)
    await office.services.competitions.delete(2, OLGA)
    await office.services.bin.delete_competition(1, OLGA)
    assert rows(office)["time_records"] == 1
    assert everything_in(await office.read_back()) == everything_in(office.state)
    await office.services.bin.restore_competition(2, OLGA)
    assert [record.id for record in office.state.times_of(other.id).records] == ["mine"]


@pytest.mark.gen_test
async def test_what_happens_to_the_bin_is_on_record(office: Office) -> None:
    _, team = await race_that_is_over(office)
    bin_, competitions = office.services.bin, office.services.competitions
    await office.services.teams.delete(team.id, OLGA)
    await bin_.restore_team(team.id, OLGA)
    await competitions.delete(1, OLGA)
    await bin_.restore_competition(1, OLGA)
    await competitions.delete(1, OLGA)
    await bin_.delete_competition(1, OLGA)
    await office.competition("10K")
    await competitions.delete(2, OLGA)
    await bin_.empty(OLGA)
    await bin_.empty(OLGA)
    found = [
        (entry.action, entry.subject_name, entry.details)
        for _, entry in reversed(await office.services.auditing.page(99))
        if "deleted" not in entry.action or "good" in entry.action
    ]
    assert found[-5:] == [
        ("team_restored", "Team 101", '{"number":101,"records":3}'),
        ("competition_restored", "5K", '{"teams":2,"records":3}'),
        ("competition_deleted_for_good", "5K", '{"teams":2,"records":3}'),
        ("competition_created", "10K", "{}"),
        (
            "bin_emptied",
            "",
            '{"competitions":[{"id":2,"name":"10K"}],"teams":0,"records":0}',
        ),
    ]


@pytest.mark.gen_test
async def test_a_purge_reaches_what_is_in_the_bin_and_what_came_out_of_it(office: Office) -> None:
    _, team = await race_that_is_over(office)
    await office.services.competitions.delete(1, OLGA)
    office.clock.pass_ms(2 * DAY_MS)
    await office.services.purging.purge(1, OLGA)
    (binned,) = office.services.bin.competitions()
    assert (binned.team_count, binned.record_count) == (2, 0)
    await office.services.bin.restore_competition(1, OLGA)
    assert office.state.times_of(team.id).records == []
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_a_disk_that_refuses_leaves_the_bin_as_it_was(office: Office) -> None:
    await race_that_is_over(office)
    await office.services.competitions.delete(1, OLGA)
    before = everything_in(office.state)
    await office.core.database.run(
        lambda connection: connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN"
            " SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    )
    bin_ = office.services.bin
    for act, values in (
        (bin_.restore_competition, [1]),
        (bin_.delete_competition, [1]),
        (bin_.empty, []),
    ):
        with pytest.raises(errors.StorageFailed):
            await act(*values, OLGA)
        # Until the state has been read back, all that is asked for fails.
        while everything_in(office.state) != before:
            await office.core.database.run(lambda _: None)
    assert rows(office)["time_records"] == 3
