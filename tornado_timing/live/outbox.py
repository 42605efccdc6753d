"""What waits to be sent to one socket: bounded, whatever the other side does."""

import time
from collections.abc import Callable, Hashable

from tornado.iostream import IOStream, StreamClosedError

# A judge's phone gets every answer; one that lets this much pile up has stopped reading.
MAX_WAITING_BYTES = 1024 * 1024
# So has one that has read nothing for this long while something waits for it.
MAX_BLOCKED_S = 15.0

# A large frame is written in pieces, so that one who reads it slowly is seen to read.
SLICE_BYTES = 64 * 1024

Parts = tuple[bytes, ...]
CatchUp = Callable[[], Parts]


class Outbox:
    """Writes frames to one socket.

    `send` is for what must arrive, in order. `offer` is for the newest state of something:
    while the socket is behind, only the latest of each kind is remembered, and made anew when
    the socket has caught up. A socket that stops reading is dropped.
    """

    __slots__ = (
        "_close",
        "_missed",
        "_stream",
        "_waiting_bytes",
        "blocked_since_s",
        "is_sealed",
        "was_dropped",
    )

    def __init__(self, stream: IOStream, close: Callable[[int, str], None]) -> None:
        self._stream = stream
        self._close = close
        self._missed: dict[Hashable, CatchUp] = {}
        self._waiting_bytes = 0
        self.is_sealed = False
        self.was_dropped = False
        self.blocked_since_s: float | None = None

    def send(self, *parts: bytes) -> None:
        """Writes a frame, given in one or several parts; never waits, never raises.

        What is given in parts is shared by many sockets, and does not count as waiting for one.
        """
        if self.is_sealed:
            return
        try:
            for part in parts:
                for start in range(0, len(part), SLICE_BYTES):
                    piece = memoryview(part)[start : start + SLICE_BYTES]
                    self._write(piece, len(piece) if len(parts) == 1 else 0)
        except StreamClosedError:
            return
        if self._waiting_bytes > MAX_WAITING_BYTES:
            self.drop()

    def _write(self, piece: memoryview, size: int) -> None:
        written = self._stream.write(piece)
        if self._stream.writing():
            if self.blocked_since_s is None:
                self.blocked_since_s = time.monotonic()
            self._waiting_bytes += size
            written.add_done_callback(lambda _: self._on_written(size))

    def offer(self, key: Hashable, frame: bytes, catch_up: CatchUp) -> None:
        """Writes `frame`, or if the socket is behind, what `catch_up` gives when it is not."""
        if self.blocked_since_s is None:
            self.send(frame)
        else:
            self._missed[key] = catch_up

    def close(self, code: int, reason: str) -> None:
        """Closes the socket politely; nothing is sent after that."""
        self.seal()
        self._close(code, reason)

    def seal(self) -> None:
        """Lets nothing out any more: the socket is being closed."""
        self.is_sealed = True

    def drop(self) -> None:
        """Closes the socket at once; the other side has stopped reading."""
        self._missed.clear()
        self.was_dropped = True
        self._stream.close()

    def is_stuck(self, now_s: float) -> bool:
        """Whether the other side has read nothing for too long; `now_s` is monotonic."""
        return self.blocked_since_s is not None and now_s - self.blocked_since_s > MAX_BLOCKED_S

    def _on_written(self, size: int) -> None:
        self._waiting_bytes -= size
        if self._stream.closed() or self.is_sealed:
            return
        if self._stream.writing():
            # It reads, if slowly: what it has read was written since.
            self.blocked_since_s = time.monotonic()
            return
        self.blocked_since_s = None
        missed, self._missed = self._missed, {}
        for key, catch_up in missed.items():
            if self.blocked_since_s is None:
                self.send(*catch_up())
            else:
                self._missed[key] = catch_up
