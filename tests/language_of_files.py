"""A small language for tests of files: results that are handed out, and what a PDF says."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from msgspec.structs import replace
from pypdf import PdfReader

from tests.language_of_standings import finisher
from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.publishing import Publication, PublicResults, Stage
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.team_scoring import TeamScoring
from tornado_timing.exports.words import Words

# Noon of 21 November 2026 in Quito.
RACE_MS = 1_795_280_400_000
HOUR_MS = 3_600_000
SPANISH = Words("es", RACE_MS + 2 * HOUR_MS)
ENGLISH = Words("en", RACE_MS + 2 * HOUR_MS)


def named(result: RunnerResult, first_name: str, last_name: str = "") -> RunnerResult:
    """The same result, of somebody with another name."""
    runner = replace(result.runner, first_name=first_name, last_name=last_name)
    return replace(result, runner=runner)


def without_time(number: int, status: Status, **fields: Any) -> RunnerResult:
    """Somebody who has not finished, or may not be placed."""
    blank: dict[str, Any] = dict.fromkeys(("finished_at_ms", "gun_ms", "official_ms"))
    return replace(finisher(number, **fields), status=status, **blank)


def official(version: int = 2) -> Publication:
    """The step that made results official."""
    at_ms = RACE_MS + HOUR_MS
    return Publication(competition_id=1, stage=Stage.OFFICIAL, version=version, at_ms=at_ms)


def results_of(
    results: Iterable[RunnerResult],
    publication: Publication | None = None,
    scoring: TeamScoring | None = None,
    prizes: PrizeRules | None = None,
    name: str = "Ruta de los Volcanes",
) -> PublicResults:
    """Results as everybody sees them."""
    return PublicResults(
        name=name,
        scheduled_at_ms=RACE_MS,
        shown=Shown.SECONDS,
        ranking=Ranking(results),
        team_scoring=scoring or TeamScoring(),
        prizes=prizes or PrizeRules(),
        publication=publication,
    )


def texts_of(pdf: bytes) -> list[str]:
    """What each page of a PDF says, line by line as it stands on it."""
    pages = PdfReader(BytesIO(pdf)).pages
    return [page.extract_text(extraction_mode="layout") for page in pages]


def lines_with(pages: Sequence[str], text: str) -> list[str]:
    """The lines that say `text`."""
    return [line for page in pages for line in page.splitlines() if text in line]
