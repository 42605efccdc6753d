"""What may be entered for an individual race."""

import datetime
import re

import pytest
from msgspec.structs import replace

from tests.language_of_entries import mark
from tests.language_of_races import START_MS, Race, race, time
from tornado_timing.domain import errors
from tornado_timing.domain.individual import entering
from tornado_timing.domain.individual.marks import Line
from tornado_timing.domain.individual.runners import Runner, Wave
from tornado_timing.domain.model import CompetitionKind

DAY = datetime.date(2026, 11, 21)
ANA = Runner(id=1, competition_id=1, bib="7", registered_at_ms=0, first_name="Ana")


def individual(course: Race) -> Race:
    return course._change(kind=CompetitionKind.INDIVIDUAL)


@pytest.mark.parametrize("bib", ["7", "007", "A-12", "12/3", "1.5", "Ñ1", "123456789012"])
def test_a_bib_is_of_letters_digits_and_what_stands_between_them(bib: str) -> None:
    assert re.search(entering.BIB_PATTERN, bib)


@pytest.mark.parametrize("bib", ["", "7 ", "7\n", "1234567890123", "a_b", "7,8", "٣", "<b>"])
def test_anything_else_is_no_bib(bib: str) -> None:
    assert not re.search(entering.BIB_PATTERN, bib)


def test_a_bib_has_one_wearer_and_who_wears_it_is_told() -> None:
    course = individual(race())
    course.state.individual.put_runner(ANA)
    book = course.state.individual.book_of(1)
    entering.check_runner(book, replace(ANA, bib="07"), DAY)
    with pytest.raises(errors.BibTaken) as caught:
        entering.check_runner(book, replace(ANA, id=2, bib="007"), DAY)
    assert caught.value.details == {"bib": "7", "name": "Ana", "runner_id": 1}
    course.state.individual.put_runner(replace(ANA, first_name=""))
    with pytest.raises(errors.BibTaken) as caught:
        entering.check_runner(book, replace(ANA, id=2), DAY)
    assert caught.value.details["name"] == "7"


def test_a_wave_must_be_one_of_the_race() -> None:
    course = individual(race())
    course.state.individual.put_wave(Wave(id=4, competition_id=1, name="Élite"))
    book = course.state.individual.book_of(1)
    entering.check_runner(book, replace(ANA, wave_id=4), DAY)
    with pytest.raises(errors.UnknownWave):
        entering.check_runner(book, replace(ANA, wave_id=5), DAY)
    entering.check_wave_name(book, 4, "élite")
    with pytest.raises(errors.WaveNameTaken):
        entering.check_wave_name(book, None, "ÉLITE")


@pytest.mark.parametrize(
    ("born", "is_possible"),
    [("1899-12-31", False), ("1900-01-01", True), ("2026-11-21", True), ("2026-11-22", False)],
)
def test_runners_are_born_before_the_race_and_not_in_another_century(
    born: str, is_possible: bool
) -> None:
    runner = replace(ANA, birth_date=datetime.date.fromisoformat(born))
    if is_possible:
        entering.check_runner(individual(race()).state.individual.book_of(1), runner, DAY)
    else:
        with pytest.raises(errors.ImpossibleBirthDate):
            entering.check_runner(individual(race()).state.individual.book_of(1), runner, DAY)


def test_runners_are_entered_for_individual_races_alone() -> None:
    course = race()
    with pytest.raises(errors.CompetitionNotIndividual):
        entering.individual_competition(course.state, 1)
    with pytest.raises(errors.UnknownCompetition):
        entering.individual_competition(course.state, 2)
    assert entering.individual_competition(individual(course).state, 1) == course.competition


def changes_kind(course: Race) -> None:
    old = course.competition
    other = {
        CompetitionKind.TEAMS: CompetitionKind.INDIVIDUAL,
        CompetitionKind.INDIVIDUAL: CompetitionKind.TEAMS,
    }
    entering.check_kind(course.state, old, replace(old, kind=other[old.kind]))


def test_a_competition_without_anything_may_change_its_kind() -> None:
    changes_kind(race().team(101).running())
    changes_kind(individual(race()))


def test_a_competition_with_times_stays_of_teams() -> None:
    course = race().team(101).running()
    course.sends(101, time(60_000, "a"))
    course.withdraws("a")
    with pytest.raises(errors.CompetitionHasTimes):
        changes_kind(course)
    # Also where the team may come back with them.
    course.state.drop_team(101, START_MS)
    with pytest.raises(errors.CompetitionHasTimes):
        changes_kind(course)
    entering.check_kind(course.state, course.competition, course.competition)


def test_a_competition_with_runners_or_marks_stays_individual() -> None:
    course = individual(race())
    races = course.state.individual
    races.put_runner(ANA)
    with pytest.raises(errors.CompetitionHasRunners):
        changes_kind(course)
    races.drop_runner(1)
    races.put_line(Line(id=1, competition_id=1, name="Meta"))
    changes_kind(course)
    races.add_mark(mark("a", 5))
    with pytest.raises(errors.CompetitionHasTimes):
        changes_kind(course)
