"""Printable sheets: each a PDF of one list."""

from collections.abc import Callable, Mapping

from reportlab.platypus import Flowable

from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.exports.charts import statistics
from tornado_timing.exports.fonts import register_fonts
from tornado_timing.exports.lists import by_category, by_sex, overall
from tornado_timing.exports.paper import Heading, inner_width, printed
from tornado_timing.exports.request import Sheet, SheetWork
from tornado_timing.exports.winners import prizes, teams
from tornado_timing.exports.words import Words

_Drawn = Callable[[PublicResults, Words, float], list[Flowable]]
# Each with the key of its title.
_SHEETS: Mapping[Sheet, tuple[_Drawn, str]] = {
    Sheet.OVERALL: (overall, "sheet.overall"),
    Sheet.CATEGORIES: (by_category, "sheet.categories"),
    Sheet.SEXES: (by_sex, "sheet.sexes"),
    Sheet.TEAMS: (teams, "sheet.teams"),
    Sheet.PRIZES: (prizes, "sheet.prizes"),
    Sheet.STATISTICS: (statistics, "sheet.statistics"),
}


def sheet_pdf(results: PublicResults, work: SheetWork, words: Words) -> bytes:
    """A list on as many pages as it needs."""
    register_fonts()
    draw, title = _SHEETS[work.sheet]
    heading = Heading(
        race=results.name,
        day=words.day(results.scheduled_at_ms),
        title=words(title),
        stage=words.stage(results),
        made=words.made(),
        numbering=words("sheet.page", page="{page}", pages="{pages}"),
        author="tornado-timing",
        language=words.language,
    )
    return printed(heading, draw(results, words, inner_width(work.paper)), work.paper)
