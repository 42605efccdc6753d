"""Every change leaves an entry on record, and no entry ever changes."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing

import msgspec
import pytest

from tests.language_of_races import OLGA, START_MS, Office, time
from tests.venue import eventually
from tornado_timing.domain import errors
from tornado_timing.domain.audit import AuditEntry, actor, changes
from tornado_timing.domain.event_document import CompetitionEntry, EventDocument
from tornado_timing.domain.model import Account, Role
from tornado_timing.service import auditing
from tornado_timing.service.commands import AddOrganizer, LoadEvent, Purge, SetPassword, run_command


async def entries(office: Office) -> list[AuditEntry]:
    """All that is on record, the oldest first."""
    return [entry for _, entry in reversed(await office.services.auditing.page(1000))]


async def actions(office: Office) -> list[str]:
    return [entry.action for entry in await entries(office)]


async def last(office: Office) -> AuditEntry:
    return (await entries(office))[-1]


Act = Callable[[Office], Awaitable[object]]
KEPT_TIME: dict[str, object] = {
    "team_id": 1,
    "number": 101,
    "team": "Team 101",
    "judge_id": 2,
    "judge": "ana",
    "sent": 60_000,
    "elapsed_ms": 60_000,
    "reason": "race_not_running",
}
# On the race day of an organizer (1) with a judge (2), a team and a kept time of it.
CHANGES: list[tuple[Act, str, tuple[str, int | None, str], int | None, dict[str, object]]] = [
    (
        lambda it: it.competition("10K"),
        *("competition_created", ("competition", 2, "10K"), 2, {}),
    ),
    (
        lambda it: it.services.competitions.change(1, {"name": "3K"}, OLGA),
        *("competition_changed", ("competition", 1, "3K"), 1, {"name": ["5K", "3K"]}),
    ),
    (
        lambda it: it.services.competitions.delete(1, OLGA),
        *("competition_deleted", ("competition", 1, "5K"), 1, {"teams": 1, "records": 1}),
    ),
    (
        lambda it: it.services.competitions.start(1, OLGA),
        *("race_started", ("competition", 1, "5K"), 1, {"started_at_ms": START_MS}),
    ),
    (
        lambda it: it.team(7),
        *("team_created", ("team", 2, "Team 7"), 1, {}),
    ),
    (
        lambda it: it.services.teams.change(1, {"judge_id": None, "name": "x"}, OLGA),
        *("team_changed", ("team", 1, "x"), 1, {"judge_id": [2, None], "name": ["Team 101", "x"]}),
    ),
    (
        lambda it: it.services.teams.delete(1, OLGA),
        *("team_deleted", ("team", 1, "Team 101"), 1, {"number": 101, "records": 1}),
    ),
    (
        lambda it: it.services.teams.assign([1], None, OLGA),
        "teams_assigned",
        ("competition", 1, "5K"),
        1,
        {"teams": 1, "team_ids_by_judge": {"null": [1]}, "bibs_by_judge": {"": [101]}},
    ),
    (
        lambda it: it.judge("bruno"),
        *("judge_created", ("judge", 3, "bruno"), None, {}),
    ),
    (
        lambda it: it.organizer("otto"),
        *("organizer_created", ("organizer", 3, "otto"), None, {}),
    ),
    (
        lambda it: it.services.accounts.change_judge(2, {"phone": "5"}, OLGA),
        *("judge_changed", ("judge", 2, "ana"), None, {"phone": ["", "5"]}),
    ),
    (
        lambda it: it.services.accounts.change_judge(2, {}, OLGA, password="x"),
        *("password_set", ("judge", 2, "ana"), None, {}),
    ),
    (
        lambda it: it.services.accounts.set_password("olga", "x", OLGA),
        *("password_set", ("organizer", 1, "olga"), None, {}),
    ),
    (
        lambda it: it.services.accounts.delete_judge(2, OLGA),
        *("judge_deleted", ("judge", 2, "ana"), None, {"team_ids": [1]}),
    ),
    (
        lambda it: it.services.timing.accept_refused(1, OLGA),
        "refused_accepted",
        ("refused", 1, "Team 101"),
        1,
        KEPT_TIME,
    ),
    (
        lambda it: it.services.timing.dismiss_refused(1, OLGA),
        "refused_dismissed",
        ("refused", 1, "Team 101"),
        1,
        KEPT_TIME,
    ),
    (
        lambda it: it.services.event_loading.load(
            EventDocument([], [], [CompetitionEntry("1K", START_MS)], []), OLGA
        ),
        *("event_loaded", ("server", None, ""), None, {"named": 1, "created": 1, "updated": 0}),
    ),
]


async def race_day_with_a_kept_time(office: Office) -> Account:
    organizer, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(50_000))
    await office.services.competitions.stop(1, OLGA)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(60_000))
    return organizer


@pytest.mark.gen_test
@pytest.mark.parametrize(
    ("act", "action", "subject", "competition_id", "details"),
    CHANGES,
    ids=[str(case[1]) for case in CHANGES],
)
async def test_a_change_is_on_record(
    office: Office,
    act: Act,
    action: str,
    subject: tuple[str, int | None, str],
    competition_id: int | None,
    details: dict[str, object],
) -> None:
    await race_day_with_a_kept_time(office)
    before = len(await entries(office))
    office.clock.pass_s(5)
    await act(office)
    (entry,) = (await entries(office))[before:]
    assert (entry.username, entry.address, entry.account_id) == ("olga", "127.0.0.1", None)
    assert entry.at_ms == START_MS + 5000
    assert entry.action == action
    assert (entry.subject_kind, entry.subject_id, entry.subject_name) == subject
    assert entry.competition_id == competition_id
    assert msgspec.json.decode(entry.details) == details


@pytest.mark.gen_test
async def test_a_time_of_a_judge_is_its_own_record(office: Office) -> None:
    _, judge, team = await office.race_day()
    before = await entries(office)
    await office.sends(judge, team.id, time(60_000))
    assert await entries(office) == before


@pytest.mark.gen_test
async def test_nothing_that_stays_the_same_is_on_record(office: Office) -> None:
    _, judge, team = await office.race_day()
    before = await entries(office)
    await office.services.competitions.change(1, {"name": "5K"}, OLGA)
    await office.services.teams.change(team.id, {"judge_id": judge.id}, OLGA)
    await office.services.teams.assign([team.id], judge.id, OLGA)
    await office.services.accounts.change_judge(judge.id, {"username": "ana"}, OLGA)
    assert await entries(office) == before


@pytest.mark.gen_test
async def test_nothing_that_fails_is_on_record(office: Office) -> None:
    await office.race_day()
    before = await entries(office)
    with pytest.raises(errors.CompetitionRunning):
        await office.services.competitions.delete(1, OLGA)
    with pytest.raises(errors.NumberTaken):
        await office.team(101)
    assert await entries(office) == before


@pytest.mark.gen_test
async def test_no_password_and_no_hash_is_on_record(office: Office) -> None:
    await office.judge("ana", "the first secret")
    await office.services.accounts.change_judge(1, {"phone": "5"}, OLGA, password="the second")
    await office.services.accounts.set_password("ana", "the third", OLGA)
    text = str(await entries(office))
    assert "password_set" in text
    for secret in ("secret", "second", "third", "$2b$", "token_version"):
        assert secret not in text


@pytest.mark.gen_test
async def test_signing_in_and_out_is_on_record(office: Office) -> None:
    judge = await office.judge("ana", "secret")
    sessions = office.services.sessions
    signed_in = await sessions.sign_in("ANA", "secret", "192.168.1.7")
    entry = await last(office)
    assert entry.action == "signed_in"
    assert (entry.subject_kind, entry.subject_id, entry.subject_name) == ("session", 1, "ana")
    assert (entry.account_id, entry.username, entry.address) == (judge.id, "ana", "192.168.1.7")
    sessions.refresh(signed_in.refresh)
    await sessions.sign_out(signed_in.access, signed_in.refresh, "192.168.1.8")
    entry = await last(office)
    assert (entry.action, entry.address) == ("signed_out", "192.168.1.8")
    with pytest.raises(errors.InvalidCredentials):
        await sessions.sign_in("ana", "wrong", "192.168.1.7")
    assert await actions(office) == ["judge_created", "signed_in", "signed_out"]


@pytest.mark.gen_test
async def test_a_full_disk_keeps_nobody_from_signing_in(office: Office) -> None:
    await office.judge("ana", "secret")
    await office.core.database.run(_fill_the_disk)
    signed_in = await office.services.sessions.sign_in("ana", "secret", "x")
    assert office.services.sessions.authenticate(signed_in.access).account.username == "ana"


def _fill_the_disk(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN"
        " SELECT RAISE(ABORT, 'database or disk is full'); END"
    )


@pytest.mark.gen_test
async def test_the_commands_of_this_machine_are_on_record(office: Office) -> None:
    event = EventDocument([], [], [CompetitionEntry("1K", START_MS)], [])
    for command in (
        AddOrganizer("olga", "secret"),
        SetPassword("olga", "another"),
        LoadEvent(event),
        Purge(1, dry_run=True),
    ):
        await run_command(office.services, command)
    assert await actions(office) == ["organizer_created", "password_set", "event_loaded"]
    assert {(entry.username, entry.address) for entry in await entries(office)} == {
        ("tornado-timing", "localhost")
    }


@pytest.mark.gen_test
async def test_a_purge_says_how_many_times_it_deleted(office: Office) -> None:
    await race_day_with_a_kept_time(office)
    office.clock.pass_s(86_400 * 3)
    await office.services.purging.purge(1, OLGA)
    entry = await last(office)
    assert (entry.action, entry.details) == ("records_purged", '{"records":1}')


def test_an_account_is_an_actor() -> None:
    account = Account(id=3, role=Role.ORGANIZER, username="olga", password_hash="")
    olga = actor(account, "10.0.0.1")
    assert (olga.account_id, olga.username, olga.address) == (3, "olga", "10.0.0.1")
    assert changes(account, account) == {}


@pytest.mark.gen_test
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_log SET username = 'x'", "DELETE FROM audit_log"]
)
async def test_what_is_on_record_stays_as_it_is(office: Office, statement: str) -> None:
    await office.competition()
    before = await entries(office)
    with (
        closing(sqlite3.connect(office.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)
    await office.reopen()
    assert await entries(office) == before


@pytest.mark.gen_test
async def test_the_record_is_read_page_by_page_and_by_competition(office: Office) -> None:
    for name in ("1K", "2K", "3K"):
        await office.competition(name)
    auditing_ = office.services.auditing
    first = await auditing_.page(2)
    assert [entry.subject_name for _, entry in first] == ["3K", "2K"]
    rest = await auditing_.page(2, before=first[-1][0])
    assert [entry.subject_name for _, entry in rest] == ["1K"]
    assert await auditing_.page(2, before=rest[-1][0]) == []
    of_two = await auditing_.page(9, competition_id=2)
    assert [entry.subject_name for _, entry in of_two] == ["2K"]


@pytest.mark.gen_test
async def test_all_of_the_record_comes_in_chunks(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "CHUNK", 2)
    for name in ("1K", "2K", "3K"):
        await office.competition(name)
    chunks = [chunk async for chunk in office.services.auditing.chunks()]
    assert [len(chunk) for chunk in chunks] == [2, 1]
    assert [entry.subject_name for chunk in chunks for _, entry in chunk] == ["3K", "2K", "1K"]


@pytest.mark.gen_test
async def test_the_newest_entry_is_known_by_its_number(office: Office) -> None:
    async def newest() -> int:
        page = await office.services.auditing.page(1)
        return page[0][0] if page else 0

    async def is_read_back() -> bool:
        return not office.core.writer._has_failed

    told: list[int] = []
    office.core.listen_to_record(lambda: told.append(office.state.newest_audit_id))
    assert office.state.newest_audit_id == await newest() == 0
    await race_day_with_a_kept_time(office)
    assert office.state.newest_audit_id == await newest() == len(told)
    # Two entries in one commit: the judge and the password.
    await office.services.accounts.change_judge(2, {"phone": "5"}, OLGA, password="x")
    assert office.state.newest_audit_id == await newest() == len(told) + 1
    # A commit that failed leaves no gap.
    await office.core.database.run(_fill_the_disk)
    with pytest.raises(errors.StorageFailed):
        await office.competition("10K")
    await office.core.database.run(lambda connection: connection.execute("DROP TRIGGER full"))
    await eventually(is_read_back, "the state is read back")
    await office.competition("10K")
    assert office.state.newest_audit_id == await newest()
    assert (await office.read_back()).newest_audit_id == office.state.newest_audit_id
