"""Half an hour of a busy day: 50 judges, 500 spectators; memory and latency stay flat.

Heat follows heat, in turn at the rate of a race in the country and of one that nobody has seen, so
that what grows with the records that are stored can be told from what grows with time. Meanwhile
the marks of an individual race come in, spectators come and go, and results are read over HTTP.
"""

import asyncio
import json
import random
import statistics
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.errors import BenchmarkError
from benchmarks.faults.rows import Options, Row
from benchmarks.faults.soak.heats import BusyOrganizer
from benchmarks.faults.soak.judging import SoakJudge, beat, open_judges, tap
from benchmarks.faults.soak.samples import Sample, Sampler, memory_trends, trends
from benchmarks.judges import Judges
from benchmarks.product import ProductServer, prepare_race
from benchmarks.run import running
from tests.faults.oracle import Oracle

RATES_PER_S = (15, 150)
# Changes are told within 200 ms; a spectator who is behind, or has just come, takes longer.
MERGED_S = 0.3
ASKED_AT_MOST = 20
SHORT_HEAT_S = 3.0
SHORTEST_MINUTES = 10
"""What is shorter says nothing of slopes."""


@dataclass(frozen=True)
class Plan:
    """How much of everything."""

    judges: int
    spectators: int
    runners: int
    heats: int
    samples_per_heat: int
    sample_s: float
    window_s: float
    warm_up_s: float
    short_heats: int
    calm_s: float


@dataclass
class Seen:
    """What the spectators have seen, all in all."""

    frames: int = 0
    megabytes: float = 0.0
    came_and_went: int = 0
    http_reads: int = 0
    http_slowest_ms: int = 0


def plan_of(options: Options) -> Plan:
    """Return half an hour, or what was asked for; a quick one takes seconds."""
    if options.is_quick:
        return Plan(6, 30, 200, 2, 3, 0.7, 0.7, 0.0, 0, 0.5)
    seconds = 60 * (options.minutes or 30)
    heats = 2 * max(1, round(seconds / 180))
    samples = max(1, round(seconds / heats / 10))
    return Plan(50, 500, 5_000, heats, samples, 10.0, 60.0, seconds / 10, 4, 3.0)


async def run(options: Options) -> list[Row]:
    """Hold the load and return one row."""
    plan = plan_of(options)
    race = await prepare_race(options.work_dir, plan.judges, 1)
    server = ProductServer(race, module="benchmarks.faults.watched_server")
    with running(server):
        soak = Soak(server, plan, random.Random(options.seed))
        try:
            await soak.hold()
        finally:
            server.process.check_running()
    said = server.process.log_path.read_text(errors="replace")
    return [soak.row(said[said.find("Traceback") :] if "Traceback" in said else "")]


