"""What `python -m benchmarks.faults` prints and writes down, and how it looks at the order."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.faults.__main__ import SCENARIOS
from benchmarks.faults.document import replaced
from benchmarks.faults.network.weather import Climate, Weather, blackouts_of
from benchmarks.faults.order import wrong_by_runner, wrong_by_team, wrong_in_file
from benchmarks.faults.rows import Row, table

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
ROW = Row("kill", "5 judges", "200 kills", 1200, 1150, 0, 0, "p50 2 ms | p99 9 ms")
PHONES = [bytes((10, 77, 1, number)) for number in range(1, 4)]


def test_a_row_is_a_line_of_markdown() -> None:
    line = table([ROW]).splitlines()[2]
    assert line == (
        "| kill | 5 judges | 200 kills | 1,200 | 1,150 | 0 | 0 | p50 2 ms \\| p99 9 ms |"
    )


@pytest.mark.parametrize("wrong", [{"lost": 1}, {"doubled": 1}, {"problems": ("out of order",)}])
def test_a_row_holds_only_if_nothing_went_wrong(wrong: dict[str, object]) -> None:
    fields = {name: getattr(ROW, name) for name in Row.__dataclass_fields__}
    assert ROW.holds
    assert not Row(**{**fields, **wrong}).holds  # type: ignore[arg-type]


def test_a_scenario_that_ran_replaces_its_own_table_alone() -> None:
    text = (
        "# Title\n<!-- measured: kill -->\nold\n<!-- /measured -->\nbetween\n"
        "<!-- measured: soak -->\nkept\n<!-- /measured -->\nend\n"
    )
    assert replaced(text, {"kill": "new\n"}) == text.replace("old", "new")
    with pytest.raises(BenchmarkError):
        replaced(text, {"network": "new\n"})


def test_the_document_has_a_place_for_every_scenario() -> None:
    text = replaced(DOCUMENT.read_text(), {name: f"table of {name}\n" for name in SCENARIOS})
    assert all(f"table of {name}\n" in text for name in SCENARIOS)


def test_weather_loses_delays_and_doubles_as_often_as_it_says() -> None:
    climate = Climate(loss=0.05, delay_s=0.3, jitter_s=0.2, overtaking=0.02, doubling=0.01)
    weather = Weather(climate, Random(1))
    arrivals = [weather.delays_s(PHONES[0], 0.0) for _ in range(20_000)]
    delays_s = [one for many in arrivals for one in many if one]
    assert weather.counts.dropped == pytest.approx(1000, rel=0.2)
    assert weather.counts.overtaking == pytest.approx(380, rel=0.2)
    assert weather.counts.doubled == sum(len(many) == 2 for many in arrivals) > 100
    assert 0.1 <= min(delays_s) < 0.15
    assert 0.45 < max(delays_s) <= 0.5


def test_a_blackout_cuts_off_whom_it_is_for_while_it_lasts() -> None:
    climate = Climate(loss=0, blackouts_every_s=60.0)
    dark = blackouts_of(climate, PHONES, 300.0, Random(1))
    assert {one.phone for one in dark} == {None, *PHONES}
    assert all(one.end_s - one.begin_s == pytest.approx(10) for one in dark)
    assert all(one.end_s < 300 for one in dark)
    weather = Weather(climate, Random(1), [one for one in dark if one.phone == PHONES[0]])
    moment_s = weather.blackouts[0].begin_s + 1
    assert weather.delays_s(PHONES[0], moment_s) == []
    assert weather.delays_s(PHONES[1], moment_s)
    assert weather.delays_s(PHONES[0], moment_s + 10)


def test_taps_that_are_stored_in_another_order_are_named(tmp_path: Path) -> None:
    database = tmp_path / "timing.db"
    with closing(sqlite3.connect(database)) as file:
        for name in ("time_records", "marks"):
            file.execute(f"CREATE TABLE {name} (seq INTEGER PRIMARY KEY, id TEXT, judge_id INT)")
        file.executemany(
            "INSERT INTO time_records (id, judge_id) VALUES (?, ?)",
            [("a", 1), ("x", 2), ("c", 1), ("b", 1)],
        )
        file.commit()
    assert wrong_in_file(database, {1: ["a", "c", "b"], 2: ["x"]}) == []
    assert len(wrong_in_file(database, {1: ["a", "b", "c"], 2: ["x"]})) == 1
    assert len(wrong_in_file(database, {1: ["a", "c", "b"], 2: ["x", "y"]})) == 1


def test_results_in_another_order_are_named() -> None:
    teams = [
        {"posicion": 1, "equipo": {"id": 8}, "num_registros": 2, "tiempo_total": 30},
        {"posicion": 2, "equipo": {"id": 7}, "num_registros": 1, "tiempo_total": 5},
        {"posicion": None, "equipo": {"id": 9}, "num_registros": 0, "tiempo_total": 0},
    ]
    assert wrong_by_team(teams, [(8, 10), (7, 5), (8, 20)]) == []
    assert len(wrong_by_team(teams, [(8, 10), (7, 5), (7, 20)])) == 1
    runners = [
        {"estado": "llegado", "tiempo_pistola": taken, "corredor": {"dorsal": bib}}
        for taken, bib in ((10, "3"), (20, "12"))
    ]
    assert wrong_by_runner(runners, {"12": 20, "3": 10}) == []
    assert len(wrong_by_runner(runners, {"12": 10, "3": 20})) == 1
