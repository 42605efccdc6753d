"""Times and bibs put together: the cheapest way of all."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tornado_timing.domain.individual.reconciling import alignment, costs
from tornado_timing.domain.individual.reconciling.alignment import Note, Tap, align
from tornado_timing.domain.individual.reconciling.costs import ALONE, EARLY_MS, Habits, Wait

HABITS = Habits()
IMPOSSIBLE = float("inf")


def taps_at(*moments_s: float) -> list[Tap]:
    return [Tap(round(1000 * moment), ALONE) for moment in moments_s]


def notes_at(*moments_s: float | None) -> list[Note]:
    notes: list[Note] = []
    former_ms = None
    for moment in moments_s:
        written_ms = None if moment is None else round(1000 * moment)
        notes.append(Note(written_ms, former_ms, 10_000_000, ALONE))
        former_ms = written_ms
    return notes


def pairs(taps: list[Tap], notes: list[Note]) -> list[tuple[int, int]]:
    return [(one.tap, one.note) for one in align(taps, notes, HABITS).pairs]


def cost_of(tap: Tap, note: Note) -> float:
    """What the table says of one pair."""
    if note.written_ms is None:
        return costs.NO_MOMENT if tap.at_ms < note.latest_ms + EARLY_MS else IMPOSSIBLE
    first, end = costs.window([tap.at_ms], note.written_ms)
    if first == end:
        return IMPOSSIBLE
    return HABITS.pair_costs(note.written_ms, note.former_ms, [tap.at_ms])[0]


def cheapest(taps: list[Tap], notes: list[Note]) -> float:
    """The whole table of all prefixes, cell by cell."""
    table = [[0.0] * (len(notes) + 1) for _ in range(len(taps) + 1)]
    for row in range(len(taps) + 1):
        for column in range(len(notes) + 1):
            ways = []
            if row:
                ways.append(table[row - 1][column] + taps[row - 1].alone)
            if column:
                ways.append(table[row][column - 1] + notes[column - 1].alone)
            if row and column:
                pair = cost_of(taps[row - 1], notes[column - 1])
                ways.append(table[row - 1][column - 1] + pair)
            table[row][column] = min(ways, default=0.0)
    return table[-1][-1]


MOMENTS_MS = st.integers(0, 200_000)
ALONE_COSTS = st.sampled_from((1.0, 3.0, 5.0, 10.0))


@st.composite
def lists(draw: st.DrawFn, known: Any) -> tuple[list[Tap], list[Note]]:
    """Whatever may come: bibs of which nobody knows when they were written, or out of order."""
    moments = draw(st.lists(st.tuples(MOMENTS_MS, ALONE_COSTS), max_size=14))
    taps = [Tap(at_ms, alone) for at_ms, alone in sorted(moments)]
    written = draw(st.lists(st.tuples(MOMENTS_MS, ALONE_COSTS, known), max_size=14))
    if draw(st.booleans()):
        written.sort(key=lambda one: one[0])
    notes, former_ms = [], None
    for at_ms, alone, is_known in written:
        notes.append(Note(at_ms if is_known else None, former_ms, at_ms, alone))
        former_ms = at_ms if is_known else former_ms
    return taps, notes


@pytest.mark.parametrize("known", [st.just(True), st.booleans(), st.just(False)])
def test_no_other_way_is_cheaper(known: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # So that it has to be widened.
    monkeypatch.setattr(alignment, "_FIRST_BAND", 1)

    @settings(max_examples=120, deadline=None)
    @given(lists(known))
    def check(both: tuple[list[Tap], list[Note]]) -> None:
        taps, notes = both
        found = align(taps, notes, HABITS)
        assert found.cost == pytest.approx(cheapest(taps, notes))
        told = sum(pair.cost for pair in found.pairs)
        told += sum(one.alone for one in taps) + sum(one.alone for one in notes)
        told -= sum(taps[one.tap].alone + notes[one.note].alone for one in found.pairs)
        assert told == pytest.approx(found.cost)
        for one, other in pairwise(found.pairs):
            assert one.tap < other.tap
            assert one.note < other.note

    check()


def test_a_runner_whom_one_of_both_has_missed_is_left_over() -> None:
    assert pairs(taps_at(30), notes_at(2, 32)) == [(0, 1)]
    assert pairs(taps_at(0, 30), notes_at(32)) == [(1, 0)]
    assert pairs(taps_at(0, 4, 8, 12), notes_at(2, 10, 14)) == [(0, 0), (2, 1), (3, 2)]


def test_a_writer_who_is_behind_loses_nobody() -> None:
    taps = taps_at(*(half / 2 for half in range(20)), 30, 61)
    notes = notes_at(*range(3, 63, 3), 64.5, 66)
    assert pairs(taps, notes) == [(one, one) for one in range(22)]


def test_a_second_tap_is_what_is_left_over_where_one_must_be() -> None:
    taps = taps_at(0, 4, 4.3, 8)
    taps[2] = Tap(4_300, costs.DOUBLED_TAP)
    assert pairs(taps, notes_at(2, 6.2, 10)) == [(0, 0), (1, 1), (3, 2)]


def test_without_moments_the_order_is_all_that_counts() -> None:
    assert pairs(taps_at(0, 30, 60, 90), notes_at(None, None, None)) in (
        [(0, 0), (1, 1), (2, 2)],
        [(1, 0), (2, 1), (3, 2)],
    )
    late = [Note(None, None, 40_000, ALONE)] * 2
    assert pairs(taps_at(0, 30, 60, 90), late) == [(0, 0), (1, 1)]


def test_nothing_goes_with_nothing() -> None:
    assert align([], [], HABITS).cost == 0.0
    assert align(taps_at(1), [], HABITS).cost == ALONE
    assert align([], notes_at(1), HABITS).pairs == []


def test_a_pair_costs_by_how_long_the_writer_took() -> None:
    usual, later, much_later = HABITS.pair_costs(30_000, None, [28_000, 24_000, 5_000])
    assert usual < 0.5 < later < ALONE < much_later
    # Who is behind writes one bib after the other, whenever its runner has crossed.
    behind = HABITS.pair_costs(30_000, 28_500, [27_000, 20_000, 10_000])
    assert max(behind) - min(behind) < 1
    # Who has waited for the last 10 s has not been behind.
    (waited,) = HABITS.pair_costs(30_000, 20_000, [8_000])
    assert waited > ALONE


def test_habits_are_learned_from_pairs_and_are_the_usual_ones_of_few() -> None:
    slow = Habits.learned([Wait(5_000 + one, 60_000) for one in range(20)])
    assert slow.lag_ms == pytest.approx(5_010, abs=10)
    assert slow.gap_ms == costs.USUAL_GAP_MS
    behind = Habits.learned([Wait(9_000, 700 + one) for one in range(20)])
    assert behind.gap_ms == pytest.approx(710, abs=10)
    assert behind.lag_ms == costs.USUAL_LAG_MS
    assert Habits.learned([Wait(5_000, None)] * 3).lag_ms == costs.USUAL_LAG_MS


def test_who_writes_some_way_behind_the_line_is_recognised() -> None:
    times_ms = [7_000 * one + 1_777 * (one % 5) for one in range(80)]
    assert costs.walk_of(times_ms, [at_ms + 2_000 for at_ms in times_ms]) == 0
    walked = costs.walk_of(times_ms, [at_ms + 43_000 for at_ms in times_ms])
    assert 36_000 <= walked <= 43_000
    assert costs.walk_of([], []) == 0
