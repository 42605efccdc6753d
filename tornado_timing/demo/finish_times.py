"""Finish times with the shape of a real 5K of 2,516 finishers.

The model is the one race: 17:58 for the first, 39:14 for the median, 1:31:12 for the last; at its
densest 152 finishers in 60 s, 37 in 10 s and 8 in one second. Three log-normal groups reproduce
it: a few front runners, the body of the field, and a slow tail of walkers. Arrivals are independent
of each other, which alone makes the bursts of the short windows as high as those measured.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

FIRST_MS = 1_078_000  # 17:58
MEDIAN_MS = 2_354_000  # 39:14
LAST_MS = 5_472_000  # 1:31:12


@dataclass(frozen=True, slots=True)
class Group:
    """One log-normal part of the field."""

    share: float
    median_ms: int
    spread: float
    """Standard deviation of the logarithm of the time."""


GROUPS = (
    Group(share=0.01, median_ms=1_340_000, spread=0.10),
    Group(share=0.84, median_ms=2_305_000, spread=0.185),
    Group(share=0.15, median_ms=3_000_000, spread=0.28),
)


def draw_finish_times(count: int, seed: int) -> list[int]:
    """Returns `count` elapsed times in ms, sorted; the same `seed` gives the same times.

    From two finishers on, the first and the last are exactly `FIRST_MS` and `LAST_MS`; one finisher
    alone gets `FIRST_MS`. Two finishers may tie. Raises ValueError when `count` is negative.
    """
    if count < 0:
        raise ValueError(f"count must not be negative: {count}")
    pinned = [FIRST_MS, LAST_MS][:count]
    source = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    between = [_draw_between_pins(source) for _ in range(count - len(pinned))]
    return sorted(pinned + between)


def densest(times_ms: Sequence[int], window_ms: int) -> int:
    """Returns the most finishers in any half-open window of `window_ms`; `times_ms` is sorted."""
    most = 0
    oldest = 0
    for newest, time_ms in enumerate(times_ms):
        while times_ms[oldest] <= time_ms - window_ms:
            oldest += 1
        most = max(most, newest - oldest + 1)
    return most


def _draw_between_pins(source: random.Random) -> int:
    # A draw outside the pins is thrown away rather than clipped: clipping would pile finishers
    # up on the first and last millisecond.
    while True:
        group = source.choices(GROUPS, weights=[group.share for group in GROUPS])[0]
        time_ms = round(source.lognormvariate(math.log(group.median_ms), group.spread))
        if FIRST_MS <= time_ms <= LAST_MS:
            return time_ms
