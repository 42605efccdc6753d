"""The file: its making, its settings, and what is refused."""

import os
import sqlite3
import stat
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.language_of_races import START_MS, Office, time
from tornado_timing.clock import Clock
from tornado_timing.service.core import Core
from tornado_timing.store import database
from tornado_timing.store.database import Database, DatabaseError, schema_version
from tornado_timing.store.inspection import inspect

Opener = Callable[[Path], Awaitable[Database]]
TABLES = {
    "accounts",
    "competitions",
    "teams",
    "time_records",
    "refused_records",
    "refused_resolutions",
    "revoked_sessions",
    "audit_log",
    "sign_in_codes",
    "withdrawals",
    "runners",
    "age_bands",
    "waves",
    "lines",
    "line_judges",
    "marks",
    "race_corrections",
    "race_settings",
    "publications",
}


async def pragma(opened: Database, name: str) -> object:
    (value,) = await opened.run(lambda c: c.execute(f"PRAGMA {name}").fetchone())
    return value


def schema_of(connection: sqlite3.Connection) -> list[tuple[str]]:
    return connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()


def names_of_tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows if not name.startswith("sqlite_")}


@pytest.mark.gen_test
async def test_a_new_file_gets_the_newest_schema(tmp_path: Path, open_database: Opener) -> None:
    opened = await open_database(tmp_path / "new.db")
    assert await opened.run(names_of_tables) == TABLES
    assert await pragma(opened, "user_version") == schema_version()


@pytest.mark.gen_test
async def test_opening_again_changes_nothing(office: Office) -> None:
    schema = await office.core.database.run(schema_of)
    await office.reopen()
    assert await office.core.database.run(schema_of) == schema


@pytest.mark.gen_test
async def test_a_commit_is_on_the_disk_before_it_returns(
    tmp_path: Path, open_database: Opener
) -> None:
    opened = await open_database(tmp_path / "new.db")
    assert await pragma(opened, "journal_mode") == "wal"
    assert await pragma(opened, "synchronous") == 2
    assert await pragma(opened, "foreign_keys") == 1


@pytest.mark.gen_test
async def test_every_table_is_strict(tmp_path: Path, open_database: Opener) -> None:
    opened = await open_database(tmp_path / "new.db")
    rows = await opened.run(lambda c: c.execute("PRAGMA table_list").fetchall())
    strict = {name: bool(is_strict) for _, name, _, _, _, is_strict in rows}
    assert {name for name in TABLES if not strict[name]} == set()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.gen_test
async def test_the_file_and_its_wal_are_for_the_owner_alone(
    tmp_path: Path, open_database: Opener
) -> None:
    opened = await open_database(tmp_path / "new.db")
    await opened.run(lambda c: c.execute("DELETE FROM revoked_sessions"))
    for path in tmp_path.iterdir():  # noqa: ASYNC240
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


@pytest.mark.gen_test
async def test_a_file_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {schema_version() + 1}")
    newer.close()
    with pytest.raises(DatabaseError) as caught:
        await Database.open(path)
    assert caught.value.code == "database_newer"
    assert caught.value.details == {"version": schema_version() + 1, "known": schema_version()}
    left = sqlite3.connect(path)
    assert names_of_tables(left) == set()
    left.close()


@pytest.mark.parametrize(
    "content", [b"this is no database, whatever its name says" * 50, b"\0" * 5000]
)
@pytest.mark.gen_test
async def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, open_database: Opener
) -> None:
    path = tmp_path / "timing.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseError) as caught:
        await open_database(path)
    assert caught.value.code == "database_unusable"
    assert path.read_bytes() == content


@pytest.mark.gen_test
async def test_a_database_of_another_program_is_refused_and_left_alone(
    tmp_path: Path, open_database: Opener
) -> None:
    path = tmp_path / "timing.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE customers (name)")
    other.commit()
    other.close()
    with pytest.raises(DatabaseError):
        await open_database(path)
    left = sqlite3.connect(path)
    assert names_of_tables(left) == {"customers"}
    left.close()


