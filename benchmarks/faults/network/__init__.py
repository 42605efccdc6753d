"""A bad network: 20 phones and the server in networks of their own, joined by a bad cable.

5 % of the packets are lost, those that arrive take 300 ms ± 200 and overtake each other, some
arrive twice, and everybody is cut off for 10 s again and again. Everything tapped must be stored
once, in order, and be in the results.
"""

import asyncio
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import msgspec

from benchmarks.errors import BenchmarkError
from benchmarks.faults.network.namespaces import SERVER_ADDRESS, Networks, networks
from benchmarks.faults.network.plan import PhonePlan, Plan, Result
from benchmarks.faults.network.weather import Climate
from benchmarks.faults.order import wrong_by_runner, wrong_by_team, wrong_in_file
from benchmarks.faults.organizing import Organizer
from benchmarks.faults.outbox import BATCHES, MARKS, SINGLES
from benchmarks.faults.rows import Options, Row
from benchmarks.latency import Latency
from benchmarks.processes import Process
from benchmarks.product import ProductServer, Race, prepare_race, wait_for_port
from benchmarks.run import running
from tests.faults.oracle import Oracle

PHONES = 20
STYLES = (SINGLES, BATCHES, MARKS)
RUNNERS_PER_PHONE = 500
PAUSE_S = 1.5
SETTLE_S = 120.0


async def run(options: Options) -> list[Row]:
    """Hold the load over the bad network and return one row."""
    seconds = 10.0 if options.is_quick else 60 * (options.minutes or 5)
    climate = Climate(blackouts_every_s=7, blackout_s=3) if options.is_quick else Climate()
    race = await prepare_race(options.work_dir, PHONES, 1)
    with running(ProductServer(race)) as server:
        organizer = Organizer(server)
        await organizer.sign_in()
        phones, race_ids = await _phones(organizer, race)
    plan = Plan(SERVER_ADDRESS, 0, phones, seconds, PAUSE_S, SETTLE_S, options.seed)
    async with networks([one.address for one in phones]) as lent:
        process = _start(race, lent)
        try:
            plan.port = await asyncio.to_thread(wait_for_port, process, race.data_dir)
            order = {
                "seed": options.seed,
                "climate": asdict(climate),
                "phones": [one.address for one in phones],
                "seconds": seconds,
            }
            await lent.ask_relay(order)
            result = await _play(plan, lent, options.work_dir)
            weather = await lent.ask_relay()
            process.check_running()
        finally:
            process.stop()
    with running(ProductServer(race)) as server:
        problems = await _wrong(Organizer(server), race, result, race_ids)
    return [_row(race, plan, climate, result, weather, problems)]


async def _phones(organizer: Organizer, race: Race) -> tuple[list[PhonePlan], tuple[int, int]]:
    """Return the phones, a third of each style, and the ids of the races by team and of runners."""
    individual_id, line_id = await organizer.start_individual_race(
        PHONES * RUNNERS_PER_PHONE, PHONES
    )
    pressed_ms = {
        one["id"]: round(datetime.fromisoformat(one["pressed_start_at"]).timestamp() * 1000)
        for one in await organizer.ask("GET", "/api/competencias/")
    }
    phones = []
    for number, seat in enumerate(race.seats):
        style = STYLES[number % len(STYLES)]
        marks = style is MARKS
        phones.append(
            PhonePlan(
                name=f"phone{number + 1}",
                address=f"10.77.1.{number + 1}",
                path=seat.path,
                style=style.name,
                target=line_id if marks else seat.team_ids[0],
                started_at_ms=pressed_ms[individual_id if marks else race.competition_id],
                first_bib=number * RUNNERS_PER_PHONE + 1,
            )
        )
    return phones, (race.competition_id, individual_id)


def _start(race: Race, lent: Networks) -> Process:
    (race.data_dir / "server.json").unlink(missing_ok=True)
    command = [sys.executable, "-m", "tornado_timing", "serve", "--no-browser"]
    command += ["--config", str(race.work_dir / "config.toml"), "--data-dir", str(race.data_dir)]
    command += ["--host", SERVER_ADDRESS, "--port", "8000"]
    return Process([*lent.at_server(), *command], race.work_dir, "in_namespace")


