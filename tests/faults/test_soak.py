"""The soak in its quick form, and the arithmetic by which the long one tells what leaks."""

import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.faults import soak
from benchmarks.faults.rows import Options
from benchmarks.faults.soak.samples import Sample, memory_trends
from benchmarks.faults.soak.slopes import slopes


@pytest.mark.gen_test(timeout=90)
async def test_judges_spectators_and_an_organizer_at_once_lose_nothing_and_leave_nothing(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The byte code that there is spares its servers a second each.
    monkeypatch.setattr("benchmarks.processes.environment", lambda _: dict(os.environ))
    [row] = await soak.run(Options(tmp_path, is_quick=True))
    assert row.problems == ()
    assert (row.lost, row.doubled) == (0, 0)
    assert row.tried == row.acknowledged > 100


def test_what_grows_with_records_is_told_from_what_grows_with_time() -> None:
    hours = [minute / 60 for minute in range(30)]
    thousands = [10.0 * hour + (minute // 3 % 2) * 5 for minute, hour in enumerate(hours)]
    memory = [80 + 4 * hour + 1.5 * k for hour, k in zip(hours, thousands, strict=True)]
    by_time, by_records = slopes(memory, hours, thousands)
    assert by_time.value == pytest.approx(4)
    assert by_records.value == pytest.approx(1.5)


@pytest.mark.parametrize(("leak_mb_each_hour", "is_flat"), [(0.0, True), (40.0, False)])
def test_a_leak_shows_through_all_that_is_stored(leak_mb_each_hour: float, is_flat: bool) -> None:
    memory = memory_trends(_half_an_hour(leak_mb_each_hour))[0]
    assert memory.each_hour.is_flat is is_flat
    assert memory.each_1000 is not None
    assert memory.each_1000.value == pytest.approx(1.0, abs=0.2)
    assert memory.each_heat is not None
    assert memory.each_heat.value == pytest.approx(2.0, abs=0.5)


def test_a_slope_of_what_never_changes_is_flat() -> None:
    [slope] = slopes([7.0] * 10, [float(hour) for hour in range(10)])
    assert slope.value == pytest.approx(0, abs=1e-9)
    assert slope.is_flat


def test_two_things_that_grow_together_cannot_be_told_apart() -> None:
    hours = [float(hour) for hour in range(10)]
    [by_time, by_records] = slopes(hours, hours, [2 * hour for hour in hours])
    assert not by_time.value < float("inf")
    assert not by_records.value < float("inf")


def _half_an_hour(leak_mb_each_hour: float) -> list[Sample]:
    """Looks after heats at two rates in turn, some short ones before and after; 0.5 MB of noise.

    1,000 records take 1 MB, a heat takes 2.
    """
    dice = Random(1)
    samples = []
    records, at_s = 0, 0.0
    lengths = [5.0] * 4 + [90.0] * 20 + [5.0] * 4
    for heats, seconds in enumerate(lengths, start=1):
        records += round(seconds * (150 if heats % 2 else 15))
        at_s += seconds
        rss_mb = 80 + records / 1000 + 2 * heats + leak_mb_each_hour * at_s / 3600
        rss_mb += dice.gauss(0, 0.5)
        samples.append(Sample(at_s, records, 0, rss_mb, 0, 60, 5, 100, 0, 4.2, 2.0, 9.0, heats))
    return samples
