"""Individual races in memory: what belongs to which, in the bin and out of it."""

import datetime

import pytest
from msgspec.structs import replace

from tests.language_of_entries import correction, mark
from tests.language_of_races import ANA, BRUNO, START_MS, Race, race
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.marks import Assignment, Line, Mode
from tornado_timing.domain.individual.results import outcome_of
from tornado_timing.domain.individual.runners import AgeBand, Runner, Wave
from tornado_timing.domain.individual.state import IndividualRaces

LINE = Line(id=5, competition_id=1, name="Meta")


def five_k() -> Race:
    """Runner 3 with bib 7 in wave 4, and a line 5 at which Ana takes times."""
    course = race().running()
    races = course.state.individual
    races.put_wave(Wave(id=4, competition_id=1, name="A", started_at_ms=START_MS))
    races.put_runner(Runner(id=3, competition_id=1, bib="7", registered_at_ms=START_MS, wave_id=4))
    races.put_line(LINE)
    races.put_assignments(5, [Assignment(ANA, 5, Mode.TIMES)])
    return course


def races_of(course: Race) -> IndividualRaces:
    return course.state.individual


def test_everything_that_results_follow_from_is_in_the_race() -> None:
    course = five_k().corrected(250)
    races = races_of(course)
    races.add_band(AgeBand(id=1, competition_id=1, name="Damas"))
    races.add_mark(mark("a", 60_000, "7", line_id=5))
    races.add_correction(correction("x", Kind.PENALTY, 3, number=9))
    found = races.race_of(1)
    assert found.day == datetime.datetime.fromtimestamp(START_MS / 1000).date()
    assert (found.started_at_ms, found.start_correction_ms) == (START_MS, 250)
    assert [len(part) for part in (found.bands, found.waves, found.lines)] == [1, 1, 1]
    assert [len(part) for part in (found.runners, found.marks, found.corrections)] == [1, 1, 1]
    assert races.outcome_of(1) == outcome_of(found)
    assert races.outcome_of(1).results[0].official_ms == 60_009


def test_the_outcome_follows_each_change() -> None:
    course = five_k()
    races = races_of(course)
    live = races.live_of(1)
    races.add_mark(mark("a", 60_000, "7", line_id=5))
    assert races.outcome_of(1).results[0].gun_ms == 60_000
    assert races.live_of(1) is live
    races.put_wave(Wave(id=4, competition_id=1, name="A", started_at_ms=START_MS + 10_000))
    assert races.outcome_of(1).results[0].gun_ms == 50_000
    races.put_runner(replace(races.entered(3), wave_id=None))
    course.corrected(1_000)
    assert races.outcome_of(1).results[0].gun_ms == 59_000


def test_a_mark_and_a_correction_count_once_in_any_case_of_letters() -> None:
    races = races_of(five_k())
    for mark_id in ("aB", "Ab"):
        races.add_mark(mark(mark_id, 5, line_id=5))
        races.add_correction(correction(mark_id, Kind.PENALTY, 3, number=1))
    book = races.book_of(1)
    assert [one.id for one in book.marks] == ["aB"]
    assert [one.id for one in book.corrections] == ["aB"]
    assert races.mark("AB") is book.marks[0]
    assert races.correction("ab") is book.corrections[0]
    assert (races.mark("c"), races.correction("c")) == (None, None)


def test_what_belongs_to_a_competition_in_the_bin_is_not_found_until_it_is_back() -> None:
    course = five_k()
    races, competition = races_of(course), course.competition
    course.state.drop_competition(1, START_MS)
    assert (races.runner(3), races.wave(4), races.line(5)) == (None, None, None)
    assert (races.assignments_of(ANA), course.state.competitions_of_judge(ANA)) == ([], [])
    with pytest.raises(KeyError):
        races.race_of(1)
    # A phone may still send what it marked before.
    assert races.competition_of_line(5) == 1
    races.add_mark(mark("a", 5, line_id=5))
    course.state.restore_competition(competition, [])
    assert races.runner(3) is not None
    assert len(races.race_of(1).marks) == 1
    assert course.state.competitions_of_judge(ANA) == [competition]


def test_what_was_deleted_for_good_is_gone_with_its_ids() -> None:
    course = five_k()
    races = races_of(course)
    races.add_mark(mark("a", 5, line_id=5))
    races.add_correction(correction("x", Kind.PENALTY, 3, number=1))
    course.state.drop_competition(1, START_MS)
    course.state.empty_bin()
    assert (races.mark("a"), races.correction("x")) == (None, None)
    assert races.competition_of_line(5) is None
    assert races.book_of(1).entered == {}


def test_a_judge_at_a_line_belongs_to_its_race() -> None:
    course = five_k()
    races = races_of(course)
    assert course.state.judges_of(1) == {ANA}
    assert [one.id for one in course.state.competitions_of_judge(ANA)] == [1]
    races.put_assignments(5, [Assignment(BRUNO, 5, Mode.BIBS)])
    assert course.state.judges_of(1) == {BRUNO}
    assert races.assignments_of(ANA) == []
    assert races.assignments_of(BRUNO) == [Assignment(BRUNO, 5, Mode.BIBS)]


def test_a_judge_with_a_team_and_a_line_has_the_race_once() -> None:
    course = five_k().team(101, judge=ANA)
    assert [one.id for one in course.state.competitions_of_judge(ANA)] == [1]


def test_a_judge_who_is_gone_stands_nowhere() -> None:
    course = five_k()
    course.state.drop_account(ANA)
    view = races_of(course).line(5)
    assert view is not None
    assert view.judges == ()
    assert course.state.judges_of(1) == set()


def test_a_line_that_is_gone_is_found_by_its_late_marks_and_by_nobody_else() -> None:
    course = five_k()
    races = races_of(course)
    races.drop_line(5)
    assert (races.line(5), races.assignments_of(ANA)) == (None, [])
    assert races.competition_of_line(5) == 1
    races.add_mark(mark("a", 5, "7", line_id=5))
    assert len(races.race_of(1).marks) == 1
    assert races.outcome_of(1).results[0].gun_ms is None


def test_purged_marks_may_come_again_under_their_ids() -> None:
    course = five_k()
    races = races_of(course)
    races.add_mark(mark("a", 5, line_id=5))
    races.forget_marks(1)
    races.add_mark(mark("a", 6, line_id=5))
    assert [one.sent for one in races.book_of(1).marks] == [6]
    assert races.forget_marks(99) == []
