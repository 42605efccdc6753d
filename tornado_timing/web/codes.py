"""Signing in by the one-time code of a card."""

from tornado_timing.protocol.accounts import SignedInOut, signed_in_out
from tornado_timing.protocol.cards import CodeIn
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint


class CodeLoginHandler(ApiHandler):
    """``/api/login/codigo/``."""

    @endpoint(
        Access.PUBLIC,
        {200: SignedInOut},
        body=CodeIn,
        fails=(400, 401, 403, 413, 429, 503),
    )
    async def post(self) -> None:
        """Sign a judge in by the code of its card, which is spent by this."""
        code = self.body(CodeIn).code
        signed_in = await self.services.sign_in_codes.sign_in(code, self.address)
        account = signed_in.account
        current = self.services.competitions.current_of_judge(account.id)
        self.write_json(signed_in_out(account, signed_in.access, signed_in.refresh, current))
