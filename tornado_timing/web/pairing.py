"""Times and bibs of a line, paired over HTTP."""

from tornado_timing.protocol.pairing import PairedOut, PairingIn, paired_out
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint


class PairingHandler(ApiHandler):
    """``/api/lineas/{line_id}/emparejar/``."""

    @endpoint(Access.ORGANIZER, {200: PairedOut}, body=PairingIn, fails=(400, 404, 413, 503))
    async def post(self, line_id: str) -> None:
        """Give marks with a time the bibs of other marks, as corrections of one commit."""
        body = self.body(PairingIn)
        pairs = [(one.time_mark_id, one.bib_mark_id) for one in body.pairs]
        made, refused = await self.services.pairing.pair(
            int(line_id), pairs, body.reason.strip(), self.actor
        )
        why_not = [(one.time_mark_id, one.error) for one in refused]
        self.write_json(paired_out([one.id for one in made], why_not))
