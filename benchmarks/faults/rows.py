"""What one scenario has to say: how much it held, what it was done to, what that cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_HEADS = (
    "scenario",
    "load held",
    "faults made",
    "tried",
    "acknowledged",
    "lost",
    "doubled",
    "further figures",
)


@dataclass(frozen=True)
class Options:
    """What the command line asked for. `work_dir` is a directory that is deleted afterwards."""

    work_dir: Path
    is_quick: bool = False
    seed: int = 1
    minutes: float | None = None
    """How long a scenario is to last that has a length; each has its own unless given."""


@dataclass(frozen=True)
class Row:
    """One line of the table.

    `tried` counts the records that were sent, `acknowledged` those of them that the server said it
    has. `lost` are those that were acknowledged, or whose sender has got to its end, and that are
    not stored as they were sent; `doubled` those that are stored more than once. They are None
    where no records are sent.
    `problems` is what else went wrong, a sentence each: an order, a figure, a server that ended.
    """

    scenario: str
    load: str
    faults: str
    tried: int
    acknowledged: int | None = None
    lost: int | None = None
    doubled: int | None = None
    figures: str = ""
    problems: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, nothing doubled and nothing else went wrong."""
        return not (self.lost or self.doubled or self.problems)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table in Markdown."""
    lines = [_line(_HEADS), _line(["---"] * 3 + ["---:"] * 4 + ["---"])]
    lines += [
        _line(
            [
                row.scenario,
                row.load,
                row.faults,
                *map(_count, (row.tried, row.acknowledged, row.lost, row.doubled)),
                "; ".join([*([row.figures] if row.figures else []), *row.problems]),
            ]
        )
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def _count(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
