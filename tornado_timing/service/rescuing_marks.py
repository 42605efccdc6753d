"""Storing marks that a phone could not send, and what their judge has set right of them."""

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.events import Event, MarksChanged
from tornado_timing.domain.individual import marking
from tornado_timing.domain.individual.marking import MarkSubmission
from tornado_timing.domain.model import Account
from tornado_timing.domain.rescue import Rescue, RescuedMark
from tornado_timing.service.core import Core
from tornado_timing.service.marking import note_of_correction
from tornado_timing.store import entries
from tornado_timing.store.writer import Write


class TakingInMarks:
    """The marks of one request, decided and carried out one after the other.

    No await may come between the first of them and the commit.
    """

    def __init__(self, core: Core, judge: Account, by: Actor, rescue: Rescue) -> None:
        self._core = core
        self._judge = judge
        self._by = by
        self._rescue = rescue
        self._now_ms = core.clock.now_ms()
        self._writes: list[Write] = []
        self.competition_ids: set[int] = set()

    def take(self, mark: RescuedMark) -> None:
        """Takes in the next mark, as if the judge's phone had sent it now and stood at its line.

        It was made before the judge was taken from there: whoever reads it in decides that it is to
        be stored.
        """
        try:
            is_new = self._store(mark)
            for request in mark.corrections:
                self._correct(request)
        except errors.TimingError as error:
            self._rescue.failed_marks.append((mark, error))
            return
        if is_new:
            self._rescue.saved += 1
        else:
            self._rescue.duplicates += 1

    def decided(self) -> tuple[list[Write], list[Event]]:
        """What makes all of it durable, and what is to be told then."""
        return self._writes, [MarksChanged(number) for number in sorted(self.competition_ids)]

    def _store(self, mark: RescuedMark) -> bool:
        if mark.entry.error is not None:
            raise mark.entry.error
        submission = MarkSubmission(
            self._judge.id,
            mark.line_id,
            mark.device,
            [mark.entry],
            self._now_ms,
            is_rescued=True,
        )
        decision = marking.admit(self._core.state, submission)
        if decision.error is not None:
            raise decision.error
        (outcome,) = decision.outcomes
        if isinstance(outcome, errors.RecordError):
            raise outcome
        for one in decision.accepted:
            self._core.state.individual.add_mark(one)
            self._writes.append(entries.add_marks([one]))
            self.competition_ids.add(decision.competition_id)
        return bool(decision.accepted)

    def _correct(self, request: marking.CorrectionRequest) -> None:
        state = self._core.state
        mark, new = marking.correct(state, self._judge.id, request, self._now_ms)
        if new is not None:
            state.individual.add_correction(new)
            self._writes.append(entries.add_race_corrections([new]))
            self._writes.append(note_of_correction(self._core, self._by, mark, new))
            self.competition_ids.add(new.competition_id)
