"""Rows of runners beside the state: what they would change, and what stands against them."""

import pytest

from tests.language_of_entries import five_k, runner, wave
from tests.language_of_races import OLGA, Office
from tests.service.test_importing_runners import ANA, check, run, runners, statuses
from tornado_timing.domain.import_rows import CheckedRow


def problems(rows: list[CheckedRow]) -> list[tuple[int, str, str]]:
    return [(row.line, problem.field, problem.code) for row in rows for problem in row.problems]


@pytest.mark.gen_test
async def test_a_row_that_changes_something_shows_what_there_is_now(office: Office) -> None:
    await five_k(office)
    await wave(office)
    await wave(office, "Ola 2")
    await run(office, runners(ANA))
    await run(office, runners({"bib": "8"}))
    ana, late = await check(
        office,
        runners(
            {"bib": "007", "wave": "ola 2", "hidden": "no", "birth_date": "1991-01-02"},
            {"bib": "8", "sex": "X", "age": "40", "wave": "Ola 1", "birth_date": "1991-01-02"},
        ),
    )
    assert statuses([ana, late]) == ["changed", "changed"]
    assert ana.values["bib"] == "7"
    assert ana.current == {
        "bib": "7",
        "wave": "Ola 1",
        "hidden": "yes",
        "birth_date": "1990-12-31",
    }
    assert late.current == {"bib": "8", "sex": "", "age": "", "wave": "", "birth_date": ""}


@pytest.mark.gen_test
async def test_where_a_whole_name_is_cut_is_not_worth_a_change(office: Office) -> None:
    await five_k(office)
    await runner(office, "7", first_name="Ana Pérez", last_name="García")
    (row,) = await check(office, runners({"bib": "7", "first_name": "Ana Pérez García"}))
    assert row.status == "same"
    assert row.values == {"bib": "7", "first_name": "Ana Pérez", "last_name": "García"}


@pytest.mark.gen_test
async def test_what_stands_against_a_row(office: Office) -> None:
    await five_k(office)
    await wave(office, "Élite")
    rows = await check(
        office,
        runners(
            {"bib": "7"},
            {"bib": "007"},
            {"bib": "8", "wave": "Ola 9"},
            {"bib": "9", "wave": " elite"},
            {"bib": "10", "birth_date": "01/01/2999"},
            {"bib": "11", "birth_date": "31/12/1899"},
            {"bib": "a b"},
            {"bib": "a b"},
        ),
    )
    assert problems(rows) == [
        (3, "bib", "repeated"),
        (4, "wave", "unknown_wave"),
        (6, "birth_date", "impossible_birth_date"),
        (7, "birth_date", "impossible_birth_date"),
        (8, "bib", "invalid_bib"),
        (9, "bib", "invalid_bib"),
    ]
    assert rows[1].problems[0].details == {"value": "007", "line": 2}


@pytest.mark.gen_test
async def test_the_first_bib_of_a_runner_and_the_one_worn_now_are_one_runner(
    office: Office,
) -> None:
    await five_k(office)
    await run(office, runners({"bib": "2"}))
    await office.services.runners.change(1, {"bib": "22"}, OLGA)
    rows = await check(office, runners({"bib": "2"}, {"bib": "22"}))
    assert problems(rows) == [(3, "bib", "repeated")]
    await runner(office, "02")
    assert problems(await check(office, runners({"bib": "2"}, {"bib": "22"}))) == []


@pytest.mark.gen_test
async def test_names_of_waves_that_differ_in_an_accent_are_told_apart(office: Office) -> None:
    await five_k(office)
    await wave(office, "Mamá")
    await wave(office, "Mama")
    rows = await check(
        office,
        runners(*({"bib": f"{n}", "wave": w} for n, w in enumerate(("MAMÁ", "mama", "mamà")))),
    )
    assert [row.values["wave"] for row in rows] == ["Mamá", "Mama", "mamà"]
    assert problems(rows) == [(4, "wave", "unknown_wave")]
