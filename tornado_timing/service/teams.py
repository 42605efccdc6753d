"""Teams: made, changed, given to judges, deleted."""

from typing import Any

from msgspec.structs import asdict, replace

from tornado_timing.domain import errors
from tornado_timing.domain.events import Event, TeamAssigned, TeamsChanged
from tornado_timing.domain.model import Account, Role, Team
from tornado_timing.domain.state import State
from tornado_timing.service.core import Core
from tornado_timing.store import queries


class Teams:
    """Manages teams."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def visible_to(self, account: Account, competition_id: int | None = None) -> list[Team]:
        """A judge's own teams; an organizer's are all. By competition and number."""
        state = self._core.state
        if account.role is Role.ORGANIZER:
            teams = list(state.teams.values())
        else:
            teams = list(state.teams_of_judge(account.id))
        if competition_id is not None:
            teams = [team for team in teams if team.competition_id == competition_id]
        return sorted(teams, key=lambda team: (team.competition_id, team.number))

    def one_visible_to(self, account: Account, team_id: int) -> Team:
        """One of `visible_to`. Raises NotFound."""
        team = self._core.state.teams.get(team_id)
        if team is None or not (account.role is Role.ORGANIZER or team.judge_id == account.id):
            raise errors.NotFound()
        return team

    async def create(self, fields: dict[str, Any]) -> Team:
        """A new team from `fields` of `Team`.

        Raises UnknownCompetition, UnknownJudge, NumberTaken.
        """
        check_team(self._core.state, None, fields)
        team = Team(id=self._core.state.new_id("team"), **fields)
        await self._put(team, assignment(None, team))
        return team

    async def change(self, team_id: int, fields: dict[str, Any]) -> Team:
        """Changes `fields`.

        Raises NotFound, UnknownCompetition, UnknownJudge, NumberTaken, TeamHasTimes.
        """
        old = self._get(team_id)
        new = replace(old, **fields)
        check_team(self._core.state, old, asdict(new))
        events = assignment(old, new)
        if new.competition_id != old.competition_id:
            events = [*events, TeamsChanged(old.competition_id)]
        await self._put(new, events)
        return new

    async def delete(self, team_id: int) -> None:
        """Takes a team out of sight; its times stay in the file. Raises NotFound."""
        team = self._get(team_id)
        self._core.state.drop_team(team_id)
        await self._core.commit(
            [queries.delete("team", team_id, self._core.clock.now_ms())],
            *assignment(team, replace(team, judge_id=None)),
            TeamsChanged(team.competition_id),
        )

    def _get(self, team_id: int) -> Team:
        team = self._core.state.teams.get(team_id)
        if team is None:
            raise errors.NotFound()
        return team

    async def _put(self, team: Team, events: list[Event]) -> None:
        self._core.state.put_team(team)
        await self._core.commit(
            [queries.put_team(team)], *events, TeamsChanged(team.competition_id)
        )


def assignment(old: Team | None, new: Team) -> list[Event]:
    """The events for the judges who lose or get a team by the change from `old` to `new`."""
    before = old.judge_id if old is not None else None
    if before == new.judge_id:
        return []
    events: list[Event] = []
    if before is not None:
        events.append(TeamAssigned(new, before, False))
    if new.judge_id is not None:
        events.append(TeamAssigned(new, new.judge_id, True))
    return events


def check_team(state: State, old: Team | None, fields: dict[str, Any]) -> None:
    """Raises unless a team may have these `fields`: its competition, number and judge."""
    competition_id = fields["competition_id"]
    if competition_id not in state.competitions:
        raise errors.UnknownCompetition(competition_id=competition_id)
    judge_id = fields.get("judge_id")
    if judge_id is not None and state.judge(judge_id) is None:
        raise errors.UnknownJudge(judge_id=judge_id)
    for team in state.teams_of(competition_id):
        if team.number == fields["number"] and (old is None or team.id != old.id):
            raise errors.NumberTaken(number=team.number)
    moved = old is not None and old.competition_id != competition_id
    if moved and old is not None and state.times_of(old.id).records:
        raise errors.TeamHasTimes()
