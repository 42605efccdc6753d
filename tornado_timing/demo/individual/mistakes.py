"""The mistakes that people at a finish line make, and how often. Pure."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What somebody at the line did wrong."""

    MISSED_TIME = "missed_time"  # a timer did not tap for a runner
    DOUBLE_TAP = "double_tap"
    WRONG_DIGIT = "wrong_digit"  # 19 for 89: the bib of somebody else
    UNKNOWN_BIB = "unknown_bib"  # a bib that nobody wears
    SWAPPED = "swapped"  # two bibs, one after the other, the wrong way round
    MISSED_BIB = "missed_bib"  # a bib writer did not write a runner


RATES: Mapping[Kind, float] = MappingProxyType(
    {
        Kind.MISSED_TIME: 0.010,
        Kind.DOUBLE_TAP: 0.008,
        Kind.WRONG_DIGIT: 0.010,
        Kind.UNKNOWN_BIB: 0.004,
        Kind.SWAPPED: 0.008,
        Kind.MISSED_BIB: 0.015,
    }
)
"""How often for each runner that somebody has to mark."""
OF_TIMERS = (Kind.MISSED_TIME, Kind.DOUBLE_TAP)
OF_WRITERS = (Kind.WRONG_DIGIT, Kind.UNKNOWN_BIB, Kind.SWAPPED, Kind.MISSED_BIB)
OF_WHO_IS_MISSING = (Kind.MISSED_TIME, Kind.MISSED_BIB)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake of one judge.

    `bibs` are those that the runners concerned wear; `mark_ids` are the marks that are too many or
    say something wrong, none where one is missing.
    """

    kind: Kind
    username: str
    bibs: tuple[str, ...]
    mark_ids: tuple[str, ...] = ()


def draw_mistake(source: random.Random, kinds: Collection[Kind]) -> Kind | None:
    """Which of these happens now; None mostly."""
    chance = source.random()
    for kind in kinds:
        if chance < RATES[kind]:
            return kind
        chance -= RATES[kind]
    return None


def misread(source: random.Random, bib: str, worn: Collection[str], *, known: bool) -> str | None:
    """`bib` with one digit wrong, so that somebody else wears it; or nobody, unless `known`.

    None where there is no such bib.
    """
    wrong = [
        text
        for place, digit in enumerate(bib)
        for other in "0123456789"
        if other != digit
        and not (text := f"{bib[:place]}{other}{bib[place + 1 :]}").startswith("0")
        and (text in worn) is known
    ]
    return source.choice(wrong) if wrong else None
