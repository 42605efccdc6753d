"""Lines and who stands at them, as clients read and write them."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from tornado_timing.domain import errors
from tornado_timing.domain.individual.marks import LineKind, Mode, TimingRule
from tornado_timing.domain.individual.views import LineView
from tornado_timing.domain.state import State
from tornado_timing.protocol.entries import in_row
from tornado_timing.protocol.etags import etag_of
from tornado_timing.protocol.resources import Id, Name

AgreementMs = Annotated[int, Meta(ge=0, le=60_000)]


class LineIn(Struct):
    """A new line."""

    competition_id: Id
    name: Name
    kind: LineKind = LineKind.FINISH


class LineChange(Struct):
    """Changes to a line; what is left out stays."""

    name: Name | UnsetType = UNSET
    kind: LineKind | UnsetType = UNSET
    rule: TimingRule | UnsetType = UNSET
    primary_judge_id: Id | None | UnsetType = UNSET
    agreement_ms: AgreementMs | UnsetType = UNSET


class LineJudgeRow(Struct):
    """A judge who stands at a line, and what it marks there."""

    judge_id: Id
    mode: Mode


LineJudgeRows = Annotated[list[LineJudgeRow], Meta(max_length=1_000)]


class LineJudgeOut(Struct):
    """A judge who stands at a line, and what it marks there."""

    judge_id: int
    judge_username: str
    mode: Mode


class LineOut(Struct):
    """A line; `mark_count` is of all marks, also of the withdrawn.

    `rule` says how the times of several judges make one, `primary_judge_id` whose count by
    `primary`, and which agree: those that are at most `agreement_ms` apart.
    """

    id: int
    competition_id: int
    name: str
    kind: LineKind
    rule: TimingRule
    primary_judge_id: int | None
    agreement_ms: int
    judges: list[LineJudgeOut]
    mark_count: int
    etag: str


def line_out(state: State, view: LineView) -> LineOut:
    """A line as organizers read it."""
    line = view.line
    return LineOut(
        line.id,
        line.competition_id,
        line.name,
        line.kind,
        line.rule,
        line.primary_judge_id,
        line.agreement_ms,
        [
            LineJudgeOut(one.judge_id, state.accounts[one.judge_id].username, one.mode)
            for one in view.judges
            # Somebody may delete it while a change is on the way to the disk.
            if one.judge_id in state.accounts
        ],
        state.individual.book_of(line.competition_id).mark_count_at(line.id),
        etag_of(view),
    )


def line_modes(state: State, rows: Sequence[LineJudgeRow]) -> dict[int, Mode]:
    """What each judge of `rows` marks.

    Raises InvalidField for one that comes twice, or that there is not; its field names the row by
    its index from 0: ``[1].judge_id``.
    """
    modes: dict[int, Mode] = {}
    for index, row in enumerate(rows):
        if row.judge_id in modes:
            raise in_row(index, "judge_id", "está repetido")
        if state.judge(row.judge_id) is None:
            raise errors.UnknownJudge(judge_id=row.judge_id, field=f"[{index}].judge_id")
        modes[row.judge_id] = row.mode
    return modes
