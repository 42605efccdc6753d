"""Which teams win. Examples with a source are as that works them out."""

from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language_of_standings import (
    STEP_MS,
    came_in,
    finisher,
    said,
    standings,
    values,
)
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.individual.team_lineups import choose
from tornado_timing.domain.individual.team_scoring import (
    Groups,
    Method,
    TeamGroup,
    TeamScoring,
    team_standings,
)
from tornado_timing.domain.individual.team_ties import Tie

# As schools and colleges of the United States run: five count, two more take places.
SCHOOLS = TeamScoring(method=Method.PLACES, scorers=5, displacers=2)
# As at the World Cross Country Championships: everybody takes the place that it came in at.
WORLD = TeamScoring(
    method=Method.PLACES,
    scorers=4,
    displacers=None,
    removes_incomplete=False,
    only_team_runners=False,
    tie=Tie.LAST_SCORER,
)
TIMES = TeamScoring(method=Method.TIMES, scorers=3)


def all_of(order: str, scoring: TeamScoring) -> list[str]:
    (only,) = standings(order, scoring)
    return said(only.teams)


# ---- worked examples ----


def test_runners_of_an_incomplete_team_are_removed() -> None:
    """mrbsupersite.com/school_activities_022.htm: 12 finishers of 3 teams, 27 to 28."""
    order = "A B B C A B A C A B A B"

    assert all_of(order, SCHOOLS) == ["1. A 27", "2. B 28", "-. C 2"]


def test_displacers_make_other_teams_worse() -> None:
    """ptcflash.com/meetschedule: 3 4 6 7 8 (9) (10) against 1 2 5 11 12, 28 to 31."""
    (only,) = standings("B B A A B A A A A A B B", SCHOOLS)
    first, second = only.teams

    assert said(only.teams) == ["1. A 28", "2. B 31"]
    assert values(first) == [3, 4, 6, 7, 8]
    assert [one.value for one in first.displacers] == [9, 10]
    assert values(second) == [1, 2, 5, 11, 12]


def test_the_sixth_runner_breaks_a_tie() -> None:
    """Fairless Local Schools, "Scoring a Cross Country meet": 1 4 6 8 9 and 2 3 5 7 11, both 28;
    "it is the sixth runner who will determine the win"."""
    (only,) = standings("F B B F B F B F F F B B", SCHOOLS)

    assert said(only.teams) == ["1. F 28", "2. B 28"]
    assert [team.tie_broken_by for team in only.teams] == [Tie.NEXT_RUNNER] * 2


def test_a_team_without_a_sixth_runner_loses_the_tie() -> None:
    """roncalli.net, cross country scoring: "the team with the sixth place finisher shall prevail",
    though the first four of the other one are better."""
    assert all_of("F B B F B F B F F F B", SCHOOLS) == ["1. F 28", "2. B 28"]


@pytest.mark.parametrize("displacers", [0, 1, None])
def test_the_next_runner_breaks_a_tie_also_where_it_takes_no_place(displacers: int | None) -> None:
    changed = {"scorers": 2, "displacers": displacers}
    scoring = msgspec.structs.replace(SCHOOLS, **changed)
    (only,) = standings("A B B A B A", scoring)

    # Places 1 and 4, and 2 and 3; then B comes in before A.
    assert said(only.teams) == ["1. B 5", "2. A 5"]
    assert [team.tie_broken_by for team in only.teams] == [Tie.NEXT_RUNNER] * 2


def test_without_any_sixth_runner_the_first_four_break_the_tie() -> None:
    """wilcoxrunning.org/xc/xc-meet-scoring: "the score is based on the top 4 runners"."""
    # 1 4 7 8 10 and 2 3 5 9 11 are both 30; without the last ones 20 and 19.
    scoring = msgspec.structs.replace(SCHOOLS, only_team_runners=False)

    assert all_of("A B B A B - A A B A B", scoring) == ["1. B 30", "2. A 30"]


def test_a_sweep_is_15_to_40_and_with_both_displacers_15_to_50() -> None:
    """wilcoxrunning.org and sites.google.com/abschools.org/ab-xc-boys: the two ends of a dual."""
    assert all_of("A A A A A B B B B B", SCHOOLS) == ["1. A 15", "2. B 40"]
    assert all_of("A A A A A A A B B B B B", SCHOOLS) == ["1. A 15", "2. B 50"]


def test_the_first_three_win_a_dual_meet() -> None:
    """islandertrack.com/HowToScore2022.html: 29 to 30, with two pushers."""
    order = "A A A B B B B B B B A A"

    assert all_of(order, SCHOOLS) == ["1. A 29", "2. B 30"]


def test_places_are_those_of_the_race_where_nobody_is_removed() -> None:
    """havenxctf.com/xc-scoring, 2021 Central League: Lower Merion has 3+4+6+8+14, or 35."""
    order = "Hav Hav LM LM Pen LM Hav LM Har Gar Con Gar SH LM Har"
    scoring = msgspec.structs.replace(WORLD, scorers=5)

    assert all_of(order, scoring)[0] == "1. LM 35"


