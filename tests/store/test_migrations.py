"""A file that an older version wrote is brought up to date with everything that is in it."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.language_of_races import DAY_MS, START_MS, Office, time
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.model import CompetitionKind, RefusedRecord, TimeRecord
from tornado_timing.service.services import DATABASE_FILE
from tornado_timing.store import database
from tornado_timing.store.inspection import inspect

RECORDS = [
    # Not in the order of anything but their numbers; 3 was purged.
    (1, "b", 1, 1, 60_000, START_MS + 60_000, 12, START_MS + 61_000, "08:01"),
    (2, "Ñ-1", 1, None, 0, 0, None, START_MS + 5, None),
    (4, "a", 1, 1, DAY_MS, DAY_MS, None, START_MS + DAY_MS, None),
    (9, "c", 1, 1, 7, 7, None, START_MS + 1, None),
]
REFUSED = (5, 1, 1, "late", 9_000, None, START_MS + 9_000, None, "race_not_running")


def of_version(path: Path, newest: int) -> sqlite3.Connection:
    """A file as the version with the schema `newest` left it, with a judge and a team."""
    connection = sqlite3.connect(path, isolation_level=None)
    for number, script in database._migrations():
        if number <= newest:
            for statement in database._statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
    connection.execute(
        "INSERT INTO accounts VALUES (1, 'judge', 'ana', '', '', '', '', '', 1, 1, NULL)"
    )
    connection.execute(
        "INSERT INTO competitions (id, name, scheduled_at_ms, is_active, is_running, started_at_ms)"
        f" VALUES (1, '5K', {START_MS}, 1, 1, {START_MS})"
    )
    connection.execute("INSERT INTO teams VALUES (1, 1, 'Team 101', 101, '', 1, NULL)")
    return connection


def rows(path: Path, statement: str) -> list[Any]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


@pytest.mark.gen_test
async def test_times_keep_their_numbers_and_all_that_was_known_of_them(tmp_path: Path) -> None:
    office = Office(tmp_path)
    old = of_version(office.path, 2)
    for row in RECORDS:
        old.execute("INSERT INTO time_records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    old.execute("INSERT INTO refused_records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", REFUSED)
    old.close()
    await office.open()
    try:
        assert list(office.state._records.values()) == [TimeRecord(*row[1:]) for row in RECORDS]
        (kept,) = office.services.timing.refused()
        was = dict(zip(RefusedRecord.__struct_fields__, REFUSED, strict=False))
        assert kept == RefusedRecord(**was)
        assert kept.uncertainty_ms is None
        judge = office.state.accounts[1]
        await office.sends(judge, 1, time(8, "new", uncertainty_ms=30))
    finally:
        await office.close()
    stored = rows(office.path, "SELECT * FROM time_records ORDER BY rowid")
    new = (10, "new", 1, 1, 8, 8, None, START_MS, None, 30)
    assert stored == [*((*row, None) for row in RECORDS), new]
    assert rows(office.path, "SELECT max(seq) FROM time_records") == [(10,)]
    found = inspect(tmp_path / DATABASE_FILE)
    assert found is not None
    assert (found.integrity, found.schema_version) == ("ok", database.schema_version())


@pytest.mark.gen_test
async def test_the_log_of_times_is_as_before_but_for_its_range(tmp_path: Path) -> None:
    office = Office(tmp_path)
    of_version(office.path, 2).close()
    await office.open()
    await office.close()
    indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'time_records'"
    assert rows(office.path, indexes) == []
    connection = sqlite3.connect(office.path)
    connection.execute("PRAGMA foreign_keys = ON")
    insert = (
        "INSERT INTO time_records (id, team_id, elapsed_ms, sent, received_at_ms)"
        " VALUES ('x', ?, ?, 0, 0)"
    )
    try:
        for elapsed_ms in (-DAY_MS, DAY_MS):
            connection.execute(insert, (1, elapsed_ms))
        for team_id, elapsed_ms in ((1, -DAY_MS - 1), (1, DAY_MS + 1), (99, 0)):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(insert, (team_id, elapsed_ms))
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("UPDATE time_records SET elapsed_ms = 1")
    finally:
        connection.close()


@pytest.mark.gen_test
async def test_what_was_there_before_individual_races_is_of_teams(tmp_path: Path) -> None:
    office = Office(tmp_path)
    of_version(office.path, 4).close()
    await office.open()
    try:
        (competition,) = office.state.competitions.values()
        assert (competition.kind, competition.shown) == (
            CompetitionKind.TEAMS,
            Shown.SECONDS,
        )
        assert office.services.lines.of(1) == []
    finally:
        await office.close()


LINE = "INSERT INTO lines (id, competition_id, name, kind) VALUES (1, 1, 'Meta', 'finish')"
MARK = (
    "INSERT INTO marks (id, line_id, judge_id, device, sequence, sent, bib, received_at_ms)"
    " VALUES ('x', ?, 1, '', 1, ?, ?, 0)"
)
CORRECTION = (
    "INSERT INTO race_corrections (id, competition_id, kind, subject, text, reason, made_at_ms)"
    " VALUES ('x', ?, 'penalty', '1', '', '', 0)"
)


@pytest.mark.gen_test
async def test_marks_and_corrections_are_logs_without_an_index(tmp_path: Path) -> None:
    office = Office(tmp_path)
    of_version(office.path, 4).close()
    await office.open()
    await office.close()
    indexes = (
        "SELECT name FROM sqlite_schema"
        " WHERE type = 'index' AND tbl_name IN ('marks', 'race_corrections')"
    )
    assert rows(office.path, indexes) == []
    connection = sqlite3.connect(office.path)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(LINE)
    try:
        connection.execute(MARK, (1, 5, None))
        connection.execute(MARK, (1, None, "7"))
        connection.execute(CORRECTION, (1,))
        for wrong in ((1, None, None), (9, 5, None)):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(MARK, wrong)
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(CORRECTION, (9,))
        for table in ("marks", "race_corrections"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(f"UPDATE {table} SET id = 'y'")
    finally:
        connection.close()
