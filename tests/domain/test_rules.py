"""The rules of a time record, in the order of the protocol's list."""

import pytest

from tests.language_of_races import (
    ANA,
    BRUNO,
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
from tornado_timing.domain.model import FIRST_CLOCK_READING_MS
from tornado_timing.domain.submissions import Entry


@pytest.fixture
def course() -> Race:
    return race().team(101).team(102).team(201, judge=BRUNO).running()


# ---- 2. sent twice, stored once ----


def test_a_new_time_is_stored_for_its_team_and_judge(course: Race) -> None:
    decision = course.sends(101, time(15 * MINUTE_MS, "a", stamp="2025-11-12T08:15:00Z"))
    (record,) = decision.accepted
    assert decision.outcomes == [record]
    assert (record.id, record.team_id, record.judge_id) == ("a", 101, ANA)
    assert (record.elapsed_ms, record.sent, record.clock_offset_ms) == (900_000, 900_000, None)
    assert record.received_at_ms == START_MS + HOUR_MS
    assert record.phone_timestamp == "2025-11-12T08:15:00Z"


def test_deciding_changes_nothing(course: Race) -> None:
    course.sends(101, time(1, "a"))
    version = course.state.version
    course.decides(101, time(2, "b"), time(1, "a"), time(3), time(-1))
    course.decides(999, time(2, "b"))
    assert course.state.version == version
    assert course.times(101) == [1]
    assert course.kept() == []


def test_the_same_record_again_is_a_duplicate_and_a_success(course: Race) -> None:
    course.sends(101, time(1000, "a"))
    assert said(course.sends(101, time(1000, "a"))) == ["again"]
    assert course.times(101) == [1000]


def test_an_id_is_the_same_in_capitals(course: Race) -> None:
    course.sends(101, time(1000, "0b3c9f6e-AAAA"))
    assert said(course.sends(101, time(1000, "0B3C9F6E-aaaa"))) == ["again"]
    assert course.times(101) == [1000]


@pytest.mark.parametrize(
    ("team", "sent", "judge"), [(101, 2000, ANA), (102, 1000, ANA), (201, 1000, BRUNO)]
)
def test_an_id_that_exists_with_other_data_fails_and_overwrites_nothing(
    course: Race, team: int, sent: int, judge: int
) -> None:
    course.sends(101, time(1000, "a"))
    decision = course.sends(team, time(sent, "a"), judge=judge)
    assert said(decision) == ["El id_registro ya existe con otros datos"]
    assert course.times(101) == [1000]
    assert course.times(team) == ([1000] if team == 101 else [])


def test_two_ids_may_have_the_same_time_because_runners_can_tie(course: Race) -> None:
    assert said(course.sends(101, time(1000, "a"), time(1000, "b"))) == ["stored", "stored"]


def test_without_an_id_the_same_time_fails_and_names_the_stored_record(course: Race) -> None:
    course.sends(101, time(1000, "a"))
    decision = course.sends(101, time(1000))
    assert said(decision) == ["Ya existe un registro con este tiempo"]
    (error,) = decision.outcomes
    assert isinstance(error, errors.DuplicateTime)
    assert error.details == {"record_id": "a"}


def test_without_an_id_the_same_time_of_another_team_is_no_duplicate(course: Race) -> None:
    assert said(course.sends(101, time(1000))) == ["stored"]
    assert said(course.sends(102, time(1000))) == ["stored"]


def test_with_an_id_a_time_that_came_without_one_is_a_tie(course: Race) -> None:
    course.sends(101, time(1000))
    assert said(course.sends(101, time(1000, "a"))) == ["stored"]


def test_a_record_without_an_id_gets_one(course: Race) -> None:
    (first, second) = course.sends(101, time(1), time(2)).accepted
    assert first.id == "made-1"
    assert second.id == "made-2"


def test_twins_inside_one_message_are_stored_once(course: Race) -> None:
    decision = course.sends(101, time(1, "a"), time(1, "A"), time(2), time(2), time(3, "a"))
    assert said(decision) == [
        "stored",
        "again",
        "stored",
        "Ya existe un registro con este tiempo",
        "El id_registro ya existe con otros datos",
    ]
    assert course.times(101) == [1, 2]


def test_twins_inside_one_message_by_elapsed_and_by_clock_are_stored_once(course: Race) -> None:
    decision = course.sends(101, time(MINUTE_MS), time(START_MS + MINUTE_MS))
    assert said(decision) == ["stored", "Ya existe un registro con este tiempo"]


def test_a_lost_answer_is_a_success_also_after_the_race_was_stopped(course: Race) -> None:
    course.sends(101, time(1, "a"), time(2, "b"))
    course.stopped()
    assert said(course.sends(101, time(1, "a"), time(2, "b"))) == ["again", "again"]
    assert course.kept() == []


def test_a_lost_answer_is_a_success_also_after_the_team_went_to_another_judge(
    course: Race,
) -> None:
    course.sends(101, time(1, "a"))
    course.team(101, judge=BRUNO)
    assert said(course.sends(101, time(1, "a"))) == ["again"]


def test_a_lost_answer_is_a_success_also_after_the_team_was_deleted(course: Race) -> None:
    course.sends(101, time(1, "a"))
    course.state.drop_team(101, START_MS)
    assert said(course.sends(101, time(1, "a"))) == ["again"]


def test_another_judge_learns_nothing_of_records_that_are_not_its_own(course: Race) -> None:
    course.sends(101, time(1, "a"))
    assert said(course.sends(101, time(1, "a"), judge=BRUNO)) == [
        "El juez no tiene permiso para este equipo"
    ]


def test_what_is_stored_already_is_not_kept_as_refused(course: Race) -> None:
    """The organizer who accepted it would count it twice."""
    course.sends(101, time(1), time(2, "b"))
    course.stopped()
    assert said(course.sends(101, time(1))) == ["La competencia no está en curso"]
    course.sends(101, time(2, "b"), time(3, "c"))
    assert [refused.sent for refused in course.kept()] == [3]


# ---- 3. one bad record does not spoil a batch ----


def test_one_bad_record_does_not_spoil_the_others(course: Race) -> None:
    broken = Entry(error=errors.MissingTime())
    decision = course.sends(101, time(1, "a"), broken, time(-1, "b"), time(2, "c"))
    assert said(decision) == [
        "stored",
        "Falta el campo tiempo",
        "El tiempo no puede ser negativo",
        "stored",
    ]
    assert course.times(101) == [1, 2]


@pytest.mark.parametrize(
    ("team", "sentence"),
    [
        (999, "El equipo con ID 999 no existe"),
        (201, "El juez no tiene permiso para este equipo"),
    ],
)
def test_what_concerns_the_whole_message_stores_nothing_of_it(
    course: Race, team: int, sentence: str
) -> None:
    decision = course.sends(team, time(1, "a"), time(2, "b"))
    assert said(decision) == [sentence]
    assert decision.outcomes == []
    assert course.state.record_count() == 0


def test_before_the_start_and_after_the_stop_nothing_is_stored() -> None:
    course = race().team(101)
    assert said(course.sends(101, time(1, "a"))) == ["La competencia no está en curso"]
    course.running().stopped()
    assert said(course.sends(101, time(2, "b"))) == ["La competencia no está en curso"]
    assert course.times(101) == []


# ---- 4. elapsed, or the phone's clock ----


def test_a_clock_reading_becomes_elapsed_by_the_start(course: Race) -> None:
    (record,) = course.sends(101, time(START_MS + 90_000, "a")).accepted
    assert record.elapsed_ms == 90_000
    assert record.sent == START_MS + 90_000


@pytest.mark.parametrize("offset_ms", [3 * HOUR_MS, -7000, 0])
def test_a_clock_reading_is_set_right_by_the_phones_offset(course: Race, offset_ms: int) -> None:
    sent = START_MS + 90_000 + offset_ms
    (record,) = course.sends(101, time(sent, "a"), offset_ms=offset_ms).accepted
    assert record.elapsed_ms == 90_000
    assert record.clock_offset_ms == offset_ms


def test_an_elapsed_time_is_not_touched_by_the_phones_offset(course: Race) -> None:
    (record,) = course.sends(101, time(90_000, "a"), offset_ms=HOUR_MS).accepted
    assert record.elapsed_ms == 90_000
    assert record.clock_offset_ms is None


def test_a_clock_reading_sent_again_is_the_same_also_when_the_offset_has_changed(
    course: Race,
) -> None:
    reading = START_MS + 90_000
    course.sends(101, time(reading, "a"), time(reading + 1))
    again = course.sends(101, time(reading, "a"), time(reading + 1), offset_ms=50)
    assert said(again) == ["again", "Ya existe un registro con este tiempo"]
    assert course.times(101) == [90_000, 90_001]


def test_a_readings_own_offset_counts_instead_of_what_the_pings_showed(course: Race) -> None:
    own = time(START_MS + 90_000 - 7_000, "a", offset_ms=-7_000, uncertainty_ms=40)
    none = time(START_MS + 91_000 + HOUR_MS, "b")
    zero = time(START_MS + 92_000, "c", offset_ms=0, uncertainty_ms=0)
    records = course.sends(101, own, none, zero, offset_ms=HOUR_MS).accepted
    assert [(record.elapsed_ms, record.clock_offset_ms) for record in records] == [
        (90_000, -7_000),
        (91_000, HOUR_MS),
        (92_000, 0),
    ]
    assert [record.uncertainty_ms for record in records] == [40, None, 0]


def test_an_elapsed_time_keeps_its_uncertainty_and_no_offset(course: Race) -> None:
    entry = time(90_000, "a", offset_ms=HOUR_MS, uncertainty_ms=80)
    (record,) = course.sends(101, entry, offset_ms=5).accepted
    assert (record.elapsed_ms, record.clock_offset_ms, record.uncertainty_ms) == (90_000, None, 80)


def test_a_reading_sent_again_is_the_same_whatever_its_own_offset_is_now(course: Race) -> None:
    reading = START_MS + 90_000
    course.sends(101, time(reading, "a", offset_ms=10, uncertainty_ms=500))
    assert said(course.sends(101, time(reading, "a", offset_ms=7_000, uncertainty_ms=3))) == [
        "again"
    ]
    assert said(course.sends(101, time(reading, "A"), offset_ms=-HOUR_MS)) == ["again"]
    assert said(course.stopped().sends(101, time(reading, "a", offset_ms=99))) == ["again"]
    (record,) = course.state.times_of(101).records
    assert (record.elapsed_ms, record.clock_offset_ms, record.uncertainty_ms) == (89_990, 10, 500)


@pytest.mark.parametrize("offset_ms", [2**53 - 1, -(2**53) + 1])
def test_a_clock_that_is_impossibly_wrong_is_out_of_range(course: Race, offset_ms: int) -> None:
    sentence = (
        "El tiempo no puede ser negativo" if offset_ms > 0 else "El tiempo está fuera de rango"
    )
    assert said(course.sends(101, time(START_MS, "a", offset_ms=offset_ms))) == [sentence]


def test_the_first_clock_reading_is_ten_to_the_twelfth(course: Race) -> None:
    assert FIRST_CLOCK_READING_MS == 10**12
    # Read as a clock, 2001 is before the start; read as elapsed, it is too long.
    assert said(course.sends(101, time(10**12))) == ["El tiempo no puede ser negativo"]
    assert said(course.sends(101, time(10**12 - 1))) == ["El tiempo está fuera de rango"]


def test_a_clock_reading_before_the_start_is_negative(course: Race) -> None:
    assert said(course.sends(101, time(START_MS - 1))) == ["El tiempo no puede ser negativo"]


def test_a_reading_before_the_pressed_start_counts_from_the_official_one(course: Race) -> None:
    course.corrected(-10 * MINUTE_MS)
    reading = time(START_MS - 10 * MINUTE_MS, "a"), time(START_MS - 1, "b")
    assert said(course.sends(101, *reading)) == ["stored", "stored"]
    assert course.times(101) == [-10 * MINUTE_MS, -1]
    assert said(course.sends(101, *reading)) == ["again", "again"]
    too_early = time(START_MS - 10 * MINUTE_MS - 1, "c")
    assert said(course.sends(101, too_early)) == ["El tiempo no puede ser negativo"]


def test_a_reading_before_the_pressed_start_without_an_id_is_stored_once(course: Race) -> None:
    course.corrected(-MINUTE_MS)
    assert said(course.sends(101, time(START_MS - 5))) == ["stored"]
    again = course.sends(101, time(START_MS - 5), time(START_MS - 5 + 70, offset_ms=70))
    assert said(again) == ["Ya existe un registro con este tiempo"] * 2


def test_an_elapsed_time_is_never_negative_whatever_the_official_start_is(course: Race) -> None:
    course.corrected(-MINUTE_MS)
    course.sends(101, time(START_MS - 5, "a"))
    # Also not as the elapsed time that a reading has become.
    assert (
        said(course.sends(101, time(-5, "a"), time(-5, "b"), time(-5)))
        == ["El tiempo no puede ser negativo"] * 3
    )
    assert course.kept() == []


def test_a_reading_is_at_most_a_day_after_both_starts(course: Race) -> None:
    course.corrected(-HOUR_MS)
    assert said(
        course.sends(
            101,
            time(START_MS + DAY_MS - HOUR_MS, "a"),
            time(START_MS + DAY_MS - HOUR_MS + 1, "b"),
        )
    ) == ["stored", "El tiempo está fuera de rango"]
    course.corrected(HOUR_MS)
    late = course.sends(101, time(START_MS + DAY_MS, "c"), time(START_MS + DAY_MS + 1, "d"))
    assert said(late) == ["stored", "El tiempo está fuera de rango"]


# ---- 6. the range ----


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (0, "stored"),
        (DAY_MS, "stored"),
        (-1, "El tiempo no puede ser negativo"),
        (DAY_MS + 1, "El tiempo está fuera de rango"),
        (START_MS + DAY_MS, "stored"),
        (START_MS + DAY_MS + 1, "El tiempo está fuera de rango"),
        (10**30, "El tiempo está fuera de rango"),
        (-(10**30), "El tiempo no puede ser negativo"),
    ],
)
def test_a_time_is_between_nothing_and_a_day(course: Race, sent: int, sentence: str) -> None:
    assert said(course.sends(101, time(sent, "a"))) == [sentence]


# ---- 7. the limit of a team ----


def test_the_record_over_the_limit_fails() -> None:
    course = race(limit=15).team(101).running()
    course.sends(101, *(time(number, f"id-{number}") for number in range(14)))
    decision = course.sends(101, time(100, "x"), time(101, "y"))
    assert said(decision) == ["stored", "El equipo ya completó sus 15 registros"]
    assert len(course.times(101)) == 15


def test_a_duplicate_is_a_success_also_for_a_team_that_is_complete() -> None:
    course = race(limit=1).team(101).running()
    course.sends(101, time(1, "a"))
    assert said(course.sends(101, time(1, "a"), time(1))) == [
        "again",
        "Ya existe un registro con este tiempo",
    ]


def test_the_limit_is_for_each_team() -> None:
    course = race(limit=1).team(101).team(102).running()
    assert said(course.sends(101, time(1))) == ["stored"]
    assert said(course.sends(102, time(1))) == ["stored"]


def test_without_a_limit_a_team_may_have_any_number_of_times(course: Race) -> None:
    for start in range(0, 150, 15):
        course.sends(101, *(time(number) for number in range(start, start + 15)))
    assert len(course.times(101)) == 150
