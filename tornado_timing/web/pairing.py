"""Times and bibs of a line, paired in order, over HTTP."""

from tornado_timing.protocol.pairing import (
    PairedOut,
    PairingIn,
    PairingOut,
    paired_out,
    pairing_out,
)
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint

TIMES_JUDGE = Query(("times_judge_id",), int, "whose times; else who has most without a bib")
BIBS_JUDGE = Query(("bibs_judge_id",), int, "whose bibs; else who has most without a time")


class PairingHandler(ApiHandler):
    """``/api/lineas/{line_id}/emparejar/``."""

    @endpoint(
        Access.ORGANIZER, {200: PairingOut}, query=(TIMES_JUDGE, BIBS_JUDGE), fails=(400, 404)
    )
    def get(self, line_id: str) -> None:
        """Propose which times of a line belong to which of its bibs; nothing is changed."""
        services = self.services
        judges = self.query_int(*TIMES_JUDGE.names), self.query_int(*BIBS_JUDGE.names)
        line, proposal = services.pairing.propose(int(line_id), *judges)
        competition = services.core.state.competitions[line.competition_id]
        self.write_json(pairing_out(line.id, proposal, competition.started_at_ms))

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
