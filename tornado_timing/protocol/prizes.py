"""The prize list as organizers read it."""

from collections.abc import Iterable

from msgspec import Struct

from tornado_timing.domain.individual import rounding
from tornado_timing.domain.individual.prizes import PrizeGroup, PrizeKind, Winner
from tornado_timing.domain.individual.publishing import PublicResults, Stage
from tornado_timing.domain.individual.ranking import Placed
from tornado_timing.protocol.individual_results import results_runner
from tornado_timing.protocol.team_results import score_text


class WinnerOut(Struct):
    """Who gets a prize: a runner, by its bib, or a team, without one.

    `name` is that of the runner or of the team; ``Dorsal n`` where `is_hidden`. `place` is that in
    the race, or of the team; `result_text` the official time, or the score. `runners` are the
    names of those who count for the team.
    """

    prize_place: int
    name: str
    bib: str | None
    is_hidden: bool
    category: str
    team: str
    place: int | None
    result_text: str | None
    runners: list[str]


class PrizeGroupOut(Struct):
    """The prizes of one group; `name` is a sex, a category, or a list of teams."""

    kind: PrizeKind
    name: str
    winners: list[WinnerOut]


class PrizeListOut(Struct):
    """All prizes by the results that are public now: live, provisional, or official.

    `is_as_chosen` is false where they are official, and the organizer has chosen other rules for
    teams or prizes since.
    """

    stage: Stage
    version: int
    is_as_chosen: bool
    groups: list[PrizeGroupOut]


def prize_list_out(
    public: PublicResults, groups: Iterable[PrizeGroup], *, is_as_chosen: bool
) -> PrizeListOut:
    """The prize list of `public`."""
    version = 0 if public.publication is None else public.publication.version
    return PrizeListOut(
        public.stage,
        version,
        is_as_chosen,
        [
            PrizeGroupOut(one.kind, one.name, [_winner(public, winner) for winner in one.winners])
            for one in groups
        ],
    )


def _winner(public: PublicResults, winner: Winner) -> WinnerOut:
    won_by = winner.won_by
    if isinstance(won_by, Placed):
        result = won_by.result
        runner = results_runner(result)
        return WinnerOut(
            winner.prize_place,
            runner.name,
            runner.bib,
            runner.is_hidden,
            runner.category,
            runner.team,
            won_by.place,
            rounding.text(result.official_ms or 0, public.shown),
            [],
        )
    results = (public.ranking.result_of(one.runner_id) for one in won_by.scorers)
    return WinnerOut(
        winner.prize_place,
        won_by.name,
        None,
        False,
        "",
        won_by.name,
        won_by.place,
        score_text(won_by.score, public.team_scoring.method, public.shown),
        [results_runner(result).name for result in results if result is not None],
    )
