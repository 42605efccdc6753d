"""The cheapest way to put times and bibs together in their order, found for certain.

Dynamic programming over the bibs: after each of them, what the best way costs that has dealt with
so many of the times. Each time and each bib is either put together with one of the others, or left
alone at its own price. A bib is only compared with the times that it can belong to, from a little
before it was written back to `LONGEST_LAG_MS` earlier; where nobody knows when bibs were written,
with a band of times beside it, which is widened until no way outside of it can be cheaper.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from tornado_timing.domain.individual.reconciling.costs import (
    EARLY_MS,
    NO_MOMENT,
    OTHER_EARLIER,
    Habits,
    window,
)

_BOTH, _TIME, _BIB = 0, 1, 2
_NEVER = float("inf")
_FIRST_BAND = 32


class Tap(Struct, frozen=True, gc=False):
    """A time, epoch ms, and what it costs to leave it alone."""

    at_ms: int
    alone: float


class Note(Struct, frozen=True, gc=False):
    """A bib: when it was written, and the same writer's last one before it; epoch ms.

    Where nobody knows that, `written_ms` is None and `latest_ms` when it came in. If others had
    it at `earliest_ms`, its runner is hardly one who came later.
    """

    written_ms: int | None
    former_ms: int | None
    latest_ms: int
    alone: float
    earliest_ms: int | None = None

    def could_be(self, times_ms: Sequence[int]) -> tuple[int, int]:
        """Which of the sorted times it may belong to, as a half-open range of indices."""
        if self.written_ms is None:
            return 0, bisect_left(times_ms, self.latest_ms + EARLY_MS)
        return window(times_ms, self.written_ms)

    def pair_costs(self, times_ms: Sequence[int], habits: Habits) -> list[float]:
        """What it costs with each of these sorted times, to which it may belong."""
        if self.written_ms is None:
            return [NO_MOMENT] * len(times_ms)
        costs = habits.pair_costs(self.written_ms, self.former_ms, times_ms)
        if self.earliest_ms is not None:
            early = bisect_left(times_ms, self.earliest_ms + EARLY_MS)
            costs[early:] = [cost + OTHER_EARLIER for cost in costs[early:]]
        return costs


class Pair(Struct, frozen=True, gc=False):
    """Indices of a time and a bib that belong together at this cost."""

    tap: int
    note: int
    cost: float


class Alignment(Struct, frozen=True):
    """Pairs in order, and what they and all that is left alone cost."""

    pairs: list[Pair]
    cost: float


def align(taps: Sequence[Tap], notes: Sequence[Note], habits: Habits) -> Alignment:
    """The cheapest alignment; taps are sorted by time, notes in the order of writing."""
    if not taps or not notes:
        return Alignment([], sum(one.alone for one in taps) + sum(one.alone for one in notes))
    problem = _Problem(taps, notes, habits)
    if all(note.written_ms is not None for note in notes):
        return problem.solve(None)
    band = _FIRST_BAND
    while True:
        found = problem.solve(band)
        if band >= max(len(taps), len(notes)) or found.cost <= problem.least_outside(band):
            return found
        band *= 2


class _Problem:
    """Times and bibs with all that does not hang on the band."""

    def __init__(self, taps: Sequence[Tap], notes: Sequence[Note], habits: Habits) -> None:
        self._taps, self._notes, self._habits = taps, notes, habits
        self._times_ms = times_ms = [tap.at_ms for tap in taps]
        self._alone = [tap.alone for tap in taps]
        # What it costs to leave the first so many times alone.
        self._skipped = list(accumulate(self._alone, initial=0.0))
        self._windows = [note.could_be(times_ms) for note in notes]

    def least_outside(self, band: int) -> float:
        """No way that leaves the band costs less: it leaves so many alone on each side."""
        behind = len(self._taps) - len(self._notes)
        taps, notes = sorted(self._alone), sorted(note.alone for note in self._notes)

        def least(of_taps: int, of_notes: int) -> float:
            if of_taps > len(taps) or of_notes > len(notes):
                return _NEVER
            return sum(taps[: max(of_taps, 0)]) + sum(notes[: max(of_notes, 0)])

        over = band + 1
        known = sum(NO_MOMENT for note in self._notes if note.written_ms is None)
        # With a bib of unknown moment in every pair of it, a way can save no more than these.
        saved = min(known, NO_MOMENT * 2 * over)
        outside = min(
            least(over + max(behind, 0), over + max(behind, 0) - behind),
            least(over - min(behind, 0) + behind, over - min(behind, 0)),
        )
        return outside + known - saved

    def solve(self, band: int | None) -> Alignment:
        """The cheapest way within the band, or of all."""
        ranges = self._ranges(band)
        # Of the way so far, for each count of times dealt with from `first` on.
        first, costs = 0, [0.0]
        choices: list[tuple[int, bytearray]] = []
        pair_rows: list[tuple[int, list[float]]] = []
        for index, (low, high) in enumerate(ranges):
            costs = self._reaching(first, costs, low, high)
            first = low
            begin, pair_costs = self._pair_costs(index, low, high)
            costs, chosen = self._next(costs, low, begin, pair_costs, self._notes[index].alone)
            choices.append((low, chosen))
            pair_rows.append((begin, pair_costs))
        end = len(self._taps)
        costs = self._reaching(first, costs, end, end)
        return Alignment(self._walk_back(choices, pair_rows), costs[0])

    def _ranges(self, band: int | None) -> list[tuple[int, int]]:
        """For each bib how many times can have been dealt with after it: the fewest, the most.

        Nobody loses by dealing at once with times that no later bib can belong to.
        """
        count, behind = len(self._notes), len(self._taps) - len(self._notes)
        lows, low = [0] * count, len(self._taps)
        for index in range(count - 1, -1, -1):
            begin = self._windows[index][0]
            if band is not None:
                begin = max(begin, index - band + min(behind, 0))
            low = min(low, begin)
            lows[index] = low
        ranges, high = [], 0
        for index in range(count):
            end = self._windows[index][1]
            if band is not None:
                end = min(end, index + 1 + band + max(behind, 0))
            high = max(high, end, lows[index])
            ranges.append((lows[index], high))
        return ranges

    def _reaching(self, first: int, costs: list[float], low: int, high: int) -> list[float]:
        """The costs from `low` to `high` times dealt with.

        Those before `low` are left alone, and so are those after the last one so far.
        """
        skipped = self._skipped
        last = first + len(costs) - 1
        if low > first:
            best = min(
                costs[count - first] - skipped[count] for count in range(first, min(low, last) + 1)
            )
            costs = [best + skipped[low], *costs[low - first + 1 :]]
        reached = costs[: high - low + 1]
        for count in range(low + len(reached), high + 1):
            reached.append(reached[-1] + self._alone[count - 1])
        return reached

    def _pair_costs(self, index: int, low: int, high: int) -> tuple[int, list[float]]:
        """From which time on the bib can be paired, and what it costs with each."""
        note = self._notes[index]
        begin, end = self._windows[index]
        begin, end = max(begin, low), min(end, high)
        if begin >= end:
            return low, []
        return begin, note.pair_costs(self._times_ms[begin:end], self._habits)

    def _next(
        self,
        costs: list[float],
        low: int,
        begin: int,
        pair_costs: list[float],
        alone: float,
    ) -> tuple[list[float], bytearray]:
        """The costs after one bib more, and what was chosen for each count of times."""
        taps_alone = self._alone
        latest = costs[0] + alone
        after, chosen = [latest], bytearray([_BIB])
        offset = low - begin
        for place in range(1, len(costs)):
            cost, choice = costs[place] + alone, _BIB
            at = place - 1 + offset
            if 0 <= at < len(pair_costs):
                both = costs[place - 1] + pair_costs[at]
                if both < cost:
                    cost, choice = both, _BOTH
            latest += taps_alone[low + place - 1]
            if latest < cost:
                cost, choice = latest, _TIME
            latest = cost
            after.append(cost)
            chosen.append(choice)
        return after, chosen

    def _walk_back(
        self,
        choices: list[tuple[int, bytearray]],
        pair_rows: list[tuple[int, list[float]]],
    ) -> list[Pair]:
        pairs = []
        count = len(self._taps)
        for index in range(len(self._notes) - 1, -1, -1):
            low, chosen = choices[index]
            count = min(count, low + len(chosen) - 1)
            while chosen[count - low] == _TIME:
                count -= 1
            if chosen[count - low] == _BOTH:
                count -= 1
                begin, pair_costs = pair_rows[index]
                pairs.append(Pair(count, index, pair_costs[count - begin]))
        return pairs[::-1]
