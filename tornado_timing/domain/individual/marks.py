"""What is marked at a line: a time, a bib, or both. Rows of a log; none is ever changed."""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from tornado_timing.domain.model import FIRST_CLOCK_READING_MS


class LineKind(StrEnum):
    """What a line is for."""

    START = "start"
    FINISH = "finish"


class Mode(StrEnum):
    """What a judge marks at a line."""

    TIMES = "times"
    BIBS = "bibs"
    BOTH = "both"


class TimingRule(StrEnum):
    """How the times that several judges took of one runner at a line make one; see `timers`."""

    FIRST = "first"
    AGREEMENT = "agreement"
    PRIMARY = "primary"


DEFAULT_AGREEMENT_MS = 300


class Line(Struct, frozen=True, kw_only=True):
    """A line of a competition, where judges stand.

    Two times that are at most `agreement_ms` apart agree. `primary_judge_id` may be of a judge who
    stands there no more, or was deleted: what was marked counts.
    """

    id: int
    competition_id: int
    name: str
    kind: LineKind = LineKind.FINISH
    rule: TimingRule = TimingRule.FIRST
    primary_judge_id: int | None = None
    agreement_ms: int = DEFAULT_AGREEMENT_MS


class Assignment(Struct, frozen=True):
    """A judge stands at a line and marks in one mode."""

    judge_id: int
    line_id: int
    mode: Mode


class Mark(Struct, frozen=True, gc=False):
    """One mark, as it came.

    `sent` is the time as it was sent: elapsed ms since the competition's pressed start, or a
    reading of the phone's clock (from 10^12 on) that is ahead of ours by `clock_offset_ms`; None
    where only a bib was marked. `bib` is as it was typed, None where only a time was. `sequence`
    counts the marks of one device, so that bibs have an order without a time. `noted` is when the
    bib was written, in the same two forms as `sent`; it is nobody's time, but gives bibs an order
    among several writers, and says which times were there before them.
    """

    id: str
    line_id: int
    judge_id: int
    device: str
    sequence: int
    sent: int | None
    clock_offset_ms: int | None
    uncertainty_ms: int | None
    bib: str | None
    received_at_ms: int
    noted: int | None = None

    @property
    def order(self) -> tuple[int, str, int, str]:
        """The order of marks that have no time."""
        return (self.judge_id, self.device, self.sequence, self.id)


def moment_of(mark: Mark, started_at_ms: int | None) -> int | None:
    """Epoch ms of a mark, `started_at_ms` being the pressed start of its competition.

    None where it has no time, or an elapsed one and there was no start.
    """
    return _moment(mark, mark.sent, started_at_ms)


def as_it_came(mark: Mark, started_at_ms: int | None) -> dict[str, Any]:
    """By what people know a mark: `elapsed_ms` and `bib`, each None where it has none."""
    at_ms = moment_of(mark, started_at_ms)
    if at_ms is None or started_at_ms is None:
        return {"elapsed_ms": None, "bib": mark.bib}
    return {"elapsed_ms": at_ms - started_at_ms, "bib": mark.bib}


def noted_at(mark: Mark, started_at_ms: int | None) -> int | None:
    """Epoch ms at which the bib of a mark was written, `started_at_ms` being as in `moment_of`.

    None where the phone did not say it, or as elapsed and there was no start; `received_at_ms` is
    what is left then: not before the bib was written, and after an interruption long after it.
    """
    return _moment(mark, mark.noted, started_at_ms)


def _moment(mark: Mark, sent: int | None, started_at_ms: int | None) -> int | None:
    if sent is None:
        return None
    if sent >= FIRST_CLOCK_READING_MS:
        return sent - (mark.clock_offset_ms or 0)
    return None if started_at_ms is None else started_at_ms + sent
