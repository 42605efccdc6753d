"""A WebSocket client by hand, for frames that a decent client never sends."""

import asyncio
import json
from typing import Any

DEADLINE_S = 5.0
MASK = b"\x01\x02\x03\x04"
TEXT, BINARY, CLOSE, PING, PONG, CONTINUATION = 1, 2, 8, 9, 10, 0

HANDSHAKE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def frame(payload: bytes, opcode: int = TEXT, *, is_last: bool = True) -> bytes:
    """A masked frame (RFC 6455, section 5.2)."""
    size = len(payload)
    head = bytes([(0x80 if is_last else 0) | opcode])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 1 << 16:
        head += b"\xfe" + size.to_bytes(2)
    else:
        head += b"\xff" + size.to_bytes(8)
    masked = bytes(byte ^ MASK[index % 4] for index, byte in enumerate(payload))
    return head + MASK + masked


class RawSocket:
    """A socket whose every byte the test decides over.

    It answers no closes, and pings of the protocol only while `answers_pings` is set.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.answers_pings = False

    @classmethod
    async def open(cls, port: int, path: str, receive_buffer: int = 2**16) -> "RawSocket":
        """Opens one at `path`, its head read, no frame read."""
        raw = await _send_head(port, path, HANDSHAKE, receive_buffer)
        head = await asyncio.wait_for(raw._reader.readuntil(b"\r\n\r\n"), DEADLINE_S)
        assert head.startswith(b"HTTP/1.1 101"), head
        return raw

    @classmethod
    async def refused(
        cls, port: int, path: str, without: str, instead: dict[str, str]
    ) -> tuple[str, bytes]:
        """Head and body of the answer to a handshake that lacks a header."""
        headers = {name: value for name, value in HANDSHAKE.items() if name != without}
        raw = await _send_head(port, path, {**headers, **instead}, 2**16)
        head = (await asyncio.wait_for(raw._reader.readuntil(b"\r\n\r\n"), DEADLINE_S)).decode()
        size = next(
            (
                int(line.partition(":")[2])
                for line in head.splitlines()
                if line.lower().startswith("content-length:")
            ),
            0,
        )
        body = await asyncio.wait_for(raw._reader.readexactly(size), DEADLINE_S)
        await raw.cut()
        return head, body

    async def send(self, *frames: bytes) -> None:
        """Sends frames as they are."""
        self._writer.write(b"".join(frames))
        await asyncio.wait_for(self._writer.drain(), DEADLINE_S)

    async def read_frame(self) -> tuple[int, bytes]:
        """Opcode and payload of the next frame; raises IncompleteReadError at the end."""
        return await asyncio.wait_for(self._read_frame(), DEADLINE_S)

    async def read(self) -> Any:
        """The next text decoded; control frames but a close are let go."""
        while True:
            opcode, payload = await self.read_frame()
            assert opcode != CLOSE, payload
            if opcode == PING and self.answers_pings:
                await self.send(frame(payload, PONG))
            if opcode == TEXT:
                return json.loads(payload)

    async def read_tipo(self, *tipos: str) -> Any:
        """The next text of one of `tipos`."""
        while True:
            document = await self.read()
            if document["tipo"] in tipos:
                return document

    async def read_close(self) -> int:
        """The code of the close that comes next but for other frames."""
        while True:
            opcode, payload = await self.read_frame()
            if opcode == CLOSE:
                return int.from_bytes(payload[:2])

    async def read_rest(self, deadline_s: float = DEADLINE_S) -> bytes:
        """Everything up to the end of the connection, or of the deadline."""
        rest = b""
        try:
            async with asyncio.timeout(deadline_s):
                while chunk := await self._reader.read(1 << 16):
                    rest += chunk
        except (TimeoutError, ConnectionError):
            pass
        return rest

    async def cut(self) -> None:
        """Drops the connection without a word."""
        self._writer.transport.abort()
        await asyncio.sleep(0)

    async def _read_frame(self) -> tuple[int, bytes]:
        first, second = await self._reader.readexactly(2)
        size = second & 0x7F
        if size == 126:
            size = int.from_bytes(await self._reader.readexactly(2))
        elif size == 127:
            size = int.from_bytes(await self._reader.readexactly(8))
        return first & 0x0F, await self._reader.readexactly(size)


async def _send_head(
    port: int, path: str, headers: dict[str, str], receive_buffer: int
) -> RawSocket:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=receive_buffer)
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    return RawSocket(reader, writer)
