"""Judges and teams: made, changed, deleted, and who is told."""

from typing import Any

import pytest

from tests.language_of_races import OLGA, Office, time
from tornado_timing.domain import errors
from tornado_timing.domain.events import AccountCut, TeamAssigned, TeamsChanged
from tornado_timing.domain.model import CompetitionKind, Role

# ---- judges ----


@pytest.mark.parametrize(
    "fields",
    [
        {"username": "ANA"},
        {"username": "x", "email": "Ana@Ejemplo.com"},
        {"username": "ana@ejemplo.COM"},
        {"username": "x", "email": "ana"},
    ],
)
@pytest.mark.gen_test
async def test_no_two_accounts_share_a_username_or_an_email(
    office: Office, fields: dict[str, Any]
) -> None:
    await office.judge(email="ana@ejemplo.com")
    accounts = office.services.accounts
    with pytest.raises(errors.UsernameTaken):
        await accounts.create(Role.JUDGE, "x", fields, OLGA)
    other = await office.judge("bruno")
    with pytest.raises(errors.UsernameTaken):
        await accounts.change_judge(other.id, fields, OLGA)
    assert office.state.accounts[other.id] == other


@pytest.mark.gen_test
async def test_judges_without_an_email_do_not_share_one(office: Office) -> None:
    await office.judge("ana", email="")
    await office.judge("bruno", email="")
    assert [judge.username for judge in office.services.accounts.judges()] == ["ana", "bruno"]


@pytest.mark.gen_test
async def test_a_judge_may_keep_its_own_names(office: Office) -> None:
    judge = await office.judge(email="ana@x")
    changed = await office.services.accounts.change_judge(
        judge.id, {"username": "ANA", "email": "ana@x", "phone": "5"}, OLGA
    )
    assert (changed.username, changed.phone) == ("ANA", "5")


@pytest.mark.gen_test
async def test_who_is_cut_off(office: Office) -> None:
    judge = await office.judge()
    accounts = office.services.accounts
    office.events.clear()
    await accounts.change_judge(judge.id, {"phone": "5"}, OLGA)
    await accounts.change_judge(judge.id, {"is_active": True}, OLGA)
    assert office.events == []
    await accounts.change_judge(judge.id, {"is_active": False}, OLGA)
    await accounts.change_judge(judge.id, {}, OLGA, password="new password")
    await accounts.set_password("ana", "newer password", OLGA)
    await accounts.delete_judge(judge.id, OLGA)
    assert office.events == [AccountCut(judge.id)] * 4


@pytest.mark.gen_test
async def test_an_organizer_is_no_judge(office: Office) -> None:
    organizer = await office.organizer()
    accounts = office.services.accounts
    assert accounts.judges() == []
    for number in (organizer.id, 99):
        with pytest.raises(errors.NotFound):
            accounts.judge(number)
        with pytest.raises(errors.NotFound):
            await accounts.change_judge(number, {"phone": "5"}, OLGA, password="password")
        with pytest.raises(errors.NotFound):
            await accounts.delete_judge(number, OLGA)
    with pytest.raises(errors.NotFound):
        await accounts.set_password("nobody", "x", OLGA)


@pytest.mark.gen_test
async def test_a_password_that_is_too_long_changes_nothing(office: Office) -> None:
    judge = await office.judge()
    with pytest.raises(errors.PasswordTooLong):
        await office.services.accounts.change_judge(
            judge.id, {"phone": "5"}, OLGA, password="x" * 73
        )
    with pytest.raises(errors.PasswordTooLong):
        await office.judge("bruno", "x" * 73)
    assert list(office.state.accounts.values()) == [judge]


@pytest.mark.gen_test
async def test_a_deleted_judges_teams_are_free_and_its_times_stay(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5, "a"))
    office.events.clear()
    await office.services.accounts.delete_judge(judge.id, OLGA)
    free = office.state.teams[team.id]
    assert free.judge_id is None
    assert office.events == [TeamAssigned(free, judge.id, False), AccountCut(judge.id)]
    await office.reopen()
    assert len(office.state.times_of(team.id).records) == 1
    assert office.state.account_by_login("ana") is None
    again = await office.judge()
    assert again.id != judge.id


# ---- teams ----


