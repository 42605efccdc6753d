"""Pairs that another order would explain nearly as well: nobody should accept them unseen."""

from collections.abc import Iterator, Sequence

from tornado_timing.domain.individual.reconciling import repairs
from tornado_timing.domain.individual.reconciling.faults import Fault, FaultKind, Rows

# A pair is sure where its odds against all ways without it are e to this: 20 to 1.
SURE = 3.0


def find_unsure(rows: Rows, faults: Sequence[Fault]) -> Iterator[Fault]:
    """The runs of proposed pairs that are not sure; what another of the `faults` names is left out.

    What stands between two pairs without a partner, or is doubtful already, does not end a run.
    """
    doubtful = {place for fault in faults for place in fault.rows}
    doubled = {
        place for fault in faults if fault.kind is FaultKind.DOUBLE_TIME for place in fault.rows
    }
    for run in _runs(rows):
        # Which of the two taps of one runner is one too many is asked already.
        is_of_two_taps = len(run) == 1 and not doubled.isdisjoint((run[0] - 1, run[0] + 1))
        named = [place for place in run if place not in doubtful]
        if named and not is_of_two_taps:
            yield _unsure(rows, named)


def _runs(rows: Rows) -> Iterator[list[int]]:
    run: list[int] = []
    for place, row in enumerate(rows.rows):
        if row.margin is not None and row.margin <= SURE:
            run.append(place)
        elif row.time is not None and row.entry is not None and run:
            yield run
            run = []
    if run:
        yield run


def _unsure(rows: Rows, run: Sequence[int]) -> Fault:
    pairs = [(time, rows.bib(place)) for place in run if (time := rows.time(place)) is not None]
    details = {"count": len(run), "other_bib": rows.bib(run[-1])}
    found = [repairs.accepted(pairs)]
    return rows.fault(FaultKind.UNSURE, tuple(run), rows.bib(run[0]), found, details)
