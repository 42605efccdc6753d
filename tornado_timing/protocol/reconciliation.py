"""The reconciliation of a line, as organizers read it and repair it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.crossings import Crossing
from tornado_timing.domain.individual.reconciling.faults import Fault, FaultKind, row_id
from tornado_timing.domain.individual.reconciling.proposal import Proposal
from tornado_timing.domain.individual.reconciling.repairs import Change, RepairKind
from tornado_timing.domain.individual.reconciling.rows import Row
from tornado_timing.domain.individual.reconciling.streams import is_moment_known
from tornado_timing.protocol.line_repairs import MarkExpected
from tornado_timing.protocol.wire import encode

State = Literal["paired", "proposed", "time_only", "bib_only"]


class TimerOut(Struct):
    """Who took times, and how much later than the reference; in ms, None where nobody knows."""

    judge_id: int
    username: str | None
    count: int
    offset_ms: int | None
    spread_ms: int | None
    matched: int
    is_reference: bool


class WriterOut(Struct):
    """Who wrote bibs, and how long after the times they usually came."""

    judge_id: int
    username: str | None
    count: int
    usual_lag_ms: int | None


class TotalsOut(Struct):
    """How many rows there are of each state, and faults."""

    rows: int
    paired: int
    proposed: int
    times_left: int
    bibs_left: int
    faults: int


class RowTimeOut(Struct, gc=False):
    """One mark with a time, as it was marked or corrected, and its bib as it counts."""

    mark_id: str
    judge_id: int
    at_ms: int
    bib: str | None
    uncertainty_ms: int | None


class RowBibOut(Struct, gc=False):
    """One mark with a bib and no time; of several writers one may have read another bib."""

    mark_id: str
    judge_id: int
    noted_at_ms: int | None
    bib: str | None


class RowOut(Struct, gc=False):
    """A time and a bib side by side, or one of them.

    `id` is that of its first mark. `at_ms` is what its times make together, `elapsed_ms` counts
    from the pressed start. `cost` is that of the pair.
    """

    id: str
    state: State
    at_ms: int | None
    elapsed_ms: int | None
    times: list[RowTimeOut]
    bib: str | None
    runner_id: int | None
    runner_name: str | None
    bib_marks: list[RowBibOut]
    cost: float | None
    is_anchor: bool
    faults: list[str]


class ChangeOut(Struct, gc=False):
    """One correction of a mark; a `mark_bib` whose `text` is null is a bib that is to be typed."""

    kind: Kind
    mark_id: str
    expected: MarkExpected
    number: int | None = None
    text: str | None = None


class RepairOut(Struct):
    """Changes that belong together; the first repair of a fault is the likeliest."""

    kind: RepairKind
    changes: list[ChangeOut]
    details: dict[str, Any]
    cost: float


class FaultOut(Struct):
    """Something doubtful, and its likeliest repairs."""

    id: str
    kind: FaultKind
    row_ids: list[str]
    bib: str | None
    at_ms: int | None
    details: dict[str, Any]
    repairs: list[RepairOut]


class ReconciliationOut(Struct):
    """The rows of a line in its order, and what is doubtful about them."""

    line_id: int
    version: int
    made_in_ms: int
    timers: list[TimerOut]
    writers: list[WriterOut]
    runners_out: int
    totals: TotalsOut
    rows: list[RowOut]
    faults: list[FaultOut]


def encode_reconciliation(
    proposal: Proposal,
    version: int,
    made_in_ms: int,
    *,
    started_at_ms: int | None,
    usernames: Mapping[int, str],
    runners: Mapping[int, str],
) -> bytes:
    """The JSON of `ReconciliationOut`; names of judges and of runners by their ids."""
    rows = proposal.rows
    ids = [row_id(proposal.sheet, row) for row in rows]
    faults_of: defaultdict[int, list[str]] = defaultdict(list)
    for fault in proposal.faults:
        for index in fault.rows:
            faults_of[index].append(fault.id)
    out = [
        _row_out(proposal, row, ids[index], faults_of.get(index, []), started_at_ms, runners)
        for index, row in enumerate(rows)
    ]
    states = [one.state for one in out]
    totals = TotalsOut(
        len(rows),
        states.count("paired"),
        states.count("proposed"),
        states.count("time_only"),
        states.count("bib_only"),
        len(proposal.faults),
    )
    document = ReconciliationOut(
        proposal.line.id,
        version,
        made_in_ms,
        _timers_out(proposal, usernames),
        [
            WriterOut(
                one.judge_id,
                usernames.get(one.judge_id),
                one.count,
                proposal.lags_ms.get(one.judge_id),
            )
            for one in proposal.writers
        ],
        proposal.runners_out,
        totals,
        out,
        [_fault_out(fault, ids) for fault in proposal.faults],
    )
    return encode(document)


def _timers_out(proposal: Proposal, usernames: Mapping[int, str]) -> list[TimerOut]:
    return [
        TimerOut(
            one.judge_id,
            usernames.get(one.judge_id),
            one.count,
            None if one.offset is None else one.offset.offset_ms,
            None if one.offset is None else one.offset.spread_ms,
            0 if one.offset is None else one.offset.matched,
            one.is_reference,
        )
        for one in proposal.timers
    ]


def _row_out(
    proposal: Proposal,
    row: Row,
    known_as: str,
    faults: list[str],
    started_at_ms: int | None,
    runners: Mapping[int, str],
) -> RowOut:
    time = None if row.time is None else proposal.sheet.times[row.time]
    entry = None if row.entry is None else proposal.sheet.entries[row.entry]
    bib = whose = None
    if time is not None and time.whose is not None:
        state: State = "paired"
        bib, whose = time.bib, time.whose
    elif entry is not None:
        state = "bib_only" if time is None else "proposed"
        bib, whose = entry.bib, entry.whose
    else:
        state = "time_only"
    runner_id = whose if isinstance(whose, int) else None
    at_ms = None if time is None else time.at_ms
    bib_marks = () if entry is None else (*entry.marks, *entry.readings)
    return RowOut(
        known_as,
        state,
        at_ms,
        None if at_ms is None or started_at_ms is None else at_ms - started_at_ms,
        [] if time is None else [_time_out(one) for one in time.marks],
        bib,
        runner_id,
        None if runner_id is None else runners.get(runner_id),
        [
            RowBibOut(
                one.mark.id,
                one.mark.judge_id,
                one.noted_ms if is_moment_known(one.mark) else None,
                one.bib,
            )
            for one in bib_marks
        ],
        None if row.cost is None else round(row.cost, 1),
        time is not None and time.is_anchor,
        faults,
    )


def _time_out(one: Crossing) -> RowTimeOut:
    mark = one.mark
    return RowTimeOut(mark.id, mark.judge_id, one.at_ms or 0, one.bib, mark.uncertainty_ms)


def _fault_out(fault: Fault, ids: Sequence[str]) -> FaultOut:
    return FaultOut(
        fault.id,
        fault.kind,
        [ids[index] for index in fault.rows],
        fault.bib,
        fault.at_ms,
        dict(fault.details),
        [
            RepairOut(
                one.kind,
                [_change_out(change) for change in one.changes],
                dict(one.details),
                round(one.cost, 1),
            )
            for one in fault.repairs
        ],
    )


def _change_out(change: Change) -> ChangeOut:
    expected = change.expected
    return ChangeOut(
        change.kind,
        change.mark_id,
        MarkExpected(expected.bib, expected.at_ms, expected.is_withdrawn),
        change.number,
        change.text,
    )
