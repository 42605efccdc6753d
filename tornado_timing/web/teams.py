"""Teams over HTTP."""

from tornado_timing.protocol.resources import TeamChange, TeamIn, TeamOut, domain_fields, team_out
from tornado_timing.protocol.sent_times import TeamStatusOut, team_status
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint

COMPETITION = Query(("competition_id", "competencia_id"), int, "only the teams of this competition")


class TeamsHandler(ApiHandler):
    """``/api/equipos/``."""

    @endpoint(Access.SIGNED_IN, {200: list[TeamOut]}, query=(COMPETITION,), fails=(400,))
    def get(self) -> None:
        """List teams: a judge's own, an organizer's are all."""
        teams = self.services.teams.visible_to(
            self.session.account, self.query_int(*COMPETITION.names)
        )
        state = self.services.core.state
        self.write_json([team_out(state, team) for team in teams])

    @endpoint(Access.ORGANIZER, {201: TeamOut}, body=TeamIn, fails=(400, 409, 413, 503))
    async def post(self) -> None:
        """Make a team."""
        team = await self.services.teams.create(domain_fields(self.body(TeamIn)))
        self.write_json(team_out(self.services.core.state, team), 201)


class TeamHandler(ApiHandler):
    """``/api/equipos/{team_id}/``."""

    @endpoint(Access.SIGNED_IN, {200: TeamOut}, fails=(404,))
    def get(self, team_id: str) -> None:
        """Read a team."""
        team = self.services.teams.one_visible_to(self.session.account, int(team_id))
        self.write_json(team_out(self.services.core.state, team))

    @endpoint(Access.ORGANIZER, {200: TeamOut}, body=TeamChange, fails=(400, 404, 409, 413, 503))
    async def patch(self, team_id: str) -> None:
        """Change a team, or give it to a judge."""
        fields = domain_fields(self.body(TeamChange))
        team = await self.services.teams.change(int(team_id), fields)
        self.write_json(team_out(self.services.core.state, team))

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 503))
    async def delete(self, team_id: str) -> None:
        """Delete a team; its times stay in the file."""
        await self.services.teams.delete(int(team_id))
        self.set_status(204)


class TeamStatusHandler(ApiHandler):
    """``/api/equipos/{team_id}/registros/estado/``."""

    @endpoint(Access.SIGNED_IN, {200: TeamStatusOut}, fails=(404,))
    def get(self, team_id: str) -> None:
        """Read the times of a team, and whether it may have more."""
        team = self.services.teams.one_visible_to(self.session.account, int(team_id))
        state = self.services.core.state
        competition = state.competitions[team.competition_id]
        self.write_json(team_status(team, competition, state.times_of(team.id).records))
