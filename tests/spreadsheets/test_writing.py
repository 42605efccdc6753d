"""What is written is read back as it was."""

import csv
import io

import pytest

from tests.spreadsheets.workbooks import SPANISH_ROWS, reopened
from tornado_timing.spreadsheets.reading import read_table
from tornado_timing.spreadsheets.writing import csv_bytes, neutral, xlsx_bytes

HARD = [("a", 'El "Rayo"', "x;y"), ("b", "dos\nlíneas", ""), ("c", "", "z")]


@pytest.mark.parametrize("rows", [SPANISH_ROWS, HARD])
def test_a_table_comes_back(rows: list[tuple[str, ...]]) -> None:
    for data in (csv_bytes(rows), xlsx_bytes(rows, "Equipos")):
        assert [row.cells for row in read_table(data).rows] == rows


def test_a_spanish_excel_opens_the_csv_by_a_double_click() -> None:
    data = csv_bytes([("Ñ", 1)])
    assert data == b"\xef\xbb\xbf\xc3\x91;1\r\n"


def test_the_first_row_of_a_workbook_stays_in_sight_and_numbers_are_numbers() -> None:
    sheet = reopened(xlsx_bytes([("Dorsal",), (101,)], "Equipos")).worksheets[0]
    assert (sheet.title, sheet.freeze_panes) == ("Equipos", "A2")
    assert sheet["A1"].font.bold
    assert sheet["A2"].value == 101


@pytest.mark.parametrize("name", ["=1+1", "+593", "-2", "@sum(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_name_is_run_as_a_formula(name: str) -> None:
    (row,) = csv.reader(
        io.StringIO(csv_bytes([[name]]).decode("utf-8-sig"), newline=""), delimiter=";"
    )
    assert row == [f"'{name}"]
    cell = reopened(xlsx_bytes([["Nombre"], [name]], "Corredores")).worksheets[0]["A2"]
    assert (cell.data_type, str(cell.value)[0]) == ("s", "'")


def test_numbers_and_other_texts_stay_as_they_are() -> None:
    assert [neutral(cell) for cell in (-2, -0.5, "a=1", "")] == [-2, -0.5, "a=1", ""]