def test_who_ties_shares_the_places_and_the_team_has_the_same_sum() -> None:
    """iowastatedaily.com/97591: 4, 5, two at T13 and 30 make 66. The rule of USATF halves them:
    "dividing the total of the finish places by the number of runners who have tied"."""
    order = ["-"] * 30
    order[3] = order[4] = order[12] = order[29] = "ISU"
    order[13] = "=ISU"
    scoring = msgspec.structs.replace(WORLD, scorers=5)
    (only,) = standings(" ".join(order), scoring)

    assert said(only.teams) == ["1. ISU 66"]
    assert values(only.teams[0]) == [4, 5, 13.5, 13.5, 30]


def test_the_last_scorer_nearer_to_first_place_wins_a_tie_at_the_world_championships() -> None:
    """IAAF, scoring at Guiyang 2015: "whose last scoring member finishes nearer to first"."""
    # 1 4 6 9 and 2 3 7 8: both 20.
    (only,) = standings("A B B A - A B B A", WORLD)

    assert said(only.teams) == ["1. B 20", "2. A 20"]
    assert only.teams[0].tie_broken_by is Tie.LAST_SCORER


def test_most_one_on_one_wins_break_a_tie_in_clubs() -> None:
    """USATF National Club Cross Country 2013: "which team wins the most one-on-one match-ups
    among their five scoring members, comparing first to first"."""
    # 1 4 6 8 9 and 2 3 5 7 11: B is before A with its second, third and fourth.
    scoring = msgspec.structs.replace(SCHOOLS, tie=Tie.ONE_BY_ONE)
    (only,) = standings("A B B A B A B A A A B B", scoring)

    assert said(only.teams) == ["1. B 28", "2. A 28"]
    assert only.teams[0].tie_broken_by is Tie.ONE_BY_ONE


# ---- times ----


def test_the_lowest_sum_of_the_best_times_wins() -> None:
    (only,) = standings("A B B A A B B", TIMES)

    assert said(only.teams) == ["1. A 10000", "2. B 11000"]
    assert values(only.teams[0]) == [1 * STEP_MS, 4 * STEP_MS, 5 * STEP_MS]
    assert only.teams[1].displacers == ()


def test_times_are_added_to_the_millisecond() -> None:
    results = [finisher(1, "A", at_ms=600_001), finisher(2, "A", at_ms=600_002)]
    (only,) = standings(results, msgspec.structs.replace(TIMES, scorers=2))

    assert only.teams[0].score == 1_200_003


def test_teams_that_stay_tied_share_the_place_and_the_next_is_skipped() -> None:
    (only,) = standings("A =B A =B A =B C C C", TIMES)

    assert said(only.teams) == ["1. A 9000", "1. B 9000", "3. C 24000"]
    assert only.teams[0].tie_broken_by is None


def test_incomplete_teams_come_last_those_with_more_runners_first() -> None:
    assert all_of("A B C C A C", TIMES) == ["1. C 13000", "-. A 2", "-. B 1"]


# ---- who is of which team ----


def test_a_team_is_called_as_most_of_its_runners_write_it() -> None:
    results = [
        finisher(1, "atlético  cóndor"),
        finisher(2, "Atletico Condor"),
        finisher(3, "Atletico Condor"),
        finisher(4, "–"),
    ]
    (only,) = standings(results, TIMES)

    assert said(only.teams) == ["1. Atletico Condor 6000"]


def test_without_a_method_there_are_no_standings() -> None:
    assert standings("A A A", TeamScoring()) == []


def test_women_and_men_are_scored_by_themselves() -> None:
    """USATF: "when separate competitions are conducted simultaneously, each shall be scored
    independently"."""
    scoring = TeamScoring(method=Method.PLACES, scorers=2, groups=Groups.SEX)
    female, male = standings("A/M A/F B/M B/F A/M B/F B/M A/F", scoring)

    assert (female.group, said(female.teams)) == (TeamGroup.FEMALE, ["1. A 5", "2. B 5"])
    assert (male.group, said(male.teams)) == (TeamGroup.MALE, ["1. A 4", "2. B 6"])


def test_a_club_may_have_several_teams_and_what_is_left_displaces() -> None:
    scoring = TeamScoring(method=Method.PLACES, scorers=2, displacers=1, several_teams=True)
    (only,) = standings("Z Z Z Z Z Y Y", scoring)

    assert said(only.teams) == ["1. Z A 3", "2. Z B 7", "3. Y 13"]
    assert [one.runner_id for one in only.teams[1].displacers] == [5]


