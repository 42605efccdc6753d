"""Which marks are stored, and what their judges may set right."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.language_of_races import ANA, BRUNO, HOUR_MS, START_MS, Race
from tornado_timing.domain import errors
from tornado_timing.domain.individual.corrections import COUNTS_AGAIN, Correction, Kind
from tornado_timing.domain.individual.crossings import Flag
from tornado_timing.domain.individual.marking import (
    MAX_CORRECTIONS_BY_JUDGE,
    CorrectionRequest,
    MarkDecision,
    MarkEntry,
    MarkSubmission,
    admit,
    correct,
    is_withdrawn,
    whereabouts,
)
from tornado_timing.domain.individual.marks import Assignment, Line, Mark, Mode
from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.model import CompetitionKind

NOW_MS = START_MS + HOUR_MS


class AtTheLine(Race):
    """An individual race with runners 7 and 8 and the line 1, where Ana stands."""

    def __init__(self) -> None:
        super().__init__()
        self._change(kind=CompetitionKind.INDIVIDUAL)
        races = self.state.individual
        races.put_line(Line(id=1, competition_id=1, name="Meta"))
        races.put_assignments(1, [Assignment(ANA, 1, Mode.BOTH)])
        for number in (7, 8):
            races.put_runner(
                Runner(id=number, competition_id=1, bib=str(number), registered_at_ms=0)
            )

    def decides_marks(
        self, *entries: MarkEntry, judge: int = ANA, line: int = 1, offset_ms: int | None = None
    ) -> MarkDecision:
        """What is decided over marks."""
        sent = MarkSubmission(judge, line, "phone", list(entries), NOW_MS, offset_ms)
        return admit(self.state, sent)

    def marks(self, *entries: MarkEntry, **how: Any) -> MarkDecision:
        """Decides over marks and stores them."""
        decision = self.decides_marks(*entries, **how)
        for one in decision.accepted:
            self.state.individual.add_mark(one)
        return decision

    def corrects(self, correction_id: str, judge: int = ANA, **what: Any) -> bool:
        """Sets mark "a" right; whether that is new."""
        fields = {"mark_id": "a", "made_at_ms": NOW_MS, **what}
        request = CorrectionRequest(correction_id=correction_id, **fields)
        _, new = correct(self.state, judge, request, NOW_MS)
        if new is not None:
            self.state.individual.add_correction(new)
        return new is not None

    def flags(self, mark_id: str) -> set[Flag]:
        """What is odd about a stored mark, as its judge is told."""
        mark = self.state.individual.mark(mark_id)
        assert mark is not None
        view = self.state.individual.live_of(1).see(mark).view
        assert view is not None
        return set(view.flags)


@pytest.fixture
def course() -> AtTheLine:
    race = AtTheLine()
    race.running()
    return race


def entry(mark_id: str, sent: int | None = 60_000, bib: str | None = "7", **more: Any) -> MarkEntry:
    return MarkEntry(mark_id, 1, sent, bib=bib, **more)


def test_a_mark_is_stored_as_it_came(course: AtTheLine) -> None:
    decision = course.decides_marks(entry("a"), entry("b", NOW_MS, None), offset_ms=40)
    assert decision.error is None
    assert decision.outcomes == decision.accepted
    assert decision.accepted == [
        Mark("a", 1, ANA, "phone", 1, 60_000, 40, None, "7", NOW_MS),
        Mark("b", 1, ANA, "phone", 1, NOW_MS, 40, None, None, NOW_MS),
    ]
    assert course.state.individual.mark("a") is None


def test_the_phones_own_offset_counts_before_the_servers(course: AtTheLine) -> None:
    decision = course.decides_marks(entry("a", NOW_MS, clock_offset_ms=7), offset_ms=40)
    assert decision.accepted[0].clock_offset_ms == 7


def test_a_bib_keeps_the_moment_at_which_it_was_noted(course: AtTheLine) -> None:
    said = entry("a", None, noted=NOW_MS)
    (mark,) = course.marks(said, offset_ms=40).accepted
    assert (mark.noted, mark.clock_offset_ms, mark.sent) == (NOW_MS, 40, None)
    # A mark that says no moment needs no clock.
    (other,) = course.marks(entry("b", None), offset_ms=40).accepted
    assert (other.noted, other.clock_offset_ms) == (None, None)
    assert course.marks(said).outcomes == [mark]


def test_a_moment_alone_is_nothing(course: AtTheLine) -> None:
    (outcome,) = course.marks(entry("a", None, None, noted=NOW_MS)).outcomes
    assert isinstance(outcome, errors.MarkEmpty)


def test_the_same_id_twice_is_stored_once_in_any_case(course: AtTheLine) -> None:
    decision = course.marks(entry("a"), entry("A"), entry("a", 61_000))
    assert len(decision.accepted) == 1
    assert decision.outcomes[0] is decision.outcomes[1]
    assert isinstance(decision.outcomes[2], errors.MarkIdTaken)
    again = course.marks(entry("a"))
    assert (again.accepted, again.outcomes) == ([], decision.accepted)


@pytest.mark.parametrize(
    "what", [{"bib": "8"}, {"sent": 1}, {"bib": None}, {"noted": 1}, {"sequence": 2}]
)
def test_the_same_id_with_other_data_fails(course: AtTheLine, what: dict[str, Any]) -> None:
    course.marks(entry("a"))
    (outcome,) = course.marks(replace(entry("a"), **what)).outcomes
    assert isinstance(outcome, errors.MarkIdTaken)


def test_a_mark_of_nothing_fails_alone(course: AtTheLine) -> None:
    decision = course.marks(entry("a", None, None), entry("b"))
    assert isinstance(decision.outcomes[0], errors.MarkEmpty)
    assert [one.id for one in decision.accepted] == ["b"]


def test_marks_are_for_lines_of_the_judges_races(course: AtTheLine) -> None:
    course.state.individual.put_line(Line(id=2, competition_id=1, name="Salida"))
    assert course.decides_marks(entry("a"), line=2).error is None
    assert isinstance(course.decides_marks(entry("a"), line=9).error, errors.LineNotFound)
    other = course.decides_marks(entry("a"), judge=BRUNO)
    assert isinstance(other.error, errors.LineNotAllowed)
    assert other.accepted == other.outcomes == []


def test_what_is_marked_at_a_deleted_line_is_kept_while_its_judge_stands_at_another(
    course: AtTheLine,
) -> None:
    races = course.state.individual
    races.put_line(Line(id=2, competition_id=1, name="Salida"))
    races.put_assignments(2, [Assignment(ANA, 2, Mode.BOTH)])
    races.drop_line(1)
    assert course.decides_marks(entry("a")).error is None


def test_what_was_stored_before_is_a_success_whoever_stands_there_now(course: AtTheLine) -> None:
    first = course.marks(entry("a"))
    course.state.individual.put_assignments(1, [])
    again = course.decides_marks(entry("a"))
    assert (again.error, again.accepted, again.outcomes) == (None, [], first.outcomes)
    assert isinstance(course.decides_marks(entry("a"), entry("b")).error, errors.LineNotAllowed)
    course.state.drop_competition(1, NOW_MS)
    assert course.decides_marks(entry("a")).error is None


def test_flags_follow_what_has_come_so_far(course: AtTheLine) -> None:
    course.marks(entry("a"))
    assert course.flags("a") == set()
    course.marks(entry("b", 61_000, "007"), entry("c", None, "99"))
    assert course.flags("b") == {Flag.SECOND_MARK}
    assert course.flags("c") == {Flag.UNKNOWN_BIB, Flag.NO_TIME}
    # It was the first, and stays so.
    assert course.flags("a") == set()
    course.corrects("c1", is_withdrawn=True)
    assert course.flags("b") == set()


def test_what_is_kept_up_mark_by_mark_is_what_is_worked_out_anew(course: AtTheLine) -> None:
    course.state.individual.live_of(1)
    course.marks(entry("a"), entry("b", 61_000), entry("c", 62_000, "8"))
    kept_up = [course.flags(mark_id) for mark_id in "abc"]
    course.state.individual.book_of(1).live = None
    assert [course.flags(mark_id) for mark_id in "abc"] == kept_up


def test_another_start_is_seen_at_once(course: AtTheLine) -> None:
    course.marks(entry("a", 5))
    assert course.flags("a") == set()
    course.corrected(10)
    assert course.flags("a") == {Flag.BEFORE_START}


# ---- set right by the judge ----


def test_a_mark_gets_another_bib_and_the_later_word_holds(course: AtTheLine) -> None:
    course.marks(entry("a"))
    assert course.corrects("late", bib="8", made_at_ms=NOW_MS - 1)
    assert course.corrects("early", bib="99", made_at_ms=NOW_MS - 2)
    (view,) = course.state.individual.outcome_of(1).marks
    assert view.crossing.runner_id == 8


def test_a_phone_ahead_of_its_time_has_no_last_word(course: AtTheLine) -> None:
    course.marks(entry("a"))
    course.corrects("c", bib="8", made_at_ms=NOW_MS + HOUR_MS)
    assert course.state.individual.book_of(1).corrections[0].made_at_ms == NOW_MS


@pytest.mark.parametrize("first", ["a", "z"])
def test_what_a_phone_ahead_of_its_time_did_stays_in_its_order(
    course: AtTheLine, first: str
) -> None:
    (mark,) = course.marks(entry("a")).accepted
    # Both arrive in the same millisecond; by their ids the order might be any.
    course.corrects(first, is_withdrawn=True, made_at_ms=NOW_MS + HOUR_MS)
    course.corrects("m", is_withdrawn=False, made_at_ms=NOW_MS + HOUR_MS + 1)
    assert not is_withdrawn(course.state, mark)


def test_a_mark_is_taken_back_and_given_back(course: AtTheLine) -> None:
    (mark,) = course.marks(entry("a")).accepted
    course.corrects("c1", is_withdrawn=True)
    course.corrects("c2", is_withdrawn=True)
    assert is_withdrawn(course.state, mark)
    assert course.corrects("c3", is_withdrawn=False)
    assert not is_withdrawn(course.state, mark)
    # Also what changes nothing is kept: it may be the later word by and by.
    assert course.corrects("c4", is_withdrawn=False)
    numbers = [one.number for one in course.state.individual.book_of(1).corrections]
    assert numbers == [None, None, COUNTS_AGAIN, COUNTS_AGAIN]


def test_of_taking_back_and_giving_back_the_later_word_holds_whichever_comes_first(
    course: AtTheLine,
) -> None:
    (mark,) = course.marks(entry("a")).accepted
    course.corrects("given back", is_withdrawn=False, made_at_ms=NOW_MS - 1)
    course.corrects("taken back", is_withdrawn=True, made_at_ms=NOW_MS - 2)
    assert not is_withdrawn(course.state, mark)
    course.corrects("taken back again", is_withdrawn=True, made_at_ms=NOW_MS)
    assert is_withdrawn(course.state, mark)


def test_a_give_back_from_before_does_not_undo_what_the_organizer_has_withdrawn(
    course: AtTheLine,
) -> None:
    (mark,) = course.marks(entry("a")).accepted
    withdrawal = Correction(
        id="organizer's",
        competition_id=1,
        kind=Kind.MARK_WITHDRAWN,
        subject="a",
        made_at_ms=NOW_MS,
    )
    course.state.individual.add_correction(withdrawal)
    assert course.corrects("sent again", is_withdrawn=False, made_at_ms=NOW_MS - 1)
    assert is_withdrawn(course.state, mark)


def test_a_resent_correction_changes_nothing_more(course: AtTheLine) -> None:
    course.marks(entry("a"))
    for correction_id, what in (
        ("c1", {"bib": "8"}),
        ("c2", {"is_withdrawn": True}),
        ("c3", {"is_withdrawn": False}),
    ):
        assert course.corrects(correction_id, **what)
        assert not course.corrects(correction_id, **what)
        # A phone that knows its clock better by now.
        assert not course.corrects(correction_id, made_at_ms=NOW_MS - 5, **what)
        with pytest.raises(errors.CorrectionIdTaken):
            course.corrects(correction_id, bib="other")


def test_a_judge_sets_right_what_is_its_own(course: AtTheLine) -> None:
    with pytest.raises(errors.MarkNotFound):
        course.corrects("c", bib="8")
    course.marks(entry("a"))
    with pytest.raises(errors.MarkNotAllowed):
        course.corrects("c", bib="8", judge=BRUNO)


def test_a_broken_phone_cannot_go_on_for_ever(course: AtTheLine) -> None:
    course.marks(entry("a"))
    for number in range(MAX_CORRECTIONS_BY_JUDGE):
        course.corrects(f"c{number}", bib=str(number))
    with pytest.raises(errors.TooManyChanges):
        course.corrects("one more", bib="8")
    assert not course.corrects("c0", bib="0")


def test_a_judge_is_told_which_of_its_marks_are_here(course: AtTheLine) -> None:
    course.marks(entry("a"), entry("b"))
    course.corrects("c", is_withdrawn=True)
    found = whereabouts(course.state, ["A", "b", "z"], ANA)
    assert (found.stored, found.withdrawn, found.missing) == (["b"], ["A"], ["z"])
    assert whereabouts(course.state, ["b"], BRUNO).missing == ["b"]
