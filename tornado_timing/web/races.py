"""The races of competitions over HTTP: started, stopped, resumed, and their start set right."""

from tornado_timing.protocol.resources import (
    CompetitionOut,
    StartCorrection,
    domain_fields,
)
from tornado_timing.web.competitions import CompetitionResource
from tornado_timing.web.endpoint import Access, endpoint


class StartHandler(CompetitionResource):
    """``/api/competencias/{competition_id}/iniciar/``."""

    @endpoint(Access.ORGANIZER, {200: CompetitionOut}, fails=(404, 409, 503))
    async def post(self, competition_id: str) -> None:
        """Start the race now."""
        started = await self.services.competitions.start(int(competition_id), self.actor)
        self.write_resource(started)


class StopHandler(CompetitionResource):
    """``/api/competencias/{competition_id}/detener/``."""

    @endpoint(Access.ORGANIZER, {200: CompetitionOut}, fails=(404, 409, 503))
    async def post(self, competition_id: str) -> None:
        """Stop the race now."""
        stopped = await self.services.competitions.stop(int(competition_id), self.actor)
        self.write_resource(stopped)


class ResumeHandler(CompetitionResource):
    """``/api/competencias/{competition_id}/reanudar/``."""

    @endpoint(Access.ORGANIZER, {200: CompetitionOut}, fails=(404, 409, 503))
    async def post(self, competition_id: str) -> None:
        """Undo a stop: the race goes on as if it had not been stopped."""
        resumed = await self.services.competitions.resume(int(competition_id), self.actor)
        self.write_resource(resumed)


class CorrectStartHandler(CompetitionResource):
    """``/api/competencias/{competition_id}/corregir-salida/``."""

    @endpoint(
        Access.ORGANIZER,
        {200: CompetitionOut},
        body=StartCorrection,
        fails=(400, 404, 409, 412, 413, 503),
    )
    async def post(self, competition_id: str) -> None:
        """Set the official start: results follow, stored times stay as they are."""
        competitions = self.services.competitions
        fields = domain_fields(self.body(StartCorrection))
        old = competitions.get(int(competition_id))
        corrected = await competitions.correct_start(
            old.id,
            fields["started_at"],
            fields["reason"],
            self.actor,
            expected=self.expected(old),
        )
        self.write_resource(corrected)
