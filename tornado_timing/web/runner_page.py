"""What the public page of one runner shows, over HTTP."""

from tornado_timing.domain import errors
from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.runners import bib_key
from tornado_timing.domain.model import CompetitionKind
from tornado_timing.protocol.runner_page import RunnerOfBib, runner_of_bib
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint
from tornado_timing.web.results import ResultsBoard


class RunnerOfBibHandler(ApiHandler):
    """``/api/competencias/{competition_id}/dorsales/{bib}/``."""

    @endpoint(Access.PUBLIC, {200: RunnerOfBib}, fails=(400, 404))
    def get(self, competition_id: str, bib: str) -> None:
        """Read the published result of who wears a bib, however it is written."""
        board: ResultsBoard = self.application.settings["results_board"]
        competition = board.published(int(competition_id))
        if competition.kind is not CompetitionKind.INDIVIDUAL:
            raise errors.BibNotFound(bib=bib)
        races = self.services.core.state.individual
        public = races.public_of(competition.id)
        result = _wearer(public.ranking, races.book_of(competition.id), bib)
        if result is None:
            raise errors.BibNotFound(bib=bib)
        placed = public.ranking.placed_of(result.runner.id)
        shown = public.as_published(competition)
        self.write_json(runner_of_bib(placed, shown, public.publication))


def _wearer(ranking: Ranking, book: RaceBook, bib: str) -> RunnerResult | None:
    """Who wears a bib in what is published, which may be older than what is worn now."""
    key = bib_key(bib)
    now = book.wearer(bib)
    result = None if now is None else ranking.result_of(now.id)
    if result is not None and bib_key(result.bib) == key:
        return result
    return next((one for one in ranking.results if key and bib_key(one.bib) == key), None)
