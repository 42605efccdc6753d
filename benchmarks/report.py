"""The figures, each beside its floor, as a table and as JSON."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec


@dataclass(frozen=True)
class Figure:
    """One line of the table. `reached` is None where nothing was set as a target."""

    scenario: str
    name: str
    unit: str
    product: float | None
    floor: float | None = None
    floor_name: str = ""
    target: str = ""
    reached: bool | None = None

    @property
    def ratio(self) -> float | None:
        """Product to floor, where both were measured."""
        if self.product is None or not self.floor:
            return None
        return self.product / self.floor

    def at_least(self, times: float) -> "Figure":
        """Return it with a target: at least that many times the floor."""
        reached = None if self.ratio is None else self.ratio >= times
        return dataclasses.replace(self, target=f">= {times:g} x", reached=reached)

    def at_most(self, times: float) -> "Figure":
        """Return it with a target: at most that many times the floor."""
        reached = None if self.ratio is None else self.ratio <= times
        return dataclasses.replace(self, target=f"<= {times:g} x", reached=reached)

    def within(self, limit: float, why: str = "") -> "Figure":
        """Return it with a target: at most `limit`, in its own unit."""
        reached = None if self.product is None else self.product <= limit
        text = f"<= {number(limit)} {self.unit}" + (f" ({why})" if why else "")
        return dataclasses.replace(self, target=text, reached=reached)


@dataclass
class Report:
    """All that one run measured."""

    machine: dict[str, str]
    options: dict[str, Any]
    figures: list[Figure] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)
    failures: list[str] = dataclasses.field(default_factory=list)
    others_cores: dict[str, float] = dataclasses.field(default_factory=dict)

    def as_json(self) -> bytes:
        """Return it as an indented document."""
        document = dataclasses.asdict(self)
        document["figures"] = [
            dataclasses.asdict(figure) | {"ratio": figure.ratio} for figure in self.figures
        ]
        return msgspec.json.format(msgspec.json.encode(document), indent=2)


def number(value: float | None) -> str:
    """Return a number with three significant digits or more, or a dash."""
    if value is None:
        return "-"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def table(figures: Iterable[Figure]) -> str:
    """Return the figures in aligned columns."""
    heads = ["", "figure", "unit", "product", "floor", "ratio", "target", "reached", "floor is"]
    rows = [heads]
    for figure in figures:
        reached = {None: "", True: "yes", False: "NO"}[figure.reached]
        rows.append(
            [
                figure.scenario,
                figure.name,
                figure.unit,
                number(figure.product),
                number(figure.floor),
                number(figure.ratio),
                figure.target,
                reached,
                figure.floor_name,
            ]
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    numeric = {3, 4, 5}
    cells = [
        text.rjust(width) if column in numeric else text.ljust(width)
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
