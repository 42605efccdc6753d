"""What the database file of an individual race holds, and the results that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tornado_timing.demo.individual.messages import SentMark
from tornado_timing.domain.individual.marks import Mark
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import outcome_of
from tornado_timing.protocol.individual_results import individual_row
from tornado_timing.service.services import DATABASE_FILE
from tornado_timing.store.database import Database
from tornado_timing.store.queries import load_state


@dataclass(frozen=True, slots=True)
class Stored:
    """Marks by id, and the rows of the results as the server would tell them."""

    marks: Mapping[str, SentMark]
    rows: list[dict[str, Any]]


async def read_stored(directory: Path, competition_id: int) -> Stored:
    """Reads the file as the server does when it starts again, and works everything out anew.

    Nothing is stored of a race that was never made.
    """
    database = await Database.open(directory / DATABASE_FILE)
    try:
        state = await database.run(load_state)
    finally:
        await database.close()
    competition = state.competitions.get(competition_id)
    if competition is None:
        return Stored({}, [])
    race = state.individual.race_of(competition_id)
    placed = Ranking(outcome_of(race).results).placed()
    return Stored(
        {mark.id: _as_sent(mark) for mark in race.marks},
        [msgspec.to_builtins(individual_row(one, competition)) for one in placed],
    )


def _as_sent(mark: Mark) -> SentMark:
    return SentMark(
        id=mark.id,
        line_id=mark.line_id,
        judge_id=mark.judge_id,
        device=mark.device,
        sequence=mark.sequence,
        time=mark.sent,
        noted=mark.noted,
        offset_ms=mark.clock_offset_ms or 0,
        uncertainty_ms=mark.uncertainty_ms or 0,
        bib=mark.bib,
    )
