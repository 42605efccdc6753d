"""A small language for tests without a server: races in memory, and an office over a real file."""

import asyncio
import itertools
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from tornado_timing.clock import Clock
from tornado_timing.config import Settings
from tornado_timing.domain import rules, withdrawing
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.errors import TimingError
from tornado_timing.domain.events import Event
from tornado_timing.domain.model import (
    Account,
    Competition,
    RefusedRecord,
    Role,
    Team,
    TimeRecord,
    Withdrawal,
)
from tornado_timing.domain.rules import Decision
from tornado_timing.domain.state import State
from tornado_timing.domain.submissions import Entry, Submission
from tornado_timing.protocol.texts import text_of
from tornado_timing.service.core import Core
from tornado_timing.service.services import DATABASE_FILE, Services
from tornado_timing.service.withdrawing import Changed
from tornado_timing.store import queries

ANA, BRUNO = 1, 2
# Who makes the changes, where it does not matter.
OLGA = Actor(None, "olga", "127.0.0.1")
START_MS = 1_762_934_400_000  # 2025-11-12T08:00:00Z
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


# ---- in memory ----


def time(
    sent: int,
    record_id: str | None = None,
    stamp: str | None = None,
    *,
    offset_ms: int | None = None,
    uncertainty_ms: int | None = None,
) -> Entry:
    """One time as a phone sends it, with what it knows of its clock."""
    return Entry(sent, record_id, stamp, None, offset_ms, uncertainty_ms)


class Race:
    """A competition in memory: its teams, and what judges send to it.

    >>> course = race(limit=15).team(101).running()
    >>> course.sends(101, time(60_000, "a")).accepted
    """

    def __init__(self, limit: int | None = None) -> None:
        self.state = State()
        self.names = (f"made-{number}" for number in itertools.count(1))
        for number, name in ((ANA, "ana"), (BRUNO, "bruno")):
            self.state.put_account(
                Account(id=number, role=Role.JUDGE, username=name, password_hash="")
            )
        self.state.put_competition(
            Competition(id=1, name="5K", scheduled_at_ms=START_MS, records_per_team=limit)
        )

    @property
    def competition(self) -> Competition:
        return self.state.competitions[1]

    def team(self, number: int, judge: int | None = ANA) -> "Race":
        self.state.put_team(
            Team(id=number, competition_id=1, name=f"Team {number}", number=number, judge_id=judge)
        )
        return self

    def running(self) -> "Race":
        return self._change(is_running=True, started_at_ms=START_MS, finished_at_ms=None)

    def corrected(self, correction_ms: int) -> "Race":
        """With the official start so much later than it was pressed."""
        return self._change(start_correction_ms=correction_ms)

    def stopped(self) -> "Race":
        return self._change(is_running=False, finished_at_ms=START_MS + HOUR_MS)

    def _change(self, **fields: Any) -> "Race":
        self.state.put_competition(replace(self.competition, **fields))
        return self

    def decides(
        self, team: int, *entries: Entry, judge: int = ANA, offset_ms: int | None = None
    ) -> Decision:
        """What is decided over a message, without carrying it out."""
        submission = Submission(judge, team, list(entries), START_MS + HOUR_MS, offset_ms)
        return rules.admit(self.state, submission, lambda: next(self.names))

    def sends(
        self, team: int, *entries: Entry, judge: int = ANA, offset_ms: int | None = None
    ) -> Decision:
        """Decides over a message and carries it out as the service does."""
        decision = self.decides(team, *entries, judge=judge, offset_ms=offset_ms)
        for record in decision.accepted:
            self.state.add_record(record)
        for refused in decision.refused:
            self.state.kept.add(replace(refused, id=self.state.new_id("refused")))
        for number in decision.arrived:
            self.state.kept.drop(number)
        return decision

    def withdraws(self, record_id: str, judge: int | None = ANA) -> None:
        """A judge takes a time back that is stored; `judge` None: an organizer."""
        self._change_record(record_id, judge, is_withdrawn=True)

    def gives_back(self, record_id: str, judge: int | None = ANA) -> None:
        """A time that was taken back counts again, if it may."""
        record = withdrawing.find(self.state, record_id, judge)
        assert isinstance(record, TimeRecord)
        withdrawing.check_giving_back(self.state, record)
        self._change_record(record_id, judge, is_withdrawn=False)

    def _change_record(self, record_id: str, judge: int | None, *, is_withdrawn: bool) -> None:
        record = withdrawing.find(self.state, record_id, judge)
        assert isinstance(record, TimeRecord)
        at_ms = START_MS + HOUR_MS
        self.state.put_withdrawal(Withdrawal(record.id, is_withdrawn, judge, at_ms))

    def times(self, team: int) -> list[int]:
        """The times of a team that count."""
        return [record.elapsed_ms for record in self.state.times_of(team).records]

    def kept(self, judge: int = ANA) -> list[RefusedRecord]:
        """The refused times that are kept for the organizer."""
        return list(self.state.kept.of_judge(judge).values())


