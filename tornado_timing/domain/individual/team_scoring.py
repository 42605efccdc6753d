"""Which teams win: the best of their runners, by times or by places."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Annotated

from msgspec import Meta, Struct

from tornado_timing.domain.folding import fold
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.individual.team_lineups import Lineup, Minimums, lineups_of
from tornado_timing.domain.individual.team_ties import Tie, Tied, resolve

MAX_RUNNERS = 50
_Number = Annotated[int, Meta(ge=0, le=MAX_RUNNERS)]


class Method(StrEnum):
    """How a team's score is made."""

    NONE = "none"
    TIMES = "times"
    PLACES = "places"


class Groups(StrEnum):
    """Which lists of teams there are: one of all, one for each sex, or one of mixed teams."""

    ALL = "all"
    SEX = "sex"
    MIXED = "mixed"


class TeamScoring(Struct, frozen=True, kw_only=True):
    """What the organizer has chosen for the teams of a race.

    The best `scorers` of a team count, and the lowest sum wins. By places, the next `displacers`
    take places too, which makes those of other teams worse, and who comes after them takes none;
    None lets all of them take places. Whether those without a team and those of incomplete teams
    take places is as `only_team_runners` and `removes_incomplete` say: none of them do in USATF
    and NFHS cross country; everybody does at the World Athletics championships ("no adjustment to
    the scoring of the finishing teams shall be made in respect of any non-scoring team runners or
    of individual entries").

    `min_female` and `min_male` hold for mixed teams alone. With `several_teams` those of a club
    who are left over make another complete team.
    """

    method: Method = Method.NONE
    scorers: Annotated[int, Meta(ge=1, le=MAX_RUNNERS)] = 3
    displacers: _Number | None = 2
    removes_incomplete: bool = True
    only_team_runners: bool = True
    groups: Groups = Groups.ALL
    min_female: _Number = 1
    min_male: _Number = 1
    several_teams: bool = False
    tie: Tie = Tie.NEXT_RUNNER


class TeamGroup(StrEnum):
    """A list of teams."""

    ALL = "all"
    FEMALE = "F"
    MALE = "M"
    MIXED = "mixed"


class Scorer(Struct, frozen=True, gc=False):
    """A runner of a team. `value` is its place, shared ones as halves, or its time in ms.

    None where it takes no place.
    """

    runner_id: int
    value: float | None


class TeamResult(Struct, frozen=True, gc=False):
    """How a team stands. Without enough runners it has neither place nor score.

    `score` is in points or in ms. `tie_broken_by` says why it is before or behind a team with the
    same score.
    """

    place: int | None
    name: str
    score: float | None
    is_complete: bool
    scorers: tuple[Scorer, ...]
    displacers: tuple[Scorer, ...]
    tie_broken_by: Tie | None


class TeamStandings(Struct, frozen=True):
    """The teams of one list in order, the incomplete ones last."""

    group: TeamGroup
    teams: tuple[TeamResult, ...]


def team_standings(ranking: Ranking, scoring: TeamScoring) -> list[TeamStandings]:
    """The standings of teams, one for each list that `scoring` asks for; none without a method.

    A team is what runners have in their entries, whatever the case, accents and blanks; it is
    called as most of them write it. Only who has an official time takes part.
    """
    return standings_of(list(ranking.results), scoring)


def standings_of(results: Sequence[RunnerResult], scoring: TeamScoring) -> list[TeamStandings]:
    """The same of `results` in any order: for threads, to which a ranking is not handed."""
    if scoring.method is Method.NONE:
        return []
    clubs = _clubs(results)
    finishers = [one for one in results if one.official_ms is not None]
    finishers.sort(key=_order)
    if scoring.groups is Groups.SEX:
        return [
            TeamStandings(
                group, _standings([r for r in finishers if r.runner.sex is sex], clubs, scoring)
            )
            for group, sex in ((TeamGroup.FEMALE, Sex.FEMALE), (TeamGroup.MALE, Sex.MALE))
        ]
    group = TeamGroup.MIXED if scoring.groups is Groups.MIXED else TeamGroup.ALL
    return [TeamStandings(group, _standings(finishers, clubs, scoring))]


def _order(result: RunnerResult) -> tuple[int, int]:
    return (result.official_ms or 0, result.runner.id)


def _clubs(results: Iterable[RunnerResult]) -> dict[str, str]:
    """By each spelling of a team, how it is called. A dash or the like is no team."""
    spelled = Counter(result.runner.team for result in results)
    by_key: dict[str, list[str]] = defaultdict(list)
    for spelling, _ in spelled.most_common():
        if any(letter.isalnum() for letter in spelling):
            by_key[fold(spelling)].append(spelling)
    return {one: spellings[0] for spellings in by_key.values() for one in spellings}


class _Team(Struct, gc=False):
    """A team while it is scored; `name` with its letter, where its club has several."""

    name: str
    lineup: Lineup
    displacers: list[RunnerResult]
    score: float | None = None


