"""Writes that fail: at any statement, on a full disk, beyond a limit, in a file that is locked."""

from dataclasses import replace
from pathlib import Path

from benchmarks.faults.kill import LOAD
from benchmarks.faults.rows import Options, Row
from tests.faults.refusing import (
    FullDisk,
    Limits,
    Lock,
    Refusing,
    mount_small_disk,
    unmount,
)
from tests.faults.trial import fail_at_every_statement
from tornado_timing.store import writer

DISK_MIB = 24
FILLING_S = 8.0
NO_ROOT = "a disk of its own needs root"


async def run(options: Options) -> list[Row]:
    """Makes writes fail in every way, with a crowd at work on a real server where it may."""
    rounds, work_s = (2, 0.3) if options.is_quick else (20, 0.5)
    rows = [await _at_statements(options.work_dir)]
    limited = Refusing(options.work_dir / "limited", options.seed)
    await limited.run(Limits, rounds, work_s)
    rows.append(
        _row("no file may grow", f"{rounds} times (EFBIG), and `kill -9` after each", limited)
    )
    rows.append(await _on_a_full_disk(options, 1 if options.is_quick else 5))
    for name, held_s, times in (("moment", 1, 5), ("longer", 8, 2)):
        locked = Refusing(options.work_dir / f"locked-{name}", options.seed)
        await locked.run(Lock, 1 if options.is_quick else times, held_s)
        faults = f"{held_s} s by another process, {times} times, and `kill -9` after each"
        rows.append(_row(f"locked for {held_s} s", faults, locked))
    return rows


async def _at_statements(work_dir: Path) -> Row:
    writer.RECOVERY_PAUSE_S, pause_s = 0.001, writer.RECOVERY_PAUSE_S
    outcomes = []
    for is_done in (False, True):
        for in_a_row in (1, 4):
            place = work_dir / f"statements-{is_done}-{in_a_row}"
            outcomes += await fail_at_every_statement(place, is_done=is_done, in_a_row=in_a_row)
    writer.RECOVERY_PAUSE_S = pause_s
    counts = [one.oracle.counts for one in outcomes]
    return Row(
        scenario="I/O error",
        load="one message of each kind and a start, each until it is stored",
        faults=f"at every statement, also where it was carried out: {len(outcomes)} runs",
        tried=sum(tried for tried, _ in counts),
        acknowledged=sum(acknowledged for _, acknowledged in counts),
        lost=sum(len(one.verdict.lost) for one in outcomes),
        doubled=sum(len(one.verdict.doubled) for one in outcomes),
        figures=f"{sum(one.failures for one in outcomes)} times a client was told to try again",
    )


async def _on_a_full_disk(options: Options, rounds: int) -> Row:
    disk = options.work_dir / "disk"
    if not mount_small_disk(disk, DISK_MIB):
        return Row("full disk", LOAD, "none", 0, 0, 0, 0, problems=(NO_ROOT,))
    try:
        full = Refusing(disk / "data", options.seed)
        # Until the log has been folded into the database once, there is room that was kept for it.
        await full.run(FullDisk, rounds, FILLING_S)
    finally:
        unmount(disk)
    problems = () if full.told["storage_failed"] else ("it never became full",)
    faults = f"a tmpfs of {DISK_MIB} MiB filled {rounds} times, and `kill -9` after each"
    return replace(row := _row("full disk", faults, full), problems=(*row.problems, *problems))


def _row(scenario: str, faults: str, refusing: Refusing) -> Row:
    tried, acknowledged = refusing.oracle.counts
    worst = refusing.worst
    told = refusing.told["storage_failed"]
    problems = [f"altered: {key}" for key in worst.altered]
    problems += [f"nobody sent: {key}" for key in worst.invented]
    return Row(
        scenario=scenario,
        load=LOAD,
        faults=faults,
        tried=tried,
        acknowledged=acknowledged,
        lost=len(worst.lost),
        doubled=len(worst.doubled),
        figures=(
            f"{told:,} answers to try again; meanwhile `/health` took "
            f"{refusing.slowest_ms:.0f} ms at worst"
        ),
        problems=(*problems, *refusing.oracle.faults),
    )
