"""Setting up an event: all of it or nothing, and twice is once."""

from typing import Any

import msgspec
import pytest

from tests.language_of_races import OLGA, START_MS, Office, everything_in, time
from tornado_timing.domain.errors import EventInvalid, StorageFailed
from tornado_timing.domain.event_document import (
    CompetitionEntry,
    EventDocument,
    JudgeEntry,
    OrganizerEntry,
    TeamEntry,
)
from tornado_timing.domain.events import AccountCut, TeamAssigned, TeamsChanged
from tornado_timing.service.event_loading import Loaded
from tornado_timing.store.writer import Write

EVENT = EventDocument(
    [OrganizerEntry("olga", "o")],
    [
        JudgeEntry("ana", "a", "Ana", "Pérez", "ana@x", "099"),
        JudgeEntry("bruno", "b", is_active=False),
    ],
    [CompetitionEntry("5K", START_MS, True, 15), CompetitionEntry("10K", START_MS + 1, False)],
    [
        TeamEntry("Los Veloces", 101, "5K", "estudiantes", "ana"),
        TeamEntry("Las Liebres", 101, "10k"),
    ],
)


def but(**sections: Any) -> EventDocument:
    return msgspec.structs.replace(EVENT, **sections)


async def load(office: Office, event: EventDocument = EVENT) -> Loaded:
    return await office.services.event_loading.load(event, OLGA)


async def problems(office: Office, event: EventDocument) -> list[tuple[str, int, str, str]]:
    before = everything_in(await office.read_back())
    with pytest.raises(EventInvalid) as caught:
        await load(office, event)
    assert everything_in(office.state) == before
    found: Any = caught.value.details["problems"]
    return [(item.section, item.index, item.field, item.code) for item in found]


@pytest.mark.gen_test
async def test_everything_that_is_named_is_made(office: Office) -> None:
    assert await load(office) == Loaded(named=7, created=7, updated=0)
    await office.reopen()
    state = office.state
    ana = state.account_by_login("ana@X")
    assert ana is not None
    assert (ana.full_name, ana.phone, ana.is_active) == ("Ana Pérez", "099", True)
    assert [item.name for item in state.competitions.values()] == ["5K", "10K"]
    assert state.competitions[1].records_per_team == 15
    (veloces, liebres) = state.teams.values()
    assert (veloces.judge_id, veloces.category, veloces.competition_id) == (
        ana.id,
        "estudiantes",
        1,
    )
    assert (liebres.judge_id, liebres.competition_id) == (None, 2)
    await office.services.sessions.sign_in("olga", "o", "")


@pytest.mark.gen_test
async def test_twice_is_once(office: Office) -> None:
    await load(office)
    office.events.clear()
    before, commits = everything_in(await office.read_back()), office.core.writer.commits
    assert await load(office) == Loaded(named=7, created=0, updated=0)
    assert everything_in(office.state) == before
    assert office.core.writer.commits == commits
    assert office.events == []


@pytest.mark.gen_test
async def test_what_is_named_again_is_changed_and_who_it_concerns_is_told(office: Office) -> None:
    await load(office)
    await office.services.competitions.start(1, OLGA)
    ana = office.state.account_by_login("ana")
    bruno = office.state.account_by_login("bruno")
    assert ana is not None
    assert bruno is not None
    office.events.clear()
    changed = EventDocument(
        [],
        [JudgeEntry("ANA", "new password"), JudgeEntry("bruno")],
        [CompetitionEntry("5k", START_MS + 5)],
        [TeamEntry("Los Lentos", 101, "5K", judge="bruno")],
    )
    assert await load(office, changed) == Loaded(named=4, created=0, updated=4)
    state = office.state
    assert state.accounts[ana.id].username == "ANA"
    assert state.accounts[ana.id].email == ""
    assert state.accounts[ana.id].token_version == ana.token_version + 1
    assert state.accounts[bruno.id].password_hash == bruno.password_hash
    assert state.competitions[1].is_running
    assert state.competitions[1].name == "5k"
    assert set(map(type, office.events)) == {AccountCut, TeamAssigned, TeamsChanged}
    assert AccountCut(ana.id) in office.events
    assert AccountCut(bruno.id) not in office.events


