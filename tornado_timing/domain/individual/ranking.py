"""Places: overall, by sex and by category."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

from msgspec import Struct

from tornado_timing.domain.individual.results import RunnerResult, Status

# After those who have finished: who is still out, then who will not be placed.
_ORDER = (
    Status.FINISHED,
    Status.STARTED,
    Status.REGISTERED,
    Status.DNF,
    Status.DSQ,
    Status.DNS,
)


class Placed(Struct, frozen=True):
    """A result with its places; None where the runner has none."""

    result: RunnerResult
    place: int | None
    place_in_sex: int | None
    place_in_category: int | None


class _Places:
    """Counts places: equal times share one, and the next is skipped (1, 1, 3)."""

    def __init__(self) -> None:
        self._count = 0
        self._place = 0
        self._last_ms: int | None = None

    def next(self, official_ms: int) -> int:
        self._count += 1
        if official_ms != self._last_ms:
            self._place, self._last_ms = self._count, official_ms
        return self._place


def ranking(results: Iterable[RunnerResult]) -> list[Placed]:
    """The results in order, by the official time in ms, never by one that is rounded for show.

    Those without a place come last, by how they stand and by bib.
    """
    ordered = sorted(results, key=_key)
    places: dict[Hashable, _Places] = defaultdict(_Places)
    placed = []
    for result in ordered:
        time_ms = result.official_ms
        if time_ms is None:
            placed.append(Placed(result, None, None, None))
            continue
        sex, category = result.runner.sex, result.category
        placed.append(
            Placed(
                result,
                places["all"].next(time_ms),
                places[sex].next(time_ms) if sex is not None else None,
                places[("category", category)].next(time_ms) if category else None,
            )
        )
    return placed


def _key(result: RunnerResult) -> tuple[int, int, int, str]:
    # Bibs are texts; those that are numbers come in their order.
    number = int(result.bib) if result.bib.isdecimal() else 0
    return (_ORDER.index(result.status), result.official_ms or 0, number, result.bib)
