"""Turns: requests begin a few at a time, so that between them there is time for the judges."""

import asyncio
from collections import deque

# So many requests begin in one round of the event loop; between two rounds it looks at all
# sockets. One keeps the loop for a third of a millisecond: a thousand that begin at once kept
# a tap waiting for as many.
AT_ONCE = 1


class Turns:
    """Lets requests begin: some in each round of the event loop, by turns of their addresses.

    Nobody is refused, and nothing is lost while nobody waits: who asks for more waits longer,
    and keeps waiting nobody but those of its own address, who wait behind each other.

    >>> turn = turns.take("192.168.1.7")
    >>> if turn is not None:
    ...     await turn
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._begun = 0
        self._is_scheduled = False
        # By address; who was let in last stands last.
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    def take(self, address: str) -> "asyncio.Future[None] | None":
        """None if a request of `address` may begin now, else what to wait for."""
        self._schedule()
        if not self._waiting and self._begun < self._at_once:
            self._begun += 1
            return None
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(address, deque()).append(turn)
        return turn

    def _schedule(self) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            asyncio.get_running_loop().call_soon(self._next_round)

    def _next_round(self) -> None:
        self._is_scheduled = False
        self._begun = 0
        while self._waiting and self._begun < self._at_once:
            address = next(iter(self._waiting))
            queue = self._waiting.pop(address)
            turn = queue.popleft()
            if queue:
                self._waiting[address] = queue
            if not turn.done():
                self._begun += 1
                turn.set_result(None)
        if self._begun:
            self._schedule()
