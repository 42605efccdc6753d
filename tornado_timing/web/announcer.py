"""The announcer's notes and link, and the records of a course, over HTTP."""

from tornado_timing.domain.individual.announcing import Course, CourseRecords
from tornado_timing.domain.individual.race import day_of
from tornado_timing.protocol.announcing import (
    AnnouncedOut,
    AnnouncerLinkOut,
    announced_out,
    announcer_link_out,
)
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint
from tornado_timing.web.race_settings import SettingHandler

# More than an announcer's page has room for.
LATEST = 60


class AnnouncerHandler(ApiHandler):
    """``/api/competencias/{competition_id}/locutor/``."""

    @endpoint(Access.ANNOUNCER, {200: AnnouncedOut}, fails=(404, 409))
    def get(self, competition_id: str) -> None:
        """Read what is worth saying of those who came in last: records, birthdays, podiums."""
        number, core = int(competition_id), self.services.core
        link = self.services.announcer_links.link_of(number)
        public = core.state.individual.public_of(number)
        records = self.services.race_settings.get(number, CourseRecords)
        today = day_of(core.clock.now_ms())
        course = Course(public.ranking, public.shown, records, today)
        self.write_json(announced_out(link, course, course.latest(LATEST)))

    @endpoint(Access.ORGANIZER, {201: AnnouncerLinkOut}, fails=(404, 409, 503))
    async def post(self, competition_id: str) -> None:
        """Make a link for the announcer, which ends the one before."""
        links, number = self.services.announcer_links, int(competition_id)
        key = await links.make(number, self.actor)
        self.write_json(announcer_link_out(number, key, links.link_of(number)), 201)

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 409, 503))
    async def delete(self, competition_id: str) -> None:
        """End the announcer's link."""
        await self.services.announcer_links.end(int(competition_id), self.actor)
        self.set_status(204)
        self.finish()


class CourseRecordsHandler(SettingHandler):
    """``/api/competencias/{competition_id}/marcas-del-recorrido/``."""

    @endpoint(Access.ORGANIZER, {200: CourseRecords}, fails=(404, 409))
    def get(self, competition_id: str) -> None:
        """Read the records of the course."""
        self.write_setting(competition_id, CourseRecords)

    @endpoint(
        Access.ORGANIZER,
        {200: CourseRecords},
        body=CourseRecords,
        fails=(400, 404, 409, 412, 413, 503),
    )
    async def put(self, competition_id: str) -> None:
        """Enter the records of the course, all of them."""
        await self.change_setting(competition_id, self.body(CourseRecords))
