"""Importing rows of a file: looked at first, then all of it or nothing, and twice is once."""

import json
import sqlite3
from typing import Any, Literal

import pytest
from msgspec.structs import replace

from tests.language_of_races import Office, everything_in, time
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.errors import (
    CompetitionNotByTeams,
    ImportHasProblems,
    StorageFailed,
    UnknownCompetition,
)
from tornado_timing.domain.events import AccountCut, TeamAssigned, TeamsChanged
from tornado_timing.domain.import_rows import CheckedRow, Draft, read_row
from tornado_timing.domain.model import Account, Competition, CompetitionKind, Role, Team
from tornado_timing.service import import_checks
from tornado_timing.service.importing import Imported, ImportPlan
from tornado_timing.store import queries
from tornado_timing.store.writer import Write

OLGA = Actor(7, "olga", "192.168.1.7")


def drafts(kind: Literal["teams", "judges"], *rows: dict[str, str]) -> list[Draft]:
    return [read_row(kind, line, cells) for line, cells in enumerate(rows, 2)]


def teams(*rows: tuple[str, ...], fields: str = "number name category judge") -> ImportPlan:
    cells = [dict(zip(fields.split(), row, strict=False)) for row in rows]
    return ImportPlan("teams", 1, "equipos.csv", drafts("teams", *cells))


def judges(*rows: dict[str, str]) -> ImportPlan:
    return ImportPlan("judges", None, "jueces.csv", drafts("judges", *rows))


def put_judge(office: Office, username: str, **fields: Any) -> Account:
    """A judge, without the waiting for a password."""
    number = office.state.new_id("account")
    account = Account(id=number, role=Role.JUDGE, username=username, password_hash="", **fields)
    office.state.put_account(account)
    return account


def put_competition(office: Office) -> None:
    number = office.state.new_id("competition")
    office.state.put_competition(Competition(id=number, name="5K", scheduled_at_ms=0))


async def stored(office: Office) -> None:
    """Makes what was put durable."""
    writes = [queries.put_account(account) for account in office.state.accounts.values()]
    writes += [queries.put_competition(item) for item in office.state.competitions.values()]
    await office.core.commit(writes)


async def run(office: Office, plan: ImportPlan, skip_bad: bool = False) -> Imported:
    return await office.services.importing.carry_out(plan, skip_bad, OLGA)


def statuses(rows: list[CheckedRow]) -> list[str]:
    return [row.status for row in rows]


def problems(rows: list[CheckedRow]) -> list[tuple[int, str, str]]:
    return [(row.line, problem.field, problem.code) for row in rows for problem in row.problems]


def noted(office: Office) -> list[tuple[Any, ...]]:
    with sqlite3.connect(office.path) as connection:
        rows = connection.execute(
            "SELECT username, address, action, subject_kind, subject_id, subject_name,"
            " competition_id, details FROM audit_log WHERE action LIKE '%imported' ORDER BY id"
        ).fetchall()
    connection.close()
    return rows


# ---- teams ----


@pytest.mark.gen_test
async def test_teams_are_made_with_their_judges_and_it_is_on_record(office: Office) -> None:
    put_competition(office)
    ana = put_judge(office, "ana", first_name="Ana", last_name="Pérez")
    await stored(office)
    plan = teams(("101", "Los Veloces", "Niños", "ana"), ("102", "Las Liebres", "", ""))
    assert statuses(await office.services.importing.check(plan)) == ["new", "new"]
    assert office.state.teams == {}
    assert await run(office, plan) == Imported(2, 0, 0, 0, [])
    state = await office.read_back()
    assert list(state.teams.values()) == [
        Team(
            id=1,
            competition_id=1,
            name="Los Veloces",
            number=101,
            category="Niños",
            judge_id=ana.id,
        ),
        Team(id=2, competition_id=1, name="Las Liebres", number=102),
    ]
    assert everything_in(state) == everything_in(office.state)
    assert office.events == [
        TeamsChanged(1),
        TeamAssigned(state.teams[1], ana.id, True),
    ]
    ((*who, details),) = noted(office)
    assert who == ["olga", "192.168.1.7", "teams_imported", "competition", 1, "5K", 1]
    assert json.loads(details) == {
        "filename": "equipos.csv",
        "total": 2,
        "created": 2,
        "updated": 0,
        "skipped": 0,
    }


