"""Where the official start may be: started late, too early, and set right afterwards."""

from tornado_timing.domain import durations, errors
from tornado_timing.domain.model import MAX_ELAPSED_MS, Competition
from tornado_timing.domain.state import State


def correction_to(
    state: State, competition: Competition, official_start_ms: int, now_ms: int
) -> int:
    """The `start_correction_ms` with which the official start is at `official_start_ms`.

    No stored time may get an official time under 0 or over 24 h by it, and neither may those of
    teams in the bin that can come back. Raises RaceNotStarted, StartOutOfRange, or
    TimesBeforeStart.
    """
    if competition.started_at_ms is None:
        raise errors.RaceNotStarted()
    correction_ms = official_start_ms - competition.started_at_ms
    latest_ms = now_ms if competition.finished_at_ms is None else competition.finished_at_ms
    if abs(correction_ms) > MAX_ELAPSED_MS or official_start_ms > latest_ms:
        raise errors.StartOutOfRange()
    team_ids = {team.id for team in state.teams_of(competition.id)}
    team_ids |= {
        deleted.team.id
        for deleted in state.bin.teams.values()
        if deleted.team.competition_id == competition.id
        and not deleted.is_of_earlier_start(competition)
    }
    # A withdrawn one does not count, and is looked at when it is given back.
    times_ms = [record.elapsed_ms for record in state.counting_records_of(team_ids)]
    before = sum(time_ms < correction_ms for time_ms in times_ms)
    if before:
        first_ms = min(times_ms) - competition.start_correction_ms
        raise errors.TimesBeforeStart(count=before, first=durations.text(first_ms))
    if times_ms and max(times_ms) - correction_ms > MAX_ELAPSED_MS:
        raise errors.StartOutOfRange()
    return correction_ms
