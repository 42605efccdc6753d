"""A bad way to a server, over TCP: it is slow, stalls, cuts anywhere, and is gone for a while.

What TCP carries it carries whole and in order; so what is lost here is lost with its connection.
Loss and disorder of packets need a network of their own: `python -m benchmarks.faults network`.
"""

import asyncio
import socket
import struct
from contextlib import suppress
from random import Random

SLICE = 700
LONGEST_DELAY_S = 0.06
STALLS = 0.02
STALL_S = 0.8
# After so many bytes in one direction a connection is cut, wherever that is in a frame.
FEWEST_BYTES, MOST_BYTES = 150, 6_000


class BadProxy:
    """Listens on `port` of 127.0.0.1 and carries every connection to `target`, badly."""

    def __init__(self, target: int, dice: Random) -> None:
        self._target = target
        self._dice = dice
        self._lit = asyncio.Event()
        self._lit.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_calm = False
        self.port = 0
        self.connections = 0
        self.cuts = 0
        self.cuts_in_frames = 0
        self.stalls = 0
        self.blackouts = 0

    async def __aenter__(self) -> "BadProxy":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def blackout(self, seconds: float) -> None:
        """Let nothing through for so long; connections stay, as they do where the Wi-Fi is gone."""
        self.blackouts += 1
        self._lit.clear()
        await asyncio.sleep(seconds)
        self._lit.set()

    def calm_down(self) -> None:
        """Cut nothing any more, so that what waits can get through."""
        self._is_calm = True

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.connections += 1
        far_writer = None
        try:
            await self._lit.wait()
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
            ways = [self._carry(reader, far_writer), self._carry(far_reader, writer)]
            carrying = [asyncio.create_task(way) for way in ways]
            await asyncio.wait(carrying, return_when=asyncio.FIRST_COMPLETED)
            for one in carrying:
                one.cancel()
            await asyncio.gather(*carrying, return_exceptions=True)
        except (OSError, asyncio.CancelledError):
            # Cancelled by `__aexit__` alone; asyncio's server would log it.
            pass
        finally:
            for one in (writer, far_writer):
                if one is not None:
                    _reset(one)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry bytes until the connection ends, or until this way has had its share of them."""
        left = self._dice.randint(FEWEST_BYTES, MOST_BYTES)
        with suppress(OSError):
            while piece := await reader.read(self._dice.randint(1, SLICE)):
                await asyncio.sleep(self._dice.uniform(0, LONGEST_DELAY_S))
                if self._dice.random() < STALLS:
                    self.stalls += 1
                    await asyncio.sleep(STALL_S)
                await self._lit.wait()
                share = piece if self._is_calm else piece[:left]
                left -= len(share)
                writer.write(share)
                await writer.drain()
                if left <= 0 and not self._is_calm:
                    self.cuts += 1
                    self.cuts_in_frames += len(share) < len(piece)
                    # What was carried arrives before the reset does.
                    await asyncio.sleep(0.005)
                    return


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection with a RST, as a router that was restarted does."""
    with suppress(OSError):
        plain = writer.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
