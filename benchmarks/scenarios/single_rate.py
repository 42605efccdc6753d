"""(a) Judges tap at a rate: how long until a single time is acknowledged."""

from statistics import median

from benchmarks.floors import bare_commit
from benchmarks.latency import Latency
from benchmarks.report import Figure
from benchmarks.run import ECHO, PRODUCT, Room, Run
from benchmarks.sending import send_at_rate, send_in_closed_loop

RATE_WITH_TARGETS_PER_S = 1000
STRETCHES = 4
WARM_UP_MESSAGES = 500


async def measure(run: Run) -> None:
    """Measure 150 and 1,000 taps a second, echo and product in turn."""
    async with run.rooms() as rooms:
        for room in rooms:
            await send_in_closed_loop(room.judges, 1, messages=WARM_UP_MESSAGES)
        await _measure_rate(run, rooms, 150, evenly=False)
        await _measure_rate(run, rooms, RATE_WITH_TARGETS_PER_S, evenly=False)
        await _measure_rate(run, rooms, RATE_WITH_TARGETS_PER_S, evenly=True)


class _Taps:
    """What the taps of one server took, over all stretches."""

    def __init__(self) -> None:
        self.latencies_ns: list[int] = []
        self.cpu_s = 0.0

    @property
    def latency(self) -> Latency:
        return Latency.of(self.latencies_ns)

    @property
    def cpu_s_per_1000(self) -> float:
        return self.cpu_s / len(self.latencies_ns) * 1000


async def _measure_rate(run: Run, rooms: list[Room], per_second: float, *, evenly: bool) -> None:
    taps = {room.name: _Taps() for room in rooms}
    commits_ms = []
    for seed in range(STRETCHES):
        commits_ms.append(bare_commit(run.work_dir).p50_ms)
        for room in rooms:
            await _stretch(run, room, taps[room.name], per_second, seed, evenly)
    commit_ms = median(commits_ms)
    label = f"{per_second:,} taps/s {'evenly' if evenly else 'at random'}"
    echo, product = taps[ECHO], taps.get(PRODUCT)
    for field in ("p50_ms", "p95_ms", "p99_ms", "max_ms"):
        floor: float = getattr(echo.latency, field)
        value: float | None = None if product is None else getattr(product.latency, field)
        name = f"{label}, ack {field.removesuffix('_ms')}"
        figure = Figure("a", name, "ms", value, floor, "echo")
        if per_second == RATE_WITH_TARGETS_PER_S and field == "p50_ms":
            figure = figure.within(floor + 1.5 * commit_ms, "echo + 1.5 commits")
        elif per_second == RATE_WITH_TARGETS_PER_S and field == "p99_ms":
            figure = figure.at_most(8)
        run.add(figure)
    cpu_s = None if product is None else product.cpu_s_per_1000
    name = f"{label}, processor for 1,000"
    run.add(
        Figure("a", name, "s", cpu_s, echo.cpu_s_per_1000, "echo"),
        Figure("a", f"{label}, one bare FULL commit", "ms", None, commit_ms, "commit"),
    )


async def _stretch(
    run: Run, room: Room, taps: _Taps, per_second: float, seed: int, evenly: bool
) -> None:
    before_s = room.server.process.cpu_s()
    tally = await send_at_rate(
        room.judges, per_second, seconds=run.options.seconds, seed=seed, evenly=evenly
    )
    taps.cpu_s += room.server.process.cpu_s() - before_s
    taps.latencies_ns += tally.latencies_ns
    run.check(f"a, {room.name}", tally)
