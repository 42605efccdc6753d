"""Recording times through the service, and the list of those that were refused."""

import pytest

from tests.language_of_races import DAY_MS, OLGA, START_MS, Office, said, time
from tornado_timing.domain import errors
from tornado_timing.domain.events import RefusedChanged, TimesStored
from tornado_timing.domain.submissions import Entry


@pytest.mark.gen_test
async def test_a_time_is_durable_and_told(office: Office) -> None:
    _, judge, team = await office.race_day()
    office.events.clear()
    decision = await office.sends(judge, team.id, time(5, "a"))
    assert said(decision) == ["stored"]
    assert office.events == [TimesStored(1, team.id)]
    await office.reopen()
    assert office.state.record("a") == decision.accepted[0]


@pytest.mark.gen_test
async def test_a_duplicate_is_told_to_nobody(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5, "a"))
    office.events.clear()
    assert said(await office.sends(judge, team.id, time(5, "a"))) == ["again"]
    assert office.events == []


@pytest.mark.gen_test
async def test_a_duplicate_is_one_also_after_a_restart(office: Office) -> None:
    _, judge, team = await office.race_day(limit=1)
    await office.sends(judge, team.id, time(5, "a"))
    await office.reopen()
    assert said(await office.sends(judge, team.id, time(5, "A"))) == ["again"]
    with_other_data = await office.sends(judge, team.id, time(6, "a"))
    assert said(with_other_data) == ["El id_registro ya existe con otros datos"]


@pytest.mark.gen_test
async def test_what_is_refused_is_kept_also_after_a_restart(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.services.competitions.stop(1, OLGA)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(5, "a"), time(6, "b"))
    await office.reopen()
    timing = office.services.timing
    assert [(kept.sent, kept.reason) for kept in timing.refused()] == [
        (5, "race_not_running"),
        (6, "race_not_running"),
    ]
    assert timing.refused(1) == timing.refused()
    assert timing.refused(2) == []


@pytest.mark.gen_test
async def test_it_is_published_when_a_refused_time_is_kept_or_dismissed(
    office: Office,
) -> None:
    _, judge, team = await office.race_day(limit=1)
    await office.sends(judge, team.id, time(5, "a"))
    office.events.clear()
    await office.sends(judge, team.id, time(6, "b"))
    assert office.events == [RefusedChanged()]
    # Kept already: nothing has changed.
    await office.sends(judge, team.id, time(6, "b"))
    assert office.events == [RefusedChanged()]
    (kept,) = office.services.timing.refused()
    await office.services.timing.dismiss_refused(kept.id, OLGA)
    assert office.events == [RefusedChanged()] * 2


@pytest.mark.gen_test
async def test_a_refused_time_that_is_accepted_counts_over_the_rules(office: Office) -> None:
    _, judge, team = await office.race_day(limit=1)
    decision = await office.sends(judge, team.id, time(5, "a"), time(START_MS + 6, "b"))
    assert said(decision) == ["stored", "El equipo ya completó sus 1 registros"]
    (kept,) = office.services.timing.refused()
    office.events.clear()
    record = await office.services.timing.accept_refused(kept.id, OLGA)
    assert (record.id, record.elapsed_ms, record.sent) == ("b", 6, START_MS + 6)
    assert office.events == [RefusedChanged(), TimesStored(1, team.id)]
    assert office.services.timing.refused() == []
    assert said(await office.sends(judge, team.id, time(START_MS + 6, "B"))) == ["again"]
    for action in (office.services.timing.accept_refused, office.services.timing.dismiss_refused):
        with pytest.raises(errors.AlreadyResolved):
            await action(kept.id, OLGA)
    await office.reopen()
    assert len(office.state.times_of(team.id).records) == 2


@pytest.mark.gen_test
async def test_an_id_that_was_taken_gets_another_when_it_is_accepted(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5, "a"))
    await office.sends(judge, team.id, time(6, "a"))
    (kept,) = office.services.timing.refused()
    record = await office.services.timing.accept_refused(kept.id, OLGA)
    assert record.id != "a"
    assert record.elapsed_ms == 6


