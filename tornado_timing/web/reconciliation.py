"""The reconciliation of a line over HTTP."""

import asyncio
from typing import Any

from tornado_timing.domain import errors
from tornado_timing.domain.individual.line_steps import last_steps
from tornado_timing.protocol.line_repairs import (
    LineStepOut,
    RepairedOut,
    RepairIn,
    UndoManyIn,
    UndoneOut,
    changes_of,
    line_steps_out,
    undone_out,
)
from tornado_timing.protocol.reconciliation import ReconciliationOut
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint


class ReconciliationHandler(ApiHandler):
    """``/api/lineas/{line_id}/conciliacion/``."""

    _tag: str | None = None

    @endpoint(Access.ORGANIZER, {200: ReconciliationOut}, fails=(404, 503))
    async def get(self, line_id: str) -> None:
        """Read the times and bibs of a line side by side, and what is doubtful about them."""
        made = self.services.reconciling.made(int(line_id))
        self._tag = made.tag
        self.set_etag_header()
        if self.check_etag_header():
            self.set_status(304)
            return
        document = await asyncio.shield(made.document)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(document)

    def compute_etag(self) -> str | None:
        """The tag of the version of the race."""
        return self._tag


class RepairHandler(ApiHandler):
    """``/api/lineas/{line_id}/reparar/``."""

    @endpoint(Access.ORGANIZER, {200: RepairedOut}, body=RepairIn, fails=(400, 404, 409, 413, 503))
    async def post(self, line_id: str) -> None:
        """Make one repair, whole or not at all."""
        body = self.body(RepairIn)
        made = await self.services.reconciling.repair(
            int(line_id),
            (body.fault or "", body.repair),
            changes_of(body),
            body.reason.strip(),
            self.actor,
        )
        self.write_json(RepairedOut([one.id for one in made]))

    def describe_error(self, error: errors.TimingError | None, status: int) -> dict[str, Any]:
        """Adds which mark is not what it was."""
        document = super().describe_error(error, status)
        if isinstance(error, errors.MarkChangedMeanwhile):
            document["mark_id"] = error.details["mark_id"]
        return document


class LineStepsHandler(ApiHandler):
    """``/api/lineas/{line_id}/pasos/``."""

    @endpoint(Access.ORGANIZER, {200: list[LineStepOut]}, fails=(404,))
    def get(self, line_id: str) -> None:
        """List the last 50 steps in which marks of a line were set right, the newest first."""
        state = self.services.core.state
        view = state.individual.line(int(line_id))
        if view is None:
            raise errors.NotFound()
        book = state.individual.book_of(view.line.competition_id)
        steps = last_steps(book, view.line.id, state.individual.mark)
        self.write_json(line_steps_out(steps, state.accounts))


class UndoCorrectionsHandler(ApiHandler):
    """``/api/correcciones/deshacer/``."""

    @endpoint(Access.ORGANIZER, {200: UndoneOut}, body=UndoManyIn, fails=(400, 413, 503))
    async def post(self) -> None:
        """Undo all of these corrections that still hold, in one commit."""
        body = self.body(UndoManyIn)
        made, refused = await self.services.correcting.undo_all(
            body.ids, body.reason.strip(), self.actor
        )
        self.write_json(undone_out([one.id for one in made], refused))
