"""Times and marks that phones could not send, over HTTP."""

from tornado_timing.protocol.rescue import (
    RescueEnvelope,
    RescueIn,
    RescueOut,
    read_rescued,
    read_rescued_mark,
    rescue_out,
)
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint


class RescueHandler(ApiHandler):
    """``/api/rescate/``."""

    @endpoint(Access.ORGANIZER, {200: RescueOut}, body=RescueIn, fails=(400, 404, 413, 503))
    async def post(self) -> None:
        """Store times and marks that a judge's phone could not send, read from its screen."""
        envelope = self.body(RescueEnvelope)
        times = [read_rescued(document) for document in envelope.records]
        marks = [read_rescued_mark(document) for document in envelope.marks]
        rescuing = self.services.rescuing
        rescue = await rescuing.rescue(envelope.judge_id, times, self.actor, marks)
        self.write_json(rescue_out(rescue))
