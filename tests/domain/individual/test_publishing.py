"""What is frozen of results, and what goes on as it is."""

import datetime

import msgspec
from msgspec.structs import replace

from tests.language_of_runners import FiveK
from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.publishing import (
    Publication,
    PublicResults,
    Snapshot,
    Stage,
    snapshot_of,
)
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.individual.team_scoring import TeamScoring
from tornado_timing.domain.model import Competition


def public(race: FiveK, publication: Publication | None = None) -> PublicResults:
    return PublicResults(
        name="5K",
        scheduled_at_ms=7,
        shown=Shown.TENTHS,
        ranking=Ranking(race.outcome().results),
        team_scoring=TeamScoring(),
        prizes=PrizeRules(),
        publication=publication,
        official_start_ms=1_000,
        finished_at_ms=9_000,
    )


def frozen(race: FiveK) -> Snapshot:
    now = public(race)
    return snapshot_of(now, now.ranking.results)


def test_a_snapshot_has_everything_but_contacts() -> None:
    fields = {"first_name": "Ana", "sex": Sex.FEMALE, "birth_date": datetime.date(1990, 1, 31)}
    race = FiveK().runner(7, contact="099", **fields).runner(8).gun().mark(7, "18:00")
    taken = frozen(race)
    assert [one.runner.contact for one in taken.results] == ["", ""]
    assert taken == frozen(FiveK().runner(7, **fields).runner(8).gun().mark(7, "18:00"))


def test_what_was_published_is_read_back_from_its_document() -> None:
    taken = frozen(FiveK().runner(7, birth_date=datetime.date(1990, 1, 31)).gun().mark(7, "18:00"))
    document = msgspec.json.encode(taken).decode()
    official = Publication(
        competition_id=1, stage=Stage.OFFICIAL, version=1, at_ms=0, document=document
    )
    assert official.snapshot == taken
    assert official.ranking is not None
    assert official.ranking.placed_of(7).place == 1
    assert official.change_count == 0


def test_with_official_results_the_competition_is_as_it_was() -> None:
    now = Competition(
        id=1, name="renamed", scheduled_at_ms=8, started_at_ms=2_000, finished_at_ms=10_000
    )
    official = Publication(competition_id=1, stage=Stage.OFFICIAL, version=1, at_ms=0)
    shown = public(FiveK(), official).as_published(now)
    assert (shown.name, shown.scheduled_at_ms, shown.shown) == ("5K", 7, Shown.TENTHS)
    assert (shown.official_start_ms, shown.finished_at_ms) == (1_000, 9_000)
    running = replace(now, is_running=True, finished_at_ms=None)
    again = public(FiveK(), official).as_published(running)
    assert (again.is_running, again.finished_at_ms) == (True, None)
    provisional = Publication(competition_id=1, stage=Stage.PROVISIONAL, version=1, at_ms=0)
    assert public(FiveK(), provisional).as_published(now) == now
