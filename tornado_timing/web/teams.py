"""Teams over HTTP."""

from tornado_timing.domain.model import Team
from tornado_timing.protocol.resources import (
    AssignIn,
    ChangedTeamsOut,
    ShareOutIn,
    TeamChange,
    TeamIn,
    TeamOut,
    domain_fields,
    expected_judges,
    team_out,
)
from tornado_timing.protocol.sent_times import TeamStatusOut, team_status
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint
from tornado_timing.web.tagged import TaggedHandler

COMPETITION = Query(("competition_id", "competencia_id"), int, "only the teams of this competition")


class TeamResource(TaggedHandler):
    """A handler of teams, for who is signed in."""

    def resource(self, item: Team) -> TeamOut:
        """A team with the names of what it belongs to."""
        return team_out(self.services.core.state, item)


class TeamsHandler(TeamResource):
    """``/api/equipos/``."""

    @endpoint(Access.SIGNED_IN, {200: list[TeamOut]}, query=(COMPETITION,), fails=(400,))
    def get(self) -> None:
        """List teams: a judge's own, an organizer's are all."""
        competition_id = self.query_int(*COMPETITION.names)
        teams = self.services.teams.visible_to(self.session.account, competition_id)
        self.write_json([self.resource(team) for team in teams])

    @endpoint(Access.ORGANIZER, {201: TeamOut}, body=TeamIn, fails=(400, 409, 413, 503))
    async def post(self) -> None:
        """Make a team."""
        fields = domain_fields(self.body(TeamIn))
        self.write_resource(await self.services.teams.create(fields, self.actor), 201)


class TeamHandler(TeamResource):
    """``/api/equipos/{team_id}/``."""

    @endpoint(Access.SIGNED_IN, {200: TeamOut}, fails=(404,))
    def get(self, team_id: str) -> None:
        """Read a team."""
        teams = self.services.teams
        self.write_resource(teams.one_visible_to(self.session.account, int(team_id)))

    @endpoint(
        Access.ORGANIZER, {200: TeamOut}, body=TeamChange, fails=(400, 404, 409, 412, 413, 503)
    )
    async def patch(self, team_id: str) -> None:
        """Change a team, or give it to a judge."""
        teams = self.services.teams
        fields = domain_fields(self.body(TeamChange))
        old = teams.get(int(team_id))
        self.write_resource(
            await teams.change(old.id, fields, self.actor, expected=self.expected(old))
        )

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 412, 503))
    async def delete(self, team_id: str) -> None:
        """Put a team into the bin; its times stay in the file."""
        teams = self.services.teams
        old = teams.get(int(team_id))
        await teams.delete(old.id, self.actor, expected=self.expected(old))
        self.set_status(204)


class AssignTeamsHandler(TeamResource):
    """``/api/equipos/asignar/``."""

    @endpoint(
        Access.ORGANIZER,
        {200: list[TeamOut]},
        body=AssignIn,
        fails=(400, 404, 412, 413, 503),
        changed_body=ChangedTeamsOut,
    )
    async def post(self) -> None:
        """Give teams to one judge, or take them from theirs: all of them or none."""
        body = self.body(AssignIn)
        teams = await self.services.teams.assign(
            body.team_ids, body.judge_id, self.actor, expected=expected_judges(body)
        )
        self.write_json([self.resource(team) for team in teams])


class ShareOutTeamsHandler(TeamResource):
    """``/api/competencias/{competition_id}/repartir/``."""

    @endpoint(
        Access.ORGANIZER,
        {200: list[TeamOut]},
        body=ShareOutIn,
        fails=(400, 404, 412, 413, 503),
        changed_body=ChangedTeamsOut,
    )
    async def post(self, competition_id: str) -> None:
        """Share the teams of a competition out evenly among judges, by number."""
        body = self.body(ShareOutIn)
        teams = await self.services.teams.share_out(
            int(competition_id),
            body.judge_ids,
            body.only_unassigned,
            self.actor,
            expected=expected_judges(body),
        )
        self.write_json([self.resource(team) for team in teams])


class TeamStatusHandler(ApiHandler):
    """``/api/equipos/{team_id}/registros/estado/``."""

    @endpoint(Access.SIGNED_IN, {200: TeamStatusOut}, fails=(404,))
    def get(self, team_id: str) -> None:
        """Read the times of a team, and whether it may have more."""
        team = self.services.teams.one_visible_to(self.session.account, int(team_id))
        state = self.services.core.state
        competition = state.competitions[team.competition_id]
        self.write_json(team_status(team, competition, state.times_of(team.id).records))
