"""Importing teams and judges from a file: looked at first, then all of it or nothing."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, SubjectKind
from tornado_timing.domain.events import AccountCut, Event, TeamAssigned, TeamsChanged
from tornado_timing.domain.import_rows import CheckedRow, Draft, ImportKind, plan_of
from tornado_timing.domain.model import Account, Team
from tornado_timing.service.background import Background, hand_over_soon
from tornado_timing.service.core import Core
from tornado_timing.service.import_checks import Present, check_judges, check_teams, present
from tornado_timing.service.passwords import Passwords
from tornado_timing.service.teams import assignment
from tornado_timing.store import queries
from tornado_timing.store.writer import Write

Result = TypeVar("Result")
EVENTS_AT_ONCE = 20
# A row with a password by its line, and the hash of the judge whom it is about.
_Known = tuple[int, str]


class ImportPlan(Struct, frozen=True):
    """The rows of a file, and what they are rows of; teams have a competition."""

    kind: ImportKind
    competition_id: int | None
    filename: str
    drafts: list[Draft]


class Imported(Struct, frozen=True):
    """What an import has done, and which of its judges have no password."""

    created: int
    updated: int
    unchanged: int
    skipped: int
    judges_without_password: list[int]


class Importing:
    """Imports rows of files."""

    def __init__(self, core: Core, passwords: Passwords) -> None:
        self._core = core
        self._passwords = passwords
        # One file at a time: each may need some memory.
        self._background = Background("import", 1)

    def close(self) -> None:
        """Ends the thread."""
        self._background.close()

    async def off_the_loop(self, work: Callable[[], Result]) -> Result:
        """Does what takes a while in a thread, so that nobody's time waits for it."""
        return await self._background.run(lambda: hand_over_soon(work))

    async def check(self, plan: ImportPlan) -> list[CheckedRow]:
        """Every row beside the state as it is now. Raises UnknownCompetition."""
        rows, _ = await self._check(plan)
        return rows

    async def carry_out(
        self, plan: ImportPlan, skip_bad: bool, by: Actor, *, expected_plan: str | None = None
    ) -> Imported:
        """Makes and changes what the rows say; with `skip_bad` without those with problems.

        The rows are checked again: others may have made changes since they were looked at.
        With `expected_plan` (see plan_of) they must still come to the same.
        Raises ChangedMeanwhile, ImportHasProblems, UnknownCompetition, StorageFailed; then
        nothing has changed.
        """
        hashes: dict[_Known, str] = {}
        while True:
            rows, checked_against = await self._check(plan)
            if expected_plan is not None and expected_plan != await self.off_the_loop(
                partial(plan_of, rows)
            ):
                raise errors.ChangedMeanwhile(current=rows)
            count = sum(row.status == "bad" for row in rows)
            if count and not skip_bad:
                raise errors.ImportHasProblems(count=count, rows=rows)
            if missing := [row for row in _with_password(rows) if _known(row) not in hashes]:
                hashes.update(await self._hashes(missing))
            # From here on no await: what was checked is what is changed.
            elif self._present(plan) == checked_against:
                break
        change = _Change(self._core, hashes)
        for row in rows:
            change.carry_out(row)
        if change.created or change.updated:
            change.writes.append(self._note(plan, change, len(rows), by))
            news = [TeamsChanged(plan.competition_id)] if plan.kind == "teams" else []
            await self._core.commit(change.writes, *news)
            await self._publish(change.events)
        return Imported(
            change.created,
            change.updated,
            change.unchanged,
            change.skipped,
            change.without_password,
        )

    async def _check(self, plan: ImportPlan) -> tuple[list[CheckedRow], Present]:
        there = self._present(plan)
        if plan.kind == "judges":
            return await self.off_the_loop(lambda: check_judges(there, plan.drafts)), there
        number = plan.competition_id or 0
        return await self.off_the_loop(lambda: check_teams(there, number, plan.drafts)), there

    def _present(self, plan: ImportPlan) -> Present:
        state = self._core.state
        if plan.kind == "judges":
            return present(state, None)
        if plan.competition_id not in state.competitions:
            raise errors.UnknownCompetition(competition_id=plan.competition_id)
        return present(state, plan.competition_id)

    async def _publish(self, events: Sequence[Event]) -> None:
        """Publishes some at a time: each is a message to somebody, and taps come in meanwhile."""
        for start in range(0, len(events), EVENTS_AT_ONCE):
            for event in events[start : start + EVENTS_AT_ONCE]:
                if self._still_holds(event):
                    self._core.publish(event)
            await asyncio.sleep(0)

    def _still_holds(self, event: Event) -> bool:
        """Whether nobody has given the team to somebody else in between, and told so."""
        if not isinstance(event, TeamAssigned):
            return True
        team = self._core.state.teams.get(event.team.id)
        return (team is not None and team.judge_id == event.judge_id) == event.assigned

    async def _hashes(self, rows: Sequence[CheckedRow]) -> dict[_Known, str]:
        """New hashes; "" where a judge has this very password already.

        Who gets a new password is cut off, which must not happen to everybody because a file
        is imported a second time.
        """

        async def hash_of(row: CheckedRow) -> tuple[_Known, str]:
            async with self._passwords.turns:
                _, old_hash = known = _known(row)
                if old_hash and await self._passwords.matches(row.password, old_hash):
                    return known, ""
                return known, await self._passwords.hash(row.password)

        return dict(await asyncio.gather(*map(hash_of, rows)))

    def _note(self, plan: ImportPlan, change: "_Change", total: int, by: Actor) -> Write:
        subject: tuple[SubjectKind, int | None, str] = ("judge", None, "")
        if plan.competition_id is not None and plan.kind == "teams":
            competition = self._core.state.competitions[plan.competition_id]
            subject = ("competition", competition.id, competition.name)
        return self._core.note(
            by,
            f"{plan.kind}_imported",
            subject,
            competition_id=subject[1],
            details={
                "filename": plan.filename,
                "total": total,
                "created": change.created,
                "updated": change.updated,
                "skipped": change.skipped,
            },
        )


