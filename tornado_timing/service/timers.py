"""Who takes times at a line, how they compare, and where they disagree."""

from functools import partial

from tornado_timing.domain import errors
from tornado_timing.domain.individual.corrections import Kind, timer_of
from tornado_timing.domain.individual.marks import Mode
from tornado_timing.domain.individual.timing_report import TimingReport, timing_report
from tornado_timing.service.background import Background
from tornado_timing.service.core import Core


class Timers:
    """Compares the timers of lines, beside the event loop."""

    def __init__(self, core: Core) -> None:
        self._core = core
        # One at a time: it is Python's own work.
        self._background = Background("timers", 1)

    def close(self) -> None:
        """Ends the thread."""
        self._background.close()

    async def at(self, line_id: int) -> TimingReport:
        """The timers of a line as they were when it was asked for. Raises NotFound."""
        races = self._core.state.individual
        view = races.line(line_id)
        if view is None:
            raise errors.NotFound()
        competition_id = view.line.competition_id
        started_at_ms = self._core.state.competitions[competition_id].started_at_ms
        views = list(races.live_of(competition_id).views.values())
        standing = [one.judge_id for one in view.judges if one.mode is not Mode.BIBS]
        applied_ms = {}
        for one in races.book_of(competition_id).holding.of_kind(Kind.TIMER_OFFSET):
            at_line, judge_id = timer_of(one.subject)
            if at_line == line_id:
                applied_ms[judge_id] = one.number or 0
        work = partial(timing_report, view.line, views, standing, applied_ms, started_at_ms)
        return await self._background.run(work)
