"""Nothing is lost: which refused times are kept, and that whoever sent them is told so."""

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
from tornado_timing.domain.keeping import MAX_REFUSED_PER_JUDGE
from tornado_timing.domain.rules import Decision
from tornado_timing.domain.submissions import Entry


@pytest.fixture
def course() -> Race:
    return race().team(101).team(102).team(201, judge=BRUNO).running()


def told_kept(decision: Decision) -> list[bool]:
    """Whether the sender is told that it is kept: for the whole message, or for each error."""
    if decision.error is not None:
        return [decision.error.is_kept]
    return [
        outcome.is_kept for outcome in decision.outcomes if isinstance(outcome, errors.RecordError)
    ]


# ---- what is kept ----


def test_a_refused_message_is_kept_with_the_reason(course: Race) -> None:
    course.sends(201, time(5, "a", stamp="08:00"), offset_ms=70)
    (refused,) = course.kept()
    assert (refused.team_id, refused.record_id, refused.sent) == (201, "a", 5)
    assert (refused.reason, refused.judge_id) == ("team_not_allowed", ANA)
    assert (refused.clock_offset_ms, refused.phone_timestamp) == (70, "08:00")


def test_times_of_a_deleted_team_are_kept(course: Race) -> None:
    course.state.drop_team(101, START_MS)
    course.sends(101, time(5, "a"))
    assert [(kept.sent, kept.reason) for kept in course.kept()] == [(5, "team_not_found")]


def test_times_of_a_team_that_never_was_are_not_kept(course: Race) -> None:
    course.sends(999, time(5, "a"))
    course.sends(0, time(5, "a"))
    course.sends(-1, time(5, "a"))
    # SQLite's integers have 64 bits: keeping it would fail the commit, and all with it.
    course.sends(10**30, time(5, "a"))
    assert course.kept() == []


def test_times_of_a_race_that_does_not_run_are_kept() -> None:
    course = race().team(101)
    course.sends(101, time(5, "a"), time(START_MS + 9))
    assert [(kept.sent, kept.reason) for kept in course.kept()] == [
        (5, "race_not_running"),
        (START_MS + 9, "race_not_running"),
    ]


def test_the_record_over_the_limit_is_kept() -> None:
    course = race(limit=1).team(101).running()
    course.sends(101, time(1, "a"), time(2, "b"))
    assert [(kept.sent, kept.reason) for kept in course.kept()] == [(2, "team_complete")]


def test_an_id_with_other_data_is_kept(course: Race) -> None:
    course.sends(101, time(1, "a"))
    course.sends(101, time(2, "a"))
    assert [(kept.sent, kept.reason) for kept in course.kept()] == [(2, "record_id_taken")]


def test_what_is_refused_twice_is_kept_once(course: Race) -> None:
    for name in ("a", "A"):
        course.sends(201, time(5, name), time(6), time(6))
    assert [kept.sent for kept in course.kept()] == [5, 6]


@pytest.mark.parametrize("sent", [-1, DAY_MS + 1, 10**12 - 1, 2**53, 10**30])
def test_what_could_never_be_accepted_is_not_kept(course: Race, sent: int) -> None:
    course.sends(201, time(sent, "a"), Entry(error=errors.MissingTime()))
    assert course.kept() == []


def test_the_list_of_a_judge_is_bounded_and_leaves_the_others_theirs(course: Race) -> None:
    for start in range(0, MAX_REFUSED_PER_JUDGE + 30, 15):
        course.sends(201, *(time(number) for number in range(start, start + 15)))
    course.sends(101, time(5, "b"), judge=BRUNO)
    assert len(course.kept(ANA)) == MAX_REFUSED_PER_JUDGE
    assert [kept.sent for kept in course.kept(ANA)][:2] == [0, 1]
    assert len(course.kept(BRUNO)) == 1


def test_a_kept_time_that_comes_in_by_the_regular_way_leaves_the_list() -> None:
    course = race().team(101)
    course.sends(101, time(5, "a"), time(6), time(7, "c"))
    course.running()
    decision = course.sends(101, time(5, "A"), time(6))
    assert said(decision) == ["stored", "stored"]
    assert len(decision.arrived) == 2
    assert [kept.sent for kept in course.kept()] == [7]


def test_a_kept_reading_has_its_own_offset_and_how_sure_that_is() -> None:
    course = race().team(101)
    own = time(START_MS + 9, "a", offset_ms=-3, uncertainty_ms=12)
    course.sends(101, own, time(START_MS + 9, "b"), offset_ms=70)
    assert [(kept.clock_offset_ms, kept.uncertainty_ms) for kept in course.kept()] == [
        (-3, 12),
        (70, None),
    ]


