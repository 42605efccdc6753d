"""Which pairs of a time and a bib can be made at a line."""

import pytest

from tests.language_of_reconciling import OTHER_TIMER, TwoLists
from tests.language_of_runners import START
from tornado_timing.domain import errors
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.crossings import BibBook
from tornado_timing.domain.individual.pairing import PairsCheck


@pytest.fixture
def line() -> TwoLists:
    """Marks m001 to m004: 7 and 8, each with a time and a bib."""
    lists = TwoLists([7, 8, 9]).taps(1_200).taps(1_230)
    return lists.writes(7, 1_202).writes("08", 1_232)


def check_of(lists: TwoLists) -> PairsCheck:
    race = lists.race
    crossings = [one.crossing for one in lists.outcome().marks]
    bibs = BibBook(race.runners, race.corrections)
    return PairsCheck(race.lines[0], race.marks, crossings, race.official_start_ms, bibs)


def test_pairs_are_checked_one_after_the_other(line: TwoLists) -> None:
    check = check_of(line)
    assert check.bib_for("m001", "m004") == "08"
    with pytest.raises(errors.MarkHasBib):
        check.bib_for("m001", "m003")
    with pytest.raises(errors.BibHasTime):
        check.bib_for("m002", "m004")
    assert check.bib_for("m002", "m003") == "7"


def test_times_of_several_timers_of_one_crossing_get_the_same_bib(line: TwoLists) -> None:
    line.taps(1_200.2, OTHER_TIMER, id="also").taps(1_300, OTHER_TIMER, id="later")
    check = check_of(line)
    assert check.bib_for("m001", "m003") == "7"
    assert check.bib_for("also", "m003") == "7"
    with pytest.raises(errors.BibHasTime):
        check.bib_for("later", "m003")
    line.correct(Kind.MARK_BIB, "m001", text="7")
    assert check_of(line).bib_for("also", "m003") == "7"


def test_a_time_before_the_start_was_a_test_and_takes_no_bib_away(line: TwoLists) -> None:
    line.both(7, -60, judge=1)
    assert check_of(line).bib_for("m001", "m003") == "7"


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
    line: TwoLists, pair: tuple[str, str], error: type[errors.TimingError]
) -> None:
    line.taps(1_260, id="late").correct(Kind.MARK_WITHDRAWN, "late")
    line.writes(9, 1_262, id="misread").correct(Kind.MARK_WITHDRAWN, "misread")
    line.both("09", 1_320, id="timed").writes(9, 1_322, id="second")
    line.writes(8, 1_322, line_id=START, id="elsewhere")
    with pytest.raises(error):
        check_of(line).bib_for(*pair)


def test_a_pair_means_who_wears_the_bib_now(line: TwoLists) -> None:
    line.correct(Kind.RUNNER_BIB, 7, text="77", made="0:30:00")
    assert check_of(line).bib_for("m001", "m003") == "77"
