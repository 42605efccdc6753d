"""What the panel says that sharing out would do is what the server does."""

import json
import random
import subprocess

from tests.static.test_javascript import HERE, node
from tornado_timing.domain.model import Team
from tornado_timing.domain.sharing import share_out

CASES = 200
SCRIPT = """
import { readFileSync } from 'node:fs';
const { sharesOf } = await import(process.argv[1]);
const cases = JSON.parse(readFileSync(0, 'utf8'));
const shared = cases.map(([teams, judges, onlyFree]) => [...sharesOf(teams, judges, onlyFree)]);
console.log(JSON.stringify(shared));
"""


def test_the_panel_shares_out_as_the_server_does() -> None:
    chance = random.Random(5)
    asked, expected = [], []
    for _ in range(CASES):
        judge_ids = chance.sample(range(1, 7), chance.randint(1, 6))
        teams = [
            Team(
                id=team_id,
                competition_id=1,
                name="",
                number=chance.randint(1, 50),
                judge_id=chance.choice([None, 1, 2, 3, 9]),
            )
            for team_id in range(1, chance.randint(2, 25))
        ]
        only_free = chance.random() < 0.5
        free = [team for team in teams if team.judge_id is None] if only_free else teams
        held = {
            judge_id: sum(only_free and team.judge_id == judge_id for team in teams)
            for judge_id in judge_ids
        }
        shown = [
            {"id": team.id, "number": team.number, "judge_id": team.judge_id} for team in teams
        ]
        asked.append((shown, judge_ids, only_free))
        expected.append([[team.id, team.judge_id] for team in share_out(free, judge_ids, held)])

    module = (HERE.parents[1] / "static" / "admin" / "sharing.js").as_uri()
    run = subprocess.run(
        [node(), "--input-type=module", "--eval", SCRIPT, module],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    assert json.loads(run.stdout) == expected
