"""Individual races in the file: every column comes back, and logs only grow."""

import datetime
import sqlite3
from contextlib import closing

import pytest

from tests.language_of_entries import correction, five_k, mark, runner, stored, wave
from tests.language_of_races import OLGA, START_MS, Office, everything_in
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.marks import LineKind, Mark, Mode
from tornado_timing.domain.individual.runners import Runner, Sex
from tornado_timing.store import entries


@pytest.mark.gen_test
async def test_what_is_known_of_a_runner_comes_back_as_it_was(office: Office) -> None:
    await five_k(office)
    await wave(office)
    fields = {
        "first_name": "Ana",
        "last_name": "Pérez",
        "sex": Sex.FEMALE,
        "birth_date": datetime.date(1990, 2, 28),
        "age": 34,
        "category": "Élite",
        "team": "Los Veloces",
        "wave_id": 1,
        "contact": "099",
        "is_hidden": True,
    }
    full = await runner(office, "A-7", **fields)
    bare = await runner(office, "8")
    await office.reopen()
    assert office.services.runners.of(1) == [full, bare]


@pytest.mark.gen_test
async def test_what_is_known_of_a_mark_and_a_correction_comes_back_as_it_was(
    office: Office,
) -> None:
    await five_k(office)
    await office.judge()
    full = Mark("a", 1, 1, "phone", 7, START_MS + 5, -3, 30, "A-7", START_MS + 9, START_MS + 7)
    bib_only = mark("b", bib="7")
    fixed = correction(
        "c", Kind.MARK_MOMENT, "a", number=START_MS, text="t", reason="why", account_id=1
    )
    await stored(office, full, bib_only, fixed)
    await office.reopen()
    book = office.state.individual.book_of(1)
    assert (book.marks, book.corrections) == ([full, bib_only], [fixed])


@pytest.mark.gen_test
async def test_more_runners_than_one_call_takes_are_all_stored(office: Office) -> None:
    await five_k(office)
    await runner(office, "0")
    many = [
        Runner(id=number, competition_id=1, bib=str(number), registered_at_ms=START_MS)
        for number in range(2, 252)
    ]
    for one in many:
        office.state.individual.put_runner(one)
        office.state.note_id("runner", one.id)
    await office.core.commit([entries.put_runners(many)])
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_numbers_are_not_given_twice_after_a_restart(office: Office) -> None:
    await five_k(office)
    await runner(office, "7")
    await wave(office)
    services = office.services
    await services.runners.delete(1, OLGA)
    await services.waves.delete(1, OLGA)
    await services.lines.delete(1, OLGA)
    await office.reopen()
    services = office.services
    assert (await runner(office, "7")).id == 2
    assert (await wave(office)).wave.id == 2
    assert (await services.lines.create(1, "Meta", LineKind.FINISH, OLGA)).line.id == 2


@pytest.mark.gen_test
async def test_a_judge_who_is_deleted_stands_at_no_line_of_the_file(office: Office) -> None:
    judge = await office.judge()
    await five_k(office)
    await office.services.lines.set_judges(1, {judge.id: Mode.BIBS}, OLGA)
    await office.services.accounts.delete_judge(judge.id, OLGA)
    with closing(sqlite3.connect(office.path)) as connection:
        assert connection.execute("SELECT * FROM line_judges").fetchall() == []