def _standings(
    finishers: Sequence[RunnerResult], clubs: Mapping[str, str], scoring: TeamScoring
) -> tuple[TeamResult, ...]:
    """The teams of one list, scored by itself whatever else is scored in the same race."""
    members: dict[str, list[RunnerResult]] = defaultdict(list)
    for result in finishers:
        name = clubs.get(result.runner.team)
        if name is not None:
            members[name].append(result)
    teams = [team for name, runners in members.items() for team in _teams(name, runners, scoring)]
    if scoring.method is Method.TIMES:
        values = {result.runner.id: float(result.official_ms or 0) for result in finishers}
    else:
        counted = _counted(finishers, clubs, teams, scoring)
        values = _points(result for result in finishers if result.runner.id in counted)
    return tuple(_in_order(teams, values, scoring.tie))


def _teams(name: str, runners: Sequence[RunnerResult], scoring: TeamScoring) -> list[_Team]:
    minimums: Minimums = {}
    if scoring.groups is Groups.MIXED:
        minimums = {Sex.FEMALE: scoring.min_female, Sex.MALE: scoring.min_male}
    lineups = lineups_of(runners, scoring.scorers, minimums, is_several=scoring.several_teams)
    is_by_places = scoring.method is Method.PLACES
    return [
        _Team(
            f"{name} {_letter(index)}" if len(lineups) > 1 else name,
            lineup,
            lineup.spare[: scoring.displacers] if is_by_places else [],
        )
        for index, lineup in enumerate(lineups)
    ]


def _letter(index: int) -> str:
    return chr(ord("A") + index) if index < 26 else str(index + 1)


def _counted(
    finishers: Sequence[RunnerResult],
    clubs: Mapping[str, str],
    teams: Iterable[_Team],
    scoring: TeamScoring,
) -> set[int]:
    """Ids of those who take places."""
    counted: set[int] = set()
    if not scoring.only_team_runners:
        counted.update(one.runner.id for one in finishers if one.runner.team not in clubs)
    for team in teams:
        if team.lineup.is_complete or not scoring.removes_incomplete:
            counted.update(one.runner.id for one in team.lineup.scorers)
            counted.update(one.runner.id for one in team.displacers)
    return counted


def _points(counted: Iterable[RunnerResult]) -> dict[int, float]:
    """Places by runner, from 1. Who came in together shares the places that they took.

    So 1 and 2 are 1.5 each (USATF rule on scoring by place: "the total of the finish places
    divided by the number of runners who have tied").
    """
    points: dict[int, float] = {}
    for _, together in groupby(counted, key=lambda result: result.official_ms):
        ids = [result.runner.id for result in together]
        shared = len(points) + (1 + len(ids)) / 2
        points.update(dict.fromkeys(ids, shared))
    return points


def _in_order(
    teams: Iterable[_Team], values: Mapping[int, float], tie: Tie
) -> Iterable[TeamResult]:
    complete: list[_Team] = []
    incomplete: list[_Team] = []
    for team in teams:
        (complete if team.lineup.is_complete else incomplete).append(team)
        if team.lineup.is_complete:
            team.score = sum(_values(team.lineup.scorers, values))
    complete.sort(key=lambda team: (team.score, fold(team.name)))
    place = 1
    for _, same in groupby(complete, key=lambda team: team.score):
        level = list(same)
        for together in _resolve(level, values, tie):
            is_broken = len(together) < len(level)
            for index in together:
                yield _result(level[index], place, values, tie if is_broken else None)
            place += len(together)
    incomplete.sort(key=lambda team: (-len(team.lineup.scorers), fold(team.name)))
    for team in incomplete:
        yield _result(team, None, values, None)


def _resolve(level: Sequence[_Team], values: Mapping[int, float], tie: Tie) -> list[list[int]]:
    if len(level) == 1:
        return [[0]]
    tied = [
        Tied(
            _values(one.lineup.scorers, values),
            # Not by places: who takes none has come in all the same.
            [float(runner.official_ms or 0) for runner in one.lineup.following],
        )
        for one in level
    ]
    return resolve(tied, tie)


def _values(runners: Iterable[RunnerResult], values: Mapping[int, float]) -> list[float]:
    return [values[one.runner.id] for one in runners if one.runner.id in values]


def _result(
    team: _Team, place: int | None, values: Mapping[int, float], broken_by: Tie | None
) -> TeamResult:
    return TeamResult(
        place,
        team.name,
        _whole(team.score),
        team.lineup.is_complete,
        _scorers(team.lineup.scorers, values),
        _scorers(team.displacers, values),
        broken_by,
    )


def _scorers(runners: Iterable[RunnerResult], values: Mapping[int, float]) -> tuple[Scorer, ...]:
    return tuple(Scorer(one.runner.id, _whole(values.get(one.runner.id))) for one in runners)


def _whole(value: float | None) -> float | None:
    """`value` as an integer, where it is one: in JSON ``14`` and not ``14.0``."""
    return int(value) if value is not None and value == int(value) else value
