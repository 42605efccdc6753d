"""`python -m benchmarks`: runs the scenarios and prints the table; see README.md."""

import argparse
import asyncio
import datetime
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks import machine, performance_page, precise_loop
from benchmarks.bystanders import Bystanders
from benchmarks.errors import BenchmarkError
from benchmarks.report import Report, table
from benchmarks.run import Options, Run
from benchmarks.scenarios import (
    batches_at_once,
    closed_loop,
    control_room,
    exports,
    growth,
    imports,
    individual_standings,
    live_results,
    marks,
    reconciliation,
    sign_ins,
    single_rate,
    start_and_memory,
)

SCENARIOS: dict[str, Callable[[Run], Awaitable[None]]] = {
    "a": single_rate.measure,
    "b": batches_at_once.measure,
    "c": closed_loop.measure,
    "d": sign_ins.measure,
    "e": live_results.measure,
    "f": start_and_memory.measure,
    "g": growth.measure,
    "h": control_room.measure,
    "i": imports.measure,
    "j": individual_standings.measure,
    "k": marks.measure,
    "l": reconciliation.measure,
    "m": exports.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return 1 when a figure could not be measured."""
    # So that the servers are stopped and the data is removed, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if parsed.write is not None and (parsed.scenarios or parsed.floors_only):
        parser.error("--write takes the figures of one whole run")
    options = Options(
        judges=parsed.judges,
        spectators=parsed.spectators,
        seconds=parsed.seconds,
        rounds=parsed.rounds,
        floors_only=parsed.floors_only,
    )
    chosen = sorted(set(parsed.scenarios)) or list(SCENARIOS)
    with tempfile.TemporaryDirectory(
        prefix="benchmarks-", dir=parsed.disk, ignore_cleanup_errors=True
    ) as place:
        report = Report(machine.describe(Path(place)), asdict(options))
        for key, text in report.machine.items():
            print(f"{key}: {text}")
        precise_loop.run(_run_all(chosen, Run(options, Path(place), report), report))
    print("\n" + table(report.figures))
    others = ", ".join(f"{name} {cores:.2f}" for name, cores in report.others_cores.items())
    print(f"note: cores that others kept busy meanwhile: {others}")
    for note in report.notes:
        print(f"note: {note}")
    for failure in report.failures:
        print(f"FAILED: {failure}")
    if parsed.json is not None:
        parsed.json.write_bytes(report.as_json())
    if parsed.write is not None:
        try:
            performance_page.write(parsed.write, report, datetime.date.today())
        except (BenchmarkError, OSError) as error:
            print(f"FAILED: {error}")
            return 1
    return 1 if report.failures else 0


def _parser() -> argparse.ArgumentParser:
    defaults = Options()
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument(
        "scenarios", nargs="*", metavar="a..m", help="which to run; all when none is named"
    )
    parser.add_argument("--judges", type=int, default=defaults.judges)
    parser.add_argument("--spectators", type=int, default=defaults.spectators)
    parser.add_argument(
        "--seconds", type=float, default=defaults.seconds, help="length of each timed stretch"
    )
    parser.add_argument(
        "--rounds", type=int, default=defaults.rounds, help="repeats of what is done at once"
    )
    parser.add_argument("--json", type=Path, help="also write everything to this file")
    parser.add_argument("--write", type=Path, help="put a whole run's table into this page")
    parser.add_argument("--disk", type=Path, help="a directory on the disk to measure")
    parser.add_argument("--floors-only", action="store_true", help="leave the server out")
    return parser


async def _run_all(chosen: Sequence[str], run: Run, report: Report) -> None:
    for name in chosen:
        if name not in SCENARIOS:
            report.failures.append(f"{name}: there is no such scenario")
            continue
        started_s = time.monotonic()
        bystanders = Bystanders()
        try:
            await SCENARIOS[name](run)
        except (BenchmarkError, OSError, TimeoutError) as error:
            report.failures.append(f"{name}: {type(error).__name__}: {error}")
        elapsed_s = time.monotonic() - started_s
        print(f"{name}: {elapsed_s:.0f} s", file=sys.stderr, flush=True)
        report.others_cores[name] = round(bystanders.cores(), 2)
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