@pytest.mark.gen_test
async def test_a_changed_team_keeps_its_times(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5))
    await load(office, EventDocument(teams=[TeamEntry("Renamed", 101, "5K")]))
    assert office.state.teams[team.id].name == "Renamed"
    assert len(office.state.times_of(team.id).records) == 1


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (but(organizers=[OrganizerEntry("olga")]), ("organizadores", 0, "password", "missing")),
        (but(judges=[JudgeEntry("ana")]), ("jueces", 0, "password", "missing")),
        (
            but(judges=[*EVENT.judges, JudgeEntry("c", "x" * 73)]),
            ("jueces", 2, "password", "too_long"),
        ),
        (
            but(judges=[*EVENT.judges, JudgeEntry("ANA", "x")]),
            ("jueces", 2, "username", "repeated"),
        ),
        (
            but(judges=[*EVENT.judges, JudgeEntry("OLGA", "x")]),
            ("jueces", 2, "username", "repeated"),
        ),
        (
            but(judges=[*EVENT.judges, JudgeEntry("c", "x", email="ANA@x")]),
            ("jueces", 2, "email", "repeated"),
        ),
        (
            but(judges=[*EVENT.judges, JudgeEntry("ana@x", "x")]),
            ("jueces", 2, "username", "repeated"),
        ),
        (
            but(competitions=[*EVENT.competitions, CompetitionEntry("5k", 0)]),
            ("competencias", 2, "nombre", "repeated"),
        ),
        (
            but(teams=[*EVENT.teams, TeamEntry("x", 101, "5k")]),
            ("equipos", 2, "dorsal", "repeated"),
        ),
        (but(teams=[TeamEntry("x", 1, "Maratón")]), ("equipos", 0, "competencia", "unknown")),
        (but(teams=[TeamEntry("x", 1, "5K", judge="z")]), ("equipos", 0, "juez", "unknown")),
        (but(teams=[TeamEntry("x", 1, "5K", judge="olga")]), ("equipos", 0, "juez", "unknown")),
    ],
)
@pytest.mark.gen_test
async def test_a_problem_names_its_entry_and_nothing_is_loaded(
    office: Office, event: EventDocument, found: tuple[str, int, str, str]
) -> None:
    assert found in await problems(office, event)
    assert office.state.accounts == {}


@pytest.mark.gen_test
async def test_what_stands_against_it_on_the_server_is_named_too(office: Office) -> None:
    await office.judge("taken", email="taken@x")
    await office.judge("other", email="other@x")
    await office.organizer("boss")
    await office.competition()
    await office.services.competitions.start(1, OLGA)
    event = EventDocument(
        [OrganizerEntry("taken", "x"), OrganizerEntry("taken@x", "x")],
        [JudgeEntry("boss", "x"), JudgeEntry("other", email="TAKEN@x"), JudgeEntry("n", "x")],
        [CompetitionEntry("5K", START_MS, is_active=False)],
        [TeamEntry("x", 1, "5K", judge="boss")],
    )
    assert set(await problems(office, event)) >= {
        ("organizadores", 0, "username", "taken"),
        ("organizadores", 1, "username", "taken"),
        ("jueces", 0, "username", "taken"),
        ("jueces", 1, "email", "taken"),
        ("competencias", 0, "activa", "running"),
    }


@pytest.mark.gen_test
async def test_a_judge_of_the_server_may_be_named_by_username_or_email(office: Office) -> None:
    judge = await office.judge(email="ana@x")
    teams = [TeamEntry("x", 1, "5K", judge="Ana"), TeamEntry("y", 2, "5K", judge="ANA@X")]
    await load(office, EventDocument(competitions=EVENT.competitions, teams=teams))
    assert [team.judge_id for team in office.state.teams.values()] == [judge.id] * 2


@pytest.mark.gen_test
async def test_a_commit_that_fails_loads_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL", "tornado_timing.store.writer")
    monkeypatch.setattr(
        "tornado_timing.service.event_loading.queries.put_team",
        lambda team: Write("INSERT INTO nowhere VALUES (1)", [()]),
    )
    with pytest.raises(StorageFailed):
        await load(office)
    monkeypatch.undo()
    for _ in range(100):
        if not office.state.accounts:
            break
        await office.core.database.run(lambda connection: None)
    assert office.state.accounts == {}
    assert office.state.teams == {}
    assert (await load(office)).created == 7


@pytest.mark.parametrize("is_deleted", [True, False])
@pytest.mark.gen_test
async def test_a_judge_who_is_changed_while_passwords_are_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch, is_deleted: bool
) -> None:
    await load(office)
    ana = office.state.account_by_login("ana")
    assert ana is not None
    matches, accounts = office.services.passwords.matches, office.services.accounts

    async def matches_meanwhile(password: str, password_hash: str | None, _asker: str = "") -> bool:
        is_right = await matches(password, password_hash)
        if office.state.accounts.get(ana.id) == ana and is_deleted:
            await accounts.delete_judge(ana.id, OLGA)
        elif office.state.accounts.get(ana.id) == ana:
            await accounts.set_password("ana", "another", OLGA)
        return is_right

    monkeypatch.setattr(office.services.passwords, "matches", matches_meanwhile)
    await load(office)
    assert everything_in(await office.read_back()) == everything_in(office.state)
    # The document has the last word, as it would if it came after the change.
    assert (await office.services.sessions.sign_in("ana", "a", "")).account.full_name == "Ana Pérez"
