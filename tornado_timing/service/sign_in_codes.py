"""The one-time codes of judges' cards: a judge signs in by them without typing a password."""

import hashlib
import re
import secrets
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.config import SecuritySettings
from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, actor
from tornado_timing.domain.model import Account, SignInCode
from tornado_timing.domain.state import State
from tornado_timing.service.attempts import Attempts
from tornado_timing.service.core import Core
from tornado_timing.service.sessions import Sessions, SignedIn
from tornado_timing.service.word_passwords import known_judges
from tornado_timing.store import queries
from tornado_timing.store.writer import Write

# Crockford's base 32: no I, L, O, U. Twelve of them are 60 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
GROUP_LENGTH = 4
LIFE_MS = 30 * 24 * 60 * 60 * 1000
_MISREAD = str.maketrans("OIL", "011")
# What people and keyboards put between the groups.
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212_.]+")


class Card(Struct, frozen=True):
    """What stands on a judge's card; `code` can be read nowhere else and never again."""

    judge: Account
    code: str
    expires_at_ms: int


class SignInCodes:
    """Makes codes, and signs in whoever shows one."""

    def __init__(self, core: Core, sessions: Sessions, settings: SecuritySettings) -> None:
        self._core = core
        self._sessions = sessions
        self._attempts = Attempts(settings, core.clock)

    async def make(self, judge_ids: Sequence[int], by: Actor) -> list[Card]:
        """New codes for these judges, in this order, all or none; their older ones are dead.

        Raises UnknownJudge.
        """
        state = self._core.state
        expires_at_ms = self._core.clock.now_ms() + LIFE_MS
        cards = [Card(judge, new_code(), expires_at_ms) for judge in known_judges(state, judge_ids)]
        codes = [SignInCode(hash_of(card.code), card.judge.id, expires_at_ms) for card in cards]
        for code in codes:
            state.put_sign_in_code(code)
        await self._core.commit(
            [
                *queries.put_sign_in_codes(codes),
                *(
                    self._core.note(by, "card_made", ("judge", card.judge.id, card.judge.username))
                    for card in cards
                ),
            ]
        )
        return cards

    async def sign_in(self, code: str, address: str) -> SignedIn:
        """Begins a session for the judge with this code, which is spent by it.

        Raises TooManyAttempts, InvalidCode, or AccountInactive (the code is not spent then).
        """
        async with self._attempts.attempt("", address) as attempt:
            account = self._account_with(code)
            attempt.succeeded()
            # No await from the look at the code to here: who comes second finds none.
            self._core.state.drop_sign_in_code(account.id)
        note = self._core.note(
            actor(account, address),
            "signed_in",
            ("session", account.id, account.username),
            details={"by": "code"},
        )
        await self._core.commit([queries.drop_sign_in_codes([account.id]), note])
        return self._sessions.tokens_for(account)

    def _account_with(self, code: str) -> Account:
        state = self._core.state
        shown = hash_of(code)
        codes = state.sign_in_codes.values()
        found = next((one for one in codes if one.code_hash == shown), None)
        account = None if found is None else state.judge(found.account_id)
        if found is None or account is None:
            raise errors.InvalidCode()
        if not account.is_active:
            raise errors.AccountInactive()
        if found.expires_at_ms <= self._core.clock.now_ms():
            raise errors.InvalidCode()
        return account


def end_code(state: State, account_id: int) -> list[Write]:
    """Ends the code of a judge who is deactivated, for good; the writes to commit with that.

    It stays known, so that its holder reads that the account is inactive; but when the judge is
    activated again, a card that was lost opens nothing.
    """
    code = state.sign_in_codes.get(account_id)
    if code is None:
        return []
    ended = replace(code, expires_at_ms=0)
    state.put_sign_in_code(ended)
    return queries.put_sign_in_codes([ended])


def new_code() -> str:
    """A code as it is shown: ``7K3M-XW9D-0RTZ``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(
        letters[start : start + GROUP_LENGTH] for start in range(0, CODE_LENGTH, GROUP_LENGTH)
    )


def hash_of(code: str) -> str:
    """The hash under which a code is kept, however people have written it.

    Sixty random bits need no slow hash: nobody can try them all.
    """
    plain = _BETWEEN.sub("", code).upper().translate(_MISREAD)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
