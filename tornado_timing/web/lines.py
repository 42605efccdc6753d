"""Lines of individual races and their judges over HTTP."""

from tornado_timing.domain.individual.views import LineView
from tornado_timing.protocol.lines import (
    LineChange,
    LineIn,
    LineJudgeRow,
    LineJudgeRows,
    LineOut,
    line_modes,
    line_out,
)
from tornado_timing.protocol.resources import domain_fields
from tornado_timing.web.endpoint import Access, endpoint
from tornado_timing.web.runners import COMPETITION
from tornado_timing.web.tagged import TaggedHandler


class LineResource(TaggedHandler):
    """A handler of lines."""

    def resource(self, item: LineView) -> LineOut:
        """A line with the names of who stands at it."""
        return line_out(self.services.core.state, item)


class LinesHandler(LineResource):
    """``/api/lineas/``."""

    @endpoint(Access.ORGANIZER, {200: list[LineOut]}, query=(COMPETITION,), fails=(400,))
    def get(self) -> None:
        """List lines."""
        lines = self.services.lines.of(self.query_int(*COMPETITION.names))
        self.write_json([self.resource(view) for view in lines])

    @endpoint(Access.ORGANIZER, {201: LineOut}, body=LineIn, fails=(400, 409, 413, 503))
    async def post(self) -> None:
        """Make a line."""
        fields = domain_fields(self.body(LineIn))
        self.write_resource(await self.services.lines.create(**fields, by=self.actor), 201)


class LineHandler(LineResource):
    """``/api/lineas/{line_id}/``."""

    @endpoint(Access.ORGANIZER, {200: LineOut}, fails=(404,))
    def get(self, line_id: str) -> None:
        """Read a line."""
        self.write_resource(self.services.lines.get(int(line_id)))

    @endpoint(Access.ORGANIZER, {200: LineOut}, body=LineChange, fails=(400, 404, 412, 413, 503))
    async def patch(self, line_id: str) -> None:
        """Change a line."""
        lines = self.services.lines
        fields = domain_fields(self.body(LineChange))
        old = lines.get(int(line_id))
        self.write_resource(
            await lines.change(old.line.id, fields, self.actor, expected=self.expected(old))
        )

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 409, 412, 503))
    async def delete(self, line_id: str) -> None:
        """Delete a line that has no marks."""
        lines = self.services.lines
        old = lines.get(int(line_id))
        await lines.delete(old.line.id, self.actor, expected=self.expected(old))
        self.set_status(204)


class LineJudgesHandler(LineResource):
    """``/api/lineas/{line_id}/jueces/``."""

    @endpoint(
        Access.ORGANIZER,
        {200: LineOut},
        body=LineJudgeRows,
        fails=(400, 404, 412, 413, 503),
    )
    async def put(self, line_id: str) -> None:
        """Set who stands at a line, each in a mode, and nobody else."""
        lines = self.services.lines
        modes = line_modes(self.services.core.state, self.rows(LineJudgeRows, LineJudgeRow))
        old = lines.get(int(line_id))
        self.write_resource(
            await lines.set_judges(old.line.id, modes, self.actor, expected=self.expected(old))
        )
