"""Teams: made, changed, given to judges, deleted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import asdict, replace

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, SubjectKind, changes
from tornado_timing.domain.events import Event, TeamAssigned, TeamsChanged
from tornado_timing.domain.model import Account, CompetitionKind, Role, Team
from tornado_timing.domain.sharing import share_out
from tornado_timing.domain.state import State
from tornado_timing.service.core import Core, check_unchanged
from tornado_timing.store import queries
from tornado_timing.store.writer import Write


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

    async def create(self, fields: dict[str, Any], by: Actor) -> Team:
        """A new team from `fields` of `Team`.

        Raises UnknownCompetition, CompetitionNotByTeams, UnknownJudge, NumberTaken.
        """
        check_team(self._core.state, None, fields)
        team = Team(id=self._core.state.new_id("team"), **fields)
        await self._put(team, assignment(None, team), self._note(by, "team_created", team))
        return team

    async def change(
        self, team_id: int, fields: dict[str, Any], by: Actor, *, expected: Team | None = None
    ) -> Team:
        """Changes `fields` of the team, if it still is as `expected` says.

        Raises NotFound, ChangedMeanwhile, UnknownCompetition, CompetitionNotByTeams, UnknownJudge,
        NumberTaken, TeamHasTimes.
        """
        old = self.get(team_id)
        check_unchanged(old, expected)
        new = replace(old, **fields)
        check_team(self._core.state, old, asdict(new))
        events = assignment(old, new)
        if new.competition_id != old.competition_id:
            events = [*events, TeamsChanged(old.competition_id)]
        if new != old:
            await self._put(new, events, self._note(by, "team_changed", new, changes(old, new)))
        return new

    async def delete(self, team_id: int, by: Actor, *, expected: Team | None = None) -> None:
        """Puts a team into the bin; its times stay in the file.

        Raises NotFound, ChangedMeanwhile.
        """
        team = self.get(team_id)
        check_unchanged(team, expected)
        state = self._core.state
        details = {"number": team.number, "records": len(state.times_of(team_id).records)}
        now_ms = self._core.clock.now_ms()
        state.drop_team(team_id, now_ms)
        await self._core.commit(
            [
                queries.delete("team", team_id, now_ms),
                self._note(by, "team_deleted", team, details),
            ],
            *assignment(team, replace(team, judge_id=None)),
            TeamsChanged(team.competition_id),
        )

    async def assign(
        self,
        team_ids: Sequence[int],
        judge_id: int | None,
        by: Actor,
        *,
        expected: Mapping[int, int | None] | None = None,
    ) -> list[Team]:
        """Gives teams to a judge, or takes them from theirs: all of them or none.

        Only if the teams that `expected` names still have the judges that it says.
        Raises ChangedMeanwhile, UnknownJudge, TeamNotFound.
        """
        state = self._core.state
        check_judges(state, expected or {})
        if judge_id is not None and state.judge(judge_id) is None:
            raise errors.UnknownJudge(judge_id=judge_id)
        old = []
        for team_id in dict.fromkeys(team_ids):
            if team_id not in state.teams:
                raise errors.TeamNotFound(team_id=team_id, field="team_ids")
            old.append(state.teams[team_id])
        new = [replace(team, judge_id=judge_id) for team in old]
        await self._hand_over(new, by)
        return new

    async def share_out(
        self,
        competition_id: int,
        judge_ids: Sequence[int],
        only_unassigned: bool,
        by: Actor,
        *,
        expected: Mapping[int, int | None] | None = None,
    ) -> list[Team]:
        """Shares the teams of a competition out evenly among judges; all its teams, by number.

        Those that have a judge are shared out again, unless `only_unassigned`: then they stay,
        and count for who has them. Only if the teams that `expected` names still have the judges
        that it says. Raises NotFound, ChangedMeanwhile, UnknownJudge.
        """
        state = self._core.state
        if competition_id not in state.competitions:
            raise errors.NotFound()
        check_judges(state, expected or {})
        for judge_id in judge_ids:
            if state.judge(judge_id) is None:
                raise errors.UnknownJudge(judge_id=judge_id, field="judge_ids")
        teams = list(state.teams_of(competition_id))
        staying = [team for team in teams if only_unassigned and team.judge_id is not None]
        held = Counter(team.judge_id for team in staying if team.judge_id is not None)
        free = [team for team in teams if not only_unassigned or team.judge_id is None]
        await self._hand_over(share_out(free, list(dict.fromkeys(judge_ids)), held), by)
        return sorted(state.teams_of(competition_id), key=lambda team: team.number)

    async def _hand_over(self, teams: Sequence[Team], by: Actor) -> None:
        """Commits the judges of `teams`, with one entry on record for all that changes."""
        state = self._core.state
        changed = [team for team in teams if state.teams[team.id] != team]
        if not changed:
            return
        events = [event for team in changed for event in assignment(state.teams[team.id], team)]
        given, bibs = _by_judge(state, changed)
        for team in changed:
            state.put_team(team)
        ids = sorted({team.competition_id for team in changed})
        one = state.competitions[ids[0]] if len(ids) == 1 else None
        note = self._core.note(
            by,
            "teams_assigned",
            ("competition", one.id, one.name) if one else ("server", None, ""),
            competition_id=one.id if one else None,
            details={"teams": len(changed), "team_ids_by_judge": given, "bibs_by_judge": bibs},
        )
        await self._core.commit(
            [*(queries.put_team(team) for team in changed), note],
            *events,
            *(TeamsChanged(competition_id) for competition_id in ids),
        )

    def get(self, team_id: int) -> Team:
        """The team with this id. Raises NotFound."""
        team = self._core.state.teams.get(team_id)
        if team is None:
            raise errors.NotFound()
        return team

    def _note(
        self, by: Actor, action: str, team: Team, details: Mapping[str, Any] | None = None
    ) -> Write:
        subject: tuple[SubjectKind, int, str] = ("team", team.id, team.name)
        return self._core.note(
            by, action, subject, competition_id=team.competition_id, details=details
        )

    async def _put(self, team: Team, events: list[Event], note: Write) -> None:
        self._core.state.put_team(team)
        await self._core.commit(
            [queries.put_team(team), note], *events, TeamsChanged(team.competition_id)
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


def _by_judge(
    state: State, teams: Sequence[Team]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The ids of `teams` by the ids of their judges, and their numbers by the usernames."""
    ids: dict[str, list[int]] = {}
    numbers: dict[str, list[int]] = {}
    for team in sorted(teams, key=lambda team: (team.number, team.id)):
        judge = None if team.judge_id is None else state.accounts[team.judge_id]
        ids.setdefault("null" if judge is None else str(judge.id), []).append(team.id)
        numbers.setdefault("" if judge is None else judge.username, []).append(team.number)
    return ids, numbers


