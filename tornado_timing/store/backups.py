"""Copies of the database that carry all that another laptop needs, each of them one file.

A backup is an SQLite database like the one it was made of, with two tables more: `backup_card`, one
row that says what it is, and `backup_files`, the files that stand beside the database.
"""

import errno
import os
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.store import backup_schema

_FIRST_BYTES = b"SQLite format 3\0"
# Reading a card takes milliseconds, and reading all of a backup, on a slow stick, some seconds.
CARD_LIMIT_S = 5.0
READ_LIMIT_S = 300.0
_MOST_CARD_BYTES = 1024 * 1024


class RaceIn(Struct, frozen=True):
    """A competition in a database."""

    name: str
    is_running: bool


class Contents(Struct, frozen=True):
    """How much is in a database; `newest_ms` is when its newest time or mark came, else 0."""

    races: list[RaceIn]
    accounts: int
    teams: int
    runners: int
    times: int
    marks: int
    newest_ms: int


class Card(Struct, frozen=True):
    """What a backup is: made when, by which version, on which laptop, and what is in it.

    A copy of the bare database has no `made_at_ms`.
    """

    made_at_ms: int | None
    program: str
    host: str
    schema_version: int
    contents: Contents
    has_key: bool


class Missing(Struct, frozen=True):
    """How many times and marks one database has that another one lacks."""

    times: int
    marks: int


def make(
    database: Path,
    target: Path,
    files: Mapping[str, bytes],
    *,
    made_at_ms: int,
    program: str,
    host: str,
    has_key: bool,
) -> Card:
    """Makes a backup of the file at `database`, also while a server writes to it.

    It reads one state of it in a single step over a connection of its own: in several steps, each
    commit in between would make it begin anew. `target` appears when it is whole, on the disk and
    looked over. Raises OSError.
    """
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(_open_database(database)) as source, closing(sqlite3.connect(draft)) as copy:
            # It is no backup before it is whole, so nothing of it need be taken back.
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            (version,) = copy.execute("PRAGMA user_version").fetchone()
            card = Card(made_at_ms, program, host, version, _contents(copy), has_key)
            copy.executescript(backup_schema.BACKUP_TABLES)
            document = msgspec.json.encode(card).decode()
            copy.execute("INSERT INTO backup_card VALUES (?)", (document,))
            copy.executemany("INSERT INTO backup_files VALUES (?, ?)", files.items())
            copy.commit()
        to_the_disk(draft)
        _look_over(draft)
        draft.replace(target)
        to_the_disk(target.parent)
    except sqlite3.Error as error:
        raise UnwrittenError.of(error) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                draft.with_name(draft.name + ending).unlink(missing_ok=True)
    return card


class UnwrittenError(OSError):
    """SQLite could not write a backup, as the error of the system that it most likely was."""

    @classmethod
    def of(cls, error: sqlite3.Error) -> "UnwrittenError":
        """The error as one of the system."""
        code = getattr(error, "sqlite_errorcode", None)
        number = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_READONLY: errno.EROFS}.get(
            (code or 0) & 0xFF, errno.EIO
        )
        return cls(number, str(error))


def _look_over(path: Path) -> None:
    with closing(open_to_read(path)) as connection:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)


def read_card(path: Path) -> Card:
    """What the backup at `path` is; of a bare database it is counted.

    Raises what `verify` raises, but looks at few pages.
    """
    try:
        with closing(_opened(path, CARD_LIMIT_S)) as connection:
            return _card(connection)
    except sqlite3.Error as error:
        raise errors.BackupDamaged(reason=str(error)) from error


def verify(path: Path) -> Card:
    """Reads every page of the backup at `path`.

    Raises BackupUnreadable, BackupForeign, BackupNewer, BackupDamaged.
    """
    try:
        with closing(_opened(path, READ_LIMIT_S)) as connection:
            return check_all(connection)
    except sqlite3.Error as error:
        raise errors.BackupDamaged(reason=str(error)) from error


def check_all(connection: sqlite3.Connection) -> Card:
    """Reads every page of a backup, its schema first. Raises as `verify` does, and sqlite3.Error.

    Before that nothing is evaluated that stands in the schema: integrity_check computes columns.
    """
    card = _card(connection)
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise errors.BackupDamaged(reason=verdict)
    if (broken := connection.execute("PRAGMA foreign_key_check").fetchone()) is not None:
        raise errors.BackupDamaged(reason=f"foreign_key_check: {broken[0]}")
    return card


