"""The rows of a line, and what is doubtful about them."""

import pytest

from tests.language_of_reconciling import OTHER_TIMER, OTHER_WRITER, TwoLists
from tests.language_of_runners import GUN_MS, START, TIMER
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.reconciling.faults import FaultKind
from tornado_timing.domain.individual.reconciling.repairs import RepairKind


@pytest.fixture
def line() -> TwoLists:
    """Marks m001 to m004: 70 and 81, each with a time and a bib."""
    lists = TwoLists([70, 81, 93, 99])
    return lists.taps(1_200).taps(1_230).writes(70, 1_202).writes("081", 1_232)


def test_times_and_bibs_stand_side_by_side_in_the_order_of_the_line(line: TwoLists) -> None:
    line.writes(93, 1_262).taps(1_290).both(99, 1_320)
    assert line.rows() == [
        ("70", 1_200, "proposed"),
        ("081", 1_230, "proposed"),
        ("93", None, "bib_only"),
        (None, 1_290, "time_only"),
        ("99", 1_320, "paired"),
    ]
    assert line.kinds() == [("missing_time", (2,)), ("missing_bib", (3,))]
    proposal = line.proposal()
    assert proposal.runners_out == 0
    assert [(one.judge_id, one.count, one.is_reference) for one in proposal.timers] == [
        (1, 3, True),
        (3, 1, False),
    ]
    assert [(one.judge_id, one.count) for one in proposal.writers] == [(2, 3)]
    assert proposal.lags_ms == {2: 2_000}


def test_what_is_accepted_is_paired_until_it_is_undone(line: TwoLists) -> None:
    assert line.accepts() == 2
    assert [state for _, _, state in line.rows()] == ["paired", "paired"]
    assert line.times_s() == {"70": 1_200, "81": 1_230}
    line.undo()
    assert [state for _, _, state in line.rows()] == ["paired", "proposed"]


def test_what_is_nobodys_takes_no_bib_and_is_no_fault(line: TwoLists) -> None:
    line.taps(1_260).correct(Kind.MARK_BIB, line.last_mark, text="")
    line.writes(93, 1_262)
    assert line.rows()[-2:] == [("93", None, "bib_only"), (None, 1_260, "time_only")]
    assert [kind for kind, _ in line.kinds()] == ["missing_time"]


def test_tests_before_the_start_and_other_lines_are_out(line: TwoLists) -> None:
    line.taps(-60).writes(99, -58).taps(-40, line_id=START)
    assert len(line.rows()) == 2
    assert len(line.proposal(START).rows) == 1


def test_several_timers_make_one_row_and_get_the_bib_together(line: TwoLists) -> None:
    line.taps(1_200.12, OTHER_TIMER).taps(1_230.08, OTHER_TIMER)
    assert [bib for bib, _, _ in line.rows()] == ["70", "081"]
    line.accepts()
    assert {one.subject for one in line.race.corrections} == {"m001", "m002", "m005", "m006"}


def test_several_writers_make_one_list(line: TwoLists) -> None:
    line.taps(1_260).taps(1_290)
    line.writes(70, 1_204, OTHER_WRITER).writes(81, 1_235, OTHER_WRITER)
    line.writes(93, 1_264, OTHER_WRITER).writes(99, 1_292)
    assert [bib for bib, _, _ in line.rows()] == ["70", "081", "93", "99"]
    assert line.kinds() == []


def test_two_writers_who_read_one_bib_differently_are_asked(line: TwoLists) -> None:
    line.taps(1_260).writes(93, 1_262).writes(99, 1_262.5, OTHER_WRITER)
    (fault,) = line.proposal().faults
    assert (fault.kind, fault.bib, fault.details) == (
        FaultKind.BIBS_DIFFER,
        "93",
        {"other_bib": "99"},
    )
    (repair,) = fault.repairs
    assert (repair.kind, repair.details["to_bib"]) == (RepairKind.REPLACE_BIB, "99")
    line.repairs(repair).accepts()
    assert line.times_s()["99"] == 1_260
    assert line.kinds() == []


