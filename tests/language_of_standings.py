"""A small language for tests of teams and prizes: who came in, in order."""

from collections.abc import Sequence

from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.domain.individual.runners import Runner, Sex
from tornado_timing.domain.individual.team_scoring import (
    TeamResult,
    TeamScoring,
    TeamStandings,
    team_standings,
)

STEP_MS = 1000


def finisher(
    number: int,
    team: str = "",
    *,
    at_ms: int | None = None,
    sex: Sex | None = None,
    category: str = "",
    is_hidden: bool = False,
) -> RunnerResult:
    """Who came in `number`th, one second after the one before; `at_ms` None: with `number` s."""
    official_ms = number * STEP_MS if at_ms is None else at_ms
    runner = Runner(
        id=number,
        competition_id=1,
        bib=str(number),
        registered_at_ms=0,
        first_name=f"Runner {number}",
        sex=sex,
        category=category,
        team=team,
        is_hidden=is_hidden,
    )
    return RunnerResult(
        runner=runner,
        bib=runner.bib,
        category=category,
        status=Status.FINISHED,
        reason="",
        finished_at_ms=official_ms,
        gun_ms=official_ms,
        net_ms=None,
        penalty_ms=0,
        official_ms=official_ms,
    )


def came_in(order: str) -> list[RunnerResult]:
    """Finishers by their teams: ``A B/F =B - A`` has a woman of B, another one of B at her time,
    and one without a team; their ids count from 1."""
    results: list[RunnerResult] = []
    for number, word in enumerate(order.split(), 1):
        team, _, sex = word.removeprefix("=").partition("/")
        at_ms = results[-1].official_ms if word.startswith("=") else None
        results.append(
            finisher(
                number,
                "" if team == "-" else team,
                at_ms=at_ms,
                sex=Sex(sex) if sex else None,
            )
        )
    return results


def standings(order: str | Sequence[RunnerResult], scoring: TeamScoring) -> list[TeamStandings]:
    """The standings of teams of who came in."""
    results = came_in(order) if isinstance(order, str) else order
    return team_standings(Ranking(results), scoring)


def said(teams: Sequence[TeamResult]) -> list[str]:
    """Teams as ``1. A 27``; ``-. C 2`` is one that has but two who count."""
    return [
        f"{team.place or '-'}. {team.name} {team.score if team.is_complete else len(team.scorers)}"
        for team in teams
    ]


def values(team: TeamResult) -> list[float | None]:
    """Places or times of those who count."""
    return [one.value for one in team.scorers]
