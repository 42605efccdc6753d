"""Two rows of moments laid beside each other in order, so that as many as may be are near."""

from collections.abc import Sequence
from typing import NamedTuple


class Timed(NamedTuple):
    """A moment, in ms, and whose it is, if that is known."""

    at_ms: int
    whose: int | str | None


# Two that were laid together, by their indexes, and the pairs before them.
_Chain = tuple["_Chain", int, int] | None


def matches(left: Sequence[Timed], right: Sequence[Timed], near_ms: int) -> list[tuple[int, int]]:
    """Indexes of those that belong together, in order; both rows are sorted.

    Two may be together if they are less than `near_ms` apart and not of different people. What is
    made as great as can be is the sum, over all pairs, of how much nearer than that they are: so a
    pair that is left out costs as much as `near_ms` between two. Dynamic programming over those
    that are near each other alone: linear in how many such there are.
    """
    scores, chains = [0], [None]  # type: tuple[list[int], list[_Chain]]
    low = high = 0
    for index, (at_ms, whose) in enumerate(left):
        while high < len(right) and right[high].at_ms < at_ms + near_ms:
            # Nobody before was near this one.
            scores.append(scores[high])
            chains.append(chains[high])
            high += 1
        while low < high and right[low].at_ms <= at_ms - near_ms:
            low += 1
        before, before_chain = scores[low], chains[low]
        for other in range(low, high):
            above, above_chain = scores[other + 1], chains[other + 1]
            other_ms, other_whose = right[other]
            best, chain = above, above_chain
            if scores[other] > best:
                best, chain = scores[other], chains[other]
            if whose == other_whose or whose is None or other_whose is None:
                together = before + near_ms - abs(other_ms - at_ms)
                if together > best:
                    best, chain = together, (before_chain, index, other)
            scores[other + 1], chains[other + 1] = best, chain
            before, before_chain = above, above_chain
    return _unrolled(chains[-1])


def _unrolled(chain: _Chain) -> list[tuple[int, int]]:
    pairs = []
    while chain is not None:
        chain, left, right = chain
        pairs.append((left, right))
    pairs.reverse()
    return pairs
