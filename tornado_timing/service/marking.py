"""Marks at the lines of individual races, and what is set right of them."""

import asyncio
from collections.abc import Callable, Sequence

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, actor
from tornado_timing.domain.errors import Unavailable
from tornado_timing.domain.events import Event, MarksChanged
from tornado_timing.domain.individual import marking
from tornado_timing.domain.individual.corrections import Correction
from tornado_timing.domain.individual.marking import (
    CorrectionRequest,
    MarkDecision,
    MarkEntry,
    MarkSubmission,
)
from tornado_timing.domain.individual.marks import Mark, as_it_came
from tornado_timing.domain.individual.watching import MarkOutcome, StoredMark
from tornado_timing.domain.model import Account
from tornado_timing.domain.withdrawing import Whereabouts
from tornado_timing.service.core import Core
from tornado_timing.store import entries
from tornado_timing.store.writer import Write

MarksSettled = Callable[[list[MarkOutcome], errors.TimingError | None], None]
CorrectionSettled = Callable[[bool, errors.TimingError | None], None]


class Marking:
    """Takes marks in, and what their judges set right of them."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def record_marks(
        self,
        judge: Account,
        line_id: int,
        device: str,
        sent: list[MarkEntry],
        clock_offset_ms: int | None,
        received_at_ms: int,
        settled: MarksSettled,
    ) -> None:
        """Decides over marks at once; `settled` is called when all of it is durable.

        With what became of each in order, or the error of the message as a whole; after
        StorageFailed nothing is kept, and it may be sent again.
        """
        state = self._core.state
        submission = MarkSubmission(
            judge.id, line_id, device, sent, received_at_ms, clock_offset_ms
        )
        decision = marking.admit(state, submission)
        writes: list[Write] = []
        events: list[Event] = []
        if decision.accepted:
            for mark in decision.accepted:
                state.individual.add_mark(mark)
            writes.append(entries.add_marks(decision.accepted))
            events.append(MarksChanged(decision.competition_id))
        # As things are now: later marks of the same commit are not what this one is told of.
        outcomes = self._outcomes(decision)

        def committed(error: Unavailable | None) -> None:
            settled(outcomes, error or decision.error)
            if error is None:
                stored, sent = len(decision.accepted), len(outcomes)
                failed = sum(isinstance(one, errors.TimingError) for one in outcomes)
                self._core.measures.recorded(stored, sent - stored - failed, failed)

        self._core.append(writes, committed, *events)

    async def record_marks_and_wait(
        self,
        judge: Account,
        line_id: int,
        device: str,
        sent: list[MarkEntry],
        clock_offset_ms: int | None,
    ) -> list[MarkOutcome]:
        """`record_marks`, for who can wait. Raises the error of the message as a whole."""
        now_ms = self._core.clock.now_ms()
        done: asyncio.Future[list[MarkOutcome]] = asyncio.get_running_loop().create_future()

        def settled(outcomes: list[MarkOutcome], error: errors.TimingError | None) -> None:
            if done.done():
                return
            if error is None:
                done.set_result(outcomes)
            else:
                done.set_exception(error)

        self.record_marks(judge, line_id, device, sent, clock_offset_ms, now_ms, settled)
        return await done

    def correct(
        self, judge: Account, request: CorrectionRequest, address: str, settled: CorrectionSettled
    ) -> None:
        """Sets a mark of `judge` right; then calls `settled`, when that is durable.

        With whether it was done before, or the error: MarkNotFound, MarkNotAllowed,
        CorrectionIdTaken, TooManyChanges, StorageFailed.
        """
        state = self._core.state
        refusal: errors.TimingError | None = None
        writes: list[Write] = []
        events: list[Event] = []
        try:
            now_ms = self._core.clock.now_ms()
            mark, new = marking.correct(state, judge.id, request, now_ms)
        except errors.TimingError as error:
            refusal, new = error, None
        if new is not None:
            state.individual.add_correction(new)
            note = note_of_correction(self._core, actor(judge, address), mark, new)
            writes = [entries.add_race_corrections([new]), note]
            events = [MarksChanged(new.competition_id)]
        self._core.append(writes, lambda error: settled(new is None, error or refusal), *events)

    def whereabouts(
        self,
        judge: Account,
        mark_ids: Sequence[str],
        settled: Callable[[Whereabouts, Unavailable | None], None],
    ) -> None:
        """Where these marks of `judge` are; `settled` is called when what it says is durable."""
        found = marking.whereabouts(self._core.state, mark_ids, judge.id)
        self._core.append([], lambda error: settled(found, error))

    def stored(self, mark_id: str) -> StoredMark | None:
        """A mark as it is now, with all corrections."""
        mark = self._core.state.individual.mark(mark_id)
        return None if mark is None else self._stored(mark, is_duplicate=False)

    def missing_corrections(self, judge: Account, correction_ids: Sequence[str]) -> list[str]:
        """Those of these ids under which nothing of `judge` is here."""
        known = map(self._core.state.individual.correction, correction_ids)
        return [
            number
            for number, one in zip(correction_ids, known, strict=True)
            if one is None or one.account_id != judge.id
        ]

    def _outcomes(self, decision: MarkDecision) -> list[MarkOutcome]:
        if decision.error is not None:
            return []
        new = {id(mark) for mark in decision.accepted}
        outcomes: list[MarkOutcome] = []
        for outcome in decision.outcomes:
            if not isinstance(outcome, Mark):
                outcomes.append(outcome)
                continue
            outcomes.append(self._stored(outcome, is_duplicate=id(outcome) not in new))
            # A second mention in the same message is a duplicate of the first.
            new.discard(id(outcome))
        return outcomes

    def _stored(self, mark: Mark, *, is_duplicate: bool) -> StoredMark:
        races = self._core.state.individual
        # It cannot be without one: the file has no mark without its line.
        competition_id = races.competition_of_line(mark.line_id) or 0
        seen = races.live_of(competition_id).see(mark)
        runner_id = None if seen.view is None else seen.view.crossing.runner_id
        runner = None if runner_id is None else races.runner(runner_id)
        return StoredMark(mark, seen, runner, is_duplicate)


def note_of_correction(core: Core, by: Actor, mark: Mark, one: Correction) -> Write:
    """The entry on record of what a judge has set right of a mark."""
    line = core.state.individual.line(mark.line_id)
    competition = core.state.competition_or_deleted(one.competition_id)
    started_at_ms = None if competition is None else competition.started_at_ms
    return core.note(
        by,
        "race_corrected",
        ("line", mark.line_id, "" if line is None else line.line.name),
        competition_id=one.competition_id,
        details={
            "correction_id": one.id,
            "kind": one.kind,
            "subject": one.subject,
            "number": one.number,
            "text": one.text,
            **as_it_came(mark, started_at_ms),
        },
    )
