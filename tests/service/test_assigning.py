"""Teams given to judges, many at once: all of them or none."""

import json

import pytest

from tests.language_of_races import OLGA, Office, everything_in
from tornado_timing.domain import errors
from tornado_timing.domain.events import TeamAssigned, TeamsChanged


def judges_of_numbers(office: Office, competition_id: int = 1) -> dict[int, int | None]:
    return {team.number: team.judge_id for team in office.state.teams_of(competition_id)}


async def two_judges_and_teams(office: Office, *numbers: int) -> tuple[int, int]:
    ana, bruno = await office.judge(), await office.judge("bruno")
    await office.competition()
    for number in numbers:
        await office.team(number)
    office.events.clear()
    return ana.id, bruno.id


@pytest.mark.gen_test
async def test_teams_are_given_and_taken_together(office: Office) -> None:
    ana, bruno = await two_judges_and_teams(office, 10, 11, 12)
    given = await office.services.teams.assign([3, 1, 3], ana, OLGA)
    assert [team.id for team in given] == [3, 1]
    assert judges_of_numbers(office) == {10: ana, 11: None, 12: ana}
    assert office.events == [
        TeamAssigned(given[0], ana, True),
        TeamAssigned(given[1], ana, True),
        TeamsChanged(1),
    ]
    office.events.clear()
    (moved, new) = await office.services.teams.assign([1, 2], bruno, OLGA)
    assert office.events == [
        TeamAssigned(moved, ana, False),
        TeamAssigned(moved, bruno, True),
        TeamAssigned(new, bruno, True),
        TeamsChanged(1),
    ]
    await office.services.teams.assign([1, 2, 3], None, OLGA)
    assert judges_of_numbers(office) == {10: None, 11: None, 12: None}
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_all_are_given_or_none(office: Office) -> None:
    ana, _ = await two_judges_and_teams(office, 10, 11)
    before = everything_in(office.state)
    with pytest.raises(errors.TeamNotFound) as caught:
        await office.services.teams.assign([1, 99, 2], ana, OLGA)
    assert caught.value.details["team_id"] == 99
    with pytest.raises(errors.UnknownJudge):
        await office.services.teams.assign([1], 99, OLGA)
    with pytest.raises(errors.UnknownJudge):
        await office.services.teams.share_out(1, [ana, 99], False, OLGA)
    with pytest.raises(errors.NotFound):
        await office.services.teams.share_out(99, [ana], False, OLGA)
    assert everything_in(office.state) == before
    assert office.events == []


@pytest.mark.gen_test
async def test_an_organizer_times_no_team(office: Office) -> None:
    await two_judges_and_teams(office, 10)
    olga = await office.organizer()
    with pytest.raises(errors.UnknownJudge):
        await office.services.teams.assign([1], olga.id, OLGA)


@pytest.mark.gen_test
async def test_all_teams_are_shared_out_by_number(office: Office) -> None:
    ana, bruno = await two_judges_and_teams(office, 30, 10, 20)
    await office.services.teams.assign([2], bruno, OLGA)
    teams = await office.services.teams.share_out(1, [ana, bruno, ana], False, OLGA)
    assert [(team.number, team.judge_id) for team in teams] == [(10, ana), (20, ana), (30, bruno)]
    office.events.clear()
    assert await office.services.teams.share_out(1, [ana, bruno], False, OLGA) == teams
    assert office.events == []
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_only_those_without_a_judge_are_shared_out(office: Office) -> None:
    ana, bruno = await two_judges_and_teams(office, 10, 20, 30, 40)
    await office.services.teams.assign([2, 3], ana, OLGA)
    # Teams of other competitions do not count.
    await office.competition("10K")
    for number in (1, 2, 3):
        await office.team(number, 2, judge_id=bruno)
    await office.services.teams.share_out(1, [ana, bruno], True, OLGA)
    assert judges_of_numbers(office) == {10: bruno, 20: ana, 30: ana, 40: bruno}
    assert set(judges_of_numbers(office, 2).values()) == {bruno}


@pytest.mark.gen_test
async def test_sharing_out_is_one_entry_on_record(office: Office) -> None:
    ana, bruno = await two_judges_and_teams(office, 10, 20, 30)
    await office.services.teams.share_out(1, [bruno, ana], False, OLGA)
    (number, entry), (_, before) = await office.services.auditing.page(2)
    assert (entry.action, entry.subject_name, entry.competition_id) == ("teams_assigned", "5K", 1)
    assert json.loads(entry.details) == {
        "teams": 3,
        "team_ids_by_judge": {str(bruno): [1, 2], str(ana): [3]},
        "bibs_by_judge": {"bruno": [10, 20], "ana": [30]},
    }
    assert before.action == "team_created"
    assert number


@pytest.mark.gen_test
async def test_teams_of_two_competitions_can_be_given_at_once(office: Office) -> None:
    ana, _ = await two_judges_and_teams(office, 10)
    await office.competition("10K")
    await office.team(10, 2)
    office.events.clear()
    await office.services.teams.assign([1, 2], ana, OLGA)
    assert office.events[-2:] == [TeamsChanged(1), TeamsChanged(2)]
    ((_, entry),) = await office.services.auditing.page(1)
    assert (entry.subject_kind, entry.competition_id) == ("server", None)


@pytest.mark.gen_test
async def test_nothing_is_given_where_a_team_has_another_judge_by_now(office: Office) -> None:
    ana, bruno = await two_judges_and_teams(office, 10, 20, 30)
    seen = {1: None, 2: None, 3: None}
    (taken,) = await office.services.teams.assign([2], bruno, OLGA)
    await office.services.teams.delete(3, OLGA)
    before = everything_in(office.state)
    office.events.clear()
    teams = office.services.teams
    for act in (
        lambda: teams.assign([1, 2, 3], ana, OLGA, expected=seen),
        # Also what is not given now may be what made somebody give the rest.
        lambda: teams.assign([1], ana, OLGA, expected=seen),
        lambda: teams.share_out(1, [ana], False, OLGA, expected=seen),
        lambda: teams.share_out(1, [ana], True, OLGA, expected={2: ana}),
    ):
        with pytest.raises(errors.ChangedMeanwhile) as caught:
            await act()
        assert caught.value.details["current"] == [taken]
    with pytest.raises(errors.ChangedMeanwhile) as caught:
        await teams.assign([1], ana, OLGA, expected={3: None})
    assert caught.value.details["current"] == []
    assert everything_in(office.state) == before
    assert office.events == []
    await teams.assign([1, 2], ana, OLGA, expected={1: None, 2: bruno})
    await teams.share_out(1, [bruno], False, OLGA, expected={1: ana, 2: ana})
    assert judges_of_numbers(office) == {10: bruno, 20: bruno}


@pytest.mark.gen_test
async def test_the_judge_who_was_deleted_is_another_one(office: Office) -> None:
    ana, bruno = await two_judges_and_teams(office, 10)
    await office.services.teams.assign([1], ana, OLGA)
    await office.services.accounts.delete_judge(ana, OLGA)
    with pytest.raises(errors.ChangedMeanwhile):
        await office.services.teams.assign([1], bruno, OLGA, expected={1: ana})
