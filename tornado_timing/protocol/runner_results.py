"""One runner's race as organizers read it: how it stands, from when it counts, and its marks."""

from msgspec import Struct

from tornado_timing.domain.individual import rounding
from tornado_timing.domain.individual.crossings import Flag
from tornado_timing.domain.individual.marks import LineKind, Mark, moment_of
from tornado_timing.domain.individual.ranking import Places
from tornado_timing.domain.individual.results import MarkView, RunnerResult, Status
from tornado_timing.domain.model import Competition
from tornado_timing.domain.state import State
from tornado_timing.protocol.wire import iso


class RunnerMarkOut(Struct):
    """A mark of a runner: as it came, and beside it as it counts with all corrections.

    `runner_id` is whose it is now; None of a withdrawn one.
    """

    id: str
    line_id: int
    line_name: str | None
    line_kind: LineKind | None
    judge_id: int
    judge_username: str | None
    device: str
    received_at: str
    uncertainty_ms: int | None
    sent_at_ms: int | None
    sent_bib: str | None
    at_ms: int | None
    offset_ms: int
    bib: str | None
    runner_id: int | None
    flags: list[Flag]
    is_withdrawn: bool


class RunnerResultOut(Struct):
    """How a runner stands; moments are epoch ms, spans ms.

    `entered_bib` is the one that it was entered with, before any correction. `gun_at_ms` is from
    when its time counts: its wave's start, the competition's, or one of its own. The texts are
    rounded up as the competition shows them.
    """

    runner_id: int
    entered_bib: str
    status: Status
    status_reason: str
    gun_at_ms: int | None
    finished_at_ms: int | None
    gun_ms: int | None
    gun_text: str | None
    net_ms: int | None
    net_text: str | None
    penalty_ms: int
    official_ms: int | None
    official_text: str | None
    place: int | None
    place_in_sex: int | None
    place_in_category: int | None
    marks: list[RunnerMarkOut]


def runner_result_out(
    competition: Competition,
    entered_bib: str,
    result: RunnerResult,
    places: Places,
    gun_at_ms: int | None,
    marks: list[RunnerMarkOut],
) -> RunnerResultOut:
    """A runner's `result` with its marks."""

    def text(span_ms: int | None) -> str | None:
        return None if span_ms is None else rounding.text(span_ms, competition.shown)

    return RunnerResultOut(
        result.runner.id,
        entered_bib,
        result.status,
        result.reason,
        gun_at_ms,
        result.finished_at_ms,
        result.gun_ms,
        text(result.gun_ms),
        result.net_ms,
        text(result.net_ms),
        result.penalty_ms,
        result.official_ms,
        text(result.official_ms),
        places.overall,
        places.in_sex,
        places.in_category,
        marks,
    )


def runner_mark_out(
    state: State, competition: Competition, mark: Mark, view: MarkView | None
) -> RunnerMarkOut:
    """A mark of a runner; `view` is None of a withdrawn one."""
    line = state.individual.line(mark.line_id)
    judge = state.accounts.get(mark.judge_id)
    crossing = None if view is None else view.crossing
    return RunnerMarkOut(
        mark.id,
        mark.line_id,
        None if line is None else line.line.name,
        None if line is None else line.line.kind,
        mark.judge_id,
        None if judge is None else judge.username,
        mark.device,
        iso(mark.received_at_ms),
        mark.uncertainty_ms,
        moment_of(mark, competition.started_at_ms),
        mark.bib,
        None if crossing is None else crossing.at_ms,
        0 if crossing is None else crossing.offset_ms,
        None if crossing is None else crossing.bib,
        None if crossing is None else crossing.runner_id,
        [] if view is None else sorted(view.flags),
        view is None,
    )
