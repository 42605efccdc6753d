"""Passwords: bcrypt, in threads of its own, never on the event loop."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import bcrypt

from tornado_timing.domain.errors import PasswordTooLong, ServerStopping

MAX_PASSWORD_BYTES = 72
Result = TypeVar("Result")


class Passwords:
    """Hashes and verifies at one cost.

    The threads run at a lower priority where the system allows it (Linux), so that fifty
    sign-ins at once do not delay the times that come in meanwhile.
    """

    def __init__(self, cost: int) -> None:
        self.cost = cost
        self._pool = ThreadPoolExecutor(
            max_workers=os.cpu_count() or 1,
            thread_name_prefix="bcrypt",
            initializer=_yield_to_the_loop,
        )
        self._decoy: bytes | None = None
        self._is_closed = False

    def close(self) -> None:
        """Ends the threads."""
        self._is_closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        """The hash to store. Raises PasswordTooLong over 72 bytes."""
        secret = password.encode()
        if len(secret) > MAX_PASSWORD_BYTES:
            raise PasswordTooLong()
        return (await self._run(lambda: bcrypt.hashpw(secret, bcrypt.gensalt(self.cost)))).decode()

    async def matches(self, password: str, password_hash: str | None) -> bool:
        """Whether `password` is the one behind `password_hash`.

        None, for an account that does not exist, takes as long as a wrong password.
        """
        secret = password.encode("utf-8", "replace")
        fits = len(secret) <= MAX_PASSWORD_BYTES
        secret = secret[:MAX_PASSWORD_BYTES]
        return await self._run(lambda: self._check(secret, password_hash)) and fits

    def needs_renewal(self, password_hash: str) -> bool:
        """Whether the hash was made at another cost than the configured one."""
        return password_hash.split("$")[2] != f"{self.cost:02}"

    def _check(self, secret: bytes, password_hash: str | None) -> bool:
        if password_hash is None:
            if self._decoy is None:
                self._decoy = bcrypt.hashpw(b"nobody", bcrypt.gensalt(self.cost))
            bcrypt.checkpw(secret, self._decoy)
            return False
        return bcrypt.checkpw(secret, password_hash.encode())

    async def _run(self, work: Callable[[], Result]) -> Result:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        except (asyncio.CancelledError, RuntimeError) as error:
            if self._is_closed:
                raise ServerStopping() from error
            raise


def _yield_to_the_loop() -> None:
    if hasattr(os, "setpriority"):
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        except OSError:
            # macOS and the BSDs give priorities to processes only.
            return
