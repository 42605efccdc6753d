"""Signing in and out over HTTP."""

from typing import Any

from tornado_timing.domain import errors
from tornado_timing.protocol.accounts import (
    AccessOut,
    AccountOut,
    CredentialsIn,
    RefreshIn,
    SignedInOut,
    TicketOut,
    TokensOut,
    account_out,
    signed_in_out,
)
from tornado_timing.protocol.resources import (
    MessageOut,
)
from tornado_timing.protocol.texts import NO_ACTIVE_ACCOUNT
from tornado_timing.service.sessions import TICKET_LIFE_S, SignedIn
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint


class _SignInHandler(ApiHandler):
    async def sign_in(self) -> SignedIn:
        """Signs in with the body's credentials."""
        credentials = self.body(CredentialsIn)
        return await self.services.sessions.sign_in(
            credentials.username, credentials.password, self.address
        )


class LoginHandler(_SignInHandler):
    """``/api/login/``: the sign-in of the phone apps."""

    @endpoint(
        Access.PUBLIC,
        {200: SignedInOut},
        body=CredentialsIn,
        on_invalid=errors.MissingLoginFields,
        fails=(400, 401, 403, 413, 429),
    )
    async def post(self) -> None:
        """Sign in."""
        signed_in = await self.sign_in()
        account = signed_in.account
        current = self.services.competitions.current_of_judge(account.id)
        self.write_json(signed_in_out(account, signed_in.access, signed_in.refresh, current))


class TokenHandler(_SignInHandler):
    """``/api/token/``: the sign-in of the older apps."""

    @endpoint(
        Access.PUBLIC,
        {200: TokensOut},
        body=CredentialsIn,
        on_invalid=errors.MissingLoginFields,
        fails=(400, 401, 413, 429),
    )
    async def post(self) -> None:
        """Sign in, for the tokens alone."""
        try:
            signed_in = await self.sign_in()
        except errors.AccountInactive as error:
            raise errors.InvalidCredentials() from error
        self.write_json(TokensOut(signed_in.access, signed_in.refresh))

    def describe_error(self, error: errors.TimingError | None, status: int) -> dict[str, Any]:
        """One sentence for every sign-in that fails, as these apps know it."""
        document = super().describe_error(error, status)
        if status == 401:
            document["error"] = document["detail"] = NO_ACTIVE_ACCOUNT
        return document


class RefreshHandler(ApiHandler):
    """``/api/token/refresh/`` and ``/api/refresh/``."""

    @endpoint(
        Access.PUBLIC,
        {200: AccessOut},
        body=RefreshIn,
        on_invalid=errors.MissingRefreshToken,
        fails=(400, 401, 413),
    )
    def post(self) -> None:
        """Get a new access token."""
        self.write_json(AccessOut(self.services.sessions.refresh(self.body(RefreshIn).refresh)))


class LogoutHandler(ApiHandler):
    """``/api/logout/``."""

    # Public to the gate, because an access token of a session that has been signed out must be
    # told "already used" and not "not valid"; the service looks at the token.
    @endpoint(
        Access.PUBLIC,
        {205: MessageOut},
        body=RefreshIn,
        on_invalid=errors.MissingRefreshToken,
        fails=(400, 401, 413, 503),
    )
    async def post(self) -> None:
        """Sign out: the refresh token dies, and the sockets of the session close."""
        token = self.token()
        self.services.sessions.check_sign_out(token)
        refresh = self.body(RefreshIn).refresh
        await self.services.sessions.sign_out(token, refresh, self.address)
        self.write_json(MessageOut("Sesión cerrada exitosamente."), 205)


class MeHandler(ApiHandler):
    """``/api/me/``."""

    @endpoint(Access.SIGNED_IN, {200: AccountOut})
    def get(self) -> None:
        """Read the signed-in account."""
        self.write_json(account_out(self.session.account))


class TicketHandler(ApiHandler):
    """``/api/ws-ticket/``."""

    @endpoint(Access.SIGNED_IN, {200: TicketOut})
    def post(self) -> None:
        """Get a ticket that opens one socket, so that no long-lived token stands in a URL."""
        ticket = self.services.sessions.issue_ticket(self.token() or "")
        self.write_json(TicketOut(ticket, TICKET_LIFE_S))
