"""The report of an individual race and the lines that it prints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tornado_timing.demo.individual.afterwards import Reconciled
from tornado_timing.demo.individual.check import Made, Row, Times, Verdict
from tornado_timing.demo.individual.texts import text
from tornado_timing.demo.report import Outcome, count_outcome, format_problems, format_repairs
from tornado_timing.demo.tally import Tally
from tornado_timing.language import Language

SHOWN_RUNNERS = 10
BECAME = ("made", "found", "repaired", "left", "missed")
TOLD = (Verdict.RIGHT, Verdict.WRONG, Verdict.WITHOUT, Verdict.NOT_ARRIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndividualReport(Outcome):
    """What came of a race. `lost` and `extra` count marks that the file misses, or has too many.

    `repairs` were made at the reconciliation, `left` faults of it were not; `before` are the times
    before it. Times that are wrong by the mistakes of people are no failure.
    """

    rows: tuple[Row, ...]
    lost: int
    extra: int
    paired: int
    corrections: int
    repairs: int
    left: int
    mistakes: tuple[Made, ...]
    before: Times
    times: Times


def make_report(
    tally: Tally[Any],
    stored: Mapping[str, object],
    rows: Sequence[Row],
    *,
    reconciled: Reconciled,
    corrections: int,
    mistakes: Sequence[Made],
    before: Times,
    times: Times,
    problems: Sequence[str],
) -> IndividualReport:
    """Sums up what the phones counted and what was checked."""
    return IndividualReport(
        rows=tuple(rows),
        lost=len(tally.sent.keys() - stored.keys()),
        extra=len(stored.keys() - tally.sent.keys()),
        paired=reconciled.paired,
        corrections=corrections,
        repairs=reconciled.repairs.total(),
        left=reconciled.left.total(),
        mistakes=tuple(mistakes),
        before=before,
        times=times,
        **count_outcome(tally, len(stored), problems),
    )


def format_report(report: IndividualReport, lang: Language) -> Iterator[str]:
    """Yields the printed lines: standings, marks, mistakes, times and the verdict."""
    yield ""
    yield text("standings", lang)
    yield text("standings_head", lang)
    for row in report.rows[:SHOWN_RUNNERS]:
        yield _format_row(row)
    hidden = len(report.rows) - SHOWN_RUNNERS
    if hidden > 0:
        yield text("more_runners", lang, count=hidden)
    yield ""
    yield from _format_marks(report, lang)
    yield ""
    yield from _format_mistakes(report, lang)
    yield ""
    yield from _format_times(report, lang)
    yield from format_problems(report, lang)
    if not report.problems:
        yield text("agreed", lang)


def _format_marks(report: IndividualReport, lang: Language) -> Iterator[str]:
    yield text(
        "counts",
        lang,
        sent=report.sent,
        acknowledged=report.acknowledged,
        stored=report.stored,
        lost=report.lost,
        extra=report.extra,
    )
    yield from format_repairs(report, lang, text)
    yield text("office", lang, paired=report.paired, corrections=report.corrections)


def _format_times(report: IndividualReport, lang: Language) -> Iterator[str]:
    yield _format_line(text("times_head", lang), *(text(verdict, lang) for verdict in TOLD))
    for key, times in (("before", report.before), ("after", report.times)):
        yield _format_line("  " + text(key, lang), *(times[verdict] for verdict in TOLD))
    if report.times.half_ms is not None:
        yield text("half_of_wrong", lang, half_s=report.times.half_ms / 1000)
    yield text("repaired_in_all", lang, repairs=report.repairs, open=report.left)


def _format_mistakes(report: IndividualReport, lang: Language) -> Iterator[str]:
    yield _format_line(text("mistakes_head", lang), *(text(key, lang) for key in BECAME))
    rows = [(one.count, one.found, one.repaired, one.left, one.missed) for one in report.mistakes]
    for made, row in zip(report.mistakes, rows, strict=True):
        yield _format_line("  " + text(made.kind, lang), *row)
    yield _format_line("  " + text("all_mistakes", lang), *map(sum, zip(*rows, strict=True)))
    yield text("left_to_ask", lang)


def _format_line(name: str, *cells: object) -> str:
    return f"{name:<32}" + "".join(f"{cell:>13}" for cell in cells)


def _format_row(row: Row) -> str:
    runner = row["corredor"]
    position = "" if row["posicion"] is None else str(row["posicion"])
    official = row["tiempo_oficial_formateado"] or ""
    net = row["tiempo_neto_formateado"] or ""
    return f"{position:>3}{runner['dorsal']:>8}  {runner['nombre']:<30}{official:>9}{net:>10}"
