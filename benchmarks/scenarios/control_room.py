"""(h) Judges tap while an organizer watches the control room."""

from benchmarks.client import open_socket
from benchmarks.judges import Judges
from benchmarks.latency import Latency
from benchmarks.product import ProductServer, sign_in_organizer
from benchmarks.report import Figure
from benchmarks.run import Run
from benchmarks.sending import send_at_rate, send_in_closed_loop

TAPS_PER_S = 1000
STRETCHES = 6
# The room is told of its first change this long after it, and the server's pings come every 5 s.
SHORTEST_STRETCH_S = 3.0
WARM_UP_MESSAGES = 500


async def measure(run: Run) -> None:
    """Measure the same taps with no organizer and with one, in turn."""
    async with run.product() as product:
        if product is None:
            return
        access = await sign_in_organizer(product)
        async with run.judges(product) as judges:
            await send_in_closed_loop(judges, 1, messages=WARM_UP_MESSAGES)
            alone, watched = _Taps(), _Taps()
            told: list[int] = []
            for seed in range(STRETCHES):
                await _stretch(run, product, judges, alone, seed)
                organizer = await open_socket(
                    product.host,
                    product.port,
                    f"/ws/organizador/?token={access}",
                    lambda payload, _received_ns: told.append(len(payload)),
                )
                await _stretch(run, product, judges, watched, seed)
                organizer.close()
    name = f"{TAPS_PER_S:,} taps/s, an organizer watches"
    for field in ("p50_ms", "p95_ms", "p99_ms", "max_ms"):
        with_one = getattr(Latency.of(watched.latencies_ns), field)
        without: float = getattr(Latency.of(alone.latencies_ns), field)
        label = f"{name}, ack {field.removesuffix('_ms')}"
        run.add(Figure("h", label, "ms", with_one, without, "nobody watches"))
    label, floor_s = f"{name}, processor for 1,000", alone.cpu_s_per_1000
    run.add(Figure("h", label, "s", watched.cpu_s_per_1000, floor_s, "nobody watches"))
    seconds = STRETCHES * _seconds(run)
    run.note(f"h: the organizer got {len(told) / seconds:.1f} frames/s, {sum(told):,} bytes in all")


class _Taps:
    """What the taps took, over all stretches of a kind."""

    def __init__(self) -> None:
        self.latencies_ns: list[int] = []
        self.cpu_s = 0.0

    @property
    def cpu_s_per_1000(self) -> float:
        return self.cpu_s / len(self.latencies_ns) * 1000


async def _stretch(
    run: Run, product: ProductServer, judges: Judges, taps: _Taps, seed: int
) -> None:
    before_s = product.process.cpu_s()
    tally = await send_at_rate(judges, TAPS_PER_S, seconds=_seconds(run), seed=seed)
    taps.cpu_s += product.process.cpu_s() - before_s
    taps.latencies_ns += tally.latencies_ns
    run.check("h", tally)


def _seconds(run: Run) -> float:
    return max(run.options.seconds, SHORTEST_STRETCH_S)
