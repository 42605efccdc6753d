"""Marks counted by line and judge, carried on with those that are new."""

from tornado_timing.domain.individual.marks import Mark
from tornado_timing.web.marked_lines import MarkTally

FINISH, START = 1, 2
ANA, BRUNO = 7, 8


def mark(number: int, line_id: int = FINISH, judge_id: int = ANA) -> Mark:
    """A mark that came in `number` ms after the first instant."""
    return Mark(str(number), line_id, judge_id, "", number, None, None, None, "7", number)


def test_each_judge_is_counted_at_each_line() -> None:
    tally = MarkTally()
    tally.count([mark(1), mark(2, judge_id=BRUNO), mark(3), mark(4, line_id=START)])
    assert tally.of(FINISH, ANA) == (2, 3)
    assert tally.of(FINISH, BRUNO) == (1, 2)
    assert tally.of(START, BRUNO) == (0, None)
    assert tally.judges_at(FINISH) == {ANA, BRUNO}


def test_only_new_marks_are_looked_at() -> None:
    marks = [mark(1), mark(2)]
    tally = MarkTally()
    tally.count(marks)
    # Were it looked at again, it would count at another line.
    marks[0] = mark(1, line_id=START)
    marks.append(mark(3))
    tally.count(marks)
    assert tally.of(FINISH, ANA) == (3, 3)
    assert tally.of(START, ANA) == (0, None)


def test_a_mark_that_comes_late_does_not_move_the_last_one_back() -> None:
    tally = MarkTally()
    tally.count([mark(9), mark(5)])
    assert tally.of(FINISH, ANA) == (2, 9)


def test_marks_that_were_purged_or_read_back_are_counted_anew() -> None:
    marks = [mark(1), mark(2)]
    tally = MarkTally()
    tally.count(marks)
    tally.count([mark(1)])
    assert tally.of(FINISH, ANA) == (1, 1)
    tally.count([])
    assert tally.of(FINISH, ANA) == (0, None)
    assert tally.judges_at(FINISH) == set()
