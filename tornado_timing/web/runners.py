"""Runners and categories of individual races over HTTP."""

from tornado_timing.domain.individual.runners import Runner
from tornado_timing.protocol.entries import (
    AgeBandRow,
    AgeBandRows,
    RunnerChange,
    RunnerIn,
    RunnerOut,
    WornBibOut,
    band_fields,
    band_row,
    runner_out,
    runners_out,
    worn_bib_out,
)
from tornado_timing.protocol.resources import domain_fields
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint
from tornado_timing.web.tagged import TaggedHandler

COMPETITION = Query(("competition_id", "competencia_id"), int, "only those of this competition")


class RunnerResource(TaggedHandler):
    """A handler of runners, for organizers: they alone may read how to reach one."""

    def resource(self, item: Runner) -> RunnerOut:
        """A runner with what follows from the race."""
        return runner_out(self.services.core.state, item)


class RunnersHandler(RunnerResource):
    """``/api/corredores/``."""

    @endpoint(Access.ORGANIZER, {200: list[RunnerOut]}, query=(COMPETITION,), fails=(400,))
    def get(self) -> None:
        """List runners, in the order in which they were entered."""
        runners = self.services.runners.of(self.query_int(*COMPETITION.names))
        self.write_json(runners_out(self.services.core.state, runners))

    @endpoint(Access.ORGANIZER, {201: RunnerOut}, body=RunnerIn, fails=(400, 409, 413, 503))
    async def post(self) -> None:
        """Enter a runner."""
        fields = domain_fields(self.body(RunnerIn))
        self.write_resource(await self.services.runners.create(fields, self.actor), 201)


class RunnerHandler(RunnerResource):
    """``/api/corredores/{runner_id}/``."""

    @endpoint(Access.ORGANIZER, {200: RunnerOut}, fails=(404,))
    def get(self, runner_id: str) -> None:
        """Read a runner."""
        self.write_resource(self.services.runners.get(int(runner_id)))

    @endpoint(
        Access.ORGANIZER, {200: RunnerOut}, body=RunnerChange, fails=(400, 404, 409, 412, 413, 503)
    )
    async def patch(self, runner_id: str) -> None:
        """Change a runner, or give it another bib: what was marked stays its own."""
        runners = self.services.runners
        fields = domain_fields(self.body(RunnerChange))
        old = runners.get(int(runner_id))
        self.write_resource(
            await runners.change(old.id, fields, self.actor, expected=self.expected(old))
        )

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 412, 503))
    async def delete(self, runner_id: str) -> None:
        """Delete a runner; marks with its bib stay."""
        runners = self.services.runners
        old = runners.get(int(runner_id))
        await runners.delete(old.id, self.actor, expected=self.expected(old))
        self.set_status(204)


class WornBibsHandler(ApiHandler):
    """``/api/competencias/{competition_id}/corredores/``."""

    @endpoint(Access.SIGNED_IN, {200: list[WornBibOut]}, fails=(404,))
    def get(self, competition_id: str) -> None:
        """List who wears which bib, for the judges of a competition; with a tag of the whole."""
        one = self.services.competitions.one_visible_to(self.session.account, int(competition_id))
        self.write_json([worn_bib_out(runner) for runner in self.services.runners.of(one.id)])


class AgeBandsHandler(ApiHandler):
    """``/api/competencias/{competition_id}/categorias/``."""

    @endpoint(Access.ORGANIZER, {200: list[AgeBandRow]}, fails=(404,))
    def get(self, competition_id: str) -> None:
        """List the categories by age and sex, in the order in which they are tried."""
        bands = self.services.runners.bands(int(competition_id))
        self.write_json([band_row(band) for band in bands])

    @endpoint(
        Access.ORGANIZER,
        {200: list[AgeBandRow]},
        body=AgeBandRows,
        fails=(400, 404, 409, 413, 503),
    )
    async def put(self, competition_id: str) -> None:
        """Set the categories by age and sex: these, in this order, and no others."""
        rows = band_fields(self.rows(AgeBandRows, AgeBandRow))
        bands = await self.services.runners.set_bands(int(competition_id), rows, self.actor)
        self.write_json([band_row(band) for band in bands])
