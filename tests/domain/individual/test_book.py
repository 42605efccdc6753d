"""What is asked of a race while it is entered: bibs that are worn now, starts, and counts."""

from msgspec.structs import replace

from tests.language_of_entries import correction, mark
from tests.language_of_races import START_MS
from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.marks import Assignment, Line, LineKind, Mode
from tornado_timing.domain.individual.runners import Runner, Wave, bib_key

LINE = Line(id=1, competition_id=1, name="Meta")


def entered(number: int, bib: str) -> Runner:
    return Runner(id=number, competition_id=1, bib=bib, registered_at_ms=START_MS)


def book_with(*runners: Runner) -> RaceBook:
    book = RaceBook()
    for runner in runners:
        book.put_runner(runner)
    return book


def who_wears(book: RaceBook, bib: str) -> int | None:
    runner = book.wearer(bib)
    return None if runner is None else runner.id


def test_a_bib_is_found_however_it_is_written() -> None:
    book = book_with(entered(1, "007"), entered(2, "a12"))
    assert [who_wears(book, bib) for bib in ("7", " 07", "A12", "8", "")] == [1, 1, 2, None, None]


def test_a_bib_that_was_changed_is_worn_and_the_first_one_is_kept() -> None:
    book = book_with(entered(1, "7"))
    assert who_wears(book, "7") == 1
    book.add_correction(correction("a", Kind.RUNNER_BIB, 1, text="70"))
    assert [runner.bib for runner in book.runners()] == ["70"]
    assert [who_wears(book, bib) for bib in ("7", "70")] == [None, 1]
    assert book.entered[1].bib == "7"
    book.add_correction(correction("b", Kind.UNDO, "a"))
    assert [who_wears(book, bib) for bib in ("7", "70")] == [1, None]


def who_is_meant(book: RaceBook, bib: str) -> int | None:
    runner = book.known_by_bibs().get(bib_key(bib))
    return None if runner is None else runner.id


def test_a_list_means_who_wears_a_bib_or_was_entered_with_it_while_nobody_wears_it() -> None:
    book = book_with(entered(1, "02"), entered(2, "3"))
    book.add_correction(correction("a", Kind.RUNNER_BIB, 1, text="22"))
    assert [who_is_meant(book, bib) for bib in ("2", "22", "3", "4")] == [1, 1, 2, None]
    assert book.known_by_bibs()["2"].bib == "22"
    book.put_runner(entered(3, "2"))
    assert [who_is_meant(book, bib) for bib in ("2", "22")] == [3, 1]


def test_of_two_who_were_entered_with_a_bib_that_nobody_wears_the_last_is_meant() -> None:
    book = book_with(entered(1, "2"))
    book.add_correction(correction("a", Kind.RUNNER_BIB, 1, text="22"))
    book.put_runner(entered(2, "2"))
    book.add_correction(correction("b", Kind.RUNNER_BIB, 2, text="33"))
    assert who_is_meant(book, "2") == 2


def test_an_entry_that_is_changed_keeps_the_bib_that_is_worn() -> None:
    book = book_with(entered(1, "7"))
    book.add_correction(correction("a", Kind.RUNNER_BIB, 1, text="70"))
    assert who_wears(book, "70") == 1
    book.put_runner(replace(entered(1, "7"), first_name="Ana"))
    ana = book.runner(1)
    assert ana is not None
    assert (ana.bib, ana.first_name) == ("70", "Ana")


def test_the_bib_of_a_runner_who_is_gone_is_free_again() -> None:
    book = book_with(entered(1, "7"))
    assert who_wears(book, "7") == 1
    book.drop_runner(1)
    assert (who_wears(book, "7"), book.runners(), book.runner(1)) == (None, [], None)
    book.put_runner(entered(2, "7"))
    assert who_wears(book, "7") == 2


def test_a_wave_starts_when_it_was_pressed_unless_a_correction_says_otherwise() -> None:
    book = RaceBook()
    book.put_wave(Wave(id=1, competition_id=1, name="A"))
    assert book.official_start_of(1) is None
    book.put_wave(Wave(id=1, competition_id=1, name="A", started_at_ms=START_MS))
    assert book.official_start_of(1) == START_MS
    book.add_correction(correction("a", Kind.WAVE_START, 1, number=START_MS - 5))
    assert book.wave_view(book.waves[1]).official_start_ms == START_MS - 5
    book.add_correction(correction("b", Kind.UNDO, "a"))
    assert book.official_start_of(1) == START_MS


def test_a_correction_is_made_later_than_all_before_it_though_the_clock_stands() -> None:
    book = RaceBook()
    assert book.moment_after(START_MS) == START_MS
    book.add_correction(correction("a", Kind.PENALTY, 1, number=5))
    assert book.moment_after(START_MS) == START_MS + 1
    assert book.moment_after(START_MS + 9) == START_MS + 9


def test_marks_are_counted_by_line_and_count_unless_withdrawn() -> None:
    book = RaceBook()
    assert not book.has_marks_that_count()
    book.add_mark(mark("a", 5))
    book.add_mark(mark("b", 5, line_id=2))
    book.add_mark(mark("c", 6, line_id=2))
    assert [book.mark_count_at(line_id) for line_id in (1, 2, 3)] == [1, 2, 0]
    for mark_id in ("a", "b"):
        book.add_correction(correction(f"-{mark_id}", Kind.MARK_WITHDRAWN, mark_id))
    assert book.has_marks_that_count()
    book.add_correction(correction("-c", Kind.MARK_WITHDRAWN, "c"))
    assert not book.has_marks_that_count()
    book.add_correction(correction("+c", Kind.UNDO, "-c"))
    assert book.has_marks_that_count()


def test_a_start_line_is_no_finish() -> None:
    book = RaceBook()
    book.put_line(replace(LINE, kind=LineKind.START))
    assert not book.has_finish()
    book.put_line(replace(LINE, id=2))
    assert book.has_finish()
    book.drop_line(2)
    assert not book.has_finish()


def test_who_stands_at_a_line_is_told_by_their_numbers() -> None:
    book = RaceBook()
    book.put_line(LINE)
    times, bibs = Assignment(9, 1, Mode.TIMES), Assignment(2, 1, Mode.BIBS)
    book.assignments[1] = {9: times, 2: bibs}
    assert book.line_view(LINE).judges == (bibs, times)


def test_forgetting_marks_keeps_the_bibs_that_are_worn() -> None:
    book = book_with(entered(1, "7"), entered(2, "8"))
    book.add_mark(mark("a", 5, "7"))
    book.add_correction(correction("a", Kind.RUNNER_BIB, 1, text="70"))
    assert book.forget_marks() == [replace(entered(1, "7"), bib="70")]
    assert (book.marks, book.corrections, book.mark_count_at(1)) == ([], [], 0)
    assert [runner.bib for runner in book.runners()] == ["70", "8"]


def test_every_change_is_counted() -> None:
    book = RaceBook()
    versions = [book.version]
    for change in (
        lambda: book.put_runner(entered(1, "7")),
        lambda: book.put_wave(Wave(id=1, competition_id=1, name="A")),
        lambda: book.put_line(LINE),
        lambda: book.put_bands(()),
        lambda: book.add_mark(mark("a", 5)),
        lambda: book.add_correction(correction("a", Kind.PENALTY, 1, number=5)),
        lambda: book.drop_runner(1),
        lambda: book.drop_wave(1),
        lambda: book.drop_line(1),
        lambda: book.forget_marks(),
    ):
        change()
        versions.append(book.version)
    assert versions == sorted(set(versions))
