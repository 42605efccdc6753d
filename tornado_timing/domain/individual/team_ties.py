"""Which of several teams with the same score is before the others."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import groupby

from msgspec import Struct


class Tie(StrEnum):
    """How teams with the same score are told apart.

    `NEXT_RUNNER`: by who came in next after those who count; a team that has nobody is behind.
    Where no team has anybody, by the sum without the last one who counts (NFHS Track and Field
    and Cross Country Rules, rule 8 on cross country: the sixth runner, or else the first four).

    `LAST_SCORER`: by the last one who counts, then by the one before (World Athletics, World Cross
    Country Championships: "in favour of the team whose last scoring member finishes nearer to
    first place").

    `ONE_BY_ONE`: first runner against first, second against second; the team that wins most
    (USATF, National Club Cross Country Championships; NCAA Cross Country Rules, rule 8).
    """

    NEXT_RUNNER = "next_runner"
    LAST_SCORER = "last_scorer"
    ONE_BY_ONE = "one_by_one"


class Tied(Struct, frozen=True, gc=False):
    """What a team has for a tie: places or times of those who count.

    And the times in ms of those who came in next, also of those who take no place.
    """

    scorers: Sequence[float]
    following: Sequence[float]


# Nobody is behind everybody.
_NOBODY = float("inf")
_Step = Callable[[Sequence[Tied], int], tuple[float, ...]]


def _next_runners(teams: Sequence[Tied], index: int) -> tuple[float, ...]:
    return (*teams[index].following, _NOBODY)


def _first_scorers(teams: Sequence[Tied], index: int) -> tuple[float, ...]:
    return (sum(teams[index].scorers[:-1]),)


def _last_scorers(teams: Sequence[Tied], index: int) -> tuple[float, ...]:
    return tuple(reversed(teams[index].scorers))


def _won_against_others(teams: Sequence[Tied], index: int) -> tuple[float, ...]:
    mine = teams[index].scorers
    return (
        -sum(one < other for team in teams for one, other in zip(mine, team.scorers, strict=True)),
    )


def resolve(teams: Sequence[Tied], tie: Tie) -> list[list[int]]:
    """The indexes of `teams`, which have the same score, in order; those that stay tied together.

    All have as many who count.
    """
    first: _Step = {
        Tie.NEXT_RUNNER: _next_runners,
        Tie.LAST_SCORER: _last_scorers,
        Tie.ONE_BY_ONE: _won_against_others,
    }[tie]
    split = _split(teams, list(range(len(teams))), first)
    if tie is not Tie.NEXT_RUNNER:
        return split
    return [together for group in split for together in _split(teams, group, _first_scorers)]


def _split(teams: Sequence[Tied], indexes: list[int], step: _Step) -> list[list[int]]:
    keys = {index: step(teams, index) for index in indexes}
    indexes = sorted(indexes, key=lambda index: keys[index])
    return [list(group) for _, group in groupby(indexes, key=lambda index: keys[index])]
