"""(c) Every judge sends as soon as it is answered: records a second, and what they cost."""

from dataclasses import dataclass, field
from statistics import median

from benchmarks.judges import BATCH_SIZE
from benchmarks.report import Figure
from benchmarks.run import ECHO, PRODUCT, Room, Run
from benchmarks.sending import send_in_closed_loop

STRETCHES = 5
WARM_UP_MESSAGES = 1000


@dataclass
class _Work:
    """What one server did in each stretch; the medians count, as others use the machine too."""

    records_per_s: list[float] = field(default_factory=list)
    cpu_s_per_1000: list[float] = field(default_factory=list)
    server_cores: list[float] = field(default_factory=list)
    client_cores: list[float] = field(default_factory=list)


async def measure(run: Run) -> None:
    """Measure singles, then batches of 15, echo and product in turn."""
    async with run.rooms() as rooms:
        await _measure_size(run, rooms, 1, "single records", least=0.55, processor=2.2)
        await _measure_size(run, rooms, BATCH_SIZE, "batches of 15", least=0.25)


async def _measure_size(
    run: Run,
    rooms: list[Room],
    size: int,
    name: str,
    *,
    least: float,
    processor: float | None = None,
) -> None:
    work = {room.name: _Work() for room in rooms}
    for room in rooms:
        await send_in_closed_loop(room.judges, size, messages=WARM_UP_MESSAGES)
    for _ in range(STRETCHES):
        for room in rooms:
            await _stretch(run, room, work[room.name], size)
    echo, product = work[ECHO], work.get(PRODUCT)
    rate = None if product is None else median(product.records_per_s)
    cpu_s = None if product is None else median(product.cpu_s_per_1000)
    echo_rate, echo_cpu_s = median(echo.records_per_s), median(echo.cpu_s_per_1000)
    cost = Figure("c", f"{name}, processor for 1,000", "s", cpu_s, echo_cpu_s, "echo")
    run.add(
        Figure("c", f"closed loop, {name}", "records/s", rate, echo_rate, "echo").at_least(least),
        cost.at_most(processor) if processor is not None else cost,
    )
    shares = [
        f"{room.name} {median(work[room.name].server_cores):.2f} "
        f"(its client {median(work[room.name].client_cores):.2f})"
        for room in rooms
    ]
    run.note(f"c, {name}: cores in use by the server: {', '.join(shares)}")


async def _stretch(run: Run, room: Room, work: _Work, size: int) -> None:
    before_s = room.server.process.cpu_s()
    outcome = await send_in_closed_loop(room.judges, size, seconds=run.options.seconds)
    cpu_s = room.server.process.cpu_s() - before_s
    work.records_per_s.append(outcome.records_per_s)
    work.cpu_s_per_1000.append(cpu_s / outcome.records * 1000)
    work.server_cores.append(cpu_s / outcome.elapsed_s)
    work.client_cores.append(outcome.client_load)
    run.check(f"c, {room.name}", outcome.tally)
