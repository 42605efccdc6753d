"""An event as a whole: everybody and everything that a file can set up before a race."""

from msgspec import Struct


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


class TeamEntry(Struct, frozen=True):
    """A team, known by its competition's name and its number; `judge` is a username."""

    name: str
    number: int
    competition: str
    category: str = ""
    judge: str | None = None


class EventDocument(Struct, frozen=True):
    """All entries of a file."""

    organizers: list[OrganizerEntry] = []
    judges: list[JudgeEntry] = []
    competitions: list[CompetitionEntry] = []
    teams: list[TeamEntry] = []


class Problem(Struct, frozen=True):
    """What is wrong with one entry: `section` and `index` (from 0) say which, `field` where.

    `code` is stable; `details` fill its text.
    """

    section: str
    index: int
    field: str
    code: str
    details: dict[str, str | int] = {}
