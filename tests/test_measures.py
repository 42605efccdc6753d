"""What is counted, and the figures that are made of it."""

import pytest

from tornado_timing.measures import BOUNDS_S, Histogram, LastMinute, Measures, quantile_s, total_of


def histogram(*spans_s: float) -> Histogram:
    found = Histogram()
    for span_s in spans_s:
        found.observe(span_s)
    return found


def test_a_span_counts_in_the_bucket_whose_bound_it_does_not_pass() -> None:
    found = histogram(0.001, 0.00101, 0.0)
    assert found.counts[BOUNDS_S.index(0.001)] == 1
    assert found.counts[BOUNDS_S.index(0.0015)] == 1
    assert found.counts[0] == 1
    assert (found.count, found.highest_s) == (3, 0.00101)
    assert found.sum_s == pytest.approx(0.00201)


def test_what_is_beyond_all_bounds_is_counted_and_told_as_the_last_bound() -> None:
    found = histogram(1000.0)
    assert found.counts[-1] == 1
    assert quantile_s(found.counts, 0.5) == BOUNDS_S[-1]


def test_quantiles_lie_within_their_bucket() -> None:
    found = histogram(*[0.0011] * 98, 0.3, 0.4)
    half_s, most_s = quantile_s(found.counts, 0.5), quantile_s(found.counts, 0.99)
    assert half_s is not None
    assert most_s is not None
    assert 0.001 < half_s <= 0.0015
    assert 0.25 < most_s <= 0.5


def test_nothing_has_no_quantile() -> None:
    assert quantile_s([], 0.5) is None
    assert quantile_s(Histogram().counts, 0.5) is None


def test_several_histograms_are_added_bucket_by_bucket() -> None:
    assert total_of([histogram(0.001, 7), histogram(0.001)]) == histogram(0.001, 0.001, 7).counts


def test_the_last_minute_forgets_what_was_before_it() -> None:
    found, minute = Histogram(), LastMinute(seconds=2)
    for spans in (5, 1, 0, 3):
        for _ in range(spans):
            found.observe(0.001)
        minute.note(found.counts)
    assert minute.each_second() == [0, 3]
    assert sum(minute.counts()) == 3


def test_of_no_second_there_is_nothing_to_tell() -> None:
    assert (LastMinute().each_second(), LastMinute().counts()) == ([], [])


def test_a_tick_ends_a_second_and_notes_how_late_it_came() -> None:
    measures = Measures()
    measures.tick(0.0)
    measures.acknowledgements["marks"].observe(0.002)
    measures.commits.observe(0.001)
    measures.tick(0.3)
    assert measures.acknowledged_minute.each_second() == [1]
    assert measures.committed_minute.each_second() == [1]
    assert measures.lags.count == 2
    assert measures.lags.highest_s == 0.3
