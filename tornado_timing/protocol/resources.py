"""What HTTP requests carry, and what they are answered."""

import datetime as dt
import re
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from tornado_timing.domain.errors import InvalidField
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.model import Competition, CompetitionKind, Team
from tornado_timing.domain.state import State
from tornado_timing.protocol.etags import etag_of
from tornado_timing.protocol.instants import InvalidInstantError, instant_ms
from tornado_timing.protocol.problems import OUT_OF_RANGE
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
    kind: CompetitionKind = CompetitionKind.TEAMS
    shown: Shown = Shown.SECONDS


class CompetitionChange(Struct):
    """Changes to a competition; what is left out stays."""

    name: Name | UnsetType = UNSET
    datetime: Instant | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    records_per_team: Limit | None | UnsetType = UNSET
    kind: CompetitionKind | UnsetType = UNSET
    shown: Shown | UnsetType = UNSET


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
    kind: CompetitionKind
    shown: Shown
    runner_count: int
    mark_count: int
    etag: str


def competition_out(
    state: State, competition: Competition, *, for_judge: bool = False
) -> CompetitionOut:
    """`competition` as clients read it; `for_judge` says where `started_at` is."""
    book = state.individual.book_of(competition.id)
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
        competition.kind,
        competition.shown,
        len(book.entered),
        len(book.marks),
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


# By the id of a team, as a text: who times it, as far as the client knows.
ExpectedJudges = Annotated[
    dict[Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,14}$(?!\n)")], Id | None],
    Meta(max_length=100_000),
]


class AssignIn(Struct):
    """Teams that a judge is to time; null takes them from theirs.

    Nothing is done where a team has another judge by now than `expected_judge_ids` says.
    """

    team_ids: Annotated[list[Id], Meta(min_length=1, max_length=100_000)]
    judge_id: Id | None
    expected_judge_ids: ExpectedJudges | None = None


class ShareOutIn(Struct):
    """Judges who are to share the teams of a competition, or only those that have no judge.

    Nothing is done where a team has another judge by now than `expected_judge_ids` says.
    """

    judge_ids: Annotated[list[Id], Meta(min_length=1, max_length=10_000)]
    only_unassigned: bool = False
    expected_judge_ids: ExpectedJudges | None = None


def expected_judges(request: AssignIn | ShareOutIn) -> dict[int, int | None]:
    """Who times which team as far as the client knows, of those teams that it names."""
    return {int(team_id): judge for team_id, judge in (request.expected_judge_ids or {}).items()}


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


class ChangedTeamsOut(Struct):
    """Teams have other judges by now: `current` is what they are, without those that are gone."""

    error: str
    code: str
    current: list[TeamOut]


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
        _competition_name(state, team.competition_id),
        team.judge_id,
        None if judge is None else judge.username,
        len(state.times_of(team.id).records),
        etag_of(team),
    )


def _competition_name(state: State, competition_id: int) -> str:
    # Somebody may delete it while a change of its team is on the way to the disk.
    competition = state.competition_or_deleted(competition_id)
    return competition.name if competition else ""


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
        elif isinstance(value, str) and not isinstance(value, Enum):
            value = value.strip()
            if re.search(r"[\x00-\x1f\x7f]", value):
                raise InvalidField(
                    field=wire_name, problem="tiene caracteres que no se pueden mostrar"
                )
            if not value and name in ("name", "username"):
                raise InvalidField(field=wire_name, problem="no puede estar vacío")
        fields[_DOMAIN_NAMES.get(name, name)] = value
    return fields
