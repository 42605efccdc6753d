"""What HTTP requests carry, and what they are answered."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from tornado_timing.domain.errors import InvalidField
from tornado_timing.domain.model import (
    Competition,
    RefusedRecord,
    Team,
)
from tornado_timing.domain.state import State
from tornado_timing.protocol.etags import etag_of
from tornado_timing.protocol.instants import InvalidInstantError, instant_ms
from tornado_timing.protocol.problems import OUT_OF_RANGE
from tornado_timing.protocol.texts import TEXTS
from tornado_timing.protocol.wire import iso, iso_or_none

MAX_ID = 2**53 - 1
Id = Annotated[int, Meta(ge=1, le=MAX_ID)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=200)]
Username = Annotated[str, Meta(min_length=1, max_length=150)]
Password = Annotated[str, Meta(min_length=1, max_length=72)]
Number = Annotated[int, Meta(ge=0, le=999_999_999)]
Instant = Annotated[dt.datetime, Meta(extra_json_schema={"format": "date-time"})]
Limit = Annotated[int, Meta(ge=1, le=100_000)]

# ---- errors ----


class ErrorOut(Struct):
    """Bad input: what is wrong, for people, and its stable code."""

    error: str
    code: str
    # The field of the request that it is about, by its name on the wire.
    field: str | UnsetType = UNSET


class ChangedOut(Struct):
    """Somebody else changed it meanwhile; `current` is what it is now."""

    error: str
    code: str
    current: dict[str, Any]


class DetailOut(Struct):
    """Not signed in, not allowed, or not there."""

    detail: str
    code: str


class MessageOut(Struct):
    """It is done."""

    message: str


# ---- competitions ----


class CompetitionIn(Struct):
    """A new competition; a `datetime` without a zone is in the zone of the laptop."""

    name: Name
    datetime: Instant
    is_active: bool = True
    records_per_team: Limit | None = None


class CompetitionChange(Struct):
    """Changes to a competition; what is left out stays."""

    name: Name | UnsetType = UNSET
    datetime: Instant | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    records_per_team: Limit | None | UnsetType = UNSET


class StartCorrection(Struct):
    """Where the official start is, and why it is not where it was pressed."""

    started_at: Instant
    reason: Text = ""


class CompetitionOut(Struct):
    """A competition; instants are ISO 8601 UTC.

    `started_at` is the official start; to judges the pressed one, where their times count from.
    """

    id: int
    name: str
    datetime: str
    is_active: bool
    is_running: bool
    started_at: str | None
    finished_at: str | None
    records_per_team: int | None
    pressed_start_at: str | None
    start_correction_ms: int
    team_count: int
    record_count: int
    etag: str


def competition_out(
    state: State, competition: Competition, *, for_judge: bool = False
) -> CompetitionOut:
    """`competition` as clients read it; `for_judge` says where `started_at` is."""
    return CompetitionOut(
        competition.id,
        competition.name,
        iso(competition.scheduled_at_ms),
        competition.is_active,
        competition.is_running,
        iso_or_none(competition.started_at_ms if for_judge else competition.official_start_ms),
        iso_or_none(competition.finished_at_ms),
        competition.records_per_team,
        iso_or_none(competition.started_at_ms),
        competition.start_correction_ms,
        sum(1 for _ in state.teams_of(competition.id)),
        state.record_count_of(competition.id),
        etag_of(competition),
    )


# ---- teams ----


class TeamIn(Struct):
    """A new team."""

    name: Name
    number: Number
    competition_id: Id
    category: Text = ""
    judge_id: Id | None = None


class TeamChange(Struct):
    """Changes to a team; what is left out stays."""

    name: Name | UnsetType = UNSET
    number: Number | UnsetType = UNSET
    competition_id: Id | UnsetType = UNSET
    category: Text | UnsetType = UNSET
    judge_id: Id | None | UnsetType = UNSET


class AssignIn(Struct):
    """Teams that a judge is to time; null takes them from theirs."""

    team_ids: Annotated[list[Id], Meta(min_length=1, max_length=100_000)]
    judge_id: Id | None


class ShareOutIn(Struct):
    """Judges who are to share the teams of a competition, or only those that have no judge."""

    judge_ids: Annotated[list[Id], Meta(min_length=1, max_length=10_000)]
    only_unassigned: bool = False


class TeamOut(Struct):
    """A team with the names of what it belongs to."""

    id: int
    name: str
    number: int
    category: str
    category_display: str
    competition_id: int
    competition_name: str
    judge_id: int | None
    judge_username: str | None
    record_count: int
    etag: str


def team_out(state: State, team: Team) -> TeamOut:
    """`team` as clients read it."""
    judge = state.accounts.get(team.judge_id) if team.judge_id is not None else None
    return TeamOut(
        team.id,
        team.name,
        team.number,
        team.category,
        team.category_display,
        team.competition_id,
        state.competitions[team.competition_id].name,
        team.judge_id,
        None if judge is None else judge.username,
        len(state.times_of(team.id).records),
        etag_of(team),
    )


# ---- kept records ----


class RefusedOut(Struct):
    """A time that the rules refused and that waits for the organizer.

    `time` is as the phone sent it; `reason` is the code of the error that it was answered.
    """

    id: int
    judge_id: int
    judge_username: str | None
    team_id: int
    team_name: str | None
    competition_id: int | None
    record_id: str | None
    time: int
    received_at: str
    reason: str
    reason_text: str


def refused_out(state: State, refused: RefusedRecord) -> RefusedOut:
    """`refused` as organizers read it."""
    judge = state.accounts.get(refused.judge_id)
    team = state.teams.get(refused.team_id)
    limit = state.competitions[team.competition_id].records_per_team if team else None
    details = {"team_id": refused.team_id, "limit": limit or ""}
    return RefusedOut(
        refused.id,
        refused.judge_id,
        None if judge is None else judge.username,
        refused.team_id,
        None if team is None else team.name,
        None if team is None else team.competition_id,
        refused.record_id,
        refused.sent,
        iso(refused.received_at_ms),
        refused.reason,
        TEXTS[refused.reason].format_map(details),
    )


# ---- the server ----


class HealthOut(Struct):
    """The server answers."""

    status: str
    timestamp: str


class MemoryOut(Struct):
    """MiB that the server uses, and that the machine has."""

    used: float
    total: float


class SystemStatusOut(Struct):
    """How the server is; `uptime` in seconds, `connections` are open sockets."""

    status: str
    uptime: float
    memory: MemoryOut
    connections: int
    timestamp: str


# ---- from a request to the fields of the domain ----

_DOMAIN_NAMES: Mapping[str, str] = {"datetime": "scheduled_at_ms"}


def domain_fields(request: Struct) -> dict[str, Any]:
    """The fields that a request gives, under their names in the domain; `password` left out.

    Raises InvalidField for a text of blanks or an impossible date.
    """
    fields: dict[str, Any] = {}
    wire_names = dict(zip(request.__struct_fields__, request.__struct_encode_fields__, strict=True))
    for name, wire_name in wire_names.items():
        value = getattr(request, name)
        if value is UNSET or name == "password":
            continue
        if isinstance(value, dt.datetime):
            try:
                value = instant_ms(value)
            except InvalidInstantError as error:
                raise InvalidField(field=wire_name, problem=OUT_OF_RANGE) from error
        elif isinstance(value, str):
            value = value.strip()
            if re.search(r"[\x00-\x1f\x7f]", value):
                raise InvalidField(
                    field=wire_name, problem="tiene caracteres que no se pueden mostrar"
                )
            if not value and name in ("name", "username"):
                raise InvalidField(field=wire_name, problem="no puede estar vacío")
        fields[_DOMAIN_NAMES.get(name, name)] = value
    return fields
