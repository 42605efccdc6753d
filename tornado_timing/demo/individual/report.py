"""The report of an individual race and the lines that it prints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tornado_timing.demo.individual.check import Made, Row, Times, Verdict
from tornado_timing.demo.individual.texts import text
from tornado_timing.demo.report import Outcome, count_outcome, format_problems, format_repairs
from tornado_timing.demo.tally import Tally
from tornado_timing.language import Language

SHOWN_RUNNERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class IndividualReport(Outcome):
    """What came of a race. `lost` and `extra` count marks that the file misses, or has too many.

    Times that are wrong by the mistakes of people are no failure.
    """

    rows: tuple[Row, ...]
    lost: int
    extra: int
    paired: int
    corrections: int
    mistakes: tuple[Made, ...]
    times: Times


def make_report(
    tally: Tally[Any],
    stored: Mapping[str, object],
    rows: Sequence[Row],
    *,
    paired: int,
    corrections: int,
    mistakes: Sequence[Made],
    times: Times,
    problems: Sequence[str],
) -> IndividualReport:
    """Sums up what the phones counted and what was checked."""
    return IndividualReport(
        rows=tuple(rows),
        lost=len(tally.sent.keys() - stored.keys()),
        extra=len(stored.keys() - tally.sent.keys()),
        paired=paired,
        corrections=corrections,
        mistakes=tuple(mistakes),
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
    yield from _format_times(report.times, lang)
    yield text("left", lang)
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


def _format_times(times: Times, lang: Language) -> Iterator[str]:
    counts = {verdict.value: times[verdict] for verdict in Verdict}
    yield text("times", lang, arrived=times.arrived, **counts)
    if times.half_ms is not None:
        yield text("half_of_wrong", lang, half_s=times.half_ms / 1000)


def _format_mistakes(report: IndividualReport, lang: Language) -> Iterator[str]:
    yield text("mistakes_head", lang)
    for made in report.mistakes:
        yield _format_made(text(made.kind, lang), made.count, made.flagged, made.harmless)
    yield _format_made(
        text("all_mistakes", lang),
        sum(made.count for made in report.mistakes),
        sum(made.flagged for made in report.mistakes),
        sum(made.harmless for made in report.mistakes),
    )


def _format_made(name: str, count: int, flagged: int, harmless: int) -> str:
    return f"  {name:<36}{count:>10}{flagged:>12}{harmless:>13}"


def _format_row(row: Row) -> str:
    runner = row["corredor"]
    position = "" if row["posicion"] is None else str(row["posicion"])
    official = row["tiempo_oficial_formateado"] or ""
    net = row["tiempo_neto_formateado"] or ""
    return f"{position:>3}{runner['dorsal']:>8}  {runner['nombre']:<30}{official:>9}{net:>10}"
