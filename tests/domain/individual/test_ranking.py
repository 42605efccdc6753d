"""Places, and times as they are shown."""

import pytest

from tests.language_of_runners import FiveK, ms
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.rounding import Shown, shown_ms, text
from tornado_timing.domain.individual.runners import Sex


def test_a_dead_heat_shares_the_place_and_the_next_is_skipped() -> None:
    race = FiveK().runner(7).runner(8).runner(9).gun()
    race.mark(7, "18:00").mark(8, "17:59.999").mark(9, "18:00")
    assert race.places() == [("8", 1), ("7", 2), ("9", 2)]
    assert race.runner(10).mark(10, "18:01").places()[-1] == ("10", 4)


def test_a_millisecond_decides_though_both_are_shown_as_one_second() -> None:
    race = FiveK().runner(7).runner(8).gun().mark(7, "18:00.002").mark(8, "18:00.001")
    assert race.places() == [("8", 1), ("7", 2)]
    assert {text(one.result.official_ms or 0) for one in race.ranking()} == {"0:18:01"}


def test_penalties_change_places() -> None:
    race = FiveK().runner(7).runner(8).gun().mark(7, "18:00").mark(8, "18:10")
    race.correct(Kind.PENALTY, 7, number=30_000)
    assert race.places() == [("8", 1), ("7", 2)]


def test_places_by_sex_and_category_are_counted_each_by_itself() -> None:
    race = FiveK()
    race.runner(7, sex=Sex.FEMALE, category="A").runner(8, sex=Sex.MALE, category="A")
    race.runner(9, sex=Sex.FEMALE, category="B").runner(10).gun()
    for bib, at in ((8, "17:00"), (7, "18:00"), (10, "18:30"), (9, "19:00")):
        race.mark(bib, at)
    rows = [
        (one.result.bib, one.place, one.place_in_sex, one.place_in_category)
        for one in race.ranking()
    ]
    assert rows == [("8", 1, 1, 1), ("7", 2, 1, 2), ("10", 3, None, None), ("9", 4, 2, 1)]


def test_those_without_a_place_come_last_and_in_the_order_of_their_bibs() -> None:
    race = FiveK().runner(10).runner(9).runner(8).runner(7).runner(6).gun()
    race.mark(10, "18:00").mark(6, "19:00")
    race.correct(Kind.RUNNER_STATUS, 8, text="dns").correct(Kind.RUNNER_STATUS, 6, text="dsq")
    assert race.places() == [("10", 1), ("7", None), ("9", None), ("6", None), ("8", None)]


@pytest.mark.parametrize(
    ("time", "seconds", "tenths"),
    [
        ("2:09:44.322", "2:09:45", "2:09:44.4"),
        ("2:09:44.000", "2:09:44", "2:09:44.0"),
        ("2:09:44.001", "2:09:45", "2:09:44.1"),
        ("0:59:59.999", "1:00:00", "1:00:00.0"),
    ],
)
def test_times_are_shown_rounded_up(time: str, seconds: str, tenths: str) -> None:
    assert text(ms(time)) == seconds
    assert text(ms(time), Shown.TENTHS) == tenths
    assert shown_ms(ms(time)) >= ms(time)
