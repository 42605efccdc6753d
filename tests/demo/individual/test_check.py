import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tornado_timing.demo.individual.check import (
    Made,
    Pointed,
    Verdict,
    check_mistakes,
    count_times,
    find_problems,
    judge_times,
)
from tornado_timing.demo.individual.course import Course, Fate, Runner
from tornado_timing.demo.individual.messages import SentMark
from tornado_timing.demo.individual.mistakes import Kind, Mistake
from tornado_timing.demo.individual.people import Person
from tornado_timing.demo.individual.staff import (
    TIMERS,
    WRITERS,
    Judge,
    JudgePlan,
    Place,
    PlannedMark,
    RacePlan,
)
from tornado_timing.demo.tally import Tally

PERSON = Person("Ana", "Pérez", "F", datetime.date(1990, 1, 1), "", "", is_hidden=False)
Judged = Mapping[str, tuple[Verdict, int]]
IDS = {"1": 11, "2": 12, "3": 13}


def runner(bib: str, finishes_at_ms: int | None) -> Runner:
    return Runner(bib, bib, PERSON, 0, Fate.FINISHES, finishes_at_ms=finishes_at_ms)


COURSE = Course((runner("1", 900_000), runner("2", 960_000), runner("3", None)))


def row(runner_id: int, gun_ms: int | None) -> dict[str, Any]:
    runner = {"id": runner_id}
    return {"corredor": runner, "tiempo_pistola": gun_ms, "tiempo_oficial": gun_ms}


def planned(mark_id: str, meant_for: str | None) -> PlannedMark:
    return PlannedMark(mark_id, Place.FINISH, 0, meant_for=meant_for)


def plan_of(*mistakes: Mistake, marks: dict[Judge, list[PlannedMark]]) -> RacePlan:
    judges = (JudgePlan(judge, tuple(of), (), frozenset()) for judge, of in marks.items())
    return RacePlan(COURSE, tuple(judges), mistakes)


RIGHT = dict.fromkeys(IDS, (Verdict.RIGHT, 0))
WITHOUT = {**RIGHT, "1": (Verdict.WITHOUT, 0)}


def made(
    plan: RacePlan, *marks: str, kind: Kind, judged: Judged = RIGHT, moments_ms: Sequence[int] = ()
) -> Made:
    pointed = Pointed(marks, moments_ms)
    return next(one for one in check_mistakes(plan, pointed, judged) if one.kind is kind)


# ---- times ----


@pytest.mark.parametrize(
    ("shown_ms", "expected"),
    [
        (900_500, Verdict.RIGHT),
        (899_500, Verdict.RIGHT),
        (900_501, Verdict.WRONG),
        (None, Verdict.WITHOUT),
    ],
)
def test_a_time_is_right_within_half_a_second(shown_ms: int | None, expected: Verdict) -> None:
    assert judge_times(COURSE, IDS, [row(11, shown_ms)])["1"][0] is expected


def test_who_has_not_arrived_should_have_no_time() -> None:
    assert judge_times(COURSE, IDS, [row(13, 930_000)])["3"][0] is Verdict.NOT_ARRIVED
    assert judge_times(COURSE, IDS, [row(13, None)])["3"][0] is Verdict.NOTHING


def test_who_was_never_entered_has_no_time() -> None:
    judged = judge_times(COURSE, {"1": 11}, [row(11, 900_000)])
    assert judged["2"][0] is Verdict.WITHOUT


def test_times_are_counted_with_how_far_off_the_wrong_are() -> None:
    times = count_times(judge_times(COURSE, IDS, [row(11, 902_000), row(12, 964_000)]))
    assert (times.arrived, times[Verdict.WRONG], times[Verdict.NOTHING]) == (2, 2, 1)
    assert times.half_ms == 3_000
    assert count_times(RIGHT).half_ms is None


# ---- mistakes ----

MISSED = Mistake(Kind.MISSED_TIME, TIMERS[0].username, ("1",))
BY_WRITER = {WRITERS[0]: [planned("w", "1"), planned("v", "2")]}


def test_a_fault_about_a_mark_of_the_runner_points_at_what_is_missing() -> None:
    plan = plan_of(MISSED, marks=BY_WRITER)
    assert made(plan, "w", kind=Kind.MISSED_TIME).found == 1
    assert made(plan, "v", kind=Kind.MISSED_TIME).found == 0


