"""Bibs in the wrong order: neighbours that change places, and runs that are one row off."""

from collections.abc import Iterator

from tornado_timing.domain.individual.reconciling import repairs
from tornado_timing.domain.individual.reconciling.evidence import EVEN, Evidence, Shift, Swap
from tornado_timing.domain.individual.reconciling.faults import Fault, FaultKind, Rows
from tornado_timing.domain.individual.reconciling.repairs import RepairKind


def find_disorder(rows: Rows, meant: frozenset[int]) -> Iterator[Fault]:
    """The faults; `meant` are times that stand (`Evidence`)."""
    evidence = Evidence(rows.sheet, meant)
    for swap in (*evidence.swaps(), *evidence.disagreements(rows.rows)):
        yield _swapped(rows, swap)
    for shift in evidence.shifts():
        yield _shifted(rows, shift)


def _swapped(rows: Rows, swap: Swap) -> Fault:
    times = rows.sheet.times
    first, second = (rows.of_time[time] for time in swap.times)
    bibs = [(times[swap.times[0]], rows.bib(second)), (times[swap.times[1]], rows.bib(first))]
    repair = repairs.given(RepairKind.SWAP, bibs, swap.gain)
    details = {"other_bib": rows.bib(second), "writers_differ": swap.gain == EVEN}
    return rows.fault(FaultKind.OUT_OF_ORDER, (first, second), rows.bib(first), [repair], details)


def _shifted(rows: Rows, shift: Shift) -> Fault:
    times, entries = rows.sheet.times, rows.sheet.entries
    bibs = [(times[time], entries[entry].bib) for time, entry in shift.entries]
    kind = RepairKind.SHIFT_DOWN if shift.is_down else RepairKind.SHIFT_UP
    places = tuple(rows.of_time[time] for time, _ in shift.entries)
    details = {"count": len(places), "gain": round(shift.gain, 1)}
    repair = repairs.given(kind, bibs, shift.gain)
    return rows.fault(FaultKind.SHIFTED, places, rows.bib(places[0]), [repair], details)
