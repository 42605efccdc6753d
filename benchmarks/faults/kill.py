"""`kill -9` at random moments under load, with an oracle over every acknowledged record."""

from random import Random

from benchmarks.faults.rows import Options, Row
from tests.faults.killing import Killing, Moment

KILLS: dict[Moment, int] = {"at work": 200, "starting": 20, "stopping": 20}
QUICK_KILLS: dict[Moment, int] = {"at work": 8, "starting": 1, "stopping": 1}
LOAD = "5 judges: times of teams, marks, corrections, withdrawals, over sockets and HTTP; starts"


async def run(options: Options) -> list[Row]:
    """Kills a server as often as said, restarting it on the same file each time."""
    kills = QUICK_KILLS if options.is_quick else KILLS
    moments = [moment for moment, count in kills.items() for _ in range(count)]
    Random(options.seed).shuffle(moments)
    killing = Killing(options.work_dir / "data", options.seed)
    await killing.run(moments)
    tried, acknowledged = killing.oracle.counts
    worst = killing.worst
    problems = [f"altered: {key}" for key in worst.altered]
    problems += [f"nobody sent: {key}" for key in worst.invented]
    faults = ", ".join(f"{count} {moment}" for moment, count in killing.kills.items())
    figures = (
        f"{killing.oracle.duplicates:,} were stored before the kill and not answered: sent again, "
        f"answered as duplicates; seed {options.seed}"
    )
    return [
        Row(
            scenario="killed",
            load=LOAD,
            faults=f"`kill -9` {faults}",
            tried=tried,
            acknowledged=acknowledged,
            lost=len(worst.lost),
            doubled=len(worst.doubled),
            figures=figures,
            problems=(*problems, *killing.oracle.faults),
        )
    ]
