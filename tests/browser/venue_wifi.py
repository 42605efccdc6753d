"""A venue's Wi-Fi between a phone and the laptop: slow, dead without a word, or cut."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

DEADLINE_S = 10.0
CHUNK_BYTES = 65536


class VenueWifi:
    """A TCP proxy before `target_port` whose way can be made long, silent or broken.

    >>> with VenueWifi(server.port, delay_s=0.2) as wifi:
    ...     page.goto(f"{wifi.url}/juez/")
    ...     wifi.go_silent()
    """

    def __init__(self, target_port: int, delay_s: float = 0.0) -> None:
        self.delay_s = delay_s
        self.port = 0
        self._target_port = target_port
        self._passes = asyncio.Event()
        self._passes.set()
        self._links: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        """The address that the phone uses, without a last slash."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "VenueWifi":
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(DEADLINE_S)
        self._loop.close()

    def go_silent(self) -> None:
        """Nothing passes from now on, in either direction, and nothing is closed."""
        self._loop.call_soon_threadsafe(self._passes.clear)

    def come_back(self) -> None:
        """What passes from now on passes; connections that went silent stay dead."""
        self._do(self._cut())
        self._loop.call_soon_threadsafe(self._passes.set)

    def cut(self) -> None:
        """Breaks all connections; new ones are let through."""
        self._do(self._cut())

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(DEADLINE_S)

    async def _stop(self) -> None:
        self._server.close()
        await self._cut()

    async def _cut(self) -> None:
        links = list(self._links)
        for link in links:
            link.cancel()
        await asyncio.gather(*links, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = asyncio.current_task()
        assert link is not None
        self._links.add(link)
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            self._links.discard(link)
            writer.close()
            return
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._carry(reader, back))
                ways.create_task(self._carry(there, writer))
        except (asyncio.CancelledError, ExceptionGroup):
            pass
        finally:
            self._links.discard(link)
            for end in (writer, back):
                with suppress(OSError):
                    end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Each piece arrives `delay_s` after it was sent, however many are on their way."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while True:
                due_s, piece = await pieces.get()
                await asyncio.sleep(due_s - loop.time())
                await self._passes.wait()
                if not piece:
                    raise ConnectionResetError
                writer.write(piece)
                await writer.drain()

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(deliver())
            while True:
                piece = await reader.read(CHUNK_BYTES)
                pieces.put_nowait((loop.time() + self.delay_s, piece))
                if not piece:
                    return
