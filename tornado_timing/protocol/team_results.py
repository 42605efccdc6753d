"""Standings of teams in individual races as clients read them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from tornado_timing.domain.individual import rounding
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.team_scoring import (
    Method,
    Scorer,
    TeamGroup,
    TeamResult,
    TeamScoring,
    TeamStandings,
)
from tornado_timing.domain.individual.team_ties import Tie
from tornado_timing.protocol.individual_results import METHODS, ResultsRunner, results_runner
from tornado_timing.protocol.wire import WIRE

GROUPS: Mapping[TeamGroup, str] = MappingProxyType(
    {
        TeamGroup.ALL: "todos",
        TeamGroup.FEMALE: "F",
        TeamGroup.MALE: "M",
        TeamGroup.MIXED: "mixto",
    }
)
TIES: Mapping[Tie, str] = MappingProxyType(
    {
        Tie.NEXT_RUNNER: "siguiente_corredor",
        Tie.LAST_SCORER: "ultimo_que_cuenta",
        Tie.ONE_BY_ONE: "uno_contra_uno",
    }
)


class TeamRunner(Struct, rename=WIRE):
    """A runner of a team; `points` is the place that counts, by places alone."""

    runner: ResultsRunner
    position: int | None
    points: float | None
    official_ms: int | None
    official_text: str | None


class TeamRow(Struct, rename=WIRE):
    """A team; `score` is in ms or points, None as its place is while it is not complete."""

    position: int | None
    team: str
    score: float | None
    score_text: str | None
    is_complete: bool
    tie_broken_by: str | None
    scorers: list[TeamRunner]
    displacers: list[TeamRunner]


class TeamGroupRows(Struct, rename=WIRE):
    """One list of teams in order; of each `scorer_count` runners count."""

    team_group: str
    team_scoring: str
    scorer_count: int
    team_results: list[TeamRow]


def team_groups(
    standings: Iterable[TeamStandings],
    results: Sequence[RunnerResult],
    scoring: TeamScoring,
    shown: Shown,
) -> list[TeamGroupRows]:
    """The standings of teams, for the public; `results` are what they were made of."""
    by_id = {result.runner.id: result for result in results}
    times_ms = sorted(one.official_ms for one in results if one.official_ms is not None)

    def runner(scorer: Scorer) -> TeamRunner:
        result = by_id[scorer.runner_id]
        time_ms = result.official_ms or 0
        return TeamRunner(
            results_runner(result),
            bisect_left(times_ms, time_ms) + 1,
            scorer.value if scoring.method is Method.PLACES else None,
            time_ms,
            rounding.text(time_ms, shown),
        )

    return [
        TeamGroupRows(
            GROUPS[one.group],
            METHODS[scoring.method],
            scoring.scorers,
            [_row(team, scoring, shown, runner) for team in one.teams],
        )
        for one in standings
    ]


def score_text(score: float | None, method: Method, shown: Shown) -> str | None:
    """A team's score for people: ``1:32:07``, or points: ``27``, ``27.5``."""
    if score is None:
        return None
    return rounding.text(int(score), shown) if method is Method.TIMES else f"{score:g}"


def _row(
    team: TeamResult, scoring: TeamScoring, shown: Shown, runner: Callable[[Scorer], TeamRunner]
) -> TeamRow:
    return TeamRow(
        team.place,
        team.name,
        team.score,
        score_text(team.score, scoring.method, shown),
        team.is_complete,
        None if team.tie_broken_by is None else TIES[team.tie_broken_by],
        [runner(one) for one in team.scorers],
        [runner(one) for one in team.displacers],
    )
