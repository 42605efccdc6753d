"""What organizers set right in individual races, and undo: each on record, with its reason."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, SubjectKind
from tornado_timing.domain.events import EntriesChanged, MarksChanged
from tornado_timing.domain.individual import correcting
from tornado_timing.domain.individual.corrections import (
    OF_MARKS,
    OF_RUNNERS,
    Correction,
    Kind,
    timer_of,
)
from tornado_timing.domain.individual.entering import individual_competition
from tornado_timing.domain.individual.marks import as_it_came
from tornado_timing.domain.individual.runner_marks import marks_about
from tornado_timing.service.core import Core
from tornado_timing.service.waves import Waves
from tornado_timing.store import entries
from tornado_timing.store.writer import Write


class Correcting:
    """Makes corrections, and undoes them by other ones."""

    def __init__(self, core: Core, waves: Waves) -> None:
        self._core = core
        self._waves = waves

    async def make(self, fields: Mapping[str, Any], by: Actor) -> Correction:
        """A correction from `fields`: competition_id, kind, subject, number, text and reason.

        Raises UnknownCompetition, CompetitionNotIndividual, UnknownSubject, InvalidField, BibTaken
        and what `Waves.check_start` raises.
        """
        state = self._core.state
        individual_competition(state, fields["competition_id"])
        correction = self._new(by, **fields)
        correcting.check(state, correction)
        if correction.kind is Kind.WAVE_START:
            if correction.number is None:
                raise errors.InvalidField(field="number", problem="no es válido")
            self._waves.check_start(correction.competition_id, correction.number)
        return await self._put(correction, self._note(by, "race_corrected", correction, correction))

    async def undo(self, correction_id: str, reason: str, by: Actor) -> Correction:
        """Undoes a correction, also one that undoes another; the correction that does it.

        Raises NotFound, AlreadyUndone, BibTaken.
        """
        state = self._core.state
        undone = state.individual.correction(correction_id)
        if undone is None or undone.competition_id not in state.competitions:
            raise errors.NotFound()
        undo = self._new(
            by,
            competition_id=undone.competition_id,
            kind=Kind.UNDO,
            subject=undone.id,
            reason=reason,
        )
        correcting.check_undo(state.individual.book_of(undone.competition_id), undo)
        return await self._put(undo, self._note(by, "race_correction_undone", undone, undo))

    async def undo_all(
        self, ids: Sequence[str], reason: str, by: Actor
    ) -> tuple[list[Correction], list[tuple[str, errors.TimingError]]]:
        """Undoes all of these corrections of one competition, in one commit and one entry.

        What undoes them, and by their ids those that were not undone, and why: NotFound, also for
        one of another competition than the first one that is found; AlreadyUndone, BibTaken.
        """
        state = self._core.state
        made: list[Correction] = []
        refused: list[tuple[str, errors.TimingError]] = []
        number = None
        for correction_id in ids:
            try:
                undone = state.individual.correction(correction_id)
                if undone is None or undone.competition_id not in state.competitions:
                    raise errors.NotFound()
                if number not in (None, undone.competition_id):
                    raise errors.NotFound()
                number = undone.competition_id
                undo = self._new(
                    by,
                    competition_id=number,
                    kind=Kind.UNDO,
                    subject=undone.id,
                    reason=reason,
                )
                correcting.check_undo(state.individual.book_of(number), undo)
            except errors.TimingError as error:
                refused.append((correction_id, error))
                continue
            state.individual.add_correction(undo)
            made.append(undo)
        if made and number is not None:
            note = self._core.note(
                by,
                "race_corrections_undone",
                ("competition", number, state.competitions[number].name),
                competition_id=number,
                details={"count": len(made), "reason": reason},
            )
            writes = [entries.add_race_corrections(made), note]
            await self._core.commit(writes, MarksChanged(number), EntriesChanged(number))
        return made, refused

    def of(self, competition_id: int, runner_id: int | None = None) -> list[Correction]:
        """The corrections of a competition, the last one first.

        With `runner_id` only those about it and about marks that are its or were, and what undoes
        them.
        """
        state = self._core.state
        if competition_id not in state.competitions:
            return []
        book = state.individual.book_of(competition_id)
        corrections = book.corrections
        if runner_id is None:
            return corrections[::-1]
        started_at_ms = state.competitions[competition_id].started_at_ms
        marks = {mark.id for mark in marks_about(book, runner_id, started_at_ms)}
        about: set[str] = set()
        for one in corrections:
            if one.kind in OF_RUNNERS:
                is_about = one.subject == str(runner_id)
            else:
                is_about = one.subject in (marks if one.kind in OF_MARKS else about)
            if is_about:
                about.add(one.id)
        return [one for one in reversed(corrections) if one.id in about]

    def _new(self, by: Actor, **fields: Any) -> Correction:
        book = self._core.state.individual.book_of(fields["competition_id"])
        return Correction(
            id=str(uuid.uuid4()),
            account_id=by.account_id,
            made_at_ms=book.moment_after(self._core.clock.now_ms()),
            **fields,
        )

    async def _put(self, correction: Correction, note: Write) -> Correction:
        self._core.state.individual.add_correction(correction)
        number = correction.competition_id
        writes = [entries.add_race_corrections([correction]), note]
        await self._core.commit(writes, MarksChanged(number), EntriesChanged(number))
        return correction

    def _note(self, by: Actor, action: str, about: Correction, made: Correction) -> Write:
        """On record is what it is `about`; in details what was done to it.

        Of a mark also its time and bib as they came, and of an undo what it had undone.
        """
        details: dict[str, Any] = {
            "correction_id": about.id,
            "kind": about.kind,
            "subject": about.subject,
            "number": about.number,
            "text": about.text,
            "reason": made.reason,
        }
        root, depth = self._undone_by(about)
        if depth and root.kind is not Kind.UNDO:
            details["undone"] = {"kind": root.kind, "number": root.number, "text": root.text}
            # Undoing an undo has what it undid hold again, and undoing that again not.
            details["holds_again"] = depth % 2 == 1
        details.update(self._mark_as_it_came(root))
        return self._core.note(
            by,
            action,
            self._subject_of(about),
            competition_id=made.competition_id,
            details=details,
        )

    def _undone_by(self, correction: Correction) -> tuple[Correction, int]:
        """What a chain of undos is about at last, and of how many it is; itself, 0 for no undo."""
        races = self._core.state.individual
        depth = 0
        while correction.kind is Kind.UNDO:
            undone = races.correction(correction.subject)
            if undone is None:
                break
            correction, depth = undone, depth + 1
        return correction, depth

    def _mark_as_it_came(self, about: Correction) -> dict[str, Any]:
        state = self._core.state
        mark = state.individual.mark(about.subject) if about.kind in OF_MARKS else None
        if mark is None:
            return {}
        return as_it_came(mark, state.competitions[about.competition_id].started_at_ms)

    def _subject_of(self, about: Correction) -> tuple[SubjectKind, int | None, str]:
        races = self._core.state.individual
        if about.kind in OF_MARKS:
            mark = races.mark(about.subject)
            line = None if mark is None else races.line(mark.line_id)
            return "line", None if mark is None else mark.line_id, line.line.name if line else ""
        if about.kind in OF_RUNNERS:
            runner = races.runner(int(about.subject))
            name = "" if runner is None else runner.full_name or runner.bib
            return "runner", int(about.subject), name
        if about.kind is Kind.WAVE_START:
            wave = races.wave(int(about.subject))
            return "wave", int(about.subject), "" if wave is None else wave.wave.name
        if about.kind is Kind.TIMER_OFFSET:
            line_id, _ = timer_of(about.subject)
            line = races.line(line_id)
            return "line", line_id, line.line.name if line else ""
        undone = races.correction(about.subject)
        return ("line", None, "") if undone is None else self._subject_of(undone)
