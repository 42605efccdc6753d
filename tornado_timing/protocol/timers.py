"""The timers of a line and where they disagree, as organizers read it."""

from msgspec import Struct

from tornado_timing.domain.individual.corrections import Kind, timer_subject
from tornado_timing.domain.individual.marks import TimingRule
from tornado_timing.domain.individual.timing_report import Disagreement, TimingReport
from tornado_timing.domain.state import State


class TimerOut(Struct):
    """A judge who takes times at a line; `username` is null for one who was deleted.

    `count` is of their own times, without corrected ones. `offset_ms` is how late they are beside
    those of the reference, `spread_ms` how much that varies, both from `matched` times; null for
    the reference itself, and where too little can be compared. `applied_offset_ms` is what is taken
    from them, by the correction `correction_id`.
    """

    judge_id: int
    username: str | None
    count: int
    offset_ms: int | None
    spread_ms: int | None
    matched: int
    applied_offset_ms: int
    correction_id: str | None
    is_reference: bool


class DisagreedTimeOut(Struct):
    """One judge's time as it counts, its offset taken from it; from the pressed start as well."""

    judge_id: int
    mark_id: str
    at_ms: int
    elapsed_ms: int | None


class DisagreementOut(Struct):
    """A runner whose times differ by more than is agreed.

    `counted_ms` is what the line's rule makes of them, from the pressed start.
    """

    runner_id: int
    bib: str
    name: str
    counted_ms: int | None
    spread_ms: int
    times: list[DisagreedTimeOut]


class TimersOut(Struct):
    """The timers of a line, and where they disagree, the worst first."""

    line_id: int
    rule: TimingRule
    primary_judge_id: int | None
    agreement_ms: int
    timers: list[TimerOut]
    disagreements: list[DisagreementOut]


def timers_out(state: State, report: TimingReport) -> TimersOut:
    """The timers of a line as organizers read them."""
    line = report.line
    holding = state.individual.book_of(line.competition_id).holding
    timers = []
    for one in report.timers:
        account, offset = state.accounts.get(one.judge_id), one.offset
        applied = holding.last(Kind.TIMER_OFFSET, timer_subject(line.id, one.judge_id))
        timers.append(
            TimerOut(
                one.judge_id,
                None if account is None else account.username,
                one.count,
                None if offset is None else offset.offset_ms,
                None if offset is None else offset.spread_ms,
                0 if offset is None else offset.matched,
                one.applied_offset_ms,
                None if applied is None else applied.id,
                one.is_reference,
            )
        )
    disagreements = [_disagreement(state, line.competition_id, one) for one in report.disagreements]
    return TimersOut(
        line.id, line.rule, line.primary_judge_id, line.agreement_ms, timers, disagreements
    )


def _disagreement(state: State, competition_id: int, found: Disagreement) -> DisagreementOut:
    competition = state.competitions.get(competition_id)
    started_at_ms = None if competition is None else competition.started_at_ms

    def elapsed(at_ms: int) -> int | None:
        return None if started_at_ms is None else at_ms - started_at_ms

    # Somebody may have deleted it meanwhile.
    runner = state.individual.runner(found.runner_id)
    return DisagreementOut(
        found.runner_id,
        "" if runner is None else runner.bib,
        "" if runner is None else runner.full_name,
        elapsed(found.counted_ms),
        found.spread_ms,
        [
            DisagreedTimeOut(
                one.mark.judge_id, one.mark.id, one.counted_ms, elapsed(one.counted_ms)
            )
            for one in found.times
            if one.counted_ms is not None
        ],
    )
