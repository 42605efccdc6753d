"""Who gets a prize: the first of everybody, of each sex, of each category, and of the teams."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from tornado_timing.domain.folding import fold
from tornado_timing.domain.individual.ranking import Placed, Ranking
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.individual.team_scoring import TeamResult, TeamStandings

_Count = Annotated[int, Meta(ge=0, le=100)]


class PrizeRules(Struct, frozen=True, kw_only=True):
    """For how many of each group there is a prize; 0 for none.

    With `one_prize_each` who has a prize of everybody gets none of its sex, and who has either
    none of its category: the next one moves up. Teams are apart from that. With `needs_category`
    who has no category gets no prize as a runner.
    """

    overall: _Count = 0
    per_sex: _Count = 3
    per_category: _Count = 3
    per_team: _Count = 3
    one_prize_each: bool = True
    needs_category: bool = False


class PrizeKind(StrEnum):
    """What a prize is for."""

    OVERALL = "overall"
    SEX = "sex"
    CATEGORY = "category"
    TEAM = "team"


class Winner(Struct, frozen=True, gc=False):
    """Who gets a prize, and the place of the prize; who came in together has the same one."""

    prize_place: int
    won_by: Placed | TeamResult


class PrizeGroup(Struct, frozen=True):
    """The prizes of one group, the first one first.

    `name` is the sex, the category, or the list of teams (`TeamGroup`); empty for everybody.
    """

    kind: PrizeKind
    name: str
    winners: tuple[Winner, ...]


def prize_list(
    ranking: Ranking, rules: PrizeRules, team_standings: Iterable[TeamStandings]
) -> list[PrizeGroup]:
    """All prizes as `ranking` has it: of everybody, by sex, by category, of teams.

    Who shares the last place that has a prize gets one, too. Groups without anybody are left out.
    """
    in_order = map(ranking.result_of, ranking.ids())
    finishers = [
        result
        for result in in_order
        if result
        and result.official_ms is not None
        and (result.category or not rules.needs_category)
    ]
    groups: list[PrizeGroup] = []
    has_prize: set[int] = set()
    for kind, count, names in (
        (PrizeKind.OVERALL, rules.overall, [""]),
        (PrizeKind.SEX, rules.per_sex, list(Sex)),
        (PrizeKind.CATEGORY, rules.per_category, _categories(finishers)),
    ):
        taken = frozenset(has_prize) if rules.one_prize_each else frozenset[int]()
        left = [one for one in finishers if one.runner.id not in taken]
        for name in names if count else ():
            members = [one for one in left if _is_in(one, kind, name)]
            winners = list(_first(members, count))
            has_prize.update(result.runner.id for _, result in winners)
            groups.append(
                PrizeGroup(
                    kind,
                    str(name),
                    tuple(
                        Winner(place, ranking.placed_of(result.runner.id))
                        for place, result in winners
                    ),
                )
            )
    groups += [_of_teams(one, rules.per_team) for one in team_standings]
    return [group for group in groups if group.winners]


def _is_in(result: RunnerResult, kind: PrizeKind, name: str) -> bool:
    if kind is PrizeKind.SEX:
        return result.runner.sex == name
    return kind is PrizeKind.OVERALL or result.category == name


def _categories(finishers: Iterable[RunnerResult]) -> list[str]:
    """Names of categories as people sort them."""
    return sorted({one.category for one in finishers if one.category}, key=fold)


def _first(members: Sequence[RunnerResult], count: int) -> Iterator[tuple[int, RunnerResult]]:
    """The first `count` of `members`, who are in order, with their places among them."""
    place = 0
    for number, result in enumerate(members, 1):
        if number == 1 or result.official_ms != members[number - 2].official_ms:
            place = number
        if place > count:
            return
        yield place, result


def _of_teams(standings: TeamStandings, count: int) -> PrizeGroup:
    winners = tuple(
        Winner(team.place, team)
        for team in standings.teams
        if team.place is not None and team.place <= count
    )
    return PrizeGroup(PrizeKind.TEAM, standings.group, winners)
