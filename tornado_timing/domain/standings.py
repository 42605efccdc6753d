"""Who is where: the order of the teams of a competition."""

from msgspec import Struct

from tornado_timing.domain.model import Team
from tornado_timing.domain.state import State


class StandingsRow(Struct, frozen=True):
    """A team's place. `position` and the times are None while the team has no record."""

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
    ranked = []
    waiting = []
    for team in state.teams_of(competition_id):
        times = state.times_of(team.id)
        if times.records:
            ranked.append((-len(times.records), times.total_ms, team.number, team, times))
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
        rows.append(
            StandingsRow(team, position, count, total_ms, round(total_ms / count), times.best_ms)
        )
    rows.extend(StandingsRow(team, None, 0, 0, None, None) for team in waiting)
    return rows
