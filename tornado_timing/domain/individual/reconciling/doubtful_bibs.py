"""Bibs that cannot be right: twice at a line, of nobody, of somebody who is not on the course."""

from collections.abc import Iterator, Mapping

from tornado_timing.domain.individual.reconciling import repairs
from tornado_timing.domain.individual.reconciling.bibs import Entry
from tornado_timing.domain.individual.reconciling.faults import Fault, FaultKind, Rows
from tornado_timing.domain.individual.reconciling.repairs import UNLIKELY, RepairKind
from tornado_timing.domain.individual.reconciling.similar import (
    COSTS,
    Candidate,
    Why,
    candidates_for,
)
from tornado_timing.domain.individual.reconciling.streams import Whose, whose_of
from tornado_timing.domain.individual.results import Status
from tornado_timing.domain.individual.runners import bib_key

MOST_CANDIDATES = 5


class DoubtfulBibs:
    """Looks through the bibs of a line.

    `extra` are rows whose bib is one too many, `wrong` those whose bib is nobody's who may cross.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        # By the row that is one too many the one that keeps the bib.
        self.extra: dict[int, int] = {}
        if not rows.is_start:
            for places in rows.seen.values():
                keeper = min(places, key=self._doubt)
                self.extra.update((place, keeper) for place in places if place != keeper)
        self.wrong: dict[int, tuple[FaultKind, Mapping[str, object]]] = {}
        for index in range(len(rows.rows)):
            whose = rows.whose(index)
            suspicion = None if whose is None else self._suspicion(whose)
            if suspicion is not None:
                self.wrong[index] = suspicion

    def find(self) -> Iterator[Fault]:
        """The faults, row by row."""
        for index in range(len(self._rows.rows)):
            if self._rows.whose(index) is None:
                continue
            if index in self.wrong:
                yield self._wrong(index, *self.wrong[index])
            elif index in self.extra:
                yield self._double(self.extra[index], index)
            else:
                yield from self._read_differently(index)

    def _doubt(self, index: int) -> tuple[bool, bool, int, int]:
        row = self._rows.rows[index]
        return (row.time is None, row.is_proposed, -self._writers(index), index)

    def _writers(self, index: int) -> int:
        """How many have written the bib of a row."""
        entry = self._rows.entry(index)
        return 0 if entry is None else len(entry.marks)

    def _double(self, keeper: int, index: int) -> Fault:
        """Twice the same bib: one was written twice, or is that of somebody else."""
        rows = self._rows
        time, entry = rows.time(index), rows.entry(index)
        bib = rows.bib(index)
        # Who has a time, or was seen by another writer, is somebody, whose bib is another one.
        is_somebody = time is not None or (entry is not None and entry.readings)
        drop_cost = 2 * UNLIKELY if is_somebody else 0.0
        # What more writers have written is less likely wrong.
        keeps = UNLIKELY if self._writers(keeper) > self._writers(index) else 0.0
        found = [
            repairs.replaced(rows.time(place), rows.entry(place), one, more_cost)
            for place, more_cost in ((index, 0.0), (keeper, keeps))
            for one in self._candidates(bib, rows.entry(place))
        ]
        if entry is not None:
            found.append(repairs.dropped(RepairKind.DROP_BIB, entry.marks, drop_cost))
        if time is not None and time.whose is not None:
            found.append(repairs.dropped(RepairKind.DROP_TIME, time.marks, drop_cost))
        return rows.fault(FaultKind.DOUBLE_BIB, (keeper, index), bib, found)

    def _wrong(self, index: int, kind: FaultKind, details: Mapping[str, object]) -> Fault:
        rows = self._rows
        time, entry = rows.time(index), rows.entry(index)
        bib = rows.bib(index)
        found = [repairs.replaced(time, entry, one) for one in self._candidates(bib, entry)]
        # Somebody has crossed; that nobody has, is what one comes to last.
        found.append(repairs.replaced_by_typed(time, entry))
        if entry is not None:
            found.append(repairs.dropped(RepairKind.DROP_BIB, entry.marks, UNLIKELY + 2))
        if time is not None and time.whose is not None:
            marks = [one for one in time.marks if one.bib is not None]
            found.append(repairs.nobodys(marks, UNLIKELY + 1))
        return rows.fault(kind, (index,), bib, found, details)

    def _suspicion(self, whose: Whose) -> tuple[FaultKind, Mapping[str, object]] | None:
        if isinstance(whose, str):
            return FaultKind.UNKNOWN_BIB, {}
        rows = self._rows
        result = rows.results.get(whose)
        odd = {Status.DNS}
        if not rows.is_start:
            odd |= {Status.DNF, Status.REGISTERED}
            if whose not in rows.sheet.timed:
                # With a time at another finish line.
                odd.add(Status.FINISHED)
        if result is None or result.status not in odd:
            return None
        return FaultKind.NOT_ON_COURSE, {"status": result.status}

    def _read_differently(self, index: int) -> Iterator[Fault]:
        """Nothing speaks against a bib but that another writer has read another one."""
        rows = self._rows
        time, entry = rows.time(index), rows.entry(index)
        if entry is None or not entry.readings:
            return
        found = [repairs.replaced(time, entry, one) for one in self._read_by_others(entry)]
        if found:
            details = {"other_bib": entry.readings[0].bib}
            yield rows.fault(FaultKind.BIBS_DIFFER, (index,), entry.bib, found, details)

    def _candidates(self, bib: str, entry: Entry | None) -> list[Candidate]:
        """Who is out and may be meant; first what another writer has read."""
        found = [] if entry is None else self._read_by_others(entry)
        known = {bib_key(one.bib) for one in found}
        near = candidates_for(bib, self._rows.out, MOST_CANDIDATES)
        return [*found, *(one for one in near if bib_key(one.bib) not in known)]

    def _read_by_others(self, entry: Entry) -> list[Candidate]:
        out = {
            one.bib: None
            for one in entry.readings
            if one.bib is not None
            and bib_key(one.bib) in self._rows.out
            and whose_of(one) not in self._rows.seen
        }
        return [Candidate(bib, Why.OTHER_WRITER, COSTS[Why.OTHER_WRITER]) for bib in out]
