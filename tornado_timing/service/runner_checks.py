"""Rows of runners beside the state: what each would make or change, and what stands against it."""

import datetime
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain.folding import fold
from tornado_timing.domain.import_rows import CellProblem, CheckedRow, Draft, full_name_of
from tornado_timing.domain.individual.entering import (
    FIRST_BIRTH_YEAR,
    individual_competition,
    is_possible_birth_date,
)
from tornado_timing.domain.individual.race import day_of
from tornado_timing.domain.individual.runners import Runner, Wave, bib_key
from tornado_timing.domain.state import State


class PresentRace(Struct, frozen=True):
    """What rows of runners are checked against; see `import_checks.Present`.

    The runners are by the keys of the bibs that mean them, and wear their bibs of now.
    """

    competition_id: int
    day: datetime.date
    runners: dict[str, Runner]
    waves: list[Wave]


def present_race(state: State, competition_id: int) -> PresentRace:
    """What there is now. Raises UnknownCompetition, CompetitionNotIndividual."""
    competition = individual_competition(state, competition_id)
    book = state.individual.book_of(competition_id)
    day = day_of(competition.scheduled_at_ms)
    return PresentRace(competition_id, day, book.known_by_bibs(), list(book.waves.values()))


def check_runners(present: PresentRace, drafts: Sequence[Draft]) -> list[CheckedRow]:
    """Runners are known by their bibs, see `RaceBook.known_by_bibs`."""
    check = _RunnerCheck(present)
    return [check.row(draft) for draft in drafts]


class _RunnerCheck:
    """Checks rows of runners one after the other."""

    def __init__(self, present: PresentRace) -> None:
        self._competition_id = present.competition_id
        self._day = present.day
        self._known = present.runners
        self._wave_names = {wave.id: wave.name for wave in present.waves}
        self._waves: dict[str, list[Wave]] = {}
        for wave in present.waves:
            self._waves.setdefault(fold(wave.name), []).append(wave)
        self._lines: dict[str, int] = {}

    def row(self, draft: Draft) -> CheckedRow:
        """The next row."""
        problems = list(draft.problems)
        values = dict(draft.texts)
        fields = dict(draft.entry)
        bib = values.get("bib", "")
        old = self._known.get(bib_key(bib))
        self._check_repeated(draft, bib, old, problems)
        self._check_birth_date(fields.get("birth_date"), problems)
        wave = self._wave(values.get("wave", ""), problems)
        if problems:
            return CheckedRow(draft.line, values, "bad", problems)
        if wave is not None:
            fields["wave_id"], values["wave"] = wave.id, wave.name
        if old is None:
            new = Runner(
                id=0, competition_id=self._competition_id, bib=bib, registered_at_ms=0, **fields
            )
            return CheckedRow(draft.line, values, "new", [], None, new)
        return self._changed(draft.line, values, old, fields)

    def _changed(
        self, line: int, values: dict[str, str], old: Runner, fields: dict[str, Any]
    ) -> CheckedRow:
        # It is the same bib, however it is written.
        values["bib"] = old.bib
        if full_name_of(values) == old.full_name:
            # Where a full name was cut is not worth a change.
            for field in ("first_name", "last_name"):
                if fields.pop(field, None) is not None:
                    values[field] = getattr(old, field)
        new = replace(old, **fields)
        if new == old:
            return CheckedRow(line, values, "same", [], old, new)
        current = {field: self._current(old, field) for field in values}
        return CheckedRow(line, values, "changed", [], old, new, current=current)

    def _check_repeated(
        self, draft: Draft, bib: str, old: Runner | None, problems: list[CellProblem]
    ) -> None:
        if not bib or any(problem.field == "bib" for problem in problems):
            return
        # The first bib of a runner and the one worn now are one runner.
        key = bib_key(bib if old is None else old.bib)
        first_line = self._lines.setdefault(key, draft.line)
        if first_line != draft.line:
            details: dict[str, str | int] = {"value": bib, "line": first_line}
            problems.append(CellProblem("bib", "repeated", details))

    def _check_birth_date(self, born: datetime.date | None, problems: list[CellProblem]) -> None:
        if born is not None and not is_possible_birth_date(born, self._day):
            details: dict[str, str | int] = {
                "value": born.isoformat(),
                "first": FIRST_BIRTH_YEAR,
                "last": self._day.isoformat(),
            }
            problems.append(CellProblem("birth_date", "impossible_birth_date", details))

    def _wave(self, text: str, problems: list[CellProblem]) -> Wave | None:
        if not text:
            return None
        found = self._waves.get(fold(text), [])
        # Names of two waves may differ in an accent.
        exact = [wave for wave in found if wave.name.casefold() == text.casefold()]
        if len(exact or found) == 1:
            return (exact or found)[0]
        problems.append(CellProblem("wave", "unknown_wave", {"value": text}))
        return None

    def _current(self, runner: Runner, field: str) -> str:
        if field == "wave":
            return self._wave_names.get(runner.wave_id or 0, "")
        if field == "hidden":
            return "yes" if runner.is_hidden else "no"
        value = getattr(runner, field)
        return "" if value is None else str(value)
