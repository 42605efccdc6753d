"""What there is to say of who comes in."""

import datetime
from typing import Any

import pytest

from tests.language_of_runners import FiveK, ms
from tornado_timing.domain.individual.announcing import (
    Course,
    CourseRecord,
    CourseRecords,
    Note,
    Word,
    is_birthday,
)
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex

TODAY = datetime.date(2026, 11, 21)
F, M = Sex.FEMALE, Sex.MALE


def course(race: FiveK, *records: CourseRecord, shown: Shown = Shown.SECONDS) -> Course:
    return Course(Ranking(race.outcome().results), shown, CourseRecords(records=records), TODAY)


def record(time: str, **of: Any) -> CourseRecord:
    return CourseRecord(official_ms=ms(time), holder="Rosa", year=2019, **of)


def notes(race: FiveK, bib: int, *records: CourseRecord) -> list[Note]:
    ranking = Ranking(race.outcome().results)
    return course(race, *records).words_for(ranking.placed_of(bib))


def words(race: FiveK, bib: int, *records: CourseRecord) -> list[Word]:
    return [note.word for note in notes(race, bib, *records)]


def test_the_first_is_so_of_all_of_her_sex_and_of_her_category() -> None:
    race = FiveK().runner(7, sex=F, category="Libre").runner(8, sex=M, category="Libre").gun()
    race.mark(7, "17:58").mark(8, "18:30")

    assert notes(race, 7) == [
        Note(word=Word.FIRST),
        Note(word=Word.FIRST, group="sex", value="F"),
        Note(word=Word.FIRST, group="category", value="Libre"),
    ]
    assert notes(race, 8) == [Note(word=Word.FIRST, group="sex", value="M")]


@pytest.mark.parametrize(
    ("time", "word", "margin_ms"),
    [
        ("17:57.900", Word.NEW_RECORD, 1000),
        # Told as 17:59, which is no better than the record.
        ("17:58.001", Word.RECORD_EQUALLED, 0),
        ("17:59.001", Word.RECORD_MISSED, 1000),
    ],
)
def test_a_record_is_compared_with_the_time_that_is_shown(
    time: str, word: Word, margin_ms: int
) -> None:
    race = FiveK().runner(7).gun().mark(7, time)

    assert notes(race, 7, record("17:59"))[0] == Note(
        word=word, margin_ms=margin_ms, holder="Rosa", year=2019
    )


def test_the_second_under_a_record_is_no_record_and_who_is_over_it_is_not_compared() -> None:
    race = FiveK().runner(7).runner(8).runner(9).gun()
    race.mark(7, "17:50").mark(8, "17:55").mark(9, "18:10")

    assert Word.NEW_RECORD in words(race, 7, record("18:00"))
    assert words(race, 8, record("18:00")) == [Word.UNDER_RECORD]
    assert words(race, 9, record("18:00")) == []


def test_a_record_that_is_far_away_is_not_spoken_of() -> None:
    race = FiveK().runner(7).gun().mark(7, "21:00")

    assert words(race, 7, record("20:01")) == [Word.RECORD_MISSED, Word.FIRST]
    assert words(race, 7, record("19:59")) == [Word.FIRST]


def test_records_of_a_sex_and_a_category_are_of_those_alone() -> None:
    race = FiveK().runner(7, sex=M).runner(8, sex=F, category="Máster").gun()
    race.mark(7, "17:00").mark(8, "19:00")
    records = (
        record("18:00", group="sex", value="F"),
        record("19:30", group="category", value="Máster"),
    )

    assert Word.NEW_RECORD not in words(race, 7, *records)
    new = [note for note in notes(race, 8, *records) if note.word is Word.NEW_RECORD]
    assert [(note.group, note.value, note.margin_ms) for note in new] == [
        ("category", "Máster", 30_000)
    ]


def test_the_third_to_come_in_completes_the_podium_of_a_category_once() -> None:
    race = FiveK().gun()
    for bib in range(1, 6):
        race.runner(bib, category="Libre" if bib != 2 else "Máster")
        race.mark(bib, f"18:0{bib}")

    assert [bib for bib in range(1, 6) if Word.PODIUM_COMPLETE in words(race, bib)] == [4]


def test_a_birthday_is_told_also_before_there_is_a_time() -> None:
    race = FiveK().runner(7, birth_date=datetime.date(1990, 11, 21)).runner(8).gun()
    race.bib_only(7, noted=ms("17:58"))

    assert words(race, 7) == [Word.BIRTHDAY]
    assert words(race, 8) == []


def test_every_hundredth_who_comes_in_is_told_so() -> None:
    race = FiveK().gun()
    for bib in range(1, 102):
        race.runner(bib).mark(bib, f"30:00.{bib:03}")
    told = course(race)

    numbered = [
        note
        for placed in told.latest(101)
        for note in told.words_for(placed)
        if note.word is Word.ROUND_NUMBER
    ]
    assert [note.number for note in numbered] == [100]


def test_the_best_of_a_team_is_told_where_there_are_others_in_it() -> None:
    race = FiveK().runner(7, team="Liga").runner(8, team="Liga").runner(9, team="Sola").gun()
    race.mark(8, "18:00").mark(7, "19:00").mark(9, "20:00")

    assert Word.BEST_OF_TEAM in words(race, 8)
    assert Word.BEST_OF_TEAM not in words(race, 7)
    assert Word.BEST_OF_TEAM not in words(race, 9)


def test_nothing_is_said_of_who_is_hidden() -> None:
    born = datetime.date(1990, 11, 21)
    race = FiveK().runner(7, is_hidden=True, birth_date=born, sex=F, category="Libre")
    race.runner(8).gun().mark(7, "17:00").mark(8, "18:00")

    assert notes(race, 7, record("18:00")) == []


def test_the_newest_stands_first_whoever_has_a_time() -> None:
    race = FiveK().runner(7).runner(8).runner(9).runner(10).gun()
    race.mark(7, "18:00").mark(8, "17:00").bib_only(9, noted=ms("18:30"))
    race.mark(10, "18:10")

    latest = course(race).latest(3)
    assert [placed.result.bib for placed in latest] == ["9", "10", "7"]


@pytest.mark.parametrize(
    ("born", "today", "is_today"),
    [
        ((1990, 11, 21), (2026, 11, 21), True),
        ((1990, 11, 22), (2026, 11, 21), False),
        ((1992, 2, 29), (2026, 3, 1), True),
        ((1992, 2, 29), (2026, 2, 28), False),
        ((1992, 2, 29), (2028, 2, 29), True),
        ((1992, 2, 29), (2028, 3, 1), False),
    ],
)
def test_who_was_born_on_leap_day_turns_a_year_older_in_march(
    born: tuple[int, int, int], today: tuple[int, int, int], is_today: bool
) -> None:
    assert is_birthday(datetime.date(*born), datetime.date(*today)) is is_today