def test_individuals_and_incomplete_teams_take_places_where_they_may() -> None:
    scoring = TeamScoring(
        method=Method.PLACES,
        scorers=2,
        only_team_runners=False,
        removes_incomplete=False,
    )

    assert all_of("- C A A", scoring) == ["1. A 7", "-. C 1"]
    assert all_of("- C A A", msgspec.structs.replace(scoring, only_team_runners=True))[0] == (
        "1. A 5"
    )
    assert all_of("- C A A", msgspec.structs.replace(scoring, removes_incomplete=True))[0] == (
        "1. A 5"
    )


# ---- mixed ----

MIXED = TeamScoring(method=Method.TIMES, scorers=3, groups=Groups.MIXED, min_female=1, min_male=1)


def test_a_mixed_team_has_the_best_who_satisfy_the_minimum() -> None:
    (only,) = standings("A/M A/M A/M A/F A/F", MIXED)

    assert [one.runner_id for one in only.teams[0].scorers] == [1, 2, 4]


def test_a_mixed_team_without_a_woman_is_incomplete() -> None:
    assert all_of("A/M A/M A/M B/M B/F B", MIXED) == ["1. B 15000", "-. A 2"]


sexes = st.sampled_from([Sex.FEMALE, Sex.MALE, None])


@settings(max_examples=150)
@given(st.lists(sexes, max_size=8), st.integers(1, 4), st.integers(0, 3), st.integers(0, 3))
def test_no_other_choice_for_a_mixed_team_is_better(
    of_sex: list[Sex | None], count: int, min_female: int, min_male: int
) -> None:
    # Times that grow ever faster: a choice that is better in places is not always so in times.
    runners = [
        finisher(number, at_ms=1000 + number**3, sex=sex) for number, sex in enumerate(of_sex, 1)
    ]
    minimums = {Sex.FEMALE: min_female, Sex.MALE: min_male}
    chosen, others = choose(runners, count, minimums)
    allowed = [
        sum(one.official_ms or 0 for one in some)
        for some in combinations(runners, count)
        if all(
            sum(one.runner.sex is sex for one in some) >= least for sex, least in minimums.items()
        )
    ]

    assert sorted(one.runner.id for one in [*chosen, *others]) == list(range(1, len(runners) + 1))
    if allowed:
        assert len(chosen) == count
        assert sum(one.official_ms or 0 for one in chosen) == min(allowed)
    elif min_female + min_male <= count:
        assert len(chosen) < count


# ---- properties ----

teams = st.sampled_from(["A", "B", "C", "-"])
orders = st.lists(st.tuples(st.sampled_from(["", "="]), teams, st.sampled_from("FM")), max_size=16)
scorings = st.builds(
    TeamScoring,
    method=st.just(Method.PLACES),
    scorers=st.integers(1, 4),
    displacers=st.integers(0, 2),
    groups=st.sampled_from(Groups),
    several_teams=st.booleans(),
    tie=st.sampled_from(Tie),
)


@settings(max_examples=150)
@given(orders, scorings, st.data())
def test_who_neither_scores_nor_displaces_changes_nothing(
    order: list[tuple[str, str, str]], scoring: TeamScoring, data: st.DataObject
) -> None:
    words = [f"{same}{team}/{sex}" for same, team, sex in order]
    if words:
        words[0] = words[0].removeprefix("=")
    results = came_in(" ".join(words))
    lists = team_standings(Ranking(results), scoring)
    counted = {
        one.runner_id
        for group in lists
        for team in group.teams
        for one in (*team.scorers, *team.displacers)
    }
    others = [result for result in results if result.runner.id not in counted]
    if scoring.tie is Tie.NEXT_RUNNER:
        # Who came in next for a team may break a tie, whether or not it takes a place.
        others = [result for result in others if not any(map(str.isalnum, result.runner.team))]
    gone = data.draw(st.sets(st.sampled_from(others))) if others else set()

    kept = [result for result in results if result not in gone]
    assert team_standings(Ranking(kept), scoring) == lists


@settings(max_examples=60)
@given(orders, scorings)
def test_places_taken_are_those_from_one_on_without_a_gap(
    order: list[tuple[str, str, str]], scoring: TeamScoring
) -> None:
    results = came_in(" ".join(f"{team}/{sex}" for _, team, sex in order))
    for group in team_standings(Ranking(results), scoring):
        taken = sorted(
            one.value
            for team in group.teams
            for one in (*team.scorers, *team.displacers)
            if one.value is not None
        )
        assert taken == list(range(1, len(taken) + 1))


# ---- what may be chosen ----


@pytest.mark.parametrize(
    "document", [b'{"scorers": 0}', b'{"scorers": 51}', b'{"displacers": -1}', b'{"method": "x"}']
)
def test_what_cannot_be_scored_is_refused(document: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(document, type=TeamScoring)


def test_all_other_runners_of_a_team_may_take_places() -> None:
    assert msgspec.json.decode(b'{"displacers": null}', type=TeamScoring).displacers is None
