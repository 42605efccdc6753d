"""How the timers of a line compare, as the organizer reads it."""

from msgspec.structs import replace

from tests.language_of_runners import FINISH, GUN_MS, START, FiveK, ms
from tornado_timing.domain.individual.corrections import Kind, timer_subject
from tornado_timing.domain.individual.marks import TimingRule
from tornado_timing.domain.individual.timers import Offset
from tornado_timing.domain.individual.timing_report import TimingReport, timing_report

ANA, BEA, CAI = 11, 12, 13


def race_of(rule: TimingRule = TimingRule.AGREEMENT) -> FiveK:
    """Five runners, whom Ana and two seconds later Bea have seen; Bea bib 5 in no time."""
    race = FiveK().gun().rule(rule)
    for bib in range(1, 6):
        race.runner(bib).mark(bib, f"18:0{bib}", judge_id=ANA)
        race.mark(bib, f"18:0{bib + 2}" if bib < 5 else "18:05", judge_id=BEA)
    return race


def report(race: FiveK, *standing: int, **applied: int) -> TimingReport:
    offsets = {ANA: applied.get("ana", 0), BEA: applied.get("bea", 0)}
    line = next(one for one in race.race.lines if one.id == FINISH)
    return timing_report(line, race.outcome().marks, standing, offsets, GUN_MS)


def test_the_others_are_measured_against_the_reference() -> None:
    ana, bea = report(race_of()).timers
    assert (ana.judge_id, ana.is_reference, ana.offset, ana.count) == (ANA, True, None, 5)
    assert (bea.judge_id, bea.is_reference) == (BEA, False)
    assert bea.offset == Offset(2_000, 0, 5)


def test_the_primary_judge_is_the_reference() -> None:
    ana, bea = report(race_of().rule(TimingRule.PRIMARY, primary_judge_id=BEA)).timers
    assert bea.is_reference
    assert ana.offset == Offset(-2_000, 0, 5)


def test_an_offset_that_is_applied_is_still_the_one_to_apply() -> None:
    race = race_of().correct(Kind.TIMER_OFFSET, timer_subject(FINISH, BEA), number=2_000)
    _, bea = report(race, bea=2_000).timers
    assert (bea.offset, bea.applied_offset_ms) == (Offset(2_000, 0, 5), 2_000)
    # That of the reference moves what the others are measured against.
    race.correct(Kind.TIMER_OFFSET, timer_subject(FINISH, ANA), number=500)
    _, bea = report(race, ana=500, bea=2_000).timers
    assert bea.offset == Offset(2_500, 0, 5)


def test_who_stands_there_without_a_time_is_shown_and_cannot_be_compared() -> None:
    cai = report(race_of(), CAI).timers[-1]
    assert (cai.judge_id, cai.count, cai.offset, cai.is_reference) == (CAI, 0, None, False)
    (alone,) = report(FiveK(), CAI).timers
    assert not alone.is_reference


def test_a_corrected_time_says_nothing_of_a_judges_clock() -> None:
    race = race_of()
    for mark in race.race.marks[1::2]:
        race.correct(Kind.MARK_MOMENT, mark.id, at="18:30")
    race.bib_only(3, judge_id=CAI).correct(Kind.MARK_MOMENT, race.last_mark, at="18:30")
    (ana,) = report(race).timers
    assert (ana.judge_id, ana.count) == (ANA, 5)


def test_marks_of_other_lines_and_without_a_time_are_no_part_of_it() -> None:
    race = race_of().starts(1, "0:01").bib_only(2, judge_id=CAI)
    assert [one.count for one in report(race).timers] == [5, 5]


def test_disagreements_come_with_the_worst_first_and_with_what_counts() -> None:
    race = race_of().mark(3, "18:13", judge_id=CAI)
    first, second, *_ = found = report(race).disagreements
    assert [one.runner_id for one in found] == [3, 1, 2, 4]
    assert (first.spread_ms, first.counted_ms) == (10_000, GUN_MS + ms("18:05"))
    assert [one.mark.judge_id for one in first.times] == [ANA, BEA, CAI]
    assert (second.spread_ms, second.counted_ms) == (2_000, GUN_MS + ms("18:03"))


def test_with_its_offset_only_the_times_that_are_really_off_are_left() -> None:
    race = race_of().correct(Kind.TIMER_OFFSET, timer_subject(FINISH, BEA), number=2_000)
    (left,) = report(race, bea=2_000).disagreements
    assert (left.runner_id, left.spread_ms) == (5, 2_000)
    assert [one.counted_ms for one in left.times] == [GUN_MS + ms("18:03"), GUN_MS + ms("18:05")]


def test_at_a_start_line_the_last_time_counts_unless_a_rule_is_chosen() -> None:
    race = FiveK().gun().runner(7).starts(7, "0:05").mark(7, "0:09", line_id=START, judge_id=ANA)
    line = next(one for one in race.race.lines if one.id == START)
    views = race.outcome().marks
    (found,) = timing_report(line, views, (), {}, GUN_MS).disagreements
    assert found.counted_ms == GUN_MS + 9_000
    primary = replace(line, rule=TimingRule.PRIMARY, primary_judge_id=1)
    (found,) = timing_report(primary, views, (), {}, GUN_MS).disagreements
    assert found.counted_ms == GUN_MS + 5_000
