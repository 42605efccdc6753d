"""How sure each pair of an alignment is: its odds against all ways in which these two are no pair.

Forward and backward over the same costs, summing how likely each way is instead of looking for the
cheapest: where somebody is behind in a dense field, no other way is likely, but hundreds together
are. Only ways are summed that stay within `REACH` times of the cheapest one: who is further off
differs from it in so many places that it weighs nothing.

Between two pairs a way leaves bibs alone first and then times, so that each is counted once.
"""

from collections.abc import Sequence
from math import exp, log

from tornado_timing.domain.individual.reconciling.alignment import Alignment, Note, Tap
from tornado_timing.domain.individual.reconciling.costs import Habits

REACH = 8
# Beyond it the odds are lost in rounding.
SUREST = 30.0


def margins_of(
    taps: Sequence[Tap], notes: Sequence[Note], habits: Habits, found: Alignment
) -> list[float]:
    """Of each pair of the cheapest alignment the logarithm of its odds."""
    if not found.pairs:
        return []
    if len(taps) != len(notes) and all(note.written_ms is None for note in notes):
        # Nothing says where the one is that is missing.
        return [0.0] * len(found.pairs)
    return _Margins(taps, notes, habits, found).all()


class _Level:
    """Before one of the bibs: how likely it is to have dealt with so many times, from `low` on.

    `arrived` by the ways that leave no time alone since their last pair, `ready` by those too
    that do. Likelihoods are only comparable within a level.
    """

    __slots__ = ("arrived", "low", "ready")

    def __init__(self, low: int, arrived: list[float], ready: list[float]) -> None:
        self.low, self.arrived, self.ready = low, arrived, ready


class _Margins:
    """How likely all ways near the cheapest one are."""

    def __init__(
        self, taps: Sequence[Tap], notes: Sequence[Note], habits: Habits, found: Alignment
    ) -> None:
        self._found = found
        self._partner = {pair.note: pair.tap for pair in found.pairs}
        self._taps_alone = [exp(-tap.alone) for tap in taps]
        self._notes_alone = [exp(-note.alone) for note in notes]
        self._ranges = self._near(len(taps), len(notes))
        times_ms = [tap.at_ms for tap in taps]
        # Of each bib from which time on it may be paired, and how likely that is.
        self._pairs: list[tuple[int, list[float]]] = []
        for note, (low, high) in zip(notes, self._ranges[:-1], strict=True):
            near_ms = times_ms[low:high]
            first, end = note.could_be(near_ms)
            costs = note.pair_costs(near_ms[first:end], habits)
            self._pairs.append((low + first, [exp(-cost) for cost in costs]))

    def all(self) -> list[float]:
        """The margin of each pair."""
        levels = self._forward()
        low, high = self._ranges[-1]
        after = self._leaving_alone(low, [*[0.0] * (high - low), 1.0])
        margins: dict[int, float] = {}
        for index in range(len(self._notes_alone) - 1, -1, -1):
            former, after = after, self._before(index, after)
            if index in self._partner:
                margins[index] = self._margin(index, levels[index], after, former)
            after = _scaled(after)
        return [margins[pair.note] for pair in self._found.pairs]

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
        levels = [self._level(low, [1.0, *[0.0] * (high - low)])]
        for index, alone in enumerate(self._notes_alone):
            former = levels[-1]
            low, high = self._ranges[index + 1]
            arrived = [0.0] * (high - low + 1)
            for place, likely in enumerate(former.arrived, start=former.low - low):
                if 0 <= place < len(arrived):
                    arrived[place] = likely * alone
            begin, pairs = self._pairs[index]
            for tap, likely in enumerate(pairs, start=begin):
                if tap + 1 >= low:
                    arrived[tap + 1 - low] += former.ready[tap - former.low] * likely
            levels.append(self._level(low, _scaled(arrived)))
        return levels

    def _level(self, low: int, arrived: list[float]) -> _Level:
        ready = arrived.copy()
        for place in range(1, len(ready)):
            ready[place] += ready[place - 1] * self._taps_alone[low + place - 1]
        return _Level(low, arrived, ready)

    def _leaving_alone(self, low: int, likely: list[float]) -> list[float]:
        for place in range(len(likely) - 2, -1, -1):
            likely[place] += likely[place + 1] * self._taps_alone[low + place]
        return likely

    def _before(self, index: int, after: list[float]) -> list[float]:
        """How likely the rest is before a bib, from how likely it is after it."""
        (low, high), (after_low, _) = self._ranges[index], self._ranges[index + 1]
        rest = [0.0] * (high - low + 1)
        begin, pairs = self._pairs[index]
        for tap, likely in enumerate(pairs, start=begin):
            if 0 <= tap + 1 - after_low < len(after):
                rest[tap - low] = likely * after[tap + 1 - after_low]
        self._leaving_alone(low, rest)
        alone = self._notes_alone[index]
        for place, likely in enumerate(after, start=after_low - low):
            if 0 <= place < len(rest):
                rest[place] += alone * likely
        return rest

    def _margin(self, index: int, level: _Level, rest: list[float], after: list[float]) -> float:
        """The logarithm of the odds that a bib has the time that it has."""
        tap = self._partner[index]
        begin, pairs = self._pairs[index]
        likely = level.ready[tap - level.low] * pairs[tap - begin]
        likely *= after[tap + 1 - self._ranges[index + 1][0]]
        others = sum(map(float.__mul__, level.arrived, rest)) - likely
        if likely <= 0.0:
            return 0.0
        return SUREST if others <= likely * exp(-SUREST) else max(log(likely / others), 0.0)


def _scaled(likely: list[float]) -> list[float]:
    """The same, with 1 for the likeliest: products of thousands would else be rounded to 0."""
    most = max(likely)
    return [one / most for one in likely] if most > 0.0 else likely
