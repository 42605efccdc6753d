"""What counts where several judges take the times of one line."""

import pytest

from tests.language_of_runners import FINISH, GUN_MS, START, FiveK, ms
from tornado_timing.domain.individual.corrections import Kind, timer_subject
from tornado_timing.domain.individual.crossings import Flag
from tornado_timing.domain.individual.marks import Line, TimingRule

FIRST, AGREEMENT, PRIMARY = TimingRule
ANA, BEA, CAI = 11, 12, 13


def race_of(rule: TimingRule, **fields: int) -> FiveK:
    """Runner 7 runs, and the finish line has a rule."""
    return FiveK().runner(7).runner(8).gun().rule(rule, **fields)


def took(race: FiveK, *times: tuple[int, str], bib: int = 7) -> FiveK:
    """Each of these judges took a time of a runner."""
    for judge_id, at in times:
        race.mark(bib, at, judge_id=judge_id)
    return race


@pytest.mark.parametrize(
    ("rule", "official"),
    [(FIRST, "18:00"), (AGREEMENT, "18:01"), (PRIMARY, "18:05")],
)
def test_the_rule_of_the_line_makes_one_time_of_several(rule: TimingRule, official: str) -> None:
    race = took(race_of(rule, primary_judge_id=CAI), (ANA, "18:00"), (BEA, "18:01"))
    took(race, (CAI, "18:05"))
    assert race.result(7).official_ms == ms(official)


def test_what_the_primary_judge_missed_the_others_fill() -> None:
    race = took(race_of(PRIMARY, primary_judge_id=CAI), (ANA, "18:00"), (BEA, "18:01"))
    assert race.result(7).official_ms == ms("18:01")


def test_a_line_whose_primary_judge_was_never_chosen_goes_by_agreement() -> None:
    race = took(race_of(PRIMARY), (ANA, "18:00"), (BEA, "18:01"))
    assert race.result(7).official_ms == ms("18:01")


def test_of_each_judge_the_first_time_after_the_gun_counts() -> None:
    race = took(race_of(AGREEMENT), (ANA, "18:00"), (ANA, "18:09"), (BEA, "18:00.100"))
    race.mark(7, "0:00", judge_id=BEA, sent=GUN_MS - 60_000)
    assert race.result(7).official_ms == ms("18:00.050")


def test_of_several_finish_lines_it_is_the_first_lines() -> None:
    race = took(race_of(AGREEMENT), (ANA, "18:00"), (BEA, "18:02"))
    race.race = race._change(
        lines=(*race.race.lines, Line(id=3, competition_id=1, name="Túnel"))
    ).race
    race.mark(7, "18:01.500", line_id=3, judge_id=CAI)
    assert race.result(7).official_ms == ms("18:01.500")


def test_at_a_start_line_the_last_time_of_each_judge_counts() -> None:
    race = race_of(FIRST).rule(AGREEMENT, START)
    for judge_id, at in ((ANA, "0:10"), (ANA, "0:20"), (BEA, "0:21")):
        race.mark(7, at, line_id=START, judge_id=judge_id)
    took(race, (ANA, "18:21"))
    assert race.result(7).net_ms == ms("18:00")


# ---- offsets ----


def test_an_offset_is_taken_from_a_judges_times_at_that_line_until_it_is_undone() -> None:
    race = took(race_of(FIRST), (ANA, "18:03"))
    race.correct(Kind.TIMER_OFFSET, timer_subject(FINISH, ANA), number=2_000)
    assert race.result(7).official_ms == ms("18:01")
    assert race.outcome().marks[0].crossing.at_ms == GUN_MS + ms("18:03")
    race.undo()
    assert race.result(7).official_ms == ms("18:03")


def test_of_two_offsets_the_last_one_holds_and_none_is_one_too() -> None:
    race = took(race_of(FIRST), (ANA, "18:03"))
    for offset_ms, official in ((2_000, "18:01"), (-500, "18:03.500"), (0, "18:03")):
        race.correct(Kind.TIMER_OFFSET, timer_subject(FINISH, ANA), number=offset_ms)
        assert race.result(7).official_ms == ms(official)


def test_an_offset_of_another_judge_or_line_changes_nothing() -> None:
    race = took(race_of(FIRST), (ANA, "18:03"))
    for line_id, judge_id in ((FINISH, BEA), (START, ANA)):
        race.correct(Kind.TIMER_OFFSET, timer_subject(line_id, judge_id), number=2_000)
    assert race.result(7).official_ms == ms("18:03")


def test_a_corrected_time_is_the_true_one_and_has_no_offset() -> None:
    race = took(race_of(FIRST), (ANA, "18:03"))
    race.correct(Kind.TIMER_OFFSET, timer_subject(FINISH, ANA), number=2_000)
    race.correct(Kind.MARK_MOMENT, race.last_mark, at="18:02")
    assert race.result(7).official_ms == ms("18:02")


def test_an_offset_may_put_a_time_before_the_gun() -> None:
    race = took(race_of(FIRST), (ANA, "0:01"))
    race.correct(Kind.TIMER_OFFSET, timer_subject(FINISH, ANA), number=2_000)
    assert race.flags() == [{Flag.BEFORE_START}]
    assert race.result(7).official_ms is None


# ---- who differs ----


@pytest.mark.parametrize("rule", TimingRule)
def test_times_further_apart_than_is_agreed_are_flagged_by_every_rule(rule: TimingRule) -> None:
    race = took(race_of(rule), (ANA, "18:00"), (BEA, "18:00.301"))
    assert race.flags() == [{Flag.TIMES_DIFFER}] * 2
    race = took(race_of(rule, agreement_ms=301), (ANA, "18:00"), (BEA, "18:00.301"))
    assert race.flags() == [set(), set()]


def test_only_the_times_that_are_compared_are_flagged() -> None:
    race = took(race_of(AGREEMENT), (ANA, "18:00"), (BEA, "18:04"), (BEA, "18:09"))
    race.bib_only(7, judge_id=CAI)
    took(race, (ANA, "19:00"), bib=8)
    assert race.flags() == [
        {Flag.TIMES_DIFFER},
        {Flag.TIMES_DIFFER},
        {Flag.SECOND_MARK},
        set(),
        set(),
    ]


def test_what_an_offset_explains_is_no_difference() -> None:
    race = took(race_of(AGREEMENT), (ANA, "18:00"), (BEA, "18:02.100"))
    race.correct(Kind.TIMER_OFFSET, timer_subject(FINISH, BEA), number=2_000)
    assert race.flags() == [set(), set()]
    assert race.result(7).official_ms == ms("18:00.050")
