"""Recording times, and what becomes of those that were refused."""

import asyncio
import uuid
from collections.abc import Callable

from msgspec.structs import replace

from tornado_timing.domain import errors, rules
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.errors import Unavailable
from tornado_timing.domain.events import Event, RefusedChanged, TimesStored
from tornado_timing.domain.model import Account, RefusedRecord, TimeRecord
from tornado_timing.domain.rules import Decision, Entry, Submission
from tornado_timing.service.core import Core
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
        decision = rules.admit(state, submission, _new_record_id)
        if judge.id not in state.accounts:
            # Deleted while the message was on its way: there is nobody to keep it for.
            decision.refused = []

        def committed(error: Unavailable | None) -> None:
            settled(decision, error or decision.error)
            if error is None and decision.accepted and decision.team is not None:
                team = decision.team
                self._core.publish(TimesStored(team.competition_id, team.id))
            if error is None and (decision.refused or decision.arrived):
                self._core.publish(RefusedChanged())

        self._core.writer.append(self._apply(decision, received_at_ms), committed)

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

    def _apply(self, decision: Decision, now_ms: int) -> list[Write]:
        state = self._core.state
        writes = []
        if decision.accepted:
            for record in decision.accepted:
                state.add_record(record)
            writes.append(queries.add_records(decision.accepted))
        if decision.refused:
            numbered = [replace(record, id=state.new_id("refused")) for record in decision.refused]
            for refused in numbered:
                state.add_refused(refused)
            writes.append(queries.add_refused(numbered))
        if decision.arrived:
            for number in decision.arrived:
                state.drop_refused(number)
            writes.append(queries.resolve_refused(decision.arrived, "arrived", None, now_ms))
        return writes

    def refused(self, competition_id: int | None = None) -> list[RefusedRecord]:
        """The kept records that wait for a decision, oldest first.

        With `competition_id` only those of its teams; a record of a team that does not exist
        belongs to no competition.
        """
        state = self._core.state
        if competition_id is None:
            return list(state.all_refused())
        return [
            refused
            for refused in state.all_refused()
            if (team := state.teams.get(refused.team_id)) is not None
            and team.competition_id == competition_id
        ]

    async def accept_refused(self, refused_id: int, by: Actor) -> TimeRecord:
        """Counts a kept record after all, over the rules that refused it.

        Raises NotFound, AlreadyResolved, TeamNotFound (the team is gone), RaceNotRunning (a
        phone's clock reading, but there has been no start), or a RecordError for a time that
        is out of range or before the official start.
        """
        state = self._core.state
        refused = self._find(refused_id)
        team = state.teams.get(refused.team_id)
        if team is None:
            raise errors.TeamNotFound(team_id=refused.team_id)
        competition = state.competitions[team.competition_id]
        elapsed_ms = rules.elapsed(refused.sent, competition, refused.clock_offset_ms)
        rules.check_range(elapsed_ms, competition)
        record_id = refused.record_id
        by_time = state.times_of(team.id).by_time
        stored = state.record(record_id) if record_id else by_time.get(elapsed_ms)
        if stored is not None and (
            record_id is None or (stored.team_id, stored.sent) == (team.id, refused.sent)
        ):
            await self._resolve(refused, "arrived", by)
            return stored
        if record_id is None or stored is not None:
            record_id = _new_record_id()
        record = TimeRecord(
            record_id,
            team.id,
            refused.judge_id,
            elapsed_ms,
            refused.sent,
            refused.clock_offset_ms,
            refused.received_at_ms,
            refused.phone_timestamp,
        )
        state.add_record(record)
        await self._resolve(refused, "accepted", by, record)
        return record

    async def dismiss_refused(self, refused_id: int, by: Actor) -> None:
        """Takes a kept record off the list; its row stays. Raises NotFound, AlreadyResolved."""
        await self._resolve(self._find(refused_id), "dismissed", by)

    def _find(self, refused_id: int) -> RefusedRecord:
        refused = self._core.state.refused(refused_id)
        if refused is not None:
            return refused
        if self._core.state.was_given("refused", refused_id):
            raise errors.AlreadyResolved()
        raise errors.NotFound()

    async def _resolve(
        self,
        refused: RefusedRecord,
        resolution: queries.Resolution,
        by: Actor,
        record: TimeRecord | None = None,
    ) -> None:
        state = self._core.state
        state.drop_refused(refused.id)
        now_ms = self._core.clock.now_ms()
        team = state.teams.get(refused.team_id)
        note = self._core.note(
            by,
            "refused_dismissed" if resolution == "dismissed" else "refused_accepted",
            ("refused", refused.id, "" if team is None else team.name),
            competition_id=None if team is None else team.competition_id,
            details={
                "team_id": refused.team_id,
                "judge_id": refused.judge_id,
                "sent": refused.sent,
                "reason": refused.reason,
            },
        )
        writes = [queries.resolve_refused([refused.id], resolution, by.account_id, now_ms), note]
        events: list[Event] = [RefusedChanged()]
        if record is not None and team is not None:
            writes.insert(0, queries.add_records([record]))
            events.append(TimesStored(team.competition_id, team.id))
        await self._core.commit(writes, *events)


def _new_record_id() -> str:
    return str(uuid.uuid4())
