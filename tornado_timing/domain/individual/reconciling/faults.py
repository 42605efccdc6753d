"""What can be doubtful at a line, and what its rows say about themselves."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from tornado_timing.domain.individual.crossings import Crossing
from tornado_timing.domain.individual.marks import LineKind
from tornado_timing.domain.individual.reconciling.bibs import Entry
from tornado_timing.domain.individual.reconciling.repairs import Repair
from tornado_timing.domain.individual.reconciling.rows import Row, Sheet
from tornado_timing.domain.individual.reconciling.streams import Time, Whose
from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.domain.individual.runners import bib_key


class FaultKind(StrEnum):
    """What is doubtful about one or several rows."""

    MISSING_TIME = "missing_time"
    MISSING_BIB = "missing_bib"
    DOUBLE_TIME = "double_time"
    DOUBLE_BIB = "double_bib"
    UNKNOWN_BIB = "unknown_bib"
    NOT_ON_COURSE = "not_on_course"
    BIBS_DIFFER = "bibs_differ"
    OUT_OF_ORDER = "out_of_order"
    SHIFTED = "shifted"
    UNSURE = "unsure"


class Fault(Struct, frozen=True):
    """Something doubtful: `rows` are indices. `at_ms`, epoch, is where to look for it in a film."""

    id: str
    kind: FaultKind
    rows: tuple[int, ...]
    bib: str | None
    at_ms: int | None
    details: Mapping[str, object]
    repairs: tuple[Repair, ...]


def marks_of(sheet: Sheet, row: Row) -> tuple[Crossing, ...]:
    """The marks with a time of a row, or else those with a bib."""
    if row.time is not None:
        return sheet.times[row.time].marks
    return sheet.entries[row.entry or 0].marks


def row_id(sheet: Sheet, row: Row) -> str:
    """The id of a row's first mark."""
    return marks_of(sheet, row)[0].mark.id


class Rows:
    """The rows of a line, and whose they are; `results` are those of all runners, by their ids.

    `seen` are the rows of each runner, and of each bib that nobody wears; `out` who has none and
    may still come: bibs by their keys. With `is_over` nobody waits for anything any more.
    """

    def __init__(
        self,
        sheet: Sheet,
        rows: Sequence[Row],
        results: Mapping[int, RunnerResult],
        line_kind: LineKind,
        *,
        is_over: bool,
    ) -> None:
        self.sheet, self.rows, self.results = sheet, rows, results
        self.is_over = is_over
        self.is_start = line_kind is LineKind.START
        self.seen: defaultdict[Whose, list[int]] = defaultdict(list)
        for index in range(len(rows)):
            whose = self.whose(index)
            if whose is not None:
                self.seen[whose].append(index)
        gone = {Status.DNS} if self.is_start else {Status.DNS, Status.DNF, Status.REGISTERED}
        self.out = {
            bib_key(one.bib): one.bib
            for number, one in results.items()
            if number not in self.seen and one.status not in gone
        }
        self.of_time = {row.time: index for index, row in enumerate(rows) if row.time is not None}

    def time(self, index: int) -> Time | None:
        """What stands on the left of a row."""
        place = self.rows[index].time
        return None if place is None else self.sheet.times[place]

    def entry(self, index: int) -> Entry | None:
        """What stands on the right of a row."""
        place = self.rows[index].entry
        return None if place is None else self.sheet.entries[place]

    def whose(self, index: int) -> Whose | None:
        """Whose a row is, or is proposed to be."""
        time, entry = self.time(index), self.entry(index)
        if time is not None and time.whose is not None:
            return time.whose
        return None if entry is None else entry.whose

    def bib(self, index: int) -> str:
        """The bib that stands in a row; empty without one."""
        time, entry = self.time(index), self.entry(index)
        if time is not None and time.bib is not None:
            return time.bib
        return "" if entry is None else entry.bib

    def moment_ms(self, index: int) -> int:
        """When its runner has crossed, epoch ms, or must have: as long before as usual."""
        time, entry = self.time(index), self.entry(index)
        if time is not None:
            return time.at_ms
        if entry is None or entry.written_ms is None:
            return 0 if entry is None else entry.latest_ms
        return entry.written_ms - self.sheet.walk_ms - round(self.sheet.habits.lag_ms)

    def fault(
        self,
        kind: FaultKind,
        rows: tuple[int, ...],
        bib: str | None,
        found: Iterable[Repair],
        details: Mapping[str, object] | None = None,
        at_ms: int | None = None,
    ) -> Fault:
        """A fault with its repairs in order, whose id is the same as long as it is there."""
        ids = [row_id(self.sheet, self.rows[index]) for index in rows]
        known_as = hashlib.sha256("\n".join((kind, *ids)).encode()).hexdigest()[:16]
        if at_ms is None:
            at_ms = self.moment_ms(rows[-1])
        ordered = tuple(sorted(found, key=lambda one: one.cost))
        return Fault(known_as, kind, rows, bib, at_ms, details or {}, ordered)
