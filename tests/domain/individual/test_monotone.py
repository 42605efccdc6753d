"""Two rows of moments laid beside each other: the best way of all there are."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tornado_timing.domain.individual.monotone import Timed, matches

NEAR_MS = 10


@pytest.mark.parametrize(
    ("left", "right", "pairs"),
    [
        ([0, 100], [3, 95], [(0, 0), (1, 1)]),
        ([0], [10], []),
        ([0, 50, 100], [1, 101], [(0, 0), (2, 1)]),
        # The nearest two of all are not together where that would leave the others over.
        ([0, 3], [2, 5], [(0, 0), (1, 1)]),
        ([], [1], []),
    ],
)
def test_those_are_together_that_are_near_in_order(
    left: list[int], right: list[int], pairs: list[tuple[int, int]]
) -> None:
    rows = [[Timed(at_ms, None) for at_ms in row] for row in (left, right)]
    assert matches(rows[0], rows[1], NEAR_MS) == pairs


def test_different_people_are_never_together_and_the_unknown_may_be_anybody() -> None:
    assert matches([Timed(0, 7)], [Timed(0, 8), Timed(4, None)], NEAR_MS) == [(0, 1)]


def worth(left: list[Timed], right: list[Timed], pairs: list[tuple[int, int]]) -> int:
    return sum(NEAR_MS - abs(left[one].at_ms - right[two].at_ms) for one, two in pairs)


def every_way(left: list[Timed], right: list[Timed]) -> Iterator[list[tuple[int, int]]]:
    """All ways to lay the rows beside each other in order, the slow way."""
    yield []
    for one, mine in enumerate(left):
        for two, other in enumerate(right):
            fits = None in (mine.whose, other.whose) or mine.whose == other.whose
            if fits and abs(mine.at_ms - other.at_ms) < NEAR_MS:
                for rest in every_way(left[one + 1 :], right[two + 1 :]):
                    yield [(one, two), *((a + one + 1, b + two + 1) for a, b in rest)]


ROWS = st.lists(
    st.builds(Timed, st.integers(0, 30), st.sampled_from([None, None, 7, 8])), max_size=5
).map(lambda row: sorted(row, key=lambda one: one.at_ms))


@settings(max_examples=150, deadline=None)
@given(left=ROWS, right=ROWS)
def test_no_other_way_is_better(left: list[Timed], right: list[Timed]) -> None:
    pairs = matches(left, right, NEAR_MS)
    assert pairs in list(every_way(left, right))
    assert worth(left, right, pairs) == max(worth(left, right, w) for w in every_way(left, right))
