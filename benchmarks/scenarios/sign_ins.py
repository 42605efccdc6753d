"""(d) Every judge signs in at once while the others' taps go on."""

import asyncio
import os
import statistics

from benchmarks.floors import bare_bcrypt_s
from benchmarks.judges import Judges
from benchmarks.latency import Latency
from benchmarks.product import BCRYPT_COST, ProductServer
from benchmarks.report import Figure
from benchmarks.run import Run
from benchmarks.sending import send_at_rate
from benchmarks.sign_in_crowd import SignInCrowd

TAPS_PER_S = 150
ROUNDS = 3
LONGEST_S = 120.0


async def measure(run: Run) -> None:
    """Measure the sign-ins' total time, and the taps with and without them."""
    bcrypt_s = bare_bcrypt_s(BCRYPT_COST)
    floor_ms = run.options.judges * bcrypt_s / (os.cpu_count() or 1) * 1000
    totals_ms: list[float] = []
    quiet_ns: list[int] = []
    busy_ns: list[int] = []
    async with run.product() as product:
        if product is not None:
            async with run.judges(product) as judges:
                for seed in range(ROUNDS):
                    quiet_ns += await _taps(run, judges, seed, run.options.seconds, None)
                    total_ms, during_ns = await _sign_ins(run, product, judges, seed)
                    totals_ms.append(total_ms)
                    busy_ns += during_ns
    total_median_ms = statistics.median(totals_ms) if totals_ms else None
    name = f"{run.options.judges} sign-ins at once"
    run.add(
        Figure(
            "d", name, "ms", total_median_ms, floor_ms, f"{run.options.judges} x bcrypt / cores"
        ).at_most(1.2)
    )
    quiet = Latency.of(quiet_ns) if quiet_ns else None
    busy = Latency.of(busy_ns) if busy_ns else None
    for field, times in (("p50_ms", None), ("p99_ms", 3.0), ("max_ms", None)):
        figure = Figure(
            "d",
            f"{TAPS_PER_S} taps/s meanwhile, ack {field.removesuffix('_ms')}",
            "ms",
            None if busy is None else getattr(busy, field),
            None if quiet is None else getattr(quiet, field),
            "without sign-ins",
        )
        run.add(figure if times is None else figure.at_most(times))


async def _taps(
    run: Run, judges: Judges, seed: int, seconds: float, stop: asyncio.Event | None
) -> list[int]:
    tally = await send_at_rate(judges, TAPS_PER_S, seconds=seconds, seed=seed, stop=stop)
    run.check("d", tally)
    return tally.latencies_ns


async def _sign_ins(
    run: Run, product: ProductServer, judges: Judges, seed: int
) -> tuple[float, list[int]]:
    """Return the ms to the last answer, and the latencies of the taps sent meanwhile."""
    stop = asyncio.Event()
    crowd = await SignInCrowd.start(run.work_dir, product.port, product.race.accounts)
    taps = asyncio.create_task(_taps(run, judges, seed, LONGEST_S, stop))
    try:
        total_ms = await crowd.sign_in()
    finally:
        stop.set()
    return total_ms, await taps
