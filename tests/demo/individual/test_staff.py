import datetime
from collections import Counter

import pytest

from tornado_timing.demo.individual.course import Course, make_course
from tornado_timing.demo.individual.mistakes import Kind, Mistake
from tornado_timing.demo.individual.staff import (
    JUDGES,
    NOTES_STARTS,
    TIMERS,
    WRITERS,
    Judge,
    JudgePlan,
    Place,
    PlannedMark,
    RacePlan,
    plan_race,
)

DAY = datetime.date(2026, 11, 21)
# Seed 3 has every kind of mistake at once.
SEED = 3


@pytest.fixture(scope="module")
def course() -> Course:
    return make_course(SEED, 500, DAY)


@pytest.fixture(scope="module")
def plan(course: Course) -> RacePlan:
    return plan_race(course, SEED)


def plan_of(plan: RacePlan, judge: Judge) -> JudgePlan:
    return next(one for one in plan.judges if one.judge is judge)


def at_finish(plan: RacePlan, judge: Judge) -> list[PlannedMark]:
    return [mark for mark in plan_of(plan, judge).marks if mark.place is Place.FINISH]


def mistakes_of(plan: RacePlan, judge: Judge, kind: Kind) -> list[Mistake]:
    return [one for one in plan.mistakes if one.username == judge.username and one.kind is kind]


def test_the_same_seed_gives_the_same_marks_with_the_same_ids(
    course: Course, plan: RacePlan
) -> None:
    assert plan_race(course, SEED) == plan
    assert plan_race(course, SEED + 1).judges != plan.judges


def test_no_two_marks_have_one_id(plan: RacePlan) -> None:
    ids = [mark.id for one in plan.judges for mark in one.marks]
    assert len(set(ids)) == len(ids) == plan.mark_count


def test_people_make_each_mistake_at_a_realistic_rate(plan: RacePlan) -> None:
    made = Counter(one.kind for one in plan.mistakes)
    assert set(made) == set(Kind)
    assert 20 < made.total() < 90


@pytest.mark.parametrize("judge", TIMERS)
def test_a_timer_taps_once_for_each_but_for_the_mistakes(
    course: Course, plan: RacePlan, judge: Judge
) -> None:
    meant = Counter(mark.meant_for for mark in at_finish(plan, judge))
    missed = {bib for one in mistakes_of(plan, judge, Kind.MISSED_TIME) for bib in one.bibs}
    expected = Counter(one.worn_bib for one in course.finishers if one.worn_bib not in missed)
    doubled = mistakes_of(plan, judge, Kind.DOUBLE_TAP)
    assert meant - Counter({None: len(doubled)}) == expected
    assert all(mark.bib is None and mark.noted_ms is None for mark in at_finish(plan, judge))


@pytest.mark.parametrize("judge", TIMERS)
def test_the_times_of_a_timer_are_near_the_truth(
    course: Course, plan: RacePlan, judge: Judge
) -> None:
    true_ms = {one.worn_bib: one.finishes_at_ms for one in course.finishers}
    late_ms = [
        (mark.at_ms or 0) - (true_ms[mark.meant_for] or 0)
        for mark in at_finish(plan, judge)
        if mark.meant_for is not None
    ]
    near = sum(abs(one) <= 500 for one in late_ms)
    assert near / len(late_ms) > 0.95
    assert sum(late_ms) / len(late_ms) == pytest.approx(judge.late_ms, abs=60)


@pytest.mark.parametrize("judge", WRITERS)
def test_a_writer_writes_each_bib_but_for_the_mistakes(
    course: Course, plan: RacePlan, judge: Judge
) -> None:
    marks = at_finish(plan, judge)
    missed = {bib for one in mistakes_of(plan, judge, Kind.MISSED_BIB) for bib in one.bibs}
    expected = [one.worn_bib for one in course.finishers if one.worn_bib not in missed]
    assert [mark.meant_for for mark in marks] == expected
    wrong = {mark.id for mark in marks if mark.bib != mark.meant_for}
    told = {
        mark_id
        for kind in (Kind.WRONG_DIGIT, Kind.UNKNOWN_BIB, Kind.SWAPPED)
        for one in mistakes_of(plan, judge, kind)
        for mark_id in one.mark_ids
    }
    assert wrong == told


@pytest.mark.parametrize("judge", WRITERS)
def test_bibs_are_written_after_the_runner_has_crossed_and_have_no_time(
    course: Course, plan: RacePlan, judge: Judge
) -> None:
    true_ms = {one.worn_bib: one.finishes_at_ms or 0 for one in course.finishers}
    last_ms = 0
    for mark in at_finish(plan, judge):
        assert mark.at_ms is None
        assert mark.noted_ms is not None
        assert mark.noted_ms >= true_ms[mark.meant_for or ""] + 1_000
        assert mark.noted_ms > last_ms
        last_ms = mark.noted_ms


def test_swapped_bibs_are_those_of_two_in_a_row(plan: RacePlan) -> None:
    for judge in WRITERS:
        marks = {mark.id: mark for mark in at_finish(plan, judge)}
        for mistake in mistakes_of(plan, judge, Kind.SWAPPED):
            first, second = (marks[mark_id] for mark_id in mistake.mark_ids)
            assert (first.bib, second.bib) == (second.meant_for, first.meant_for)


def test_one_judge_notes_some_starts_with_time_and_bib(course: Course, plan: RacePlan) -> None:
    crossed_ms = {one.worn_bib: one.crosses_start_at_ms or 0 for one in course.starters}
    starts = [mark for mark in plan_of(plan, NOTES_STARTS).marks if mark.place is Place.START]
    assert 20 < len(starts) < len(crossed_ms) / 2
    assert all(abs((one.at_ms or 0) - crossed_ms[one.bib or ""]) < 500 for one in starts)


def test_marks_are_due_in_the_order_of_their_making(plan: RacePlan) -> None:
    for one in plan.judges:
        due = [mark.due_ms for mark in one.marks]
        assert due == sorted(due)


def test_every_phone_loses_the_wifi_while_runners_come_in(course: Course, plan: RacePlan) -> None:
    last_ms = course.finishers[-1].finishes_at_ms or 0
    for one in plan.judges:
        (begin_ms, end_ms), (later_ms, last_end_ms) = one.outages
        assert 900_000 <= begin_ms < end_ms < later_ms < last_end_ms < last_ms
        assert 1 in one.repeats
    assert {one.judge for one in plan.judges} == set(JUDGES)
