"""Where a runner was seen, whatever was taken in and dropped before."""

from hypothesis import given
from hypothesis import strategies as st

from tests.language_of_entries import mark
from tornado_timing.domain.individual.crossings import Crossing
from tornado_timing.domain.individual.passages import Passages


def crossing(mark_id: str, at_ms: int | None, noted_ms: int = 5, judge_id: int = 1) -> Crossing:
    """Runner 7 at line 1."""
    made_ms = noted_ms if at_ms is None else at_ms
    return Crossing(mark(mark_id, at_ms, "7", judge_id=judge_id), at_ms, made_ms, "7", 7)


def test_a_crossing_that_is_nobodys_is_nowhere() -> None:
    stray = Crossing(mark("a", 5, "9"), 5, 5, "9", None)
    passages = Passages([stray])
    assert passages.beside(stray) is None
    assert passages.of(7) == {}


def test_times_are_found_from_a_moment_on_and_until_one() -> None:
    at = Passages([crossing("a", 20), crossing("b", 10), crossing("c", None, 15)]).of(7)[1]
    assert [at.first_time(from_ms) for from_ms in (None, 10, 11, 21)] == [10, 10, 20, None]
    assert [at.last_time(until_ms) for until_ms in (None, 20, 19, 9)] == [20, 20, 10, None]
    assert [at.first_noted(from_ms) for from_ms in (None, 15, 16)] == [15, 15, None]


def test_of_each_judge_the_first_and_the_last_time_are_found() -> None:
    times = ((20, 1), (10, 1), (15, 2), (30, 2), (25, 3))
    every = [crossing(str(at_ms), at_ms, judge_id=judge_id) for at_ms, judge_id in times]
    at = Passages(every).of(7)[1]
    assert sorted(at.first_of_each(None)) == [(1, 10), (2, 15), (3, 25)]
    assert sorted(at.first_of_each(16)) == [(1, 20), (2, 30), (3, 25)]
    assert sorted(at.last_of_each(None, None)) == [(1, 20), (2, 30), (3, 25)]
    assert sorted(at.last_of_each(15, 25)) == [(1, 20), (2, 15), (3, 25)]
    assert at.last_of_each(31, None) == []


def test_the_first_of_a_judge_is_the_earliest_and_those_with_a_time_come_first() -> None:
    written, late, early = crossing("a", None, 1), crossing("b", 20), crossing("c", 10)
    other = crossing("d", 30, judge_id=2)
    passages = Passages([written, late, early, other])
    at = passages.of(7)[1]
    assert [at.is_again(one) for one in (written, late, early, other)] == [True, True, False, False]
    assert [at.displaced(one) for one in (written, late, early, other)] == [None, None, "b", None]
    assert at.displaced(crossing("e", 5)) == "c"
    at.drop(early)
    assert [at.is_again(one) for one in (written, late)] == [True, False]
    assert (list(at.without_time()), set(at.ids())) == (["a"], {"a", "b", "d"})


@given(
    moments=st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(1, 2)), max_size=8),
    data=st.data(),
)
def test_what_was_dropped_might_never_have_been_there(
    moments: list[tuple[bool, int, int]], data: st.DataObject
) -> None:
    every = [
        crossing(str(number), at_ms if is_timed else None, at_ms, judge_id)
        for number, (is_timed, at_ms, judge_id) in enumerate(moments)
    ]
    passages = Passages(data.draw(st.permutations(every)))
    dropped = [one for one in every if data.draw(st.booleans())]
    for one in dropped:
        passages.of(7)[1].drop(one)
    left = [one for one in every if one not in dropped]
    anew = Passages(left)
    for one in left:
        here, there = passages.beside(one), anew.beside(one)
        assert here is not None
        assert there is not None
        assert (here.times, here.noted_ms) == (there.times, there.noted_ms)
        assert here.is_again(one) == there.is_again(one)
        assert set(here.ids()) == set(there.ids()) == {other.mark.id for other in left}
