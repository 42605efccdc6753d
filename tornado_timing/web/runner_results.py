"""How one runner stands, over HTTP."""

from tornado_timing.domain import errors
from tornado_timing.domain.individual.runner_marks import gun_at, marks_about
from tornado_timing.protocol.runner_results import (
    RunnerResultOut,
    runner_mark_out,
    runner_result_out,
)
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint


class RunnerResultHandler(ApiHandler):
    """``/api/corredores/{runner_id}/resultado/``."""

    @endpoint(Access.ORGANIZER, {200: RunnerResultOut}, fails=(404,))
    def get(self, runner_id: str) -> None:
        """Read a runner's result, with all marks that are its own or were."""
        runner = self.services.runners.get(int(runner_id))
        state = self.services.core.state
        competition = state.competitions[runner.competition_id]
        live = state.individual.live_of(competition.id)
        result = live.ranking.result_of(runner.id)
        if result is None:
            raise errors.NotFound()
        book = state.individual.book_of(competition.id)
        marks = [
            runner_mark_out(state, competition, mark, live.views.get(mark.id))
            for mark in marks_about(book, runner.id, competition.started_at_ms)
        ]
        places = live.ranking.places_of(runner.id)
        start_ms = gun_at(book, competition, runner)
        entered_bib = book.entered[runner.id].bib
        self.write_json(
            runner_result_out(competition, entered_bib, result, places, start_ms, marks)
        )
