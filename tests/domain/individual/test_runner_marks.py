"""Which marks a runner's history is made of, and from when its time counts."""

from typing import Any

from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.marks import Mark
from tornado_timing.domain.individual.runner_marks import gun_at, marks_about
from tornado_timing.domain.individual.runners import Runner, Wave
from tornado_timing.domain.model import Competition

GUN_MS = 1_795_000_000_000
ANA, BRUNO = 1, 2
RACE = Competition(id=1, name="5K", scheduled_at_ms=0, started_at_ms=GUN_MS)


def a_book() -> RaceBook:
    """A race with Ana (7) and Bruno (8)."""
    book = RaceBook()
    for number, bib in ((ANA, "7"), (BRUNO, "8")):
        book.put_runner(Runner(id=number, competition_id=1, bib=bib, registered_at_ms=0))
    return book


def mark(book: RaceBook, mark_id: str, bib: str | None, at_ms: int | None = 1_000) -> None:
    """A mark so long after the gun, or of a bib alone."""
    order = len(book.marks)
    book.add_mark(Mark(mark_id, 1, 9, "", order, at_ms, None, None, bib, GUN_MS + 5_000))


def correct(book: RaceBook, kind: Kind, subject: str, **fields: Any) -> str:
    """A correction; its id."""
    number = len(book.corrections) + 1
    one = Correction(
        id=f"c{number}",
        competition_id=1,
        kind=kind,
        subject=subject,
        made_at_ms=GUN_MS + 10_000 + number,
        **fields,
    )
    book.add_correction(one)
    return one.id


def about(book: RaceBook, runner_id: int) -> list[str]:
    return [one.id for one in marks_about(book, runner_id, GUN_MS)]


def test_own_marks_are_told_however_the_bib_is_written() -> None:
    book = a_book()
    mark(book, "a", "007")
    mark(book, "b", "8")
    mark(book, "c", None)
    mark(book, "d", "7", None)
    assert about(book, ANA) == ["a", "d"]
    assert about(book, BRUNO) == ["b"]


def test_what_was_given_away_or_withdrawn_stays_and_what_was_given_comes() -> None:
    book = a_book()
    mark(book, "given", "7")
    mark(book, "gone", "7")
    mark(book, "stray", None)
    correct(book, Kind.MARK_BIB, "given", text="8")
    correct(book, Kind.MARK_WITHDRAWN, "gone")
    undone = correct(book, Kind.MARK_BIB, "stray", text="7")
    correct(book, Kind.UNDO, undone)
    assert about(book, ANA) == ["given", "gone", "stray"]
    assert about(book, BRUNO) == ["given"]


def test_marks_of_an_earlier_bib_stay_with_who_wore_it() -> None:
    book = a_book()
    mark(book, "before", "7")
    correct(book, Kind.RUNNER_BIB, str(ANA), text="70")
    correct(book, Kind.RUNNER_BIB, str(BRUNO), text="7")
    mark(book, "after", "70", 60_000)
    mark(book, "his", "7", 61_000)
    assert about(book, ANA) == ["before", "after"]
    assert about(book, BRUNO) == ["his"]


def test_a_runner_starts_with_the_race_its_wave_or_on_its_own() -> None:
    book = a_book()
    ana = book.entered[ANA]
    assert gun_at(book, RACE, ana) == GUN_MS
    book.put_wave(Wave(id=5, competition_id=1, name="Segunda"))
    in_wave = Runner(id=3, competition_id=1, bib="9", wave_id=5, registered_at_ms=0)
    book.put_runner(in_wave)
    assert gun_at(book, RACE, in_wave) is None
    correct(book, Kind.WAVE_START, "5", number=GUN_MS + 300_000)
    assert gun_at(book, RACE, in_wave) == GUN_MS + 300_000
    own = correct(book, Kind.RUNNER_START, "3", number=GUN_MS + 400_000)
    assert gun_at(book, RACE, in_wave) == GUN_MS + 400_000
    correct(book, Kind.UNDO, own)
    assert gun_at(book, RACE, in_wave) == GUN_MS + 300_000
