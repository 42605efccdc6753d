"""Which teams win: the best of their runners, by times or by places."""

from enum import StrEnum

from msgspec import Struct


class Method(StrEnum):
    """How a team's score is made."""

    NONE = "none"
    TIMES = "times"
    PLACES = "places"


class TeamScoring(Struct, frozen=True, kw_only=True):
    """What the organizer has chosen for the teams of a race."""

    method: Method = Method.NONE
