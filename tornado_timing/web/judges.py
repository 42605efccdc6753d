"""Judges over HTTP, for organizers."""

from msgspec import UNSET

from tornado_timing.domain.model import Account, Role
from tornado_timing.protocol.accounts import JudgeChange, JudgeIn, JudgeOut, judge_out
from tornado_timing.protocol.resources import domain_fields
from tornado_timing.web.endpoint import Access, endpoint
from tornado_timing.web.tagged import TaggedHandler


class JudgeResource(TaggedHandler):
    """A handler of judges."""

    def resource(self, item: Account) -> JudgeOut:
        """A judge as organizers read it."""
        return judge_out(self.services.core.state, item)


class JudgesHandler(JudgeResource):
    """``/api/jueces/``."""

    @endpoint(Access.ORGANIZER, {200: list[JudgeOut]})
    def get(self) -> None:
        """List the judges."""
        self.write_json([self.resource(judge) for judge in self.services.accounts.judges()])

    @endpoint(Access.ORGANIZER, {201: JudgeOut}, body=JudgeIn, fails=(400, 409, 413, 503))
    async def post(self) -> None:
        """Make a judge."""
        body = self.body(JudgeIn)
        fields = domain_fields(body)
        accounts = self.services.accounts
        self.write_resource(
            await accounts.create(Role.JUDGE, body.password, fields, self.actor), 201
        )


class JudgeHandler(JudgeResource):
    """``/api/jueces/{judge_id}/``."""

    @endpoint(Access.ORGANIZER, {200: JudgeOut}, fails=(404,))
    def get(self, judge_id: str) -> None:
        """Read a judge."""
        self.write_resource(self.services.accounts.judge(int(judge_id)))

    @endpoint(
        Access.ORGANIZER,
        {200: JudgeOut},
        body=JudgeChange,
        fails=(400, 404, 409, 412, 413, 503),
    )
    async def patch(self, judge_id: str) -> None:
        """Change a judge; one who is deactivated or gets a new password is cut off at once."""
        accounts = self.services.accounts
        body = self.body(JudgeChange)
        fields = domain_fields(body)
        old = accounts.judge(int(judge_id))
        self.write_resource(
            await accounts.change_judge(
                old.id,
                fields,
                self.actor,
                password=None if body.password is UNSET else body.password,
                expected=self.expected(old),
            )
        )

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 412, 503))
    async def delete(self, judge_id: str) -> None:
        """Delete a judge; its teams are free again and the times it took stay."""
        accounts = self.services.accounts
        old = accounts.judge(int(judge_id))
        await accounts.delete_judge(old.id, self.actor, expected=self.expected(old))
        self.set_status(204)
