"""A WebSocket client so light that the server is what is measured."""

import asyncio
import base64
import os
import time
from collections.abc import Callable

from benchmarks import frames
from benchmarks.errors import BenchmarkError

HANDSHAKE_TIMEOUT_S = 10.0
_BUFFER_BYTES = 16 * 1024

TextReceiver = Callable[[bytes, int], None]
"""Called with the payload of a text frame and the perf_counter_ns at which it was read."""


class HandshakeError(BenchmarkError):
    """The server did not upgrade the connection; holds the first line of its answer."""


class SocketClient(asyncio.BufferedProtocol):
    """One WebSocket over a raw connection: no tasks, no queues, a callback for each text frame.

    It reads into a buffer of its own: asyncio's plain protocols allocate 256 KiB for each read,
    which costs more than all else that happens here.

    While `is_deferring`, what is read is only stamped and kept, for `take_deferred`: fifty phones
    take events in side by side, and one process that does it for them all would be late to stamp
    the answers. Meanwhile the server's pings stay unanswered.
    """

    def __init__(self, host: str, path: str, on_text: TextReceiver) -> None:
        self.on_text = on_text
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = False
        self.is_deferring = False
        self._host = host
        self._path = path
        self._reader = frames.FrameReader()
        self._buffer = bytearray(_BUFFER_BYTES)
        self._deferred: list[tuple[bytes, int]] = []
        self._handshake = bytearray()
        self._is_open = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            (
                f"GET {self._path} HTTP/1.1\r\nHost: {self._host}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                "Sec-WebSocket-Version: 13\r\n\r\n"
            ).encode()
        )

    def get_buffer(self, sizehint: int) -> bytearray:
        """Lend the memory for the next read."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Take what was read."""
        received_ns = time.perf_counter_ns()
        data = bytes(memoryview(self._buffer)[:nbytes])
        if self.is_deferring:
            self._deferred.append((data, received_ns))
        else:
            self._take(data, received_ns)

    def take_deferred(self) -> None:
        """Take what was kept while `is_deferring`, which is over now."""
        self.is_deferring = False
        deferred, self._deferred = self._deferred, []
        for data, received_ns in deferred:
            self._take(data, received_ns)

    def _take(self, data: bytes, received_ns: int) -> None:
        if not self._is_open:
            data = self._finish_handshake(data)
        for opcode, payload in self._reader.feed(data):
            if opcode == frames.TEXT:
                self.on_text(payload, received_ns)
            elif opcode == frames.PING:
                self._write(frames.masked_frame(payload, frames.PONG))
            elif opcode == frames.CLOSE:
                self.closed = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Remember it, and end the wait for an upgrade that will not come."""
        self.closed = True
        if not self.opened.done():
            self.opened.set_exception(HandshakeError("connection closed"))

    def send(self, text: bytes) -> None:
        """Send one text frame now; it never waits, as what is sent here is small."""
        self._write(frames.masked_frame(text))

    def close(self) -> None:
        """Drop the connection without a closing handshake."""
        if self._transport is not None:
            self._transport.abort()

    def _write(self, frame: bytes) -> None:
        assert self._transport is not None
        self._transport.write(frame)

    def _finish_handshake(self, data: bytes) -> bytes:
        self._handshake += data
        head, found, rest = bytes(self._handshake).partition(b"\r\n\r\n")
        if not found:
            return b""
        if not head.startswith(b"HTTP/1.1 101"):
            if not self.opened.done():
                status = head.split(b"\r\n", 1)[0].decode()
                self.opened.set_exception(HandshakeError(f"{status} {rest[:200]!r}"))
            return b""
        self._is_open = True
        if not self.opened.done():
            self.opened.set_result(None)
        return rest


async def open_socket(host: str, port: int, path: str, on_text: TextReceiver) -> SocketClient:
    """Return an open socket. Raises HandshakeError, OSError or TimeoutError."""
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(
        lambda: SocketClient(f"{host}:{port}", path, on_text), host, port
    )
    async with asyncio.timeout(HANDSHAKE_TIMEOUT_S):
        await client.opened
    return client
