"""How the timers of a line compare, for who decides between them."""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from tornado_timing.domain.individual.crossings import Crossing, Flag
from tornado_timing.domain.individual.marks import Line, LineKind, TimingRule, moment_of
from tornado_timing.domain.individual.results import MarkView
from tornado_timing.domain.individual.timers import (
    Offset,
    TimerMark,
    combined_ms,
    offset_of,
    reference_of,
)


class Timer(Struct, frozen=True):
    """A judge who takes times at a line.

    `count` is of their own times, without those that were corrected. `offset` is how late they are
    beside those of the reference as they count: what should be taken from them, which
    `applied_offset_ms` is. None for the reference itself, and where too little can be compared.
    """

    judge_id: int
    count: int
    offset: Offset | None
    applied_offset_ms: int
    is_reference: bool


class Disagreement(Struct, frozen=True):
    """A runner whose times at a line are `spread_ms` apart, more than is agreed.

    `times` are those that were compared, each judge's one, with offsets, the first one first;
    `counted_ms` is what the line's rule makes of them. Epoch ms.
    """

    runner_id: int
    counted_ms: int
    spread_ms: int
    times: tuple[Crossing, ...]


class TimingReport(Struct, frozen=True):
    """The timers of a line, and where they disagree, the worst first."""

    line: Line
    timers: tuple[Timer, ...]
    disagreements: tuple[Disagreement, ...]


def timing_report(
    line: Line,
    views: Iterable[MarkView],
    standing: Collection[int],
    applied_ms: Mapping[int, int],
    started_at_ms: int | None,
) -> TimingReport:
    """Of the marks of a race, whose pressed start is `started_at_ms`, those at `line`.

    `standing` are ids of judges who take times there, with marks or without; `applied_ms` are the
    offsets that hold there, by judge. Takes some 0.1 s for thousands of marks without bibs.
    """
    at_line = [
        view
        for view in views
        if view.crossing.mark.line_id == line.id and view.crossing.at_ms is not None
    ]
    # A time that was corrected says nothing of a judge's clock.
    as_they_came = [
        view.crossing
        for view in at_line
        if view.crossing.at_ms == moment_of(view.crossing.mark, started_at_ms)
    ]
    timers = _timers(line, as_they_came, standing, applied_ms)
    return TimingReport(line, tuple(timers), tuple(_disagreements(line, at_line)))


def _timers(
    line: Line,
    crossings: list[Crossing],
    standing: Collection[int],
    applied_ms: Mapping[int, int],
) -> list[Timer]:
    marked: dict[int, list[TimerMark]] = {judge_id: [] for judge_id in standing}
    counted: dict[int, list[TimerMark]] = {judge_id: [] for judge_id in standing}
    for one in crossings:
        mark, at_ms, counted_ms = one.mark, one.at_ms, one.counted_ms
        if at_ms is not None and counted_ms is not None:
            as_marked = TimerMark(mark.id, at_ms, one.runner_id)
            marked.setdefault(mark.judge_id, []).append(as_marked)
            as_counted = TimerMark(mark.id, counted_ms, one.runner_id)
            counted.setdefault(mark.judge_id, []).append(as_counted)
    reference = reference_of(marked, line.primary_judge_id)
    others = {judge_id for judge_id in marked if judge_id != reference}
    return [
        Timer(
            judge_id,
            len(marks),
            offset_of(counted[reference], marks) if reference and judge_id in others else None,
            applied_ms.get(judge_id, 0),
            judge_id == reference,
        )
        for judge_id, marks in sorted(marked.items())
    ]


def _disagreements(line: Line, at_line: list[MarkView]) -> list[Disagreement]:
    compared: dict[int, dict[int, Crossing]] = {}
    for view in at_line:
        crossing = view.crossing
        if Flag.TIMES_DIFFER in view.flags and crossing.runner_id is not None:
            by_judge = compared.setdefault(crossing.runner_id, {})
            by_judge.setdefault(crossing.mark.judge_id, crossing)
    found = [
        _disagreement(line, runner_id, sorted(by_judge.values(), key=_counted))
        for runner_id, by_judge in compared.items()
    ]
    return sorted(found, key=lambda one: (-one.spread_ms, one.counted_ms, one.runner_id))


def _disagreement(line: Line, runner_id: int, times: list[Crossing]) -> Disagreement:
    first_ms, last_ms = _counted(times[0]), _counted(times[-1])
    if line.kind is LineKind.START and line.rule is TimingRule.FIRST:
        # Who goes back over the start starts anew: the last time of all.
        counted_ms = last_ms
    else:
        counted_ms = combined_ms([(one.mark.judge_id, _counted(one)) for one in times], line)
    return Disagreement(runner_id, counted_ms, last_ms - first_ms, tuple(times))


def _counted(crossing: Crossing) -> int:
    return crossing.counted_ms or 0
