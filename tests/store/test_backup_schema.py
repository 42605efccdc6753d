"""A file that somebody gave us runs no words of its own, under whatever name they stand."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.test_backups import a_backup, change, raced
from tornado_timing.domain import errors
from tornado_timing.store import backup_schema, backups
from tornado_timing.store.database import bring_up_to_date, schema_version

__all__ = ["raced"]
GUARD = "time_records_are_never_changed"
ENDLESS = "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
CHANGES = {
    "taps are thrown away": (
        f"DROP TRIGGER {GUARD}",
        f"CREATE TRIGGER {GUARD} BEFORE INSERT ON time_records BEGIN SELECT RAISE(IGNORE); END",
    ),
    "passwords are emptied": (
        f"DROP TRIGGER {GUARD}",
        (
            f"CREATE TRIGGER {GUARD} AFTER INSERT ON time_records"
            " BEGIN UPDATE accounts SET password_hash = ''; END"
        ),
    ),
    "a guard is missing": (f"DROP TRIGGER {GUARD}",),
    "a time replaces another": (
        "PRAGMA writable_schema = ON",
        (
            "UPDATE sqlite_schema SET sql = replace(sql, 'PRIMARY KEY',"
            " 'PRIMARY KEY ON CONFLICT REPLACE') WHERE name = 'time_records'"
        ),
    ),
    "files without end": (
        "DROP TABLE backup_files",
        (
            f"CREATE VIEW backup_files AS {ENDLESS}"
            " SELECT 'a' AS name, zeroblob(1000000) AS content FROM c"
        ),
    ),
    "a card without end": (
        "DROP TABLE backup_card",
        f"CREATE VIEW backup_card AS {ENDLESS} SELECT count(*) AS document FROM c",
    ),
    "a card that is computed": (
        "DROP TABLE backup_card",
        "CREATE TABLE backup_card (a, document TEXT AS (zeroblob(900000000)))",
        "INSERT INTO backup_card (a) VALUES (1)",
    ),
    "a column that is computed": (
        "ALTER TABLE time_records ADD COLUMN z BLOB AS (zeroblob(100000000)) VIRTUAL",
    ),
    "an index of its own": ("CREATE INDEX theirs ON teams (abs(id))",),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_differs_from_our_own_schema_is_refused_unread(raced: Path, name: str) -> None:
    backup = change(a_backup(raced), *CHANGES[name])
    for read in (backups.read_card, backups.verify):
        with pytest.raises(errors.BackupDamaged, match="not those of this program"):
            read(backup)


def test_large_values_where_texts_belong_are_not_held(raced: Path) -> None:
    large = "UPDATE backup_card SET document = zeroblob({})"
    for size in (backup_schema.MOST_ROW_BYTES + 1, 2_000_000):
        with pytest.raises(errors.BackupDamaged):
            backups.read_card(change(a_backup(raced), large.format(size)))


def test_what_takes_too_long_is_interrupted() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        backup_schema.bound(connection, 0.01)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            connection.execute(f"{ENDLESS} SELECT count(*) FROM c")


@pytest.mark.parametrize("version", range(1, schema_version() + 1))
def test_a_database_of_every_schema_there_was_is_ours(tmp_path: Path, version: int) -> None:
    path = tmp_path / "timing.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # As one that has been updated time and again.
        for number in range(1, version + 1):
            bring_up_to_date(connection, number)
    assert backups.verify(path).schema_version == version
