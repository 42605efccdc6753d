"""`python -m benchmarks.faults.stranger WHAT PORT COUNT`: one who takes as much as he can get.

He comes from an address of his own (127.0.0.9), with COUNT connections, until he is ended.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable

SOURCE = "127.0.0.9"
HANDSHAKE = (
    "GET /ws/competencia/1/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
PINGS = b"\x89\x80\0\0\0\0" * 2_000
PIECES = b"\x00\x80\0\0\0\0" * 2_000
AGAIN_S = 1.0
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _connect(port: int) -> Connection:
    return await asyncio.open_connection("127.0.0.1", port, local_addr=(SOURCE, 0))


async def be_silent(connection: Connection) -> None:
    """Say nothing until the other side ends it."""
    await connection[0].read()


async def ask_for_results(connection: Connection) -> None:
    """Ask for the results again as soon as they have come."""
    reader, writer = connection
    while True:
        writer.write(b"GET /api/competencias/1/resultados/ HTTP/1.1\r\nHost: x\r\n\r\n")
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        size = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(size)


async def guess(connection: Connection) -> None:
    """Guess at passwords of accounts that there are not."""
    reader, writer = connection
    number = 0
    while True:
        number += 1
        body = b'{"username": "%d-%d", "password": "x"}' % (id(writer), number)
        head = b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
        writer.write(head + body)
        answered = (await reader.readuntil(b"\r\n\r\n")).lower()
        size = int(answered.partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(size)


def flood(frames: bytes, first: bytes = b"") -> Callable[[Connection], Awaitable[None]]:
    """Send frames to a spectator's socket without end."""

    async def pour(connection: Connection) -> None:
        reader, writer = connection
        writer.write(HANDSHAKE.encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(first)
        reading = asyncio.create_task(be_silent(connection))
        while not reading.done():
            writer.write(frames)
            await writer.drain()
            await asyncio.sleep(0)

    return pour


WHAT: dict[str, Callable[[Connection], Awaitable[None]]] = {
    "silence": be_silent,
    "results": ask_for_results,
    "guesses": guess,
    "pings": flood(PINGS),
    "pieces": flood(PIECES, b"\x01\x80\0\0\0\0"),
}


async def come_again(port: int, what: Callable[[Connection], Awaitable[None]]) -> None:
    """Come back whenever a connection has ended."""
    while True:
        try:
            connection = await _connect(port)
            await what(connection)
            connection[1].close()
        except (OSError, asyncio.IncompleteReadError):
            pass
        await asyncio.sleep(AGAIN_S)


async def main(what: str, port: int, count: int) -> None:
    """Come with all connections, a few at a time, and stay."""
    coming = []
    for number in range(count):
        coming.append(asyncio.create_task(come_again(port, WHAT[what])))
        if number % 50 == 49:
            await asyncio.sleep(0.01)
    print("there", flush=True)
    await asyncio.gather(*coming)


if __name__ == "__main__":
    # He has no more right to this machine than the server.
    os.nice(5)
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