def race(limit: int | None = None) -> Race:
    """A competition that has not started, without teams."""
    return Race(limit)


def said(decision: Decision) -> list[str]:
    """What the judge reads of each time.

    ``stored``, ``again``, ``again, withdrawn``, or the sentence of the error.
    """
    if decision.error is not None:
        return [text_of(decision.error)]
    new = {id(record) for record in decision.accepted}
    lines = []
    for outcome in decision.outcomes:
        if isinstance(outcome, TimeRecord):
            again = "again, withdrawn" if outcome.id in decision.withdrawn else "again"
            lines.append("stored" if id(outcome) in new else again)
            new.discard(id(outcome))
        else:
            lines.append(text_of(outcome))
    return lines


# ---- over a file ----


class HandClock(Clock):
    """A clock that moves only when it is told to."""

    def __init__(self, at_ms: int = START_MS) -> None:
        super().__init__()
        self._at_s = at_ms / 1000
        self._up_s = 0.0

    def now_s(self) -> float:
        return self._at_s

    def uptime_s(self) -> float:
        return self._up_s

    def pass_s(self, seconds: float) -> None:
        """Lets time pass."""
        self._at_s += seconds
        self._up_s += seconds

    def pass_ms(self, span_ms: int) -> None:
        """Lets time pass."""
        self.pass_s(span_ms / 1000)


def settings_for(data_dir: Path, **security: Any) -> Settings:
    """Settings with the cheapest passwords."""
    document = {
        "server": {"data_dir": str(data_dir)},
        "security": {"bcrypt_cost": 4, **security},
    }
    return msgspec.convert(document, Settings)


class Office:
    """All services over a data directory, and what they published."""

    services: Services

    def __init__(self, data_dir: Path, **security: Any) -> None:
        self.settings = settings_for(data_dir, **security)
        self.clock = HandClock()
        self.events: list[Event] = []

    async def open(self) -> "Office":
        self.services = await Services.open(self.settings, self.clock)
        self.services.core.listen(self.events.append)
        return self

    async def close(self) -> None:
        await self.services.close()

    async def reopen(self) -> None:
        """As a restart of the server does."""
        await self.close()
        await self.open()

    @property
    def core(self) -> Core:
        return self.services.core

    @property
    def state(self) -> State:
        return self.core.state

    @property
    def path(self) -> Path:
        """The database file."""
        return self.settings.data_dir / DATABASE_FILE

    async def judge(self, username: str = "ana", password: str = "secret", **more: Any) -> Account:
        return await self.services.accounts.create(
            Role.JUDGE, password, {"username": username, **more}, OLGA
        )

    async def organizer(self, username: str = "olga", password: str = "secret") -> Account:
        return await self.services.accounts.create(
            Role.ORGANIZER, password, {"username": username}, OLGA
        )

    async def competition(self, name: str = "5K", **more: Any) -> Competition:
        fields = {"name": name, "scheduled_at_ms": START_MS, **more}
        return await self.services.competitions.create(fields, OLGA)

    async def team(self, number: int = 101, competition_id: int = 1, **more: Any) -> Team:
        fields = {"name": f"Team {number}", "number": number, "competition_id": competition_id}
        return await self.services.teams.create({**fields, **more}, OLGA)

    async def race_day(self, limit: int | None = None) -> tuple[Account, Account, Team]:
        """An organizer, a judge with a team, and a race that runs."""
        organizer, judge = await self.organizer(), await self.judge()
        competition = await self.competition(records_per_team=limit)
        team = await self.team(101, competition.id, judge_id=judge.id)
        await self.services.competitions.start(competition.id, OLGA)
        return organizer, judge, team

    async def sends(
        self, judge: Account, team_id: int, *entries: Entry, offset_ms: int | None = None
    ) -> Decision:
        return await self.services.timing.record_times_and_wait(
            judge, team_id, list(entries), offset_ms
        )

    async def withdraws(self, judge: Account, record_id: str) -> Changed:
        """The judge takes a time back; raises what it is answered."""
        return await self._changes(self.services.withdrawing.withdraw, judge, record_id)

    async def gives_back(self, judge: Account, record_id: str) -> Changed:
        """The judge gives a time back; raises what it is answered."""
        return await self._changes(self.services.withdrawing.give_back, judge, record_id)

    async def _changes(self, change: Any, judge: Account, record_id: str) -> Changed:
        done: asyncio.Future[Changed] = asyncio.get_running_loop().create_future()

        def settled(changed: Changed | None, error: TimingError | None) -> None:
            if changed is None or error is not None:
                done.set_exception(error or AssertionError("neither changed nor refused"))
            else:
                done.set_result(changed)

        change(judge, record_id, "127.0.0.1", settled)
        return await done

    async def read_back(self) -> State:
        """The state that a restart would read from the file."""
        await self.core.commit([])
        return await self.core.database.run(queries.load_state)


