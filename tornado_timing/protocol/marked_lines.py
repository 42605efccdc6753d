"""What organizers are told over their socket of the lines of individual races."""

from msgspec import Struct

from tornado_timing.domain.individual.marks import Line, Mode
from tornado_timing.domain.model import Account
from tornado_timing.protocol.marks import LINE_KINDS, MODES
from tornado_timing.protocol.wire import WIRE, iso_or_none


class LineJudgeLine(Struct, rename=WIRE):
    """A judge who stands at a line, or did and has marks there: then `mode` is None.

    `last_mark_at` is when the last mark came in, None without one.
    """

    judge_id: int
    username: str
    name: str
    mode: str | None
    is_connected: bool
    total_marks: int
    last_mark_at: str | None


class MarkedLine(Struct, rename=WIRE):
    """A line with who stands there; withdrawn marks are counted too, and are not flagged."""

    id: int
    name: str
    line_kind: str
    total_marks: int
    total_flagged: int
    line_judges: list[LineJudgeLine]


class MarkedRace(Struct, rename=WIRE):
    """An individual race; `change_count` moves with all that may change marks that are known."""

    competition_id: int
    change_count: int
    total_marks: int
    lines: list[MarkedLine]


def marked_line(
    line: Line, total_marks: int, total_flagged: int, judges: list[LineJudgeLine]
) -> MarkedLine:
    """`line` with what is marked there."""
    return MarkedLine(line.id, line.name, LINE_KINDS[line.kind], total_marks, total_flagged, judges)


def line_judge(
    judge: Account,
    mode: Mode | None,
    *,
    is_connected: bool,
    total_marks: int,
    last_mark_ms: int | None,
) -> LineJudgeLine:
    """A judge at a line."""
    return LineJudgeLine(
        judge.id,
        judge.username,
        judge.full_name,
        None if mode is None else MODES[mode],
        is_connected,
        total_marks,
        iso_or_none(last_mark_ms),
    )
