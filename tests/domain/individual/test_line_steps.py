"""What was set right at a line, step by step."""

from tests.language_of_entries import correction, mark
from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.line_steps import MOST_STEPS, LineStep, last_steps

MARKS = {f"m{number}": mark(f"m{number}", 1_000, str(number)) for number in range(9)}
MARKS["elsewhere"] = mark("elsewhere", 1_000, line_id=2)


def steps_after(*corrections: Correction) -> list[LineStep]:
    book = RaceBook()
    for one in corrections:
        book.add_correction(one)
    return last_steps(book, 1, MARKS.get)


def bib(correction_id: str, subject: str, text: str, at_ms: int, by: int = 1) -> Correction:
    return correction(
        correction_id, Kind.MARK_BIB, subject, text=text, made_at_ms=at_ms, account_id=by
    )


def ids_of(steps: list[LineStep]) -> list[list[str]]:
    return [[one.id for one in step.corrections] for step in steps]


def test_what_was_made_at_once_is_one_step_and_the_newest_comes_first() -> None:
    steps = steps_after(bib("a", "m1", "7", 1), bib("b", "m2", "8", 1), bib("c", "m3", "9", 2))
    assert ids_of(steps) == [["c"], ["a", "b"]]
    assert [step.bibs for step in steps] == [["9"], ["7", "8"]]


def test_who_undoes_makes_no_step_and_what_holds_is_counted() -> None:
    made = [bib("a", "m1", "7", 1), bib("b", "m2", "8", 1)]
    undo = correction("c", Kind.UNDO, "a", made_at_ms=2)
    (step,) = steps_after(*made, undo)
    assert (len(step.corrections), step.holds) == (2, 1)
    (step,) = steps_after(*made, undo, correction("d", Kind.UNDO, "c", made_at_ms=3))
    assert step.holds == 2


def test_other_lines_and_runners_are_no_part_of_it() -> None:
    steps = steps_after(
        bib("a", "m1", "7", 1),
        bib("b", "elsewhere", "8", 1),
        bib("c", "nobody's", "8", 1),
        correction("d", Kind.RUNNER_BIB, "1", text="8", made_at_ms=1, account_id=1),
    )
    assert ids_of(steps) == [["a"]]


def test_a_judge_whose_moment_is_the_same_makes_another_step() -> None:
    assert ids_of(steps_after(bib("a", "m1", "7", 1), bib("b", "m2", "8", 1, by=2))) == [
        ["b"],
        ["a"],
    ]


def test_a_step_that_gives_no_bib_is_named_by_those_that_came() -> None:
    (step,) = steps_after(
        *(correction(f"c{one}", Kind.MARK_WITHDRAWN, f"m{one}") for one in (4, 5, 6, 7))
    )
    assert step.bibs == ["4", "5", "6"]


def test_the_last_fifty_are_told_whole() -> None:
    made = [
        bib(f"c{at_ms}-{which}", f"m{which}", "7", at_ms) for at_ms in range(60) for which in (1, 2)
    ]
    steps = steps_after(*made)
    assert len(steps) == MOST_STEPS
    assert ids_of(steps)[0] == ["c59-1", "c59-2"]
    assert ids_of(steps)[-1] == ["c10-1", "c10-2"]
