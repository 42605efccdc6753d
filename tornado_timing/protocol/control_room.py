"""What organizers are told over their socket: who is there, who is missing, what came in.

The room is told in sections, each encoded by itself, so that a frame holds those that changed
and one that did not is recognised by its bytes.
"""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from tornado_timing.domain.individual.marks import Line
from tornado_timing.domain.model import (
    Account,
    Competition,
    RefusedRecord,
    TimeRecord,
)
from tornado_timing.domain.state import State
from tornado_timing.protocol.answers import TeamBrief, team_brief
from tornado_timing.protocol.marked_lines import MarkedRace
from tornado_timing.protocol.marks import RACE_KINDS
from tornado_timing.protocol.refused import refused_out
from tornado_timing.protocol.wire import WIRE, encode, iso, iso_or_none

MAX_REFUSED = 200
MAX_LATEST = 50


class CompetitionLine(Struct, rename=WIRE):
    """A competition; `started_at` is the official start, `correction_ms` what was corrected.

    `race_kind` is `equipos` or `individual`; of the latter runners and marks are counted.
    """

    id: int
    name: str
    scheduled_at: str
    running: bool
    active: bool
    started_at: str | None
    finished_at: str | None
    correction_ms: int
    limit: int | None
    total_teams: int
    total_records: int
    race_kind: str
    total_runners: int
    total_marks: int


class ConnectionLine(Struct, rename=WIRE):
    """An open socket of a judge; None is what has not been measured or said yet."""

    id: int
    judge_id: int
    username: str
    name: str
    device: str
    address: str
    since: str
    seen_at: str
    round_trip_ms: int | None
    offset_ms: int | None
    unsent: int | None


class AbsentLine(Struct, rename=WIRE):
    """A judge with teams in a running race, or at lines of it, and no open socket."""

    competition_id: int
    competition: str
    judge_id: int
    username: str
    name: str
    team_count: int
    lines: list[str]
    seen_at: str | None


class RefusedLine(Struct, rename=WIRE):
    """A refused time that waits for a decision; `time` is as the phone sent it."""

    id: int
    judge_id: int
    username: str | None
    team_id: int
    team: str | None
    number: int | None
    competition_id: int | None
    record_id: str | None
    time: int
    received_at: str
    reason: str
    reason_text: str
    team_deleted: bool


class LatestLine(Struct, rename=WIRE):
    """A stored time; `race_ms` counts from the official start."""

    record_id: str
    competition_id: int
    team: TeamBrief
    judge: str | None
    race_ms: int
    received_at: str


# ---- sections ----


class CompetitionsSection(Struct, rename=WIRE):
    """All competitions."""

    competitions: list[CompetitionLine]


class ConnectionsSection(Struct, rename=WIRE):
    """Every open socket of a judge, the oldest first."""

    connections: list[ConnectionLine]


class AbsentSection(Struct, rename=WIRE):
    """Who is missing."""

    absent: list[AbsentLine]


class RefusedSection(Struct, rename=WIRE):
    """The newest refused times, the newest first, and how many there are."""

    refused: list[RefusedLine]
    total_refused: int


class LatestSection(Struct, rename=WIRE):
    """The newest times of all competitions, the newest first."""

    newest: list[LatestLine]


class MarkedSection(Struct, rename=WIRE):
    """What is marked at the lines of individual races."""

    marked_races: list[MarkedRace]


class RecordSection(Struct, rename=WIRE):
    """The number of the newest entry on record, 0 for none."""

    newest_audit_id: int


class TroubledPlace(Struct, rename=WIRE):
    """A place that should get backups and does not; `state` as in protocol/backups.py."""

    path: str
    state: str


class BackupsSection(Struct, rename=WIRE):
    """The places of backups with which something is wrong."""

    troubled_backups: list[TroubledPlace]


Section = (
    CompetitionsSection
    | ConnectionsSection
    | AbsentSection
    | RefusedSection
    | LatestSection
    | MarkedSection
    | BackupsSection
    | RecordSection
)


# ---- frames ----


class RoomConnected(Struct, tag_field="tipo", tag="conexion_establecida", rename=WIRE):
    """First frame to an organizer, with every section."""

    server_ms: int
    clock_rate: float
    room: msgspec.Raw


class RoomUpdated(Struct, tag_field="tipo", tag="sala_actualizada", rename=WIRE):
    """The sections that changed."""

    server_ms: int
    room: msgspec.Raw


def room_of(sections: Iterable[bytes]) -> msgspec.Raw:
    """Encoded sections as one object."""
    return msgspec.Raw(b"{%b}" % b",".join(section[1:-1] for section in sections))


def encode_section(section: Section) -> bytes:
    """`section` as a JSON object, for `room_of`."""
    return encode(section)


def competition_line(
    competition: Competition,
    total_teams: int,
    total_records: int,
    total_runners: int = 0,
    total_marks: int = 0,
) -> CompetitionLine:
    """`competition` as the control room shows it."""
    return CompetitionLine(
        competition.id,
        competition.name,
        iso(competition.scheduled_at_ms),
        competition.is_running,
        competition.is_active,
        iso_or_none(competition.official_start_ms),
        iso_or_none(competition.finished_at_ms),
        competition.start_correction_ms,
        competition.records_per_team,
        total_teams,
        total_records,
        RACE_KINDS[competition.kind],
        total_runners,
        total_marks,
    )


def absent_line(
    competition: Competition,
    judge: Account,
    team_count: int,
    seen_ms: int | None,
    lines: Sequence[Line] = (),
) -> AbsentLine:
    """A judge who is missing at `competition`."""
    return AbsentLine(
        competition.id,
        competition.name,
        judge.id,
        judge.username,
        judge.full_name,
        team_count,
        [line.name for line in lines],
        iso_or_none(seen_ms),
    )


def refused_section(state: State, waiting: Sequence[RefusedRecord]) -> RefusedSection:
    """The newest of `waiting`, which are in the order in which they came."""
    newest = reversed(waiting[-MAX_REFUSED:])
    return RefusedSection([_refused_line(state, refused) for refused in newest], len(waiting))


def _refused_line(state: State, refused: RefusedRecord) -> RefusedLine:
    shown = refused_out(state, refused)
    return RefusedLine(
        shown.id,
        shown.judge_id,
        shown.judge_username,
        shown.team_id,
        shown.team_name,
        shown.number,
        shown.competition_id,
        shown.record_id,
        shown.time,
        shown.received_at,
        shown.reason,
        shown.reason_text,
        shown.team_deleted,
    )


def latest_section(state: State, records: Iterable[TimeRecord]) -> LatestSection:
    """`records`, the newest first, of which those of teams that are gone are left out."""
    return LatestSection(
        [_latest_line(state, record) for record in records if record.team_id in state.teams]
    )


def _latest_line(state: State, record: TimeRecord) -> LatestLine:
    team = state.teams[record.team_id]
    competition = state.competitions[team.competition_id]
    judge = None if record.judge_id is None else state.accounts.get(record.judge_id)
    return LatestLine(
        record.id,
        competition.id,
        team_brief(team),
        None if judge is None else judge.username,
        record.elapsed_ms - competition.start_correction_ms,
        iso(record.received_at_ms),
    )
