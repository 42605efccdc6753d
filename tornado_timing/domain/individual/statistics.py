"""Results in figures: how many came in when, and how times spread.

Pure numbers, from results as they are published. Boards draw the same ones: what is defined here
is defined for their pages, too. Of who is hidden a time counts in the whole, and never in the
figures of a category.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from tornado_timing.domain.individual.results import RunnerResult, Status

MINUTE_MS = 60_000
# Widths of bins that people can read off an axis, the narrowest first.
_WIDTHS_MS = tuple(
    minutes * MINUTE_MS for minutes in (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360)
)


class Distribution(Struct, frozen=True, kw_only=True):
    """How many official times fall between each two of `edges_ms`, which are evenly apart.

    A time belongs to the bin that begins with it: ``edges_ms[i] <= time < edges_ms[i + 1]``.
    `counts` is of all who have a time, `by_category` of those who have a category as well and are
    shown, in the order of the categories' names. Without a time `edges_ms` is empty.
    """

    edges_ms: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    by_category: Mapping[str, tuple[int, ...]] = {}


class Arrival(Struct, frozen=True):
    """So many had come in when this much of the race had gone."""

    elapsed_ms: int
    count: int


class Totals(Struct, frozen=True, kw_only=True):
    """How many stand how; `placed` have an official time."""

    entered: int
    placed: int
    still_out: int
    dnf: int
    dns: int
    dsq: int


def finishers_per_minute(results: Iterable[RunnerResult]) -> list[tuple[int, int]]:
    """How many finished in each minute of the race: ``(minute, count)``, minutes from 0.

    Minutes are of gun times, which are when people see runners come in; a penalty moves nobody.
    From the first minute with anybody in it to the last, those between with 0 as well.

    >>> finishers_per_minute(results)
    [(17, 1), (18, 0), (19, 4)]
    """
    minutes = [gun_ms // MINUTE_MS for gun_ms in _gun_times(results)]
    if not minutes:
        return []
    first = min(minutes)
    counts = [0] * (max(minutes) - first + 1)
    for minute in minutes:
        counts[minute - first] += 1
    return list(enumerate(counts, first))


def time_distribution(results: Iterable[RunnerResult], bins: int = 12) -> Distribution:
    """How official times spread, in at most `bins` bins of whole minutes, by category.

    All bins have the narrowest width of which `bins` suffice: 1, 2, 5, 10, 15, 20, 30 minutes, 1,
    2, 3, 4, 6 hours; edges are multiples of it.
    """
    timed = [(one.official_ms, one) for one in results if one.official_ms is not None]
    if not timed:
        return Distribution()
    first_ms = min(time_ms for time_ms, _ in timed)
    last_ms = max(time_ms for time_ms, _ in timed)
    width_ms = next(
        (width for width in _WIDTHS_MS if last_ms // width - first_ms // width < bins),
        _WIDTHS_MS[-1],
    )
    first = first_ms // width_ms
    size = last_ms // width_ms - first + 1
    counts = [0] * size
    by_category: dict[str, list[int]] = {}
    for time_ms, result in timed:
        at = time_ms // width_ms - first
        counts[at] += 1
        if result.category and not result.runner.is_hidden:
            by_category.setdefault(result.category, [0] * size)[at] += 1
    return Distribution(
        edges_ms=tuple((first + step) * width_ms for step in range(size + 1)),
        counts=tuple(counts),
        by_category={name: tuple(by_category[name]) for name in sorted(by_category)},
    )


def arrivals(results: Iterable[RunnerResult]) -> list[Arrival]:
    """How many had come in by when: a step for each gun time, the first first.

    Who comes in at the same ms makes one step.
    """
    times = sorted(_gun_times(results))
    steps: dict[int, int] = dict(zip(times, accumulate(1 for _ in times), strict=True))
    return [Arrival(elapsed_ms, count) for elapsed_ms, count in steps.items()]


def moments(steps: Sequence[Arrival], count: int = 10) -> list[Arrival]:
    """The race in `count` moments, evenly apart from the start to the last arrival.

    How many were in at each: told one a second, a race of any length takes ten.
    """
    if not steps:
        return []
    last_ms = steps[-1].elapsed_ms
    taken, at, told = 0, 0, []
    for number in range(1, count + 1):
        moment_ms = last_ms * number // count
        while at < len(steps) and steps[at].elapsed_ms <= moment_ms:
            taken = steps[at].count
            at += 1
        told.append(Arrival(moment_ms, taken))
    return told


def totals(results: Iterable[RunnerResult]) -> Totals:
    """How many were entered, and what became of them."""
    statuses = [one.status for one in results]
    return Totals(
        entered=len(statuses),
        placed=statuses.count(Status.FINISHED),
        still_out=sum(statuses.count(one) for one in (Status.STARTED, Status.ARRIVED)),
        dnf=statuses.count(Status.DNF),
        dns=statuses.count(Status.DNS),
        dsq=statuses.count(Status.DSQ),
    )


def _gun_times(results: Iterable[RunnerResult]) -> Iterator[int]:
    """Of those who have finished and may be placed."""
    return (one.gun_ms for one in results if one.official_ms is not None and one.gun_ms is not None)