@pytest.mark.gen_test
async def test_twice_is_once(office: Office) -> None:
    put_competition(office)
    put_judge(office, "ana")
    await stored(office)
    plan = teams(("101", "Los Veloces", "Niños", "ana"), ("102", "Las Liebres"))
    await run(office, plan)
    office.events.clear()
    before, commits = everything_in(office.state), office.core.writer.commits
    assert statuses(await office.services.importing.check(plan)) == ["same", "same"]
    assert await run(office, plan) == Imported(0, 0, 2, 0, [])
    assert everything_in(office.state) == before
    assert (office.events, office.core.writer.commits) == ([], commits)


@pytest.mark.gen_test
async def test_a_number_that_is_there_is_changed_and_keeps_its_times(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5))
    bruno = await office.judge("bruno")
    office.events.clear()
    plan = teams(("101", "Renamed", "", "bruno"))
    assert statuses(await office.services.importing.check(plan)) == ["changed"]
    assert await run(office, plan) == Imported(0, 1, 0, 0, [])
    changed = office.state.teams[team.id]
    assert (changed.name, changed.judge_id) == ("Renamed", bruno.id)
    assert len(office.state.times_of(team.id).records) == 1
    assert set(office.events) == {
        TeamAssigned(changed, judge.id, False),
        TeamAssigned(changed, bruno.id, True),
        TeamsChanged(1),
    }


@pytest.mark.gen_test
async def test_an_empty_cell_or_a_missing_column_leaves_what_there_is(office: Office) -> None:
    put_competition(office)
    ana = put_judge(office, "ana")
    await stored(office)
    await run(office, teams(("1", "Uno", "Niños", "ana")))
    await run(office, teams(("1", "Otro", "", "")))
    await run(office, teams(("1", "Otro más"), fields="number name"))
    (team,) = office.state.teams.values()
    assert (team.name, team.category, team.judge_id) == ("Otro más", "Niños", ana.id)


@pytest.mark.parametrize(
    "text", ["ANA.P", "ana@x.com", "Ana Pérez", "ana  perez", "Pérez Ana", "PEREZ, ANA"]
)
@pytest.mark.gen_test
async def test_a_judge_is_meant_by_username_email_or_name(office: Office, text: str) -> None:
    put_competition(office)
    fields = {"first_name": "Ana", "last_name": "Pérez", "email": "ana@x.com"}
    ana = put_judge(office, "ana.p", **fields)
    put_judge(office, "other", first_name="Ana", last_name="Pereira")
    (row,) = await office.services.importing.check(teams(("1", "Uno", "", text)))
    assert isinstance(row.new, Team)
    assert (row.new.judge_id, row.values["judge"]) == (ana.id, "ana.p")


@pytest.mark.gen_test
async def test_judges_who_are_not_there_or_more_than_one(office: Office) -> None:
    put_competition(office)
    for username in ("ana1", "ana2"):
        put_judge(office, username, first_name="Ana", last_name="Pérez")
    await office.organizer("olga")
    plan = teams(("1", "Uno", "", "Ana Pérez"), ("2", "Dos", "", "Eva"), ("3", "Tres", "", "olga"))
    assert problems(await office.services.importing.check(plan)) == [
        (2, "judge", "ambiguous_judge"),
        (3, "judge", "unknown_judge"),
        (4, "judge", "unknown_judge"),
    ]


@pytest.mark.gen_test
async def test_a_number_twice_in_the_file_is_a_problem_of_the_later_row(office: Office) -> None:
    put_competition(office)
    (one, two) = await office.services.importing.check(teams(("7", "Uno"), ("007", "Dos")))
    assert (one.status, two.status) == ("new", "bad")
    assert problems([two]) == [(3, "number", "repeated")]
    assert two.problems[0].details == {"value": 7, "line": 2}


@pytest.mark.gen_test
async def test_a_bad_row_stops_everything_unless_it_is_to_be_skipped(office: Office) -> None:
    put_competition(office)
    await stored(office)
    plan = teams(("1", "Uno"), ("x", "Dos"), ("3", ""), ("4", "Cuatro"))
    before = everything_in(office.state)
    with pytest.raises(ImportHasProblems) as caught:
        await run(office, plan)
    assert caught.value.details["count"] == 2
    assert everything_in(office.state) == before == everything_in(await office.read_back())
    assert noted(office) == []
    assert await run(office, plan, skip_bad=True) == Imported(2, 0, 0, 2, [])
    assert [team.number for team in office.state.teams.values()] == [1, 4]


