"""Times of one judge and bibs of another one, put together in order."""

from collections.abc import Collection
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from tornado_timing.domain.individual import alignment
from tornado_timing.domain.individual.alignment import Note, Pair, Tap, aligned, in_line_order

# What the writer takes for each runner, and how long nobody crosses between two groups.
LAGS_MS = st.integers(300, 8_000)
SPACINGS_MS = st.integers(0, 9_000)
PAUSES_MS = st.integers(15_000, 120_000)


class Crowd(Struct):
    """Runners by the moment at which they crossed, and when their bibs were written."""

    crossed_ms: list[int]
    written_ms: list[int]
    # The number of the group of each: between two groups nobody crosses for 15 s or longer.
    groups: list[int]


@st.composite
def crowds(draw: st.DrawFn) -> Crowd:
    """Groups of runners, whose bibs are written in order, within 8 s."""
    crossed_ms: list[int] = []
    written_ms: list[int] = []
    groups: list[int] = []
    now_ms = 0
    sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=6))
    for group, size in enumerate(sizes):
        now_ms += draw(PAUSES_MS)
        spacings = draw(st.lists(SPACINGS_MS, min_size=size - 1, max_size=size - 1))
        moments = list(accumulate(spacings, initial=now_ms))
        lags = draw(st.lists(LAGS_MS, min_size=size, max_size=size))
        # A bib is written after the one before it, and no later than the slowest would be.
        crossed_ms += moments
        written_ms += accumulate((at + lag for at, lag in zip(moments, lags, strict=True)), max)
        groups += [group] * size
        now_ms = moments[-1]
    return Crowd(crossed_ms, written_ms, groups)


def paired(crowd: Crowd, *, no_time: Collection[int] = (), no_bib: Collection[int] = ()) -> Any:
    """Pairs of runners: whose time went with whose bib, where some were missed."""
    runners = range(len(crowd.groups))
    timed = [one for one in runners if one not in no_time]
    written = [one for one in runners if one not in no_bib]
    taps = [Tap(crowd.crossed_ms[one]) for one in timed]
    notes = [Note(crowd.written_ms[one]) for one in written]
    return [(timed[tap], written[note]) for tap, note in aligned(taps, notes)]


@settings(max_examples=150, deadline=None)
@given(crowds())
def test_without_mistakes_everybody_gets_their_time_however_slow_the_writer(crowd: Crowd) -> None:
    assert paired(crowd) == [(one, one) for one in range(len(crowd.groups))]


@settings(max_examples=250, deadline=None)
@given(crowds(), st.data())
def test_a_missed_runner_spoils_nothing_after_a_pause(crowd: Crowd, data: st.DataObject) -> None:
    runners = range(len(crowd.groups))
    missed: dict[str, set[int]] = {"": set(), "time": set(), "bib": set()}
    for group in range(crowd.groups[-1] + 1):
        one = data.draw(st.sampled_from([one for one in runners if crowd.groups[one] == group]))
        missed[data.draw(st.sampled_from(["", "time", "bib"]))].add(one)
    spoiled = {crowd.groups[one] for one in missed["time"] | missed["bib"]}
    found = paired(crowd, no_time=missed["time"], no_bib=missed["bib"])
    clean = {one for one in runners if crowd.groups[one] not in spoiled}
    assert {pair for pair in found if clean & set(pair)} == {(one, one) for one in clean}


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60_000), st.booleans()), max_size=25),
    st.lists(
        st.tuples(st.integers(0, 60_000), st.booleans(), st.none() | st.integers(0, 60_000)),
        max_size=25,
    ),
    st.booleans(),
)
def test_whatever_comes_pairs_are_in_order_open_and_never_of_a_later_time(
    times: list[tuple[int, bool]], bibs: list[tuple[int, bool, int | None]], has_rhythm: bool
) -> None:
    taps = [Tap(at_ms, is_open) for at_ms, is_open in sorted(times)]
    notes = [
        Note(at_ms, is_open, None if is_open else crossed_ms) for at_ms, is_open, crossed_ms in bibs
    ]
    pairs = aligned(taps, notes, has_rhythm=has_rhythm)
    for (tap, note), (next_tap, next_note) in pairwise(pairs):
        assert tap < next_tap
        assert note < next_note
    for tap, note in pairs:
        assert taps[tap].is_open
        assert notes[note].is_open
        assert taps[tap].at_ms <= notes[note].written_ms


def seconds(*moments: float) -> list[int]:
    return [int(1000 * moment) for moment in moments]


