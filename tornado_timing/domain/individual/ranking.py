"""Places, overall, by sex and by category, kept up as results change one by one."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from msgspec import Struct

from tornado_timing.domain.individual.results import RunnerResult, Status

# After those who have finished: who came in without a time, who is still out, then who will not
# be placed.
_STATUSES: Mapping[Status, int] = MappingProxyType(
    {
        status: index
        for index, status in enumerate(
            (
                Status.FINISHED,
                Status.ARRIVED,
                Status.STARTED,
                Status.REGISTERED,
                Status.DNF,
                Status.DSQ,
                Status.DNS,
            )
        )
    }
)
# How many changes are remembered for those who follow.
MAX_CHANGES = 20_000

# Of what it is the order, and of which of them: ``("sex", "F")``.
Group = tuple[str, str]
OVERALL: Group = ("all", "")
# Before or after everybody in a group.
_ALL = 1 << 62


class Places(Struct, frozen=True, gc=False):
    """The places of one runner; None where it has none."""

    overall: int | None = None
    in_sex: int | None = None
    in_category: int | None = None


_NO_PLACES = Places()


class Placed(Struct, frozen=True, gc=False):
    """A result with its places; None where the runner has none."""

    result: RunnerResult
    place: int | None
    place_in_sex: int | None
    place_in_category: int | None


class Span(Struct, frozen=True, gc=False):
    """Times of a group whose places have changed: later than `after_ms`, not than `until_ms`."""

    group: Group
    after_ms: int
    until_ms: int


class Changes(Struct, frozen=True):
    """Ids of runners whose rows may be others, in the order of their results.

    `results` are those whose own result may be another, `places` those who only have moved.
    """

    results: list[int]
    places: list[int]

    @property
    def ids(self) -> Iterator[int]:
        """All of them, each once."""
        return chain(self.results, self.places)


class Cursor(Struct, frozen=True):
    """How far somebody has followed a ranking."""

    ranking: "Ranking"
    change_count: int


class Ranking:
    """All results in order, by the official time in ms, never by one that is rounded for show.

    A place is one more than the number of better times: equal times share it, and the next is
    skipped (1, 1, 3). Those without a place come last, by how they stand and by bib. To put or ask
    for one runner costs a search, however many there are.

    >>> ranking = Ranking(results)
    >>> cursor = ranking.cursor()
    >>> ranking.put(result)
    >>> ranking.changed_since(cursor)
    Changes(results=[7], places=[])
    >>> ranking.placed_of(7).place
    1
    """

    def __init__(self, results: Iterable[RunnerResult] = ()) -> None:
        self._results = {result.runner.id: result for result in results}
        # In order; the last of each is the runner's id.
        self._order = sorted(map(_key, self._results.values()))
        # Official times with the runners' ids, sorted, by group.
        self._times: dict[Group, list[tuple[int, int]]] = defaultdict(list)
        for result in self._results.values():
            for group in _groups_of(result):
                self._times[group].append((result.official_ms or 0, result.runner.id))
        for times in self._times.values():
            times.sort()
        # What has changed, the last of it: ids of runners whose own results have, and spans.
        self._changes: list[int | Span] = []
        self._forgotten = 0

    def __len__(self) -> int:
        """How many runners there are."""
        return len(self._results)

    @property
    def placed_count(self) -> int:
        """How many have a place: those who have finished and may be placed."""
        return len(self._times.get(OVERALL, ()))

    @property
    def results(self) -> Iterable[RunnerResult]:
        """The results, in the order in which the runners were entered."""
        return self._results.values()

    def result_of(self, runner_id: int) -> RunnerResult | None:
        """What one runner has run; None where there is no such."""
        return self._results.get(runner_id)

    # ---- what changes ----

    def put(self, result: RunnerResult) -> None:
        """Takes in a runner's result, in the place of the one before."""
        runner_id = result.runner.id
        old = self._results.get(runner_id)
        if old == result:
            return
        self._results[runner_id] = result
        if old is not None:
            key = _key(old)
            del self._order[bisect_left(self._order, key)]
        insort(self._order, _key(result))
        self._changes.append(runner_id)
        self._changes += self._move(old, result)
        if len(self._changes) > MAX_CHANGES:
            self._forgotten += MAX_CHANGES // 2
            del self._changes[: MAX_CHANGES // 2]

    def _move(self, old: RunnerResult | None, new: RunnerResult) -> list[Span]:
        """Moves a runner in its groups; whose places that changes."""
        left = [] if old is None else _groups_of(old)
        entered = _groups_of(new)
        old_ms = None if old is None else old.official_ms
        new_ms = new.official_ms
        if (left, old_ms) == (entered, new_ms):
            return []
        for group in left:
            times = self._times[group]
            del times[bisect_left(times, (old_ms or 0, new.runner.id))]
        for group in entered:
            insort(self._times[group], (new_ms or 0, new.runner.id))
        if left == entered and old_ms is not None and new_ms is not None:
            # Whoever is between in a smaller group is so overall too.
            return [Span(OVERALL, min(old_ms, new_ms), max(old_ms, new_ms))]
        if not left or not entered:
            moment_ms = old_ms if new_ms is None else new_ms
            return [] if moment_ms is None else [Span(OVERALL, moment_ms, _ALL)]
        return [Span(group, -_ALL, _ALL) for group in (*left, *entered)]

    # ---- what is asked ----

    def places_of(self, runner_id: int) -> Places:
        """The places of a runner as things stand."""
        result = self._results.get(runner_id)
        if result is None or result.official_ms is None:
            return _NO_PLACES
        time = (result.official_ms, -_ALL)
        places = {
            group[0]: bisect_left(self._times[group], time) + 1 for group in _groups_of(result)
        }
        return Places(places["all"], places.get("sex"), places.get("category"))

    def placed_of(self, runner_id: int) -> Placed:
        """The result of a runner with its places. Raises KeyError."""
        places = self.places_of(runner_id)
        return Placed(self._results[runner_id], places.overall, places.in_sex, places.in_category)

    def ids(self) -> Iterator[int]:
        """The ids of all runners, in the order of their results."""
        return (key[-1] for key in self._order)

    def placed(self) -> list[Placed]:
        """All results with their places, in order."""
        return [self.placed_of(runner_id) for runner_id in self.ids()]

    # ---- who follows ----

    def cursor(self) -> Cursor:
        """Where one stands who knows everything as it is now."""
        return Cursor(self, self._forgotten + len(self._changes))

    def changed_since(self, cursor: Cursor | None) -> Changes | None:
        """Whose row may be another since `cursor`.

        None where it cannot be told, so that everything must be read again: the cursor is of
        another ranking, or from too long ago.
        """
        if cursor is None or cursor.ranking is not self or cursor.change_count < self._forgotten:
            return None
        results: set[int] = set()
        places: set[int] = set()
        spans: dict[Group, list[Span]] = defaultdict(list)
        for change in self._changes[cursor.change_count - self._forgotten :]:
            if isinstance(change, Span):
                spans[change.group].append(change)
            else:
                results.add(change)
        for group, of_group in spans.items():
            places.update(self._within(self._times[group], of_group))
        return Changes(self._sorted(results), self._sorted(places - results))

    def _sorted(self, runner_ids: Iterable[int]) -> list[int]:
        return sorted(runner_ids, key=lambda runner_id: _key(self._results[runner_id]))

    @staticmethod
    def _within(times: list[tuple[int, int]], spans: list[Span]) -> Iterator[int]:
        """Ids of those with times within `spans`, each once."""
        done_ms = -_ALL
        for span in sorted(spans, key=lambda one: one.after_ms):
            after_ms = max(span.after_ms, done_ms)
            if span.until_ms > after_ms:
                first = bisect_right(times, (after_ms, _ALL))
                last = bisect_right(times, (span.until_ms, _ALL))
                yield from (runner_id for _, runner_id in times[first:last])
                done_ms = span.until_ms


_Key = tuple[int, int, int, str, int]


def _key(result: RunnerResult) -> _Key:
    # Bibs are texts; those that are numbers come in their order.
    bib = result.bib
    moment_ms = result.official_ms if result.official_ms is not None else result.arrived_at_ms
    number = int(bib) if bib.isdecimal() else 0
    return (_STATUSES[result.status], moment_ms or 0, number, bib, result.runner.id)


def _groups_of(result: RunnerResult) -> list[Group]:
    """Every group in which a runner has a place."""
    if result.official_ms is None:
        return []
    groups = [OVERALL]
    if result.runner.sex is not None:
        groups.append(("sex", result.runner.sex))
    if result.category:
        groups.append(("category", result.category))
    return groups
