"""The crossings of each runner at each line, kept sorted one by one."""

from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Iterator, Mapping
from types import MappingProxyType

from tornado_timing.domain.individual.crossings import Crossing, Order
from tornado_timing.domain.individual.marks import Line, TimingRule
from tornado_timing.domain.individual.timers import combined_ms


class AtLine:
    """One runner's crossings of one line. All moments are epoch ms, the earliest first."""

    __slots__ = ("_orders", "differing", "noted_ms", "times")

    def __init__(self) -> None:
        # Each with the id of its judge, as they count.
        self.times: list[tuple[int, int]] = []
        # What `Rules.differing` last made of the times, and from which start on: to be kept here,
        # because it is asked for with every mark, several times. None once a time has changed.
        self.differing: tuple[int | None, frozenset[tuple[int, int]]] | None = None
        # Of those without a time, when their bibs were written.
        self.noted_ms: list[int] = []
        # Each with the id of its judge before it, sorted.
        self._orders: list[tuple[int, Order]] = []

    def put(self, crossing: Crossing) -> None:
        """Takes one more in."""
        counted_ms = crossing.counted_ms
        if counted_ms is None:
            insort(self.noted_ms, crossing.noted_ms)
        else:
            insort(self.times, (counted_ms, crossing.mark.judge_id))
            self.differing = None
        insort(self._orders, (crossing.mark.judge_id, crossing.order))

    def drop(self, crossing: Crossing) -> None:
        """Forgets one that was taken in."""
        counted_ms = crossing.counted_ms
        if counted_ms is None:
            _remove(self.noted_ms, crossing.noted_ms)
        else:
            _remove(self.times, (counted_ms, crossing.mark.judge_id))
            self.differing = None
        _remove(self._orders, (crossing.mark.judge_id, crossing.order))

    def first_time(self, from_ms: int | None) -> int | None:
        """The first time from a moment on."""
        index = self._index_from(from_ms)
        return self.times[index][0] if index < len(self.times) else None

    def first_noted(self, from_ms: int | None) -> int | None:
        """When the first bib without a time was written, from a moment on."""
        index = 0 if from_ms is None else bisect_left(self.noted_ms, from_ms)
        return self.noted_ms[index] if index < len(self.noted_ms) else None

    def last_time(self, until_ms: int | None) -> int | None:
        """The last time until a moment."""
        count = self._index_after(until_ms)
        return self.times[count - 1][0] if count else None

    def first_of_each(self, from_ms: int | None) -> list[tuple[int, int]]:
        """Each judge's first time from a moment on, with the judge's id before it."""
        later = self.times[self._index_from(from_ms) :]
        return list({judge_id: at_ms for at_ms, judge_id in reversed(later)}.items())

    def last_of_each(self, from_ms: int | None, until_ms: int | None) -> list[tuple[int, int]]:
        """Each judge's last time between two moments, with the judge's id before it."""
        between = self.times[self._index_from(from_ms) : self._index_after(until_ms)]
        return list({judge_id: at_ms for at_ms, judge_id in between}.items())

    def first_by_rule(self, line: Line, from_ms: int | None) -> int | None:
        """What the line's rule makes of each judge's first time from a moment on."""
        if line.rule is TimingRule.FIRST:
            return self.first_time(from_ms)
        times_ms = self.first_of_each(from_ms)
        return combined_ms(times_ms, line) if times_ms else None

    def last_by_rule(self, line: Line, from_ms: int | None, until_ms: int | None) -> int | None:
        """What the line's rule makes of each judge's last time; `FIRST` is the last one then.

        A runner who goes back over a start line starts anew, whoever saw it: the last time of all
        is not held to `from_ms`.
        """
        if line.rule is TimingRule.FIRST:
            return self.last_time(until_ms)
        times_ms = self.last_of_each(from_ms, until_ms)
        return combined_ms(times_ms, line) if times_ms else None

    def is_again(self, crossing: Crossing) -> bool:
        """Whether its judge has marked the runner here before."""
        index = bisect_left(self._orders, (crossing.mark.judge_id,))
        return self._orders[index][1][-1] != crossing.mark.id

    def displaced(self, crossing: Crossing) -> str | None:
        """Id of the mark that is its judge's first where `crossing` is not; None for no such."""
        judge_id, order = crossing.mark.judge_id, crossing.order
        index = bisect_left(self._orders, (judge_id,))
        its_own = [one for whose, one in self._orders[index : index + 2] if whose == judge_id]
        if not its_own:
            return None
        first = its_own[0]
        if first[-1] == crossing.mark.id:
            return its_own[1][-1] if len(its_own) > 1 else None
        return first[-1] if order < first else None

    def without_time(self) -> Iterator[str]:
        """Ids of the marks without a time."""
        return (order[-1] for _, order in self._orders if order[0])

    def with_time(self, judge_ids: Container[int]) -> Iterator[str]:
        """Ids of the marks of some judges that have a time."""
        return (
            order[-1] for judge_id, order in self._orders if judge_id in judge_ids and not order[0]
        )

    def ids(self) -> Iterator[str]:
        """Ids of all marks."""
        return (order[-1] for _, order in self._orders)

    def _index_from(self, from_ms: int | None) -> int:
        return 0 if from_ms is None else bisect_left(self.times, (from_ms,))

    def _index_after(self, until_ms: int | None) -> int:
        return len(self.times) if until_ms is None else bisect_left(self.times, (until_ms + 1,))


AtLines = Mapping[int, AtLine]
NOWHERE: AtLines = MappingProxyType({})


class Passages:
    """Where runners were seen: by runner, then by line."""

    def __init__(self, crossings: Iterable[Crossing] = ()) -> None:
        self._of: dict[int, dict[int, AtLine]] = {}
        for crossing in crossings:
            self.put(crossing)

    def of(self, runner_id: int) -> AtLines:
        """Where one runner was seen, by line."""
        return self._of.get(runner_id, NOWHERE)

    def beside(self, crossing: Crossing) -> AtLine | None:
        """All that its runner has at its line; None where it is nobody's."""
        if crossing.runner_id is None:
            return None
        return self.of(crossing.runner_id).get(crossing.mark.line_id)

    def put(self, crossing: Crossing) -> None:
        """Takes a crossing in; one that is nobody's is nowhere."""
        if crossing.runner_id is not None:
            self.at(crossing.runner_id, crossing.mark.line_id).put(crossing)

    def at(self, runner_id: int, line_id: int) -> AtLine:
        """All that a runner has at a line, to put crossings there."""
        at_lines = self._of.get(runner_id)
        if at_lines is None:
            at_lines = self._of[runner_id] = {}
        at_line = at_lines.get(line_id)
        if at_line is None:
            at_line = at_lines[line_id] = AtLine()
        return at_line


def _remove(items: list, item: object) -> None:  # type: ignore[type-arg]
    del items[bisect_left(items, item)]
