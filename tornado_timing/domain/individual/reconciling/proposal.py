"""Everything that is known of a line as rows, with what is doubtful and how to set it right.

Nothing is changed by this. It follows from a `Snapshot` alone, so that a thread can make it while
the race goes on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from msgspec import Struct

from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.crossings import Crossing
from tornado_timing.domain.individual.holding import Holding
from tornado_timing.domain.individual.marks import Line
from tornado_timing.domain.individual.reconciling.bibs import Writer, entries_of
from tornado_timing.domain.individual.reconciling.disorder import find_disorder
from tornado_timing.domain.individual.reconciling.doubtful_bibs import DoubtfulBibs
from tornado_timing.domain.individual.reconciling.faults import Fault, Rows
from tornado_timing.domain.individual.reconciling.missing import MissingHalves
from tornado_timing.domain.individual.reconciling.rows import Row, Sheet
from tornado_timing.domain.individual.reconciling.streams import (
    Timer,
    at_line,
    is_moment_known,
    times_of,
)
from tornado_timing.domain.individual.reconciling.unsure import find_unsure
from tornado_timing.domain.individual.results import RunnerResult


class Snapshot(Struct, frozen=True):
    """What the proposal of a line follows from.

    `crossings` may be of all lines; see `Competition.official_start_ms`. `nobodys` are ids of marks
    of which somebody has said that they have no bib, `set_again` of those whose bib was set more
    than once.
    """

    line: Line
    crossings: Sequence[Crossing]
    results: Sequence[RunnerResult]
    official_start_ms: int | None
    is_over: bool
    nobodys: frozenset[str]
    set_again: frozenset[str]


def snapshot_of(
    line: Line,
    crossings: Iterable[Crossing],
    results: Iterable[RunnerResult],
    corrections: Holding,
    *,
    official_start_ms: int | None,
    is_over: bool,
) -> Snapshot:
    """What a proposal follows from, of crossings and results as they are now."""
    here = [one for one in crossings if one.mark.line_id == line.id]
    nobodys, set_again = set(), set()
    for one in here:
        given = corrections.about(Kind.MARK_BIB, one.mark.id)
        if given and one.bib is None:
            nobodys.add(one.mark.id)
        elif len(given) > 1:
            set_again.add(one.mark.id)
    return Snapshot(
        line,
        here,
        list(results),
        official_start_ms,
        is_over,
        frozenset(nobodys),
        frozenset(set_again),
    )


class Proposal(Struct, frozen=True):
    """Rows in the order of the line, by indices of `sheet.times` and `sheet.entries`.

    `runners_out` have neither a time nor a bib here and may still come. `lags_ms` are what writers
    usually take, by their ids; `results` those of all runners by theirs.
    """

    line: Line
    sheet: Sheet
    rows: list[Row]
    faults: list[Fault]
    timers: list[Timer]
    writers: list[Writer]
    lags_ms: Mapping[int, int]
    runners_out: int
    results: Mapping[int, RunnerResult]


def propose(snapshot: Snapshot) -> Proposal:
    """Which times and bibs of a line belong together, and what is doubtful."""
    line = snapshot.line
    here = at_line(line, snapshot.crossings, snapshot.official_start_ms)
    times, timers = times_of(here, line, snapshot.nobodys)
    entries, writers = entries_of(here)
    sheet = Sheet(times, entries)
    rows = sheet.rows()
    results = {one.runner.id: one for one in snapshot.results}
    seen = Rows(sheet, rows, results, line.kind, is_over=snapshot.is_over)
    meant = frozenset(
        index
        for index, time in enumerate(times)
        if any(one.mark.id in snapshot.set_again for one in time.marks)
    )
    bibs = DoubtfulBibs(seen)
    missing = MissingHalves(seen, bibs.extra.keys() | bibs.wrong.keys())
    found = [*bibs.find(), *missing.find(), *find_disorder(seen, meant)]
    faults = sorted(
        [*found, *find_unsure(seen, found)], key=lambda fault: (fault.rows[0], fault.kind)
    )
    lags_ms = _lags_of(sheet, rows)
    return Proposal(line, sheet, rows, faults, timers, writers, lags_ms, len(seen.out), results)


def _lags_of(sheet: Sheet, rows: Sequence[Row]) -> dict[int, int]:
    lags_ms: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.time is None or row.entry is None:
            continue
        at_ms = sheet.times[row.time].at_ms
        for one in sheet.entries[row.entry].marks:
            if is_moment_known(one.mark):
                lags_ms[one.mark.judge_id].append(one.noted_ms - at_ms)
    return {judge_id: round(median(lags)) for judge_id, lags in lags_ms.items()}
