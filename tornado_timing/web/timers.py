"""The timers of a line over HTTP."""

from tornado_timing.protocol.timers import TimersOut, timers_out
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint


class LineTimersHandler(ApiHandler):
    """``/api/lineas/{line_id}/cronometristas/``."""

    @endpoint(Access.ORGANIZER, {200: TimersOut}, fails=(404, 503))
    async def get(self, line_id: str) -> None:
        """Compare who takes times at a line, and list whom they disagree about."""
        report = await self.services.timers.at(int(line_id))
        self.write_json(timers_out(self.services.core.state, report))