def everything_entered(state: State, competition_id: int) -> dict[str, Any]:
    """All that a state holds of one individual race, in the bin or not."""
    book = state.individual.book_of(competition_id)
    return {
        "entered": book.entered,
        "worn": {runner.id: runner.bib for runner in book.runners()},
        "bands": [(band.name, band.sex, band.min_age, band.max_age) for band in book.bands],
        "waves": {number: book.wave_view(wave) for number, wave in book.waves.items()},
        "lines": {number: book.line_view(line) for number, line in book.lines.items()},
        "marks": book.marks,
        "corrections": book.corrections,
        "published": book.published.steps,
    }


def everything_in(state: State) -> dict[str, Any]:
    """All that a state holds, comparable whatever the order in which it came to hold it."""
    teams = sorted(state.teams)
    judges = sorted(state.accounts)
    records = state._records
    # A copy: the state goes on changing what it holds.
    return deepcopy(
        {
            "accounts": state.accounts,
            "logins": state._logins,
            "competitions": state.competitions,
            "teams": state.teams,
            "teams of competitions": {
                number: sorted(team.id for team in state.teams_of(number))
                for number in state.competitions
            },
            "teams of judges": {
                number: sorted(team.id for team in state.teams_of_judge(number))
                for number in judges
            },
            "times": {number: state.times_of(number).records for number in teams},
            "totals": {number: state.times_of(number).total_ms for number in teams},
            "best": {number: state.times_of(number).best_ms for number in teams},
            "by time": {number: state.times_of(number).by_time for number in teams},
            "stored": {number: state.times_of(number).stored for number in teams},
            "records": records,
            # As pairs: their order counts.
            "withdrawn": list(state.withdrawn.items()),
            "changes": state.withdrawn._changes,
            "refused": {refused.id: refused for refused in state.kept.waiting()},
            "refused of judges": {
                refused.judge_id: state.kept.of_judge(refused.judge_id)
                for refused in state.kept.waiting()
            },
            "order of refused": [refused.id for refused in state.kept.waiting()],
            "dismissed": {refused.id: refused for refused in state.kept.dismissed()},
            "dismissed by": state.kept._dismissed_by,
            "individual races": {
                number: everything_entered(state, number)
                for number in sorted({*state.competitions, *state.bin.competitions})
            },
            "lines of judges": {
                number: state.individual.assignments_of(number) for number in judges
            },
            "marks": state.individual._marks,
            "deleted competitions": state.bin.competitions,
            "deleted teams": state.bin.teams,
            "revoked": state.revoked_sessions,
            "last numbers": state._last_id,
        }
    )
