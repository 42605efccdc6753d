"""Times taken back by their judges, and given back by them or by an organizer."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from tornado_timing.domain import errors, withdrawing
from tornado_timing.domain.audit import Actor, actor
from tornado_timing.domain.errors import Unavailable
from tornado_timing.domain.events import Event, RecordsChanged, TimesStored
from tornado_timing.domain.model import Account, RefusedRecord, Team, TimeRecord, Withdrawal
from tornado_timing.domain.withdrawing import Whereabouts
from tornado_timing.service.core import Core
from tornado_timing.service.resolving import Resolving
from tornado_timing.store import queries
from tornado_timing.store.writer import Write


class Changed(Struct, frozen=True):
    """A time is withdrawn, or counts again; with `is_duplicate` it was and did before."""

    team_id: int
    is_duplicate: bool


class WithdrawnTime(Struct, frozen=True):
    """A withdrawn time, as organizers look at it; `by` is None where that account is gone."""

    record: TimeRecord
    team: Team
    elapsed_ms: int
    at_ms: int
    by: str | None


Settled = Callable[[Changed | None, errors.TimingError | None], None]
ChangeOne = Callable[["Withdrawals", str], Changed]


class Withdrawals:
    """Times withdrawn and given back at once, and to be committed together, each on record.

    >>> withdrawals = Withdrawals(core, by, judge.id)
    >>> withdrawals.withdraw("b7d6...")
    >>> writes, events = withdrawals.decided()

    With `judge_id` it reaches what that judge may change, also what was refused; without, all
    stored times. `origin` is the connection that asks, if any: it is not told what it is answered.
    No await may come between the first of them and the commit.
    """

    def __init__(
        self, core: Core, by: Actor, judge_id: int | None, origin: object | None = None
    ) -> None:
        self._core = core
        self._state = core.state
        self._by = by
        self._judge_id = judge_id
        self._origin = origin
        self._now_ms = core.clock.now_ms()
        self._resolving = Resolving(core, by)
        self._rows: list[Withdrawal] = []
        self._notes: list[Write] = []
        self._teams: dict[int, Team] = {}
        # What the judges who recorded the times are told.
        self._told: dict[int, RecordsChanged] = {}

    def withdraw(self, record_id: str) -> Changed:
        """Takes a time out of all that counts; one that waits for the organizer is dismissed.

        Raises RecordNotFound, RecordNotAllowed, TooManyChanges.
        """
        found = withdrawing.find(self._state, record_id, self._judge_id)
        if isinstance(found, TimeRecord):
            is_duplicate = self._state.is_withdrawn(found.id)
            if not is_duplicate:
                self._check_changes(found)
                self._put(found, is_withdrawn=True)
            return Changed(found.team_id, is_duplicate)
        waiting = [one for one in found if self._state.kept.one(one.id) is not None]
        for refused in waiting:
            self._resolving.dismiss(refused)
            self._tell(refused, is_withdrawn=True)
        return Changed(found[-1].team_id, not waiting)

    def give_back(self, record_id: str) -> Changed:
        """Has a withdrawn time count again; one that was refused waits for the organizer again.

        Raises RecordNotFound, RecordNotAllowed, TooManyChanges, RefusedListFull, and what
        `check_giving_back` raises.
        """
        found = withdrawing.find(self._state, record_id, self._judge_id)
        if isinstance(found, TimeRecord):
            is_duplicate = not self._state.is_withdrawn(found.id)
            if not is_duplicate:
                self._check_changes(found)
                withdrawing.check_giving_back(self._state, found)
                self._put(found, is_withdrawn=False)
            return Changed(found.team_id, is_duplicate)
        # Refused times are found for a judge alone.
        assert self._judge_id is not None
        again = withdrawing.to_recover(self._state, found, self._judge_id)
        for refused in again:
            self._resolving.recover(refused)
            self._tell(refused, is_withdrawn=False)
        return Changed(found[-1].team_id, not again)

    def decided(self) -> tuple[list[Write], list[Event]]:
        """What makes all of it durable, and what is to be told then."""
        writes, events = self._resolving.decided()
        if self._rows:
            writes = [*writes, queries.add_withdrawals(self._rows), *self._notes]
        changed = [TimesStored(team.competition_id, team.id) for team in self._teams.values()]
        return writes, [*events, *changed, *self._told.values()]

    def _check_changes(self, record: TimeRecord) -> None:
        # An organizer may at any time, also in the name of a judge.
        if self._judge_id is not None and self._by.account_id == self._judge_id:
            withdrawing.check_changes(self._state, record)

    def _tell(self, one: TimeRecord | RefusedRecord, *, is_withdrawn: bool) -> None:
        record_id = one.id if isinstance(one, TimeRecord) else one.record_id
        if one.judge_id is None or record_id is None:
            return
        empty = RecordsChanged(one.judge_id, [], [], self._origin)
        told = self._told.setdefault(one.judge_id, empty)
        (told.withdrawn if is_withdrawn else told.given_back).append(record_id)

    def _put(self, record: TimeRecord, *, is_withdrawn: bool) -> None:
        row = Withdrawal(record.id, is_withdrawn, self._by.account_id, self._now_ms)
        self._state.put_withdrawal(row)
        self._rows.append(row)
        self._tell(record, is_withdrawn=is_withdrawn)
        team = self._state.team_or_deleted(record.team_id)
        if record.team_id in self._state.teams and team is not None:
            self._teams[team.id] = team
        self._notes.append(
            self._core.note(
                self._by,
                "time_withdrawn" if is_withdrawn else "time_given_back",
                ("team", record.team_id, "" if team is None else team.name),
                competition_id=None if team is None else team.competition_id,
                details=self._details(record, team),
            )
        )

    def _details(self, record: TimeRecord, team: Team | None) -> Mapping[str, Any]:
        """What is on record of a time, with the names of the moment."""
        state = self._state
        judge = None if record.judge_id is None else state.accounts.get(record.judge_id)
        competition = None if team is None else state.competition_or_deleted(team.competition_id)
        correction_ms = 0 if competition is None else competition.start_correction_ms
        return {
            "record_id": record.id,
            "team_id": record.team_id,
            "number": None if team is None else team.number,
            "team": None if team is None else team.name,
            "judge_id": record.judge_id,
            "judge": None if judge is None else judge.username,
            "sent": record.sent,
            "elapsed_ms": record.elapsed_ms - correction_ms,
        }


class Withdrawing:
    """Takes times back, gives them back, and says which are here."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def withdraw(
        self,
        judge: Account,
        record_id: str,
        address: str,
        settled: Settled,
        origin: object | None = None,
    ) -> None:
        """Withdraws a time of `judge`, who asks from `address`; then calls `settled`.

        When that is durable: with what was changed, or the error: RecordNotFound, RecordNotAllowed,
        TooManyChanges, StorageFailed. Also an error waits for what was decided before: that may be
        why. `origin` is the connection that asks, which need not be told of it besides.
        """
        withdrawals = Withdrawals(self._core, actor(judge, address), judge.id, origin)
        self._change(withdrawals, Withdrawals.withdraw, record_id, settled)

    def give_back(
        self,
        judge: Account,
        record_id: str,
        address: str,
        settled: Settled,
        origin: object | None = None,
    ) -> None:
        """Has a withdrawn time of `judge` count again, as `withdraw` withdraws it.

        The errors are also RefusedListFull and those of `domain.withdrawing.check_giving_back`.
        """
        withdrawals = Withdrawals(self._core, actor(judge, address), judge.id, origin)
        self._change(withdrawals, Withdrawals.give_back, record_id, settled)

    def _change(
        self, withdrawals: Withdrawals, change: ChangeOne, record_id: str, settled: Settled
    ) -> None:
        changed: Changed | None = None
        refusal: errors.TimingError | None = None
        try:
            changed = change(withdrawals, record_id)
        except errors.TimingError as error:
            refusal = error
        writes, events = withdrawals.decided()
        self._core.append(writes, lambda error: settled(changed, error or refusal), *events)

    async def give_back_many(
        self, record_ids: Iterable[str], by: Actor
    ) -> tuple[int, dict[str, errors.TimingError]]:
        """Has those of these times count again that may, in one commit.

        How many of them count now, and for the ids of the others why not. Raises StorageFailed;
        then nothing is changed.
        """
        withdrawals = Withdrawals(self._core, by, None)
        given_back = 0
        failed: dict[str, errors.TimingError] = {}
        for record_id in dict.fromkeys(record_ids):
            try:
                withdrawals.give_back(record_id)
                given_back += 1
            except errors.TimingError as error:
                failed[record_id] = error
        writes, events = withdrawals.decided()
        await self._core.commit(writes, *events)
        return given_back, failed

    def whereabouts(
        self,
        judge: Account,
        record_ids: list[str],
        settled: Callable[[Whereabouts, Unavailable | None], None],
    ) -> None:
        """Where these times of `judge` are; `settled` is called when what it says is durable."""
        found = withdrawing.whereabouts(self._core.state, record_ids, judge.id)
        self._core.append([], lambda error: settled(found, error))

    def withdrawn(self, competition_id: int | None = None) -> list[WithdrawnTime]:
        """The withdrawn times, the one withdrawn last first; not those of teams in the bin.

        Nor those of an earlier start, which cannot count again. With `competition_id` only those
        of its teams.
        """
        state = self._core.state
        found = []
        for withdrawal in reversed(state.withdrawn.values()):
            record = state.record(withdrawal.record_id)
            team = None if record is None else state.teams.get(record.team_id)
            if record is None or team is None or competition_id not in (None, team.competition_id):
                continue
            if withdrawing.is_of_earlier_start(withdrawal, state.competitions[team.competition_id]):
                continue
            account = state.accounts.get(withdrawal.account_id or 0)
            elapsed_ms = record.elapsed_ms - state.start_correction_of(team.id)
            by = None if account is None else account.username
            found.append(WithdrawnTime(record, team, elapsed_ms, withdrawal.at_ms, by))
        return found
