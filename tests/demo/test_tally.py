import math

import pytest

from tornado_timing.demo.plan import Finish
from tornado_timing.demo.tally import (
    Standing,
    Tally,
    compute_standings,
    find_problems,
    percentile,
)

FINISHES = [Finish(101, "a", 1_000), Finish(101, "b", 2_000), Finish(102, "c", 1_500)]
STANDINGS = [Standing(1, 101, 2, 3_000, 1_000), Standing(2, 102, 1, 1_500, 1_500)]


def by_id(finishes: list[Finish]) -> dict[str, Finish]:
    return {finish.record_id: finish for finish in finishes}


def tally_of(sent: list[Finish], acknowledged: list[Finish]) -> Tally[Finish]:
    return Tally(sent=by_id(sent), acknowledged=by_id(acknowledged))


def test_more_records_come_before_a_lower_total() -> None:
    assert compute_standings(FINISHES, [101, 102]) == STANDINGS


def test_equal_totals_share_a_position_and_the_next_is_skipped() -> None:
    finishes = [Finish(103, "a", 50), Finish(101, "b", 50), Finish(102, "c", 60)]
    rows = compute_standings(finishes, [101, 102, 103])
    assert [(row.position, row.bib) for row in rows] == [(1, 101), (1, 103), (3, 102)]


def test_teams_without_a_record_come_last_by_bib() -> None:
    rows = compute_standings([Finish(103, "a", 50)], [102, 101, 103])
    assert rows == [
        Standing(1, 103, 1, 50, 50),
        Standing(None, 101, 0, 0, None),
        Standing(None, 102, 0, 0, None),
    ]


def test_a_race_in_which_all_agree_has_no_problem() -> None:
    tally = tally_of(FINISHES, FINISHES)
    assert find_problems(tally, FINISHES, by_id(FINISHES), STANDINGS) == []


@pytest.mark.parametrize(
    ("sent", "acknowledged", "stored", "named"),
    [
        (FINISHES[:2], FINISHES, FINISHES, "sent: 1 of 3"),
        (FINISHES, FINISHES[:1], FINISHES, "acknowledged: 2 of 3"),
        (FINISHES, FINISHES, FINISHES[1:], "stored: 1 of 3"),
        (FINISHES, FINISHES, [*FINISHES, Finish(102, "d", 1)], "1 that nobody took"),
        (FINISHES, FINISHES, [*FINISHES[:2], Finish(102, "c", 1_501)], "stored: 1 of 3"),
        (FINISHES, FINISHES, [*FINISHES[:2], Finish(101, "c", 1_500)], "stored: 1 of 3"),
    ],
)
def test_a_lost_doubled_or_changed_record_is_a_problem(
    sent: list[Finish], acknowledged: list[Finish], stored: list[Finish], named: str
) -> None:
    tally = tally_of(sent, acknowledged)
    problems = find_problems(tally, FINISHES, by_id(stored), STANDINGS)
    assert any(named in problem for problem in problems)


@pytest.mark.parametrize(
    "published",
    [
        [Standing(1, 101, 2, 3_001, 1_000), STANDINGS[1]],
        [Standing(1, 101, 2, 3_000, 1_001), STANDINGS[1]],
        [STANDINGS[1], STANDINGS[0]],
    ],
)
def test_wrong_standings_are_a_problem(published: list[Standing]) -> None:
    tally = tally_of(FINISHES, FINISHES)
    problems = find_problems(tally, FINISHES, by_id(FINISHES), published)
    assert all(problem.startswith("standings") for problem in problems)
    assert problems


def test_a_team_missing_from_the_standings_is_a_problem() -> None:
    tally = tally_of(FINISHES, FINISHES)
    assert find_problems(tally, FINISHES, by_id(FINISHES), STANDINGS[:1])


def test_errors_of_the_players_are_problems() -> None:
    tally = tally_of(FINISHES, FINISHES)
    tally.errors.append("juez1: refused")
    assert find_problems(tally, FINISHES, by_id(FINISHES), STANDINGS) == ["juez1: refused"]


@pytest.mark.parametrize(("percent", "expected"), [(50, 5), (95, 10), (90, 9), (100, 10), (1, 1)])
def test_percentile_is_the_nearest_rank(percent: float, expected: float) -> None:
    assert percentile([7, 1, 3, 2, 4, 10, 6, 5, 8, 9], percent) == expected


def test_percentile_of_nothing_is_nan() -> None:
    assert math.isnan(percentile([], 50))
