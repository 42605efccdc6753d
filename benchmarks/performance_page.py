"""The table of `docs/performance.md`, as one run measured it."""

import datetime
from collections.abc import Iterable
from pathlib import Path

from benchmarks.errors import BenchmarkError
from benchmarks.report import Figure, Report, number

BEGIN = "<!-- figures: python -m benchmarks --write docs/performance.md -->"
END = "<!-- end of the figures -->"
_HEADS = ("", "figure", "server", "floor", "ratio", "to reach", "")
_SIGNS = (("<=", "≤"), (">=", "≥"), (" x", " x the floor"))


def write(path: Path, report: Report, today: datetime.date) -> None:
    """Put the figures of a whole run in the place of those between the page's two marks.

    Raises BenchmarkError where the page has no such marks, or something was not measured.
    """
    if report.failures:
        raise BenchmarkError(f"{path.name} stays as it is: not everything was measured")
    page = path.read_text(encoding="utf-8")
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise BenchmarkError(f"{path.name} has no place for the figures: {BEGIN} ... {END}")
    text = "\n\n".join((_run(report, today), _table(report.figures), _notes(report)))
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def _run(report: Report, today: datetime.date) -> str:
    machine, options = report.machine, report.options
    busiest = max(report.others_cores, key=lambda name: report.others_cores[name])
    return (
        f"Measured on {today:%Y-%m-%d} on {machine['processor']}, {machine['system']},"
        f" {machine['disk'].partition(' at ')[0]}, with Python {machine['python']}, Tornado"
        f" {machine['tornado']}, SQLite {machine['sqlite']}; {options['judges']} judges,"
        f" {options['spectators']} spectators, stretches of {options['seconds']:g} s,"
        f" {options['rounds']} rounds. Other programs kept at most"
        f" {report.others_cores[busiest]:.2f} of a core busy meanwhile ({busiest})."
    )


def _table(figures: Iterable[Figure]) -> str:
    rows = [_HEADS, ("---",) * len(_HEADS), *map(_row, figures)]
    return "\n".join(f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    target = figure.target
    for plain, sign in _SIGNS:
        target = target.replace(plain, sign) if plain != " x" or target.endswith(" x") else target
    floor = (
        "" if figure.floor is None else f"{_with_unit(figure, figure.floor)}: {figure.floor_name}"
    )
    return (
        figure.scenario,
        figure.name,
        "" if figure.product is None else _with_unit(figure, figure.product),
        floor,
        "" if figure.ratio is None else number(figure.ratio),
        target,
        {None: "", True: "reached", False: "**not reached**"}[figure.reached],
    )


def _with_unit(figure: Figure, value: float) -> str:
    return f"{number(value)} {figure.unit.replace('us', 'µs')}"


def _notes(report: Report) -> str:
    return "\n".join(f"- {note}" for note in report.notes)
