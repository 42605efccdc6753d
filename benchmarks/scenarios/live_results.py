"""(e) One stored batch: how long until the last of 500 spectators has the new standings.

The server may wait up to 200 ms to merge changes. That wait, together with the storing, is what a
lone spectator sees; so the fan-out is the median time to the last of 500 less the median time to
a lone one. The floor is a bare loop of `write_message` over as many sockets, with a frame of the
same size, from the start of the loop to the last receipt; nothing is taken off it.
"""

import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field

import msgspec

from benchmarks.client import open_socket
from benchmarks.judges import BATCH_SIZE, Judges
from benchmarks.report import Figure
from benchmarks.run import Run, running
from benchmarks.sending import send_all_at_once
from benchmarks.servers import Server
from benchmarks.spectators import connect_spectators

MERGING_MS = 200
WARM_UP_ROUNDS = 3
PAUSE_S = 0.05
SAMPLE_FRAME = b'{"tipo":"registros_actualizados","relleno":"%s"}' % (b"x" * 1000)


@dataclass
class _Rounds:
    """Times of all rounds in ms: from the judge's sending to the last, and from first to last."""

    total_ms: list[float] = field(default_factory=list)
    spread_ms: list[float] = field(default_factory=list)

    @property
    def median_total_ms(self) -> float:
        return statistics.median(self.total_ms)

    @property
    def median_spread_ms(self) -> float:
        return statistics.median(self.spread_ms)


async def measure(run: Run) -> None:
    """Measure the product with one spectator and with all, then the bare loop."""
    everybody = run.options.spectators
    crowd = alone = None
    update = SAMPLE_FRAME
    async with run.product() as product:
        if product is not None:
            async with run.judges(product) as judges:
                alone, _ = await _product_rounds(run, product, judges, 1)
                crowd, update = await _product_rounds(run, product, judges, everybody)
    floor = await _bare_loop(run, update)
    label = f"to the last of {everybody} spectators"
    total_ms = None if crowd is None else crowd.median_total_ms
    alone_ms = None if alone is None else alone.median_total_ms
    fan_out_ms = None if total_ms is None or alone_ms is None else total_ms - alone_ms
    spread_ms = None if crowd is None else crowd.median_spread_ms
    loop = f"write_message x {everybody}"
    run.add(
        Figure("e", f"{label}, merging and storing taken off", "ms", fan_out_ms,
               floor.median_total_ms, loop).at_most(2),
        Figure("e", "from the first to the last spectator", "ms", spread_ms,
               floor.median_spread_ms, loop),
        Figure("e", "to a lone spectator (storing, merging)", "ms", alone_ms),
        Figure("e", f"{label}, everything", "ms", total_ms).within(
            MERGING_MS + 2 * floor.median_total_ms, "200 ms + 2 x floor"
        ),
    )  # fmt: skip
    run.note(f"e: frame of {len(update)} bytes" + ("" if crowd else " (made up)"))


async def _product_rounds(
    run: Run, server: Server, judges: Judges, count: int
) -> tuple[_Rounds, bytes]:
    spectators = await connect_spectators(server, count)
    rounds = _Rounds()
    dice = random.Random(count)
    try:
        for number in range(WARM_UP_ROUNDS + run.options.rounds):
            # A random pause, so that a merging by fixed ticks of the clock is met at any phase.
            await asyncio.sleep((MERGING_MS + dice.uniform(50, 50 + MERGING_MS)) / 1000)
            spectators.expect()
            started_ns = time.perf_counter_ns()
            await send_all_at_once(Judges([judges[number % len(judges)]]), BATCH_SIZE)
            last_ns = await spectators.last_arrival_ns()
            if number >= WARM_UP_ROUNDS:
                rounds.total_ms.append((last_ns - started_ns) / 1e6)
                rounds.spread_ms.append((last_ns - spectators.first_ns) / 1e6)
        return rounds, spectators.update
    finally:
        spectators.close()


class _LoopDone(msgspec.Struct):
    """The echo's word on when it began its loop, on the clock that all processes share."""

    started_ns: int


async def _bare_loop(run: Run, update: bytes) -> _Rounds:
    """Let the echo write that frame to everybody; times count from the start of its loop."""
    order = msgspec.json.encode({"tipo": "difundir", "texto": update.decode()})
    rounds = _Rounds()
    with running(run.echo()) as echo:
        done: asyncio.Queue[bytes] = asyncio.Queue()
        path = echo.seats[0].path
        judge = await open_socket(echo.host, echo.port, path, lambda text, _: done.put_nowait(text))
        spectators = await connect_spectators(echo, run.options.spectators)
        for number in range(WARM_UP_ROUNDS + run.options.rounds):
            await asyncio.sleep(PAUSE_S)
            spectators.expect()
            judge.send(order)
            last_ns = await spectators.last_arrival_ns()
            started_ns = msgspec.json.decode(await done.get(), type=_LoopDone).started_ns
            if number >= WARM_UP_ROUNDS:
                rounds.total_ms.append((last_ns - started_ns) / 1e6)
                rounds.spread_ms.append((last_ns - spectators.first_ns) / 1e6)
        spectators.close()
        judge.close()
    return rounds
