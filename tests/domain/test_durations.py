"""Spans of time as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tornado_timing.domain import durations


@pytest.mark.parametrize(
    ("span_ms", "text"),
    [
        (0, "0:00:00.000"),
        (999, "0:00:00.999"),
        (59_999, "0:00:59.999"),
        (1_234_567, "0:20:34.567"),
        (3_600_000, "1:00:00.000"),
        (86_400_000, "24:00:00.000"),
        (15 * 86_400_000, "360:00:00.000"),
        (-1, "-0:00:00.001"),
        (-5_000, "-0:00:05.000"),
        (-86_400_000, "-24:00:00.000"),
    ],
)
def test_a_span_is_exact_to_the_millisecond(span_ms: int, text: str) -> None:
    assert durations.text(span_ms) == text


@given(st.integers(-(10**10), 10**10))
def test_what_is_split_joins_to_the_same(span_ms: int) -> None:
    parts = durations.split(span_ms)
    assert durations.join(*parts) == span_ms
    assert abs(parts.minutes) < 60
    assert abs(parts.seconds) < 60
    assert abs(parts.milliseconds) < 1000


def test_of_a_span_before_the_start_no_part_is_positive() -> None:
    assert durations.split(-3_661_001) == (-1, -1, -1, -1)
    assert durations.split(-5_000) == (0, 0, -5, 0)


def test_components_that_are_left_out_are_nothing() -> None:
    assert durations.join(minutes=15) == 900_000
    assert durations.join() == 0
