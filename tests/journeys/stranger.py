"""A stranger on the venue's Wi-Fi, who sends bytes and not requests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

DEADLINE_S = 10.0
# Every address of 127/8 is this machine: a stranger can have one of his own.
STRANGERS_ADDRESS = "127.0.0.3"


class Stranger:
    """One connection, by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def come(cls, port: int | None, address: str = STRANGERS_ADDRESS) -> "Stranger":
        """Connects from `address`."""
        assert port is not None
        reader, writer = await asyncio.wait_for(
            asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0)), DEADLINE_S
        )
        return cls(reader, writer)

    async def say(self, *pieces: bytes) -> None:
        """Sends bytes."""
        for piece in pieces:
            self.writer.write(piece)
            await asyncio.wait_for(self.writer.drain(), DEADLINE_S)

    async def hear(self, *, has_body: bool = True) -> tuple[str, bytes]:
        """Head and body of one answer; both empty where the connection ends without."""
        try:
            head = (await asyncio.wait_for(self._head(), DEADLINE_S)).decode("latin1")
            size = int(header(head, "Content-Length") or 0) if has_body else 0
            return head, await asyncio.wait_for(self.reader.readexactly(size), DEADLINE_S)
        except (asyncio.IncompleteReadError, ConnectionError):
            return "", b""

    async def hear_the_end(self) -> bytes:
        """All that comes until the server ends the connection."""
        try:
            return await asyncio.wait_for(self.reader.read(), DEADLINE_S)
        except ConnectionError:
            return b""

    def leave(self) -> None:
        """Cuts the connection."""
        self.writer.transport.abort()

    async def _head(self) -> bytes:
        return await self.reader.readuntil(b"\r\n\r\n")


def header(head: str, name: str) -> str | None:
    """A header of an answer's head."""
    for line in head.split("\r\n")[1:]:
        key, _, value = line.partition(":")
        if key.strip().lower() == name.lower():
            return value.strip()
    return None


@asynccontextmanager
async def stranger(port: int | None, address: str = STRANGERS_ADDRESS) -> AsyncIterator[Stranger]:
    """A stranger who leaves at the end."""
    one = await Stranger.come(port, address)
    try:
        yield one
    finally:
        one.leave()
        await asyncio.sleep(0)


async def answer_to(port: int | None, request: bytes) -> tuple[str, bytes]:
    """Head and body of the answer to these bytes."""
    async with stranger(port) as one:
        await one.say(request)
        return await one.hear(has_body=not request.startswith(b"HEAD"))
