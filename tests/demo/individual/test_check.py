import datetime
from typing import Any

import pytest

from tornado_timing.demo.individual.check import (
    Made,
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


def seen(mark_id: str, judge: Judge, *flags: str, runner_id: int | None = None) -> dict[str, Any]:
    return {
        "id": mark_id,
        "judge_username": judge.username,
        "runner_id": runner_id,
        "flags": list(flags),
    }


RIGHT = dict.fromkeys(IDS, (Verdict.RIGHT, 0))


def made(plan: RacePlan, *marks: dict[str, Any], kind: Kind) -> Made:
    return next(one for one in check_mistakes(plan, IDS, marks, RIGHT) if one.kind is kind)


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
BY_WRITER = {WRITERS[0]: [planned("w", "1")], WRITERS[1]: [planned("x", "1")]}


def test_a_missing_time_is_flagged_at_the_bib_of_the_runner() -> None:
    plan = plan_of(MISSED, marks=BY_WRITER)
    assert made(plan, seen("w", WRITERS[0], "no_time"), kind=Kind.MISSED_TIME).flagged == 1
    assert made(plan, seen("w", WRITERS[0]), kind=Kind.MISSED_TIME).flagged == 0


def test_a_flag_at_a_mark_of_the_other_two_points_at_nothing() -> None:
    plan = plan_of(MISSED, marks=BY_WRITER)
    marks = [seen("w", WRITERS[0]), seen("x", WRITERS[1], "no_time")]
    assert made(plan, *marks, kind=Kind.MISSED_TIME) == Made(Kind.MISSED_TIME, 1, 0, 1)


def test_a_wrong_bib_is_flagged_also_at_a_mark_of_who_wears_it() -> None:
    mistake = Mistake(Kind.WRONG_DIGIT, WRITERS[0].username, ("1",), ("w",))
    plan = plan_of(mistake, marks={WRITERS[0]: [planned("w", "1"), planned("v", "2")]})
    marks = [
        seen("w", WRITERS[0], runner_id=12),
        seen("v", WRITERS[0], "second_mark", runner_id=12),
    ]
    assert made(plan, *marks, kind=Kind.WRONG_DIGIT).flagged == 1


@pytest.mark.parametrize(("timer", "flagged"), [(TIMERS[0], 1), (TIMERS[1], 0)])
def test_a_time_without_a_bib_tells_something_only_where_times_are_paired(
    timer: Judge, flagged: int
) -> None:
    mistake = Mistake(Kind.DOUBLE_TAP, timer.username, ("1",), ("t",))
    plan = plan_of(mistake, marks={timer: [planned("t", None)]})
    assert made(plan, seen("t", timer, "no_bib"), kind=Kind.DOUBLE_TAP).flagged == flagged


@pytest.mark.parametrize("verdict", [Verdict.WRONG, Verdict.WITHOUT])
def test_a_mistake_does_harm_where_a_runner_has_a_wrong_time_or_none(verdict: Verdict) -> None:
    plan = plan_of(MISSED, marks=BY_WRITER)
    judged = {**RIGHT, "1": (verdict, 0)}
    harmless = sum(one.harmless for one in check_mistakes(plan, IDS, [], judged))
    assert harmless == 0


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