@pytest.mark.gen_test
async def test_teams_of_a_competition_that_there_is_not(office: Office) -> None:
    with pytest.raises(UnknownCompetition):
        await office.services.importing.check(teams(("1", "Uno")))
    with pytest.raises(UnknownCompetition):
        await run(office, teams(("1", "Uno")))


@pytest.mark.gen_test
async def test_teams_are_for_competitions_by_team(office: Office) -> None:
    await office.competition(kind=CompetitionKind.INDIVIDUAL)
    plan = teams(("7", "Los Veloces"))
    with pytest.raises(CompetitionNotByTeams):
        await office.services.importing.check(plan)
    with pytest.raises(CompetitionNotByTeams):
        await run(office, plan)
    assert office.state.teams == {}


@pytest.mark.gen_test
async def test_a_commit_that_fails_imports_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL", "tornado_timing.store.writer")
    put_competition(office)
    await stored(office)
    plan = teams(("1", "Uno"), ("2", "Dos"))
    nonsense = Write("INSERT INTO nowhere VALUES (1)", [()])
    monkeypatch.setattr(office.core, "note", lambda *_by, **_details: nonsense)
    with pytest.raises(StorageFailed):
        await run(office, plan)
    monkeypatch.undo()
    for _ in range(100):
        if not office.state.teams:
            break
        await office.core.database.run(lambda connection: None)
    assert office.state.teams == {}
    assert (await run(office, plan)).created == 2


