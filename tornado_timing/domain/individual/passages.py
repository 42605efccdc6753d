"""The crossings of each runner at each line, kept sorted one by one."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from tornado_timing.domain.individual.crossings import Crossing, Order


class AtLine:
    """One runner's crossings of one line. All moments are epoch ms, the earliest first."""

    __slots__ = ("_by_judge", "noted_ms", "times_ms")

    def __init__(self) -> None:
        self.times_ms: list[int] = []
        # Of those without a time, when their bibs were written.
        self.noted_ms: list[int] = []
        self._by_judge: dict[int, list[Order]] = {}

    def put(self, crossing: Crossing) -> None:
        """Takes one more in."""
        insort(self._moments_with(crossing), crossing.noted_ms)
        orders = self._by_judge.get(crossing.mark.judge_id)
        if orders is None:
            self._by_judge[crossing.mark.judge_id] = [crossing.order]
        else:
            insort(orders, crossing.order)

    def drop(self, crossing: Crossing) -> None:
        """Forgets one that was taken in."""
        _remove(self._moments_with(crossing), crossing.noted_ms)
        _remove(self._by_judge[crossing.mark.judge_id], crossing.order)

    def first_time(self, from_ms: int | None) -> int | None:
        """The first time from a moment on."""
        return _first(self.times_ms, from_ms)

    def first_noted(self, from_ms: int | None) -> int | None:
        """When the first bib without a time was written, from a moment on."""
        return _first(self.noted_ms, from_ms)

    def last_time(self, until_ms: int | None) -> int | None:
        """The last time until a moment."""
        times_ms = self.times_ms
        count = len(times_ms) if until_ms is None else bisect_right(times_ms, until_ms)
        return times_ms[count - 1] if count else None

    def is_again(self, crossing: Crossing) -> bool:
        """Whether its judge has marked the runner here before."""
        return self._by_judge[crossing.mark.judge_id][0][-1] != crossing.mark.id

    def displaced(self, crossing: Crossing) -> str | None:
        """Id of the mark that is its judge's first where `crossing` is not; None for no such."""
        orders = self._by_judge.get(crossing.mark.judge_id)
        if not orders:
            return None
        first = orders[0]
        if first[-1] == crossing.mark.id:
            return orders[1][-1] if len(orders) > 1 else None
        return first[-1] if crossing.order < first else None

    def without_time(self) -> Iterator[str]:
        """Ids of the marks without a time."""
        for orders in self._by_judge.values():
            yield from (order[-1] for order in orders if order[0])

    def ids(self) -> Iterator[str]:
        """Ids of all marks."""
        for orders in self._by_judge.values():
            yield from (order[-1] for order in orders)

    def _moments_with(self, crossing: Crossing) -> list[int]:
        return self.noted_ms if crossing.at_ms is None else self.times_ms


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


def _first(moments_ms: list[int], from_ms: int | None) -> int | None:
    index = 0 if from_ms is None else bisect_left(moments_ms, from_ms)
    return moments_ms[index] if index < len(moments_ms) else None


def _remove(items: list, item: object) -> None:  # type: ignore[type-arg]
    del items[bisect_left(items, item)]
