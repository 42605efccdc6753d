"""An event as a whole: everybody and everything that a file can set up before a race."""

import datetime

from msgspec import Struct

from tornado_timing.domain.individual.marks import LineKind, Mode
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.model import CompetitionKind


class OrganizerEntry(Struct, frozen=True):
    """An organizer; `password` may be left out when the account exists."""

    username: str
    password: str | None = None


class JudgeEntry(Struct, frozen=True):
    """A judge; `password` may be left out when the account exists."""

    username: str
    password: str | None = None
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    is_active: bool = True


class CompetitionEntry(Struct, frozen=True):
    """A competition, known by its name."""

    name: str
    scheduled_at_ms: int
    is_active: bool = True
    records_per_team: int | None = None
    kind: CompetitionKind = CompetitionKind.TEAMS
    shown: Shown = Shown.SECONDS


class TeamEntry(Struct, frozen=True):
    """A team, known by its competition's name and its number; `judge` is a username."""

    name: str
    number: int
    competition: str
    category: str = ""
    judge: str | None = None


class WaveEntry(Struct, frozen=True):
    """A wave, known by its competition's name and its own."""

    name: str
    competition: str


class LineEntry(Struct, frozen=True):
    """A line, known by its competition's name and its own; `judges` are usernames.

    One that `is_default` is made only where its competition has no finish line.
    """

    name: str
    competition: str
    kind: LineKind = LineKind.FINISH
    judges: dict[str, Mode] = {}
    is_default: bool = False


class RunnerEntry(Struct, frozen=True):
    """A runner, known by its competition's name and its bib; `wave` is a name."""

    bib: str
    competition: str
    first_name: str = ""
    last_name: str = ""
    sex: Sex | None = None
    birth_date: datetime.date | None = None
    age: int | None = None
    category: str = ""
    team: str = ""
    wave: str | None = None
    contact: str = ""
    is_hidden: bool = False
    nationality: str = ""
    city: str = ""


class EventDocument(Struct, frozen=True):
    """All entries of a file."""

    organizers: list[OrganizerEntry] = []
    judges: list[JudgeEntry] = []
    competitions: list[CompetitionEntry] = []
    teams: list[TeamEntry] = []
    waves: list[WaveEntry] = []
    lines: list[LineEntry] = []
    runners: list[RunnerEntry] = []


class Problem(Struct, frozen=True):
    """What is wrong with one entry: `section` and `index` (from 0) say which, `field` where.

    `code` is stable; `details` fill its text.
    """

    section: str
    index: int
    field: str
    code: str
    details: dict[str, str | int] = {}
