"""The bin over HTTP: what was deleted, brought back or gone for good."""

from tornado_timing.protocol.organizing import BinOut, binned_competition_out, binned_team_out
from tornado_timing.protocol.resources import CompetitionOut, TeamOut
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.competitions import CompetitionResource
from tornado_timing.web.endpoint import Access, endpoint
from tornado_timing.web.teams import TeamResource


class BinHandler(ApiHandler):
    """``/api/papelera/``."""

    @endpoint(Access.ORGANIZER, {200: BinOut})
    def get(self) -> None:
        """List the deleted competitions, and the deleted teams."""
        self.write_json(
            BinOut(
                [
                    binned_competition_out(
                        one.competition,
                        one.deleted_at_ms,
                        team_count=one.team_count,
                        record_count=one.record_count,
                        runner_count=one.runner_count,
                        mark_count=one.mark_count,
                    )
                    for one in self.services.bin.competitions()
                ],
                [
                    binned_team_out(one.team, one.competition, one.deleted_at_ms, one.record_count)
                    for one in self.services.bin.teams()
                ],
            )
        )

    @endpoint(Access.ORGANIZER, {204: None}, fails=(503,))
    async def delete(self) -> None:
        """Empty the bin: all that is in it is gone for good, with its times."""
        await self.services.bin.empty(self.actor)
        self.set_status(204)


class BinnedCompetitionHandler(ApiHandler):
    """``/api/papelera/competencias/{competition_id}/``."""

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 503))
    async def delete(self, competition_id: str) -> None:
        """Delete a competition in the bin for good, with all its teams and times."""
        await self.services.bin.delete_competition(int(competition_id), self.actor)
        self.set_status(204)


class RestoreCompetitionHandler(CompetitionResource):
    """``/api/papelera/competencias/{competition_id}/restaurar/``."""

    @endpoint(Access.ORGANIZER, {200: CompetitionOut}, fails=(404, 503))
    async def post(self, competition_id: str) -> None:
        """Bring a competition back with its teams and times."""
        self.write_resource(
            await self.services.bin.restore_competition(int(competition_id), self.actor)
        )


class RestoreTeamHandler(TeamResource):
    """``/api/papelera/equipos/{team_id}/restaurar/``."""

    @endpoint(Access.ORGANIZER, {200: TeamOut}, fails=(404, 409, 503))
    async def post(self, team_id: str) -> None:
        """Bring a team back with its times."""
        self.write_resource(await self.services.bin.restore_team(int(team_id), self.actor))
