"""What is still open in an individual race, for who is about to make its results official."""

from msgspec import Struct

from tornado_timing.domain.individual.crossings import Flag
from tornado_timing.domain.individual.live import LiveRace
from tornado_timing.domain.individual.results import Status


class OpenPoints(Struct, frozen=True):
    """How many runners are on the course or have no time yet, and marks somebody should look at.

    `times_without_bib` are among `flagged_marks`.
    """

    finished: int
    on_course: int
    without_time: int
    times_without_bib: int
    flagged_marks: int


def open_points_of(live: LiveRace) -> OpenPoints:
    """What is open now."""
    statuses = [result.status for result in live.ranking.results]
    flags = [view.flags for view in live.views.values() if view.flags]
    return OpenPoints(
        finished=statuses.count(Status.FINISHED),
        on_course=statuses.count(Status.STARTED),
        without_time=statuses.count(Status.ARRIVED),
        times_without_bib=sum(1 for one in flags if Flag.NO_BIB in one),
        flagged_marks=len(flags),
    )