def _opened(path: Path, limit_s: float) -> sqlite3.Connection:
    try:
        with path.open("rb") as file:
            if file.read(len(_FIRST_BYTES)) != _FIRST_BYTES:
                raise errors.BackupForeign()
    except OSError as error:
        raise errors.BackupUnreadable(reason=error.strerror or str(error)) from error
    connection = open_to_read(path)
    backup_schema.bound(connection, limit_s)
    return connection


def address_of(path: Path) -> str:
    """The address under which SQLite reads a backup and leaves nothing beside it.

    Without locks, so that it works on a stick that is for reading only; but a copy of a bare
    database may have its log beside it.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    return address if path.with_name(f"{path.name}-wal").exists() else f"{address}&immutable=1"


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that reads a backup."""
    return _connected(address_of(path))


def _open_database(path: Path) -> sqlite3.Connection:
    """A connection that reads a database, which a server may be writing to."""
    return _connected(f"{path.absolute().as_uri()}?mode=ro")


def _connected(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    connection.execute("PRAGMA busy_timeout = 5000")
    # A file that somebody gave us must not run code of its own.
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _card(connection: sqlite3.Connection) -> Card:
    version, is_backup = backup_schema.check(connection)
    if not is_backup:
        return Card(None, "", "", version, _contents(connection), has_key=False)
    query = "SELECT document FROM backup_card WHERE length(document) <= ? LIMIT 1"
    (document,) = connection.execute(query, (_MOST_CARD_BYTES,)).fetchone() or ("",)
    try:
        return msgspec.json.decode(document, type=Card)
    except msgspec.MsgspecError as error:
        raise errors.BackupDamaged(reason=str(error)) from error


def _contents(connection: sqlite3.Connection) -> Contents:
    """Counted in the file; tables that came with later schemas may be missing."""

    def count(table: str, which: str = "TRUE") -> int:
        return _one(connection, table, f"SELECT count(*) FROM {table} WHERE {which}")

    present = "deleted_at_ms IS NULL"
    races = connection.execute(
        f"SELECT name, is_running FROM competitions WHERE {present} ORDER BY is_running DESC, id"
    )
    newest = "SELECT coalesce(max(received_at_ms), 0) FROM {}"
    return Contents(
        races=[RaceIn(name, bool(is_running)) for name, is_running in races],
        accounts=count("accounts", present),
        teams=count("teams", present),
        runners=count("runners", present),
        times=count("time_records"),
        marks=count("marks"),
        newest_ms=max(
            _one(connection, table, newest.format(table)) for table in ("time_records", "marks")
        ),
    )


def _one(connection: sqlite3.Connection, table: str, query: str) -> int:
    there = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?"
    if not connection.execute(there, (table,)).fetchone()[0]:
        return 0
    return int(connection.execute(query).fetchone()[0])


def contents_of(database: Path) -> Contents:
    """How much is in a database, also while a server writes to it. Raises BackupDamaged."""
    try:
        with closing(_open_database(database)) as connection:
            return _contents(connection)
    except sqlite3.Error as error:
        raise errors.BackupDamaged(reason=str(error)) from error


def missing_from(backup: Path, database: Path) -> Missing:
    """What `database` has now and `backup` has not. Raises BackupDamaged."""
    try:
        with closing(_open_database(database)) as connection:
            backup_schema.bound(connection, READ_LIMIT_S)
            connection.execute("ATTACH ? AS backup", (address_of(backup),))
            return Missing(*(_lacking(connection, table) for table in ("time_records", "marks")))
    except sqlite3.Error as error:
        raise errors.BackupDamaged(reason=str(error)) from error


def _lacking(connection: sqlite3.Connection, table: str) -> int:
    there = "SELECT count(*) FROM backup.sqlite_schema WHERE type = 'table' AND name = ?"
    known = f"SELECT id FROM backup.{table}"
    if not connection.execute(there, (table,)).fetchone()[0]:
        known = "SELECT NULL WHERE FALSE"
    query = f"SELECT count(*) FROM main.{table} WHERE id NOT IN ({known})"
    return int(connection.execute(query).fetchone()[0])


def to_the_disk(path: Path) -> None:
    """Waits until a file, or the names in a directory, have reached the disk."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
