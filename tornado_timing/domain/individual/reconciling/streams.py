"""What came in at a line, in two lists: crossings with a time, and bibs that were written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from tornado_timing.domain.individual.crossings import Crossing
from tornado_timing.domain.individual.marks import Line, LineKind, Mark
from tornado_timing.domain.individual.reconciling.costs import LATEST_MS
from tornado_timing.domain.individual.runners import bib_key
from tornado_timing.domain.individual.timers import (
    Offset,
    TimerMark,
    merged,
    offset_of,
    reference_of,
)
from tornado_timing.domain.model import is_clock_reading

# A runner's number, or the key of a bib that nobody wears.
Whose = int | str


class Time(Struct, frozen=True, gc=False):
    """One crossing with a time: `marks` are of one or several timers.

    `at_ms`, epoch, is what they make together. Who is `closed` takes no bib: somebody has said that
    it is nobody's. `is_anchor`: bib and time came in one mark.
    """

    at_ms: int
    marks: tuple[Crossing, ...]
    whose: Whose | None
    bib: str | None
    is_closed: bool
    is_anchor: bool


class Timer(Struct, frozen=True):
    """Who took times: how many, and how far from the reference."""

    judge_id: int
    count: int
    offset: Offset | None
    is_reference: bool


def at_line(
    line: Line, crossings: Iterable[Crossing], official_start_ms: int | None
) -> list[Crossing]:
    """What counts at a line, in the order of crossings: not what was done before the start.

    Runners may cross a start line before the gun; elsewhere, that is a test.
    """
    start_ms = None if line.kind is LineKind.START else official_start_ms
    here = [
        one
        for one in crossings
        if one.mark.line_id == line.id and (start_ms is None or made_ms(one) >= start_ms)
    ]
    return sorted(here, key=lambda one: one.order)


def whose_of(crossing: Crossing) -> Whose | None:
    """Whose a mark is: a runner, or a bib that nobody wears; None without a bib."""
    if crossing.bib is None:
        return None
    return bib_key(crossing.bib) if crossing.runner_id is None else crossing.runner_id


def made_ms(crossing: Crossing) -> int:
    """When a mark was made, epoch ms; of a bib at the latest, where nobody knows it better."""
    is_known = crossing.at_ms is not None or is_moment_known(crossing.mark)
    return crossing.noted_ms if is_known else crossing.mark.received_at_ms


def is_moment_known(mark: Mark) -> bool:
    """Whether it is known when a bib was written: a clock that nobody measured says nothing."""
    if mark.noted is None:
        return False
    return not is_clock_reading(mark.noted) or mark.clock_offset_ms is not None


def times_of(
    here: Iterable[Crossing], line: Line, nobodys: frozenset[str]
) -> tuple[list[Time], list[Timer]]:
    """The crossings with a time, and who took them.

    `nobodys` are ids of marks of which somebody has said that they are nobody's. Whose offset the
    organizer has not set is put beside the others by the one that is seen.
    """
    by_id = {one.mark.id: one for one in here if one.at_ms is not None}
    taken: defaultdict[int, list[Crossing]] = defaultdict(list)
    for one in by_id.values():
        taken[one.mark.judge_id].append(one)
    as_marked = {
        judge_id: [TimerMark(one.mark.id, one.at_ms or 0, whose_of(one)) for one in marks]
        for judge_id, marks in taken.items()
    }
    reference = reference_of(as_marked, line.primary_judge_id)
    timers: list[Timer] = []
    for judge_id, marks in sorted(as_marked.items()):
        is_reference = judge_id == reference
        offset = None
        if not is_reference and reference is not None:
            offset = offset_of(as_marked[reference], marks)
        timers.append(Timer(judge_id, len(marks), offset, is_reference))
    counted = {
        judge_id: [TimerMark(one.mark.id, one.counted_ms or 0, whose_of(one)) for one in marks]
        for judge_id, marks in taken.items()
    }
    moments = merged(counted, line, _to_take_away(timers, taken, line))
    times = [
        _time(moment.at_ms, [by_id[mark.mark_id] for _, mark in moment.marks], nobodys)
        for moment in moments
    ]
    return times, timers


def _to_take_away(
    timers: Sequence[Timer], taken: Mapping[int, Sequence[Crossing]], line: Line
) -> dict[int, int]:
    """By how many ms each timer is later than the scale of the line, beyond what was set.

    The scale is that of the primary timer, or the one that the organizer has set; else that of the
    earliest timer, since nobody taps before a runner is there. Who has most may change with a tap.
    """
    set_ms = {number: marks[0].offset_ms for number, marks in taken.items() if marks[0].offset_ms}
    later_ms = {
        one.judge_id: 0 if one.offset is None else one.offset.offset_ms
        for one in timers
        if one.is_reference or one.offset is not None
    }
    # How much later than that scale the reference is.
    scale_ms = 0
    if set_ms:
        scale_ms = sum(set_ms.get(one.judge_id, 0) for one in timers if one.is_reference)
    elif line.primary_judge_id not in taken:
        # Who is further off has another clock, and no slower finger.
        scale_ms = -min((one for one in later_ms.values() if one >= -LATEST_MS), default=0)
    return {
        number: one_ms + scale_ms for number, one_ms in later_ms.items() if number not in set_ms
    }


def _time(at_ms: int, marks: Sequence[Crossing], nobodys: frozenset[str]) -> Time:
    owned = next((one for one in marks if one.bib is not None), None)
    return Time(
        at_ms,
        tuple(marks),
        None if owned is None else whose_of(owned),
        None if owned is None else owned.bib,
        owned is None and any(one.mark.id in nobodys for one in marks),
        any(one.bib is not None and one.mark.bib and one.mark.sent is not None for one in marks),
    )
