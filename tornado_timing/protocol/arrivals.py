"""What a big screen is told beside the results: the newest times, and how many each minute had."""

from msgspec import Struct

from tornado_timing.domain.model import Competition, TimeRecord
from tornado_timing.domain.state import State
from tornado_timing.protocol.answers import TeamBrief, team_brief
from tornado_timing.protocol.wire import WIRE

# Who opens a spectator's socket with this in the query, and the value, is told.
QUERY_NAME = "llegadas"
QUERY_VALUE = "1"

LATEST = 12


class Arrival(Struct, rename=WIRE):
    """A stored time; `ordinal` says which of its team's it is, from 1."""

    team: TeamBrief
    race_ms: int
    ordinal: int


class Arrivals(Struct, tag_field="tipo", tag="llegadas", rename=WIRE):
    """The newest times, the newest first, and the number of times by minute of the race."""

    competition_id: int
    server_ms: int
    latest: list[Arrival]
    per_minute: list[int]


def arrivals(state: State, competition_id: int, server_ms: int) -> Arrivals:
    """The arrivals of a competition as they are now; times count from the official start."""
    competition = state.competitions.get(competition_id)
    latest = [] if competition is None else _latest(state, competition)
    return Arrivals(competition_id, server_ms, latest, state.records_per_minute(competition_id))


def _latest(state: State, competition: Competition) -> list[Arrival]:
    later: dict[int, int] = {}
    latest = []
    for record in state.latest_records(competition.id, LATEST):
        newer = later.get(record.team_id, 0)
        later[record.team_id] = newer + 1
        latest.append(_arrival(state, competition, record, newer))
    return latest


def _arrival(state: State, competition: Competition, record: TimeRecord, newer: int) -> Arrival:
    count = len(state.times_of(record.team_id).records)
    return Arrival(
        team_brief(state.teams[record.team_id]),
        record.elapsed_ms - competition.start_correction_ms,
        count - newer,
    )