class _Change:
    """Carries checked rows over into the state, collecting what to write and to tell."""

    def __init__(self, core: Core, hashes: dict[_Known, str]) -> None:
        self._state = core.state
        self._hashes = hashes
        self.writes: list[Write] = []
        self.events: list[Event] = []
        self.created = 0
        self.updated = 0
        self.unchanged = 0
        self.skipped = 0
        self.without_password: list[int] = []

    def carry_out(self, row: CheckedRow) -> None:
        """One row."""
        if row.status == "bad":
            self.skipped += 1
        elif isinstance(row.new, Team):
            self._team(row.old if isinstance(row.old, Team) else None, row.new)
        elif isinstance(row.new, Account):
            self._judge(row.old if isinstance(row.old, Account) else None, row.new, row)

    def _team(self, old: Team | None, new: Team) -> None:
        if old == new:
            self.unchanged += 1
            return
        if old is None:
            new = replace(new, id=self._state.new_id("team"))
        self._count(old is None)
        self._state.put_team(new)
        self.writes.append(queries.put_team(new))
        self.events.extend(assignment(old, new))

    def _judge(self, old: Account | None, new: Account, row: CheckedRow) -> None:
        password_hash = self._hashes.get(_known(row))
        if password_hash:
            version = old.token_version + 1 if old is not None else 1
            new = replace(new, password_hash=password_hash, token_version=version)
        if old is None:
            new = replace(new, id=self._state.new_id("account"))
        if not new.password_hash:
            self.without_password.append(new.id)
        if old == new:
            self.unchanged += 1
            return
        self._count(old is None)
        self._state.put_account(new)
        self.writes.append(queries.put_account(new))
        if old is not None and password_hash:
            self.events.append(AccountCut(old.id))

    def _count(self, is_new: bool) -> None:
        self.created += is_new
        self.updated += not is_new


def _with_password(rows: Sequence[CheckedRow]) -> list[CheckedRow]:
    return [row for row in rows if row.password and row.status != "bad"]


def _known(row: CheckedRow) -> _Known:
    return row.line, row.old.password_hash if isinstance(row.old, Account) else ""
