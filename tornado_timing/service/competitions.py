"""Competitions: made, changed, deleted, started and stopped."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, SubjectKind, changes
from tornado_timing.domain.corrections import correction_to
from tornado_timing.domain.events import RaceStarted, RaceStopped, TeamsChanged
from tornado_timing.domain.individual.entering import check_kind
from tornado_timing.domain.individual.marks import Line
from tornado_timing.domain.model import Account, Competition, CompetitionKind, Role
from tornado_timing.domain.state import State
from tornado_timing.service.core import Core, check_unchanged
from tornado_timing.store import entries, queries
from tornado_timing.store.writer import Write

LATE_MS = 12 * 60 * 60 * 1000
# What a finish line is called where nobody says.
FINISH_LINE = "Finish"


class Competitions:
    """Manages competitions and runs their races."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def visible_to(self, account: Account) -> list[Competition]:
        """A judge's own competitions; an organizer's are all. By id."""
        if account.role is Role.ORGANIZER:
            return sorted(self._core.state.competitions.values(), key=lambda item: item.id)
        return self._core.state.competitions_of_judge(account.id)

    def published(self) -> list[Competition]:
        """What the public may see, the next one first, and those of the past after it."""
        now_ms = self._core.clock.now_ms()
        competitions = [item for item in self._core.state.competitions.values() if item.is_active]
        return sorted(
            competitions,
            key=lambda item: (not item.is_running, *_nearness(item, now_ms)),
        )

    def one_visible_to(self, account: Account, competition_id: int) -> Competition:
        """One of `visible_to`. Raises NotFound."""
        competition = self.get(competition_id)
        if account.role is Role.ORGANIZER or competition in self.visible_to(account):
            return competition
        raise errors.NotFound()

    def get(self, competition_id: int) -> Competition:
        """The competition with this id. Raises NotFound."""
        competition = self._core.state.competitions.get(competition_id)
        if competition is None:
            raise errors.NotFound()
        return competition

    def current_of_judge(self, judge_id: int) -> Competition | None:
        """The one of a judge's active competitions that matters now.

        The one in progress, else the next by date; when all are past, the latest.
        """
        active = [
            item for item in self._core.state.competitions_of_judge(judge_id) if item.is_active
        ]
        now_ms = self._core.clock.now_ms()
        return min(
            active,
            key=lambda item: (
                not item.is_running,
                item.finished_at_ms is not None,
                *_nearness(item, now_ms),
            ),
            default=None,
        )

    async def create(
        self, fields: dict[str, Any], by: Actor, *, finish_line: str = FINISH_LINE
    ) -> Competition:
        """A new competition from `fields` of `Competition`.

        An individual one has a line of the name `finish_line`.
        """
        new = Competition(id=self._core.state.new_id("competition"), **fields)
        note = self._note(by, "competition_created", new)
        line = first_finish_line(self._core.state, new, finish_line)
        await self._put(new, TeamsChanged(new.id), note, *line)
        return new

    async def change(
        self,
        competition_id: int,
        fields: dict[str, Any],
        by: Actor,
        *,
        expected: Competition | None = None,
        finish_line: str = FINISH_LINE,
    ) -> Competition:
        """Changes `fields` of the competition, if it still is as `expected` says.

        One that becomes individual gets a line of the name `finish_line`, unless it has one.
        Raises NotFound, ChangedMeanwhile, CompetitionHasTimes, CompetitionHasRunners, or
        CompetitionRunning for taking it off line.
        """
        old = self.get(competition_id)
        check_unchanged(old, expected)
        new = replace(old, **fields)
        if old.is_running and not new.is_active:
            raise errors.CompetitionRunning(name=old.name)
        check_kind(self._core.state, old, new)
        if new != old:
            note = self._note(by, "competition_changed", new, changes(old, new))
            line: list[Write] = []
            if new.kind is not old.kind:
                line = first_finish_line(self._core.state, new, finish_line)
            await self._put(new, TeamsChanged(new.id), note, *line)
        return new

    async def delete(
        self, competition_id: int, by: Actor, *, expected: Competition | None = None
    ) -> None:
        """Puts a competition with its teams into the bin; its times stay in the file.

        Raises NotFound, ChangedMeanwhile, CompetitionRunning.
        """
        competition = self.get(competition_id)
        check_unchanged(competition, expected)
        if competition.is_running:
            raise errors.CompetitionRunning(name=competition.name)
        state = self._core.state
        details = {
            "teams": sum(1 for _ in state.teams_of(competition_id)),
            "records": state.record_count_of(competition_id),
            **entry_counts(state, competition_id),
        }
        now_ms = self._core.clock.now_ms()
        state.drop_competition(competition_id, now_ms)
        await self._core.commit(
            [
                queries.delete("competition", competition_id, now_ms),
                self._note(by, "competition_deleted", competition, details),
            ],
            TeamsChanged(competition_id),
        )

    async def start(self, competition_id: int, by: Actor) -> Competition:
        """Starts the race now.

        Raises NotFound, RaceAlreadyRunning, CompetitionNotActive.
        """
        now_ms = self._core.clock.now_ms()
        new = started(self._core.state, self.get(competition_id), now_ms)
        await self._put(new, RaceStarted(new), note_of_start(self._core, by, new))
        return new

    async def stop(self, competition_id: int, by: Actor) -> Competition:
        """Stops the race now. Raises NotFound, RaceNotRunning."""
        now_ms = self._core.clock.now_ms()
        old = self.get(competition_id)
        if not old.is_running:
            raise errors.RaceNotRunning()
        new = replace(old, is_running=False, finished_at_ms=now_ms)
        note = self._note(by, "race_stopped", new, {"finished_at_ms": now_ms})
        await self._put(new, RaceStopped(new), note)
        return new

    async def resume(self, competition_id: int, by: Actor) -> Competition:
        """Undoes a stop: the race goes on as if it had not been stopped, with or without times.

        Raises NotFound, RaceNotStopped, CompetitionNotActive.
        """
        old = self.get(competition_id)
        if old.is_running or old.started_at_ms is None:
            raise errors.RaceNotStopped()
        if not old.is_active:
            raise errors.CompetitionNotActive()
        new = replace(old, is_running=True, finished_at_ms=None)
        note = self._note(by, "race_resumed", new, {"finished_at_ms": [old.finished_at_ms, None]})
        await self._put(new, RaceStarted(new), note)
        return new

    async def correct_start(
        self,
        competition_id: int,
        started_at_ms: int,
        reason: str,
        by: Actor,
        *,
        expected: Competition | None = None,
    ) -> Competition:
        """Sets the official start; times stay as they are stored, and results follow.

        Raises NotFound, ChangedMeanwhile, RaceNotStarted, StartOutOfRange, TimesBeforeStart.
        """
        now_ms = self._core.clock.now_ms()
        old = self.get(competition_id)
        check_unchanged(old, expected)
        correction_ms = correction_to(self._core.state, old, started_at_ms, now_ms)
        new = replace(old, start_correction_ms=correction_ms)
        if new != old:
            starts_ms = [old.official_start_ms, new.official_start_ms]
            details = {"started_at_ms": starts_ms, "reason": reason}
            note = self._note(by, "start_corrected", new, details)
            await self._put(new, TeamsChanged(new.id), note)
        return new

    def _note(
        self,
        by: Actor,
        action: str,
        competition: Competition,
        details: Mapping[str, Any] | None = None,
    ) -> Write:
        """The write that puts a change of `competition` on record."""
        return _note(self._core, by, action, competition, details)

    async def _put(
        self,
        competition: Competition,
        event: RaceStarted | RaceStopped | TeamsChanged,
        *writes: Write,
    ) -> None:
        self._core.state.put_competition(competition)
        await self._core.commit([queries.put_competition(competition), *writes], event)


