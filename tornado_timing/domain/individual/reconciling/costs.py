"""What it costs to put a time and a bib together, or to leave one alone. Natural logarithms.

A cost is minus the logarithm of how likely something is beside what is usual: 0 is as usual, every
0.7 more is half as likely, and costs of things that happen side by side add up.

============================  =======================================================
a time without a bib          `ALONE` for each of two writers: 1 in 150 runners is missed
a bib without a time          `ALONE` for each of two timers
a second tap within 1 s       `DOUBLED_TAP` without a bib: often the thumb, or a pack;
                              `TAPPED_BY_ONE` if another timer has not seen it
a bib that was there before   `DOUBLED_BIB` without a time: one of both is wrong
beside one by another writer  `READ_TWICE` without a time: one runner may be meant by both
a bib that nobody wears       as any other: somebody has crossed all the same
a time with a bib             by when the bib was written: `Habits.pair_costs`
  written before the time     unusual, the more the earlier; cannot be, beyond `EARLY_MS`
  another had it before       `OTHER_EARLIER`: only if that writer has erred too
  nobody knows when           `NO_MOMENT`: order alone decides
a mark with both              taken as it is: no other order is looked at
============================  =======================================================

Who writes bibs either waits for the next runner, and has written its bib some `lag_ms` after it
has crossed; or is behind, and writes the next bib some `gap_ms` after the last one, whenever its
runner has crossed. So a bib is expected at the later of both, and how long the writer usually takes
follows from the data: `Habits.learned`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from math import erf, exp, log, pi, sqrt
from statistics import median

from msgspec import Struct

ALONE = 5.0
DOUBLED_TAP = 3.0
TAPPED_BY_ONE = 1.0
DOUBLED_BIB = 1.0
READ_TWICE = 1.5
NO_MOMENT = 1.0
OTHER_EARLIER = 5.0
# Somebody may write the bib of who is two steps before the line.
EARLY_MS = 500
DOUBLED_MS = 1_000
# By so much may all times of a line be too late: a slow finger, a clock, somebody off the line.
LATEST_MS = 4_000
# So many bibs, for 1 s, are written before the usual lag has begun, or were tapped too late.
_HASTY = 0.02
_HASTE_MS = 500
_MOST_HASTE_MS = 1_000
# Nobody is looked for among who has crossed so long before.
LONGEST_LAG_MS = 120_000
# Of two ways for who is behind, the one with a wait that is so much longer is e times less likely.
PATIENCE_MS = 60_000
_STEP_MS = 50
# Below it no likelihood falls: the cost is above all others by then.
_LEAST = 1e-12
# Before anything is known of a writer: the middle of what was seen at races, and how it varies.
USUAL_LAG_MS = 2_500
USUAL_GAP_MS = 1_500
_USUAL_SPREAD = 0.6
_LEAST_SPREAD, _MOST_SPREAD = 0.3, 0.8
_FEWEST_TO_LEARN = 12
_DEVIATION_OF_MEDIAN = 1.4826
_BIN_MS = 500
_BINS = 6
_STANDS_OUT = 1.5
_SHORTEST_WALK_MS = 5_000


class Wait(Struct, frozen=True):
    """One bib of a pair: ms since its time, and since the same writer's last bib, if there is."""

    lag_ms: int
    gap_ms: int | None


