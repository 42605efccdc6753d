"""What the server counts of itself: plain numbers, for the metrics and for a page.

Written to on the way of every tap, so nothing here formats, allocates or locks; whoever wants to
see the figures makes them when asked.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

# Upper bounds of the buckets, in seconds: fine where acknowledgements are, coarse where trouble is.
BOUNDS_S = (
    *(0.00025, 0.0005, 0.00075, 0.001, 0.0015, 0.002, 0.003, 0.004, 0.006, 0.008, 0.012, 0.016),
    *(0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
)
# What a judge's message is about.
KINDS = ("times", "marks", "changes", "checks", "other")
MINUTE_S = 60


class Histogram:
    """How long something took: how often within each of `BOUNDS_S`, and beyond the last."""

    __slots__ = ("counts", "highest_s", "sum_s")

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS_S) + 1)
        self.sum_s = 0.0
        self.highest_s = 0.0

    def observe(self, span_s: float) -> None:
        """Counts one that took `span_s` seconds."""
        self.counts[bisect_left(BOUNDS_S, span_s)] += 1
        self.sum_s += span_s
        if span_s > self.highest_s:
            self.highest_s = span_s

    @property
    def count(self) -> int:
        """How many were counted."""
        return sum(self.counts)


def quantile_s(counts: Sequence[int], share: float) -> float | None:
    """Within how many seconds `share` (0 to 1) of what `counts` holds was done; None of nothing.

    Straight between the bounds of a bucket; what lies beyond the last bound counts as that.
    """
    total = sum(counts)
    if not total:
        return None
    wanted = share * total
    for index, reached in enumerate(accumulate(counts)):
        if reached >= wanted and counts[index]:
            if index == len(BOUNDS_S):
                break
            low_s = BOUNDS_S[index - 1] if index else 0.0
            inside = 1 - (reached - wanted) / counts[index]
            return low_s + (BOUNDS_S[index] - low_s) * inside
    return BOUNDS_S[-1]


def total_of(histograms: Iterable[Histogram]) -> list[int]:
    """The counts of several, bucket by bucket."""
    return [sum(counts) for counts in zip(*(one.counts for one in histograms), strict=True)]


class LastMinute:
    """The counts at the end of each of the last sixty seconds, to tell the last minute apart."""

    def __init__(self, seconds: int = MINUTE_S) -> None:
        self._ends: deque[tuple[int, ...]] = deque(maxlen=seconds + 1)

    def note(self, counts: Iterable[int]) -> None:
        """Keeps the counts as they are now; call it once a second."""
        self._ends.append(tuple(counts))

    def counts(self) -> list[int]:
        """What was counted meanwhile, bucket by bucket; nothing before two seconds are known."""
        if not self._ends:
            return []
        return [
            newest - oldest for oldest, newest in zip(self._ends[0], self._ends[-1], strict=True)
        ]

    def each_second(self) -> list[int]:
        """How many in each second that is known, the oldest first."""
        return [sum(after) - sum(before) for before, after in pairwise(self._ends)]


class Measures:
    """Everything that is counted, since the server has started."""

    def __init__(self) -> None:
        # From the arrival of a judge's message until its answer is written.
        self.acknowledgements = {kind: Histogram() for kind in KINDS}
        # From handing a transaction to SQLite's thread until the loop knows that it is durable.
        self.commits = Histogram()
        # Requests by the first digit of their status.
        self.requests = {digit: Histogram() for digit in range(1, 6)}
        # How late the loop came to what was due at a certain moment.
        self.lags = Histogram()
        self.commit_failures = 0
        self.records_stored = 0
        self.records_duplicate = 0
        self.records_refused = 0
        self.acknowledged_minute = LastMinute()
        self.committed_minute = LastMinute()

    def tick(self, late_s: float) -> None:
        """Ends a second, which the loop was told of `late_s` too late."""
        self.lags.observe(max(0.0, late_s))
        self.acknowledged_minute.note(total_of(self.acknowledgements.values()))
        self.committed_minute.note(self.commits.counts)

    def recorded(self, stored: int, duplicate: int, refused: int) -> None:
        """Counts what became of times or marks that were sent."""
        self.records_stored += stored
        self.records_duplicate += duplicate
        self.records_refused += refused
