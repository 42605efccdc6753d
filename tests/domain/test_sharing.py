"""Sharing teams out: evenly, by number, and the same every time."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tornado_timing.domain.model import Team
from tornado_timing.domain.sharing import share_out


def team(number: int, judge_id: int | None = None) -> Team:
    return Team(id=1000 - number, competition_id=1, name="x", number=number, judge_id=judge_id)


def shares(teams: list[Team]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for one in teams:
        found.setdefault(one.judge_id, []).append(one.number)
    return found


def test_each_judge_gets_neighbours_the_lowest_numbers_first() -> None:
    teams = [team(number) for number in (30, 10, 20, 40)]
    assert shares(share_out(teams, [7, 3], {})) == {7: [10, 20], 3: [30, 40]}


def test_what_is_left_over_goes_to_the_first_judges() -> None:
    teams = [team(number) for number in range(5)]
    assert shares(share_out(teams, [1, 2, 3], {})) == {1: [0, 1], 2: [2, 3], 3: [4]}


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({1: 2}, {1: [0], 2: [1, 2, 3]}),
        ({1: 9}, {2: [0, 1, 2, 3]}),
        ({5: 9}, {1: [0, 1], 2: [2, 3]}),
    ],
)
def test_the_teams_that_a_judge_keeps_count(
    held: dict[int, int], expected: dict[int, list[int]]
) -> None:
    assert shares(share_out([team(number) for number in range(4)], [1, 2], held)) == expected


def test_a_team_that_stays_where_it_is_is_the_same() -> None:
    mine = team(1, judge_id=1)
    assert share_out([mine], [1], {})[0] is mine


def test_no_teams_are_nobodys() -> None:
    assert share_out([], [1, 2], {1: 3}) == []


@given(
    st.lists(st.integers(0, 50), unique=True),
    st.lists(st.integers(1, 9), unique=True, min_size=1),
    st.dictionaries(st.integers(1, 9), st.integers(0, 20)),
)
def test_nobody_has_two_more_than_another_as_far_as_there_are_teams(
    numbers: list[int], judge_ids: list[int], held: dict[int, int]
) -> None:
    given_out = share_out([team(number) for number in numbers], judge_ids, held)
    assert [one.number for one in given_out] == sorted(numbers)
    new = Counter(one.judge_id for one in given_out)
    assert set(new) <= set(judge_ids)
    have = {judge_id: new[judge_id] + held.get(judge_id, 0) for judge_id in judge_ids}
    for judge_id in judge_ids:
        # Who has the more of two got none, or has but one more.
        assert not new[judge_id] or have[judge_id] <= min(have.values()) + 1
