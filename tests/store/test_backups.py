"""Backups as files: whole, alone, private, and told from what is none."""

import os
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tornado.ioloop import IOLoop

from tests.language_of_races import Office, time
from tornado_timing.domain import errors
from tornado_timing.store import backups
from tornado_timing.store.backups import Missing, RaceIn
from tornado_timing.store.database import schema_version

FILES = {"signing.key": b"00" * 32}
ABOUT: dict[str, Any] = {"made_at_ms": 5, "program": "1", "host": "here", "has_key": True}


@pytest.fixture
def raced(io_loop: IOLoop, tmp_path: Path) -> Path:
    """A database with a race that runs and two times; nobody works on it."""

    async def race() -> Path:
        office = await Office(tmp_path / "data").open()
        _, judge, team = await office.race_day()
        await office.sends(judge, team.id, time(60_000, "a"), time(61_000, "b"))
        await office.close()
        return office.path

    return io_loop.run_sync(race)


def a_backup(database: Path, name: str = "backup.db") -> Path:
    target = database.with_name(name)
    backups.make(database, target, FILES, **ABOUT)
    return target


def change(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return path


def test_a_backup_is_one_private_file_that_says_what_it_is(raced: Path) -> None:
    there = {path.name for path in raced.parent.iterdir()}
    backup = a_backup(raced)
    assert {path.name for path in raced.parent.iterdir()} - there <= {
        "backup.db", "timing.db-shm", "timing.db-wal",
    }  # fmt: skip
    card = backups.verify(backup)
    assert card == backups.read_card(backup)
    assert (card.made_at_ms, card.host, card.schema_version) == (5, "here", schema_version())
    assert (card.contents.times, card.contents.accounts) == (2, 2)
    assert card.contents.races == [RaceIn("5K", is_running=True)]
    if os.name == "posix":
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_backup_is_one_moment_of_a_file_that_is_written_to_meanwhile(raced: Path) -> None:
    """Rows are put in pairs; no backup has half of one."""
    change(raced, "CREATE TABLE pairs (n)")
    is_over = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(raced, isolation_level=None)) as connection:
            while not is_over.is_set():
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO pairs VALUES (zeroblob(5000))")
                connection.execute("INSERT INTO pairs VALUES (zeroblob(5000))")
                connection.execute("COMMIT")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = []
        for number in range(10):
            path = a_backup(raced, f"{number}.db")
            with closing(sqlite3.connect(path)) as connection:
                counts.append(connection.execute("SELECT count(*) FROM pairs").fetchone()[0])
    finally:
        is_over.set()
        writer.join()
    assert [count % 2 for count in counts] == [0] * 10
    assert counts == sorted(counts)
    assert counts[-1] > 0


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(raced: Path) -> None:
    with pytest.raises(OSError):
        backups.make(raced, raced.parent / "nowhere" / "x.db", FILES, **ABOUT)
    target = raced.parent / "kept.db"
    target.write_bytes(b"the one before")
    (raced.parent / "broken.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(OSError):
        backups.make(raced.parent / "broken.db", target, FILES, **ABOUT)
    assert target.read_bytes() == b"the one before"
    assert [path.name for path in raced.parent.iterdir() if path.name.startswith(".")] == []


def test_what_is_no_whole_backup_of_ours_is_refused_with_the_reason(raced: Path) -> None:
    folder = raced.parent
    whole = a_backup(raced)
    text, empty = folder / "text.db", folder / "empty.db"
    text.write_text("tiempos", "utf-8")
    empty.touch()
    newer = change(shutil.copy(whole, folder / "newer.db"), "PRAGMA user_version = 999")
    foreign = change(folder / "foreign.db", "CREATE TABLE songs (name)", "PRAGMA user_version = 1")
    cut, broken = folder / "cut.db", folder / "broken.db"
    cut.write_bytes(whole.read_bytes()[:-8192])
    content = bytearray(whole.read_bytes())
    content[4096:12288] = os.urandom(8192)
    broken.write_bytes(content)
    for path, kind in (
        (text, errors.BackupForeign),
        (empty, errors.BackupForeign),
        (foreign, errors.BackupForeign),
        (newer, errors.BackupNewer),
        (cut, errors.BackupDamaged),
        (broken, errors.BackupDamaged),
        (folder / "none.db", errors.BackupUnreadable),
    ):
        with pytest.raises(kind):
            backups.verify(path)


def test_rows_that_point_nowhere_are_damage(raced: Path) -> None:
    backup = change(a_backup(raced), "DELETE FROM teams")
    with pytest.raises(errors.BackupDamaged, match="backup_damaged"):
        backups.verify(backup)


def test_a_copy_of_the_bare_database_with_its_log_beside_it_is_read_whole(
    io_loop: IOLoop, tmp_path: Path
) -> None:
    async def copy_while_open() -> None:
        office = await Office(tmp_path / "data").open()
        _, judge, team = await office.race_day()
        await office.sends(judge, team.id, time(60_000, "a"))
        for ending in ("", "-wal"):
            shutil.copy(f"{office.path}{ending}", tmp_path / f"copy.db{ending}")
        await office.close()

    io_loop.run_sync(copy_while_open)
    card = backups.verify(tmp_path / "copy.db")
    assert (card.made_at_ms, card.has_key, card.contents.times) == (None, False, 1)


def test_what_a_backup_lacks_is_counted_by_the_ids(raced: Path) -> None:
    backup = a_backup(raced)
    assert backups.missing_from(backup, raced) == Missing(0, 0)
    change(
        raced,
        "INSERT INTO time_records (id, team_id, judge_id, elapsed_ms, sent, received_at_ms)"
        " SELECT 'new', team_id, judge_id, 9, 9, received_at_ms FROM time_records WHERE id = 'a'",
    )
    assert backups.missing_from(backup, raced) == Missing(1, 0)
    assert backups.contents_of(raced).times == 3
