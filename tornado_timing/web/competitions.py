"""Competitions over HTTP."""

from tornado_timing.domain.model import Competition
from tornado_timing.protocol.publications import (
    PublishedCompetitionOut,
    published_competition_out,
)
from tornado_timing.protocol.resources import (
    CompetitionChange,
    CompetitionIn,
    CompetitionOut,
    competition_out,
    domain_fields,
)
from tornado_timing.protocol.texts import FINISH_LINE
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint
from tornado_timing.web.results import ResultsBoard
from tornado_timing.web.tagged import TaggedHandler

ACTIVE = Query(("is_active", "activa"), bool, "only those that are published, or not")
RUNNING = Query(("is_running", "en_curso"), bool, "only those in progress, or not")


class CompetitionResource(TaggedHandler):
    """A handler of competitions, for who is signed in."""

    def resource(self, item: Competition) -> CompetitionOut:
        """A competition as who asks reads it."""
        return competition_out(self.services.core.state, item, for_judge=self.is_judge)


class CompetitionsHandler(CompetitionResource):
    """``/api/competencias/``."""

    @endpoint(Access.SIGNED_IN, {200: list[CompetitionOut]}, query=(ACTIVE, RUNNING), fails=(400,))
    def get(self) -> None:
        """List competitions: a judge's own, an organizer's are all."""
        is_active = self.query_flag(*ACTIVE.names)
        is_running = self.query_flag(*RUNNING.names)
        self.write_json(
            [
                self.resource(item)
                for item in self.services.competitions.visible_to(self.session.account)
                if is_active in (None, item.is_active) and is_running in (None, item.is_running)
            ]
        )

    @endpoint(Access.ORGANIZER, {201: CompetitionOut}, body=CompetitionIn, fails=(400, 413, 503))
    async def post(self) -> None:
        """Make a competition."""
        fields = domain_fields(self.body(CompetitionIn))
        created = await self.services.competitions.create(
            fields, self.actor, finish_line=FINISH_LINE
        )
        self.write_resource(created, 201)


class PublishedCompetitionsHandler(ApiHandler):
    """``/api/competencias/publicas/``."""

    @endpoint(Access.PUBLIC, {200: list[PublishedCompetitionOut]})
    def get(self) -> None:
        """List what the public may see: the one in progress first, then the nearest by date."""
        state = self.services.core.state
        board: ResultsBoard = self.application.settings["results_board"]
        self.write_json(
            [
                published_competition_out(state, item, board.public(item))
                for item in self.services.competitions.published()
            ]
        )


class CompetitionHandler(CompetitionResource):
    """``/api/competencias/{competition_id}/``."""

    @endpoint(Access.SIGNED_IN, {200: CompetitionOut}, fails=(404,))
    def get(self, competition_id: str) -> None:
        """Read a competition."""
        competitions = self.services.competitions
        self.write_resource(competitions.one_visible_to(self.session.account, int(competition_id)))

    @endpoint(
        Access.ORGANIZER,
        {200: CompetitionOut},
        body=CompetitionChange,
        fails=(400, 404, 409, 412, 413, 503),
    )
    async def patch(self, competition_id: str) -> None:
        """Change a competition."""
        competitions = self.services.competitions
        fields = domain_fields(self.body(CompetitionChange))
        old = competitions.get(int(competition_id))
        self.write_resource(
            await competitions.change(
                old.id,
                fields,
                self.actor,
                expected=self.expected(old),
                finish_line=FINISH_LINE,
            )
        )

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 409, 412, 503))
    async def delete(self, competition_id: str) -> None:
        """Put a competition with its teams into the bin; their times stay in the file."""
        competitions = self.services.competitions
        old = competitions.get(int(competition_id))
        await competitions.delete(old.id, self.actor, expected=self.expected(old))
        self.set_status(204)
