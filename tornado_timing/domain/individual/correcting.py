"""What organizers may set right, and undo."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.corrections import (
    COUNTS_AGAIN,
    OF_MARKS,
    OF_RUNNERS,
    Correction,
    Kind,
    in_force,
    timer_of,
)
from tornado_timing.domain.individual.crossings import BibBook
from tornado_timing.domain.individual.entering import BIB_PATTERN, check_runner
from tornado_timing.domain.individual.race import day_of
from tornado_timing.domain.individual.results import Status
from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.model import FIRST_CLOCK_READING_MS, FIRST_IMPOSSIBLE_MS, MAX_ELAPSED_MS
from tornado_timing.domain.state import State

_MOMENTS = frozenset({Kind.MARK_MOMENT, Kind.RUNNER_START})
_STATUSES = ("", Status.DNS, Status.DNF, Status.DSQ)


def check(state: State, correction: Correction) -> None:
    """Raises unless an organizer may make this correction.

    Raises UnknownSubject, InvalidField, BibTaken.
    """
    book = state.individual.book_of(correction.competition_id)
    if not _is_there(state, book, correction):
        raise errors.UnknownSubject(subject=correction.subject)
    for field, is_fine in _FIELDS.get(correction.kind, {}).items():
        if not is_fine(getattr(correction, field)):
            raise errors.InvalidField(field=field, problem="no es válido")
    started_at_ms = state.competitions[correction.competition_id].started_at_ms
    if correction.kind in _MOMENTS and started_at_ms is not None:
        _check_near(started_at_ms, correction.number or 0)
    if correction.kind is Kind.RUNNER_BIB:
        runner = runner_of(book, correction)
        competition = state.competitions[correction.competition_id]
        check_runner(
            book, replace(runner, bib=correction.text), day_of(competition.scheduled_at_ms)
        )


def _check_near(started_at_ms: int, moment_ms: int) -> None:
    if abs(moment_ms - started_at_ms) >= MAX_ELAPSED_MS:
        problem = "está a 24 horas o más de la salida"
        raise errors.InvalidField(field="number", problem=problem)


def check_undo(book: RaceBook, undo: Correction) -> None:
    """Raises unless `undo` may undo what it is about. Raises AlreadyUndone, BibTaken."""
    if undo.subject not in book.holding:
        raise errors.AlreadyUndone()
    chain = book.holding.chain(undo)
    if chain is not None and chain[-1].kind is not Kind.RUNNER_BIB:
        return
    after = in_force([*book.corrections, undo])
    bibs = BibBook(book.entered.values(), after)
    for runner in book.runners():
        bib = bibs.bib_of(runner.id)
        wearer = book.wearer(bib) if bib != runner.bib else None
        if wearer is not None and wearer.id != runner.id:
            name = wearer.full_name or wearer.bib
            raise errors.BibTaken(bib=wearer.bib, name=name, runner_id=wearer.id)


def runner_of(book: RaceBook, correction: Correction) -> Runner:
    """The runner that a correction of a runner is about. Raises KeyError."""
    runner = book.runner(int(correction.subject))
    if runner is None:
        raise KeyError(correction.subject)
    return runner


def _is_there(state: State, book: RaceBook, correction: Correction) -> bool:
    subject = correction.subject
    if correction.kind in OF_MARKS:
        mark = state.individual.mark(subject)
        if mark is None or mark.id != subject:
            return False
        return state.individual.competition_of_line(mark.line_id) == correction.competition_id
    if correction.kind is Kind.TIMER_OFFSET:
        return _is_timer(state, book, subject)
    there = book.entered if correction.kind in OF_RUNNERS else book.waves
    return _is_number(subject) and int(subject) in there


def _is_number(text: str) -> bool:
    is_short = text.isascii() and text.isdigit() and len(text) <= 15
    return is_short and str(int(text)) == text


def _is_timer(state: State, book: RaceBook, subject: str) -> bool:
    """A judge, or who was one when marking there, at a line."""
    parts = subject.split(":")
    if len(parts) != 2 or not all(map(_is_number, parts)):
        return False
    line_id, judge_id = timer_of(subject)
    if line_id not in book.lines:
        return False
    marked = (mark.line_id == line_id and mark.judge_id == judge_id for mark in book.marks)
    return state.judge(judge_id) is not None or any(marked)


def _is_offset(number: int | None) -> bool:
    return number is not None and abs(number) <= MAX_ELAPSED_MS


def _is_moment(number: int | None) -> bool:
    return number is not None and FIRST_CLOCK_READING_MS <= number < FIRST_IMPOSSIBLE_MS


def _is_span(number: int | None) -> bool:
    return number is not None and number != 0 and abs(number) <= MAX_ELAPSED_MS


def _is_bib(text: str) -> bool:
    return re.search(BIB_PATTERN, text) is not None


_FIELDS: Mapping[Kind, Mapping[str, Callable[..., bool]]] = MappingProxyType(
    {
        Kind.MARK_MOMENT: {"number": _is_moment},
        Kind.MARK_WITHDRAWN: {"number": (None, COUNTS_AGAIN).__contains__},
        Kind.MARK_BIB: {"text": lambda text: not text or _is_bib(text)},
        Kind.RUNNER_BIB: {"text": _is_bib},
        Kind.RUNNER_STATUS: {"text": _STATUSES.__contains__},
        Kind.RUNNER_START: {"number": _is_moment},
        Kind.PENALTY: {"number": _is_span},
        Kind.TIMER_OFFSET: {"number": _is_offset},
    }
)
