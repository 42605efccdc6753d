"""Results as clients read them."""

from collections.abc import Sequence
from typing import cast

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tornado_timing.domain import durations
from tornado_timing.domain.model import Competition, Team, TimeRecord
from tornado_timing.domain.standings import StandingsRow
from tornado_timing.domain.state import State
from tornado_timing.domain.team_times import TeamTimes
from tornado_timing.protocol.wire import WIRE, encode, iso, iso_or_none


class RecordView(Struct, rename=WIRE):
    """A stored time; `time` is elapsed ms, the rest the same taken apart.

    To judges from the pressed start, as they sent it; in results from the official one.
    """

    record_id: str
    time: int
    hours: int
    minutes: int
    seconds: int
    milliseconds: int


class ResultsTeam(Struct, rename=WIRE):
    """The team of a row."""

    id: int
    name: str
    number: int
    category: str


class ResultsCompetition(Struct, rename=WIRE):
    """The competition that the results are of."""

    id: int
    name: str
    scheduled_at: str
    active: bool
    running: bool
    started_at: str | None
    finished_at: str | None
    limit: int | None


class ResultsRow(Struct, rename=WIRE):
    """A row of the standings; times in ms, None while there is no record.

    Updates over the socket leave `records` out.
    """

    position: int | None
    team: ResultsTeam
    record_count: int
    total_ms: int
    average_ms: int | None
    best_ms: int | None
    total_text: str | None
    average_text: str | None
    best_text: str | None
    records: list[RecordView] | UnsetType = UNSET


class Results(Struct, rename=WIRE):
    """The standings of a competition."""

    competition: ResultsCompetition
    updated_at: str
    total_teams: int
    total_records: int
    standings: list[ResultsRow]


def record_view(record: TimeRecord, correction_ms: int = 0) -> RecordView:
    """`record` as clients read it, counted from `correction_ms` after the pressed start."""
    time_ms = record.elapsed_ms - correction_ms
    return RecordView(record.id, time_ms, *durations.split(time_ms))


def results_row(row: StandingsRow) -> ResultsRow:
    """`row` as clients read it, without its records."""
    return ResultsRow(
        row.position,
        _team(row.team),
        row.record_count,
        row.total_ms,
        row.average_ms,
        row.best_ms,
        durations.text(row.total_ms) if row.record_count else None,
        _text(row.average_ms),
        _text(row.best_ms),
    )


class ResultsWriter:
    """Encodes results, and keeps what is costly about them: the records of each team.

    The times of a team only ever grow in number, or are others altogether: so its encoded ones
    hold as long as they are the same ones, as many, and the official start is the same.
    """

    def __init__(self) -> None:
        self._records: dict[int, tuple[TeamTimes, int, int, msgspec.Raw]] = {}

    def encode(
        self, state: State, competition: Competition, rows: Sequence[StandingsRow], now_ms: int
    ) -> bytes:
        """A `Results` with every record, as JSON."""
        full_rows = []
        for row in rows:
            full_row = results_row(row)
            # The same as list[RecordView], encoded before.
            encoded = self._encoded(state, row, competition.start_correction_ms)
            full_row.records = cast("list[RecordView]", encoded)
            full_rows.append(full_row)
        return encode(
            Results(
                results_competition(competition),
                iso(now_ms),
                len(rows),
                sum(row.record_count for row in rows),
                full_rows,
            )
        )

    def _encoded(self, state: State, row: StandingsRow, correction_ms: int) -> msgspec.Raw:
        times = state.times_of(row.team.id)
        count = len(times.records)
        known = self._records.get(row.team.id)
        if known is not None and known[0] is times and known[1:3] == (count, correction_ms):
            return known[3]
        views = [record_view(record, correction_ms) for record in times.records]
        encoded = msgspec.Raw(encode(views))
        self._records[row.team.id] = (times, count, correction_ms, encoded)
        return encoded


def results_competition(competition: Competition) -> ResultsCompetition:
    """The competition that results are of."""
    return ResultsCompetition(
        competition.id,
        competition.name,
        iso(competition.scheduled_at_ms),
        competition.is_active,
        competition.is_running,
        iso_or_none(competition.official_start_ms),
        iso_or_none(competition.finished_at_ms),
        competition.records_per_team,
    )


def _team(team: Team) -> ResultsTeam:
    return ResultsTeam(team.id, team.name, team.number, team.category)


def _text(span_ms: int | None) -> str | None:
    return None if span_ms is None else durations.text(span_ms)
