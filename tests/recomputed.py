"""Results that a server tells, against those that follow from its file from scratch.

>>> answer = await venue.get(f"/api/competencias/{number}/resultados/")
>>> assert_results_follow_from_the_file(data_dir / "timing.db", number, answer.json)
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from msgspec.structs import replace

from tornado_timing.domain.individual.race import IndividualRace
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import outcome_of
from tornado_timing.protocol.individual_results import StandingsWriter
from tornado_timing.store.queries import load_state


def assert_results_follow_from_the_file(
    database_path: Path, competition_id: int, published: Any, seed: int = 0
) -> None:
    """Fails unless the published results of an individual race are those of its file.

    The file, which a running server may work on, is read anew; from its runners, marks and
    corrections, the latter two in any order and some of them twice, the results are worked out by
    the pure function alone. `published` is what the server answers for them, decoded; `seed` says
    which order.
    """
    uri = f"{database_path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        state = load_state(connection)
    competition = state.competitions[competition_id]
    race = shuffled(state.individual.race_of(competition_id), Random(seed))
    ranking = Ranking(outcome_of(race).results)
    expected = msgspec.json.decode(StandingsWriter().results(ranking, competition, 0))
    for name in ("competencia", "total_corredores", "total_llegados"):
        assert published[name] == expected[name]
    rows = published["clasificacion"]
    for row, expected_row in zip(rows, expected["clasificacion"], strict=True):
        assert row == expected_row


def shuffled(race: IndividualRace, chance: Random) -> IndividualRace:
    """The same race, told in another order and with repetitions."""
    return replace(
        race, marks=_any_order(race.marks, chance), corrections=_any_order(race.corrections, chance)
    )


def _any_order(items: tuple[Any, ...], chance: Random) -> tuple[Any, ...]:
    again = [item for item in items if chance.random() < 0.3]
    return tuple(chance.sample([*items, *again], len(items) + len(again)))
