"""Publishing results over HTTP, and what was published, for everybody."""

from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.domain.individual.open_points import open_points_of
from tornado_timing.domain.individual.published import Published
from tornado_timing.domain.individual.publishing import Stage, changed_count
from tornado_timing.domain.individual.publishing_steps import Step
from tornado_timing.domain.model import Competition
from tornado_timing.protocol.publications import (
    MAX_PENDING,
    PublicationOut,
    PublishedChange,
    PublishedChanges,
    PublishIn,
    ReopenIn,
    StepOut,
    change_out,
    changes_out,
    publication_out,
    step_out,
)
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint
from tornado_timing.web.results import ResultsBoard
from tornado_timing.web.tagged import Tagged, TaggedHandler


class _Seen(Struct):
    """A step with what is not published yet."""

    step: Step
    pending: list[PublishedChange] = []
    pending_count: int = 0


class StepHandler(TaggedHandler):
    """A handler of where a competition stands, for organizers."""

    def resource(self, item: Step | _Seen) -> Tagged:
        """A step as organizers read it."""
        seen = item if isinstance(item, _Seen) else _Seen(item)
        number = seen.step.competition_id
        races = self.services.core.state.individual
        last = races.book_of(number).published.last
        points = open_points_of(races.live_of(number))
        return step_out(seen.step, last, seen.pending, seen.pending_count, points)

    async def write_step(self, competition_id: int) -> None:
        """Answers with where the competition stands, and what is not published yet."""
        publishing = self.services.publishing
        changes = await publishing.pending(competition_id)
        shown = self.services.competitions.get(competition_id).shown
        pending = [change_out(change, shown) for change in changes[:MAX_PENDING]]
        step = publishing.step(competition_id)
        self.write_resource(_Seen(step, pending, changed_count(changes)))

    def expected_step(self, competition_id: int, version: int | None = None) -> Step | None:
        """What the step must still be. Raises ChangedMeanwhile, also unless it has this version."""
        step = self.services.publishing.step(competition_id)
        expected = self.expected(step)
        if version is None:
            return expected
        if version != step.version:
            raise errors.ChangedMeanwhile(current=step)
        return step


class PublicationHandler(StepHandler):
    """``/api/competencias/{competition_id}/publicacion/``."""

    @endpoint(Access.ORGANIZER, {200: StepOut}, fails=(404, 409))
    async def get(self, competition_id: str) -> None:
        """Read what is published of an individual race, and what is not yet."""
        await self.write_step(int(competition_id))


class PublishHandler(StepHandler):
    """``/api/competencias/{competition_id}/publicar/``."""

    @endpoint(
        Access.ORGANIZER, {200: StepOut}, body=PublishIn, fails=(400, 404, 409, 412, 413, 503)
    )
    async def post(self, competition_id: str) -> None:
        """Make results provisional, or official in a new version."""
        number, body = int(competition_id), self.body(PublishIn)
        publishing = self.services.publishing
        expected = self.expected_step(number, body.expected_version)
        if Stage(body.stage) is Stage.OFFICIAL:
            await publishing.official(number, body.reason, self.actor, expected=expected)
        else:
            await publishing.provisional(
                number, body.protests_until_ms, body.reason, self.actor, expected=expected
            )
        await self.write_step(number)


class ReopenHandler(StepHandler):
    """``/api/competencias/{competition_id}/reabrir/``."""

    @endpoint(Access.ORGANIZER, {200: StepOut}, body=ReopenIn, fails=(400, 404, 409, 412, 413, 503))
    async def post(self, competition_id: str) -> None:
        """Make official results provisional again."""
        number, body = int(competition_id), self.body(ReopenIn)
        await self.services.publishing.reopen(
            number,
            body.protests_until_ms,
            body.reason,
            self.actor,
            expected=self.expected_step(number),
        )
        await self.write_step(number)


class _PublishedHandler(ApiHandler):
    """A handler of what was published, for everybody."""

    def published_of(self, competition_id: str) -> tuple[Competition, Published]:
        """A competition that the public may see, with its steps. Raises NotFound."""
        board: ResultsBoard = self.application.settings["results_board"]
        competition = board.published(int(competition_id))
        book = self.services.core.state.individual.book_of(competition.id)
        return competition, book.published


class PublicationsHandler(_PublishedHandler):
    """``/api/competencias/{competition_id}/publicaciones/``."""

    @endpoint(Access.PUBLIC, {200: list[PublicationOut]}, fails=(404,))
    def get(self, competition_id: str) -> None:
        """List how results were published step by step, the last first."""
        _, published = self.published_of(competition_id)
        self.write_json([publication_out(step) for step in reversed(published.steps)])


class ChangesHandler(_PublishedHandler):
    """``/api/competencias/{competition_id}/publicaciones/{version}/cambios/``."""

    @endpoint(Access.PUBLIC, {200: PublishedChanges}, fails=(404,))
    def get(self, competition_id: str, version: str) -> None:
        """Read what an official version has changed of the one before."""
        competition, published = self.published_of(competition_id)
        official = published.official(int(version))
        if official is None or official.snapshot is None:
            raise errors.NotFound()
        book = self.services.core.state.individual.book_of(competition.id)
        snapshot = official.snapshot
        rows = changes_out(snapshot.changes, snapshot.shown, book.is_hidden)
        self.write_json(PublishedChanges(publication_out(official), rows))
