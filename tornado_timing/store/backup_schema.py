"""What stands in the schema of a file that somebody gave us, before anything of it is read.

A table, view or trigger runs its own words: a trigger under a name of ours can throw times away, a
view or a computed column can go on without end. So each must be, letter by letter, what our own
migrations make.
"""

import sqlite3
import time
from contextlib import closing
from functools import cache

from tornado_timing.domain import errors
from tornado_timing.store.database import bring_up_to_date, schema_version

BACKUP_TABLES = """
CREATE TABLE backup_card (document TEXT NOT NULL);
CREATE TABLE backup_files (name TEXT PRIMARY KEY, content BLOB NOT NULL);
"""
# No row of ours comes near it.
MOST_ROW_BYTES = 16 * 1024 * 1024
# What every database of ours has had from its first schema on.
_OURS = frozenset({"accounts", "competitions", "teams", "time_records", "refused_records"})
# After so many steps of SQLite's it is asked whether there is time left.
_STEPS = 10_000

Objects = frozenset[tuple[str, str, str, str | None]]


def bound(connection: sqlite3.Connection, limit_s: float) -> None:
    """Lets a connection hold no large values, and interrupts what it does after `limit_s`."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_ROW_BYTES)
    end_s = time.monotonic() + limit_s
    connection.set_progress_handler(lambda: time.monotonic() > end_s, _STEPS)


def check(connection: sqlite3.Connection) -> tuple[int, bool]:
    """The schema's number, and whether it is a backup or a bare database.

    Raises BackupForeign, BackupNewer, BackupDamaged, sqlite3.Error.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    found = _objects(connection)
    if version <= 0 or not {name for kind, name, *_ in found if kind == "table"} >= _OURS:
        raise errors.BackupForeign()
    if version > schema_version():
        raise errors.BackupNewer(version=version, known=schema_version())
    for is_backup in (True, False):
        if found == _expected(version, is_backup):
            return version, is_backup
    raise errors.BackupDamaged(reason="its tables or triggers are not those of this program")


def _objects(connection: sqlite3.Connection) -> Objects:
    return frozenset(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))


@cache
def _expected(version: int, is_backup: bool) -> Objects:
    """What the same migrations make that every database has grown by: so they are equal."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        bring_up_to_date(new, version)
        if is_backup:
            new.executescript(BACKUP_TABLES)
        return _objects(new)
