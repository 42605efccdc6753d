"""Recording times, and what becomes of those that were refused."""

import asyncio
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from tornado_timing.domain import errors, rules
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.errors import Unavailable
from tornado_timing.domain.events import RefusedChanged, TimesStored
from tornado_timing.domain.model import Account, RefusedRecord, TimeRecord
from tornado_timing.domain.rules import Decision
from tornado_timing.domain.submissions import Entry, Submission
from tornado_timing.service.core import Core
from tornado_timing.service.resolving import Resolving, new_record_id
from tornado_timing.store import queries
from tornado_timing.store.writer import Write


class Timing:
    """Takes times in."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def record_times(
        self,
        judge: Account,
        team_id: int,
        entries: list[Entry],
        clock_offset_ms: int | None,
        received_at_ms: int,
        settled: Callable[[Decision, errors.TimingError | None], None],
    ) -> None:
        """Decides over `entries` at once; `settled` is called when all of it is durable.

        It is called with the decision and the error of the message as a whole, if any: also
        then something may have been kept. Duplicates are settled after the commit of their
        originals. After StorageFailed nothing is kept, and the message may be sent again.
        """
        state = self._core.state
        submission = Submission(judge.id, team_id, entries, received_at_ms, clock_offset_ms)
        decision = rules.admit(state, submission, new_record_id)
        if judge.id not in state.accounts:
            # Deleted while the message was on its way.
            decision.keep_nothing()

        def committed(error: Unavailable | None) -> None:
            settled(decision, error or decision.error)
            if error is None:
                self._count(decision, len(entries))
            if error is None and decision.accepted and decision.team is not None:
                team = decision.team
                self._core.publish(TimesStored(team.competition_id, team.id))
            if error is None and (decision.refused or decision.arrived):
                self._core.publish(RefusedChanged())

        writes = carry_out(self._core, decision, received_at_ms)
        self._core.writer.append(writes, committed)

    def _count(self, decision: Decision, sent: int) -> None:
        stored, stored_before = len(decision.accepted), 0
        if stored < sent:
            stored_before = sum(isinstance(one, TimeRecord) for one in decision.outcomes) - stored
        self._core.measures.recorded(stored, stored_before, sent - stored - stored_before)

    async def record_times_and_wait(
        self, judge: Account, team_id: int, entries: list[Entry], clock_offset_ms: int | None
    ) -> Decision:
        """`record_times`, for who can wait. Raises the error of the message as a whole."""
        now_ms = self._core.clock.now_ms()
        done: asyncio.Future[Decision] = asyncio.get_running_loop().create_future()

        def settled(decision: Decision, error: errors.TimingError | None) -> None:
            if done.done():
                return
            if error is None:
                done.set_result(decision)
            else:
                done.set_exception(error)

        self.record_times(judge, team_id, entries, clock_offset_ms, now_ms, settled)
        return await done

    def refused(self, competition_id: int | None = None) -> list[RefusedRecord]:
        """The kept records that wait for a decision, oldest first.

        With `competition_id` only those of its teams, deleted ones among them.
        """
        return self._of_competition(self._core.state.kept.waiting(), competition_id)

    def dismissed(self, competition_id: int | None = None) -> list[RefusedRecord]:
        """The kept records that were dismissed, the last first; else like `refused`."""
        return self._of_competition(self._core.state.kept.dismissed(), competition_id)

    def _of_competition(
        self, kept: Iterable[RefusedRecord], competition_id: int | None
    ) -> list[RefusedRecord]:
        if competition_id is None:
            return list(kept)
        state = self._core.state
        return [
            refused
            for refused in kept
            if (team := state.team_or_deleted(refused.team_id)) is not None
            and team.competition_id == competition_id
        ]

    async def accept_refused(self, refused_id: int, by: Actor) -> TimeRecord:
        """Counts a kept record after all, over the rules that refused it.

        Raises NotFound, AlreadyResolved, and what `Resolving.accept` raises.
        """
        resolving = Resolving(self._core, by)
        record = resolving.accept(self._find(refused_id))
        await resolving.commit()
        return record

    async def accept_many(
        self, refused_ids: Iterable[int], by: Actor
    ) -> tuple[int, dict[int, errors.TimingError]]:
        """Counts those of these kept records that `accept_refused` would, in one commit.

        How many they were, and for the numbers of the others why not. Raises StorageFailed; then
        none of them counts.
        """
        resolving = Resolving(self._core, by)
        accepted = 0
        failed: dict[int, errors.TimingError] = {}
        for refused_id in dict.fromkeys(refused_ids):
            try:
                resolving.accept(self._find(refused_id))
                accepted += 1
            except errors.TimingError as error:
                failed[refused_id] = error
        await resolving.commit()
        return accepted, failed

    async def dismiss_refused(self, refused_id: int, by: Actor) -> None:
        """Takes a kept record off the list; its row stays. Raises NotFound, AlreadyResolved."""
        resolving = Resolving(self._core, by)
        resolving.dismiss(self._find(refused_id))
        await resolving.commit()

    async def recover_refused(self, refused_id: int, by: Actor) -> RefusedRecord:
        """Has a dismissed record wait for a decision again.

        Raises NotFound where it was not dismissed, and AlreadyWaiting.
        """
        refused = self._core.state.kept.one_dismissed(refused_id)
        if refused is None:
            raise errors.NotFound()
        resolving = Resolving(self._core, by)
        resolving.recover(refused)
        await resolving.commit()
        return refused

    def _find(self, refused_id: int) -> RefusedRecord:
        refused = self._core.state.kept.one(refused_id)
        if refused is not None:
            return refused
        if self._core.state.was_given("refused", refused_id):
            raise errors.AlreadyResolved()
        raise errors.NotFound()


def carry_out(core: Core, decision: Decision, now_ms: int) -> list[Write]:
    """Makes the state what was decided, and returns what makes it durable."""
    state = core.state
    writes = []
    if decision.accepted:
        for record in decision.accepted:
            state.add_record(record)
        writes.append(queries.add_records(decision.accepted))
    if decision.refused:
        numbered = [replace(record, id=state.new_id("refused")) for record in decision.refused]
        for refused in numbered:
            state.kept.add(refused)
        writes.append(queries.add_refused(numbered))
    if decision.arrived:
        for number in decision.arrived:
            state.kept.drop(number)
        writes.append(queries.resolve_refused(decision.arrived, "arrived", None, now_ms))
    return writes
