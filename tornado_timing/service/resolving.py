"""What an organizer decides over times that were refused, carried out together."""

import uuid
from collections.abc import Mapping
from typing import Any

from tornado_timing.domain import errors, rules
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.events import Event, RecordsChanged, RefusedChanged, TimesStored
from tornado_timing.domain.model import RefusedRecord, Team, TimeRecord, Withdrawal
from tornado_timing.domain.state import State
from tornado_timing.service.core import Core
from tornado_timing.store import queries
from tornado_timing.store.writer import Write


def new_record_id() -> str:
    """An id for a time whose phone gave it none, or one that is taken."""
    return str(uuid.uuid4())


class Resolving:
    """Decisions that change the state at once and are committed together, each on record.

    No await may come between the first of them and `commit`.
    """

    def __init__(self, core: Core, by: Actor) -> None:
        self._core = core
        self._state = core.state
        self._by = by
        self._records: list[TimeRecord] = []
        self._writes: list[Write] = []
        self._notes: list[Write] = []
        # In the order in which they get times.
        self._teams: dict[int, Team] = {}
        self._given_back: list[TimeRecord] = []

    def accept(self, refused: RefusedRecord) -> TimeRecord:
        """Counts a kept time after all; the record that now counts, or has counted before.

        Raises TeamNotFound, RaceNotRunning (a phone's clock reading, but there has been no
        start), or a RecordError for a time that is out of range or before the official start.
        """
        team = self._state.teams.get(refused.team_id)
        if team is None:
            raise errors.TeamNotFound(team_id=refused.team_id)
        competition = self._state.competitions[team.competition_id]
        elapsed_ms = rules.elapsed(refused.sent, competition, refused.clock_offset_ms)
        rules.check_range(elapsed_ms, competition)
        stored = self._stored_before(refused, team, elapsed_ms)
        if stored is None:
            stored = _record_of(refused, team, elapsed_ms, self._free_id(refused))
            self._state.add_record(stored)
            self._records.append(stored)
            self._teams[team.id] = team
            self._resolve(refused, "accepted")
        else:
            self._resolve(refused, "arrived")
            if self._state.is_withdrawn(stored.id):
                self._give_back(stored, team)
        self._state.kept.drop(refused.id)
        self._note("refused_accepted", refused)
        return stored

    def dismiss(self, refused: RefusedRecord) -> None:
        """Takes a kept time off the list."""
        self._state.kept.dismiss(refused.id, self._by.account_id)
        self._resolve(refused, "dismissed")
        self._note("refused_dismissed", refused)

    def recover(self, refused: RefusedRecord) -> None:
        """Has a dismissed time wait again. Raises AlreadyWaiting."""
        if refused.key in self._state.kept.of_judge(refused.judge_id):
            # Its phone has sent it again since.
            raise errors.AlreadyWaiting()
        self._state.kept.recover(refused.id)
        self._writes.append(queries.recover_refused(refused.id))
        self._note("refused_recovered", refused)

    async def commit(self) -> None:
        """Makes all of it durable and tells of it. Raises StorageFailed.

        Without any decision it waits for what was decided by others before: that may be why.
        """
        writes, events = self.decided()
        await self._core.commit(writes, *events)

    def decided(self) -> tuple[list[Write], list[Event]]:
        """What makes all of it durable, and what is to be told then."""
        records = [queries.add_records(self._records)] if self._records else []
        changed: list[Event] = [RefusedChanged()] if self._notes else []
        stored = [TimesStored(team.competition_id, team.id) for team in self._teams.values()]
        given_back = [
            RecordsChanged(record.judge_id, [], [record.id])
            for record in self._given_back
            if record.judge_id is not None
        ]
        return [*records, *self._writes, *self._notes], [*changed, *stored, *given_back]

    def _stored_before(
        self, refused: RefusedRecord, team: Team, elapsed_ms: int
    ) -> TimeRecord | None:
        if refused.record_id is None:
            return self._state.times_of(team.id).by_time.get(elapsed_ms)
        stored = self._state.record(refused.record_id)
        is_same = stored is not None and (stored.team_id, stored.sent) == (team.id, refused.sent)
        return stored if is_same else None

    def _free_id(self, refused: RefusedRecord) -> str:
        """Its own id, or another where that was used for something else."""
        if refused.record_id is None or self._state.record(refused.record_id) is not None:
            return new_record_id()
        return refused.record_id

    def _give_back(self, record: TimeRecord, team: Team) -> None:
        """Its judge had taken it back after it came in by the regular way."""
        now_ms = self._core.clock.now_ms()
        given_back = Withdrawal(record.id, False, self._by.account_id, now_ms)
        self._state.put_withdrawal(given_back)
        self._writes.append(queries.add_withdrawals([given_back]))
        self._teams[team.id] = team
        self._given_back.append(record)

    def _resolve(self, refused: RefusedRecord, resolution: queries.Resolution) -> None:
        now_ms = self._core.clock.now_ms()
        account_id = self._by.account_id
        self._writes.append(queries.resolve_refused([refused.id], resolution, account_id, now_ms))

    def _note(self, action: str, refused: RefusedRecord) -> None:
        team = self._state.team_or_deleted(refused.team_id)
        self._notes.append(
            self._core.note(
                self._by,
                action,
                ("refused", refused.id, "" if team is None else team.name),
                competition_id=None if team is None else team.competition_id,
                details=_details(self._state, refused, team),
            )
        )


def _record_of(refused: RefusedRecord, team: Team, elapsed_ms: int, record_id: str) -> TimeRecord:
    is_reading = refused.sent != elapsed_ms
    return TimeRecord(
        record_id,
        team.id,
        refused.judge_id,
        elapsed_ms,
        refused.sent,
        refused.clock_offset_ms if is_reading else None,
        refused.received_at_ms,
        refused.phone_timestamp,
        refused.uncertainty_ms,
    )


def _details(state: State, refused: RefusedRecord, team: Team | None) -> Mapping[str, Any]:
    """What is on record of a refused time, with the names of the moment."""
    judge = state.accounts.get(refused.judge_id)
    return {
        "team_id": refused.team_id,
        "number": None if team is None else team.number,
        "team": None if team is None else team.name,
        "judge_id": refused.judge_id,
        "judge": None if judge is None else judge.username,
        "sent": refused.sent,
        "elapsed_ms": _official_ms(state, refused, team),
        "reason": refused.reason,
    }


def _official_ms(state: State, refused: RefusedRecord, team: Team | None) -> int | None:
    """The time from the official start, None where there is none to count from."""
    competition = None if team is None else state.competition_or_deleted(team.competition_id)
    if competition is None:
        return None
    try:
        elapsed_ms = rules.elapsed(refused.sent, competition, refused.clock_offset_ms)
    except errors.RaceNotRunning:
        return None
    return elapsed_ms - competition.start_correction_ms
