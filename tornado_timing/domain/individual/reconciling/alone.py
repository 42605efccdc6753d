"""What it costs to leave a time without a bib, or a bib without a time: see `costs`."""

from collections.abc import Collection, Iterable, Sequence

from tornado_timing.domain.individual.crossings import Crossing
from tornado_timing.domain.individual.reconciling.bibs import Entry
from tornado_timing.domain.individual.reconciling.costs import (
    ALONE,
    DOUBLED_BIB,
    DOUBLED_MS,
    DOUBLED_TAP,
    READ_TWICE,
    TAPPED_BY_ONE,
)
from tornado_timing.domain.individual.reconciling.streams import Time, Whose

# Of more judges than these each one more makes it no surer: they look at the same crowd.
MOST_JUDGES = 2
# Two bibs of different writers so near may be one runner's.
_NEAR_MS = 8_000


class _Shifts:
    """From when to when each judge was at work at a line."""

    def __init__(self, marks: Iterable[Crossing]) -> None:
        self._spans: dict[int, tuple[int, int]] = {}
        for one in marks:
            number, at_ms = one.mark.judge_id, one.noted_ms
            first_ms, last_ms = self._spans.get(number, (at_ms, at_ms))
            self._spans[number] = (min(first_ms, at_ms), max(last_ms, at_ms))

    def at_work(self, at_ms: int) -> int:
        """How many there were."""
        return sum(1 for first_ms, last_ms in self._spans.values() if first_ms <= at_ms <= last_ms)


def times_alone(times: Sequence[Time], entries: Sequence[Entry]) -> list[float]:
    """Of each time: everybody who wrote bibs then has missed its runner, or it is none."""
    writers = _Shifts(mark for entry in entries for mark in entry.marks)
    timers = _Shifts(mark for time in times for mark in time.marks)
    costs = []
    for index, time in enumerate(times):
        cost = ALONE * min(max(writers.at_work(time.at_ms), 1), MOST_JUDGES)
        if _is_doubled(times, index):
            is_unconfirmed = len(time.marks) < timers.at_work(time.at_ms)
            cost = TAPPED_BY_ONE if is_unconfirmed else DOUBLED_TAP
        costs.append(cost)
    return costs


def _is_doubled(times: Sequence[Time], index: int) -> bool:
    """Whether its timer, or all of them, have tapped for another one right before."""
    if not index or len(times[index].marks) > 1:
        return False
    time, former = times[index], times[index - 1]
    timers = {one.mark.judge_id for one in time.marks}
    before = {one.mark.judge_id for one in former.marks}
    return time.at_ms - former.at_ms < DOUBLED_MS and timers <= before


def entries_alone(
    entries: Sequence[Entry], times: Sequence[Time], timed: Collection[Whose]
) -> list[float]:
    """Of each bib: everybody who took times then has missed its runner, or it is a wrong one.

    `timed` are those who have a time.
    """
    timers = _Shifts(mark for time in times for mark in time.marks)
    seen = set(timed)
    costs = []
    for index, entry in enumerate(entries):
        moment_ms = entry.latest_ms if entry.written_ms is None else entry.written_ms
        cost = ALONE * min(max(timers.at_work(moment_ms), 1), MOST_JUDGES)
        if _is_read_twice(entries, index):
            cost = READ_TWICE
        if entry.whose in seen and not entry.readings:
            cost = DOUBLED_BIB
        seen.add(entry.whose)
        costs.append(cost)
    return costs


def _is_read_twice(entries: Sequence[Entry], index: int) -> bool:
    """Whether one writer alone has it, and beside it another one another bib."""
    entry = entries[index]
    if len(entry.marks) > 1 or entry.written_ms is None:
        return False
    for beside in (*entries[max(index - 1, 0) : index], *entries[index + 1 : index + 2]):
        if len(beside.marks) > 1 or beside.written_ms is None:
            continue
        is_other = beside.marks[0].mark.judge_id != entry.marks[0].mark.judge_id
        if is_other and abs(beside.written_ms - entry.written_ms) < _NEAR_MS:
            return True
    return False
