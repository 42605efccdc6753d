"""``purge``: says what it would delete, asks, and never touches a race in progress."""

import sqlite3
from contextlib import closing

import pytest

from tests.cli.laptop import Laptop

DAY_MS = 24 * 60 * 60 * 1000


def age(laptop: Laptop, days: int) -> None:
    """Makes it so long ago that everything happened."""
    with closing(sqlite3.connect(laptop.data_dir / "timing.db")) as connection, connection:
        connection.execute(
            "UPDATE competitions SET started_at_ms = started_at_ms - ?,"
            " finished_at_ms = finished_at_ms - ?",
            (days * DAY_MS, days * DAY_MS),
        )


def counts(laptop: Laptop) -> dict[int, int]:
    """How many times each team has."""
    with closing(sqlite3.connect(laptop.data_dir / "timing.db")) as connection:
        rows = connection.execute("SELECT team_id, count(*) FROM time_records GROUP BY team_id")
        return dict(rows.fetchall())


BOTH = {1: 3, 4: 3}
ONLY_THE_RUNNING_ONE = {4: 3}


@pytest.fixture
def old(raced: Laptop) -> Laptop:
    age(raced, 100)
    return raced


def test_it_shows_what_it_would_delete_and_asks(old: Laptop) -> None:
    for answer in ("no\n", "\n", "what?\n", ""):
        ended = old.run("purge", "--days", "90", stdin=answer)
        assert ended.out.startswith(
            "These times would be deleted for good:\n  Carrera 5K (finished"
        )
        assert "): 3 times\nDelete them?" in ended.out
        assert "Carrera 10K" not in ended.out
        assert "Traceback" not in ended.err
        assert counts(old) == BOTH, answer
    ended = old.run("purge", "--days", "90", stdin="yes\n")
    ended.assert_done()
    assert ended.out.endswith("3 times deleted.\n")
    assert counts(old) == ONLY_THE_RUNNING_ONE


def test_it_says_that_published_results_go_too(old: Laptop) -> None:
    with closing(sqlite3.connect(old.data_dir / "timing.db")) as connection, connection:
        for stage, version in (("provisional", 0), ("official", 1), ("official", 2)):
            connection.execute(
                "INSERT INTO publications (competition_id, stage, version, at_ms, reason)"
                " VALUES (1, ?, ?, 1, '')",
                (stage, version),
            )
    ended = old.run("purge", "--days", "90", stdin="yes\n")
    ended.assert_done()
    line = "): 3 times\n    and its published official results (versions: 2)\nDelete them?"
    assert line in ended.out
    assert ended.out.endswith(
        "3 times deleted.\nPublished official results deleted too (versions: 2).\n"
    )


@pytest.mark.parametrize("answer", ["s", "sí", "SI"])
def test_it_asks_in_spanish_and_understands_it(old: Laptop, answer: str) -> None:
    ended = old.run("purge", "--days", "90", stdin=f"{answer}\n", language="es")
    ended.assert_done()
    assert "Se borrarían para siempre estos tiempos:" in ended.out
    assert "¿Borrarlos?" in ended.out
    assert ended.out.endswith("3 tiempos borrados.\n")
    assert counts(old) == ONLY_THE_RUNNING_ONE


def test_yes_does_not_ask_and_the_running_server_forgets(old: Laptop) -> None:
    with old.serve() as server:
        ended = old.run("purge", "--days", "90", "--yes")
        ended.assert_done()
        assert "Delete them?" not in ended.out
        results = {
            number: server.ask("GET", f"/api/competencias/{number}/resultados/")[1]
            for number in (1, 2)
        }
    assert [results[number]["total_registros"] for number in (1, 2)] == [0, 3]
    assert counts(old) == ONLY_THE_RUNNING_ONE


def test_a_race_in_progress_is_never_purged_however_old(old: Laptop) -> None:
    with closing(sqlite3.connect(old.data_dir / "timing.db")) as connection, connection:
        connection.execute("UPDATE competitions SET finished_at_ms = 1 WHERE is_running = 1")
    old.run("purge", "--days", "0", "--yes").assert_done()
    assert counts(old) == ONLY_THE_RUNNING_ONE


def test_what_is_younger_stays(old: Laptop) -> None:
    ended = old.run("purge", "--days", "101", "--yes")
    ended.assert_done()
    assert ended.out == ("No finished competition is older than 101 days: nothing to delete.\n")
    assert counts(old) == BOTH


@pytest.mark.parametrize("days", ["-1", "many", "1000000000000"])
def test_days_out_of_reason(old: Laptop, days: str) -> None:
    ended = old.run("purge", "--yes", "--days", days)
    assert ended.code == 2
    assert "--days" in ended.err
    assert "Traceback" not in ended.err
    assert counts(old) == BOTH