@pytest.mark.gen_test
async def test_a_dismissed_time_is_off_the_list_and_stays_in_the_file(office: Office) -> None:
    _, judge, team = await office.race_day(limit=1)
    await office.sends(judge, team.id, time(5), time(6))
    (kept,) = office.services.timing.refused()
    await office.services.timing.dismiss_refused(kept.id, OLGA)
    assert office.services.timing.refused() == []
    await office.reopen()
    assert office.services.timing.refused() == []
    (count,) = await office.core.database.run(
        lambda c: c.execute("SELECT count(*) FROM refused_records").fetchone()
    )
    assert count == 1
    with pytest.raises(errors.NotFound):
        await office.services.timing.dismiss_refused(99, OLGA)


@pytest.mark.gen_test
async def test_the_same_time_is_not_counted_twice_by_accepting_it(office: Office) -> None:
    """Sent without an id, its answer lost, the race stopped, sent again."""
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5))
    await office.services.competitions.stop(1, OLGA)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(5))
    for kept in office.services.timing.refused():
        await office.services.timing.accept_refused(kept.id, OLGA)
    assert [record.elapsed_ms for record in office.state.times_of(team.id).records] == [5]


@pytest.mark.gen_test
async def test_what_cannot_be_accepted_says_why_and_stays_on_the_list(office: Office) -> None:
    _, judge = await office.organizer(), await office.judge()
    await office.competition()
    team = await office.team(1, 1, judge_id=judge.id)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(START_MS + 5))
    (kept,) = office.services.timing.refused()
    with pytest.raises(errors.RaceNotRunning):
        await office.services.timing.accept_refused(kept.id, OLGA)
    office.clock.pass_ms(DAY_MS)
    await office.services.competitions.start(1, OLGA)
    with pytest.raises(errors.NegativeTime):
        await office.services.timing.accept_refused(kept.id, OLGA)
    await office.services.teams.delete(team.id, OLGA)
    with pytest.raises(errors.TeamNotFound):
        await office.services.timing.accept_refused(kept.id, OLGA)
    assert office.services.timing.refused() == [kept]


@pytest.mark.gen_test
async def test_a_kept_time_that_comes_in_by_the_regular_way_leaves_the_list(
    office: Office,
) -> None:
    _, judge, team = await office.race_day()
    await office.services.competitions.stop(1, OLGA)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(5, "a"))
    (kept,) = office.services.timing.refused()
    await office.services.competitions.start(1, OLGA)
    assert said(await office.sends(judge, team.id, time(5, "a"))) == ["stored"]
    assert office.services.timing.refused() == []
    with pytest.raises(errors.AlreadyResolved):
        await office.services.timing.accept_refused(kept.id, OLGA)
    await office.reopen()
    assert office.services.timing.refused() == []


@pytest.mark.gen_test
async def test_a_judge_who_was_deleted_leaves_nothing_behind(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.services.accounts.delete_judge(judge.id, OLGA)
    with pytest.raises(errors.TeamNotAllowed) as caught:
        await office.sends(judge, team.id, time(5, "a"))
    assert office.services.timing.refused() == []
    assert caught.value.is_kept is False


@pytest.mark.parametrize("team_id", [10**30, -(10**30), 2**63, 0])
@pytest.mark.gen_test
async def test_a_team_number_that_no_file_can_hold_harms_nobody(
    office: Office, team_id: int
) -> None:
    _, judge, team = await office.race_day()
    with pytest.raises(errors.TeamNotFound):
        await office.sends(judge, team_id, time(5, "a"))
    assert said(await office.sends(judge, team.id, time(5, "b"))) == ["stored"]


@pytest.mark.gen_test
async def test_broken_entries_are_not_kept(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.services.competitions.stop(1, OLGA)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, Entry(error=errors.MissingTime()), time(-1))
    assert office.services.timing.refused() == []
