"""Over HTTP what a judge's socket is for: at which lines it stands, and marks there."""

from tornado_timing.protocol.line_marks import LineMarksEnvelope, LineMarksIn
from tornado_timing.protocol.marks import LineBrief, MarksRecorded, lines_of, marks_recorded
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint


class MyLinesHandler(ApiHandler):
    """``/api/mis-lineas/``."""

    @endpoint(Access.JUDGE, {200: list[LineBrief]})
    def get(self) -> None:
        """List the lines at which the judge stands."""
        self.write_json(lines_of(self.services.core.state, self.session.account.id))


class LineMarksHandler(ApiHandler):
    """``/api/lineas/{line_id}/marcas/``."""

    @endpoint(
        Access.JUDGE,
        {201: MarksRecorded},
        body=LineMarksIn,
        fails=(400, 403, 404, 413, 503),
    )
    async def post(self, line_id: str) -> None:
        """Send 1 to 50 marks at a line; sent again, they are answered as duplicates."""
        body = self.body(LineMarksEnvelope)
        marks = body.entries()
        outcomes = await self.services.marking.record_marks_and_wait(
            self.session.account,
            int(line_id),
            body.device,
            marks,
            self.services.phone_clocks.offset_ms(self.session.id),
        )
        self.write_json(marks_recorded(int(line_id), marks, outcomes, None), 201)
