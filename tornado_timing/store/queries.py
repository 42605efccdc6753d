"""Every statement of the program: what is written, and the reading back of the whole state."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

from msgspec.structs import astuple

from tornado_timing.domain.audit import AuditEntry
from tornado_timing.domain.model import (
    Account,
    Competition,
    RefusedRecord,
    SignInCode,
    Team,
    TimeRecord,
    Withdrawal,
)
from tornado_timing.domain.state import Kind, State
from tornado_timing.store.entries import delete_entries, delete_marks, load_entries
from tornado_timing.store.statements import ALL, DELETED, PRESENT, insert, select, upsert
from tornado_timing.store.writer import ROWS, Write

# What reading a damaged file raises.
FileError = sqlite3.Error

Resolution = Literal["accepted", "dismissed", "arrived"]

# Tables whose rows have a number that is never given again, and what they are numbers of.
NUMBERED: Mapping[str, Kind] = MappingProxyType(
    {
        "accounts": "account",
        "competitions": "competition",
        "teams": "team",
        "refused_records": "refused",
        "runners": "runner",
        "waves": "wave",
        "lines": "line",
        "age_bands": "band",
    }
)

_UNRESOLVED = "id NOT IN (SELECT refused_id FROM refused_resolutions)"
_WITH_RESOLUTION = "refused_records JOIN refused_resolutions ON refused_id = id"
_DISMISSED = "resolution = 'dismissed'"
_BY_RESOLUTION = "resolved_at_ms, id"


_PUT_ACCOUNT = upsert("accounts", Account)
_PUT_COMPETITION = upsert("competitions", Competition)
_PUT_TEAM = upsert("teams", Team)
_ADD_RECORD = insert("time_records", TimeRecord)
_ADD_WITHDRAWAL = insert("withdrawals", Withdrawal)
_ADD_AUDIT_ENTRY = insert("audit_log", AuditEntry)
_ADD_REFUSED = insert("refused_records", RefusedRecord)
_RESOLVE_REFUSED = f"""
INSERT INTO refused_resolutions (refused_id, resolution, account_id, resolved_at_ms)
VALUES {ROWS}
"""
_RECOVER_REFUSED = """
DELETE FROM refused_resolutions WHERE refused_id = ? AND resolution = 'dismissed'
"""
_REVOKE_SESSION = "INSERT OR IGNORE INTO revoked_sessions (session_id, expires_at_ms) VALUES (?, ?)"
_FORGET_SESSIONS = "DELETE FROM revoked_sessions WHERE expires_at_ms < ?"
_DROP_SIGN_IN_CODE = "DELETE FROM sign_in_codes WHERE account_id = ?"
_ADD_SIGN_IN_CODE = insert("sign_in_codes", SignInCode)
_DELETE: Mapping[str, str] = {
    "account": "UPDATE accounts SET deleted_at_ms = ? WHERE id = ?",
    "competition": "UPDATE competitions SET deleted_at_ms = ? WHERE id = ?",
    "team": "UPDATE teams SET deleted_at_ms = ? WHERE id = ?",
}
_RESTORE: Mapping[str, str] = {
    "competition": "UPDATE competitions SET deleted_at_ms = NULL WHERE id = ?",
    "team": "UPDATE teams SET deleted_at_ms = NULL WHERE id = ?",
}


def put_account(account: Account) -> Write:
    """Stores an account, new or changed."""
    return Write(_PUT_ACCOUNT, [astuple(account)], bulk=True)


def put_competition(competition: Competition) -> Write:
    """Stores a competition, new or changed."""
    return Write(_PUT_COMPETITION, [astuple(competition)], bulk=True)


def put_team(team: Team) -> Write:
    """Stores a team, new or changed."""
    return Write(_PUT_TEAM, [astuple(team)], bulk=True)


def delete(kind: Literal["account", "competition", "team"], number: int, at_ms: int) -> Write:
    """Takes something out of sight; its row and the times that point to it stay in the file."""
    return Write(_DELETE[kind], [(at_ms, number)])


def add_records(records: Sequence[TimeRecord]) -> Write:
    """Stores new times."""
    return Write(_ADD_RECORD, [astuple(record) for record in records], bulk=True)


def add_withdrawals(withdrawals: Iterable[Withdrawal]) -> Write:
    """Notes that stored times were withdrawn, or given back."""
    return Write(_ADD_WITHDRAWAL, [astuple(one) for one in withdrawals], bulk=True)


def add_audit_entries(entries: Sequence[AuditEntry]) -> Write:
    """Puts changes on record."""
    return Write(_ADD_AUDIT_ENTRY, [astuple(entry) for entry in entries], bulk=True)


def audit_rows(writes: Iterable[Write]) -> list[tuple[Any, ...]]:
    """The changes that these writes put on record: the fields of an `AuditEntry` each."""
    return [row for write in writes if write.statement is _ADD_AUDIT_ENTRY for row in write.rows]


def add_refused(refused: Iterable[RefusedRecord]) -> Write:
    """Keeps refused times."""
    return Write(_ADD_REFUSED, [astuple(record) for record in refused], bulk=True)


def resolve_refused(
    numbers: Iterable[int], resolution: Resolution, account_id: int | None, at_ms: int
) -> Write:
    """Writes down what became of kept records."""
    rows = [(number, resolution, account_id, at_ms) for number in numbers]
    return Write(_RESOLVE_REFUSED, rows, bulk=True)


def recover_refused(number: int) -> Write:
    """Undoes the dismissal of a kept record: that it was dismissed is on record all the same."""
    return Write(_RECOVER_REFUSED, [(number,)])


def revoke_session(session_id: str, expires_at_ms: int) -> Write:
    """Ends a session for good; the row is needed only until its tokens expire by themselves."""
    return Write(_REVOKE_SESSION, [(session_id, expires_at_ms)])


def forget_sessions(expired_before_ms: int) -> Write:
    """Drops revocations that no unexpired token needs."""
    return Write(_FORGET_SESSIONS, [(expired_before_ms,)])


def drop_sign_in_codes(account_ids: Iterable[int]) -> Write:
    """Forgets the codes of these judges."""
    return Write(_DROP_SIGN_IN_CODE, [(account_id,) for account_id in account_ids])


def put_sign_in_codes(codes: Sequence[SignInCode]) -> list[Write]:
    """Stores codes, in the place of those that their judges had."""
    return [
        drop_sign_in_codes(code.account_id for code in codes),
        Write(_ADD_SIGN_IN_CODE, [astuple(code) for code in codes], bulk=True),
    ]


def purge_records(competition_id: int) -> list[Write]:
    """Deletes the times, marks and corrections of one competition; what else it has stays."""
    teams = f"SELECT id FROM teams WHERE competition_id = {competition_id:d}"
    statements = [*_delete_times(teams), *delete_marks(f"{competition_id:d}")]
    return [Write(statement, [()], bulk=True) for statement in statements]


def restore(kind: Literal["competition", "team"], number: int) -> Write:
    """Takes something out of the bin."""
    return Write(_RESTORE[kind], [(number,)])


def _delete_times(teams: str) -> list[str]:
    """Statements that delete the times of the teams that `teams` selects."""
    ids = f"SELECT id FROM time_records WHERE team_id IN ({teams})"
    return [
        # Or a new time with the id of one of them would be withdrawn when it is read back.
        f"DELETE FROM withdrawals WHERE record_id IN ({ids})",
        f"DELETE FROM time_records WHERE team_id IN ({teams})",
    ]


def empty_bin(competition_id: int | None = None) -> list[Write]:
    """Deletes for good what is in the bin, or one competition of it, with all its times."""
    if competition_id is None:
        competitions = f"SELECT id FROM competitions WHERE {DELETED}"
        teams = f"SELECT id FROM teams WHERE {DELETED} OR competition_id IN ({competitions})"
    else:
        competitions = f"{competition_id:d}"
        teams = f"SELECT id FROM teams WHERE competition_id = {competition_id:d}"
    refused = f"SELECT id FROM refused_records WHERE team_id IN ({teams})"
    statements = [
        f"DELETE FROM refused_resolutions WHERE refused_id IN ({refused})",
        f"DELETE FROM refused_records WHERE team_id IN ({teams})",
        *_delete_times(teams),
        # Or SQLite would look through all times for each team, to see that none points to it.
        "CREATE INDEX times_of_teams ON time_records (team_id)",
        f"DELETE FROM teams WHERE id IN ({teams})",
        "DROP INDEX times_of_teams",
        *delete_entries(competitions),
        f"DELETE FROM competitions WHERE id IN ({competitions})",
    ]
    return [Write(statement, [()], bulk=True) for statement in statements]


def purgeable(
    connection: sqlite3.Connection, finished_before_ms: int
) -> list[tuple[int, str, int, int, int]]:
    """Id, name, finish, numbers of times and of official versions of what finished before then.

    Marks are among the times; competitions that have none of both are left out.
    """
    rows = connection.execute(
        "SELECT c.id, c.name, c.finished_at_ms, count(*), (SELECT count(*) FROM publications p"
        " WHERE p.competition_id = c.id AND p.stage = 'official')"
        " FROM competitions c JOIN ("
        " SELECT t.competition_id FROM teams t JOIN time_records r ON r.team_id = t.id"
        " UNION ALL"
        " SELECT l.competition_id FROM lines l JOIN marks m ON m.line_id = l.id"
        ") timed ON timed.competition_id = c.id"
        " WHERE c.is_running = 0 AND c.finished_at_ms < ? GROUP BY c.id ORDER BY c.id",
        (finished_before_ms,),
    )
    return rows.fetchall()


def audit_entries(
    connection: sqlite3.Connection,
    *,
    limit: int,
    before: int | None = None,
    competition_id: int | None = None,
) -> list[tuple[int, AuditEntry]]:
    """What is on record with its numbers, the newest first; all filters are optional."""
    rows = connection.execute(
        f"SELECT id, {', '.join(AuditEntry.__struct_fields__)} FROM audit_log"
        " WHERE id < coalesce(?1, 1 << 62) AND (?2 IS NULL OR competition_id = ?2)"
        " ORDER BY id DESC LIMIT ?3",
        (before, competition_id, limit),
    )
    return [
        (row[0], AuditEntry(**dict(zip(AuditEntry.__struct_fields__, row[1:], strict=True))))
        for row in rows
    ]


def newest_stamp_ms(connection: sqlite3.Connection) -> int:
    """The latest moment that the file knows of, epoch ms; 0 where there is none."""
    (newest_ms,) = connection.execute(
        "SELECT max("
        " (SELECT coalesce(max(received_at_ms), 0) FROM time_records),"
        " (SELECT coalesce(max(received_at_ms), 0) FROM marks),"
        " (SELECT coalesce(max(at_ms), 0) FROM audit_log))"
    ).fetchone()
    return int(newest_ms)


def read_back(connection: sqlite3.Connection) -> State:
    """`load_state` after a commit that failed.

    Should that have left its transaction open, it is none of what is stored; read as if it were,
    it would be told to phones as stored, and all that comes after would become part of it.
    """
    if connection.in_transaction:
        connection.rollback()
    return load_state(connection)


def load_state(connection: sqlite3.Connection) -> State:
    """Reads the whole state back from the file."""
    state = State()
    _load_numbers(connection, state)
    for account in select(connection, "accounts", Account, PRESENT):
        state.put_account(account)
    for competition in select(connection, "competitions", Competition, ALL):
        state.put_competition(competition)
    for team in select(connection, "teams", Team, ALL):
        state.put_team(team)
    # Teams first: a competition takes those with it that were not deleted before it.
    for number, at_ms in _deleted(connection, "teams"):
        state.drop_team(number, at_ms)
    for number, at_ms in _deleted(connection, "competitions"):
        state.drop_competition(number, at_ms)
    load_entries(connection, state.individual)
    # Before the times, which are counted in as they are read.
    withdrawals = "SELECT record_id, is_withdrawn, account_id, at_ms FROM withdrawals ORDER BY seq"
    for record_id, is_withdrawn, account_id, at_ms in connection.execute(withdrawals):
        state.put_withdrawal(Withdrawal(record_id, bool(is_withdrawn), account_id, at_ms))
    # Positional and without checks: this is the one table with many rows.
    columns = ", ".join(TimeRecord.__struct_fields__)
    for row in connection.execute(f"SELECT {columns} FROM time_records ORDER BY seq"):
        state.add_record(TimeRecord(*row))
    for refused in select(connection, "refused_records", RefusedRecord, _UNRESOLVED):
        state.kept.add(refused)
    dismissed_by = dict(
        connection.execute(
            f"SELECT refused_id, account_id FROM refused_resolutions WHERE {_DISMISSED}"
        ).fetchall()
    )
    for refused in select(connection, _WITH_RESOLUTION, RefusedRecord, _DISMISSED, _BY_RESOLUTION):
        state.kept.add_dismissed(refused, dismissed_by[refused.id])
    codes = "SELECT code_hash, account_id, expires_at_ms FROM sign_in_codes"
    for row in connection.execute(codes):
        state.put_sign_in_code(SignInCode(*row))
    (state.newest_audit_id,) = connection.execute(
        "SELECT coalesce(max(id), 0) FROM audit_log"
    ).fetchone()
    state.revoked_sessions.update(
        connection.execute("SELECT session_id, expires_at_ms FROM revoked_sessions")
    )
    return state


def _load_numbers(connection: sqlite3.Connection, state: State) -> None:
    for table, number in connection.execute("SELECT name, seq FROM sqlite_sequence"):
        if table in NUMBERED:
            state.note_id(NUMBERED[table], number)


def _deleted(connection: sqlite3.Connection, table: str) -> list[tuple[int, int]]:
    rows = connection.execute(f"SELECT id, deleted_at_ms FROM {table} WHERE {DELETED} ORDER BY id")
    return rows.fetchall()