@pytest.mark.gen_test
async def test_a_number_is_taken_in_its_competition_only(office: Office) -> None:
    await office.competition()
    other = await office.competition("10K")
    team = await office.team(7)
    with pytest.raises(errors.NumberTaken):
        await office.team(7)
    moving = await office.team(7, other.id)
    with pytest.raises(errors.NumberTaken):
        await office.services.teams.change(moving.id, {"competition_id": 1}, OLGA)
    await office.services.teams.change(team.id, {"number": 7, "name": "Same number"}, OLGA)
    await office.services.teams.delete(team.id, OLGA)
    await office.services.teams.change(moving.id, {"competition_id": 1}, OLGA)
    await office.reopen()
    assert office.state.teams[moving.id].competition_id == 1


@pytest.mark.gen_test
async def test_what_a_team_points_to_must_exist(office: Office) -> None:
    organizer = await office.organizer()
    await office.competition()
    with pytest.raises(errors.UnknownCompetition):
        await office.team(7, 99)
    for judge_id in (99, organizer.id):
        with pytest.raises(errors.UnknownJudge):
            await office.team(7, judge_id=judge_id)
    assert office.state.teams == {}


@pytest.mark.gen_test
async def test_a_team_is_of_a_competition_by_teams(office: Office) -> None:
    await office.competition()
    individual = await office.competition("10K", kind=CompetitionKind.INDIVIDUAL)
    team = await office.team(7)
    with pytest.raises(errors.CompetitionNotByTeams) as caught:
        await office.team(8, individual.id)
    assert caught.value.details == {"name": "10K"}
    with pytest.raises(errors.CompetitionNotByTeams):
        await office.services.teams.change(team.id, {"competition_id": individual.id}, OLGA)
    assert list(office.state.teams.values()) == [team]


@pytest.mark.gen_test
async def test_a_team_that_was_there_before_a_race_was_individual_may_be_changed_and_leave(
    office: Office,
) -> None:
    await office.competition()
    other = await office.competition("10K")
    team = await office.team(7)
    kind = {"kind": CompetitionKind.INDIVIDUAL}
    await office.services.competitions.change(1, kind, OLGA)
    await office.services.teams.change(team.id, {"name": "Los de antes"}, OLGA)
    await office.services.teams.change(team.id, {"competition_id": other.id}, OLGA)
    assert office.state.teams[team.id].competition_id == other.id


@pytest.mark.gen_test
async def test_a_team_with_times_stays_in_its_competition(office: Office) -> None:
    _, judge, team = await office.race_day()
    other = await office.competition("10K")
    await office.sends(judge, team.id, time(5))
    with pytest.raises(errors.TeamHasTimes):
        await office.services.teams.change(team.id, {"competition_id": other.id}, OLGA)


@pytest.mark.gen_test
async def test_judges_are_told_of_teams_that_they_get_and_lose(office: Office) -> None:
    ana, bruno = await office.judge(), await office.judge("bruno")
    await office.competition()
    team = await office.team(7, judge_id=ana.id)
    assert office.events[-2:] == [TeamAssigned(team, ana.id, True), TeamsChanged(1)]
    office.events.clear()
    given = await office.services.teams.change(team.id, {"judge_id": bruno.id}, OLGA)
    assert office.events == [
        TeamAssigned(given, ana.id, False),
        TeamAssigned(given, bruno.id, True),
        TeamsChanged(1),
    ]
    office.events.clear()
    await office.services.teams.delete(team.id, OLGA)
    assert [type(event) for event in office.events] == [TeamAssigned, TeamsChanged]


@pytest.mark.gen_test
async def test_a_judge_sees_its_own_teams_and_an_organizer_all(office: Office) -> None:
    organizer, judge, team = await office.race_day()
    other = await office.team(5)
    teams = office.services.teams
    assert teams.visible_to(judge) == [team]
    assert teams.visible_to(organizer) == [other, team]
    assert teams.visible_to(organizer, 99) == []
    assert teams.one_visible_to(organizer, other.id) == other
    for account, number in ((judge, other.id), (organizer, 99)):
        with pytest.raises(errors.NotFound):
            teams.one_visible_to(account, number)
    with pytest.raises(errors.NotFound):
        await teams.change(99, {"name": "x"}, OLGA)
    with pytest.raises(errors.NotFound):
        await teams.delete(99, OLGA)
