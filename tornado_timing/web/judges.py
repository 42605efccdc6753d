"""Judges over HTTP, for organizers."""

from msgspec import UNSET

from tornado_timing.domain.model import Role
from tornado_timing.protocol.accounts import AccountOut, JudgeChange, JudgeIn, account_out
from tornado_timing.protocol.resources import domain_fields
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint


class JudgesHandler(ApiHandler):
    """``/api/jueces/``."""

    @endpoint(Access.ORGANIZER, {200: list[AccountOut]})
    def get(self) -> None:
        """List the judges."""
        self.write_json([account_out(judge) for judge in self.services.accounts.judges()])

    @endpoint(Access.ORGANIZER, {201: AccountOut}, body=JudgeIn, fails=(400, 409, 413, 503))
    async def post(self) -> None:
        """Make a judge."""
        body = self.body(JudgeIn)
        fields = domain_fields(body)
        judge = await self.services.accounts.create(Role.JUDGE, body.password, fields)
        self.write_json(account_out(judge), 201)


class JudgeHandler(ApiHandler):
    """``/api/jueces/{judge_id}/``."""

    @endpoint(Access.ORGANIZER, {200: AccountOut}, fails=(404,))
    def get(self, judge_id: str) -> None:
        """Read a judge."""
        self.write_json(account_out(self.services.accounts.judge(int(judge_id))))

    @endpoint(
        Access.ORGANIZER,
        {200: AccountOut},
        body=JudgeChange,
        fails=(400, 404, 409, 413, 503),
    )
    async def patch(self, judge_id: str) -> None:
        """Change a judge; one who is deactivated or gets a new password is cut off at once."""
        body = self.body(JudgeChange)
        password = None if body.password is UNSET else body.password
        judge = await self.services.accounts.change_judge(
            int(judge_id), domain_fields(body), password
        )
        self.write_json(account_out(judge))

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 503))
    async def delete(self, judge_id: str) -> None:
        """Delete a judge; its teams are free again and the times it took stay."""
        await self.services.accounts.delete_judge(int(judge_id))
        self.set_status(204)
