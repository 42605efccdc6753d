"""Mistakes at a finish line are set right by the first repair of each, or else are pointed at."""

import random
from collections.abc import Callable, Mapping
from itertools import combinations
from types import MappingProxyType

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from tests.language_of_reconciling import OTHER_WRITER, TwoLists, bib_of
from tests.language_of_runners import WRITER
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.reconciling.faults import Fault, FaultKind
from tornado_timing.domain.individual.reconciling.proposal import Proposal
from tornado_timing.domain.individual.reconciling.repairs import RepairKind

# An estimated time is no better than this.
ESTIMATED_WITHIN_S = 6.0
MOST_ROUNDS = 8
GUN_S = 1_795_000_000
# One way is so much likelier than another, by a factor of e, that nobody needs to look.
SURE = 1.0


class Plan(Struct):
    """What is marked for each runner: taps in seconds, and the bibs that two writers write when."""

    bibs: list[str]
    crossed_s: list[float]
    taps: list[list[float]]
    written: list[list[tuple[str, float]]]
    also_written: list[list[tuple[str, float]]]
    estimated: set[str]


def planned(count: int, seed: int, *, two_writers: bool = False) -> Plan:
    """Runners who come in some seconds apart, and nobody errs."""
    source = random.Random(seed)
    bibs = source.sample([str(bib) for bib in range(100, 400)], count)
    crossed_s, now_s = [], 1_000.0
    for _ in range(count):
        now_s += source.choice((4.0, 6.0, 9.0, 15.0, 40.0)) + source.random()
        crossed_s.append(round(now_s, 2))
    lags_s = [1.5 + 1.5 * source.random() for _ in range(2 * count)]
    return Plan(
        bibs,
        crossed_s,
        [[at_s] for at_s in crossed_s],
        [[(bib, at_s + lags_s.pop())] for bib, at_s in zip(bibs, crossed_s, strict=True)],
        [
            [(bib, at_s + lags_s.pop())] if two_writers else []
            for bib, at_s in zip(bibs, crossed_s, strict=True)
        ],
        set(),
    )


def misses_tap(plan: Plan, place: int) -> None:
    plan.taps[place] = []
    plan.estimated.add(plan.bibs[place])


def taps_twice(plan: Plan, place: int) -> None:
    plan.taps[place].append(plan.taps[place][0] + 0.3)


def misses_bib(plan: Plan, place: int) -> None:
    plan.written[place] = []


def writes_twice(plan: Plan, place: int) -> None:
    ((bib, at_s),) = plan.written[place]
    plan.written[place].append((bib, at_s + 0.5))


def _writes_instead(change: Callable[[str], str]) -> Callable[[Plan, int], None]:
    def write(plan: Plan, place: int) -> None:
        ((bib, at_s),) = plan.written[place]
        plan.written[place] = [(change(bib), at_s)]

    return write


def _other_key(bib: str) -> str:
    """The last digit on a key that does not touch its own."""
    far = {"1": "6", "2": "9", "3": "7", "4": "3", "5": "1", "6": "1", "7": "3", "8": "1"}
    return bib[:-1] + {**far, "9": "1", "0": "1"}[bib[-1]]


def _near_key(bib: str) -> str:
    near = {"1": "2", "2": "3", "3": "6", "4": "5", "5": "8", "6": "9", "7": "8", "8": "0"}
    return bib[:-1] + {**near, "9": "8", "0": "8"}[bib[-1]]


def swaps_neighbours(plan: Plan, place: int) -> None:
    """Bib for bib the other way round; the other writer has it right."""
    if place + 1 < len(plan.bibs):
        ((one, at_s),), ((other, then_s),) = plan.written[place : place + 2]
        plan.written[place : place + 2] = [[(other, at_s)], [(one, then_s)]]


MISTAKES: Mapping[str, Callable[[Plan, int], None]] = MappingProxyType(
    {
        "missed tap": misses_tap,
        "double tap": taps_twice,
        "missed bib": misses_bib,
        "double bib": writes_twice,
        "wrong digit": _writes_instead(_other_key),
        "swapped digits": _writes_instead(lambda bib: bib[0] + bib[2] + bib[1]),
        "neighbour key": _writes_instead(_near_key),
    }
)


def played(plan: Plan) -> TwoLists:
    line = TwoLists(plan.bibs)
    acts: list[tuple[float, Callable[[], object]]] = []
    for taps in plan.taps:
        acts += [(at_s, lambda at_s=at_s: line.taps(at_s)) for at_s in taps]
    for judge, written in ((WRITER, plan.written), (OTHER_WRITER, plan.also_written)):
        acts += [
            (at_s, lambda bib=bib, at_s=at_s, judge=judge: line.writes(bib, at_s, judge))
            for of_runner in written
            for bib, at_s in of_runner
        ]
    for _, act in sorted(acts, key=lambda one: one[0]):
        act()
    return line


def reconciled(line: TwoLists, seen: list[tuple[Proposal, Fault]]) -> None:
    """Applies the first repair of each fault, then accepts what is proposed, until all is done.

    What must be typed, and what is as likely the one way as the other, is left to people: those
    faults are `seen`.
    """
    for _ in range(MOST_ROUNDS):
        proposal = line.proposal()
        is_done = True
        touched: set[str] = set()
        for fault in proposal.faults:
            changes = fault.repairs[0].changes if fault.repairs else ()
            if not is_sure(fault) or touched & {one.mark_id for one in changes}:
                seen.append((proposal, fault))
                continue
            touched.update(one.mark_id for one in changes)
            line.repairs(fault.repairs[0])
            is_done = False
        if not line.accepts() and is_done:
            return


