"""The newest times of a competition, and how many came in each minute."""

import itertools

from msgspec.structs import replace

from tests.language_of_races import MINUTE_MS, START_MS, Race, race, time
from tornado_timing.domain.arrivals import MAX_MINUTES
from tornado_timing.domain.model import MAX_ELAPSED_MS, Competition
from tornado_timing.domain.state import State


def newest(course: Race, limit: int = 12) -> list[str]:
    return [record.id for record in course.state.latest_records(1, limit)]


def minutes(course: Race) -> list[int]:
    return course.state.records_per_minute(1)


def official_start_later_by(course: Race, correction_ms: int) -> None:
    competition = replace(course.competition, start_correction_ms=correction_ms)
    course.state.put_competition(competition)


def with_times() -> Race:
    course = race().team(1).team(2).running()
    course.sends(1, time(10, "a"), time(MINUTE_MS, "b"))
    course.sends(2, time(3 * MINUTE_MS, "c"))
    course.sends(1, time(20, "d"))
    return course


def test_the_time_stored_last_comes_first_whatever_it_is() -> None:
    course = with_times()
    assert newest(course) == ["d", "c", "b", "a"]
    assert newest(course, 2) == ["d", "c"]
    assert newest(course, 0) == []


def test_minutes_are_counted_up_to_the_last_that_has_a_time() -> None:
    course = race().team(1).running()
    assert minutes(course) == []
    course.sends(1, time(MINUTE_MS - 1), time(MINUTE_MS), time(3 * MINUTE_MS + 1))
    assert minutes(course) == [1, 1, 0, 1]


def test_what_was_asked_for_is_kept_up_by_new_times() -> None:
    course = with_times()
    assert (newest(course, 1), minutes(course)) == (["d"], [2, 1, 0, 1])
    course.sends(2, time(MINUTE_MS + 5, "e"))
    course.sends(2, time(MINUTE_MS + 5, "e"))
    assert (newest(course, 2), minutes(course)) == (["e", "d"], [2, 2, 0, 1])


def test_what_is_returned_is_the_callers() -> None:
    course = with_times()
    minutes(course).append(7)
    course.state.latest_records(1, 1).clear()
    assert (newest(course, 1), minutes(course)) == (["d"], [2, 1, 0, 1])


def test_minutes_count_from_the_official_start() -> None:
    course = with_times()
    assert minutes(course) == [2, 1, 0, 1]
    official_start_later_by(course, -MINUTE_MS)
    assert minutes(course) == [0, 2, 1, 0, 1]
    official_start_later_by(course, 5)
    assert minutes(course) == [3, 0, 1]


def test_no_time_falls_out_of_the_day() -> None:
    course = race().team(1).running()
    course.sends(1, time(MAX_ELAPSED_MS - 1))
    official_start_later_by(course, -5 * MINUTE_MS)
    assert len(minutes(course)) == MAX_MINUTES
    assert minutes(course)[-1] == 1


def test_a_team_that_goes_takes_its_times_with_it() -> None:
    course = with_times()
    assert len(newest(course)) == 4
    course.state.drop_team(1, START_MS)
    assert (newest(course), minutes(course)) == (["c"], [0, 0, 0, 1])


def test_a_team_that_moves_takes_its_times_along() -> None:
    course = with_times()
    state = course.state
    state.put_competition(Competition(id=2, name="10K", scheduled_at_ms=0))
    assert (len(newest(course)), state.records_per_minute(2)) == (4, [])
    state.put_team(replace(state.teams[2], competition_id=2))
    assert newest(course) == ["d", "b", "a"]
    assert state.records_per_minute(2) == [0, 0, 0, 1]


def test_forgotten_times_are_neither_new_nor_counted() -> None:
    course = with_times()
    assert len(newest(course)) == 4
    course.state.forget_records(["a", "b", "d"])
    assert (newest(course), minutes(course)) == (["c"], [0, 0, 0, 1])


def test_a_competition_that_is_gone_has_none() -> None:
    course = with_times()
    assert len(newest(course)) == 4
    course.state.drop_competition(1, START_MS)
    assert (newest(course), minutes(course)) == ([], [])
    assert (State().latest_records(1, 5), State().records_per_minute(1)) == ([], [])


def test_competitions_do_not_mix() -> None:
    course = with_times()
    course.state.put_competition(Competition(id=2, name="10K", scheduled_at_ms=0))
    assert course.state.latest_records(2, 5) == []
    assert course.state.records_per_minute(2) == []


def test_kept_up_is_the_same_as_counted_anew() -> None:
    course = race().team(1).team(2).running()
    moments = itertools.count(1)
    for _ in range(40):
        course.sends(1 + next(moments) % 2, time(next(moments) * 7_001))
        kept_up = (newest(course, 5), minutes(course))
        course.team(3)
        assert kept_up == (newest(course, 5), minutes(course))
    assert sum(minutes(course)) == 40
