"""What several writers wrote, put beside each other."""

import random

import pytest

from tests.language_of_reconciling import OTHER_WRITER, TwoLists
from tests.language_of_runners import WRITER
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.reconciling import costs, evidence
from tornado_timing.domain.individual.reconciling.alignment import Note
from tornado_timing.domain.individual.reconciling.faults import FaultKind

BIBS = (70, 81, 93, 99)


@pytest.fixture
def line() -> TwoLists:
    """Four who are timed and written; the pairs are accepted."""
    lists = TwoLists([*BIBS, 19, 61])
    for place, bib in enumerate(BIBS):
        lists.taps(1_200 + 20 * place).writes(bib, 1_202 + 20 * place)
    lists.accepts()
    return lists


@pytest.mark.parametrize("misread", [71, 79])
def test_a_misreading_of_who_has_a_time_already_is_nobody_more(
    line: TwoLists, misread: int
) -> None:
    line.runner(79).taps(1_400).writes(79, 1_402).accepts()
    line.writes(misread, 1_202.5, OTHER_WRITER)
    assert [bib for bib, _, _ in line.rows()] == ["70", "81", "93", "99", "79"]
    assert line.kinds() == []
    (reading,) = line.proposal().sheet.entries[0].readings
    assert reading.bib == str(misread)


def test_the_writer_who_misread_somebody_may_be_the_leading_one(line: TwoLists) -> None:
    line.taps(1_400).writes(99, 1_402).writes(19, 1_402.5, OTHER_WRITER)
    assert line.rows()[-1] == ("19", 1_400, "proposed")
    line.accepts()
    assert line.times_s()["19"] == 1_400


def test_two_who_have_both_just_crossed_are_two(line: TwoLists) -> None:
    line.runner(60).writes(61, 1_402).writes(60, 1_405, OTHER_WRITER)
    for bib, at_s in (("61", 1_400), ("60", 1_403)):
        line.taps(at_s).correct(Kind.MARK_BIB, line.last_mark, text=bib)
    assert [bib for bib, _, _ in line.rows()[-2:]] == ["61", "60"]
    assert [one.readings for one in line.proposal().sheet.entries[-2:]] == [(), ()]


def test_a_bib_of_nobody_has_one_fault_and_not_a_missing_time_as_well(line: TwoLists) -> None:
    line.writes(777, 1_225)
    assert line.kinds() == [("unknown_bib", (4,))]


def test_of_a_bib_twice_the_one_that_two_have_written_stays() -> None:
    line = TwoLists([70, 79]).taps(1_200).taps(1_500).writes(70, 1_202).writes(70, 1_502)
    last = line.last_mark
    line.writes(70, 1_202.4, OTHER_WRITER)
    (fault,) = line.faults(FaultKind.DOUBLE_BIB)
    first, second = fault.repairs[:2]
    assert [change.mark_id for change in first.changes] == [last]
    assert second.cost - first.cost >= 1
    line.repairs(first).accepts()
    assert line.times_s()["79"] == 1_500


def test_who_was_written_by_somebody_before_is_hardly_one_who_came_later() -> None:
    times_ms = [28_000, 29_400, 29_600]
    usual = Note(33_000, None, 33_000, 1.0).pair_costs(times_ms, costs.Habits())
    seen = Note(33_000, None, 33_000, 1.0, earliest_ms=29_000).pair_costs(times_ms, costs.Habits())
    assert seen == pytest.approx([*usual[:2], usual[2] + costs.OTHER_EARLIER])


def dense_finish(seed: int) -> TwoLists:
    """200 runners a second apart, paired as they came in; the writer takes 1 to 6 s for each."""
    source = random.Random(seed)
    line = TwoLists(range(100, 300))
    now_s, written_s = 1_000.0, 0.0
    for bib in range(100, 300):
        now_s += source.expovariate(1.0) + 0.05
        written_s = max(now_s + source.uniform(1, 6), written_s + 0.6)
        line.taps(now_s).correct(Kind.MARK_BIB, line.last_mark, text=str(bib))
        line.writes(bib, written_s, WRITER)
    # A second tap somewhere is what a shift needs.
    return line.taps(now_s + 0.3)


def test_a_long_run_is_not_called_shifted_for_a_sum_that_comes_by_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = dense_finish(SHIFTED_BY_CHANCE)
    assert line.faults(FaultKind.SHIFTED) == []
    monkeypatch.setattr(evidence, "CLEARLY_EACH", 0.0)
    assert line.faults(FaultKind.SHIFTED) != []


SHIFTED_BY_CHANCE = 1
