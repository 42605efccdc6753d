"""The first start: the first organizer's account, made in the browser."""

import secrets
from typing import Any

from tornado_timing.config import SecuritySettings
from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.model import Account, Role
from tornado_timing.service.accounts import check_logins
from tornado_timing.service.attempts import Attempts
from tornado_timing.service.core import Core
from tornado_timing.service.passwords import Passwords
from tornado_timing.service.sessions import Sessions, SignedIn
from tornado_timing.store import queries

SECRET_BYTES = 16


class Setup:
    """Makes the first organizer, for whoever sits at this machine or has the one-time secret.

    The secret lives in memory alone, from the start of a server without an organizer until
    there is one.
    """

    def __init__(
        self, core: Core, passwords: Passwords, sessions: Sessions, settings: SecuritySettings
    ) -> None:
        self._core = core
        self._passwords = passwords
        self._sessions = sessions
        self._attempts = Attempts(settings, core.clock)
        self._secret = None if core.state.has_organizer() else secrets.token_urlsafe(SECRET_BYTES)

    @property
    def is_needed(self) -> bool:
        """Whether there is no organizer yet."""
        return not self._core.state.has_organizer()

    @property
    def secret(self) -> str | None:
        """What the one-time link ends in; None when there is an organizer."""
        return self._secret if self.is_needed else None

    async def make_organizer(
        self,
        password: str,
        fields: dict[str, Any],
        *,
        secret: str | None,
        is_from_here: bool,
        address: str,
    ) -> SignedIn:
        """Makes the first organizer's account and signs it in.

        Of two who ask at once one wins. Raises OrganizerExists, SetupNotAllowed,
        TooManyAttempts, UsernameTaken, PasswordTooLong.
        """
        if not self.is_needed:
            raise errors.OrganizerExists()
        if not is_from_here:
            await self._check(secret, address)
        password_hash = await self._passwords.hash(password)
        # Somebody may have been quicker while the password was being hashed.
        if not self.is_needed:
            raise errors.OrganizerExists()
        state = self._core.state
        check_logins(state, None, fields)
        account = Account(
            id=state.new_id("account"),
            role=Role.ORGANIZER,
            password_hash=password_hash,
            **fields,
        )
        state.put_account(account)
        by = Actor(account.id, account.username, address)
        await self._core.commit(
            [
                queries.put_account(account),
                self._core.note(
                    by, "organizer_created", ("organizer", account.id, account.username)
                ),
                self._core.note(
                    by,
                    "signed_in",
                    ("session", account.id, account.username),
                    details={"by": "setup"},
                ),
            ]
        )
        return self._sessions.tokens_for(account)

    async def _check(self, secret: str | None, address: str) -> None:
        if secret is None:
            raise errors.SetupNotAllowed()
        async with self._attempts.attempt("", address) as attempt:
            if not secrets.compare_digest(secret.encode("utf-8", "replace"), self._expected()):
                raise errors.SetupNotAllowed()
            attempt.succeeded()

    def _expected(self) -> bytes:
        # While there is no organizer there is a secret; a random one is nobody's.
        return (self.secret or secrets.token_urlsafe(SECRET_BYTES)).encode()
