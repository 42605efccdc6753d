"""Answers that wait because nobody reads them: bounded in bytes and in time."""

import time
from collections.abc import Callable, Hashable
from typing import Any, Protocol

from tornado.ioloop import IOLoop

from tornado_timing.live.outbox import MAX_BLOCKED_S

# Of all answers together, and of those to one address, while it is owed more than one.
MAX_UNSENT_BYTES = 64 * 1024 * 1024
MAX_UNSENT_BYTES_OF_ONE = 16 * 1024 * 1024
LOOK_EVERY_S = 3.0
# So much is written between two looks at how much waits.
LOOK_EVERY_BYTES = 1024 * 1024


class Reader(Protocol, Hashable):
    """A connection that is being answered."""

    def unsent_bytes(self) -> int:
        """What waits to be sent; 0 once it has ended."""

    def sent_bytes(self) -> int:
        """What has been sent since it came."""

    def cut(self) -> None:
        """Ends it at once."""


class Unsent:
    """The connections that have not read their answers.

    Who reads nothing for 15 s is cut off. Who reads slowly goes on, as long as all that waits is
    not too much: then the address that is owed the most loses the one that has read nothing
    the longest.
    """

    def __init__(
        self,
        group_of: Callable[[Any], str],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._group_of = group_of
        self._now_s = now_s
        # When each has read something for the last time, and how much it had read then.
        self._behind: dict[Reader, tuple[float, int]] = {}
        self._grown = 0
        self._is_scheduled = False

    def grew(self, reader: Reader, size: int) -> None:
        """Notes that `size` bytes were written of which not all could be sent."""
        self._behind.setdefault(reader, (self._now_s(), reader.sent_bytes()))
        self._grown += size
        if self._grown >= LOOK_EVERY_BYTES:
            self._grown = 0
            # Later: its writer is still busy with it.
            IOLoop.current().add_callback(self.look)
        self._schedule()

    def forget(self, reader: Reader) -> None:
        """Looks at a connection no more: it has ended, or has become a socket."""
        self._behind.pop(reader, None)

    def look(self) -> None:
        """Cuts off who reads nothing, and who is owed too much."""
        now_s = self._now_s()
        owed: dict[str, list[tuple[float, Reader, int]]] = {}
        for reader, (since_s, sent) in list(self._behind.items()):
            waiting, sent_now = reader.unsent_bytes(), reader.sent_bytes()
            if not waiting:
                self.forget(reader)
                continue
            if sent_now != sent:
                since_s = now_s
                self._behind[reader] = (now_s, sent_now)
            if now_s - since_s > MAX_BLOCKED_S:
                self._cut(reader)
            else:
                owed.setdefault(self._group_of(reader), []).append((since_s, reader, waiting))
        self._bound(list(owed.values()))

    def _bound(self, groups: list[list[tuple[float, Reader, int]]]) -> None:
        sizes = [sum(waiting for *_, waiting in group) for group in groups]
        for group in groups:
            group.sort(key=lambda one: (-one[0], one[2]))
        for number, group in enumerate(groups):
            while sizes[number] > MAX_UNSENT_BYTES_OF_ONE and len(group) > 1:
                sizes[number] -= self._cut_last(group)
        while sum(sizes) > MAX_UNSENT_BYTES:
            most = sizes.index(max(sizes))
            sizes[most] -= self._cut_last(groups[most])

    def _cut_last(self, group: list[tuple[float, Reader, int]]) -> int:
        _since_s, reader, waiting = group.pop()
        self._cut(reader)
        return waiting

    def _cut(self, reader: Reader) -> None:
        self.forget(reader)
        reader.cut()

    def _schedule(self) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            IOLoop.current().call_later(LOOK_EVERY_S, self._look_again)

    def _look_again(self) -> None:
        self._is_scheduled = False
        self.look()
        if self._behind:
            self._schedule()
