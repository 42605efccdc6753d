"""Times without a bib and bibs without a time: somebody was missed, or there is one too many."""

from collections.abc import Collection, Iterator

from tornado_timing.domain.individual.reconciling import repairs
from tornado_timing.domain.individual.reconciling.bibs import Entry
from tornado_timing.domain.individual.reconciling.costs import DOUBLED_MS
from tornado_timing.domain.individual.reconciling.evidence import EVEN
from tornado_timing.domain.individual.reconciling.faults import Fault, FaultKind, Rows
from tornado_timing.domain.individual.reconciling.repairs import UNLIKELY, RepairKind
from tornado_timing.domain.individual.reconciling.similar import Candidate, Why
from tornado_timing.domain.individual.reconciling.streams import Time

# Whoever is among so few is worth being named when a bib is missing.
FEW_OUT = 3
# What is younger may still get its other half.
UNSETTLED_MS = 15_000
# A pair that costs more has a bib that was written unusually late, or early.
_LATE = 2.0
# Beside that somebody knows the bib: likelier is a second tap, and not quite so the last one out.
_SECOND_TAP, _LAST_OUT = -1.0, 1.0


class MissingHalves:
    """Looks through the rows that lack one side; `others` have another fault."""

    def __init__(self, rows: Rows, others: Collection[int]) -> None:
        self._rows, self._others = rows, others
        sheet = rows.sheet
        written = [one.written_ms for one in sheet.entries if one.written_ms is not None]
        anchors = (one.at_ms for one in sheet.times if one.is_anchor)
        self._last_written_ms = max([*written, *anchors], default=0)
        self._has_bibs = bool(sheet.entries or sheet.timed)

    def find(self) -> Iterator[Fault]:
        """The faults, row by row."""
        for index in range(len(self._rows.rows)):
            time, entry = self._rows.time(index), self._rows.entry(index)
            if time is None and entry is not None and index not in self._others:
                yield from self._missing_time(index, entry)
            elif time is not None and time.whose is None and entry is None and not time.is_closed:
                yield from self._missing_bib(index, time)
            elif time is not None and entry is not None and index not in self._others:
                yield from self._late_bib(index, time, entry)

    def _missing_time(self, index: int, entry: Entry) -> Iterator[Fault]:
        taps = self._rows.sheet.taps
        written_ms = entry.latest_ms if entry.written_ms is None else entry.written_ms
        # Who is written down before anybody was timed may be timed by and by.
        if not taps or not (self._rows.is_over or written_ms < taps[-1].at_ms):
            return
        at_ms = self._estimate_ms(index, entry)
        found = [
            repairs.time_inserted(entry, at_ms),
            repairs.dropped(RepairKind.DROP_BIB, entry.marks, UNLIKELY),
        ]
        details = {"written_at_ms": entry.written_ms}
        kind = FaultKind.MISSING_TIME
        yield self._rows.fault(kind, (index,), entry.bib, found, details, at_ms)

    def _estimate_ms(self, index: int, entry: Entry) -> int:
        """When its runner has crossed: as long before as usual, and between who is beside it."""
        before_ms, after_ms = self._beside(index, -1), self._beside(index, 1)
        if entry.written_ms is None:
            if before_ms is None or after_ms is None:
                return before_ms or after_ms or entry.latest_ms
            return (before_ms + after_ms) // 2
        at_ms = self._rows.moment_ms(index)
        if before_ms is not None:
            at_ms = max(at_ms, before_ms)
        return at_ms if after_ms is None else min(at_ms, after_ms)

    def _beside(self, index: int, step: int) -> int | None:
        index += step
        while 0 <= index < len(self._rows.rows):
            time = self._rows.time(index)
            if time is not None:
                return time.at_ms
            index += step
        return None

    def _missing_bib(self, index: int, time: Time) -> Iterator[Fault]:
        rows = self._rows
        gap_ms = self._gap_ms(index, time)
        is_double = gap_ms < DOUBLED_MS
        waits_until_ms = time.at_ms + rows.sheet.walk_ms + UNSETTLED_MS
        is_settled = rows.is_over or self._last_written_ms > waits_until_ms
        if not self._has_bibs or not (is_double or is_settled):
            return
        drop_cost = _SECOND_TAP if is_double else UNLIKELY
        found = [
            repairs.bib_to_type(time),
            repairs.nobodys(time.marks, UNLIKELY + 1),
            repairs.dropped(RepairKind.DROP_TIME, time.marks, drop_cost),
        ]
        if len(rows.out) <= FEW_OUT:
            last_out = (Candidate(bib, Why.LAST_OUT, _LAST_OUT) for bib in rows.out.values())
            found += [repairs.bib_inserted(time, one) for one in last_out]
        kind = FaultKind.DOUBLE_TIME if is_double else FaultKind.MISSING_BIB
        yield rows.fault(kind, (index,), None, found, {"gap_ms": gap_ms} if is_double else {})

    def _late_bib(self, index: int, time: Time, entry: Entry) -> Iterator[Fault]:
        """A second tap right after another one, whose bib came late.

        The bib may be that of another runner, whom the timer has missed.
        """
        row = self._rows.rows[index]
        if not row.is_proposed or (row.cost or 0.0) < _LATE:
            return
        gap_ms = self._gap_ms(index, time)
        if gap_ms < DOUBLED_MS:
            as_it_is = Candidate(entry.bib, Why.PROPOSED, 0.0)
            found = [
                repairs.bib_inserted(time, as_it_is),
                repairs.dropped(RepairKind.DROP_TIME, time.marks, EVEN),
            ]
            kind, details = FaultKind.DOUBLE_TIME, {"gap_ms": gap_ms}
            yield self._rows.fault(kind, (index,), entry.bib, found, details)

    def _gap_ms(self, index: int, time: Time) -> int:
        """How near to one beside it the same timer has tapped, of which it may be the second.

        No two timers double a tap of the same runner: what both have is somebody.
        """
        times = self._rows.sheet.times
        timers = {one.mark.judge_id for one in time.marks}
        if len(timers) > 1:
            return DOUBLED_MS
        place = self._rows.rows[index].time or 0
        nearest_ms = DOUBLED_MS
        for other in (place - 1, place + 1):
            if not 0 <= other < len(times):
                continue
            beside = times[other]
            # Of two that have no bib the later one is the second.
            if other > place and self._rows.whose(self._rows.of_time[other]) is None:
                continue
            if timers <= {one.mark.judge_id for one in beside.marks}:
                nearest_ms = min(nearest_ms, abs(time.at_ms - beside.at_ms))
        return nearest_ms