@pytest.mark.parametrize(
    ("sent", "correction_ms", "reason"),
    [
        (START_MS - 1, 0, "negative_time"),
        (START_MS + 9, 10, "before_start"),
        (START_MS + DAY_MS + 1, 0, "time_out_of_range"),
        (START_MS + DAY_MS, -1, "time_out_of_range"),
        (10**12, 0, "negative_time"),
        (2**53 - 1, 0, "time_out_of_range"),
    ],
)
def test_a_clock_reading_that_is_out_of_range_is_kept(
    course: Race, sent: int, correction_ms: int, reason: str
) -> None:
    """Once the official start is right, or the organizer says so, it may count."""
    decision = course.corrected(correction_ms).sends(101, time(sent, "a"))
    assert [(kept.sent, kept.reason) for kept in course.kept()] == [(sent, reason)]
    assert told_kept(decision) == [True]


def test_an_elapsed_time_that_is_out_of_range_is_not_kept(course: Race) -> None:
    course.corrected(-HOUR_MS)
    decision = course.sends(101, time(DAY_MS + 1, "a"), time(DAY_MS - 5, "b"), time(-1, "c"))
    assert said(decision) == [
        "El tiempo está fuera de rango",
        "El tiempo está fuera de rango",
        "El tiempo no puede ser negativo",
    ]
    assert course.kept() == []
    assert told_kept(decision) == [False, False, False]


# ---- what the sender is told ----


def test_who_sent_a_time_that_is_kept_is_told_so_each_time() -> None:
    course = race().team(101)
    for name in ("a", "A", "a"):
        assert told_kept(course.sends(101, time(5, name), time(6))) == [True]
    assert len(course.kept()) == 2


def test_a_message_is_kept_only_if_every_time_of_it_is() -> None:
    course = race().team(101)
    broken = Entry(error=errors.MissingTime())
    assert told_kept(course.sends(101, time(5, "a"), broken)) == [False]
    assert told_kept(course.sends(101, time(-1, "b"), time(6, "c"))) == [False]
    assert told_kept(course.sends(101, time(DAY_MS + 1, "d"))) == [False]
    # Those that can be are kept all the same, also behind one that cannot.
    assert [kept.sent for kept in course.kept()] == [5, 6]
    assert told_kept(course.sends(999, time(7, "e"))) == [False]


def test_a_message_of_which_a_part_is_stored_and_the_rest_kept_is_kept(course: Race) -> None:
    course.sends(101, time(1, "a"), time(2))
    course.stopped()
    decision = course.sends(101, time(1, "a"), time(2), time(3, "c"))
    assert told_kept(decision) == [True]
    assert [kept.sent for kept in course.kept()] == [3]


def test_each_record_of_a_batch_is_told_for_itself() -> None:
    course = race(limit=2).team(101).running()
    course.sends(101, time(1, "a"))
    decision = course.sends(
        101,
        time(2, "a"),
        time(3, "b"),
        time(4, "c"),
        time(-1, "d"),
        time(1),
        Entry(error=errors.TimeNotInteger()),
    )
    codes = [outcome.code for outcome in decision.outcomes if isinstance(outcome, Exception)]
    assert list(zip(codes, told_kept(decision), strict=True)) == [
        ("record_id_taken", True),
        ("team_complete", True),
        ("negative_time", False),
        ("duplicate_time", False),
        ("time_not_integer", False),
    ]


def test_what_the_list_has_no_room_for_is_not_kept_and_its_sender_is_told(course: Race) -> None:
    for start in range(0, MAX_REFUSED_PER_JUDGE, 10):
        course.sends(201, *(time(number) for number in range(start, start + 10)))
    new, known = time(10_000, "new"), time(0)
    assert told_kept(course.sends(201, new)) == [False]
    assert told_kept(course.sends(201, known)) == [True]
    assert told_kept(course.sends(201, new, known)) == [False]
    assert len(course.kept()) == MAX_REFUSED_PER_JUDGE


def test_two_times_for_one_last_place_of_the_list(course: Race) -> None:
    for start in range(0, MAX_REFUSED_PER_JUDGE - 5, 5):
        course.sends(201, *(time(number) for number in range(start, start + 5)))
    last = [time(10_000 + number) for number in range(5)]
    assert told_kept(course.sends(201, *last, last[0])) == [True]
    assert told_kept(course.sends(201, *last, time(20_000))) == [False]
    assert len(course.kept()) == MAX_REFUSED_PER_JUDGE


def test_where_there_is_nobody_to_keep_it_for_nobody_is_told_so(course: Race) -> None:
    course.sends(101, time(1, "a"))
    for decision in (course.decides(201, time(5)), course.decides(101, time(2, "a"), time(3))):
        assert told_kept(decision) == [True]
        decision.keep_nothing()
        assert (decision.refused, told_kept(decision)) == ([], [False])


# ---- a start that was pressed late ----


def test_what_came_before_a_late_press_counts_once_the_start_is_right() -> None:
    course = race().team(101)
    early = time(START_MS - 90_000, "a")
    assert told_kept(course.sends(101, early)) == [True]
    course.running()
    assert said(course.sends(101, early)) == ["El tiempo no puede ser negativo"]
    course.corrected(-2 * MINUTE_MS)
    decision = course.sends(101, early)
    assert said(decision) == ["stored"]
    assert course.times(101) == [-90_000]
    assert course.kept() == []
