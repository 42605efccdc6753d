"""Who is connected to what."""

import asyncio
import time
from collections.abc import Coroutine, Hashable, Iterable, Sequence

from tornado_timing.live.outbox import CatchUp, Outbox

SWEEP_S = 2.0
# A fan-out to many sockets lets the loop breathe after so many, so that no judge waits for it.
SLICE = 50


class Hub:
    """Sockets by topic. A socket may be in several topics; nobody is ever waited for."""

    def __init__(self) -> None:
        self._topics: dict[str, dict[Outbox, None]] = {}
        self._memberships: dict[Outbox, Sequence[str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        """How many sockets are connected."""
        return len(self._memberships)

    def start(self) -> None:
        """Begins to drop sockets that have stopped reading."""
        self._spawn(self._sweep())

    def stop(self) -> None:
        """Ends the work in the background."""
        for task in self._tasks:
            task.cancel()

    def join(self, outbox: Outbox, *topics: str) -> None:
        """Adds a socket to `topics`."""
        self._memberships[outbox] = topics
        for topic in topics:
            self._topics.setdefault(topic, {})[outbox] = None

    def leave(self, outbox: Outbox) -> None:
        """Forgets a socket that has closed."""
        for topic in self._memberships.pop(outbox, ()):
            members = self._topics[topic]
            members.pop(outbox, None)
            if not members:
                del self._topics[topic]

    def size(self, topic: str) -> int:
        """How many sockets are in `topic`."""
        return len(self._topics.get(topic, ()))

    def behind(self) -> int:
        """How many sockets have not yet read what was sent to them."""
        return sum(outbox.blocked_since_s is not None for outbox in self._memberships)

    def publish(self, topic: str, frame: bytes, but: object | None = None) -> None:
        """Sends `frame` to everybody in `topic` except `but`; nobody else misses it."""
        for outbox in list(self._topics.get(topic, ())):
            if outbox is not but:
                outbox.send(frame)

    def offer(self, topics: Iterable[str], key: Hashable, frame: bytes, catch_up: CatchUp) -> None:
        """Offers the newest state of `key` to everybody in `topics` (see `Outbox.offer`)."""
        members = [outbox for topic in topics for outbox in self._topics.get(topic, ())]
        if len(members) <= SLICE:
            for outbox in members:
                outbox.offer(key, frame, catch_up)
        else:
            self._spawn(self._offer_in_slices(members, key, frame, catch_up))

    def close(self, topic: str, code: int, reason: str) -> None:
        """Closes every socket in `topic`."""
        for outbox in list(self._topics.get(topic, ())):
            outbox.close(code, reason)

    def close_all(self, code: int, reason: str) -> None:
        """Closes every socket."""
        for outbox in list(self._memberships):
            outbox.close(code, reason)

    async def _offer_in_slices(
        self, members: Sequence[Outbox], key: Hashable, frame: bytes, catch_up: CatchUp
    ) -> None:
        for start in range(0, len(members), SLICE):
            for outbox in members[start : start + SLICE]:
                if outbox in self._memberships:
                    outbox.offer(key, frame, catch_up)
            await asyncio.sleep(0)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            now_s = time.monotonic()
            for outbox in [item for item in self._memberships if item.is_stuck(now_s)]:
                outbox.drop()

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
