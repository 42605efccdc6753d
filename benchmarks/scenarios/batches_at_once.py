"""(b) Every judge sends a batch of 15 at the same moment: the time to the last acknowledgement."""

import asyncio
import statistics

from benchmarks.judges import BATCH_SIZE
from benchmarks.report import Figure
from benchmarks.run import ECHO, PRODUCT, Run
from benchmarks.sending import send_all_at_once

WARM_UP_ROUNDS = 3
PAUSE_S = 0.05


async def measure(run: Run) -> None:
    """Measure many rounds, echo and product in turn, and take the median."""
    async with run.rooms() as rooms:
        durations_ms: dict[str, list[float]] = {room.name: [] for room in rooms}
        for number in range(WARM_UP_ROUNDS + run.options.rounds):
            for room in rooms:
                duration_ms = await send_all_at_once(room.judges, BATCH_SIZE)
                if number >= WARM_UP_ROUNDS:
                    durations_ms[room.name].append(duration_ms)
                await asyncio.sleep(PAUSE_S)
    medians_ms = {name: statistics.median(some) for name, some in durations_ms.items()}
    name = f"{run.options.judges} batches of {BATCH_SIZE} at once, to the last ack"
    figure = Figure("b", name, "ms", medians_ms.get(PRODUCT), medians_ms[ECHO], "echo")
    run.add(figure.at_most(2.5))
