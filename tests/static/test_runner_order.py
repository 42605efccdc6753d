"""The pages put runners into the order in which the server has them, whatever comes first."""

import json
import random
import subprocess

import msgspec

from tests.language_of_runners import GUN_MS
from tests.static.test_javascript import HERE, node
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.model import Competition
from tornado_timing.protocol.individual_results import individual_row

RUNNERS = 400
COMPETITION = Competition(id=1, name="5K", scheduled_at_ms=0, started_at_ms=GUN_MS)
SCRIPT = """
import { readFileSync } from 'node:fs';
const [protocol, standings] = await Promise.all(process.argv.slice(1).map((name) => import(name)));
const batches = JSON.parse(readFileSync(0, 'utf8'));
let rows = [];
for (const batch of batches) {
  rows = standings.mergeRunnerRows(rows, batch.map(protocol.decodeRunnerRow));
}
const whole = standings.replaceRunnerRows([], batches.flat().map(protocol.decodeRunnerRow));
console.log(JSON.stringify([rows, whole].map((some) => some.map((row) => row.runner.id))));
"""


def result(chance: random.Random, number: int) -> RunnerResult:
    """Any result; few different times and bibs, so that there are many ties."""
    bib = chance.choice([str(number), f"{number:05}", f"A{number}", f"{number}B", f"ñ-{number}"])
    runner = Runner(id=number, competition_id=1, bib=bib, registered_at_ms=0)
    status = chance.choice([*Status, Status.FINISHED, Status.FINISHED])
    gun_ms = chance.randint(60, 90) * 1000 if status is Status.FINISHED else None
    arrived_at_ms = GUN_MS + chance.randint(1, 40) * 1000 if status is Status.ARRIVED else None
    penalty_ms = chance.choice([0, 0, 0, 5000, -5000])
    return RunnerResult(
        runner=runner,
        bib=bib,
        category="",
        status=status,
        reason="",
        finished_at_ms=None if gun_ms is None else GUN_MS + gun_ms,
        gun_ms=gun_ms,
        net_ms=None,
        penalty_ms=penalty_ms,
        official_ms=None if gun_ms is None else gun_ms + penalty_ms,
        arrived_at_ms=arrived_at_ms,
    )


def test_the_pages_order_runners_as_the_server_does() -> None:
    chance = random.Random(7)
    ranking = Ranking(result(chance, number) for number in range(1, RUNNERS + 1))
    placed = ranking.placed()
    expected = [one.result.runner.id for one in placed]
    rows = [msgspec.to_builtins(individual_row(one, COMPETITION)) for one in placed]
    chance.shuffle(rows)
    batches = [rows[at : at + 17] for at in range(0, RUNNERS, 17)]
    shared = HERE.parents[1] / "static" / "shared"
    modules = [
        (shared / name).as_uri() for name in ("individual-protocol.js", "individual-standings.js")
    ]

    run = subprocess.run(
        [node(), "--input-type=module", "--eval", SCRIPT, *modules],
        input=json.dumps(batches),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    assert json.loads(run.stdout) == [expected, expected]
