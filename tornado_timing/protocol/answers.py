"""What the server sends over a socket: answers to messages, and events."""

from collections.abc import Container, Sequence

from msgspec import UNSET, Struct, UnsetType

from tornado_timing.domain.errors import DuplicateTime, RecordError, TimingError
from tornado_timing.domain.model import Competition, Team, TimeRecord
from tornado_timing.domain.rules import Outcome
from tornado_timing.domain.submissions import Entry
from tornado_timing.domain.team_times import TeamTimes
from tornado_timing.protocol.marks import RACE_KINDS, LineBrief
from tornado_timing.protocol.results import Results, ResultsRow
from tornado_timing.protocol.texts import TEXTS, text_of
from tornado_timing.protocol.wire import WIRE, iso_or_none

Ref = str | UnsetType


class CompetitionBrief(Struct, rename=WIRE):
    """A competition as sockets and the sign-in show it.

    To judges `started_at` is the pressed start, where their times count from, and
    `correction_ms` says by how much the official one is later, `limit` how many times a team
    may have, and `race_kind` is `equipos` or `individual`. The public has the official start, and
    none of these.
    """

    id: int
    name: str
    scheduled_at: str | None
    running: bool
    active: bool
    started_at: str | None
    finished_at: str | None
    correction_ms: int | UnsetType = UNSET
    limit: int | None | UnsetType = UNSET
    race_kind: str | UnsetType = UNSET


def competition_brief(competition: Competition) -> CompetitionBrief:
    """The short form of `competition` for judges."""
    brief = public_brief(competition)
    brief.started_at = iso_or_none(competition.started_at_ms)
    brief.correction_ms = competition.start_correction_ms
    brief.limit = competition.records_per_team
    brief.race_kind = RACE_KINDS[competition.kind]
    return brief


def public_brief(competition: Competition) -> CompetitionBrief:
    """The short form of `competition` for everybody else."""
    return CompetitionBrief(
        competition.id,
        competition.name,
        iso_or_none(competition.scheduled_at_ms),
        competition.is_running,
        competition.is_active,
        iso_or_none(competition.official_start_ms),
        iso_or_none(competition.finished_at_ms),
    )


class TeamBrief(Struct, rename=WIRE):
    """Which team it is about."""

    id: int
    name: str
    number: int
    category: str | UnsetType = UNSET


def team_brief(team: Team) -> TeamBrief:
    """The short form of `team`."""
    return TeamBrief(team.id, team.name, team.number)


class _Tagged(Struct, tag_field="tipo", rename=WIRE):
    """A frame; its ``tipo`` says which."""


class Connected(_Tagged, tag="conexion_establecida"):
    """First frame to a judge; `lines` are those at which it stands."""

    competition: CompetitionBrief | None
    server_ms: int
    clock_rate: float
    lines: list[LineBrief] = []
    message: str = "Conectado exitosamente"


class SpectatorConnected(_Tagged, tag="conexion_establecida"):
    """First frame to a spectator."""

    competition_id: int
    competition: CompetitionBrief
    server_ms: int
    clock_rate: float
    results: Results | None


class FullResults(_Tagged, tag="resultados_completos"):
    """Replaces all that a spectator has: it fell behind, or the teams have changed."""

    competition_id: int
    competition: CompetitionBrief
    server_ms: int
    clock_rate: float
    results: Results | None


class TimeRecorded(_Tagged, tag="tiempo_registrado"):
    """A time is stored. `withdrawn`: true where it was withdrawn since, else left out."""

    team_id: int
    time: int
    record_id: str
    race_ms: int
    duplicate: bool
    ref: Ref = UNSET
    withdrawn: bool | UnsetType = UNSET


class SavedRecord(Struct, rename=WIRE):
    """A record of a batch that is stored; `index` counts from 1.

    `withdrawn`: true where it was withdrawn since, else left out.
    """

    index: int
    record_id: str
    time: int
    race_ms: int
    duplicate: bool
    withdrawn: bool | UnsetType = UNSET


class FailedRecord(Struct, rename=WIRE):
    """A record of a batch that is not stored; `record_id` is the phone's, or the stored twin's.

    `kept`: true where it is kept for the organizer, else left out.
    """

    index: int
    error: str
    code: str
    record_id: str | UnsetType = UNSET
    kept: bool | UnsetType = UNSET


class TimesRecorded(_Tagged, tag="tiempos_registrados_batch"):
    """What became of a batch."""

    team_id: int
    total_sent: int
    total_saved: int
    total_failed: int
    saved: list[SavedRecord]
    failed: list[FailedRecord]
    ref: Ref = UNSET


class ErrorAnswer(_Tagged, tag="error"):
    """Nothing was stored, and why.

    `kept`: true where every time of the message is kept for the organizer, else left out.
    """

    message: str
    code: str
    ref: Ref = UNSET
    record_id: str | UnsetType = UNSET
    kept: bool | UnsetType = UNSET


class Pong(_Tagged, tag="pong"):
    """The server's clock, epoch ms: `t1` when the ping arrived, `t2` when this left."""

    t0: int | float | str | None
    t1: int
    t2: int
    ref: Ref = UNSET
    message: str = "Conexión activa"