def test_a_bib_that_nobody_wears_is_likely_that_of_somebody_who_is_out(line: TwoLists) -> None:
    line.taps(1_260).writes(98, 1_262)
    (fault,) = line.proposal().faults
    assert (fault.kind, fault.rows, fault.bib) == (FaultKind.UNKNOWN_BIB, (2,), "98")
    assert [(one.kind.value, one.details.get("to_bib")) for one in fault.repairs] == [
        ("replace_bib", "99"),
        ("replace_bib", "93"),
        ("replace_bib", None),
        ("drop_bib", None),
    ]
    line.repairs(fault.repairs[0])
    line.accepts()
    assert line.times_s()["99"] == 1_260


def test_a_wrong_bib_in_one_mark_with_its_time_can_be_replaced_too(line: TwoLists) -> None:
    line.both(98, 1_260)
    (fault,) = line.faults(FaultKind.UNKNOWN_BIB)
    assert [one.kind.value for one in fault.repairs] == [*["replace_bib"] * 3, "no_bib"]
    line.repairs(fault.repairs[0])
    assert line.times_s() == {"99": 1_260}


def test_a_bib_twice_is_one_too_many_or_somebody_elses(line: TwoLists) -> None:
    line.taps(1_260).writes(70, 1_262)
    (fault,) = line.proposal().faults
    assert (fault.kind, fault.rows) == (FaultKind.DOUBLE_BIB, (0, 2))
    assert [one.kind for one in fault.repairs] == [RepairKind.DROP_BIB]
    line.writes("91", 1_300)
    line.taps(1_298)
    assert ("unknown_bib", (3,)) in line.kinds()


def test_who_did_not_start_or_gave_up_cannot_come(line: TwoLists) -> None:
    line.correct(Kind.RUNNER_STATUS, 70, text="dns").correct(Kind.RUNNER_STATUS, 81, text="dnf")
    faults = line.faults(FaultKind.NOT_ON_COURSE)
    assert [(one.rows, one.details) for one in faults] == [
        ((0,), {"status": "dns"}),
        ((1,), {"status": "dnf"}),
    ]


def test_who_cannot_come_is_likely_a_misread_bib_and_is_dropped_last(line: TwoLists) -> None:
    line.runner(96)
    line.runner(36).correct(Kind.RUNNER_STATUS, 36, text="dns")
    line.taps(1_260).taps(1_260.1, OTHER_TIMER).writes(36, 1_262)
    (fault,) = line.faults(FaultKind.NOT_ON_COURSE)
    other, typed, dropped = fault.repairs
    assert (other.kind, other.details["to_bib"]) == (RepairKind.REPLACE_BIB, "96")
    assert typed.details == {"from_bib": "36", "why": "to_type"}
    assert [one.text for one in typed.changes] == [None]
    assert dropped.kind is RepairKind.DROP_BIB
    assert other.cost < typed.cost < dropped.cost
    line.repairs(other).accepts()
    assert line.times_s()["96"] == pytest.approx(1_260, abs=0.2)


def test_without_a_bib_that_is_like_it_somebody_is_asked_who_it_was(line: TwoLists) -> None:
    line.correct(Kind.RUNNER_STATUS, 70, text="dns")
    (fault,) = line.faults(FaultKind.NOT_ON_COURSE)
    assert [one.details.get("why") for one in fault.repairs] == ["to_type", None]


def test_a_second_tap_is_dropped_or_somebodys(line: TwoLists) -> None:
    line.taps(1_230.4)
    (fault,) = line.proposal().faults
    assert (fault.kind, fault.rows) == (FaultKind.DOUBLE_TIME, (2,))
    assert fault.details == {"gap_ms": 400}
    assert [one.kind.value for one in fault.repairs][:2] == ["drop_time", "insert_bib"]
    line.repairs(fault.repairs[0])
    assert line.kinds() == []


def test_two_taps_that_both_timers_have_are_two_runners(line: TwoLists) -> None:
    line.taps(1_260).taps(1_260.65)
    line.taps(1_260.1, OTHER_TIMER).taps(1_260.75, OTHER_TIMER).taps(1_290)
    line.taps(1_290.1, OTHER_TIMER).writes(93, 1_262).writes(99, 1_292)
    (fault,) = line.faults(FaultKind.DOUBLE_TIME, FaultKind.MISSING_BIB)
    assert (fault.kind, fault.details) == (FaultKind.MISSING_BIB, {})
    assert fault.repairs[0].kind is RepairKind.INSERT_BIB
    assert fault.repairs[-1].cost > fault.repairs[0].cost


