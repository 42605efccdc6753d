"""Competitions over HTTP, and their races."""

from tornado_timing.protocol.resources import (
    CompetitionChange,
    CompetitionIn,
    CompetitionOut,
    competition_out,
    domain_fields,
)
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint

ACTIVE = Query(("is_active", "activa"), bool, "only those that are published, or not")
RUNNING = Query(("is_running", "en_curso"), bool, "only those in progress, or not")


class CompetitionsHandler(ApiHandler):
    """``/api/competencias/``."""

    @endpoint(Access.SIGNED_IN, {200: list[CompetitionOut]}, query=(ACTIVE, RUNNING), fails=(400,))
    def get(self) -> None:
        """List competitions: a judge's own, an organizer's are all."""
        is_active = self.query_flag(*ACTIVE.names)
        is_running = self.query_flag(*RUNNING.names)
        self.write_json(
            [
                competition_out(item)
                for item in self.services.competitions.visible_to(self.session.account)
                if is_active in (None, item.is_active) and is_running in (None, item.is_running)
            ]
        )

    @endpoint(Access.ORGANIZER, {201: CompetitionOut}, body=CompetitionIn, fails=(400, 413, 503))
    async def post(self) -> None:
        """Make a competition."""
        fields = domain_fields(self.body(CompetitionIn))
        self.write_json(competition_out(await self.services.competitions.create(fields)), 201)


class PublishedCompetitionsHandler(ApiHandler):
    """``/api/competencias/publicas/``."""

    @endpoint(Access.PUBLIC, {200: list[CompetitionOut]})
    def get(self) -> None:
        """List what the public may see: the one in progress first, then the nearest by date."""
        published = self.services.competitions.published()
        self.write_json([competition_out(item) for item in published])


class CompetitionHandler(ApiHandler):
    """``/api/competencias/{competition_id}/``."""

    @endpoint(Access.SIGNED_IN, {200: CompetitionOut}, fails=(404,))
    def get(self, competition_id: str) -> None:
        """Read a competition."""
        self.write_json(
            competition_out(
                self.services.competitions.one_visible_to(self.session.account, int(competition_id))
            )
        )

    @endpoint(
        Access.ORGANIZER,
        {200: CompetitionOut},
        body=CompetitionChange,
        fails=(400, 404, 409, 413, 503),
    )
    async def patch(self, competition_id: str) -> None:
        """Change a competition."""
        fields = domain_fields(self.body(CompetitionChange))
        changed = await self.services.competitions.change(int(competition_id), fields)
        self.write_json(competition_out(changed))

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 409, 503))
    async def delete(self, competition_id: str) -> None:
        """Delete a competition with its teams; their times stay in the file."""
        await self.services.competitions.delete(int(competition_id))
        self.set_status(204)


class StartHandler(ApiHandler):
    """``/api/competencias/{competition_id}/iniciar/``."""

    @endpoint(Access.ORGANIZER, {200: CompetitionOut}, fails=(404, 409, 503))
    async def post(self, competition_id: str) -> None:
        """Start the race now."""
        self.write_json(
            competition_out(await self.services.competitions.start(int(competition_id)))
        )


class StopHandler(ApiHandler):
    """``/api/competencias/{competition_id}/detener/``."""

    @endpoint(Access.ORGANIZER, {200: CompetitionOut}, fails=(404, 409, 503))
    async def post(self, competition_id: str) -> None:
        """Stop the race now."""
        self.write_json(competition_out(await self.services.competitions.stop(int(competition_id))))