class Soak:
    """The whole load on one server, and what came of it."""

    def __init__(self, server: ProductServer, plan: Plan, dice: random.Random) -> None:
        self._server = server
        self._plan = plan
        self._dice = dice
        self._oracle = Oracle()
        self._organizer = BusyOrganizer(server, plan.judges, plan.runners)
        self._sampler = Sampler(server.process.pid, server.race.data_dir, server.race.work_dir)
        self._samples: list[Sample] = []
        self._calm: list[Sample] = []
        self._heats = 0
        self._seen = Seen()
        self._problems: list[str] = []

    async def hold(self) -> None:
        """Hold the load to its end, and see that nothing stays behind when everybody has left."""
        before = self._sampler.take(0)
        await self._organizer.open()
        judges = await open_judges(
            self._server, self._organizer.line_id, self._plan.runners, self._oracle
        )
        async with _crowd(self._server, self._plan.spectators) as crowd:
            busy = [
                asyncio.create_task(self._organizer.correct()),
                asyncio.create_task(beat(judges)),
            ]
            await self._short_heats(judges, crowd)
            for number in range(self._plan.heats):
                per_second = RATES_PER_S[number % len(RATES_PER_S)]
                samples, seconds = self._plan.samples_per_heat, self._plan.sample_s
                await self._heat(judges, crowd, per_second, samples, seconds)
            await self._short_heats(judges, crowd)
            for task in busy:
                if task.done():
                    self._problems.append(f"stopped on the way: {task.exception()!r}")
                task.cancel()
        self._problems += ["a judge's socket was closed" for one in judges if _is_closed(one)]
        Judges(judges).close()
        self._organizer.close()
        await asyncio.sleep(self._plan.calm_s)
        after = self._sampler.take(0)
        for name in ("files", "tasks"):
            extra = getattr(after, name) - getattr(before, name)
            # SQLite and the threads of what was first used meanwhile have files and tasks.
            if extra > 10:
                self._problems.append(f"{extra} {name} stayed when everybody had left")

    async def _short_heats(self, judges: list[SoakJudge], crowd: Any) -> None:
        """By these what the teams of a heat take is told from what time takes."""
        for _ in range(self._plan.short_heats):
            await self._heat(judges, crowd, RATES_PER_S[-1], 1, SHORT_HEAT_S)

    async def _heat(
        self, judges: list[SoakJudge], crowd: Any, per_second: int, samples: int, sample_s: float
    ) -> None:
        self._heats += 1
        teams = await self._organizer.next_heat()
        for number, judge in enumerate(judges, start=1):
            judge.teams = teams[f"juez{number}"]
        ids = (self._organizer.heat_id, self._organizer.race_id)
        await self._ask_crowd(
            crowd,
            {
                "paths": [f"/ws/competencia/{number}/" for number in ids],
                "results": [f"/api/competencias/{number}/resultados/" for number in ids],
            },
        )
        everybody = Judges(judges)
        for _ in range(samples):
            tally = everybody.new_tally()
            await tap(everybody, per_second, sample_s, self._dice)
            await everybody.settle()
            if tally.errors:
                self._problems.append(f"{tally.errors} answers were wrong: {tally.first_error}")
            records = self._oracle.counts[1]
            sample = self._sampler.take(records, per_second, tally.latencies_ns)
            self._samples.append(sample)
            _tell(sample)
        await self._compare_totals(crowd)
        self._calm.append(self._sampler.take(self._oracle.counts[1], heats=self._heats))
        _tell(self._calm[-1])
        await self._organizer.stop_heat()

    async def _compare_totals(self, crowd: Any) -> None:
        """Every spectator of the heat comes to know how many times are stored."""
        path = f"/api/competencias/{self._organizer.heat_id}/"
        stored = (await self._organizer.ask("GET", path))["record_count"]
        totals: list[int] = []
        for _ in range(ASKED_AT_MOST):
            await asyncio.sleep(MERGED_S)
            totals = (await self._ask_crowd(crowd, None))["totals"]
            if totals and set(totals) == {stored}:
                return
        told = sorted(set(totals))[:5]
        self._problems.append(f"{stored} times are stored, and spectators were told of {told}")

    async def _ask_crowd(self, crowd: Any, order: dict[str, Any] | None) -> dict[str, Any]:
        crowd.stdin.write((json.dumps(order) if order else "").encode() + b"\n")
        async with asyncio.timeout(120):
            line = await crowd.stdout.readline()
        if not line:
            raise BenchmarkError("the spectators have ended")
        told: dict[str, Any] = json.loads(line)
        self._seen.frames += told["frames"]
        self._seen.megabytes += told["bytes"] / 1e6
        self._seen.came_and_went += told["came_and_went"]
        self._seen.http_reads += told["http_reads"]
        self._seen.http_slowest_ms = max(self._seen.http_slowest_ms, told["http_slowest_ms"])
        self._problems += told["problems"]
        if told["connected"] != self._plan.spectators:
            self._problems.append(f"{told['connected']} spectators are connected")
        return told

    def row(self, traceback: str) -> Row:
        """Return the row of all of it; `traceback` is what the server has logged of its faults."""
        verdict = self._oracle.verdict(self._server.race.data_dir / "timing.db")
        tried, acknowledged = self._oracle.counts
        found = [f"the server says {traceback[:2000]!r}"] if traceback else []
        found += [f"{len(verdict.altered)} records altered"] if verdict.altered else []
        invented = [key for key in verdict.invented if key[0] in ("time", "mark")]
        found += [f"{len(invented)} records that nobody sent"] if invented else []
        minutes = self._samples[-1].at_s / 60
        settled = [one for one in self._samples if one.at_s >= self._plan.warm_up_s]
        trend = []
        if minutes >= SHORTEST_MINUTES:
            # The first heat is the one in which everything is used for the first time.
            trend = memory_trends(self._calm[1:]) + trends(settled, self._plan.window_s)
        seen = self._seen
        return Row(
            "soak",
            f"{minutes:.0f} min, {self._plan.judges} judges, {self._plan.spectators} spectators "
            f"and an organizer; heats of {RATES_PER_S[0]} and {RATES_PER_S[1]} taps/s in turn",
            f"none; {seen.came_and_went:,} spectators came and went, {self._heats} heats were "
            f"made, started and stopped, results of both races were read {seen.http_reads:,} times",
            tried,
            acknowledged,
            len(verdict.lost) + tried - acknowledged,
            len(verdict.doubled),
            "; ".join([_summary(settled, seen), *map(str, trend or ["too short for slopes"])]),
            (*self._problems, *found),
        )


def _summary(samples: Sequence[Sample], seen: Seen) -> str:
    first, last = samples[0], samples[-1]
    heavy = [one for one in samples if one.per_second == RATES_PER_S[-1]] or samples
    return (
        f"{seen.frames:,} frames ({seen.megabytes:,.0f} MB) to spectators; memory "
        f"{first.rss_mb:.0f} to {last.rss_mb:.0f} MB; at {heavy[0].per_second:g} taps/s ack p50 "
        f"{statistics.median(one.p50_ms for one in heavy):.1f} ms, p99 "
        f"{statistics.median(one.p99_ms for one in heavy):.1f} ms (medians over time); deepest "
        f"queue {max(one.depth for one in samples)}, largest write-ahead log "
        f"{max(one.wal_mb for one in samples):.1f} MB, open files at most "
        f"{max(one.files for one in samples)}; results over HTTP within "
        f"{seen.http_slowest_ms} ms"
    )


def _tell(sample: Sample) -> None:
    print(
        f"soak {sample.at_s:6.0f} s  {sample.records:7,} records  {sample.rss_mb:6.1f} MB  "
        f"{sample.blocks:9,} blocks  {sample.files:4} files  {sample.threads:3} threads  "
        f"{sample.tasks:5} tasks  queue {sample.depth:2}  wal {sample.wal_mb:5.1f} MB  "
        f"p50 {sample.p50_ms:6.1f}  p99 {sample.p99_ms:7.1f} ms",
        file=sys.stderr,
        flush=True,
    )


def _is_closed(judge: SoakJudge) -> bool:
    return judge.socket is None or judge.socket.closed


@asynccontextmanager
async def _crowd(server: ProductServer, count: int) -> AsyncIterator[Any]:
    """Lend the process of the spectators."""
    command = ["-m", "benchmarks.faults.soak.crowd", server.host, str(server.port), str(count)]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdin=pipe, stdout=pipe, limit=2**24
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
