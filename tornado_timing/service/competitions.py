"""Competitions: made, changed, deleted, started and stopped."""

from typing import Any

from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.events import RaceStarted, RaceStopped, TeamsChanged
from tornado_timing.domain.model import Account, Competition, Role
from tornado_timing.service.core import Core
from tornado_timing.store import queries

LATE_MS = 12 * 60 * 60 * 1000


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

    async def create(self, fields: dict[str, Any]) -> Competition:
        """A new competition from `fields` of `Competition`."""
        competition = Competition(id=self._core.state.new_id("competition"), **fields)
        self._core.state.put_competition(competition)
        await self._core.commit(
            [queries.put_competition(competition)], TeamsChanged(competition.id)
        )
        return competition

    async def change(self, competition_id: int, fields: dict[str, Any]) -> Competition:
        """Changes `fields`. Raises NotFound, or CompetitionRunning for taking it off line."""
        old = self.get(competition_id)
        new = replace(old, **fields)
        if old.is_running and not new.is_active:
            raise errors.CompetitionRunning(name=old.name)
        await self._put(new, TeamsChanged(new.id))
        return new

    async def delete(self, competition_id: int) -> None:
        """Takes a competition with its teams out of sight; its times stay in the file.

        Raises NotFound, CompetitionRunning.
        """
        competition = self.get(competition_id)
        if competition.is_running:
            raise errors.CompetitionRunning(name=competition.name)
        self._core.state.drop_competition(competition_id)
        await self._core.commit(
            [queries.delete("competition", competition_id, self._core.clock.now_ms())],
            TeamsChanged(competition_id),
        )

    async def start(self, competition_id: int) -> Competition:
        """Starts the race now.

        A race that was stopped and has times goes on with its first start: the times keep their
        meaning. Without times (a false start) its clock begins anew.
        Raises NotFound, RaceAlreadyRunning, CompetitionNotActive.
        """
        now_ms = self._core.clock.now_ms()
        old = self.get(competition_id)
        if old.is_running:
            raise errors.RaceAlreadyRunning()
        if not old.is_active:
            raise errors.CompetitionNotActive()
        state = self._core.state
        has_times = any(state.times_of(team.id).records for team in state.teams_of(old.id))
        started_at_ms = old.started_at_ms if has_times and old.started_at_ms else now_ms
        new = replace(old, is_running=True, started_at_ms=started_at_ms, finished_at_ms=None)
        await self._put(new, RaceStarted(new))
        return new

    async def stop(self, competition_id: int) -> Competition:
        """Stops the race now. Raises NotFound, RaceNotRunning."""
        now_ms = self._core.clock.now_ms()
        old = self.get(competition_id)
        if not old.is_running:
            raise errors.RaceNotRunning()
        new = replace(old, is_running=False, finished_at_ms=now_ms)
        await self._put(new, RaceStopped(new))
        return new

    async def _put(
        self, competition: Competition, event: RaceStarted | RaceStopped | TeamsChanged
    ) -> None:
        self._core.state.put_competition(competition)
        await self._core.commit([queries.put_competition(competition)], event)


def _nearness(competition: Competition, now_ms: int) -> tuple[bool, int, int]:
    """Sorts the next by date first, and after them the past, the latest first.

    A race that should have begun some hours ago is late, not past.
    """
    away_ms = competition.scheduled_at_ms - now_ms
    return away_ms < -LATE_MS, abs(away_ms), competition.id
