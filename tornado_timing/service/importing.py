"""Importing teams, judges and runners from a file: looked at first, then all of it or nothing."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, SubjectKind
from tornado_timing.domain.events import EntriesChanged, Event, TeamAssigned, TeamsChanged
from tornado_timing.domain.import_rows import CheckedRow, Draft, ImportKind, plan_of
from tornado_timing.service.background import Background
from tornado_timing.service.core import Core
from tornado_timing.service.import_change import ImportChange, KnownPassword, known_password
from tornado_timing.service.import_checks import Present, check_judges, check_teams, present
from tornado_timing.service.passwords import Passwords
from tornado_timing.service.runner_checks import PresentRace, check_runners, present_race
from tornado_timing.service.teams import check_takes_teams
from tornado_timing.store.writer import Write

Result = TypeVar("Result")
EVENTS_AT_ONCE = 20


class ImportPlan(Struct, frozen=True):
    """The rows of a file, and what they are rows of; teams and runners have a competition."""

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
        return await self._background.run(work)

    async def check(self, plan: ImportPlan) -> list[CheckedRow]:
        """Every row beside the state as it is now.

        Raises UnknownCompetition, CompetitionNotIndividual, CompetitionNotByTeams.
        """
        rows, _ = await self._check(plan)
        return rows

    async def carry_out(
        self, plan: ImportPlan, skip_bad: bool, by: Actor, *, expected_plan: str | None = None
    ) -> Imported:
        """Makes and changes what the rows say; with `skip_bad` without those with problems.

        The rows are checked again: others may have made changes since they were looked at.
        With `expected_plan` (see plan_of) they must still come to the same.
        Raises ChangedMeanwhile, ImportHasProblems, UnknownCompetition, CompetitionNotIndividual,
        CompetitionNotByTeams, StorageFailed; then nothing has changed.
        """
        hashes: dict[KnownPassword, str] = {}
        while True:
            rows, checked_against = await self._check(plan)
            if expected_plan is not None and expected_plan != await self.off_the_loop(
                partial(plan_of, rows)
            ):
                raise errors.ChangedMeanwhile(current=rows)
            count = sum(row.status == "bad" for row in rows)
            if count and not skip_bad:
                raise errors.ImportHasProblems(count=count, rows=rows)
            if missing := [
                row for row in _with_password(rows) if known_password(row) not in hashes
            ]:
                hashes.update(await self._hashes(missing))
            # From here on no await: what was checked is what is changed.
            elif self._present(plan) == checked_against:
                break
        change = ImportChange(self._core, hashes)
        for row in rows:
            change.carry_out(row)
        if change.created or change.updated:
            note = self._note(plan, change, len(rows), by)
            await self._core.commit([*change.writes(), note], *_news(plan))
            await self._publish(change.events)
        return Imported(
            change.created,
            change.updated,
            change.unchanged,
            change.skipped,
            change.without_password,
        )

    async def _check(self, plan: ImportPlan) -> tuple[list[CheckedRow], Present | PresentRace]:
        there = self._present(plan)
        if isinstance(there, PresentRace):
            return await self.off_the_loop(partial(check_runners, there, plan.drafts)), there
        if plan.kind == "judges":
            return await self.off_the_loop(lambda: check_judges(there, plan.drafts)), there
        number = plan.competition_id or 0
        return await self.off_the_loop(lambda: check_teams(there, number, plan.drafts)), there

    def _present(self, plan: ImportPlan) -> Present | PresentRace:
        state = self._core.state
        if plan.kind == "judges":
            return present(state, None)
        if plan.competition_id not in state.competitions:
            raise errors.UnknownCompetition(competition_id=plan.competition_id)
        if plan.kind == "runners":
            return present_race(state, plan.competition_id)
        check_takes_teams(state, plan.competition_id)
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

    async def _hashes(self, rows: Sequence[CheckedRow]) -> dict[KnownPassword, str]:
        """New hashes; "" where a judge has this very password already.

        Who gets a new password is cut off, which must not happen to everybody because a file
        is imported a second time.
        """

        async def hash_of(row: CheckedRow) -> tuple[KnownPassword, str]:
            async with self._passwords.turns:
                _, old_hash = known = known_password(row)
                if old_hash and await self._passwords.matches(row.password, old_hash):
                    return known, ""
                return known, await self._passwords.hash(row.password)

        return dict(await asyncio.gather(*map(hash_of, rows)))

    def _note(self, plan: ImportPlan, change: ImportChange, total: int, by: Actor) -> Write:
        subject: tuple[SubjectKind, int | None, str] = ("judge", None, "")
        if plan.competition_id is not None and plan.kind != "judges":
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


def _with_password(rows: Sequence[CheckedRow]) -> list[CheckedRow]:
    return [row for row in rows if row.password and row.status != "bad"]


def _news(plan: ImportPlan) -> list[Event]:
    if plan.competition_id is None or plan.kind == "judges":
        return []
    if plan.kind == "runners":
        return [EntriesChanged(plan.competition_id)]
    return [TeamsChanged(plan.competition_id)]
