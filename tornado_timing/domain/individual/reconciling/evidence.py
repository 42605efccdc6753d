"""What was paired already and fits badly: shifted by one from somewhere on, or the wrong way round.

The writers' moments are asked what they say without it. Marks that came with both a bib and a time
stand, and so do bibs that somebody has set a second time: who does that has looked.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from tornado_timing.domain.individual.reconciling.rows import Row, Sheet
from tornado_timing.domain.individual.reconciling.streams import is_moment_known

# So much cheaper must another way be, before anything that was decided is doubted: e**8 is 3,000.
CLEARLY = 8.0
# And by so much more for each row: over many, such a sum comes by chance.
CLEARLY_EACH = 0.2
# Two neighbours the other way round are a smaller step.
CLEARLY_SWAPPED = 4.0
# Two writers who disagree about who was first: as likely the one as the other.
EVEN = 0.7
# A bib that was written before the time that it was given.
IMPOSSIBLE = 20.0


class Shift(Struct, frozen=True):
    """Times that were given the bib of a neighbour, with the entries that fit; by their indices."""

    entries: tuple[tuple[int, int], ...]
    is_down: bool
    gain: float


class Swap(Struct, frozen=True):
    """Two times, one after the other, whose bibs belong to each other."""

    times: tuple[int, int]
    gain: float


class Evidence:
    """Looks for what the moments of writing speak against; `meant` are times that stand."""

    def __init__(self, sheet: Sheet, meant: frozenset[int]) -> None:
        self._sheet = sheet
        said = sheet.said
        self._fixed = [
            pair
            for pair in sorted(said.items())
            if sheet.times[pair[0]].is_anchor or pair[0] in meant
        ]
        fixed = {time for time, _ in self._fixed}
        self._doubted = [time for time in sorted(said) if time not in fixed]

    def shifts(self) -> list[Shift]:
        """Runs of times which all fit better with the bib of a neighbour."""
        if not self._doubted:
            return []
        sheet = self._sheet
        taps = set(self._doubted)
        taps.update(
            index
            for index, one in enumerate(sheet.times)
            if one.whose is None and not one.is_closed
        )
        notes = {sheet.said[time] for time in self._doubted}
        notes.update(
            index for index, one in enumerate(sheet.entries) if one.whose not in sheet.timed
        )
        free = {pair.tap: pair.note for pair in sheet.aligned(self._fixed, taps, notes).pairs}
        runs = (self._shift(run, free) for run in self._runs(free))
        return [one for one in runs if one.gain > CLEARLY + CLEARLY_EACH * len(one.entries)]

    def swaps(self) -> list[Swap]:
        """Neighbours whose bibs were written in the one order, and given in the other."""
        found = []
        for first, second in pairwise(self._doubted):
            one, other = self._sheet.said[first], self._sheet.said[second]
            # What one of the writers says too is as good.
            if one > other and not any(self._orders(one, other)):
                gain = self._cost(first, one) + self._cost(second, other)
                gain -= self._cost(first, other) + self._cost(second, one)
                if gain > CLEARLY_SWAPPED:
                    found.append(Swap((first, second), gain))
        return found

    def disagreements(self, rows: Sequence[Row]) -> list[Swap]:
        """Neighbours that nobody has paired yet, whom two writers saw in different orders."""
        found = []
        for one, other in pairwise(rows):
            if not (one.is_proposed and other.is_proposed):
                continue
            if one.time is None or other.time is None:
                continue
            if len(set(self._orders(one.entry or 0, other.entry or 0))) > 1:
                found.append(Swap((one.time, other.time), EVEN))
        return found

    def _orders(self, one: int, other: int) -> Iterator[bool]:
        """For each writer who has both whether the first was written first."""
        entries = self._sheet.entries
        known = (mark for mark in entries[one].marks if is_moment_known(mark.mark))
        places = {mark.mark.judge_id: mark.noted_ms for mark in known}
        for mark in entries[other].marks:
            if mark.mark.judge_id in places and is_moment_known(mark.mark):
                yield places[mark.mark.judge_id] <= mark.noted_ms

    def _runs(self, free: dict[int, int]) -> Iterator[list[int]]:
        said = self._sheet.said
        run: list[int] = []
        side = 0
        crossed = {
            time
            for both in pairwise(self._doubted)
            if said[both[0]] > said[both[1]]
            for time in both
        }
        for time in self._doubted:
            if time in crossed:
                # Neighbours that are the other way round are looked at for themselves.
                continue
            moved = free.get(time, said[time]) - said[time]
            moved = (moved > 0) - (moved < 0)
            if moved != side and run:
                yield run
                run = []
            side = moved
            if moved:
                run.append(time)
        if run:
            yield run

    def _shift(self, run: list[int], free: dict[int, int]) -> Shift:
        said = self._sheet.said
        gain = sum(self._cost(time, said[time]) - self._cost(time, free[time]) for time in run)
        entries = tuple((time, free[time]) for time in run)
        return Shift(entries, free[run[0]] < said[run[0]], gain)

    def _cost(self, time: int, entry: int) -> float:
        cost = self._sheet.pair_cost(time, entry)
        return IMPOSSIBLE if cost is None else min(cost, IMPOSSIBLE)
