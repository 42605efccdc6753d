"""A small language for tests of entry data: an individual race in the office, over a real file.

>>> await five_k(office)
>>> await runner(office, "7", first_name="Ana")
>>> await stored(office, mark("a", at_ms=1_080_000, bib="7"))
"""

from typing import Any

from msgspec.structs import replace

from tests.language_of_races import OLGA, START_MS, Office
from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.marks import Mark
from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.individual.views import WaveView
from tornado_timing.domain.model import Competition, CompetitionKind
from tornado_timing.store import entries

MARK = Mark("a", 1, 1, "phone", 1, None, None, None, None, START_MS)


async def five_k(office: Office, **more: Any) -> Competition:
    """An individual race, number 1 in a new office, whose finish line is number 1."""
    return await office.competition(kind=CompetitionKind.INDIVIDUAL, **more)


async def runner(office: Office, bib: str, competition_id: int = 1, **more: Any) -> Runner:
    """Enters a runner."""
    fields = {"competition_id": competition_id, "bib": bib, **more}
    return await office.services.runners.create(fields, OLGA)


async def wave(office: Office, name: str = "Ola 1", competition_id: int = 1) -> WaveView:
    """Makes a wave."""
    return await office.services.waves.create(competition_id, name, OLGA)


def mark(mark_id: str, at_ms: int | None = None, bib: str | None = None, **more: Any) -> Mark:
    """A mark so long after the pressed start, of judge 1 at line 1; without a time, of a bib."""
    return replace(MARK, id=mark_id, sent=at_ms, bib=bib, **more)


def correction(correction_id: str, kind: Kind, subject: object, **more: Any) -> Correction:
    """A correction of race 1."""
    fields = {"competition_id": 1, "made_at_ms": START_MS, **more}
    return Correction(id=correction_id, kind=kind, subject=str(subject), **fields)


async def stored(office: Office, *things: Mark | Correction) -> None:
    """Stores marks and corrections, in the state and in the file."""
    marks = [thing for thing in things if isinstance(thing, Mark)]
    corrections = [thing for thing in things if isinstance(thing, Correction)]
    for one in marks:
        office.state.individual.add_mark(one)
    for correction_ in corrections:
        office.state.individual.add_correction(correction_)
    writes = [entries.add_marks(marks)] if marks else []
    writes += [entries.add_race_corrections(corrections)] if corrections else []
    await office.core.commit(writes)


def finish_ms(office: Office, runner_id: int, competition_id: int = 1) -> int | None:
    """The gun time of a runner."""
    results = office.state.individual.outcome_of(competition_id).results
    return next(one.gun_ms for one in results if one.runner.id == runner_id)
