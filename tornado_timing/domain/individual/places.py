"""Places that are kept up as results change, so that one more finisher costs no new ranking."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from tornado_timing.domain.individual.results import RunnerResult


class Places(Struct, frozen=True):
    """The places of one runner; None where it has none."""

    overall: int | None = None
    in_sex: int | None = None
    in_category: int | None = None


_NO_PLACES = Places()
# Of what it is the order, and of which of them: ``("sex", "F")``.
Ranking = tuple[str, str]


class PlaceBook:
    """The official times of all runners, sorted overall, by sex and by category.

    A place is one more than the number of better times: equal times share it, and the next is
    skipped (1, 1, 3). To put or ask for one runner costs a search, however many there are.

    >>> book = PlaceBook(results)
    >>> book.put(result)
    >>> book.places_of(result.runner.id).overall
    1
    """

    def __init__(self, results: Iterable[RunnerResult] = ()) -> None:
        self._times_ms: dict[Ranking, list[int]] = defaultdict(list)
        self._entered: dict[int, tuple[int, list[Ranking]]] = {}
        for result in results:
            self.put(result)

    def put(self, result: RunnerResult) -> None:
        """Takes in a runner's result, in the place of the one before."""
        self.drop(result.runner.id)
        time_ms = result.official_ms
        if time_ms is None:
            return
        rankings = _rankings_of(result)
        for ranking in rankings:
            insort(self._times_ms[ranking], time_ms)
        self._entered[result.runner.id] = (time_ms, rankings)

    def drop(self, runner_id: int) -> None:
        """Forgets a runner."""
        entered = self._entered.pop(runner_id, None)
        if entered is None:
            return
        time_ms, rankings = entered
        for ranking in rankings:
            times_ms = self._times_ms[ranking]
            del times_ms[bisect_left(times_ms, time_ms)]

    def places_of(self, runner_id: int) -> Places:
        """The places of a runner as things stand."""
        entered = self._entered.get(runner_id)
        if entered is None:
            return _NO_PLACES
        time_ms, rankings = entered
        places = {
            ranking[0]: bisect_left(self._times_ms[ranking], time_ms) + 1 for ranking in rankings
        }
        return Places(places["all"], places.get("sex"), places.get("category"))


def _rankings_of(result: RunnerResult) -> list[Ranking]:
    """Every ranking in which a runner has a place."""
    rankings = [("all", "")]
    if result.runner.sex is not None:
        rankings.append(("sex", result.runner.sex))
    if result.category:
        rankings.append(("category", result.category))
    return rankings
