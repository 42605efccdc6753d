"""What is published holds, whatever is corrected afterwards."""

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.language_of_entries import correction, mark
from tests.language_of_races import START_MS, Race, race
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.marks import Line
from tornado_timing.domain.individual.publishing import Publication, Stage, snapshot_of
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.individual.state import IndividualRaces
from tornado_timing.domain.model import Competition
from tornado_timing.protocol.individual_results import StandingsWriter


def course() -> Race:
    """Runners 1 to 3 with bibs 1 to 3, of whom the first two have finished."""
    course = race().running()
    races = course.state.individual
    races.put_line(Line(id=1, competition_id=1, name="Meta"))
    for number in (1, 2, 3):
        fields: dict[str, Any] = {"bib": str(number), "first_name": f"Ana {number}"}
        fields["registered_at_ms"] = START_MS
        races.put_runner(Runner(id=number, competition_id=1, **fields))
    races.add_mark(mark("a", 60_000, "1"))
    races.add_mark(mark("b", 61_000, "2"))
    return course.stopped()


def publish(course: Race, stage: Stage = Stage.OFFICIAL, version: int = 1) -> None:
    races = course.state.individual
    document = None
    if stage is Stage.OFFICIAL:
        now = races.current_of(1)
        document = msgspec.json.encode(snapshot_of(now, now.ranking.results)).decode()
    races.add_publication(
        Publication(competition_id=1, stage=stage, version=version, at_ms=9, document=document)
    )


def published(course: Race) -> bytes:
    """What everybody reads."""
    public = course.state.individual.public_of(1)
    shown = public.as_published(course.competition)
    return StandingsWriter().results(public.ranking, shown, 0, public.publication)


def names(races: IndividualRaces, version: int) -> list[bool]:
    found = races.official_of(1, version)
    assert found is not None
    return [placed.result.runner.is_hidden for placed in found.ranking.placed()]


CHANGES: dict[str, Any] = {
    "penalty": lambda at: correction(f"p{at}", Kind.PENALTY, 1 + at % 3, number=at * 1_000),
    "status": lambda at: correction(f"s{at}", Kind.RUNNER_STATUS, 1 + at % 3, text="dsq"),
    "bib": lambda at: correction(f"b{at}", Kind.RUNNER_BIB, 3, text=str(4 + at)),
    "moment": lambda at: correction(f"m{at}", Kind.MARK_MOMENT, "a", number=START_MS + at),
    "withdrawn": lambda at: correction(f"w{at}", Kind.MARK_WITHDRAWN, "b", text="yes"),
    "mark": lambda at: mark(f"n{at}", 62_000 + at, "3"),
    "entry": lambda at: Runner(
        id=2 + at % 3, competition_id=1, bib=str(20 + at), registered_at_ms=START_MS + at,
        first_name="Otra", category=f"C{at}",
    ),
    "race": lambda at: {"name": f"{at}K", "shown": Shown.TENTHS, "start_correction_ms": at},
}  # fmt: skip


def change(course: Race, kind: str, at: int) -> None:
    races, one = course.state.individual, CHANGES[kind](at)
    match kind:
        case "mark":
            races.add_mark(one)
        case "entry":
            races.put_runner(one)
        case "race":
            changed: Competition = replace(course.competition, **one)
            course.state.put_competition(changed)
        case _:
            races.add_correction(one)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 9)), max_size=8))
def test_nothing_that_is_changed_afterwards_changes_what_is_official(
    changes: list[tuple[str, int]],
) -> None:
    race = course()
    publish(race)
    before = published(race)
    for kind, at in changes:
        change(race, kind, at)
    assert published(race) == before


def test_before_that_and_when_it_is_reopened_everything_shows_at_once() -> None:
    race = course()
    publish(race, Stage.PROVISIONAL, 0)
    races = race.state.individual
    change(race, "penalty", 3)
    assert races.public_of(1).ranking is races.live_of(1).ranking
    publish(race)
    change(race, "penalty", 6)
    assert races.public_of(1).ranking.placed_of(1).result.penalty_ms == 3_000
    publish(race, Stage.PROVISIONAL, 1)
    assert races.public_of(1).ranking.placed_of(1).result.penalty_ms == 9_000


def test_every_official_version_stays_readable() -> None:
    race = course()
    races = race.state.individual
    publish(race)
    change(race, "penalty", 3)
    publish(race, Stage.OFFICIAL, 2)
    publish(race, Stage.PROVISIONAL, 2)
    found = [races.official_of(1, version) for version in (0, 1, 2, 3)]
    times = [None if one is None else one.ranking.placed_of(1).result.penalty_ms for one in found]
    assert times == [None, 0, 3_000, None]


def test_who_asks_not_to_be_shown_is_hidden_in_what_is_official_at_once() -> None:
    race = course()
    races = race.state.individual
    publish(race)
    assert names(races, 1) == [False, False, False]
    entered = races.entered(1)
    races.put_runner(replace(entered, is_hidden=True))
    assert names(races, 1) == [True, False, False]
    assert races.public_of(1).ranking.placed_of(1).result.official_ms == 60_000
    races.put_runner(entered)
    assert names(races, 1) == [False, False, False]


def test_who_was_hidden_when_it_was_deleted_stays_hidden_in_what_is_official() -> None:
    race = course()
    races = race.state.individual
    publish(race)
    races.put_runner(replace(races.entered(1), is_hidden=True))
    races.drop_runner(1)
    # Nobody asked: the name stays in what is frozen.
    races.drop_runner(3)
    # Somebody else asks, and everything is looked at anew.
    races.put_runner(replace(races.entered(2), is_hidden=True))
    assert names(races, 1) == [True, True, False]


def test_what_is_published_goes_with_the_marks_and_into_the_bin() -> None:
    race = course()
    publish(race)
    before = published(race)
    race.state.drop_competition(1, START_MS)
    restored = race.state.bin.competitions[1]
    race.state.restore_competition(restored.competition, [])
    assert published(race) == before
    race.state.individual.forget_marks(1)
    assert race.state.individual.public_of(1).stage is Stage.LIVE