class Habits:
    """How long the writers of a line take.

    `lag_ms` is the usual time from a runner to its bib, `gap_ms` from one bib to the next of a
    writer who is behind. Spreads are those of the logarithm.
    """

    def __init__(
        self,
        lag_ms: float = USUAL_LAG_MS,
        lag_spread: float = _USUAL_SPREAD,
        gap_ms: float = USUAL_GAP_MS,
        gap_spread: float = _USUAL_SPREAD,
    ) -> None:
        self.lag_ms = lag_ms
        self.gap_ms = gap_ms
        self._gap_spread = gap_spread
        lags = range(-EARLY_MS, LONGEST_LAG_MS + _STEP_MS, _STEP_MS)
        in_time = [max(lag, 1) for lag in lags]
        self._waited = [
            _density(one, lag_ms, lag_spread) + _hasty(lag)
            for one, lag in zip(in_time, lags, strict=True)
        ]
        self._behind = [
            _share_below(one, lag_ms, lag_spread) * exp(-one / PATIENCE_MS) for one in in_time
        ]
        # As likely as it gets: such a pair costs nothing.
        self._usual = log(max(self._waited))

    @classmethod
    def learned(cls, waits: Sequence[Wait]) -> "Habits":
        """The habits that these pairs show; what they do not show is as at other races."""
        if len(waits) < _FEWEST_TO_LEARN:
            return cls()
        # Who was waiting for the runner had written the last bib before.
        lag_ms, lag_spread = _usual(
            one.lag_ms for one in waits if one.gap_ms is None or one.gap_ms > one.lag_ms
        ) or (USUAL_LAG_MS, _USUAL_SPREAD)
        gap_ms, gap_spread = _usual(
            one.gap_ms for one in waits if one.gap_ms is not None and one.gap_ms <= one.lag_ms
        ) or (USUAL_GAP_MS, _USUAL_SPREAD)
        return cls(lag_ms, lag_spread, gap_ms, gap_spread)

    def pair_costs(
        self, written_ms: int, former_ms: int | None, times_ms: Sequence[int]
    ) -> list[float]:
        """What a bib costs with each of these times, which may be `EARLY_MS` later than it.

        `former_ms` is when its writer wrote the last one before it. All moments are epoch ms.
        """
        waiting, behind = 1.0, 0.0
        if former_ms is not None:
            gap_ms = max(written_ms - former_ms, 1)
            waiting = _share_below(gap_ms, self.gap_ms, self._gap_spread)
            behind = _density(gap_ms, self.gap_ms, self._gap_spread)
        usual, first_ms = self._usual, written_ms + EARLY_MS
        waited_at, behind_at = self._waited, self._behind
        costs = []
        for at_ms in times_ms:
            index = (first_ms - at_ms) // _STEP_MS
            likely = waiting * waited_at[index] + behind * behind_at[index] + _LEAST
            costs.append(max(0.0, usual - log(likely)))
        return costs


def _usual(spans_ms: Iterable[int | None]) -> tuple[float, float] | None:
    """Median and spread of the logarithm; None of too few."""
    logs = sorted(log(max(one, 50)) for one in spans_ms if one is not None)
    if len(logs) < _FEWEST_TO_LEARN:
        return None
    middle = median(logs)
    spread = median(abs(one - middle) for one in logs) * _DEVIATION_OF_MEDIAN
    return exp(middle), min(max(spread, _LEAST_SPREAD), _MOST_SPREAD)


def _density(span_ms: float, usual_ms: float, spread: float) -> float:
    """Of a logarithm that is spread normally around that of `usual_ms`, for 1 s."""
    deviation = (log(span_ms) - log(usual_ms)) / spread
    return exp(-deviation * deviation / 2) / (span_ms / 1000 * spread * sqrt(2 * pi))


def _hasty(lag_ms: float) -> float:
    """Of a bib written before its time, or right with it, for 1 s: a few are, fewer the earlier."""
    return _HASTY * exp(min(lag_ms, 0) / _HASTE_MS) if lag_ms < _MOST_HASTE_MS else 0.0


def _share_below(span_ms: float, usual_ms: float, spread: float) -> float:
    deviation = (log(span_ms) - log(usual_ms)) / spread
    return (1 + erf(deviation / sqrt(2))) / 2


def walk_of(times_ms: Sequence[int], written_ms: Sequence[int]) -> int:
    """How far behind the line the bibs are written, as ms of walking; both lists are sorted.

    It is seen from the lag that most bibs have after one time or another, if that stands out of
    what comes by chance. 0 for who writes at the line.
    """
    bins = [0] * (LONGEST_LAG_MS // _BIN_MS)
    for moment_ms in written_ms:
        for at_ms in times_ms[slice(*window(times_ms, moment_ms))]:
            bins[max(moment_ms - at_ms - 1, 0) // _BIN_MS] += 1
    together = [sum(bins[place : place + _BINS]) for place in range(len(bins) - _BINS + 1)]
    most = max(together)
    if most < _STANDS_OUT * median(together) + _FEWEST_TO_LEARN:
        return 0
    walk_ms = round((together.index(most) + _BINS / 2) * _BIN_MS) - 2 * USUAL_LAG_MS
    return walk_ms if walk_ms >= _SHORTEST_WALK_MS else 0


def window(times_ms: Sequence[int], written_ms: int) -> tuple[int, int]:
    """Which of the sorted times a bib may belong to, as a half-open range of indices."""
    first = bisect_left(times_ms, written_ms - LONGEST_LAG_MS)
    return first, bisect_left(times_ms, written_ms + EARLY_MS)
