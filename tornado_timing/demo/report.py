"""The report of a demonstration and the lines that it prints."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tornado_timing.demo.plan import Finish
from tornado_timing.demo.tally import Standing, Tally, percentile
from tornado_timing.demo.texts import text
from tornado_timing.language import Language

SHOWN_TEAMS = 10
SHOWN_PROBLEMS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is counted of every race. Latencies are ms and nan when nothing was acknowledged."""

    sent: int
    acknowledged: int
    stored: int
    duplicates: int
    resent_messages: int
    reconnections: int
    refreshed_tokens: int
    errors: int
    latency_p50_ms: float
    latency_p95_ms: float
    latency_p99_ms: float
    latency_max_ms: float
    problems: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 when all that was sent was stored once and the results follow from it, else 1."""
        return 1 if self.problems else 0


def count_outcome(tally: Tally[Any], stored: int, problems: Iterable[str]) -> dict[str, Any]:
    """Returns the fields of an Outcome: the tally summed up."""
    latencies_ms = [latency_s * 1000 for latency_s in tally.latencies_s]
    return {
        "sent": len(tally.sent),
        "acknowledged": len(tally.acknowledged),
        "stored": stored,
        "duplicates": tally.duplicates,
        "resent_messages": tally.resent_messages,
        "reconnections": tally.reconnections,
        "refreshed_tokens": tally.refreshed_tokens,
        "errors": len(tally.errors),
        "latency_p50_ms": percentile(latencies_ms, 50),
        "latency_p95_ms": percentile(latencies_ms, 95),
        "latency_p99_ms": percentile(latencies_ms, 99),
        "latency_max_ms": percentile(latencies_ms, 100),
        "problems": tuple(problems),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReport(Outcome):
    """What came of a race by team."""

    standings: tuple[Standing, ...]
    team_names: Mapping[int, str]


def make_report(
    tally: Tally[Finish],
    standings: tuple[Standing, ...],
    team_names: Mapping[int, str],
    stored: int,
    problems: tuple[str, ...],
) -> DemoReport:
    """Sums the tally up."""
    counts = count_outcome(tally, stored, problems)
    return DemoReport(standings=standings, team_names=team_names, **counts)


def format_report(report: DemoReport, lang: Language) -> Iterator[str]:
    """Yields the printed lines: standings, counts, latencies, and the verdict."""
    yield ""
    yield text("standings", lang)
    yield text("standings_head", lang)
    for row in report.standings[:SHOWN_TEAMS]:
        yield _format_standing(row, report.team_names[row.bib])
    hidden = len(report.standings) - SHOWN_TEAMS
    if hidden > 0:
        yield text("more_teams", lang, count=hidden)
    yield ""
    yield text(
        "counts",
        lang,
        sent=report.sent,
        acknowledged=report.acknowledged,
        stored=report.stored,
    )
    yield from format_repairs(report, lang)
    yield from format_problems(report, lang)
    if not report.problems:
        yield text("agreed", lang)


def format_repairs(
    outcome: Outcome, lang: Language, text: Callable[..., str] = text
) -> Iterator[str]:
    """Yields what the network did, and how long the acknowledgements took, in words of `text`."""
    yield text(
        "repairs",
        lang,
        reconnections=outcome.reconnections,
        resent=outcome.resent_messages,
        duplicates=outcome.duplicates,
        errors=outcome.errors,
    )
    yield text(
        "latencies",
        lang,
        p50=outcome.latency_p50_ms,
        p95=outcome.latency_p95_ms,
        p99=outcome.latency_p99_ms,
        max=outcome.latency_max_ms,
    )


def format_problems(outcome: Outcome, lang: Language) -> Iterator[str]:
    """Yields the first problems, and how many more there are."""
    for problem in outcome.problems[:SHOWN_PROBLEMS]:
        yield text("problem", lang, problem=problem)
    hidden = len(outcome.problems) - SHOWN_PROBLEMS
    if hidden > 0:
        yield text("more_problems", lang, count=hidden)


def format_clock(elapsed_ms: float) -> str:
    """Returns race time as `H:MM:SS`.

    >>> format_clock(5_472_000)
    '1:31:12'
    """
    minutes, seconds = divmod(int(elapsed_ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _format_standing(row: Standing, name: str) -> str:
    position = "" if row.position is None else str(row.position)
    average = format_clock(row.total_ms / row.records) if row.records else ""
    total = format_clock(row.total_ms) if row.records else ""
    return f"{position:>3}{row.bib:>8}  {name:<28}{row.records:>9}{total:>12}{average:>10}"
