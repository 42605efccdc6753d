"""What another order would explain nearly as well is not sure, and is told."""

from collections.abc import Iterator
from itertools import combinations
from math import exp, log

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.domain.individual.reconciling.test_alignment import HABITS, cost_of
from tests.language_of_reconciling import TwoLists
from tornado_timing.domain.individual.reconciling.alignment import Note, Tap, align
from tornado_timing.domain.individual.reconciling.costs import ALONE
from tornado_timing.domain.individual.reconciling.faults import FaultKind
from tornado_timing.domain.individual.reconciling.margins import margins_of
from tornado_timing.domain.individual.reconciling.repairs import RepairKind


def likelihoods(
    taps: list[Tap], notes: list[Note]
) -> Iterator[tuple[frozenset[tuple[int, int]], float]]:
    """Every way to put them together in their order: its pairs, and how likely it is."""
    most = min(len(taps), len(notes))
    for count in range(most + 1):
        for of_taps in combinations(range(len(taps)), count):
            for of_notes in combinations(range(len(notes)), count):
                pairs = list(zip(of_taps, of_notes, strict=True))
                cost = sum(cost_of(taps[tap], notes[note]) for tap, note in pairs)
                cost += sum(one.alone for at, one in enumerate(taps) if at not in of_taps)
                cost += sum(one.alone for at, one in enumerate(notes) if at not in of_notes)
                yield frozenset(pairs), exp(-cost)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 40_000), max_size=6),
    st.lists(st.integers(0, 45_000), max_size=6),
    st.sampled_from((ALONE, 1.0)),
)
def test_a_margin_is_the_odds_against_all_ways_without_the_pair(
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
    ways = list(likelihoods(taps, notes))
    for pair, margin in zip(found.pairs, margins, strict=True):
        with_it = sum(likely for pairs, likely in ways if (pair.tap, pair.note) in pairs)
        without = sum(likely for pairs, likely in ways if (pair.tap, pair.note) not in pairs)
        assert margin == pytest.approx(max(log(with_it / without), 0.0), abs=1e-4)


def test_hundreds_of_ways_that_are_all_unlikely_make_a_pair_unsure() -> None:
    """Who is always behind in a dense field: a time and a bib may be missing far apart."""
    line = TwoLists(range(100, 160))
    for place, bib in enumerate(range(100, 160)):
        if place != 15:
            line.taps(1_000 + 0.9 * place)
        if place != 45:
            line.writes(bib, 1_003 + 1.4 * place)
    doubtful = {row for fault in line.faults(FaultKind.UNSURE) for row in fault.rows}
    assert doubtful >= set(range(16, 44))


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
    (before,) = line.faults(FaultKind.UNSURE)
    assert line.accepts() >= 19
    # What is accepted rules some ways out: the rows at the edge become surer by it.
    line.accepts()
    (after,) = line.faults(FaultKind.UNSURE)
    assert set(after.rows) <= set(before.rows)
    assert len(after.rows) >= len(before.rows) - 1
    assert line.accepts() == 0
