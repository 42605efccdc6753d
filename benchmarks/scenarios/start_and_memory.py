"""(f) How long the server needs to its first answer, and how much memory it takes."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.floors import bare_import_s
from benchmarks.judges import BATCH_SIZE
from benchmarks.processes import free_port
from benchmarks.product import ProductServer, Race, start_process
from benchmarks.report import Figure
from benchmarks.run import STORED_RECORDS, Run, running
from benchmarks.sending import send_all_at_once
from benchmarks.spectators import connect_spectators

STARTS = 5
REST_S = 0.5
LIMIT_MB = 120
FLOOR_NAME = "import tornado.web, aiosqlite"


async def measure(run: Run) -> None:
    """Measure starts with and without records, then the memory at rest and at work."""
    imports_s: list[float] = []
    first_s: list[float] = []
    empty_s: list[float] = []
    full_s: list[float] = []
    bare_import_s(run.work_dir)
    for _ in range(STARTS):
        imports_s.append(bare_import_s(run.work_dir))
        if not run.options.floors_only:
            # First of all, as it brings the settings of every server of the run.
            race = await run.race()
            first_s.append(_start_in_new_directory_s(run))
            empty_s.append(_start_s(race.data_dir, run.work_dir))
            full_s.append(_start_s((await run.full_race()).data_dir, run.work_dir))
    import_s, first, empty, full = map(_median, (imports_s, first_s, empty_s, full_s))
    added_s = None if full is None or empty is None else full - empty
    run.add(
        Figure("f", "start, no data directory", "s", first, import_s, FLOOR_NAME).at_most(3),
        Figure("f", "start, event without records", "s", empty, import_s, FLOOR_NAME).at_most(3),
        Figure("f", f"{STORED_RECORDS:,} records add", "s", added_s).within(1),
    )
    await _measure_memory(run)


def _median(values: list[float]) -> float | None:
    return statistics.median(values) if values else None


def _start_in_new_directory_s(run: Run) -> float:
    with tempfile.TemporaryDirectory(dir=run.work_dir, ignore_cleanup_errors=True) as place:
        return _start_s(Path(place) / "data", run.work_dir)


def _start_s(data_dir: Path, work_dir: Path) -> float:
    """Return the seconds from the start of the process to its first HTTP answer."""
    port = free_port()
    started_s = time.perf_counter()
    process = start_process(data_dir, work_dir, port)
    try:
        process.wait_until_healthy(port)
        return time.perf_counter() - started_s
    finally:
        process.stop()


async def _measure_memory(run: Run) -> None:
    with running(run.echo()) as echo:
        await asyncio.sleep(REST_S)
        echo_mb = echo.process.resident_mb()
    rest_mb = fed_mb = restarted_mb = None
    async with run.product() as product:
        if product is not None:
            await asyncio.sleep(REST_S)
            rest_mb = product.process.resident_mb()
            await run.feed(product, STORED_RECORDS)
            fed_mb = await _crowded_mb(run, product)
    if not run.options.floors_only:
        restarted_mb = await _restarted_mb(run, await run.full_race())
    crowd = f"{run.options.judges} judges, {run.options.spectators} spectators, 50,000 records"
    run.add(
        Figure("f", "memory at rest", "MB", rest_mb, echo_mb, "echo").at_most(2),
        Figure("f", f"memory, {crowd}", "MB", fed_mb).within(LIMIT_MB),
        Figure("f", f"memory, {crowd}, restarted", "MB", restarted_mb).within(LIMIT_MB),
    )


async def _restarted_mb(run: Run, full_race: Race) -> float:
    with run.data_dir_of(full_race) as race, running(ProductServer(race)) as server:
        return await _crowded_mb(run, server)


async def _crowded_mb(run: Run, server: ProductServer) -> float:
    """Connect everybody, let every judge send once, and return the memory when that is settled."""
    async with run.judges(server) as judges:
        crowd = await connect_spectators(server, run.options.spectators)
        try:
            await send_all_at_once(judges, BATCH_SIZE)
            await asyncio.sleep(2 * REST_S)
            return server.process.resident_mb()
        finally:
            crowd.close()
