"""Looking at a database file from outside, without changing it."""

import sqlite3
from pathlib import Path

from msgspec import Struct


class Inspection(Struct, frozen=True):
    """What was found: `integrity` is ``ok`` or the first fault, `newest_ms` the latest stamp."""

    integrity: str
    schema_version: int = 0
    newest_ms: int = 0


def inspect(path: Path) -> Inspection | None:
    """Inspects the file at `path`, also while a server works on it; None if there is none."""
    if not path.exists():
        return None
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return _inspect(connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        return Inspection(str(error))


def _inspect(connection: sqlite3.Connection) -> Inspection:
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict == "ok" and connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        verdict = "foreign_key_check"
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        # Made, but not yet filled: the first start goes on with it.
        return Inspection(verdict)
    (newest_ms,) = connection.execute(
        "SELECT coalesce(max(received_at_ms), 0) FROM time_records"
    ).fetchone()
    return Inspection(verdict, version, newest_ms)
