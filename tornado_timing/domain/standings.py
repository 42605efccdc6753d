"""Who is where: the order of the teams of a competition."""

from msgspec import Struct

from tornado_timing.domain.model import Team
from tornado_timing.domain.state import State


class StandingsRow(Struct, frozen=True):
    """A team's place. `position` and the times are None while the team has no record.

    Times count from the official start.
    """

    team: Team
    position: int | None
    record_count: int
    total_ms: int
    average_ms: int | None
    best_ms: int | None


def standings(state: State, competition_id: int) -> list[StandingsRow]:
    """The rows of a competition in order.

    More records first, then the lower total; equal totals share a position and the next one is
    skipped (1, 1, 3). Teams without a record come last, by number. The cost grows with the
    teams, not with the records stored.
    """
    competition = state.competitions.get(competition_id)
    correction_ms = 0 if competition is None else competition.start_correction_ms
    ranked = []
    waiting = []
    for team in state.teams_of(competition_id):
        times = state.times_of(team.id)
        if times.records:
            total_ms = times.total_ms - len(times.records) * correction_ms
            ranked.append((-len(times.records), total_ms, team.number, team, times))
        else:
            waiting.append(team)
    ranked.sort(key=lambda entry: entry[:3])
    waiting.sort(key=lambda team: team.number)

    rows: list[StandingsRow] = []
    position = 0
    previous: tuple[int, int] | None = None
    for place, (negative_count, total_ms, _, team, times) in enumerate(ranked, start=1):
        if (negative_count, total_ms) != previous:
            position, previous = place, (negative_count, total_ms)
        count = -negative_count
        average_ms = round(total_ms / count)
        best_ms = None if times.best_ms is None else times.best_ms - correction_ms
        rows.append(StandingsRow(team, position, count, total_ms, average_ms, best_ms))
    rows.extend(StandingsRow(team, None, 0, 0, None, None) for team in waiting)
    return rows
