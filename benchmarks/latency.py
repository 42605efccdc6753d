"""Figures of a list of durations."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Latency:
    """Quantiles of acknowledgement times, in milliseconds."""

    count: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float

    @classmethod
    def of(cls, durations_ns: Sequence[int]) -> "Latency":
        """Sum up durations in nanoseconds. Raises ValueError when there is none."""
        if not durations_ns:
            raise ValueError("no duration was measured")
        ordered = sorted(durations_ns)
        return cls(
            count=len(ordered),
            p50_ms=_quantile(ordered, 0.50) / 1e6,
            p95_ms=_quantile(ordered, 0.95) / 1e6,
            p99_ms=_quantile(ordered, 0.99) / 1e6,
            max_ms=ordered[-1] / 1e6,
        )


def _quantile(ordered: Sequence[int], share: float) -> int:
    """Return the smallest value that at least `share` of the values do not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median_ms(durations_ns: Sequence[int]) -> float:
    """Return the median in milliseconds. Raises StatisticsError when there is none."""
    return statistics.median(durations_ns) / 1e6
