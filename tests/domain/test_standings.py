"""The order of the teams."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language_of_races import Race, race, time
from tornado_timing.domain.standings import StandingsRow, standings


def places(course: Race) -> list[tuple[int, int | None]]:
    """Number and position of each team, in order."""
    return [(row.team.number, row.position) for row in standings(course.state, 1)]


def test_more_records_come_first_whatever_the_total() -> None:
    course = race().team(1).team(2).running()
    course.sends(1, time(10))
    course.sends(2, time(1000), time(2000))
    assert places(course) == [(2, 1), (1, 2)]


def test_with_as_many_records_the_lower_total_comes_first() -> None:
    course = race().team(1).team(2).running()
    course.sends(1, time(10), time(25))
    course.sends(2, time(20), time(14))
    assert places(course) == [(2, 1), (1, 2)]


def test_equal_totals_share_a_position_and_the_next_is_skipped() -> None:
    course = race().team(1).team(2).team(3).running()
    course.sends(3, time(10), time(20))
    course.sends(1, time(15), time(15, "b"), time(40))
    course.sends(2, time(5), time(25))
    assert places(course) == [(1, 1), (2, 2), (3, 2)]
    course.sends(2, time(30))
    course.sends(3, time(30))
    assert places(course) == [(2, 1), (3, 1), (1, 3)]


def test_teams_without_a_record_come_last_by_number_without_a_position() -> None:
    course = race().team(30).team(2).team(11).running()
    course.sends(30, time(10))
    assert places(course) == [(30, 1), (2, None), (11, None)]
    row = standings(course.state, 1)[-1]
    assert (row.record_count, row.average_ms, row.best_ms) == (0, None, None)


def test_a_time_of_zero_is_a_record() -> None:
    course = race().team(1).team(2).running()
    course.sends(2, time(0))
    (row, _) = standings(course.state, 1)
    assert (row.team.number, row.position, row.best_ms, row.average_ms) == (2, 1, 0, 0)


def test_a_row_says_total_average_and_best() -> None:
    course = race().team(1).running()
    course.sends(1, time(100), time(201), time(300))
    assert standings(course.state, 1) == [StandingsRow(course.state.teams[1], 1, 3, 601, 200, 100)]


def test_an_unknown_competition_has_no_rows() -> None:
    assert standings(race().state, 77) == []


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(1, 8), st.lists(st.integers(0, 4), max_size=3), max_size=6))
def test_a_position_is_one_more_than_the_number_of_better_teams(
    results: dict[int, list[int]],
) -> None:
    course = race().running()
    for number, times in results.items():
        course.team(number)
        for place, sent in enumerate(times):
            course.sends(number, time(sent, f"{number}-{place}"))
    ranks = {number: (-len(times), sum(times)) for number, times in results.items()}
    for number, position in places(course):
        better = sum(rank < ranks[number] for rank in ranks.values())
        assert position == (better + 1 if results[number] else None)
