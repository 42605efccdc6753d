"""The official start, set right: which corrections there may be, and that results follow."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language_of_races import (
    ANA,
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    START_MS,
    Race,
    race,
    said,
    time,
)
from tornado_timing.domain import errors
from tornado_timing.domain.corrections import correction_to
from tornado_timing.domain.standings import StandingsRow, standings
from tornado_timing.protocol.results import ResultsWriter

NOW_MS = START_MS + HOUR_MS
TOO_EARLY = ["El tiempo es anterior a la salida oficial"]


def corrects(course: Race, correction_ms: int, now_ms: int = NOW_MS) -> int:
    return correction_to(course.state, course.competition, START_MS + correction_ms, now_ms)


def rows(course: Race) -> list[StandingsRow]:
    return standings(course.state, 1)


# ---- which there may be ----


@pytest.mark.parametrize("correction_ms", [0, 1, HOUR_MS, -1, -HOUR_MS, -DAY_MS])
def test_a_start_may_have_been_earlier_or_later(correction_ms: int) -> None:
    assert corrects(race().team(1).running(), correction_ms) == correction_ms


@pytest.mark.parametrize("correction_ms", [HOUR_MS + 1, -DAY_MS - 1, -(10**13)])
def test_a_start_is_neither_in_the_future_nor_more_than_a_day_away(correction_ms: int) -> None:
    with pytest.raises(errors.StartOutOfRange):
        corrects(race().running(), correction_ms)


def test_a_start_is_at_most_a_day_later_than_it_was_pressed() -> None:
    course, much_later_ms = race().running(), START_MS + 3 * DAY_MS
    assert corrects(course, DAY_MS, much_later_ms) == DAY_MS
    with pytest.raises(errors.StartOutOfRange):
        corrects(course, DAY_MS + 1, much_later_ms)


def test_a_start_is_not_after_the_end() -> None:
    course = race().running().stopped()
    assert corrects(course, HOUR_MS, NOW_MS + HOUR_MS) == HOUR_MS
    with pytest.raises(errors.StartOutOfRange):
        corrects(course, HOUR_MS + 1, NOW_MS + HOUR_MS)


def test_before_the_start_there_is_none_to_correct() -> None:
    with pytest.raises(errors.RaceNotStarted):
        corrects(race(), 0)


def test_no_time_may_become_negative_and_it_is_told_how_many_would() -> None:
    course = race().team(1).team(2).running()
    course.sends(1, time(5 * MINUTE_MS), time(6 * MINUTE_MS))
    course.sends(2, time(7 * MINUTE_MS))
    assert corrects(course, 5 * MINUTE_MS) == 5 * MINUTE_MS
    with pytest.raises(errors.TimesBeforeStart) as caught:
        corrects(course, 6 * MINUTE_MS + 1)
    assert caught.value.details == {"count": 2, "first": "0:05:00.000"}
    with pytest.raises(errors.TimesBeforeStart) as caught:
        corrects(course.corrected(-MINUTE_MS), 5 * MINUTE_MS + 1)
    assert caught.value.details == {"count": 1, "first": "0:06:00.000"}


def test_a_deleted_team_can_come_back_without_a_negative_time() -> None:
    course = race().team(1).running()
    course.sends(1, time(MINUTE_MS))
    course.state.drop_team(1, NOW_MS)
    with pytest.raises(errors.TimesBeforeStart):
        corrects(course, MINUTE_MS + 1)


def test_a_time_from_before_the_press_holds_the_official_start_to_before_it() -> None:
    course = race().team(1).running().corrected(-5 * MINUTE_MS)
    course.sends(1, time(START_MS - 3 * MINUTE_MS, "a"), time(START_MS + 4_000, "b"))
    assert course.times(1) == [-3 * MINUTE_MS, 4_000]
    assert corrects(course, -3 * MINUTE_MS) == -3 * MINUTE_MS
    assert corrects(course, -DAY_MS + 4_000) == -DAY_MS + 4_000
    with pytest.raises(errors.StartOutOfRange):
        corrects(course, -DAY_MS + 3_999)
    for correction_ms, count in ((-3 * MINUTE_MS + 1, 1), (0, 1), (4_001, 2)):
        with pytest.raises(errors.TimesBeforeStart) as caught:
            corrects(course, correction_ms)
        assert caught.value.details == {"count": count, "first": "0:02:00.000"}


def test_no_time_may_last_longer_than_a_day() -> None:
    course = race().team(1).running()
    course.sends(1, time(DAY_MS - MINUTE_MS))
    assert corrects(course, -MINUTE_MS) == -MINUTE_MS
    with pytest.raises(errors.StartOutOfRange):
        corrects(course, -MINUTE_MS - 1)


# ---- times that come after one ----


def test_a_time_before_the_official_start_is_refused_and_kept() -> None:
    course = race().team(1).running().corrected(MINUTE_MS)
    sent = [time(MINUTE_MS - 1, "a"), time(MINUTE_MS, "b"), time(START_MS + 5, "c")]
    assert said(course.sends(1, *sent)) == [*TOO_EARLY, "stored", *TOO_EARLY]
    assert [(kept.record_id, kept.reason) for kept in course.kept()] == [
        ("a", "before_start"),
        ("c", "before_start"),
    ]
    course.corrected(0)
    assert said(course.sends(1, *sent)) == ["stored", "again", "stored"]
    assert course.kept() == []


def test_a_time_is_stored_from_the_pressed_start_whatever_the_official_one_is() -> None:
    course = race().team(1).running().corrected(-MINUTE_MS)
    course.sends(1, time(5), time(START_MS + 7_000), offset_ms=0)
    assert course.times(1) == [5, 7_000]


def test_a_time_over_a_day_from_the_official_start_is_out_of_range() -> None:
    course = race().team(1).running().corrected(-MINUTE_MS)
    assert said(course.sends(1, time(DAY_MS - MINUTE_MS + 1))) == ["El tiempo está fuera de rango"]


@pytest.mark.parametrize("record_id", ["a", None])
def test_what_was_stored_before_a_correction_is_a_duplicate_after_it(record_id: str | None) -> None:
    course = race().team(1).running()
    course.sends(1, time(MINUTE_MS, record_id))
    course.corrected(MINUTE_MS)
    again = said(course.sends(1, time(MINUTE_MS, record_id)))
    assert again == (["again"] if record_id else ["Ya existe un registro con este tiempo"])
    assert course.times(1) == [MINUTE_MS]


# ---- results ----


def test_total_average_and_best_count_from_the_official_start() -> None:
    course = race().team(1).team(2).running()
    course.sends(1, time(100), time(200), time(301))
    course.corrected(40)
    row, waiting = rows(course)
    assert (row.total_ms, row.average_ms, row.best_ms) == (481, 160, 60)
    assert (waiting.total_ms, waiting.average_ms, waiting.best_ms) == (0, None, None)
    course.corrected(-1000)
    assert (rows(course)[0].total_ms, rows(course)[0].best_ms) == (3601, 1100)


def test_results_of_times_from_before_the_press_count_from_the_official_start() -> None:
    course = race().team(1).running().corrected(-10_000)
    course.sends(1, time(START_MS - 10_000, "a"), time(START_MS - 3_000, "b"), time(1_000, "c"))
    (row,) = rows(course)
    assert (row.total_ms, row.best_ms) == (0 + 7_000 + 11_000, 0)
    assert course.state.records_per_minute(1) == [3]


def results(course: Race, writer: ResultsWriter) -> Any:
    encoded = writer.encode(course.state, course.competition, rows(course), START_MS)
    return msgspec.json.decode(encoded)


READINGS = st.integers(START_MS - 20_000, START_MS + 20_000)
STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 20_000) | READINGS)
    | st.tuples(st.just("correct"), st.integers(-20_000, 20_000)),
    max_size=30,
)


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_results_are_those_of_a_race_that_was_started_rightly(
    steps: list[tuple[Any, int]],
) -> None:
    """Whatever was corrected when: as if the last official start had been pressed at once."""
    course, writer = race().team(0).team(1).team(2).running(), ResultsWriter()
    for number, (team, value) in enumerate(steps):
        if team == "correct":
            try:
                course.corrected(corrects(course, value))
            except errors.TimesBeforeStart:
                assert any(one < value for team in range(3) for one in course.times(team))
        else:
            course.sends(team, time(value, f"id-{number}"))
        results(course, writer)
    correction_ms = course.competition.start_correction_ms

    right = race().team(0).team(1).team(2).running()
    for team in range(3):
        for record in course.state.times_of(team).records:
            decision = right.sends(team, time(record.elapsed_ms - correction_ms, record.id))
            assert said(decision) == ["stored"]
    shown, expected = results(course, writer), results(right, ResultsWriter())
    assert shown["clasificacion"] == expected["clasificacion"]
    assert shown["total_registros"] == expected["total_registros"]
    assert {kept.reason for kept in course.kept(ANA)} <= {"before_start", "negative_time"}
    times = [one["tiempo"] for row in shown["clasificacion"] for one in row["registros"]]
    assert all(0 <= time_ms <= DAY_MS for time_ms in times)
