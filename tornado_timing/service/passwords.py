"""Passwords: bcrypt, in threads of its own, never on the event loop."""

import asyncio
import os

import bcrypt

from tornado_timing.domain.errors import PasswordTooLong
from tornado_timing.service.background import Background
from tornado_timing.service.fair_turns import FairTurns

MAX_PASSWORD_BYTES = 72


class Passwords:
    """Hashes and verifies at one cost.

    The threads run at a lower priority where the system allows it (Linux), so that fifty
    sign-ins at once do not delay the times that come in meanwhile.
    """

    def __init__(self, cost: int) -> None:
        threads = os.cpu_count() or 1
        self.cost = cost
        # Whoever works through many passwords holds this for each: no more of them than that wait
        # for a thread, so a judge who signs in meanwhile waits for one and not for hundreds.
        self.turns = asyncio.Semaphore(threads)
        # A stranger with many addresses asks for thousands at once; a judge waits for one of each.
        self._fairly = FairTurns(threads)
        self._background = Background("bcrypt", threads, makes_way=True)
        self._decoy: bytes | None = None

    def close(self) -> None:
        """Ends the threads."""
        self._background.close()

    async def hash(self, password: str) -> str:
        """The hash to store. Raises PasswordTooLong over 72 bytes."""
        secret = password.encode()
        if len(secret) > MAX_PASSWORD_BYTES:
            raise PasswordTooLong()
        hashed = await self._background.run(
            lambda: bcrypt.hashpw(secret, bcrypt.gensalt(self.cost))
        )
        return hashed.decode()

    async def matches(self, password: str, password_hash: str | None, asker: str = "") -> bool:
        """Whether `password` is the one behind `password_hash`.

        Of all that is asked at once, each `asker`, an address, gets its turn in turn. None, for an
        account that does not exist, and "", for one without a password, take as long as a wrong
        password.
        """
        secret = password.encode("utf-8", "replace")
        fits = len(secret) <= MAX_PASSWORD_BYTES
        secret = secret[:MAX_PASSWORD_BYTES]
        async with self._fairly.turn(asker):
            return await self._background.run(lambda: self._check(secret, password_hash)) and fits

    def needs_renewal(self, password_hash: str) -> bool:
        """Whether the hash was made at another cost than the configured one."""
        return bool(password_hash) and password_hash.split("$")[2] != f"{self.cost:02}"

    def _check(self, secret: bytes, password_hash: str | None) -> bool:
        if not password_hash:
            if self._decoy is None:
                self._decoy = bcrypt.hashpw(b"nobody", bcrypt.gensalt(self.cost))
            bcrypt.checkpw(secret, self._decoy)
            return False
        return bcrypt.checkpw(secret, password_hash.encode())
