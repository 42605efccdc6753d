"""(g) Whether a record costs more when many are stored."""

import asyncio
import statistics
import time
from dataclasses import dataclass, field

from benchmarks.judges import Judges
from benchmarks.product import ProductServer, Race
from benchmarks.report import Figure
from benchmarks.run import STORED_RECORDS, Run, running
from benchmarks.sending import send_all_at_once, send_in_closed_loop
from benchmarks.spectators import connect_spectators

FEW_RECORDS = 500
WARM_UP_MESSAGES = 300
MESSAGES = 2000
REPEATS = 3
LONE_RECORDS = 12
PAUSE_S = 0.25


@dataclass
class _Costs:
    """Costs of one record at one size, of all repeats."""

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    lone_cpu_ms: list[float] = field(default_factory=list)
    update_ms: list[float] = field(default_factory=list)


async def measure(run: Run) -> None:
    """Measure fresh servers with 500 and with 50,000 records in turn."""
    few, many = _Costs(), _Costs()
    if not run.options.floors_only:
        small_race = (await run.race()).copy("small")
        with running(ProductServer(small_race)) as server:
            await run.feed(server, FEW_RECORDS - WARM_UP_MESSAGES)
        full_race = await run.full_race()
        for _ in range(REPEATS):
            await _measure_once(run, small_race, few)
            await _measure_once(run, full_race, many)
    for name, field_name in (
        ("one record in a closed loop", "wall_ms"),
        ("processor for one record in a closed loop", "cpu_ms"),
        ("processor for a lone record and its standings", "lone_cpu_ms"),
        ("a lone record to a spectator (with merging)", "update_ms"),
    ):
        at_few, at_many = getattr(few, field_name), getattr(many, field_name)
        run.add(
            Figure(
                "g",
                f"{name}, {STORED_RECORDS:,} stored",
                "ms",
                statistics.median(at_many) if at_many else None,
                statistics.median(at_few) if at_few else None,
                f"{FEW_RECORDS} stored",
            ).at_most(1.2)
        )


async def _measure_once(run: Run, template: Race, costs: _Costs) -> None:
    with run.data_dir_of(template) as race, running(ProductServer(race)) as server:
        async with run.judges(server) as judges:
            await _lone_records(server, judges, costs)
            await send_in_closed_loop(judges, 1, messages=WARM_UP_MESSAGES - LONE_RECORDS)
            before_s = server.process.cpu_s()
            outcome = await send_in_closed_loop(judges, 1, messages=MESSAGES)
            costs.cpu_ms.append((server.process.cpu_s() - before_s) * 1000 / MESSAGES)
            costs.wall_ms.append(outcome.elapsed_s * 1000 / MESSAGES)
            run.check("g", outcome.tally)


async def _lone_records(server: ProductServer, judges: Judges, costs: _Costs) -> None:
    """Send records one by one, each after the standings of the last have gone out."""
    spectators = await connect_spectators(server, 1)
    await asyncio.sleep(PAUSE_S)
    before_s = server.process.cpu_s()
    for number in range(LONE_RECORDS):
        spectators.expect()
        started_ns = time.perf_counter_ns()
        await send_all_at_once(Judges([judges[number]]), 1)
        last_ns = await spectators.last_arrival_ns()
        costs.update_ms.append((last_ns - started_ns) / 1e6)
        await asyncio.sleep(PAUSE_S)
    costs.lone_cpu_ms.append((server.process.cpu_s() - before_s) * 1000 / LONE_RECORDS)
    spectators.close()