def test_two_taps_of_both_timers_are_none_too_many_though_a_bib_came_late() -> None:
    line = TwoLists([50, 51, 52])
    for late_s, timer in ((0, TIMER), (0.05, OTHER_TIMER)):
        line.taps(1_200 + late_s, timer).taps(1_200.65 + late_s, timer).taps(1_216 + late_s, timer)
    line.writes(50, 1_202).writes(51, 1_210).writes(52, 1_218)
    assert line.faults(FaultKind.DOUBLE_TIME) == []


def test_a_second_tap_that_one_timer_alone_has_is_one_too_many(line: TwoLists) -> None:
    line.taps(1_200.1, OTHER_TIMER).taps(1_230.1, OTHER_TIMER).taps(1_230.6)
    (fault,) = line.faults(FaultKind.DOUBLE_TIME)
    assert fault.repairs[0].kind is RepairKind.DROP_TIME


def test_a_second_tap_whose_bib_came_late_may_be_one_too_many() -> None:
    line = TwoLists([50, 51, 52]).taps(1_200).taps(1_200.3).taps(1_216)
    line.writes(50, 1_202).writes(51, 1_210).writes(52, 1_218)
    (fault,) = line.proposal().faults
    assert (fault.kind, fault.rows, fault.bib) == (FaultKind.DOUBLE_TIME, (1,), "51")
    as_it_is, second_tap = fault.repairs
    assert (as_it_is.kind, as_it_is.details["to_bib"]) == (RepairKind.INSERT_BIB, "51")
    assert second_tap.kind is RepairKind.DROP_TIME
    line.repairs(second_tap)
    assert line.kinds() == [("missing_time", (1,))]


def test_a_missing_time_is_estimated_between_its_neighbours(line: TwoLists) -> None:
    line.writes(93, 1_262).taps(1_290).writes(99, 1_292)
    (fault,) = line.proposal().faults
    assert (fault.kind, fault.rows) == (FaultKind.MISSING_TIME, (2,))
    repair = fault.repairs[0]
    estimate_ms = repair.changes[0].number or 0
    assert abs(estimate_ms - GUN_MS - 1_260_000) < 1_000
    assert repair.details == {"number": estimate_ms, "why": "estimate"}
    line.repairs(repair)
    assert abs(line.times_s()["93"] - 1_260) < 1


def test_while_the_race_runs_the_latest_ones_are_waited_for() -> None:
    line = TwoLists([70, 81, 93], is_over=False).taps(1_200).writes(70, 1_202)
    line.taps(1_230)
    assert line.kinds() == []
    line.writes(93, 1_260)
    assert line.kinds() == [("missing_bib", (1,))]
    line.taps(1_290)
    assert line.kinds() == [("missing_bib", (1,)), ("missing_time", (2,))]


def test_what_somebody_has_set_twice_is_not_doubted() -> None:
    line = TwoLists(range(50, 62))
    for place, bib in enumerate(range(50, 62)):
        line.taps(1_200 + 20 * place).writes(bib, 1_202 + 20 * place)
    line.accepts()
    first, second = (line.proposal().sheet.times[place].marks[0].mark.id for place in (4, 5))
    line.correct(Kind.MARK_BIB, first, text="55").correct(Kind.MARK_BIB, second, text="54")
    assert line.kinds() == []
    line.undo(line.race.corrections[4].id).undo(line.race.corrections[5].id)
    (fault,) = line.proposal().faults
    assert (fault.kind, fault.rows) == (FaultKind.OUT_OF_ORDER, (4, 5))
    line.repairs(fault.repairs[0])
    assert line.kinds() == []
    assert line.times_s()["54"] == 1_280


def test_faults_keep_their_ids_while_others_come_and_go(line: TwoLists) -> None:
    line.writes(98, 1_262).taps(1_260)
    (fault,) = line.faults(FaultKind.UNKNOWN_BIB)
    line.taps(1_100).writes(93, 1_102)
    (again,) = line.faults(FaultKind.UNKNOWN_BIB)
    assert (again.id, again.rows) == (fault.id, (3,))


def test_a_line_without_marks_has_nothing() -> None:
    line = TwoLists([7])
    assert line.rows() == []
    assert line.kinds() == []
    assert line.proposal().runners_out == 1
