"""Places, and times as they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language_of_runners import GUN_MS, FiveK, ms
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.ranking import MAX_CHANGES, Changes, Ranking
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


def test_who_has_arrived_comes_after_the_finishers_by_when_the_bib_was_written() -> None:
    race = FiveK().runner(10).runner(9).runner(8).runner(7).gun().mark(7, "19:00")
    race.bib_only(10, noted=GUN_MS + ms("17:00")).bib_only(9, noted=GUN_MS + ms("18:00"))
    assert race.places() == [("7", 1), ("10", None), ("9", None), ("8", None)]


@given(st.lists(st.tuples(st.sampled_from("FM"), st.integers(1, 5)), max_size=12))
def test_a_place_is_one_more_than_the_number_of_better_times(
    runs: list[tuple[str, int]],
) -> None:
    race = FiveK().gun()
    for number, (sex, seconds) in enumerate(runs, start=1):
        race.runner(number, sex=Sex(sex)).mark(number, f"17:0{seconds}")
    for one in race.ranking():
        sex, seconds = runs[one.result.runner.id - 1]
        assert one.place == 1 + sum(other < seconds for _, other in runs)
        assert one.place_in_sex == 1 + sum(other < seconds for its, other in runs if its == sex)


def test_who_follows_from_too_long_ago_must_read_everything() -> None:
    results = [FiveK().runner(7).gun().mark(7, at).result(7) for at in ("18:00", "18:01")]
    ranking = Ranking(results[:1])
    cursor = ranking.cursor()
    for number in range(MAX_CHANGES):
        ranking.put(results[number % 2])
    assert ranking.changed_since(cursor) is None
    assert ranking.changed_since(Ranking(results[:1]).cursor()) is None
    cursor = ranking.cursor()
    assert ranking.changed_since(cursor) == Changes([], [])
    ranking.put(results[0])
    assert ranking.changed_since(cursor) == Changes([7], [])


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
