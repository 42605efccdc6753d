"""Storing what a phone could not send, in the name of its judge."""

from collections.abc import Sequence

from tornado_timing.domain import errors, rules
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.events import Event, RefusedChanged, TimesStored
from tornado_timing.domain.model import Account, Team, TimeRecord
from tornado_timing.domain.rescue import Rescue, RescuedMark, RescuedTime
from tornado_timing.domain.rules import Decision
from tornado_timing.domain.submissions import Submission
from tornado_timing.service.core import Core
from tornado_timing.service.rescuing_marks import TakingInMarks
from tornado_timing.service.resolving import new_record_id
from tornado_timing.service.timing import carry_out
from tornado_timing.service.withdrawing import Withdrawals
from tornado_timing.store.writer import Write


class Rescuing:
    """Takes in times off the screens of phones."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def rescue(
        self, judge_id: int, times: list[RescuedTime], by: Actor, marks: Sequence[RescuedMark] = ()
    ) -> Rescue:
        """Stores `times` and `marks` by the rules for the judge's own phone, in one commit.

        Raises NotFound for an unknown judge, StorageFailed; then nothing of it is stored.
        """
        judge = self._core.state.judge(judge_id)
        if judge is None:
            raise errors.NotFound()
        taking_in = _TakingIn(self._core, judge, by)
        for time in times:
            taking_in.take(time)
        for mark in marks:
            taking_in.marks.take(mark)
        writes, events = taking_in.decided()
        await self._core.commit(writes, *events)
        return taking_in.rescue


class _TakingIn:
    """The times of one request, decided and carried out one after the other.

    Each by itself, or else those that are stored already would fail with the others where the
    race is over. No await may come between the first of them and the commit.
    """

    def __init__(self, core: Core, judge: Account, by: Actor) -> None:
        self._core = core
        self._judge = judge
        self._by = by
        self._withdrawals = Withdrawals(core, by, judge.id)
        self._now_ms = core.clock.now_ms()
        self._refused_has_changed = False
        # Those that get times, in their order.
        self._teams: dict[int, Team] = {}
        # Of any time that names a team.
        self._competition_ids: set[int] = set()
        self._writes: list[Write] = []
        self.rescue = Rescue(0, 0, 0, [])
        self.marks = TakingInMarks(core, judge, by, self.rescue)

    def take(self, time: RescuedTime) -> None:
        """Takes in the next time."""
        if time.entry.error is not None:
            self.rescue.failed.append((time, time.entry.error))
            return
        if time.is_withdrawn and self._was_dismissed(time):
            # Read in before: it would only be kept and dismissed once more.
            self.rescue.kept += 1
            return
        submission = Submission(self._judge.id, time.team_id, [time.entry], self._now_ms)
        decision = rules.admit(self._core.state, submission, new_record_id)
        self._writes += carry_out(self._core, decision, self._now_ms)
        self._note_changes(decision)
        self._count(time, decision)

    def decided(self) -> tuple[list[Write], list[Event]]:
        """What makes all of it durable, on record, and what is to be told then."""
        withdrawals, events = self._withdrawals.decided()
        stored = [TimesStored(team.competition_id, team.id) for team in self._teams.values()]
        refused = [RefusedChanged()] if self._refused_has_changed else []
        marks, marks_events = self.marks.decided()
        # The times first: a withdrawal is of one that is there.
        writes = [*self._writes, *withdrawals, *marks, self._note()]
        return writes, [*stored, *refused, *events, *marks_events]

    def _note_changes(self, decision: Decision) -> None:
        team = decision.team
        if team is not None:
            self._competition_ids.add(team.competition_id)
            if decision.accepted:
                self._teams[team.id] = team
        if decision.refused or decision.arrived:
            self._refused_has_changed = True

    def _count(self, time: RescuedTime, decision: Decision) -> None:
        outcome = decision.error or decision.outcomes[0]
        is_stored = isinstance(outcome, TimeRecord) or self._is_stored(time)
        if isinstance(outcome, errors.TimingError) and not is_stored and not outcome.is_kept:
            self.rescue.failed.append((time, outcome))
            return
        try:
            self._withdraw(time, is_stored=is_stored)
        except errors.TimingError as error:
            self.rescue.failed.append((time, error))
            return
        if decision.accepted:
            self.rescue.saved += 1
        elif is_stored:
            self.rescue.duplicates += 1
        else:
            self.rescue.kept += 1

    def _withdraw(self, time: RescuedTime, *, is_stored: bool) -> None:
        record_id = time.entry.record_id
        if not time.is_withdrawn or record_id is None:
            return
        # Where another time has its id, that one stays, and this waits for the organizer.
        if is_stored or self._core.state.record(record_id) is None:
            self._withdrawals.withdraw(record_id)

    def _is_stored(self, time: RescuedTime) -> bool:
        """Whether it is, perhaps by another judge, who had the team before."""
        record_id = time.entry.record_id
        record = None if record_id is None else self._core.state.record(record_id)
        sent = (time.team_id, time.entry.sent)
        return record is not None and (record.team_id, record.sent) == sent

    def _was_dismissed(self, time: RescuedTime) -> bool:
        kept = self._core.state.kept
        same = (self._judge.id, time.team_id, time.entry.sent)
        return any(
            (one.judge_id, one.team_id, one.sent) == same and kept.one_dismissed(one.id) is not None
            for one in kept.with_record_id(time.entry.record_id or "")
        )

    def _note(self) -> Write:
        # It is of a competition where all of it is.
        ids = self._competition_ids | self.marks.competition_ids
        (competition_id,) = ids if len(ids) == 1 else (None,)
        return self._core.note(
            self._by,
            "times_rescued",
            ("judge", self._judge.id, self._judge.username),
            competition_id=competition_id,
            details={
                "judge": self._judge.username,
                "saved": self.rescue.saved,
                "duplicates": self.rescue.duplicates,
                "kept": self.rescue.kept,
                "failed": len(self.rescue.failed) + len(self.rescue.failed_marks),
            },
        )
