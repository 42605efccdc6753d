"""`python -m benchmarks.faults.soak.crowd HOST PORT COUNT`: the spectators, a process of their own.

Some come and go all the time, and some read results over HTTP. Each line on the standard input is
the JSON `{"paths": [...], "results": [...]}` of what to follow from now on, or empty; each is
answered with a line of JSON: what was seen since the last.
"""

import asyncio
import json
import random
import re
import sys
import time
from dataclasses import asdict, dataclass, field

from benchmarks.client import SocketClient, open_socket
from benchmarks.errors import BenchmarkError
from benchmarks.http_client import request_bytes

AT_ONCE = 20
MOVES_PER_S = 2
HTTP_EVERY_S = 5.0
TOTAL = re.compile(rb'"total_registros_competencia":(\d+)')


@dataclass
class Seen:
    """What came since the last report. `totals` is what those at a race by team know of it."""

    connected: int = 0
    came_and_went: int = 0
    frames: int = 0
    bytes: int = 0
    http_reads: int = 0
    http_slowest_ms: int = 0
    totals: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass
class Spectator:
    """One socket, and the last total that it was told."""

    path: str
    socket: SocketClient | None = None
    last: bytes = b""


class Crowd:
    """Spectators who follow some paths, as many each."""

    def __init__(self, host: str, port: int, count: int) -> None:
        self._host, self._port, self._count = host, port, count
        self._members: list[Spectator] = []
        self._paths: list[str] = []
        self._results: list[str] = []
        self._seen = Seen()
        self._moving = asyncio.Lock()
        self._dice = random.Random(count)

    async def follow(self, paths: list[str], results: list[str]) -> None:
        """From now on follow these; who followed another path leaves."""
        async with self._moving:
            await self._follow(paths, results)

    async def _follow(self, paths: list[str], results: list[str]) -> None:
        self._paths, self._results = paths, results
        for member in [one for one in self._members if one.path not in paths]:
            self._leave(member)
        gate = asyncio.Semaphore(AT_ONCE)

        async def fill(path: str) -> None:
            async with gate:
                await self._come(path)

        places = [paths[number % len(paths)] for number in range(self._count)] if paths else []
        for member in self._members:
            places.remove(member.path)
        await asyncio.gather(*map(fill, places))

    async def come_and_go(self) -> None:
        """Somebody leaves and somebody comes, for ever."""
        while True:
            await asyncio.sleep(1 / MOVES_PER_S)
            if self._members and self._paths:
                async with self._moving:
                    member = self._dice.choice(self._members)
                    await self._come(member.path)
                    self._leave(member)
                self._seen.came_and_went += 1

    async def read_results(self) -> None:
        """Ask for each of the results every few seconds, for ever."""
        while True:
            for path in list(self._results):
                started_s = time.monotonic()
                try:
                    await self._read(path)
                except (OSError, BenchmarkError, TimeoutError) as error:
                    self._seen.problems.append(f"{path}: {error!r}"[:300])
                span_ms = round((time.monotonic() - started_s) * 1000)
                self._seen.http_reads += 1
                self._seen.http_slowest_ms = max(self._seen.http_slowest_ms, span_ms)
            await asyncio.sleep(HTTP_EVERY_S)

    def report(self) -> Seen:
        """Return what was seen since the last report."""
        seen, self._seen = self._seen, Seen()
        dead = [one for one in self._members if one.socket is None or one.socket.closed]
        # Who takes somebody's place comes before that one leaves.
        seen.connected = min(self._count, len(self._members) - len(dead))
        seen.problems += [f"{len(dead)} sockets were closed"] if dead else []
        found = (TOTAL.search(one.last) for one in self._members)
        seen.totals = sorted(int(one[1]) for one in found if one)
        return seen

    async def _come(self, path: str) -> None:
        member = Spectator(path)

        def on_text(payload: bytes, _received_ns: int) -> None:
            self._seen.frames += 1
            self._seen.bytes += len(payload)
            if b'"total_registros_competencia"' in payload:
                member.last = payload

        try:
            member.socket = await open_socket(self._host, self._port, path, on_text)
        except (OSError, BenchmarkError, TimeoutError) as error:
            self._seen.problems.append(f"{path}: {error!r}"[:300])
        else:
            self._members.append(member)

    def _leave(self, member: Spectator) -> None:
        self._members.remove(member)
        if member.socket is not None:
            member.socket.close()

    async def _read(self, path: str) -> None:
        async with asyncio.timeout(30):
            reader, writer = await asyncio.open_connection(self._host, self._port)
            try:
                writer.write(request_bytes(self._host, "GET", path))
                status = await reader.readline()
                while await reader.read(65536):
                    pass
            finally:
                writer.close()
        if b" 200 " not in status:
            raise BenchmarkError(f"was answered {status!r}")


async def main(host: str, port: int, count: int) -> None:
    """Watch until the standard input ends."""
    crowd = Crowd(host, port, count)
    busy = [asyncio.create_task(crowd.come_and_go()), asyncio.create_task(crowd.read_results())]
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line.strip():
            await crowd.follow(**json.loads(line))
        print(json.dumps(asdict(crowd.report())), flush=True)
    for task in busy:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
