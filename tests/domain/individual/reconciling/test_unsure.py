"""What another order would explain nearly as well is not sure, and is told."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.domain.individual.reconciling.test_alignment import HABITS, cheapest, cost_of
from tests.language_of_reconciling import TwoLists
from tornado_timing.domain.individual.reconciling.alignment import Note, Tap, align
from tornado_timing.domain.individual.reconciling.costs import ALONE
from tornado_timing.domain.individual.reconciling.faults import FaultKind
from tornado_timing.domain.individual.reconciling.margins import margins_of
from tornado_timing.domain.individual.reconciling.repairs import RepairKind


def without(taps: list[Tap], notes: list[Note], tap: int, note: int) -> float:
    """The cheapest way of all in which these two are no pair."""
    ways = [cheapest(taps, notes[:note] + notes[note + 1 :]) + notes[note].alone]
    for other in range(len(taps)):
        if other != tap:
            pair = cost_of(taps[other], notes[note])
            before = cheapest(taps[:other], notes[:note])
            ways.append(before + pair + cheapest(taps[other + 1 :], notes[note + 1 :]))
    return min(ways)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 40_000), max_size=7),
    st.lists(st.integers(0, 45_000), max_size=7),
    st.sampled_from((ALONE, 1.0)),
)
def test_a_margin_is_what_the_next_best_way_costs_more(
    times_ms: list[int], written_ms: list[int], alone: float
) -> None:
    taps = [Tap(at_ms, ALONE) for at_ms in sorted(times_ms)]
    notes, former_ms = [], None
    for moment_ms in sorted(written_ms):
        notes.append(Note(moment_ms, former_ms, 100_000, alone))
        former_ms = moment_ms
    found = align(taps, notes, HABITS)
    assume(found.pairs)
    margins = margins_of(taps, notes, HABITS, found)
    for pair, margin in zip(found.pairs, margins, strict=True):
        wanted = without(taps, notes, pair.tap, pair.note) - found.cost
        assert margin == pytest.approx(max(wanted, 0.0), abs=1e-6)


def test_without_moments_the_order_is_unsure_where_one_is_missing() -> None:
    line = TwoLists(range(100, 108))
    for place, bib in enumerate(range(100, 108)):
        line.taps(1_000 + 20 * place)
        if bib != 104:
            line.writes(bib, None)
    assert line.accepts() == 0
    (fault,) = line.faults(FaultKind.UNSURE)
    assert len(fault.rows) == 7
    assert (fault.bib, fault.details) == ("100", {"count": 7, "other_bib": "107"})
    (repair,) = fault.repairs
    assert repair.kind is RepairKind.ACCEPT
    line.repairs(repair)
    assert line.faults(FaultKind.UNSURE) == []
    assert len(line.times_s()) == 7


def test_without_moments_as_many_bibs_as_times_are_sure() -> None:
    line = TwoLists(range(100, 108))
    for place, bib in enumerate(range(100, 108)):
        line.taps(1_000 + 20 * place).writes(bib, None)
    assert line.kinds() == []
    assert line.accepts() == 8


def test_what_is_not_sure_stays_so_when_the_rest_is_accepted() -> None:
    line = TwoLists(range(100, 130))
    for place, bib in enumerate(range(100, 130)):
        is_far = place < 20
        line.taps(1_000 + 20 * place if is_far else 1_400 + 0.4 * place)
        if bib != 125:
            line.writes(bib, 1_002 + 20 * place if is_far else 1_402 + 1.2 * place)
    before = [fault.id for fault in line.faults(FaultKind.UNSURE)]
    assert before
    assert line.accepts() >= 19
    assert [fault.id for fault in line.faults(FaultKind.UNSURE)] == before
    assert line.accepts() == 0
