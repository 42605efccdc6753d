import random
import statistics

import pytest

from tornado_timing.demo.finish_times import (
    FIRST_MS,
    GROUPS,
    LAST_MS,
    MEDIAN_MS,
    densest,
    draw_finish_times,
)

REAL_FINISHERS = 2_516
SEEDS = [1, 2, 5, 42, 1_000, 20_251_112]


@pytest.fixture(scope="module", params=SEEDS)
def times_ms(request: pytest.FixtureRequest) -> list[int]:
    return draw_finish_times(REAL_FINISHERS, request.param)


def test_first_and_last_are_those_of_the_real_race(times_ms: list[int]) -> None:
    assert times_ms[0] == 17 * 60_000 + 58_000
    assert times_ms[-1] == 91 * 60_000 + 12_000


def test_median_is_within_40_s_of_the_real_race(times_ms: list[int]) -> None:
    assert statistics.median(times_ms) == pytest.approx(MEDIAN_MS, abs=40_000)


@pytest.mark.parametrize(
    ("window_ms", "real", "tolerance"), [(60_000, 152, 23), (10_000, 37, 8), (1_000, 8, 3)]
)
def test_bursts_are_as_dense_as_in_the_real_race(
    times_ms: list[int], window_ms: int, real: int, tolerance: int
) -> None:
    assert densest(times_ms, window_ms) == pytest.approx(real, abs=tolerance)


def test_slow_tail_is_heavier_than_the_fast_one(times_ms: list[int]) -> None:
    median_ms = statistics.median(times_ms)
    fast, slow = times_ms[len(times_ms) // 20], times_ms[-len(times_ms) // 20]
    assert slow - median_ms > 1.3 * (median_ms - fast)


def test_same_seed_gives_the_same_times() -> None:
    assert draw_finish_times(500, 7) == draw_finish_times(500, 7)
    assert draw_finish_times(500, 7) != draw_finish_times(500, 8)


def test_drawing_leaves_the_shared_random_source_alone() -> None:
    before = random.getstate()
    draw_finish_times(50, 7)
    assert random.getstate() == before


def test_times_are_sorted_whole_milliseconds(times_ms: list[int]) -> None:
    assert times_ms == sorted(times_ms)
    assert {type(time_ms) for time_ms in times_ms} == {int}
    assert len(times_ms) == REAL_FINISHERS


def test_some_finishers_tie_and_most_do_not() -> None:
    ties = [REAL_FINISHERS - len(set(draw_finish_times(REAL_FINISHERS, seed))) for seed in range(8)]
    assert any(ties)
    assert max(ties) < 20


@pytest.mark.parametrize(
    ("count", "expected"), [(0, []), (1, [FIRST_MS]), (2, [FIRST_MS, LAST_MS])]
)
def test_tiny_races(count: int, expected: list[int]) -> None:
    assert draw_finish_times(count, 1) == expected


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        draw_finish_times(-1, 1)


def test_groups_make_up_the_whole_field() -> None:
    assert sum(group.share for group in GROUPS) == pytest.approx(1)


@pytest.mark.parametrize(
    ("times", "expected"), [([], 0), ([5], 1), ([0, 999, 1_000], 2), ([0, 0, 1_000, 1_001], 2)]
)
def test_densest_counts_half_open_windows(times: list[int], expected: int) -> None:
    assert densest(times, 1_000) == expected
