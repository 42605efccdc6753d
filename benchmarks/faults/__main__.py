"""`python -m benchmarks.faults`: breaks things around a server and counts what it lost.

Each scenario is a module of this package with `run(options) -> list[Row]`, plain or async. The exit
code is 1 when anything was lost or doubled, or went wrong in another way.
"""

import argparse
import asyncio
import importlib
import inspect
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import machine
from benchmarks.bystanders import Bystanders
from benchmarks.faults.document import replaced, stamp
from benchmarks.faults.rows import Options, Row, table

SCENARIOS = ("kill", "writes", "power_cut", "clock", "network", "soak", "strangers", "security")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return 1 when something did not hold."""
    # So that servers are stopped and data is removed, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if unknown := set(parsed.names) - set(SCENARIOS):
        parser.error(f"there is no scenario {', '.join(sorted(unknown))}")
    names = parsed.names or SCENARIOS
    rows: dict[str, list[Row]] = {}
    measured: dict[str, str] = {}
    with tempfile.TemporaryDirectory(
        prefix="faults-", dir=parsed.disk, ignore_cleanup_errors=True
    ) as place:
        described = machine.describe(Path(place))
        for name in names:
            work_dir = Path(place) / name
            work_dir.mkdir()
            options = Options(work_dir, parsed.quick, parsed.seed, parsed.minutes)
            started_s = time.monotonic()
            bystanders = Bystanders()
            rows[name] = _run(name, options)
            measured[name] = stamp(described, bystanders.cores(), parsed.quick)
            print(f"{name}: {time.monotonic() - started_s:.0f} s", file=sys.stderr, flush=True)
    print(table([row for of_one in rows.values() for row in of_one]))
    for name in names:
        print(f"{name}: {measured[name]}")
    if parsed.write is not None:
        tables = {name: f"{table(rows[name])}\n{measured[name]}\n" for name in names}
        parsed.write.write_text(replaced(parsed.write.read_text(), tables))
    return 0 if all(row.holds for of_one in rows.values() for row in of_one) else 1


def _run(name: str, options: Options) -> list[Row]:
    outcome = importlib.import_module(f"benchmarks.faults.{name}").run(options)
    if inspect.iscoroutine(outcome):
        outcome = asyncio.run(outcome)
    rows: list[Row] = outcome
    return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.faults", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which of {', '.join(SCENARIOS)}; else all"
    )
    parser.add_argument("--quick", action="store_true", help="the short form, seconds each")
    parser.add_argument("--minutes", type=float, help="how long network and soak last")
    parser.add_argument("--seed", type=int, default=1, help="of all that is random")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables there too")
    parser.add_argument("--disk", type=Path, help="a directory on the disk to measure")
    return parser


if __name__ == "__main__":
    sys.exit(main())
