"""Marks and corrections of individual races over HTTP."""

from tornado_timing.domain import errors
from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.protocol.race_corrections import (
    CorrectionIn,
    CorrectionOut,
    MarkOut,
    UndoIn,
    corrections_out,
    marks_out,
)
from tornado_timing.protocol.resources import domain_fields
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint
from tornado_timing.web.runners import COMPETITION

LINE = Query(("line_id", "linea_id"), int, "only those at this line")
AFTER = Query(("after",), int, "only those with a greater number")
RUNNER = Query(("runner_id", "corredor_id"), int, "only those that are about this runner")


class MarksHandler(ApiHandler):
    """``/api/marcas/``."""

    @endpoint(
        Access.ORGANIZER, {200: list[MarkOut]}, query=(COMPETITION, LINE, AFTER), fails=(400,)
    )
    def get(self) -> None:
        """List the marks of a competition as they count now, in the order they were stored."""
        number = self.query_int(*COMPETITION.names)
        line_id, after = self.query_int(*LINE.names), self.query_int(*AFTER.names)
        if number is None:
            raise errors.InvalidField(field=COMPETITION.names[0], problem="falta")
        self.write_json(marks_out(self.services.core.state, number, line_id, after))


class CorrectionsHandler(ApiHandler):
    """``/api/correcciones/``."""

    @endpoint(
        Access.ORGANIZER, {200: list[CorrectionOut]}, query=(COMPETITION, RUNNER), fails=(400,)
    )
    def get(self) -> None:
        """List the corrections of a competition, the last one first."""
        number, runner_id = self.query_int(*COMPETITION.names), self.query_int(*RUNNER.names)
        if number is None:
            raise errors.InvalidField(field=COMPETITION.names[0], problem="falta")
        state = self.services.core.state
        self.write_json(corrections_out(state, self.services.correcting.of(number, runner_id)))

    @endpoint(Access.ORGANIZER, {201: CorrectionOut}, body=CorrectionIn, fails=(400, 409, 413, 503))
    async def post(self) -> None:
        """Set a mark, a runner or a wave right."""
        fields = domain_fields(self.body(CorrectionIn))
        fields["kind"] = Kind(fields["kind"])
        made = await self.services.correcting.make(fields, self.actor)
        self.write_json(_out(self, made), 201)


class UndoCorrectionHandler(ApiHandler):
    """``/api/correcciones/{correction_id}/deshacer/``."""

    @endpoint(Access.ORGANIZER, {201: CorrectionOut}, body=UndoIn, fails=(400, 404, 409, 413, 503))
    async def post(self, correction_id: str) -> None:
        """Undo a correction, or what undid one."""
        reason = domain_fields(self.body(UndoIn))["reason"]
        undo = await self.services.correcting.undo(correction_id, reason, self.actor)
        self.write_json(_out(self, undo), 201)


def _out(handler: ApiHandler, correction: Correction) -> CorrectionOut:
    return corrections_out(handler.services.core.state, [correction])[0]
