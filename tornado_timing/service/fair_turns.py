"""Turns at what only a few can have at a time, fair to all who ask."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class FairTurns:
    """Lets in so many at a time, by turns of who asks: who asks more often waits longer.

    >>> async with turns.turn("192.168.1.7"):
    ...     ...
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        # By who asks; who was let in last stands last.
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, asker: str) -> AsyncIterator[None]:
        """Waits for a turn of `asker`, and holds it."""
        if self._free:
            self._free -= 1
        else:
            await self._is_handed_one(asker)
        try:
            yield
        finally:
            self._hand_on()

    async def _is_handed_one(self, asker: str) -> None:
        handed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(asker, deque()).append(handed)
        try:
            await handed
        except asyncio.CancelledError:
            if not handed.cancelled():
                # Both at once: nobody else would be let in by this one any more.
                self._hand_on()
            raise

    def _hand_on(self) -> None:
        while self._waiting:
            asker = next(iter(self._waiting))
            queue = self._waiting.pop(asker)
            handed = queue.popleft()
            if queue:
                self._waiting[asker] = queue
            if not handed.done():
                handed.set_result(None)
                return
        self._free += 1
