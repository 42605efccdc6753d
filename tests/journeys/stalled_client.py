"""A client that stops reading, with buffers that are full soon."""

import asyncio
import socket as sockets

from tests.journeys.raw_client import HANDSHAKE

SMALL_BUFFER = 4096


class Stalled:
    """A socket that reads nothing after its handshake unless the test does."""

    def __init__(self) -> None:
        self.socket = sockets.socket()
        self.socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, SMALL_BUFFER)
        self.socket.setblocking(False)

    async def open(self, port: int, path: str) -> None:
        """Sends the handshake."""
        loop = asyncio.get_running_loop()
        await loop.sock_connect(self.socket, ("127.0.0.1", port))
        headers = "".join(f"{name}: {value}\r\n" for name, value in HANDSHAKE.items())
        head = f"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n"
        await loop.sock_sendall(self.socket, head.encode())

    async def read_until(self, *wanted: bytes) -> bytes:
        """All that comes, until everything wanted is in it."""
        received = b""
        async with asyncio.timeout(15):
            while not all(part in received for part in wanted):
                chunk = await asyncio.get_running_loop().sock_recv(self.socket, 1 << 20)
                assert chunk, received[-500:]
                received += chunk
        return received
