"""An organizer imports the runners of an individual race: CSV, XLSX, and two thousand at once."""

import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from tests.journeys.test_entries_of_individual_races import individual_race
from tests.journeys.test_entries_of_individual_races import send as ask
from tests.journeys.test_imports import TEMPLATE, codes, preview, send
from tests.spreadsheets.workbooks import saved, workbook
from tests.venue import Venue
from tornado_timing.spreadsheets.reading import read_table
from tornado_timing.spreadsheets.writing import csv_bytes, xlsx_bytes

MANY = 2_000
SPANISH = (
    "Dorsal;Apellidos y nombres;Sexo;Fecha de nacimiento;Club;Ola;Celular;Oculto\r\n"
    "007;Muñoz, José;Masculino;31/12/1990;Peña «El Águila»;élite;099 123 456;no\r\n"
    "A8;Ana Pérez;Mujer;1985-06-05;;;;Sí\r\n"
)


def runners_of(number: int) -> dict[str, Any]:
    return {"kind": "runners", "competition_id": number, "filename": "corredores.csv"}


async def race_with_wave(venue: Venue) -> tuple[int, int]:
    number = await individual_race(venue)
    wave = {"competition_id": number, "name": "Élite"}
    return number, (await ask(venue, "POST", "/api/olas/", wave, status=201))["id"]


async def entered(venue: Venue, number: int) -> Any:
    return await ask(venue, "GET", f"/api/corredores/?competition_id={number}")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
@pytest.mark.gen_test(timeout=30)
async def test_a_list_of_a_spanish_excel_is_looked_at_and_then_imported(
    venue: Venue, encoding: str
) -> None:
    number, wave_id = await race_with_wave(venue)
    data = SPANISH.encode(encoding)
    seen = await preview(venue, data, runners_of(number))
    assert seen["columns"] == {
        "bib": 0,
        "first_name": 1,
        "sex": 2,
        "birth_date": 3,
        "team": 4,
        "wave": 5,
        "contact": 6,
        "hidden": 7,
    }
    assert [field["name"] for field in seen["fields"] if field["required"]] == ["bib"]
    assert [row["status"] for row in seen["rows"]] == ["new", "new"]
    assert seen["rows"][0]["values"] == {
        "bib": "007",
        "first_name": "José",
        "last_name": "Muñoz",
        "sex": "M",
        "birth_date": "1990-12-31",
        "team": "Peña «El Águila»",
        "wave": "Élite",
        "contact": "099 123 456",
        "hidden": "no",
    }
    assert seen["rows"][1]["values"]["hidden"] == "sí"
    assert await entered(venue, number) == []
    answer = await send(venue, data, runners_of(number), confirm=True, expected_plan=seen["plan"])
    assert (answer.status, answer.json["created"]) == (201, 2)
    await venue.restart()
    jose, ana = await entered(venue, number)
    assert (jose["bib"], jose["full_name"], jose["sex"]) == ("007", "José Muñoz", "M")
    assert (jose["birth_date"], jose["wave_id"]) == ("1990-12-31", wave_id)
    assert (jose["contact"], jose["is_hidden"]) == ("099 123 456", False)
    assert (ana["bib"], ana["birth_date"], ana["is_hidden"]) == ("A8", "1985-06-05", True)
    log = await ask(venue, "GET", f"/api/auditoria/?competition_id={number}&limit=1")
    (noted,) = log["entries"]
    assert (noted["action"], noted["subject_id"]) == ("runners_imported", number)


@pytest.mark.gen_test(timeout=30)
async def test_the_cells_of_a_workbook_are_read_as_they_are_meant(venue: Venue) -> None:
    number = await individual_race(venue)
    rows: list[list[Any]] = [
        ["Carrera del pueblo", None, None, None, None, None],
        ["Bib", "First name", "Last name", "Gender", "Date of birth", "Hidden"],
        [7, "José", "Muñoz", "male", datetime.date(1990, 12, 31), True],
        [8.0, "Ana", "Pérez", "female", datetime.datetime(1985, 6, 5), False],
        ["009", "Eva", "Ruiz", "other", "05/06/1979", None],
    ]
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    # However a program shows a date: what counts is the day that is meant.
    sheet["E3"].number_format = "mm/dd/yy"
    answer = await send(venue, saved(book), runners_of(number), confirm=True)
    assert (answer.status, answer.json["created"]) == (201, 3)
    assert [
        (one["bib"], one["full_name"], one["sex"], one["birth_date"], one["is_hidden"])
        for one in await entered(venue, number)
    ] == [
        ("7", "José Muñoz", "M", "1990-12-31", True),
        ("8", "Ana Pérez", "F", "1985-06-05", False),
        ("009", "Eva Ruiz", "X", "1979-06-05", False),
    ]