def taps_at(*moments: float) -> list[Tap]:
    return [Tap(at_ms) for at_ms in seconds(*moments)]


def notes_at(*moments: float) -> list[Note]:
    return [Note(at_ms) for at_ms in seconds(*moments)]


def test_a_bib_without_a_time_before_it_is_left_over() -> None:
    assert aligned(taps_at(30), notes_at(2, 32)) == [(0, 1)]


def test_a_time_without_a_bib_is_left_over_when_the_next_runner_comes() -> None:
    assert aligned(taps_at(0, 30), notes_at(32)) == [(1, 0)]


def test_in_a_dense_field_the_one_is_left_over_without_whom_the_writer_is_as_quick_as_ever() -> (
    None
):
    whole = [(0, 0), (1, 1), (2, 2)]
    taps = taps_at(0, 4, 8, 40, 44, 48, 52)
    assert aligned(taps, notes_at(2, 6, 10, 42, 50, 54)) == [*whole, (3, 3), (5, 4), (6, 5)]
    taps = taps_at(0, 4, 8, 40, 48, 52)
    assert aligned(taps, notes_at(2, 6, 10, 42, 46, 50, 54)) == [*whole, (3, 3), (4, 5), (5, 6)]


def test_a_writer_who_is_behind_loses_nobody() -> None:
    # Twenty within 10 s, written one after the other every 3 s; then one more, half way.
    taps = taps_at(*(half / 2 for half in range(20)), 30, 61)
    notes = notes_at(*range(3, 63, 3), 63, 65)
    assert aligned(taps, notes) == [(one, one) for one in range(22)]


def test_without_moments_the_order_is_all_that_counts() -> None:
    # They came in together, when the phone had its network back.
    notes = [Note(900_000)] * 3
    assert aligned(taps_at(0, 30, 60, 90), notes, has_rhythm=False) == [(0, 0), (1, 1), (2, 2)]


@pytest.mark.parametrize("has_rhythm", [True, False])
def test_what_is_paired_already_parts_what_is_before_it_from_what_is_after(
    has_rhythm: bool,
) -> None:
    taps = [Tap(1_000), Tap(2_000, is_open=False), Tap(3_000)]
    anchor = Note(4_500, is_open=False, crossed_ms=2_000)
    # The time of the first bib was missed: without the anchor it would get the last one's.
    assert aligned(taps[1:], [Note(4_000), anchor], has_rhythm=has_rhythm) == []
    notes = [Note(4_000), anchor, Note(5_000)]
    assert aligned(taps, notes, has_rhythm=has_rhythm) == [(0, 0), (2, 2)]
    assert aligned(taps[1:], notes, has_rhythm=has_rhythm) == [(1, 2)]
    assert aligned(taps[:2], notes, has_rhythm=has_rhythm) == [(0, 0)]


def test_an_anchor_that_contradicts_most_others_parts_nothing() -> None:
    def anchor(crossed_ms: int) -> Note:
        return Note(crossed_ms + 500, is_open=False, crossed_ms=crossed_ms)

    taps = [Tap(2_000)]
    late, early = anchor(49_000), anchor(500)
    notes = [late, anchor(1_000), Note(2_500), anchor(3_000), early]
    assert aligned(taps, notes) == [(0, 2)]
    assert aligned(taps, [anchor(1_000), late, *notes[2:]]) == [(0, 2)]
    assert aligned([Tap(4_000)], notes) == []


def test_what_is_too_long_to_compare_is_paired_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taps, notes = taps_at(0, 4, 8), notes_at(6, 10)
    assert aligned(taps, notes) == [(1, 0), (2, 1)]
    monkeypatch.setattr(alignment, "MAX_COMPARED", 1)
    assert aligned(taps, notes) == [(0, 0), (1, 1)]


def test_bibs_are_in_the_order_of_their_device_and_devices_in_that_of_their_moments() -> None:
    # The clock of the second phone was set back between its first two.
    written = [("b", 2, 150), ("b", 1, 200), ("a", 7, 100), ("b", 3, 400), ("a", 9, 300)]
    assert in_line_order(written) == [2, 1, 0, 4, 3]


def test_a_clock_that_was_set_back_does_not_mix_up_the_order() -> None:
    # The second and third bib were written 20 s after the first one, and say 20 s earlier.
    assert aligned(taps_at(0, 20, 24), notes_at(21.5, 1.5, 25.5)) == [(1, 0), (2, 2)]


def test_nothing_is_paired_with_nothing() -> None:
    nothing: list[Pair] = []
    assert aligned([], []) == aligned(taps_at(1), []) == aligned([], notes_at(1)) == nothing
