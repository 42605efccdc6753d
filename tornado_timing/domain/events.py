"""What has happened, for those who are connected; published after it is durable."""

from msgspec import Struct

from tornado_timing.domain.individual.marks import Line, Mode
from tornado_timing.domain.model import Competition, Team


class TimesStored(Struct, frozen=True):
    """New times of a team are in the file, or some of its times count no more, or count again."""

    competition_id: int
    team_id: int


class RecordsChanged(Struct, frozen=True):
    """Times that a judge recorded were withdrawn, or count again; their ids as they are stored.

    `origin` is the connection that asked for it and has been answered, if one did.
    """

    judge_id: int
    withdrawn: list[str]
    given_back: list[str]
    origin: object | None = None


class RefusedChanged(Struct, frozen=True):
    """A refused time was kept for the organizer, or one that was kept has been resolved."""


class RaceStarted(Struct, frozen=True):
    """A competition's clock runs."""

    competition: Competition


class RaceStopped(Struct, frozen=True):
    """A competition's clock is stopped."""

    competition: Competition


class TeamsChanged(Struct, frozen=True):
    """The competition or its teams were made, renamed or removed; None: all competitions."""

    competition_id: int | None


class EntriesChanged(Struct, frozen=True):
    """Runners, categories, waves or lines of an individual competition were made or changed."""

    competition_id: int


class ResultsPublished(Struct, frozen=True):
    """Results of an individual competition are at another stage, or in a new version."""

    competition_id: int


class MarksChanged(Struct, frozen=True):
    """Marks or corrections of an individual competition are in the file."""

    competition_id: int


class LineAssigned(Struct, frozen=True):
    """A judge was given a line or another mode there, or lost it: then `mode` is None."""

    line: Line
    judge_id: int
    mode: Mode | None


class TeamAssigned(Struct, frozen=True):
    """A judge was given a team, or lost it."""

    team: Team
    judge_id: int
    assigned: bool


class TrialAsked(Struct, frozen=True):
    """These judges are asked for a trial tap, which is not stored."""

    judge_ids: list[int]


class TrialOver(Struct, frozen=True):
    """These judges are asked for it no more: the rehearsal has ended, or their race begins."""

    number: int
    judge_ids: list[int]


class AccountCut(Struct, frozen=True):
    """An account may no longer be connected: deactivated, deleted, or its password changed."""

    account_id: int


class SessionEnded(Struct, frozen=True):
    """A session was signed out."""

    session_id: str


Event = (
    TimesStored
    | RecordsChanged
    | RefusedChanged
    | RaceStarted
    | RaceStopped
    | TeamsChanged
    | EntriesChanged
    | ResultsPublished
    | MarksChanged
    | LineAssigned
    | TeamAssigned
    | TrialAsked
    | TrialOver
    | AccountCut
    | SessionEnded
)
