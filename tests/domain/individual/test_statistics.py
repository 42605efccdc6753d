"""Results in figures."""

import pytest
from msgspec.structs import replace

from tests.language_of_standings import finisher
from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.domain.individual.statistics import (
    Arrival,
    Distribution,
    Totals,
    arrivals,
    finishers_per_minute,
    moments,
    time_distribution,
    totals,
)

MINUTE_MS = 60_000


def at_minutes(*minutes: float, category: str = "") -> list[RunnerResult]:
    return [
        finisher(number, at_ms=round(minute * MINUTE_MS), category=category)
        for number, minute in enumerate(minutes, 1)
    ]


def unplaced(status: Status) -> RunnerResult:
    return replace(finisher(99, at_ms=MINUTE_MS), status=status, official_ms=None)


def test_minutes_between_the_first_and_the_last_are_there_with_nobody_in_them() -> None:
    assert finishers_per_minute(at_minutes(3, 3.999, 5)) == [(3, 2), (4, 0), (5, 1)]


def test_minutes_are_those_in_which_people_came_in_whatever_their_penalties() -> None:
    late = replace(finisher(1, at_ms=MINUTE_MS), official_ms=10 * MINUTE_MS, penalty_ms=540_000)
    assert finishers_per_minute([late]) == [(1, 1)]


def test_who_is_not_placed_is_in_no_figure() -> None:
    gone = [unplaced(status) for status in (Status.DNF, Status.DSQ, Status.DNS)]
    assert finishers_per_minute(gone) == []
    assert arrivals(gone) == []
    assert time_distribution(gone) == Distribution()


@pytest.mark.parametrize(
    ("minutes", "width"), [((17, 20), 1), ((17, 38), 2), ((17, 70), 5), ((17, 1400), 120)]
)
def test_bins_are_as_narrow_as_the_number_of_them_allows(
    minutes: tuple[float, ...], width: int
) -> None:
    edges = time_distribution(at_minutes(*minutes)).edges_ms
    assert edges[1] - edges[0] == width * MINUTE_MS
    assert len(edges) - 1 <= 12
    assert all(edge % (width * MINUTE_MS) == 0 for edge in edges)


def test_a_time_is_in_the_bin_that_begins_with_it() -> None:
    found = time_distribution(at_minutes(17, 17.999, 18))
    assert found.edges_ms == (17 * MINUTE_MS, 18 * MINUTE_MS, 19 * MINUTE_MS)
    assert found.counts == (2, 1)


def test_categories_are_counted_in_the_same_bins_and_who_is_hidden_in_none() -> None:
    found = time_distribution(
        [
            finisher(1, at_ms=MINUTE_MS, category="B"),
            finisher(2, at_ms=3 * MINUTE_MS, category="A"),
            finisher(3, at_ms=3 * MINUTE_MS, category="A", is_hidden=True),
            finisher(4, at_ms=2 * MINUTE_MS),
        ]
    )
    assert found.counts == (1, 1, 2)
    assert list(found.by_category.items()) == [("A", (0, 0, 1)), ("B", (1, 0, 0))]


def test_arrivals_add_up_and_those_at_once_make_one_step() -> None:
    assert arrivals(at_minutes(3, 1, 1)) == [Arrival(MINUTE_MS, 2), Arrival(3 * MINUTE_MS, 3)]


def test_the_last_of_the_moments_has_everybody() -> None:
    steps = arrivals(at_minutes(1, 6, 10))
    told = moments(steps, 5)
    assert [one.elapsed_ms // MINUTE_MS for one in told] == [2, 4, 6, 8, 10]
    assert [one.count for one in told] == [1, 1, 2, 2, 3]
    assert moments([]) == []


def test_everybody_is_counted_by_what_became_of_them() -> None:
    people = [
        *at_minutes(1, 2), unplaced(Status.DNF), unplaced(Status.DNS), unplaced(Status.DSQ),
        unplaced(Status.STARTED), unplaced(Status.ARRIVED), unplaced(Status.REGISTERED),
    ]  # fmt: skip
    assert totals(people) == Totals(entered=8, placed=2, still_out=2, dnf=1, dns=1, dsq=1)
