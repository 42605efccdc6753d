"""Waves of individual races over HTTP."""

from tornado_timing.domain.individual.views import WaveView
from tornado_timing.protocol.entries import (
    FalseStart,
    WaveChange,
    WaveIn,
    WaveOut,
    WaveStartCorrection,
    wave_out,
)
from tornado_timing.protocol.resources import domain_fields
from tornado_timing.web.endpoint import Access, endpoint
from tornado_timing.web.runners import COMPETITION
from tornado_timing.web.tagged import TaggedHandler


class WaveResource(TaggedHandler):
    """A handler of waves."""

    def resource(self, item: WaveView) -> WaveOut:
        """A wave with what is counted of it."""
        return wave_out(self.services.core.state, item)


class WavesHandler(WaveResource):
    """``/api/olas/``."""

    @endpoint(Access.ORGANIZER, {200: list[WaveOut]}, query=(COMPETITION,), fails=(400,))
    def get(self) -> None:
        """List waves."""
        waves = self.services.waves.of(self.query_int(*COMPETITION.names))
        self.write_json([self.resource(view) for view in waves])

    @endpoint(Access.ORGANIZER, {201: WaveOut}, body=WaveIn, fails=(400, 409, 413, 503))
    async def post(self) -> None:
        """Make a wave."""
        fields = domain_fields(self.body(WaveIn))
        self.write_resource(await self.services.waves.create(**fields, by=self.actor), 201)


class WaveHandler(WaveResource):
    """``/api/olas/{wave_id}/``."""

    @endpoint(Access.ORGANIZER, {200: WaveOut}, fails=(404,))
    def get(self, wave_id: str) -> None:
        """Read a wave."""
        self.write_resource(self.services.waves.get(int(wave_id)))

    @endpoint(
        Access.ORGANIZER, {200: WaveOut}, body=WaveChange, fails=(400, 404, 409, 412, 413, 503)
    )
    async def patch(self, wave_id: str) -> None:
        """Change a wave."""
        waves = self.services.waves
        fields = domain_fields(self.body(WaveChange))
        old = waves.get(int(wave_id))
        name = fields.get("name", old.wave.name)
        self.write_resource(
            await waves.rename(old.wave.id, name, self.actor, expected=self.expected(old))
        )

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 409, 412, 503))
    async def delete(self, wave_id: str) -> None:
        """Delete a wave that has no runners."""
        waves = self.services.waves
        old = waves.get(int(wave_id))
        await waves.delete(old.wave.id, self.actor, expected=self.expected(old))
        self.set_status(204)


class StartWaveHandler(WaveResource):
    """``/api/olas/{wave_id}/iniciar/``."""

    @endpoint(Access.ORGANIZER, {200: WaveOut}, fails=(404, 409, 503))
    async def post(self, wave_id: str) -> None:
        """Start a wave now, and its competition with it."""
        self.write_resource(await self.services.waves.start(int(wave_id), self.actor))


class RestartWaveHandler(WaveResource):
    """``/api/olas/{wave_id}/reiniciar/``."""

    @endpoint(
        Access.ORGANIZER, {200: WaveOut}, body=FalseStart, fails=(400, 404, 409, 412, 413, 503)
    )
    async def post(self, wave_id: str) -> None:
        """Give up a false start: the wave waits for its start again."""
        waves = self.services.waves
        reason = domain_fields(self.body(FalseStart))["reason"]
        old = waves.get(int(wave_id))
        self.write_resource(
            await waves.restart(old.wave.id, reason, self.actor, expected=self.expected(old))
        )


class CorrectWaveStartHandler(WaveResource):
    """``/api/olas/{wave_id}/corregir-salida/``."""

    @endpoint(
        Access.ORGANIZER,
        {200: WaveOut},
        body=WaveStartCorrection,
        fails=(400, 404, 409, 412, 413, 503),
    )
    async def post(self, wave_id: str) -> None:
        """Set a wave's official start: results follow, the pressed one stays as it is."""
        waves = self.services.waves
        fields = domain_fields(self.body(WaveStartCorrection))
        old = waves.get(int(wave_id))
        corrected = await waves.correct_start(
            old.wave.id,
            fields["started_at"],
            fields["reason"],
            self.actor,
            expected=self.expected(old),
        )
        self.write_resource(corrected)
