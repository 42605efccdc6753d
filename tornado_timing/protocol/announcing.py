"""The announcer's notes and link, as the announcer's page and the panel read them."""

from collections.abc import Iterable

from msgspec import Struct

from tornado_timing.domain.individual.announcing import AnnouncerLink, Course, Note
from tornado_timing.domain.individual.ranking import Placed
from tornado_timing.protocol.wire import iso_or_none


class AnnouncedRunner(Struct):
    """What there is to say of a runner who came in; `city` is empty where it is not known."""

    runner_id: int
    city: str
    notes: list[Note]


class AnnouncedOut(Struct):
    """Who came in last, the newest first, without those who are hidden.

    `link_made_at` is when the announcer's link was made, null without one.
    """

    link_made_at: str | None
    runners: list[AnnouncedRunner]


class AnnouncerLinkOut(Struct):
    """A new link: `key` stands behind the # of `path`, and is never told again."""

    key: str
    path: str
    made_at: str | None


def announced_out(link: AnnouncerLink, course: Course, latest: Iterable[Placed]) -> AnnouncedOut:
    """The notes of the `latest` who came in."""
    return AnnouncedOut(
        iso_or_none(link.made_at_ms),
        [
            AnnouncedRunner(
                placed.result.runner.id, placed.result.runner.city, course.words_for(placed)
            )
            for placed in latest
            if not placed.result.runner.is_hidden
        ],
    )


def announcer_link_out(competition_id: int, key: str, link: AnnouncerLink) -> AnnouncerLinkOut:
    """A link that has just been made."""
    path = f"/locutor/{competition_id}/#{key}"
    return AnnouncerLinkOut(key, path, iso_or_none(link.made_at_ms))
