"""Tokens: what a signed-in client shows, signed with the key beside the database."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import jwt
import msgspec
from msgspec import Meta, Struct

from tornado_timing.clock import Clock
from tornado_timing.domain.errors import InvalidToken
from tornado_timing.private_files import keep_private

ALGORITHM = "HS256"
KEY_BYTES = 32
Kind = Literal["access", "refresh", "local"]


class Claims(Struct, frozen=True):
    """What a token says.

    `sub` is the account, `sid` the session that began with a sign-in, `ver` the account's
    token version then, `exp` the epoch second of the server's clock at which it dies.
    """

    sub: Annotated[str, Meta(pattern=r"^\d{1,18}$")]
    typ: Kind
    sid: str
    ver: int
    exp: int

    @property
    def account_id(self) -> int:
        """The account that signed in."""
        return int(self.sub)


class Tokens:
    """Issues and reads tokens. HS256 only: a token that names another algorithm is refused."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def issue(self, account_id: int, kind: Kind, session_id: str, version: int, life_s: int) -> str:
        """A token that lives for `life_s` seconds."""
        expires_at_s = int(self._clock.now_s()) + life_s
        claims = Claims(str(account_id), kind, session_id, version, expires_at_s)
        payload = {**msgspec.to_builtins(claims), "jti": secrets.token_hex(8)}
        return jwt.encode(payload, self._key, algorithm=ALGORITHM)

    def read(self, token: str, kind: Kind) -> Claims:
        """The claims of a token of this kind. Raises InvalidToken for anything else.

        The time of death is compared here, on the server's clock, which does not jump when
        the laptop's is set; PyJWT would ask the laptop's.
        """
        try:
            payload = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                options={"verify_exp": False, "verify_iat": False, "require": ["exp", "sub"]},
            )
            claims = msgspec.convert(payload, Claims)
        except (jwt.PyJWTError, msgspec.ValidationError, ValueError) as error:
            raise InvalidToken() from error
        if claims.typ != kind or claims.exp <= self._clock.now_s():
            raise InvalidToken()
        return claims


def signing_key(path: Path) -> bytes:
    """The key in the file at `path`, made with mode 0600 when it is missing.

    Raises OSError when it cannot be read or made.
    """
    keep_private(path)
    with suppress(FileNotFoundError, ValueError):
        key = bytes.fromhex(path.read_text(encoding="ascii"))
        if len(key) >= KEY_BYTES:
            return key
    # Missing, or cut short by a power failure: a new key only ends the old sessions.
    path.unlink(missing_ok=True)
    key = secrets.token_bytes(KEY_BYTES)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex())
        file.flush()
        os.fsync(file.fileno())
    return key