async def _play(plan: Plan, lent: Networks, work_dir: Path) -> Result:
    plan_path, result_path = work_dir / "plan.json", work_dir / "result.json"
    plan_path.write_bytes(msgspec.json.encode(plan))
    module = "benchmarks.faults.network.crew"
    command = [sys.executable, "-m", module, str(plan_path), str(result_path)]
    crew = await asyncio.create_subprocess_exec(*lent.at_phones(), *command)
    try:
        async with asyncio.timeout(plan.seconds + plan.settle_s + 60):
            code = await crew.wait()
    finally:
        if crew.returncode is None:
            crew.kill()
            await crew.wait()
    if code:
        raise BenchmarkError(f"the phones ended with {code}")
    return msgspec.json.decode(result_path.read_bytes(), type=Result)


async def _wrong(
    organizer: Organizer, race: Race, result: Result, race_ids: Sequence[int]
) -> list[str]:
    """What is out of order in the file, or wrong in the results."""
    await organizer.sign_in()
    by_team, by_runner = [
        (await organizer.ask("GET", f"/api/competencias/{one}/resultados/"))["clasificacion"]
        for one in race_ids
    ]
    judges = [int(_found(r"/ws/juez/(\d+)/", seat.path)) for seat in race.seats]
    orders = dict(zip(judges, result.orders.values(), strict=True))
    times = [(says[0], says[1]) for kind, _, says in result.sent if kind == "time"]
    marks = {says[2]: says[1] for kind, _, says in result.sent if kind == "mark"}
    return [
        *wrong_in_file(race.data_dir / "timing.db", orders),
        *wrong_by_team(by_team, times),
        *wrong_by_runner(by_runner, marks),
    ]


def _row(
    race: Race,
    plan: Plan,
    climate: Climate,
    result: Result,
    weather: dict[str, int],
    problems: list[str],
) -> Row:
    oracle = Oracle()
    for kind, name, says in result.sent:
        oracle.sends(kind, name, says)
    for kind, name in result.acknowledged:
        oracle.acknowledges(kind, name)
    verdict = oracle.verdict(race.data_dir / "timing.db")
    invented = [key for key in verdict.invented if key[0] in ("time", "mark")]
    for what, keys in (("altered", verdict.altered), ("that nobody sent", invented)):
        problems += [f"{len(keys)} records {what}"] if keys else []
    counts = result.counts
    acks = Latency.of([round(one * 1e6) for one in counts.acks_ms] or [0])
    tried, acknowledged = oracle.counts
    return Row(
        "network",
        f"{len(plan.phones)} phones in a network namespace of their own, for {plan.seconds:.0f} s: "
        "single times, batches, marks",
        f"each way {climate.loss:.0%} loss, {climate.delay_s * 1000:.0f} ± "
        f"{climate.jitter_s * 1000:.0f} ms; {weather['blackouts']} black-outs of "
        f"{climate.blackout_s:.0f} s, of all and of single phones; of {weather['packets']:,} "
        f"packets {weather['dropped'] + weather['in_blackouts']:,} lost, {weather['reordered']:,} "
        f"out of order, {weather['doubled']:,} twice",
        tried,
        acknowledged,
        len(verdict.lost) + tried - acknowledged,
        len(verdict.doubled),
        f"{counts.connections} connections, {counts.failed_connections} more that failed; "
        f"{counts.resent:,} records sent again, {counts.duplicates} answered as duplicates, "
        f"{counts.learned} found stored by asking; acks on one connection p50 "
        f"{acks.p50_ms:.0f} ms, p99 {acks.p99_ms:.0f} ms; all acknowledged "
        f"{result.settled_s:.0f} s after the last tap; order right in the file and in both results"
        + (" but for:" if problems else ""),
        (*counts.problems, *problems),
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise BenchmarkError(f"no {pattern} in {text}")
    return match[1]