@pytest.mark.gen_test
async def test_teams_that_others_made_while_rows_were_checked_count(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_competition(office)
    await stored(office)
    importing = office.services.importing
    off_the_loop = importing.off_the_loop
    checks = 0

    async def slowly(work: Any) -> Any:
        nonlocal checks
        checks += 1
        rows = await off_the_loop(work)
        if checks == 1:
            await office.team(1, name="Hers")
        return rows

    monkeypatch.setattr(importing, "off_the_loop", slowly)
    assert await run(office, teams(("1", "Uno"), ("2", "Dos"))) == Imported(1, 1, 0, 0, [])
    assert checks == 2
    assert [team.name for team in office.state.teams.values()] == ["Uno", "Dos"]


@pytest.mark.gen_test
async def test_who_lost_a_team_again_at_once_is_not_told_of_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_competition(office)
    ana, bruno = put_judge(office, "ana"), put_judge(office, "bruno")
    await stored(office)
    publish = office.core.publish

    def published(event: Any) -> None:
        publish(event)
        if event == TeamsChanged(1) and office.state.teams[1].judge_id == ana.id:
            office.state.put_team(replace(office.state.teams[1], judge_id=bruno.id))

    monkeypatch.setattr(office.core, "publish", published)
    await run(office, teams(("1", "Uno", "", "ana"), ("2", "Dos", "", "ana")))
    assert office.events == [TeamsChanged(1), TeamAssigned(office.state.teams[2], ana.id, True)]


# ---- judges ----


@pytest.mark.gen_test
async def test_judges_without_a_password_have_none_and_are_named(office: Office) -> None:
    plan = judges(
        {"username": "ana", "first_name": "Ana", "last_name": "Pérez", "phone": "099"},
        {"username": "bruno", "email": "b@x", "password": "clave de bruno"},
    )
    assert await run(office, plan) == Imported(2, 0, 0, 0, [1])
    state = await office.read_back()
    ana, bruno = state.accounts.values()
    assert (ana.full_name, ana.phone, ana.password_hash) == ("Ana Pérez", "099", "")
    assert bruno.email == "b@x"
    assert await office.services.passwords.matches("clave de bruno", bruno.password_hash)
    (*who, details) = noted(office)[0]
    assert who == ["olga", "192.168.1.7", "judges_imported", "judge", None, "", None]
    assert "clave" not in details


@pytest.mark.gen_test
async def test_a_username_is_made_from_the_name(office: Office) -> None:
    put_judge(office, "luis.gomez")
    rows = [
        {"first_name": "Ana", "last_name": "Pérez"},
        {"first_name": "ANA MARÍA", "last_name": "Pérez García"},
        {"first_name": "Luis", "last_name": "Gómez", "email": "l@x"},
        {"first_name": "Íñigo", "last_name": ""},
        {"first_name": "王", "last_name": ""},
        {"first_name": "Eva", "last_name": "Ruiz"},
        {"username": "EVA.RUIZ", "first_name": "Eva", "last_name": "Otra"},
    ]
    checked = await office.services.importing.check(judges(*rows))
    assert [row.values["username"] for row in checked] == [
        "ana.perez",
        "ana.perez2",
        "luis.gomez2",
        "inigo",
        "juez",
        "eva.ruiz2",
        "EVA.RUIZ",
    ]
    assert set(statuses(checked)) == {"new"}


@pytest.mark.parametrize(
    "cells",
    [
        {"username": "ANA"},
        {"email": "ANA@x.com", "first_name": "Ana"},
        {"first_name": "Ana", "last_name": "Pérez"},
        {"first_name": "ana perez"},
        {"first_name": "Pérez, Ana"},
    ],
)
@pytest.mark.gen_test
async def test_a_judge_is_known_again(office: Office, cells: dict[str, str]) -> None:
    ana = put_judge(office, "ana", first_name="Ana", last_name="Pérez", email="ana@x.com")
    (row,) = await office.services.importing.check(judges({**cells, "phone": "099"}))
    assert (row.status, row.old) == ("changed", ana)
    assert isinstance(row.new, Account)
    assert (row.new.id, row.new.username, row.new.phone) == (ana.id, "ana", "099")


@pytest.mark.gen_test
async def test_judges_twice_is_once_whatever_names_them(office: Office) -> None:
    plan = judges(
        {"first_name": "Ana María Pérez García", "email": ""},
        {"first_name": "Luis Gómez", "email": "l@x"},
        {"username": "eva", "first_name": "Eva de la Cruz"},
        {"username": "raúl", "password": "x"},
    )
    assert (await run(office, plan)).created == 4
    before = everything_in(office.state)
    office.events.clear()
    assert await run(office, plan) == Imported(0, 0, 4, 0, [1, 2, 3])
    assert everything_in(office.state) == before
    assert office.events == []


@pytest.mark.gen_test
async def test_where_a_full_name_is_cut_is_not_changed(office: Office) -> None:
    put_judge(office, "ana", first_name="Ana María", last_name="Pérez")
    (row,) = await office.services.importing.check(judges({"first_name": "Ana María Pérez"}))
    assert row.status == "same"


@pytest.mark.gen_test
async def test_a_row_that_changes_something_says_what_there_is_now(office: Office) -> None:
    put_competition(office)
    put_judge(office, "ana", first_name="Ana María", last_name="Pérez", phone="1")
    put_judge(office, "bea")
    await stored(office)
    importing = office.services.importing
    await run(office, teams(("101", "Los Veloces", "Niños", "ana"), ("102", "Las Liebres")))
    rows = await importing.check(
        teams(
            ("101", "Los Rápidos", "", "bea"),
            ("102", "Las Liebres", "", "bea"),
            ("101", "Repetido"),
            ("103", "Nuevos"),
        )
    )
    assert [row.current for row in rows] == [
        {"number": "101", "name": "Los Veloces", "category": "Niños", "judge": "ana"},
        {"number": "102", "name": "Las Liebres", "category": "", "judge": ""},
        None,
        None,
    ]
    changed, same = await importing.check(
        judges(
            {"first_name": "Ana María Pérez", "phone": "2"},
            {"username": "bea", "phone": ""},
        )
    )
    # Where the name was cut is no change, and not shown as one.
    ana = {"first_name": "Ana María", "last_name": "Pérez", "username": "ana"}
    assert (changed.values, changed.current) == ({**ana, "phone": "2"}, {**ana, "phone": "1"})
    assert (same.status, same.current) == ("same", None)


@pytest.mark.gen_test
async def test_a_new_password_cuts_and_the_same_does_not(office: Office) -> None:
    ana = await office.judge("ana", "old password")
    office.events.clear()
    assert await run(office, judges({"username": "ana", "password": "old password"})) == Imported(
        0, 0, 1, 0, []
    )
    assert office.state.accounts[ana.id] == ana
    assert (await run(office, judges({"username": "ana", "password": "new"}))).updated == 1
    changed = office.state.accounts[ana.id]
    assert changed.token_version == ana.token_version + 1
    assert office.events == [AccountCut(ana.id)]
    assert await run(office, judges({"username": "ana"})) == Imported(0, 0, 1, 0, [])
    assert office.state.accounts[ana.id] == changed


@pytest.mark.gen_test
async def test_what_is_wrong_with_judges(office: Office) -> None:
    await office.organizer("olga")
    put_judge(office, "ana", email="ana@x.com", first_name="Ana")
    put_judge(office, "bea", first_name="Bea", last_name="Paz")
    put_judge(office, "bea2", first_name="Bea", last_name="Paz")
    plan = judges(
        {"username": "olga"},
        {"username": "ana@x.com"},
        {"username": "nuevo", "email": "ana@x.com"},
        {"first_name": "Bea Paz"},
        {"username": "uno", "email": "u@x"},
        {"username": "UNO"},
        {"username": "dos", "email": "U@X"},
        {"first_name": "Luz Sol"},
        {"first_name": "luz sol"},
        {"username": "ana"},
        {"first_name": "Ana"},
    )
    assert problems(await office.services.importing.check(plan)) == [
        (2, "username", "taken"),
        (3, "username", "taken"),
        (4, "email", "taken"),
        (5, "first_name", "ambiguous_name"),
        (7, "username", "repeated"),
        (8, "email", "repeated"),
        (10, "first_name", "repeated"),
        (12, "first_name", "repeated"),
    ]


@pytest.mark.gen_test
async def test_two_people_of_one_name_have_two_emails(office: Office) -> None:
    rows = [{"first_name": "Ana Pérez", "email": email} for email in ("a@x", "b@x")]
    checked = await office.services.importing.check(judges(*rows))
    assert [row.values["username"] for row in checked] == ["ana.perez", "ana.perez2"]


@pytest.mark.gen_test
async def test_no_more_passwords_than_can_be_hashed_in_a_while(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_checks, "MAX_PASSWORDS", 2)
    rows = [{"username": f"j{number}", "password": "x"} for number in range(3)]
    checked = await office.services.importing.check(judges(*rows))
    assert problems(checked) == [(4, "password", "too_many_passwords")]


@pytest.mark.gen_test
async def test_what_others_did_meanwhile_counts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the passwords are hashed another organizer takes the e-mail."""
    hash_ = office.services.passwords.hash

    async def slowly(password: str) -> str:
        if not office.state.account_by_login("b@x"):
            put_judge(office, "bruno", email="b@x")
        return await hash_(password)

    monkeypatch.setattr(office.services.passwords, "hash", slowly)
    with pytest.raises(ImportHasProblems):
        await run(office, judges({"username": "ana", "email": "b@x", "password": "x"}))
    assert [account.username for account in office.state.accounts.values()] == ["bruno"]


@pytest.mark.gen_test
async def test_a_judge_who_was_deleted_meanwhile_is_made_again_with_the_password(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await office.judge("ana", "secret")
    passwords = office.services.passwords
    matches = passwords.matches

    async def slowly(password: str, password_hash: str | None) -> bool:
        await office.services.accounts.delete_judge(ana.id, OLGA)
        return await matches(password, password_hash)

    monkeypatch.setattr(passwords, "matches", slowly)
    done = await run(office, judges({"username": "ana", "password": "secret"}))
    assert done == Imported(1, 0, 0, 0, [])
    (again,) = office.state.accounts.values()
    assert again.id != ana.id
    assert await matches("secret", again.password_hash)


@pytest.mark.gen_test
async def test_a_thousand_of_one_name_take_no_million_steps(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"first_name": "Ana Pérez", "email": f"{number}@x"} for number in range(1000)]
    asked = 0
    login = import_checks._Judges.by_login

    def counted(judges: Any, text: str) -> Account | None:
        nonlocal asked
        asked += 1
        return login(judges, text)

    monkeypatch.setattr(import_checks._Judges, "by_login", counted)
    checked = await office.services.importing.check(judges(*rows))
    assert checked[-1].values["username"] == "ana.perez1000"
    assert asked < 5000
