"""Times and bibs of a line side by side: what is paired, what could be, and what is left over."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain.individual.reconciling.alignment import (
    Alignment,
    Note,
    Pair,
    Tap,
    align,
)
from tornado_timing.domain.individual.reconciling.alone import entries_alone, times_alone
from tornado_timing.domain.individual.reconciling.bibs import Entry
from tornado_timing.domain.individual.reconciling.costs import (
    EARLY_MS,
    LATEST_MS,
    Habits,
    Wait,
    walk_of,
)
from tornado_timing.domain.individual.reconciling.margins import margins_of
from tornado_timing.domain.individual.reconciling.streams import Time, Whose

# The habits of writers show in so many bibs.
_LEARNED_FROM = 600
# And in fewer, whether the times are late; so many ms are tried at once.
_LATE_SEEN_FROM, _FEWEST_TO_SEE_LATE = 200, 5
_LATE_STEP_MS = 1_000
# So much cheaper must it be that they are, altogether and for each bib.
LATE_CLEARLY, _LATE_EACH = 4.0, 0.1


class Row(Struct, gc=False):
    """A time, a bib, or both. `is_proposed`: nobody has said yet that they belong together.

    `cost` is that of the pair, None without one; `margin` the logarithm of its odds against all
    ways without it, None of what nobody has proposed. `time` and `entry` are
    indices of the lists.
    """

    time: int | None
    entry: int | None
    is_proposed: bool = False
    cost: float | None = None
    margin: float | None = None


class Sheet:
    """The two lists of a line, how they were put together, and what that costs."""

    def __init__(self, times: Sequence[Time], entries: Sequence[Entry]) -> None:
        self.times, self.entries = times, entries
        written = [one.written_ms for one in entries if one.written_ms is not None]
        # When each runner came by who writes bibs: after the time, or before one that is late.
        self.walk_ms = walk_of([one.at_ms for one in times], sorted(written[:_LEARNED_FROM]))
        self.taps = self._moved_taps(times_alone(times, entries))
        self.timed: dict[Whose, int] = {}
        for index, time in enumerate(times):
            if time.whose is not None:
                self.timed.setdefault(time.whose, index)
        alone = entries_alone(entries, times, self.timed)
        self.notes = [
            Note(one.written_ms, one.former_ms, one.latest_ms, cost, self._came_by_ms(one))
            for one, cost in zip(entries, alone, strict=True)
        ]
        late_ms = 0 if self.walk_ms else self._late_ms()
        if late_ms:
            self.walk_ms = -late_ms
            self.taps = self._moved_taps([one.alone for one in self.taps])
            self.notes = [
                replace(note, earliest_ms=self._came_by_ms(one))
                for note, one in zip(self.notes, entries, strict=True)
            ]
        # Times and their entries of which somebody has said that they belong together.
        self.said = self._said()
        self.habits = self._learned()

    def _moved_taps(self, alone: Sequence[float]) -> list[Tap]:
        return [
            Tap(one.at_ms + self.walk_ms, cost) for one, cost in zip(self.times, alone, strict=True)
        ]

    def _late_ms(self) -> int:
        """By how much all times are too late, as the first bibs show it: 0 unless it is clear.

        Whose bib is there before the time was seen; so times that are late by a constant would have
        every bib paired with a runner before.
        """
        notes = self.notes[:_LATE_SEEN_FROM]
        known = [note.written_ms for note in notes if note.written_ms is not None]
        if len(known) < _FEWEST_TO_SEE_LATE:
            return 0
        last = bisect_right(self.taps, max(known) + LATEST_MS, key=lambda tap: tap.at_ms)
        costs, habits = {}, Habits()
        for late_ms in range(0, LATEST_MS + 1, _LATE_STEP_MS):
            taps = [Tap(one.at_ms - late_ms, one.alone) for one in self.taps[:last]]
            costs[late_ms] = align(taps, notes, habits).cost
        best_ms = min(costs, key=lambda one: costs[one])
        return best_ms if costs[best_ms] + LATE_CLEARLY + len(known) * _LATE_EACH < costs[0] else 0

    def _came_by_ms(self, entry: Entry) -> int | None:
        """When its runner was there at the latest, as other writers have seen it."""
        return None if entry.earliest_ms is None else entry.earliest_ms + self.walk_ms

    def _said(self) -> dict[int, int]:
        """Of each bib that has a time the entry that is nearest to it."""
        best: dict[int, tuple[float, int]] = {}
        for index, entry in enumerate(self.entries):
            place = self.timed.get(entry.whose)
            if place is None:
                continue
            apart_ms = 0
            if entry.written_ms is not None:
                apart_ms = abs(entry.written_ms - self.taps[place].at_ms)
            if place not in best or apart_ms < best[place][0]:
                best[place] = (apart_ms, index)
        return {place: index for place, (_, index) in best.items()}

    def _learned(self) -> Habits:
        """From the first bibs: what is said of them so far is left aside, since it may be wrong."""
        notes = self.notes[:_LEARNED_FROM]
        known = [note.written_ms for note in notes if note.written_ms is not None]
        if not known:
            return Habits()
        last = bisect_right(self.taps, known[-1] + EARLY_MS, key=lambda tap: tap.at_ms)
        taps = self.taps[:last]
        return Habits.learned(
            [
                Wait(written_ms - taps[pair.tap].at_ms, _gap_ms(notes[pair.note]))
                for pair in align(taps, notes, Habits()).pairs
                if (written_ms := notes[pair.note].written_ms) is not None
            ]
        )

    def pair_cost(self, time: int, entry: int) -> float | None:
        """What these two cost together; None where one cannot belong to the other."""
        note, at_ms = self.notes[entry], self.taps[time].at_ms
        if note.written_ms is None:
            return 0.0
        if note.could_be([at_ms]) != (0, 1):
            return None
        return note.pair_costs([at_ms], self.habits)[0]

    def aligned(
        self, fixed: Sequence[tuple[int, int]], taps: set[int], notes: set[int]
    ) -> Alignment:
        """The cheapest way to put these times and entries together, between `fixed` pairs.

        Pairs have the indices of the lists; the cost is that of all of these.
        """
        pairs, cost = [], 0.0
        for of_taps, of_notes in self._between(fixed, taps, notes):
            found = self._aligned(of_taps, of_notes)[-1]
            cost += found.cost
            pairs += [Pair(of_taps[one.tap], of_notes[one.note], one.cost) for one in found.pairs]
        return Alignment(pairs, cost)

    def _between(
        self, fixed: Sequence[tuple[int, int]], taps: set[int], notes: set[int]
    ) -> Iterator[tuple[list[int], list[int]]]:
        """The times and the entries between two `fixed` pairs, and before and after all of them."""
        tap_from = note_from = 0
        for tap_end, note_end in (*_chain(fixed), (len(self.taps), len(self.notes))):
            yield (
                [index for index in range(tap_from, tap_end) if index in taps],
                [index for index in range(note_from, note_end) if index in notes],
            )
            tap_from, note_from = tap_end + 1, note_end + 1

    def _aligned(
        self, of_taps: Sequence[int], of_notes: Sequence[int]
    ) -> tuple[list[Tap], list[Note], Alignment]:
        taps, notes = [self.taps[one] for one in of_taps], [self.notes[one] for one in of_notes]
        return taps, notes, align(taps, notes, self.habits)

    def proposed(self) -> list[Row]:
        """Of what nobody has put together yet, the pairs of the cheapest way."""
        taps = {
            index
            for index, time in enumerate(self.times)
            if time.whose is None and not time.is_closed
        }
        notes = {index for index, entry in enumerate(self.entries) if entry.whose not in self.timed}
        rows = []
        for of_taps, of_notes in self._between(sorted(self.said.items()), taps, notes):
            among_taps, among_notes, found = self._aligned(of_taps, of_notes)
            margins = margins_of(among_taps, among_notes, self.habits, found)
            for pair, margin in zip(found.pairs, margins, strict=True):
                row = Row(of_taps[pair.tap], of_notes[pair.note], True, pair.cost, margin)
                rows.append(row)
        return rows

    def rows(self) -> list[Row]:
        """All rows in the order of the line."""
        partner = {row.time: row for row in self.proposed()}
        used = {*self.said.values(), *(row.entry for row in partner.values())}
        rows = []
        for index in range(len(self.times)):
            if index in partner:
                rows.append(partner[index])
            elif index in self.said:
                entry = self.said[index]
                rows.append(Row(index, entry, cost=self.pair_cost(index, entry)))
            else:
                rows.append(Row(index, None))
        left = [index for index in range(len(self.entries)) if index not in used]
        return self._with_left(rows, left)

    def _with_left(self, rows: list[Row], left: list[int]) -> list[Row]:
        """The rows with the bibs that have no time between them, where they were written."""
        by_entry = sorted(
            (row.entry, position) for position, row in enumerate(rows) if row.entry is not None
        )
        # How far the rows are, bib by bib.
        furthest, last = [], -1
        for _, position in by_entry:
            last = max(last, position)
            furthest.append(last)
        entries_in_order = [entry for entry, _ in by_entry]
        new: defaultdict[int, list[Row]] = defaultdict(list)
        for index in left:
            after = bisect_left(entries_in_order, index)
            low = furthest[after - 1] + 1 if after else 0
            high = by_entry[after][1] if after < len(by_entry) else len(rows)
            written_ms = self.entries[index].written_ms
            place = low
            while place < high and self._is_before(rows[place], written_ms):
                place += 1
            new[place].append(Row(None, index))
        result = []
        for place in range(len(rows) + 1):
            result += new[place]
            result += rows[place : place + 1]
        return result

    def _is_before(self, row: Row, written_ms: int | None) -> bool:
        if written_ms is None or row.time is None:
            return False
        return self.taps[row.time].at_ms <= written_ms - self.habits.lag_ms


def _gap_ms(note: Note) -> int | None:
    if note.written_ms is None or note.former_ms is None:
        return None
    return note.written_ms - note.former_ms


def _chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of the pairs, sorted by time, as are in one order; the others were misread."""
    # By its length, the chain whose last entry is the earliest; each link knows the one before it.
    ends: list[int] = []
    links: list[tuple[int, int, object]] = []
    for tap, note in pairs:
        length = bisect_left(ends, note)
        link = (tap, note, links[length - 1] if length else None)
        ends[length : length + 1] = [note]
        links[length : length + 1] = [link]
    chain = []
    last: object = links[-1] if links else None
    while isinstance(last, tuple):
        tap, note, last = last
        chain.append((tap, note))
    return chain[::-1]
