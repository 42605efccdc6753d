"""A stranger on the Wi-Fi who takes what he can get, while a judge taps and others sign in."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.faults.rows import Options, Row
from benchmarks.latency import Latency
from tests.journeys.venue_in_process import VenueInProcess
from tests.venue import Socket

ROOT = Path(__file__).parents[2]
SECONDS, QUICK_SECONDS = 10.0, 1.0
BETWEEN_TAPS_S = 0.02
# What has come by then is an answer; a tap that takes longer is one that did not hold.
DEADLINE_S = 60.0
ATTACKS = (
    ("nobody else", "", 0),
    ("connections that ask for the results, each again at once", "results", 1_000),
    ("connections that say nothing, and come again when they are ended", "silence", 5_000),
    ("spectators' sockets that send pings without pause", "pings", 5),
    ("spectators' sockets that send pieces of a message without end", "pieces", 5),
    ("connections that guess at passwords", "guesses", 50),
)


async def run(options: Options) -> list[Row]:
    """Return a row for each attack."""
    seconds, share = (QUICK_SECONDS, 10) if options.is_quick else (SECONDS, 1)
    attacks = [Attack(said, name, -(-count // share)) for said, name, count in ATTACKS]
    async with VenueInProcess(options.work_dir / "data") as venue:
        judge = await venue.judge("juez1")
        await venue.start_race()
        return [await _under_attack(venue, judge, attack, seconds) for attack in attacks]


class Attack:
    """What a stranger does, in words, by its name, and with how many connections."""

    def __init__(self, said: str, name: str, count: int) -> None:
        self.said = said
        self.name = name
        self.count = count

    @asynccontextmanager
    async def going_on(self, port: int) -> AsyncIterator[None]:
        """The attack, from a process of its own, while the body runs."""
        if not self.count:
            yield
            return
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.faults.stranger"),
            *(self.name, str(port), str(self.count)),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        try:
            await asyncio.wait_for(process.stdout.readline(), DEADLINE_S)
            yield
        finally:
            process.kill()
            await process.wait()


async def _under_attack(
    venue: VenueInProcess, judge: Socket, attack: Attack, seconds: float
) -> Row:
    spans_ns, stored_before = list[int](), len(venue.stored_ids())
    async with attack.going_on(venue.server.port):
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            record_id = f"{attack.name}-{len(spans_ns)}"
            began_ns = time.perf_counter_ns()
            tap = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5}
            await judge.send({**tap, "id_registro": record_id})
            await judge.read_tipo("tiempo_registrado", deadline_s=DEADLINE_S)
            spans_ns.append(time.perf_counter_ns() - began_ns)
            await asyncio.sleep(BETWEEN_TAPS_S)
        began_ns = time.perf_counter_ns()
        other = await venue.judge("juez2")
        sign_in_ms = (time.perf_counter_ns() - began_ns) / 1e6
        await other.close()
    taps = Latency.of(spans_ns)
    stored = len(venue.stored_ids()) - stored_before
    return Row(
        scenario="a stranger",
        load=f"a judge who taps {1 / BETWEEN_TAPS_S:.0f} times a second",
        faults=f"{attack.count:,} {attack.said}" if attack.count else attack.said,
        tried=len(spans_ns),
        acknowledged=len(spans_ns),
        lost=max(0, len(spans_ns) - stored),
        doubled=max(0, stored - len(spans_ns)),
        figures=f"a tap p50 {taps.p50_ms:.1f} ms, p99 {taps.p99_ms:.0f} ms; "
        f"another judge is in after {sign_in_ms:.0f} ms",
    )