@pytest.mark.gen_test(timeout=30)
async def test_each_bad_cell_says_what_is_wrong_and_nothing_is_written(venue: Venue) -> None:
    number, _ = await race_with_wave(venue)
    data = (
        "Dorsal;Sexo;Nacimiento;Edad;Ola;Oculto\n"
        "1;Z;31/02/1990;;;\n"
        "2;F;31/12/90;x;Ola 9;quizás\n"
        "3;F;33238;;;\n"
        "1;F;01/01/2999;;;\n"
        ";F;;;;\n"
        "6;F;31/12/1990;34;ELITE;no\n"
    ).encode()
    answer = await send(venue, data, runners_of(number), confirm=True)
    assert (answer.status, answer.json["code"]) == (409, "import_has_problems")
    rows = answer.json["preview"]["rows"]
    assert [codes(row) for row in rows] == [
        [("sex", "unknown_sex"), ("birth_date", "impossible_date")],
        [
            ("age", "invalid_age"),
            ("hidden", "not_yes_or_no"),
            ("birth_date", "short_year"),
            ("wave", "unknown_wave"),
        ],
        [("birth_date", "not_a_date")],
        [("bib", "repeated"), ("birth_date", "impossible_birth_date")],
        [("bib", "missing")],
        [],
    ]
    texts = [problem["text"] for row in rows for problem in row["problems"]]
    assert texts[1] == "El día «31/02/1990» no existe. Corríjalo, o deje la celda vacía."
    assert not [text for text in texts if "{" in text]
    assert await entered(venue, number) == []
    answer = await send(venue, data, runners_of(number), confirm=True, skip_bad=True)
    assert (answer.status, answer.json["created"], answer.json["skipped"]) == (201, 1, 5)


@pytest.mark.gen_test(timeout=30)
async def test_a_plan_that_is_no_longer_true_shows_what_there_is_now(venue: Venue) -> None:
    number = await individual_race(venue)
    data = "Dorsal;Nombre;Apellido\n7;Ana;Pérez\n".encode()
    seen = await preview(venue, data, runners_of(number))
    late = {"competition_id": number, "bib": "7", "first_name": "Eva"}
    await ask(venue, "POST", "/api/corredores/", late, status=201)
    answer = await send(venue, data, runners_of(number), confirm=True, expected_plan=seen["plan"])
    assert (answer.status, answer.json["code"]) == (412, "changed_meanwhile")
    (row,) = answer.json["current"]["rows"]
    assert (row["status"], row["current"]["first_name"]) == ("changed", "Eva")
    plan = answer.json["current"]["plan"]
    done = await send(venue, data, runners_of(number), confirm=True, expected_plan=plan)
    assert (done.status, done.json["updated"]) == (201, 1)


@pytest.mark.gen_test(timeout=30)
async def test_runners_are_of_an_individual_race(venue: Venue) -> None:
    data = b"Dorsal;Nombre\n7;Ana\n"
    answer = await send(venue, data, runners_of(1))
    assert (answer.status, answer.json["code"]) == (409, "competition_not_individual")
    answer = await send(venue, data, runners_of(99))
    assert (answer.status, answer.json["code"]) == (400, "unknown_competition")
    answer = await send(venue, data, {"kind": "runners", "filename": "x"})
    assert (answer.status, answer.json["code"]) == (400, "invalid_field")


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.gen_test(timeout=30)
async def test_the_template_is_a_file_that_can_be_imported(venue: Venue, format_: str) -> None:
    number = await individual_race(venue)
    answer = await venue.get(f"{TEMPLATE}?kind=runners&format={format_}", user="organiza")
    assert answer.status == 200
    name = f'attachment; filename="corredores.{format_}"'
    assert answer.headers["Content-Disposition"] == name
    seen = await preview(venue, answer.body, runners_of(number))
    assert list(seen["columns"]) == [field["name"] for field in seen["fields"]]
    assert read_table(answer.body).width == seen["column_count"] == len(seen["fields"])
    assert (seen["counts"]["new"], seen["counts"]["bad"]) == (2, 0)
    done = await send(venue, answer.body, runners_of(number), confirm=True)
    assert done.json["created"] == 2
    assert (await preview(venue, answer.body, runners_of(number)))["counts"]["same"] == 2


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.gen_test(timeout=60)
async def test_two_thousand_runners_come_in_one_file(venue: Venue, format_: str) -> None:
    number = await individual_race(venue)
    rows: list[tuple[str | int, ...]] = [("Dorsal", "Nombre", "Apellido", "Sexo", "Nacimiento")]
    rows += [
        (bib, "Ana", f"Pérez {bib}", "F" if bib % 2 else "M", f"{bib % 28 + 1}/12/1990")
        for bib in range(1, MANY + 1)
    ]
    data = csv_bytes(rows) if format_ == "csv" else xlsx_bytes(rows, "Corredores")
    seen = await preview(venue, data, runners_of(number))
    assert seen["counts"] == {"new": MANY, "changed": 0, "same": 0, "bad": 0, "total": MANY}
    answer = await send(venue, data, runners_of(number), confirm=True, expected_plan=seen["plan"])
    assert (answer.status, answer.json["created"]) == (201, MANY)
    await venue.restart()
    listed = await entered(venue, number)
    assert len(listed) == MANY
    assert {one["bib"] for one in listed} == {str(bib) for bib in range(1, MANY + 1)}
    assert (await preview(venue, data, runners_of(number)))["counts"]["same"] == MANY


@pytest.mark.gen_test(timeout=30)
async def test_only_organizers_import_runners(venue: Venue) -> None:
    number = await individual_race(venue)
    body = {**runners_of(number), "content": ""}
    assert (await venue.post("/api/importaciones/", body, user="juez1")).status == 403
    assert (await venue.get(f"{TEMPLATE}?kind=runners&format=csv", user="juez1")).status == 403


@pytest.mark.gen_test(timeout=30)
async def test_a_sheet_of_runners_is_chosen_by_its_name(venue: Venue) -> None:
    number = await individual_race(venue)
    data = workbook([["Notas"]], [["Dorsal", "Edad"], [7, 34]], names=("Notas", "Inscritos"))
    seen = await preview(venue, data, runners_of(number), sheet="Inscritos")
    assert (seen["sheet"], seen["rows"][0]["values"]) == ("Inscritos", {"bib": "7", "age": "34"})
