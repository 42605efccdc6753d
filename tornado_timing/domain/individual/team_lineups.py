"""Who of a club's runners count for which of its teams."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.runners import Sex

# How many of a sex a team must have at least among those who count.
Minimums = Mapping[Sex, int]


class Lineup(Struct, gc=False):
    """A team: who counts for it, and the others of its club.

    `spare` are of no team; `following` are all who came in for the club and are in none of its
    teams before, nor count for this one. All in the order of the ranking.
    """

    scorers: list[RunnerResult]
    following: list[RunnerResult]
    spare: list[RunnerResult]
    is_complete: bool


def choose(
    runners: Sequence[RunnerResult], count: int, minimums: Minimums
) -> tuple[list[RunnerResult], list[RunnerResult]]:
    """The best `count` of `runners`, the best first, that satisfy `minimums`; and the others.

    Whatever is added up, times or places: no other choice of as many is better, as the best of
    each sex that must be there are in some best choice, and who fills it up is free. Fewer than
    `count` where there are not enough, or not enough of a sex.
    """
    if not minimums:
        return list(runners[:count]), list(runners[count:])
    wanted = dict(minimums)
    chosen: set[int] = set()
    for index, result in enumerate(runners):
        sex = result.runner.sex
        if sex is not None and wanted.get(sex, 0) > 0:
            wanted[sex] -= 1
            chosen.add(index)
    # Places of those who are missing stay empty: nobody of another sex may have them.
    free = count - sum(minimums.values())
    for index in range(len(runners)):
        if free > 0 and index not in chosen:
            chosen.add(index)
            free -= 1
    return (
        [result for index, result in enumerate(runners) if index in chosen],
        [result for index, result in enumerate(runners) if index not in chosen],
    )


def lineups_of(
    runners: Sequence[RunnerResult], count: int, minimums: Minimums, *, is_several: bool
) -> list[Lineup]:
    """The teams of one club, whose `runners` are in the order of the ranking.

    With `is_several` those who are left over make a second complete team, a third, and so on.
    There is always a first one, complete or not.
    """
    teams: list[Lineup] = []
    left = list(runners)
    while left:
        scorers, others = choose(left, count, minimums)
        is_complete = len(scorers) == count
        if teams and not is_complete:
            break
        teams.append(Lineup(scorers, others, [], is_complete))
        left = others
        if not (is_several and is_complete):
            break
    if teams:
        teams[-1].spare = left
    return teams
