"""Bibs that are easily taken for each other, and why."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from tornado_timing.domain.individual.runners import bib_key

# Which keys touch each other on the keypad of the judge's page: 1 2 3 / 4 5 6 / 7 8 9 / 0.
_KEYS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        **{str(digit): ((digit - 1) // 3, (digit - 1) % 3) for digit in range(1, 10)},
        "0": (3, 1),
    }
)


class Why(StrEnum):
    """How one bib becomes another one, the likeliest first."""

    OTHER_WRITER = "other_writer"
    SWAPPED_DIGITS = "swapped_digits"
    NEIGHBOUR_KEY = "neighbour_key"
    ONE_DIGIT = "one_digit"
    MISSING_DIGIT = "missing_digit"
    ADDED_DIGIT = "added_digit"
    LAST_OUT = "last_out"
    # Not alike: it is what stands beside the time already.
    PROPOSED = "proposed"


COSTS: Mapping[Why, float] = MappingProxyType(
    {
        Why.OTHER_WRITER: 0.5,
        Why.SWAPPED_DIGITS: 1.5,
        Why.NEIGHBOUR_KEY: 1.5,
        Why.ONE_DIGIT: 2.0,
        Why.MISSING_DIGIT: 2.5,
        Why.ADDED_DIGIT: 2.5,
        Why.LAST_OUT: 3.0,
    }
)


class Candidate(Struct, frozen=True):
    """A bib that may be meant instead."""

    bib: str
    why: Why
    cost: float


def why_similar(written: str, meant: str) -> Why | None:
    """How somebody who means one bib writes the other; None where they are not alike.

    `MISSING_DIGIT` says that one is missing in what was written.

    >>> why_similar("19", "89")
    <Why.ONE_DIGIT: 'one_digit'>
    """
    one, other = bib_key(written), bib_key(meant)
    if one == other:
        return None
    if len(one) == len(other):
        return _why_same_length(one, other)
    if len(other) == len(one) + 1 and len(one) > 1:
        return Why.MISSING_DIGIT if _is_without_one(one, other) else None
    if len(one) == len(other) + 1 and len(other) > 1:
        return Why.ADDED_DIGIT if _is_without_one(other, one) else None
    return None


def _why_same_length(one: str, other: str) -> Why | None:
    unlike = [place for place in range(len(one)) if one[place] != other[place]]
    if len(unlike) == 2:
        first, second = unlike
        is_swapped = one[first] == other[second] and one[second] == other[first]
        return Why.SWAPPED_DIGITS if is_swapped and second == first + 1 else None
    if len(unlike) != 1 or len(one) == 1:
        return None
    key, meant = _KEYS.get(one[unlike[0]]), _KEYS.get(other[unlike[0]])
    if key is None or meant is None:
        return Why.ONE_DIGIT
    is_near = abs(key[0] - meant[0]) + abs(key[1] - meant[1]) == 1
    return Why.NEIGHBOUR_KEY if is_near else Why.ONE_DIGIT


def _is_without_one(shorter: str, longer: str) -> bool:
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def candidates_for(written: str, out: Mapping[str, str], most: int) -> list[Candidate]:
    """The bibs of who is out that may be meant, the likeliest first, at most so many.

    `out` has them by their keys.
    """
    found = []
    for key in _neighbours(bib_key(written)) & out.keys():
        why = why_similar(written, key)
        if why is not None:
            found.append(Candidate(out[key], why, COSTS[why]))
    return sorted(found, key=lambda one: (one.cost, len(one.bib), one.bib))[:most]


def _neighbours(key: str) -> set[str]:
    """All keys that may be like one, and some that are not."""
    near: set[str] = set()
    for place in range(len(key) + 1):
        before, after = key[:place], key[place:]
        near.update(f"{before}{digit}{after}" for digit in _KEYS)
        if after:
            near.add(before + after[1:])
            near.update(f"{before}{digit}{after[1:]}" for digit in _KEYS)
        if len(after) > 1:
            near.add(f"{before}{after[1]}{after[0]}{after[2:]}")
    near.discard(key)
    return near
