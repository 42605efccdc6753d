"""Times that were taken back, over HTTP."""

from tornado_timing.protocol.withdrawals import (
    GiveBackIn,
    GivenBackOut,
    WithdrawnOut,
    not_given_back_out,
    withdrawn_out,
)
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint
from tornado_timing.web.teams import COMPETITION


class WithdrawnListHandler(ApiHandler):
    """``/api/retirados/``."""

    @endpoint(Access.ORGANIZER, {200: list[WithdrawnOut]}, query=(COMPETITION,), fails=(400,))
    def get(self) -> None:
        """List the times that were taken back, the last first."""
        withdrawn = self.services.withdrawing.withdrawn(self.query_int(*COMPETITION.names))
        self.write_json(
            [
                withdrawn_out(one.record, one.team, one.elapsed_ms, one.at_ms, one.by)
                for one in withdrawn
            ]
        )


class GiveBackHandler(ApiHandler):
    """``/api/retirados/devolver/``."""

    @endpoint(Access.ORGANIZER, {200: GivenBackOut}, body=GiveBackIn, fails=(400, 413, 503))
    async def post(self) -> None:
        """Have those of many withdrawn times count again that may, together."""
        record_ids = self.body(GiveBackIn).record_ids
        given_back, failed = await self.services.withdrawing.give_back_many(record_ids, self.actor)
        self.write_json(
            GivenBackOut(
                given_back,
                [not_given_back_out(record_id, error) for record_id, error in failed.items()],
            )
        )
