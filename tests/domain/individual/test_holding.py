"""Corrections that are kept up one by one hold as they do when all are looked at together."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language_of_entries import correction
from tornado_timing.domain.individual.corrections import Correction, Kind, standing
from tornado_timing.domain.individual.holding import Holding


def bib(number: int, text: str, made_at_ms: int = 5) -> Correction:
    return correction(f"c{number}", Kind.MARK_BIB, "m", text=text, made_at_ms=made_at_ms)


def undo(number: int, undone: int) -> Correction:
    return correction(f"c{number}", Kind.UNDO, f"c{undone}", made_at_ms=5)


def test_an_undo_gives_the_word_back_to_the_one_before() -> None:
    holding = Holding([bib(1, "7"), bib(2, "8")])
    last = holding.last(Kind.MARK_BIB, "m")
    assert last is not None
    assert last.text == "8"
    assert [one.id for one in holding.add(undo(3, 2))] == ["c3", "c2"]
    assert [one.text for one in holding.about(Kind.MARK_BIB, "m")] == ["7"]
    assert [one.id for one in holding.add(undo(4, 3))] == ["c4", "c3", "c2"]
    assert "c2" in holding


def test_what_is_undone_before_it_comes_never_holds() -> None:
    holding = Holding([undo(2, 1)])
    assert holding.add(bib(1, "7")) == []
    assert holding.last(Kind.MARK_BIB, "m") is None


def test_an_undo_of_an_undo_and_so_on_has_no_end_that_matters() -> None:
    # Longer than what Python lets calls nest.
    chain = [bib(0, "7"), *(undo(number, number - 1) for number in range(1, 1_100))]
    assert len(chain) > sys.getrecursionlimit()
    assert [one.id for one in standing(chain)][:2] == ["c1", "c1001"]
    holding = Holding()
    for one in chain:
        holding.add(one)
    assert "c0" not in holding


@pytest.mark.parametrize("first", [1, 2])
def test_of_those_that_undo_each_other_in_a_circle_none_holds(first: int) -> None:
    circle = [bib(0, "7"), undo(first, 3 - first), undo(3 - first, first), undo(3, 3)]
    holding = Holding()
    for one in circle:
        holding.add(one)
    assert [one.id for one in standing(circle)] == ["c0"]
    assert ["c0" in holding, *(f"c{number}" in holding for number in (1, 2, 3))] == [
        True,
        False,
        False,
        False,
    ]


@given(
    kinds=st.lists(st.tuples(st.booleans(), st.integers(0, 7), st.integers(0, 2)), max_size=8),
    data=st.data(),
)
def test_whatever_undoes_what_in_whatever_order(
    kinds: list[tuple[bool, int, int]], data: st.DataObject
) -> None:
    every = [
        undo(number, subject) if is_undo else bib(number, str(subject), made)
        for number, (is_undo, subject, made) in enumerate(kinds)
    ]
    holding = Holding()
    known: list[Correction] = []
    for one in data.draw(st.permutations(every)):
        held = {number for number in range(8) if f"c{number}" in holding}
        turned = holding.add(one)
        known.append(one)
        expected = standing(known)
        assert {f"c{number}" for number in range(8) if f"c{number}" in holding} == {
            other.id for other in expected
        }
        bibs = [other for other in expected if other.kind is Kind.MARK_BIB]
        assert list(holding.about(Kind.MARK_BIB, "m")) == bibs
        assert sorted(holding.of_kind(Kind.MARK_BIB), key=lambda other: other.order) == bibs
        # All that has turned is told.
        holds = {number for number in range(8) if f"c{number}" in holding}
        assert {f"c{number}" for number in held ^ holds} <= {other.id for other in turned}
