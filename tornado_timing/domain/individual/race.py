"""Everything that the results of one competition follow from."""

import datetime

from msgspec import Struct

from tornado_timing.domain.individual.corrections import Correction
from tornado_timing.domain.individual.marks import Line, Mark
from tornado_timing.domain.individual.runners import AgeBand, Runner, Wave


def day_of(scheduled_at_ms: int) -> datetime.date:
    """The day of a race, in the zone of this laptop: it is where the race is."""
    return datetime.datetime.fromtimestamp(scheduled_at_ms / 1000).date()


class IndividualRace(Struct, frozen=True, kw_only=True):
    """One competition of people with bibs.

    `day` is that of the race, for ages. `started_at_ms` is the pressed start: elapsed times of
    phones count from it, and with `start_correction_ms` it is the gun of those in no wave (see
    `domain.model.Competition`).
    """

    day: datetime.date
    started_at_ms: int | None = None
    start_correction_ms: int = 0
    finished_at_ms: int | None = None
    bands: tuple[AgeBand, ...] = ()
    waves: tuple[Wave, ...] = ()
    lines: tuple[Line, ...] = ()
    runners: tuple[Runner, ...] = ()
    marks: tuple[Mark, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def official_start_ms(self) -> int | None:
        """The gun of those in no wave."""
        if self.started_at_ms is None:
            return None
        return self.started_at_ms + self.start_correction_ms
