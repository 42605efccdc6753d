"""For which races is rehearsed, and what a trial tap tells."""

import pytest

from tornado_timing.domain.model import Competition
from tornado_timing.domain.rehearsal import HOUR_MS, delay_of, races_ahead

NOW_MS = 1_900_000_000_000


def race(number: int, in_hours: float, **fields: bool | int) -> Competition:
    due_ms = NOW_MS + round(in_hours * HOUR_MS)
    return Competition(id=number, name=f"Carrera {number}", scheduled_at_ms=due_ms, **fields)  # type: ignore[arg-type]


def ahead(*races: Competition) -> list[int]:
    return [one.id for one in races_ahead(races, NOW_MS)]


def test_the_races_of_the_next_day_are_ahead() -> None:
    assert ahead(race(1, 30), race(2, 26), race(3, 90)) == [2, 1]


def test_a_race_that_is_late_is_still_ahead() -> None:
    assert ahead(race(1, -1), race(2, 3)) == [1, 2]


def test_what_is_over_hidden_or_long_past_is_not() -> None:
    finished = race(1, 0, finished_at_ms=NOW_MS)
    hidden = race(2, 0, is_active=False)
    assert ahead(finished, hidden, race(3, -40), race(4, 2)) == [4]


def test_where_all_are_past_the_last_one_is_ahead() -> None:
    assert ahead(race(1, -900), race(2, -50)) == [2]
    assert ahead() == []


def test_a_race_in_progress_is_always_among_them() -> None:
    assert ahead(race(1, -40, is_running=True), race(2, 2)) == [1, 2]


@pytest.mark.parametrize(
    ("sent", "offset_ms", "delay_ms"),
    [
        (NOW_MS + 60_000 - 35, 60_000, 35),
        # The clocks are known within some ms only.
        (NOW_MS + 3, 0, 0),
        (NOW_MS, None, None),
        # A time of a race says nothing of when it left.
        (61_000, 0, None),
    ],
)
def test_how_long_a_tap_was_on_its_way(
    sent: int, offset_ms: int | None, delay_ms: int | None
) -> None:
    assert delay_of(sent, offset_ms, NOW_MS) == delay_ms
