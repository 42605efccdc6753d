"""Spectators of the public socket: when the last of them has an update."""

import asyncio

from benchmarks.client import SocketClient, open_socket
from benchmarks.errors import BenchmarkError
from benchmarks.servers import Server

UPDATE = b'"registros_actualizados"'
UPDATE_TIMEOUT_S = 10.0
_CONNECTING_AT_ONCE = 20


class Spectators:
    """Sockets that only listen; the first update that each gets after `expect` counts."""

    def __init__(self) -> None:
        self.sockets: list[SocketClient] = []
        self.update = b""
        self.first_ns = 0
        self._missing: set[int] = set()
        self._arrived: asyncio.Future[int] | None = None

    def expect(self) -> None:
        """Begin to wait for an update at every socket."""
        self._missing = set(range(len(self.sockets)))
        self.first_ns = 0
        self._arrived = asyncio.get_running_loop().create_future()

    async def last_arrival_ns(self) -> int:
        """Return when the last socket got its update. Raises BenchmarkError when one does not."""
        assert self._arrived is not None
        try:
            async with asyncio.timeout(UPDATE_TIMEOUT_S):
                return await self._arrived
        except TimeoutError as error:
            raise BenchmarkError(f"{len(self._missing)} spectators got no update") from error

    def close(self) -> None:
        """Drop all sockets."""
        for socket in self.sockets:
            socket.close()

    def on_text(self, number: int, payload: bytes, received_ns: int) -> None:
        """Take a message of the socket with that number."""
        if number not in self._missing or UPDATE not in payload:
            return
        self._missing.discard(number)
        if not self.first_ns:
            self.first_ns = received_ns
            self.update = payload
        if not self._missing and self._arrived is not None and not self._arrived.done():
            self._arrived.set_result(received_ns)


async def connect_spectators(server: Server, count: int) -> Spectators:
    """Open that many sockets on the race of a server, and wait for the first message of each."""
    spectators = Spectators()
    gate = asyncio.Semaphore(_CONNECTING_AT_ONCE)

    async def connect(number: int) -> SocketClient:
        greeted = asyncio.Event()

        def on_text(payload: bytes, received_ns: int) -> None:
            if not greeted.is_set():
                greeted.set()
            else:
                spectators.on_text(number, payload, received_ns)

        async with gate, asyncio.timeout(UPDATE_TIMEOUT_S):
            path = server.spectator_path
            socket = await open_socket(server.host, server.port, path, on_text)
            await greeted.wait()
        return socket

    spectators.sockets = await asyncio.gather(*(connect(number) for number in range(count)))
    return spectators