class RaceStarted(_Tagged, tag="competencia_iniciada"):
    """The race runs."""

    competition_id: int
    started_at: str | None
    server_ms: int
    competition: CompetitionBrief
    message: str = "La competencia ha iniciado"
    event: str = "carrera.iniciada"


class RaceStopped(_Tagged, tag="competencia_detenida"):
    """The race is stopped."""

    competition_id: int
    finished_at: str | None
    server_ms: int
    competition: CompetitionBrief
    message: str = "La competencia ha sido detenida"
    event: str = "carrera.detenida"


class CompetitionUpdated(_Tagged, tag="competencia_actualizada"):
    """To judges who asked for it: another name, or the official start was corrected."""

    competition_id: int
    server_ms: int
    competition: CompetitionBrief


class TeamUpdated(_Tagged, tag="registros_actualizados"):
    """To judges: a team has new times."""

    team: TeamBrief
    total_records: int
    total_ms: int


class StandingsUpdated(_Tagged, tag="registros_actualizados"):
    """To spectators: the rows that changed; `team` is the one whose times came last."""

    competition_id: int
    team: TeamBrief
    total_records: int
    total_ms: int
    standings: list[ResultsRow]
    competition_records: int
    updated_at: str
    server_ms: int


class TeamAssigned(_Tagged, tag="equipo.asignado"):
    """To a judge: a team was given to it, or taken away."""

    team: TeamBrief
    competition_id: int
    competition: CompetitionBrief
    assigned: bool
    message: str
    event: str = "equipo.asignado"


def team_updated(team: Team, times: TeamTimes) -> TeamUpdated:
    """The event for judges after times of `team` were stored."""
    return TeamUpdated(team_brief(team), len(times.records), times.total_ms)


def team_assigned(team: Team, competition: Competition, *, assigned: bool) -> TeamAssigned:
    """The event for a judge who was given `team`, or lost it."""
    message = "Se le asignó el equipo" if assigned else "Ya no tiene asignado el equipo"
    return TeamAssigned(
        team_brief(team),
        competition.id,
        competition_brief(competition),
        assigned,
        f"{message} {team.name}",
    )


def pong(t0: int | float | str | None, t1: int, t2: int, ref: str | None) -> Pong:
    """The answer to a ping."""
    return Pong(t0, t1, t2, _ref(ref))


def error_answer(error: TimingError, ref: str | None) -> ErrorAnswer:
    """The answer to a message that failed as a whole."""
    kept = error.is_kept or UNSET
    return ErrorAnswer(text_of(error), error.code, _ref(ref), _stored_twin(error), kept)


def internal_error(ref: str | None) -> ErrorAnswer:
    """The answer when the fault is ours."""
    return ErrorAnswer(TEXTS["internal"], "internal", _ref(ref))


def time_recorded(
    entry: Entry,
    outcome: Outcome,
    *,
    duplicate: bool,
    ref: str | None,
    withdrawn: Container[str] = (),
) -> TimeRecorded | ErrorAnswer:
    """The answer to a single time; `withdrawn` are ids of what was withdrawn since."""
    if isinstance(outcome, RecordError):
        return error_answer(outcome, ref)
    record_id = entry.record_id or outcome.id
    return TimeRecorded(
        outcome.team_id,
        entry.sent,
        record_id,
        outcome.elapsed_ms,
        duplicate,
        _ref(ref),
        outcome.id in withdrawn or UNSET,
    )


def saved_and_failed(
    entries: Sequence[Entry],
    outcomes: Sequence[Outcome],
    accepted: Sequence[TimeRecord],
    withdrawn: Container[str] = (),
) -> tuple[list[SavedRecord], list[FailedRecord]]:
    """The outcomes of a batch, apart.

    `accepted` are the records that are new, `withdrawn` ids of those that were withdrawn since.
    """
    saved: list[SavedRecord] = []
    failed: list[FailedRecord] = []
    new = {id(record) for record in accepted}
    for index, (entry, outcome) in enumerate(zip(entries, outcomes, strict=True), start=1):
        if isinstance(outcome, TimeRecord):
            record_id = entry.record_id or outcome.id
            duplicate = id(outcome) not in new
            # A second mention in the same message is a duplicate of the first.
            new.discard(id(outcome))
            gone = outcome.id in withdrawn or UNSET
            elapsed_ms = outcome.elapsed_ms
            saved.append(SavedRecord(index, record_id, entry.sent, elapsed_ms, duplicate, gone))
        else:
            named = _stored_twin(outcome) or entry.record_id or UNSET
            kept = outcome.is_kept or UNSET
            failed.append(FailedRecord(index, text_of(outcome), outcome.code, named, kept))
    return saved, failed


def times_recorded(
    team_id: int, saved: list[SavedRecord], failed: list[FailedRecord], ref: str | None
) -> TimesRecorded:
    """The answer to a batch."""
    total = len(saved) + len(failed)
    return TimesRecorded(team_id, total, len(saved), len(failed), saved, failed, _ref(ref))


def _ref(ref: str | None) -> Ref:
    return UNSET if ref is None else ref


def _stored_twin(error: TimingError) -> str | UnsetType:
    """The id of the record that is stored already, where that is the error."""
    return str(error.details["record_id"]) if isinstance(error, DuplicateTime) else UNSET
