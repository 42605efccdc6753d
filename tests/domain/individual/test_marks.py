"""When marks were made, as far as their phones say it."""

import pytest

from tests.language_of_entries import mark
from tests.language_of_races import START_MS
from tornado_timing.domain.individual.marks import moment_of, noted_at

MOMENTS = pytest.mark.parametrize(
    ("said", "offset_ms", "started_at_ms", "at_ms"),
    [
        (None, 40, START_MS, None),
        (5_000, 40, START_MS, START_MS + 5_000),
        (-5_000, None, START_MS, START_MS - 5_000),
        (5_000, None, None, None),
        (START_MS + 90, 40, START_MS, START_MS + 50),
        (START_MS + 90, None, None, START_MS + 90),
    ],
)


@MOMENTS
def test_a_time_is_elapsed_or_a_reading_of_the_phones_clock(
    said: int | None, offset_ms: int | None, started_at_ms: int | None, at_ms: int | None
) -> None:
    one = mark("a", said, "7", clock_offset_ms=offset_ms)
    assert moment_of(one, started_at_ms) == at_ms
    assert noted_at(one, started_at_ms) is None


@MOMENTS
def test_a_bib_is_noted_in_the_same_two_ways_and_has_no_time_by_it(
    said: int | None, offset_ms: int | None, started_at_ms: int | None, at_ms: int | None
) -> None:
    one = mark("a", bib="7", clock_offset_ms=offset_ms, noted=said)
    assert noted_at(one, started_at_ms) == at_ms
    assert moment_of(one, started_at_ms) is None