@pytest.mark.parametrize(("at_ms", "found"), [(903_000, 1), (903_001, 0), (897_000, 1)])
def test_a_fault_leads_to_who_is_missing_a_few_seconds_beside_it(at_ms: int, found: int) -> None:
    plan = plan_of(MISSED, marks=BY_WRITER)
    assert made(plan, kind=Kind.MISSED_TIME, moments_ms=[at_ms]).found == found


def test_a_moment_does_not_lead_to_a_bib_that_is_wrong() -> None:
    plan = plan_of(Mistake(Kind.SWAPPED, WRITERS[0].username, ("1", "2"), ("w", "v")), marks={})
    assert made(plan, kind=Kind.SWAPPED, moments_ms=[900_000]).found == 0
    assert made(plan, "v", kind=Kind.SWAPPED).found == 1


@pytest.mark.parametrize(
    ("marks", "judged", "became"),
    [
        (("w",), RIGHT, (1, 1, 0, 0)),
        ((), RIGHT, (0, 1, 0, 0)),
        (("w",), WITHOUT, (1, 0, 1, 0)),
        ((), WITHOUT, (0, 0, 0, 1)),
    ],
)
def test_a_mistake_is_repaired_or_left_in_sight_or_missed(
    marks: Sequence[str], judged: Judged, became: tuple[int, ...]
) -> None:
    one = made(plan_of(MISSED, marks=BY_WRITER), *marks, kind=Kind.MISSED_TIME, judged=judged)
    assert (one.count, one.found, one.repaired, one.left, one.missed) == (1, *became)


@pytest.mark.parametrize("verdict", [Verdict.WRONG, Verdict.WITHOUT, Verdict.NOT_ARRIVED])
def test_it_is_repaired_only_when_everybody_concerned_has_the_right_time(verdict: Verdict) -> None:
    plan = plan_of(Mistake(Kind.WRONG_DIGIT, WRITERS[0].username, ("1", "3"), ("w",)), marks={})
    judged = {**RIGHT, "3": (verdict, 0)}
    assert made(plan, kind=Kind.WRONG_DIGIT, judged=judged).repaired == 0
    judged = {**RIGHT, "3": (Verdict.NOTHING, 0)}
    assert made(plan, kind=Kind.WRONG_DIGIT, judged=judged).repaired == 1


# ---- what was lost ----

MARK = SentMark("a", 5, 3, "Moto G", 1, 1_795_000_000_000, None, 0, 0, None)
PLAN = plan_of(marks={TIMERS[0]: [planned("a", "1")]})


def tally_of(*, sent: bool = True, acknowledged: bool = True) -> Tally[SentMark]:
    marks = {"a": MARK}
    return Tally(sent=marks if sent else {}, acknowledged=marks if acknowledged else {})


def test_a_race_in_which_all_agree_has_no_problem() -> None:
    rows = [row(11, 900_000)]
    assert find_problems(tally_of(), PLAN, {"a": MARK}, rows, list(rows)) == []


@pytest.mark.parametrize(
    ("tally", "stored", "named"),
    [
        (tally_of(sent=False), {"a": MARK}, "sent: 1 of 1"),
        (tally_of(acknowledged=False), {"a": MARK}, "acknowledged: 1 of 1"),
        (tally_of(), {}, "stored: 1 of 1"),
        (tally_of(), {"a": SentMark(*("a", 5, 3, "Moto G", 2, 1, None, 0, 0, None))}, "stored: 1"),
        (tally_of(), {"a": MARK, "b": MARK}, "1 that nobody made"),
    ],
)
def test_a_lost_doubled_or_changed_mark_is_a_problem(
    tally: Tally[SentMark], stored: dict[str, SentMark], named: str
) -> None:
    problems = find_problems(tally, PLAN, stored, [], [])
    assert any(named in problem for problem in problems)


def test_results_that_do_not_follow_from_the_file_are_a_problem_told_in_a_few_lines() -> None:
    shown = [row(number, 900_000) for number in range(9)]
    problems = find_problems(tally_of(), PLAN, {"a": MARK}, shown, [])
    assert len(problems) == 4
    assert all(problem.startswith("results") for problem in problems)


def test_errors_of_the_phones_are_problems() -> None:
    tally = tally_of()
    tally.errors.append("crono1: refused")
    assert find_problems(tally, PLAN, {"a": MARK}, [], []) == ["crono1: refused"]
