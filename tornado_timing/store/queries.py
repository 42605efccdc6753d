"""Every statement of the program: what is written, and the reading back of the whole state."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from tornado_timing.domain.audit import AuditEntry
from tornado_timing.domain.model import (
    Account,
    Competition,
    RefusedRecord,
    Team,
    TimeRecord,
)
from tornado_timing.domain.state import Kind, State
from tornado_timing.store.writer import ROWS, Write

# What reading a damaged file raises.
FileError = sqlite3.Error

Resolution = Literal["accepted", "dismissed", "arrived"]
Item = TypeVar("Item", bound=Struct)

_PRESENT = "deleted_at_ms IS NULL"
_UNRESOLVED = "id NOT IN (SELECT refused_id FROM refused_resolutions)"


def _insert(table: str, kind: type[Struct]) -> str:
    """A bulk statement. A table's columns are the fields of what it holds, by the same names."""
    return f"INSERT INTO {table} ({', '.join(kind.__struct_fields__)}) VALUES {ROWS}"


def _upsert(table: str, kind: type[Struct]) -> str:
    changes = ", ".join(f"{field} = excluded.{field}" for field in kind.__struct_fields__)
    return f"{_insert(table, kind)} ON CONFLICT (id) DO UPDATE SET {changes}"


_PUT_ACCOUNT = _upsert("accounts", Account)
_PUT_COMPETITION = _upsert("competitions", Competition)
_PUT_TEAM = _upsert("teams", Team)
_ADD_RECORD = _insert("time_records", TimeRecord)
_ADD_AUDIT_ENTRY = _insert("audit_log", AuditEntry)
_ADD_REFUSED = _insert("refused_records", RefusedRecord)
_RESOLVE_REFUSED = """
INSERT INTO refused_resolutions (refused_id, resolution, account_id, resolved_at_ms)
VALUES (?, ?, ?, ?)
"""
_REVOKE_SESSION = "INSERT OR IGNORE INTO revoked_sessions (session_id, expires_at_ms) VALUES (?, ?)"
_FORGET_SESSIONS = "DELETE FROM revoked_sessions WHERE expires_at_ms < ?"
_DELETE: Mapping[str, str] = {
    "account": "UPDATE accounts SET deleted_at_ms = ? WHERE id = ?",
    "competition": "UPDATE competitions SET deleted_at_ms = ? WHERE id = ?",
    "team": "UPDATE teams SET deleted_at_ms = ? WHERE id = ?",
}
_PURGE_RECORDS = """
DELETE FROM time_records WHERE team_id IN (SELECT id FROM teams WHERE competition_id = ?)
"""


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


def add_audit_entries(entries: Sequence[AuditEntry]) -> Write:
    """Puts changes on record."""
    return Write(_ADD_AUDIT_ENTRY, [astuple(entry) for entry in entries], bulk=True)


def add_refused(refused: Iterable[RefusedRecord]) -> Write:
    """Keeps refused times."""
    return Write(_ADD_REFUSED, [astuple(record) for record in refused], bulk=True)


def resolve_refused(
    numbers: Iterable[int], resolution: Resolution, account_id: int | None, at_ms: int
) -> Write:
    """Writes down what became of kept records."""
    return Write(_RESOLVE_REFUSED, [(number, resolution, account_id, at_ms) for number in numbers])


def revoke_session(session_id: str, expires_at_ms: int) -> Write:
    """Ends a session for good; the row is needed only until its tokens expire by themselves."""
    return Write(_REVOKE_SESSION, [(session_id, expires_at_ms)])


def forget_sessions(expired_before_ms: int) -> Write:
    """Drops revocations that no unexpired token needs."""
    return Write(_FORGET_SESSIONS, [(expired_before_ms,)])


def purge_records(competition_id: int) -> Write:
    """Deletes the times of one competition: the only delete of times in the program."""
    return Write(_PURGE_RECORDS, [(competition_id,)])


def purgeable(
    connection: sqlite3.Connection, finished_before_ms: int
) -> list[tuple[int, str, int, int]]:
    """Id, name, finish and number of times of competitions finished before an instant."""
    rows = connection.execute(
        "SELECT c.id, c.name, c.finished_at_ms, count(r.seq)"
        " FROM competitions c JOIN teams t ON t.competition_id = c.id"
        " JOIN time_records r ON r.team_id = t.id"
        " WHERE c.is_running = 0 AND c.finished_at_ms < ? GROUP BY c.id ORDER BY c.id",
        (finished_before_ms,),
    )
    return rows.fetchall()


def record_ids(connection: sqlite3.Connection, competition_id: int) -> list[str]:
    """The ids of all times of a competition, those of deleted teams among them."""
    rows = connection.execute(
        "SELECT r.id FROM time_records r JOIN teams t ON t.id = r.team_id"
        " WHERE t.competition_id = ?",
        (competition_id,),
    )
    return [record_id for (record_id,) in rows]


def load_state(connection: sqlite3.Connection) -> State:
    """Reads the whole state back from the file."""
    state = State()
    _load_numbers(connection, state)
    for account in _select(connection, "accounts", Account, _PRESENT):
        state.put_account(account)
    for competition in _select(connection, "competitions", Competition, _PRESENT):
        state.put_competition(competition)
    for team in _select(connection, "teams", Team, _PRESENT):
        # The teams of a deleted competition are out of sight with it.
        if team.competition_id in state.competitions:
            state.put_team(team)
    # Positional and without checks: this is the one table with many rows.
    columns = ", ".join(TimeRecord.__struct_fields__)
    for row in connection.execute(f"SELECT {columns} FROM time_records ORDER BY seq"):
        state.add_record(TimeRecord(*row))
    for refused in _select(connection, "refused_records", RefusedRecord, _UNRESOLVED):
        state.add_refused(refused)
    state.revoked_sessions.update(
        connection.execute("SELECT session_id, expires_at_ms FROM revoked_sessions")
    )
    return state


def _load_numbers(connection: sqlite3.Connection, state: State) -> None:
    kinds: dict[str, Kind] = {
        "accounts": "account",
        "competitions": "competition",
        "teams": "team",
        "refused_records": "refused",
    }
    for table, number in connection.execute("SELECT name, seq FROM sqlite_sequence"):
        if table in kinds:
            state.note_id(kinds[table], number)


def _select(
    connection: sqlite3.Connection, table: str, kind: type[Item], which: str
) -> Iterator[Item]:
    fields = kind.__struct_fields__
    for row in connection.execute(
        f"SELECT {', '.join(fields)} FROM {table} WHERE {which} ORDER BY id"
    ):
        # Not strict: SQLite has no booleans but 0 and 1.
        yield msgspec.convert(dict(zip(fields, row, strict=True)), kind, strict=False)
