"""Signing in and out, and who a request comes from."""

import logging
import secrets
from collections import OrderedDict
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.config import SecuritySettings
from tornado_timing.domain import errors
from tornado_timing.domain.audit import SubjectKind, actor
from tornado_timing.domain.events import SessionEnded
from tornado_timing.domain.model import Account
from tornado_timing.service.attempts import Attempts
from tornado_timing.service.core import Core
from tornado_timing.service.passwords import Passwords
from tornado_timing.service.tokens import Claims, Tokens
from tornado_timing.store import queries

log = logging.getLogger(__name__)

TICKET_LIFE_S = 30
MAX_TICKETS = 10_000


class Session(Struct, frozen=True):
    """A signed-in account."""

    account: Account
    id: str


class SignedIn(Struct, frozen=True):
    """The result of a sign-in."""

    account: Account
    access: str
    refresh: str


class Sessions:
    """Signs accounts in and out, and tells from a token who is asking."""

    def __init__(
        self, core: Core, passwords: Passwords, tokens: Tokens, settings: SecuritySettings
    ) -> None:
        self._core = core
        self._passwords = passwords
        self._tokens = tokens
        self._settings = settings
        self._attempts = Attempts(settings, core.clock)
        self._tickets: OrderedDict[str, tuple[Claims, float]] = OrderedDict()

    async def sign_in(self, login: str, password: str, address: str) -> SignedIn:
        """Begins a session for the account with this username or e-mail.

        Raises TooManyAttempts, InvalidCredentials, or AccountInactive (after the right
        password only, so that nobody learns from it which accounts exist).
        """
        async with self._attempts.attempt(login, address) as attempt:
            account = await self._account_with(login, password, address)
            attempt.succeeded()
        if not account.is_active:
            raise errors.AccountInactive()
        if self._passwords.needs_renewal(account.password_hash):
            account = await self._renew_hash(account, password)
        return await self.begin(account, address)

    async def begin(self, account: Account, address: str) -> SignedIn:
        """Begins a session for an account that has shown who it is, and puts it on record."""
        signed_in = self.tokens_for(account)
        subject: tuple[SubjectKind, int, str] = ("session", account.id, account.username)
        # A disk that is full keeps nobody from looking at the results.
        with suppress(errors.Unavailable):
            await self._core.commit(
                [self._core.note(actor(account, address), "signed_in", subject)]
            )
        return signed_in

    def tokens_for(self, account: Account) -> SignedIn:
        """The tokens of a new session, which the caller puts on record."""
        session_id = secrets.token_urlsafe(16)
        refresh = self._tokens.issue(
            account.id, "refresh", session_id, account.token_version, self._settings.refresh_token_s
        )
        return SignedIn(account, self._access(account, session_id), refresh)

    async def _account_with(self, login: str, password: str, address: str) -> Account:
        found = self._core.state.account_by_login(login)
        right = await self._passwords.matches(
            password, None if found is None else found.password_hash, address
        )
        # The account may have changed while the password was being looked at.
        account = self._core.state.accounts.get(found.id) if found else None
        is_same = account and found and account.token_version == found.token_version
        if not right or account is None or not is_same:
            # Not what was typed where nobody is called so: some type their password there.
            log.info("A sign-in was refused: %s", found.username if found else "no such account")
            raise errors.InvalidCredentials()
        return account

    async def _renew_hash(self, account: Account, password: str) -> Account:
        password_hash = await self._passwords.hash(password)
        current = self._core.state.accounts.get(account.id)
        if current is None or current.password_hash != account.password_hash:
            return account
        renewed = replace(current, password_hash=password_hash)
        self._core.state.put_account(renewed)
        await self._core.commit([queries.put_account(renewed)])
        return renewed

    def refresh(self, token: str) -> str:
        """A new access token for a session. Raises InvalidRefreshToken."""
        try:
            session = self._session(self._tokens.read(token, "refresh"))
        except errors.TimingError as error:
            raise errors.InvalidRefreshToken() from error
        return self._access(session.account, session.id)

    def check_sign_out(self, access_token: str | None) -> str:
        """The account id that asks to sign out.

        Its session may have ended already: signing out twice is told apart from not being
        signed in. Raises MissingCredentials, InvalidToken.
        """
        if access_token is None:
            raise errors.MissingCredentials()
        return self._tokens.read(access_token, "access").sub

    async def sign_out(self, access_token: str | None, refresh_token: str, address: str) -> None:
        """Ends the session of `refresh_token`, for good and with its open sockets.

        Raises MissingCredentials, InvalidToken, or RefreshTokenUsed.
        """
        account_id = self.check_sign_out(access_token)
        try:
            claims = self._tokens.read(refresh_token, "refresh")
        except errors.InvalidToken as error:
            raise errors.RefreshTokenUsed() from error
        state = self._core.state
        if claims.sub != account_id or claims.sid in state.revoked_sessions:
            raise errors.RefreshTokenUsed()
        now_ms = self._core.clock.now_ms()
        expires_at_ms = claims.exp * 1000
        state.revoke_session(claims.sid, expires_at_ms, now_ms)
        writes = [
            queries.forget_sessions(now_ms),
            queries.revoke_session(claims.sid, expires_at_ms),
        ]
        account = state.accounts.get(claims.account_id)
        if account is not None:
            subject: tuple[SubjectKind, int, str] = ("session", account.id, account.username)
            writes.append(self._core.note(actor(account, address), "signed_out", subject))
        await self._core.commit(writes, SessionEnded(claims.sid))

    def authenticate(self, access_token: str | None) -> Session:
        """Who shows `access_token`. Raises MissingCredentials, InvalidToken, AccountInactive."""
        if not access_token:
            raise errors.MissingCredentials()
        return self._session(self._tokens.read(access_token, "access"))

    def issue_ticket(self, access_token: str) -> str:
        """A ticket that opens one socket within 30 s, to keep the token out of a URL."""
        claims = self._tokens.read(access_token, "access")
        self._session(claims)
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = (claims, self._core.clock.uptime_s() + TICKET_LIFE_S)
        while len(self._tickets) > MAX_TICKETS:
            self._tickets.popitem(last=False)
        return ticket

    def redeem_ticket(self, ticket: str) -> Session:
        """Who was given `ticket`, which is spent by this. Raises InvalidToken."""
        claims, dies_at_s = self._tickets.pop(ticket, (None, 0.0))
        if claims is None or self._core.clock.uptime_s() > dies_at_s:
            raise errors.InvalidToken()
        return self._session(claims)

    def _session(self, claims: Claims) -> Session:
        account = self._core.state.accounts.get(claims.account_id)
        if (
            account is None
            or claims.ver != account.token_version
            or claims.sid in self._core.state.revoked_sessions
        ):
            raise errors.InvalidToken()
        if not account.is_active:
            raise errors.AccountInactive()
        return Session(account, claims.sid)

    def _access(self, account: Account, session_id: str) -> str:
        life_s = self._settings.access_token_s
        return self._tokens.issue(account.id, "access", session_id, account.token_version, life_s)