@pytest.mark.gen_test
async def test_a_database_that_only_claims_our_version_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "timing.db"
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {schema_version()}")
    other.close()
    with pytest.raises(DatabaseError):
        await Core.open(path, Clock())


@pytest.mark.gen_test
async def test_a_damaged_database_is_a_clear_error(office: Office) -> None:
    _, judge, team = await office.race_day()
    for number in range(300):
        office.services.timing.record_times(
            judge, team.id, [time(number, f"id-{number}")], None, START_MS, lambda *_: None
        )
    await office.close()
    content = office.path.read_bytes()
    half = 4096 * 6
    office.path.write_bytes(content[:half] + b"\xff" * (len(content) - half))
    try:
        with pytest.raises(DatabaseError):
            await office.open()
    finally:
        # For the fixture, which closes it again.
        office.path.write_bytes(content)
        await office.open()


@pytest.mark.skipif(os.name != "posix", reason="a folder in the way, as POSIX reports it")
@pytest.mark.gen_test
async def test_a_folder_in_the_place_of_the_file_is_an_error(
    tmp_path: Path, open_database: Opener
) -> None:
    (tmp_path / "timing.db").mkdir()
    before = set(threading.enumerate())
    with pytest.raises(DatabaseError):
        await open_database(tmp_path / "timing.db")
    # A thread left behind would report to a loop that is closed by then.
    left = set(threading.enumerate()) - before
    assert not [thread for thread in left if "connection_worker" in thread.name]


@pytest.mark.gen_test
async def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.db"
    await (await Database.open(path)).close()
    good, bad = "CREATE TABLE extra (a);\n", "CREATE TABLE more (b);\nCREATE TABLE extra (a);\n"
    newest = schema_version()
    scripts = [*database._migrations(), (newest + 1, good), (newest + 2, bad)]
    monkeypatch.setattr(database, "_migrations", lambda: scripts)
    with pytest.raises(DatabaseError):
        await Database.open(path)
    left = sqlite3.connect(path)
    assert names_of_tables(left) == {*TABLES, "extra"}
    assert left.execute("PRAGMA user_version").fetchone() == (newest + 1,)
    left.close()


def test_migrations_are_numbered_from_one_without_a_gap() -> None:
    numbers = [number for number, _ in database._migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_statement_of_every_migration_is_run() -> None:
    for _, script in database._migrations():
        statements = "".join(database._statements(script))
        left_over = script.removeprefix(statements)
        lines = [line for line in left_over.splitlines() if not line.startswith("--")]
        assert "".join(lines).strip() == ""


@pytest.mark.gen_test
async def test_withdrawals_are_never_changed(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5, "a"))
    await office.withdraws(judge, "a")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        await office.core.database.run(
            lambda c: c.execute("UPDATE withdrawals SET is_withdrawn = 0")
        )


@pytest.mark.gen_test
async def test_time_records_are_never_changed(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5, "a"))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        await office.core.database.run(
            lambda c: c.execute("UPDATE time_records SET elapsed_ms = 1")
        )
    with pytest.raises(sqlite3.IntegrityError):
        await office.core.database.run(
            lambda c: c.execute(
                "INSERT INTO time_records (id, team_id, elapsed_ms, sent, received_at_ms)"
                " VALUES ('b', 99, 1, 1, 1)"
            )
        )


@pytest.mark.gen_test
async def test_an_inspection_looks_and_does_not_touch(office: Office) -> None:
    assert inspect(office.path.parent / "none.db") is None
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5, "a"))
    found = inspect(office.path)
    assert found is not None
    assert (found.integrity, found.schema_version, found.newest_ms) == (
        "ok",
        schema_version(),
        START_MS,
    )
    broken = office.path.parent / "broken.db"
    broken.write_bytes(b"no database" * 100)
    found = inspect(broken)
    assert found is not None
    assert found.integrity != "ok"