def check_judges(state: State, expected: Mapping[int, int | None]) -> None:
    """Raises ChangedMeanwhile unless these teams have these judges.

    Its detail `current` is the teams that have another, as they are; not those that are gone.
    """
    found = {team_id: state.teams.get(team_id) for team_id in expected}
    other = [
        team
        for team_id, team in found.items()
        if team is None or team.judge_id != expected[team_id]
    ]
    if other:
        raise errors.ChangedMeanwhile(current=[team for team in other if team is not None])


def check_takes_teams(state: State, competition_id: int) -> None:
    """Raises UnknownCompetition, CompetitionNotByTeams."""
    competition = state.competitions.get(competition_id)
    if competition is None:
        raise errors.UnknownCompetition(competition_id=competition_id)
    if competition.kind is not CompetitionKind.TEAMS:
        raise errors.CompetitionNotByTeams(name=competition.name)


def check_team(state: State, old: Team | None, fields: dict[str, Any]) -> None:
    """Raises unless a team may have these `fields`: its competition, number and judge."""
    competition_id = fields["competition_id"]
    moved = old is not None and old.competition_id != competition_id
    # One that is there from before its competition was individual may be changed, or leave.
    if old is None or moved:
        check_takes_teams(state, competition_id)
    judge_id = fields.get("judge_id")
    if judge_id is not None and state.judge(judge_id) is None:
        raise errors.UnknownJudge(judge_id=judge_id)
    for team in state.teams_of(competition_id):
        if team.number == fields["number"] and (old is None or team.id != old.id):
            raise errors.NumberTaken(number=team.number)
    # The withdrawn as well: given back, they count from the start that they were taken after.
    if moved and old is not None and state.times_of(old.id).stored:
        raise errors.TeamHasTimes()