def is_sure(fault: Fault) -> bool:
    """Whether the first repair can be applied unseen."""
    if (
        fault.kind is FaultKind.UNSURE
        or not fault.repairs
        or any(one.text is None and one.kind == "mark_bib" for one in fault.repairs[0].changes)
    ):
        return False
    costs = [repair.cost for repair in fault.repairs]
    return len(costs) == 1 or costs[1] - costs[0] >= SURE


def pointed_at(seen: list[tuple[Proposal, Fault]], bib: str, at_s: float) -> bool:
    """Whether a fault has led to a runner: by the bib, or by when it crossed."""
    for proposal, fault in seen:
        named = {fault.bib, *(bib_of(proposal, proposal.rows[index]) for index in fault.rows)}
        named.update(str(repair.details.get("to_bib")) for repair in fault.repairs)
        near = fault.at_ms is not None and abs(fault.at_ms / 1000 - GUN_S - at_s) < 1
        if bib in named or near:
            return True
    return False


def is_written(plan: Plan, place: int) -> bool:
    return any(bib == plan.bibs[place] for bib, _ in plan.written[place])


def check(plan: Plan, line: TwoLists, seen: list[tuple[Proposal, Fault]]) -> None:
    """Whoever has a time has the right one; who has none is pointed at."""
    times_s = line.times_s()
    for bib, crossed_s in zip(plan.bibs, plan.crossed_s, strict=True):
        if bib in times_s:
            within_s = ESTIMATED_WITHIN_S if bib in plan.estimated else 0.0
            assert abs(times_s[bib] - crossed_s) <= within_s, (bib, times_s[bib], crossed_s)
        else:
            assert pointed_at(seen, bib, crossed_s), bib


@settings(max_examples=40, deadline=None)
@given(
    st.integers(12, 30),
    st.integers(0, 10_000),
    st.lists(st.tuples(st.sampled_from(sorted(MISTAKES)), st.floats(0, 0.999)), max_size=4),
    st.booleans(),
)
def test_a_finish_with_mistakes_is_restored_or_every_mistake_is_pointed_at(
    count: int, seed: int, mistakes: list[tuple[str, float]], two_writers: bool
) -> None:
    plan = planned(count, seed, two_writers=two_writers)
    places = {int(share * count): name for name, share in mistakes}
    for place, name in places.items():
        MISTAKES[name](plan, place)
    # Whoever is written in the place of somebody, and not where they were, is so without a trace.
    wrong = {bib for place in places for bib, _ in plan.written[place]}
    assume(not wrong & {plan.bibs[place] for place in places if not is_written(plan, place)})
    # A time of the one and the bib of the other, a few seconds later, look like one late bib.
    halves = [place for place, name in places.items() if name in ("missed tap", "missed bib")]
    assume(all(abs(one - other) > 3 for one, other in combinations(halves, 2)))
    line = played(plan)
    seen: list[tuple[Proposal, Fault]] = []
    reconciled(line, seen)
    check(plan, line, seen)


@settings(max_examples=20, deadline=None)
@given(st.integers(12, 30), st.integers(0, 10_000), st.floats(0, 0.999))
def test_neighbours_whom_two_writers_saw_in_different_orders_are_pointed_at(
    count: int, seed: int, share: float
) -> None:
    plan = planned(count, seed, two_writers=True)
    place = int(share * (count - 1))
    swaps_neighbours(plan, place)
    line = played(plan)
    (fault,) = line.proposal().faults
    assert (fault.kind, fault.rows) == (FaultKind.OUT_OF_ORDER, (place, place + 1))
    (repair,) = fault.repairs
    if line.rows()[place][0] != plan.bibs[place]:
        line.repairs(repair)
    else:
        line.accepts()
        marks = time_marks(line)
        for index in (place, place + 1):
            line.correct(Kind.MARK_BIB, marks[index], text=plan.bibs[index])
    line.accepts()
    check(plan, line, [])
    assert line.kinds() == []


@settings(max_examples=30, deadline=None)
@given(st.integers(20, 40), st.integers(0, 10_000), st.floats(0.1, 0.4), st.sampled_from((1, -1)))
def test_a_pairing_that_is_one_row_off_is_shifted_back(
    count: int, seed: int, share: float, step: int
) -> None:
    plan = planned(count, seed)
    line = played(plan)
    first = int(share * count)
    wrong = range(max(first, 1), min(first + count // 2, count - 1))
    marks = time_marks(line)
    for place in range(count):
        bib = plan.bibs[place + step if place in wrong else place]
        # Who has the bib of the last one of the run has none for now.
        if place != (wrong[-1] + 1 if step > 0 else wrong[0] - 1):
            line.correct(Kind.MARK_BIB, marks[place], text=bib)
    proposal = line.proposal()
    shifted = [fault for fault in proposal.faults if fault.kind is FaultKind.SHIFTED]
    times = [[proposal.rows[index].time for index in fault.rows] for fault in shifted]
    assert times == [list(wrong)]
    kind = RepairKind.SHIFT_DOWN if step > 0 else RepairKind.SHIFT_UP
    assert shifted[0].repairs[0].kind is kind
    line.repairs(shifted[0].repairs[0])
    line.accepts()
    check(plan, line, [])
    assert line.kinds() == []


def time_marks(line: TwoLists) -> list[str]:
    """The ids of the marks with a time, one of each row with any."""
    return [time.marks[0].mark.id for time in line.proposal().sheet.times]
