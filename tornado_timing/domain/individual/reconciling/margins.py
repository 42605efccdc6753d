"""How sure each pair of an alignment is: how much more the best way costs that does without it.

Forward and backward over the same costs. Only ways are looked at that stay within `REACH` times of
the cheapest one: who is further off differs from it in so many places that it costs far more.
"""

from collections.abc import Sequence

from tornado_timing.domain.individual.reconciling.alignment import Alignment, Note, Tap
from tornado_timing.domain.individual.reconciling.costs import Habits

REACH = 8
_NEVER = float("inf")


def margins_of(
    taps: Sequence[Tap], notes: Sequence[Note], habits: Habits, found: Alignment
) -> list[float]:
    """Of each pair of the cheapest alignment what it costs more if these two are no pair."""
    if not found.pairs:
        return []
    if len(taps) != len(notes) and all(note.written_ms is None for note in notes):
        # Nothing says where the one is that is missing.
        return [0.0] * len(found.pairs)
    return _Margins(taps, notes, habits, found).all()


class _Level:
    """Before one of the bibs: what it costs to have dealt with so many times, from `low` on."""

    __slots__ = ("costs", "low")

    def __init__(self, low: int, costs: list[float]) -> None:
        self.low, self.costs = low, costs

    def at(self, count: int) -> float:
        place = count - self.low
        return self.costs[place] if 0 <= place < len(self.costs) else _NEVER


class _Margins:
    """The costs of all ways near the cheapest one."""

    def __init__(
        self, taps: Sequence[Tap], notes: Sequence[Note], habits: Habits, found: Alignment
    ) -> None:
        self._found = found
        self._partner = {pair.note: pair.tap for pair in found.pairs}
        self._tap_costs = [tap.alone for tap in taps]
        self._note_costs = [note.alone for note in notes]
        self._ranges = self._near(len(taps), len(notes))
        times_ms = [tap.at_ms for tap in taps]
        # Of each bib from which time on it may be paired, and what that costs.
        self._pairs: list[tuple[int, list[float]]] = []
        for note, (low, high) in zip(notes, self._ranges[:-1], strict=True):
            near_ms = times_ms[low:high]
            first, end = note.could_be(near_ms)
            self._pairs.append((low + first, note.pair_costs(near_ms[first:end], habits)))

    def all(self) -> list[float]:
        """The margin of each pair."""
        forward = self._forward()
        best = forward[-1].costs[-1]
        after = self._after_last()
        margins: dict[int, float] = {}
        for index in range(len(self._note_costs) - 1, -1, -1):
            if index in self._partner:
                margins[index] = self._otherwise(index, forward[index], after) - best
            after = self._before(index, after)
        return [max(margins[pair.note], 0.0) for pair in self._found.pairs]

    def _near(self, taps: int, notes: int) -> list[tuple[int, int]]:
        """Before each bib, and at the end, how many times can have been dealt with."""
        ranges = []
        dealt = 0
        for index in range(notes + 1):
            low = max(dealt - REACH, 0)
            if index == notes:
                dealt = taps
            elif index in self._partner:
                dealt = self._partner[index]
            ranges.append((low, min(dealt + REACH, taps)))
            dealt += index in self._partner
        return ranges

    def _forward(self) -> list[_Level]:
        low, high = self._ranges[0]
        levels = [self._skipping(low, [0.0, *[_NEVER] * (high - low)])]
        for index, alone in enumerate(self._note_costs):
            former = levels[-1]
            low, high = self._ranges[index + 1]
            costs = [former.at(count) + alone for count in range(low, high + 1)]
            begin, pair_costs = self._pairs[index]
            for tap, cost in enumerate(pair_costs, start=begin):
                place = tap + 1 - low
                if 0 <= place < len(costs):
                    costs[place] = min(costs[place], former.at(tap) + cost)
            levels.append(self._skipping(low, costs))
        return levels

    def _skipping(self, low: int, costs: list[float]) -> _Level:
        """The level with the ways that leave times alone."""
        alone = self._tap_costs
        for place in range(1, len(costs)):
            costs[place] = min(costs[place], costs[place - 1] + alone[low + place - 1])
        return _Level(low, costs)

    def _after_last(self) -> _Level:
        low, high = self._ranges[-1]
        return self._skipping_back(low, [*[_NEVER] * (high - low), 0.0])

    def _skipping_back(self, low: int, costs: list[float]) -> _Level:
        alone = self._tap_costs
        for place in range(len(costs) - 2, -1, -1):
            costs[place] = min(costs[place], costs[place + 1] + alone[low + place])
        return _Level(low, costs)

    def _before(self, index: int, after: _Level) -> _Level:
        """What is still to be paid before a bib, of what is to be paid after it."""
        low, high = self._ranges[index]
        alone = self._note_costs[index]
        costs = [after.at(count) + alone for count in range(low, high + 1)]
        begin, pair_costs = self._pairs[index]
        for tap, cost in enumerate(pair_costs, start=begin):
            costs[tap - low] = min(costs[tap - low], after.at(tap + 1) + cost)
        return self._skipping_back(low, costs)

    def _otherwise(self, index: int, before: _Level, after: _Level) -> float:
        """The cheapest way in which a bib has not the time that it has."""
        alone = self._note_costs[index]
        counts = range(before.low, before.low + len(before.costs))
        best = min(before.at(count) + alone + after.at(count) for count in counts)
        begin, pair_costs = self._pairs[index]
        for tap, cost in enumerate(pair_costs, start=begin):
            if tap != self._partner[index]:
                best = min(best, before.at(tap) + cost + after.at(tap + 1))
        return best
