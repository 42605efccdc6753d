"""Which marks of a line are proposed as pairs, and which pairs can be made."""

from typing import Any, Self

import pytest

from tests.language_of_runners import FINISH, GUN_MS, START, TIMER, WRITER, FiveK, ms
from tornado_timing.domain import errors
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.crossings import BibBook
from tornado_timing.domain.individual.marks import Line
from tornado_timing.domain.individual.pairing import LineMarks, PairsCheck, Proposal

OTHER_TIMER, OTHER_WRITER = 3, 4


class TwoAtTheLine(FiveK):
    """A race whose timer takes times, and whose writer writes bibs, mark by mark."""

    def __init__(self) -> None:
        super().__init__()
        for bib in (7, 8, 9):
            self.runner(bib)
        self.gun()

    def writes(self, bib: str | int, at: str | None, **fields: Any) -> Self:
        """A bib that was written then; without a moment, its phone does not say when."""
        noted = None if at is None else GUN_MS + ms(at)
        self._mark(**{"bib": str(bib), "noted": noted, "judge_id": WRITER, **fields})
        return self

    def tests(self, line_id: int) -> Self:
        """A time, and a bib for it, one minute before the start."""
        self._mark(sent=GUN_MS - 60_000, line_id=line_id)
        return self.writes(9, None, noted=GUN_MS - 58_000, line_id=line_id)

    def line(self, line_id: int = FINISH) -> Line:
        return next(one for one in self.race.lines if one.id == line_id)

    def at_line(self, line_id: int = FINISH) -> LineMarks:
        crossings = [one.crossing for one in self.outcome().marks]
        return LineMarks(self.line(line_id), crossings, self.race.official_start_ms)

    def proposal(self, times_judge: int | None = None, bibs_judge: int | None = None) -> Proposal:
        return self.at_line().propose(times_judge, bibs_judge)

    def proposed(
        self,
        times_judge: int | None = None,
        bibs_judge: int | None = None,
        line_id: int = FINISH,
    ) -> list[tuple[str, str | None]]:
        """Ids of the times, with the bibs that are proposed for them."""
        pairs = self.at_line(line_id).propose(times_judge, bibs_judge).pairs
        return [(one.time.id, one.written.bib) for one in pairs]

    def check(self) -> PairsCheck:
        crossings = [one.crossing for one in self.outcome().marks]
        bibs = BibBook(self.race.runners, self.race.corrections)
        return PairsCheck(self.line(), self.race.marks, crossings, self.at_line(), bibs)


@pytest.fixture
def race() -> TwoAtTheLine:
    """Marks m001 to m004: 7 and 8, each with a time and a bib."""
    course = TwoAtTheLine()
    course.time_only("20:00").time_only("20:30")
    return course.writes(7, "20:02").writes("08", "20:32")


def test_times_of_one_go_with_bibs_of_the_other_in_order(race: TwoAtTheLine) -> None:
    proposal = race.proposal()
    first, second = proposal.pairs
    assert (first.time.id, first.at_ms) == ("m001", GUN_MS + ms("20:00"))
    assert (first.written.mark.id, first.written.bib, first.written.runner_id) == ("m003", "7", 7)
    assert (second.written.bib, second.written.runner_id) == ("08", 8)
    assert (proposal.times_judge_id, proposal.bibs_judge_id) == (TIMER, WRITER)
    assert (proposal.times_left, proposal.bibs_left) == (0, 0)


def test_a_missed_runner_is_noticed_by_when_the_bibs_were_written(race: TwoAtTheLine) -> None:
    race.time_only("21:00").writes(9, "22:02").time_only("22:00").writes("77", "23:00")
    assert race.proposed() == [("m001", "7"), ("m002", "08"), ("m007", "9")]
    assert (race.proposal().times_left, race.proposal().bibs_left) == (1, 1)


def test_the_order_is_all_there_is_where_a_phone_does_not_say_when_it_wrote(
    race: TwoAtTheLine,
) -> None:
    race.writes(9, None).time_only("21:00").time_only("22:00").writes("77", "22:02")
    assert [bib for _, bib in race.proposed()] == ["7", "08", "9", "77"]


def test_a_clock_that_nobody_measured_does_not_say_when_it_wrote(race: TwoAtTheLine) -> None:
    # An hour slow: by it the bib was written long before the time, and even before the start.
    race.writes(9, None, noted=GUN_MS - ms("39:00"), clock_offset_ms=None).time_only("21:00")
    assert race.proposed()[-1] == ("m006", "9")


def test_the_moment_of_writing_is_read_by_the_servers_clock(race: TwoAtTheLine) -> None:
    race.writes(9, "20:50", clock_offset_ms=-ms("0:20")).time_only("21:00")
    assert race.proposed()[-1] == ("m006", "9")


def test_withdrawn_marks_and_those_of_other_lines_are_out(race: TwoAtTheLine) -> None:
    race.correct(Kind.MARK_WITHDRAWN, "m001").correct(Kind.MARK_WITHDRAWN, "m003")
    race.time_only("20:01", line_id=START).writes(9, "20:33", line_id=START)
    assert race.proposed() == [("m002", "08")]


