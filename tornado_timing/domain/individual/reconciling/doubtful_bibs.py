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
    """Looks through the bibs of a line; `extra` are rows whose bib is one too many."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        # By the row that is one too many the one that keeps the bib.
        self.extra: dict[int, int] = {}
        if not rows.is_start:
            for places in rows.seen.values():
                keeper = min(places, key=self._doubt)
                self.extra.update((place, keeper) for place in places if place != keeper)

    def find(self) -> Iterator[Fault]:
        """The faults, row by row."""
        for index in range(len(self._rows.rows)):
            whose = self._rows.whose(index)
            if whose is None:
                continue
            kind, details = self._suspicion(index, whose)
            if kind is not None:
                yield self._wrong(kind, index, details)
            elif index in self.extra:
                yield self._double(self.extra[index], index)
            else:
                yield from self._read_differently(index)

    def _doubt(self, index: int) -> tuple[bool, bool, int]:
        row = self._rows.rows[index]
        return (row.time is None, row.is_proposed, index)

    def _double(self, keeper: int, index: int) -> Fault:
        """Twice the same bib: one was written twice, or is that of somebody else."""
        rows = self._rows
        time, entry = rows.time(index), rows.entry(index)
        bib = rows.bib(index)
        # Who has a time of its own has crossed: it is somebody, whose bib is another one.
        drop_cost = 0.0 if time is None else 2 * UNLIKELY
        found = [
            repairs.replaced(rows.time(place), rows.entry(place), one)
            for place in (index, keeper)
            for one in self._candidates(bib, rows.entry(place))
        ]
        if entry is not None:
            found.append(repairs.dropped(RepairKind.DROP_BIB, entry.marks, drop_cost))
        if time is not None and time.whose is not None:
            found.append(repairs.dropped(RepairKind.DROP_TIME, time.marks, drop_cost))
        return rows.fault(FaultKind.DOUBLE_BIB, (keeper, index), bib, found)

    def _wrong(self, kind: FaultKind, index: int, details: Mapping[str, object]) -> Fault:
        rows = self._rows
        time, entry = rows.time(index), rows.entry(index)
        bib = rows.bib(index)
        found = [repairs.replaced(time, entry, one) for one in self._candidates(bib, entry)]
        if entry is not None:
            found.append(repairs.dropped(RepairKind.DROP_BIB, entry.marks, UNLIKELY))
        if time is not None and time.whose is not None:
            marks = [one for one in time.marks if one.bib is not None]
            found.append(repairs.nobodys(marks, UNLIKELY + 1))
        return rows.fault(kind, (index,), bib, found, details)

    def _suspicion(self, index: int, whose: Whose) -> tuple[FaultKind | None, Mapping[str, object]]:
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
            return None, {}
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
