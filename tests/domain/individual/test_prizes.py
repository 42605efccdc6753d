"""Who gets a prize."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language_of_standings import finisher
from tornado_timing.domain.individual.prizes import (
    PrizeGroup,
    PrizeKind,
    PrizeRules,
    prize_list,
)
from tornado_timing.domain.individual.ranking import Placed, Ranking
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.individual.team_scoring import (
    Method,
    TeamResult,
    TeamScoring,
    team_standings,
)

NONE = PrizeRules(overall=0, per_sex=0, per_category=0, per_team=0)


def field(*words: str) -> list[RunnerResult]:
    """Finishers in order: ``F:Open`` is a woman of Open, ``=M:Open`` a man at the same time."""
    results: list[RunnerResult] = []
    for number, word in enumerate(words, 1):
        sex, _, category = word.removeprefix("=").partition(":")
        at_ms = results[-1].official_ms if word.startswith("=") else None
        results.append(
            finisher(number, at_ms=at_ms, sex=Sex(sex) if sex else None, category=category)
        )
    return results


def winners(group: PrizeGroup) -> list[tuple[int, int | str]]:
    """The place of each prize, and the number or the name of who gets it."""
    return [
        (
            one.prize_place,
            one.won_by.result.runner.id if isinstance(one.won_by, Placed) else one.won_by.name,
        )
        for one in group.winners
    ]


def prizes(results: list[RunnerResult], **rules: int | bool) -> dict[str, list[int]]:
    """By group, who gets a prize, in order."""
    asked = PrizeRules(**{**_fields(NONE), **rules})  # type: ignore[arg-type]
    groups = prize_list(Ranking(results), asked, [])
    return {
        f"{group.kind} {group.name}".strip(): [int(who) for _, who in winners(group)]
        for group in groups
    }


def _fields(rules: PrizeRules) -> dict[str, int | bool]:
    return {name: getattr(rules, name) for name in rules.__struct_fields__}


# The fastest is a woman of the older category, then a man, then three more.
FIVE = field("F:Master", "M:Open", "F:Open", "M:Open", "F:Master")


def test_the_first_of_each_group_get_prizes() -> None:
    assert prizes(FIVE, overall=1, per_sex=1, per_category=2, one_prize_each=False) == {
        "overall": [1],
        "sex F": [1],
        "sex M": [2],
        "category Master": [1, 5],
        "category Open": [2, 3],
    }


def test_who_has_a_prize_gets_no_other_and_the_next_moves_up() -> None:
    assert prizes(FIVE, overall=1, per_sex=1, per_category=2, one_prize_each=True) == {
        "overall": [1],
        "sex F": [3],
        "sex M": [2],
        "category Master": [5],
        "category Open": [4],
    }


def test_who_shares_a_place_shares_the_prize_and_the_next_is_skipped() -> None:
    results = field("M:A", "M:A", "=M:A", "M:A")
    (group,) = prize_list(Ranking(results), PrizeRules(per_sex=0, per_category=3), [])

    assert winners(group) == [(1, 1), (2, 2), (2, 3)]


def test_who_shares_the_last_place_that_has_a_prize_gets_one_too() -> None:
    results = field("M:A", "=M:A", "M:A")

    assert prizes(results, per_category=1) == {"category A": [1, 2]}


def test_who_has_no_category_may_be_left_out() -> None:
    results = field("M", "M:Open", "M")

    assert prizes(results, overall=2) == {"overall": [1, 2]}
    assert prizes(results, overall=2, needs_category=True) == {"overall": [2]}


def test_categories_come_as_people_sort_them() -> None:
    results = field("F:veteranas", "F:Élite", "F:Juvenil")

    assert list(prizes(results, per_category=1)) == [
        "category Élite",
        "category Juvenil",
        "category veteranas",
    ]


def test_the_place_in_the_race_stays_beside_that_of_the_prize() -> None:
    rules = PrizeRules(overall=1, per_sex=0, per_category=1, per_team=0)
    (_, group) = prize_list(Ranking(field("M:Open", "M:Open")), rules, [])
    (winner,) = group.winners
    assert isinstance(winner.won_by, Placed)

    assert (winner.prize_place, winner.won_by.place, winner.won_by.place_in_category) == (1, 2, 2)


def test_teams_with_a_place_get_prizes_whatever_their_runners_have() -> None:
    results = [finisher(number, team) for number, team in enumerate("ABCABD", 1)]
    ranking = Ranking(results)
    standings = team_standings(ranking, TeamScoring(method=Method.TIMES, scorers=2))
    rules = PrizeRules(overall=3, per_sex=0, per_category=0, per_team=3)
    overall, teams = prize_list(ranking, rules, standings)

    assert (overall.kind, teams.kind, teams.name) == (PrizeKind.OVERALL, PrizeKind.TEAM, "all")
    assert winners(teams) == [(1, "A"), (2, "B")]
    assert all(isinstance(one.won_by, TeamResult) for one in teams.winners)


@settings(max_examples=80)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "="]), st.sampled_from("FMX"), st.sampled_from(["", "A", "B"])
        ),
        max_size=12,
    ),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_with_one_prize_each_nobody_gets_two(
    drawn: list[tuple[str, str, str]], overall: int, per_sex: int, per_category: int
) -> None:
    words = [f"{same}{sex}:{category}" for same, sex, category in drawn]
    if words:
        words[0] = words[0].removeprefix("=")
    given_to = [
        number
        for group in prizes(
            field(*words),
            overall=overall,
            per_sex=per_sex,
            per_category=per_category,
            one_prize_each=True,
        ).values()
        for number in group
    ]

    assert len(given_to) == len(set(given_to))