def test_what_is_paired_is_not_proposed_again_and_parts_the_rest(race: TwoAtTheLine) -> None:
    race.correct(Kind.MARK_BIB, "m002", text="8")
    assert race.proposed() == [("m001", "7")]
    # Written before 8, and so not to be paired with who came after 8.
    race.correct(Kind.MARK_WITHDRAWN, "m001").time_only("20:31")
    race.correct(Kind.MARK_MOMENT, race.last_mark, at="20:30.500")
    assert race.proposed() == []
    assert (race.proposal().times_left, race.proposal().bibs_left) == (1, 1)
    race.undo(race.race.corrections[0].id)
    assert [bib for _, bib in race.proposed()] == ["08"]


def test_a_bib_that_another_judge_has_timed_needs_no_time(race: TwoAtTheLine) -> None:
    race.mark(7, "20:00.100", judge_id=OTHER_TIMER)
    assert race.proposed() == [("m002", "08")]
    race.mark("77", "20:40", judge_id=OTHER_TIMER).writes("077", "20:42")
    assert race.proposal().bibs_left == 0


def test_tests_before_the_start_are_out_unless_at_a_start_line(race: TwoAtTheLine) -> None:
    race.tests(FINISH).tests(START)
    assert race.proposed() == [("m001", "7"), ("m002", "08")]
    assert race.proposed(line_id=START) == [("m007", "9")]


def test_a_bib_that_was_written_twice_in_a_row_is_one_runner(race: TwoAtTheLine) -> None:
    race.time_only("20:31").writes(8, "20:33").writes(9, "20:34")
    assert race.proposed() == [("m001", "7"), ("m002", "08"), ("m005", "9")]
    assert race.proposal().bibs_left == 0


def test_a_bib_that_was_written_for_two_runners_is_proposed_once(race: TwoAtTheLine) -> None:
    race.time_only("20:31").writes(7, "20:33")
    assert race.proposed() == [("m001", "7"), ("m002", "08")]
    assert (race.proposal().times_left, race.proposal().bibs_left) == (1, 1)


def test_a_bib_that_a_mark_has_lost_is_nobodys(race: TwoAtTheLine) -> None:
    race.correct(Kind.MARK_BIB, "m003", text="")
    assert race.proposed() == [("m002", "08")]


def test_the_judges_are_named_or_those_with_most_that_is_not_paired(race: TwoAtTheLine) -> None:
    race.time_only("20:00.050", judge_id=OTHER_TIMER).writes(7, "20:03", judge_id=OTHER_WRITER)
    assert race.proposed(OTHER_TIMER, OTHER_WRITER) == [("m005", "7")]
    assert race.proposed(OTHER_TIMER) == [("m005", "7")]
    race.time_only("20:31", judge_id=OTHER_TIMER).time_only("20:32", judge_id=OTHER_TIMER)
    race.writes(8, "20:33", judge_id=OTHER_WRITER)
    proposal = race.proposal()
    assert (proposal.times_judge_id, proposal.bibs_judge_id) == (OTHER_TIMER, WRITER)
    assert race.proposal(99, 99) == Proposal(99, 99, [], 0, 0)


def test_where_nobody_has_marks_there_is_nothing_to_pair() -> None:
    assert TwoAtTheLine().proposal() == Proposal(None, None, [], 0, 0)


def test_pairs_are_checked_one_after_the_other(race: TwoAtTheLine) -> None:
    check = race.check()
    assert check.bib_for("m001", "m004") == "08"
    with pytest.raises(errors.MarkHasBib):
        check.bib_for("m001", "m003")
    with pytest.raises(errors.BibHasTime):
        check.bib_for("m002", "m004")
    assert check.bib_for("m002", "m003") == "7"


@pytest.mark.parametrize(
    ("pair", "error"),
    [
        (("nobody's", "m003"), errors.MarkNotFound),
        (("m001", "elsewhere"), errors.MarkNotFound),
        (("late", "m003"), errors.MarkWithdrawn),
        (("m001", "misread"), errors.MarkWithdrawn),
        (("m003", "m004"), errors.MarkHasNoTime),
        (("timed", "m003"), errors.MarkHasBib),
        (("m001", "m002"), errors.MarkHasNoBib),
        (("m001", "timed"), errors.BibHasTime),
        (("m001", "second"), errors.BibHasTime),
    ],
)
def test_a_pair_that_cannot_be_is_refused(
    race: TwoAtTheLine, pair: tuple[str, str], error: type[errors.TimingError]
) -> None:
    race.time_only("21:00", id="late").correct(Kind.MARK_WITHDRAWN, "late")
    race.writes(9, "21:02", id="misread").correct(Kind.MARK_WITHDRAWN, "misread")
    race.mark("09", "22:00", id="timed").writes(9, "22:02", id="second")
    race.writes(8, "22:02", line_id=START, id="elsewhere")
    with pytest.raises(error):
        race.check().bib_for(*pair)
