"""Whether something grows with time, apart from what grows with the records that are stored."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Slope:
    """So much for each unit of a regressor, and half the width of its 95 % interval."""

    value: float
    margin: float

    @property
    def is_flat(self) -> bool:
        """Whether nothing speaks for its growing: zero is within the interval, or it falls."""
        return self.value - self.margin <= 1e-9  # What never changes has a slope by rounding.


def slopes(values: Sequence[float], *regressors: Sequence[float]) -> list[Slope]:
    """Fit values = constant + sum of slope x regressor by least squares; return the slopes.

    The interval takes what is left over for independent: give means over a minute and not the
    samples, which follow each other. A slope that the values do not tell is nan.
    """
    rows = [[1.0, *row] for row in zip(*regressors, strict=True)]
    width = len(regressors) + 1
    if len(rows) <= width:
        return [Slope(math.nan, math.nan)] * len(regressors)
    normal = [[sum(row[i] * row[j] for row in rows) for j in range(width)] for i in range(width)]
    inverse = _inverse(normal)
    if inverse is None:
        return [Slope(math.nan, math.nan)] * len(regressors)
    moments = [sum(row[i] * y for row, y in zip(rows, values, strict=True)) for i in range(width)]
    fit = [sum(inverse[i][j] * moments[j] for j in range(width)) for i in range(width)]
    left = [
        y - sum(f * x for f, x in zip(fit, row, strict=True))
        for row, y in zip(rows, values, strict=True)
    ]
    variance = sum(one * one for one in left) / (len(rows) - width)
    margins = [
        _student(len(rows) - width) * math.sqrt(variance * inverse[i][i]) for i in range(width)
    ]
    return [Slope(*pair) for pair in list(zip(fit, margins, strict=True))[1:]]


def _student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t by its expansion, within 3 % from two degrees on."""
    return 1.96 + 2.372 / freedom + 2.823 / freedom**2 + 2.556 / freedom**3


def _inverse(matrix: Sequence[Sequence[float]]) -> list[list[float]] | None:
    size = len(matrix)
    # Regressors are counts of records beside hours: all of one size, for the sake of precision.
    scale = [math.sqrt(matrix[i][i]) or 1.0 for i in range(size)]
    rows = [
        [matrix[i][j] / scale[i] / scale[j] for j in range(size)]
        + [float(i == j) for j in range(size)]
        for i in range(size)
    ]
    for column in range(size):
        pivot = max(range(column, size), key=lambda i: abs(rows[i][column]))
        if abs(rows[pivot][column]) < 1e-9:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [one / rows[column][column] for one in rows[column]]
        for i in range(size):
            if i != column:
                factor = rows[i][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[column], strict=True)]
    return [[rows[i][size + j] / scale[i] / scale[j] for j in range(size)] for i in range(size)]
