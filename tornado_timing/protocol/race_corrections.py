"""Marks and corrections of individual races, as organizers read and make them."""

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.crossings import Flag
from tornado_timing.domain.individual.marks import moment_of, noted_at
from tornado_timing.domain.model import FIRST_IMPOSSIBLE_MS
from tornado_timing.domain.state import State
from tornado_timing.protocol.resources import Id, Text
from tornado_timing.protocol.wire import iso, iso_or_none

MadeKind = Literal[
    "mark_moment",
    "mark_bib",
    "mark_withdrawn",
    "runner_bib",
    "runner_status",
    "runner_start",
    "penalty",
    "wave_start",
    "timer_offset",
]


class CorrectionIn(Struct):
    """A correction of a mark, a runner, a wave or a timer; moments are epoch ms, spans ms.

    Its subject is the id of it, as a text; of a timer, a judge at a line, both: ``3:17``.
    """

    competition_id: Id
    kind: MadeKind
    subject: Annotated[str, Meta(min_length=1, max_length=64)]
    number: Annotated[int, Meta(gt=-FIRST_IMPOSSIBLE_MS, lt=FIRST_IMPOSSIBLE_MS)] | None = None
    text: Text = ""
    reason: Text = ""


class UndoIn(Struct):
    """Why a correction is not to hold any more."""

    reason: Text = ""


class CorrectionOut(Struct):
    """A correction; `holds` is false where another one undoes it."""

    id: str
    competition_id: int
    kind: Kind
    subject: str
    number: int | None
    text: str
    reason: str
    made_at: str
    made_by: str | None
    holds: bool


class MarkOut(Struct):
    """A mark as it counts now, and as it came.

    `number` counts the marks of the competition as they were stored. `at` and `bib` are with all
    corrections, `sent_at_ms` and `sent_bib` are as it came; `elapsed_ms` counts from the pressed
    start. What counts is `offset_ms` less than `at_ms`: its judge is late by so much. `noted_at_ms`
    is when the bib was written, where the phone has said it. A withdrawn one is nobody's and has no
    flags.
    """

    id: str
    number: int
    line_id: int
    judge_id: int
    judge_username: str | None
    device: str
    sequence: int
    received_at: str
    uncertainty_ms: int | None
    sent_at_ms: int | None
    sent_bib: str | None
    noted_at_ms: int | None
    at: str | None
    at_ms: int | None
    elapsed_ms: int | None
    offset_ms: int
    bib: str | None
    runner_id: int | None
    flags: list[Flag]
    is_withdrawn: bool


def corrections_out(state: State, corrections: Sequence[Correction]) -> list[CorrectionOut]:
    """Corrections as organizers read them."""
    resources = []
    for one in corrections:
        account = state.accounts.get(one.account_id or 0)
        resources.append(
            CorrectionOut(
                one.id,
                one.competition_id,
                one.kind,
                one.subject,
                one.number,
                one.text,
                one.reason,
                iso(one.made_at_ms),
                None if account is None else account.username,
                one.id in state.individual.book_of(one.competition_id).holding,
            )
        )
    return resources


def marks_out(
    state: State, competition_id: int, line_id: int | None, after: int | None
) -> list[MarkOut]:
    """The marks of a competition as they were stored; of one line, or those after a number."""
    competition = state.competitions.get(competition_id)
    if competition is None:
        return []
    views = state.individual.live_of(competition_id).views
    started_at_ms = competition.started_at_ms
    resources = []
    start = min(after or 0, len(state.individual.book_of(competition_id).marks))
    marks = state.individual.book_of(competition_id).marks[start:]
    for number, mark in enumerate(marks, start=start + 1):
        if line_id not in (None, mark.line_id):
            continue
        view = views.get(mark.id)
        judge = state.accounts.get(mark.judge_id)
        at_ms = None if view is None else view.crossing.at_ms
        resources.append(
            MarkOut(
                mark.id,
                number,
                mark.line_id,
                mark.judge_id,
                None if judge is None else judge.username,
                mark.device,
                mark.sequence,
                iso(mark.received_at_ms),
                mark.uncertainty_ms,
                moment_of(mark, started_at_ms),
                mark.bib,
                noted_at(mark, started_at_ms),
                iso_or_none(at_ms),
                at_ms,
                None if at_ms is None or started_at_ms is None else at_ms - started_at_ms,
                0 if view is None else view.crossing.offset_ms,
                None if view is None else view.crossing.bib,
                None if view is None else view.crossing.runner_id,
                [] if view is None else sorted(view.flags),
                view is None,
            )
        )
    return resources