def started(state: State, old: Competition, now_ms: int) -> Competition:
    """A competition as it is when its race starts now.

    A race that was stopped and has times or marks goes on with its first start and its
    correction: they keep their meaning. Without any that count (a false start) its clock begins
    anew. Raises RaceAlreadyRunning, CompetitionNotActive.
    """
    if old.is_running:
        raise errors.RaceAlreadyRunning()
    if not old.is_active:
        raise errors.CompetitionNotActive()
    has_times = any(state.times_of(team.id).records for team in state.teams_of(old.id))
    has_times = has_times or state.individual.book_of(old.id).has_marks_that_count()
    new = replace(old, is_running=True, finished_at_ms=None)
    if has_times and old.started_at_ms is not None:
        return new
    return replace(new, started_at_ms=now_ms, start_correction_ms=0)


def note_of_start(core: Core, by: Actor, competition: Competition) -> Write:
    """The write that puts the start of a race on record."""
    details = {"started_at_ms": competition.official_start_ms}
    return _note(core, by, "race_started", competition, details)


def first_finish_line(state: State, competition: Competition, name: str) -> list[Write]:
    """Makes the finish line that an individual competition must have, if it has none."""
    is_individual = competition.kind is CompetitionKind.INDIVIDUAL
    if not is_individual or state.individual.book_of(competition.id).has_finish():
        return []
    line = Line(id=state.new_id("line"), competition_id=competition.id, name=name)
    state.individual.put_line(line)
    return [entries.put_line(line)]


def entry_counts(state: State, *competition_ids: int) -> dict[str, int]:
    """How many runners and marks competitions have, for the record; nothing where none has any."""
    books = [state.individual.book_of(competition_id) for competition_id in competition_ids]
    counts = {
        "runners": sum(len(book.entered) for book in books),
        "marks": sum(len(book.marks) for book in books),
    }
    return counts if any(counts.values()) else {}


def _note(
    core: Core,
    by: Actor,
    action: str,
    competition: Competition,
    details: Mapping[str, Any] | None,
) -> Write:
    subject: tuple[SubjectKind, int, str] = ("competition", competition.id, competition.name)
    return core.note(by, action, subject, competition_id=competition.id, details=details)


def _nearness(competition: Competition, now_ms: int) -> tuple[bool, int, int]:
    """Sorts the next by date first, and after them the past, the latest first.

    A race that should have begun some hours ago is late, not past.
    """
    away_ms = competition.scheduled_at_ms - now_ms
    return away_ms < -LATE_MS, abs(away_ms), competition.id
