"""What is written is read back as it was."""

import csv
import io
from datetime import timedelta

import pytest

from tests.spreadsheets.workbooks import SPANISH_ROWS, reopened
from tornado_timing.spreadsheets.reading import read_table
from tornado_timing.spreadsheets.writing import Duration, csv_bytes, neutral, xlsx_bytes

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


def test_lengths_of_time_can_be_counted_with_in_a_workbook_and_are_texts_elsewhere() -> None:
    rows = [("Tiempo",), (Duration(62_030_400, "17:13:50.4"),), (Duration(90_061_000, "25:01:01"),)]
    sheet = reopened(xlsx_bytes(rows, "Resultados")).worksheets[0]
    assert [cell.value for cell in sheet["A"][1:]] == [
        timedelta(hours=17, minutes=13, seconds=50.4),
        timedelta(hours=25, minutes=1, seconds=1),
    ]
    assert [cell.number_format for cell in sheet["A"][1:]] == ["[h]:mm:ss.0", "[h]:mm:ss"]
    assert csv_bytes(rows).decode("utf-8-sig").splitlines()[1:] == ["17:13:50.4", "25:01:01"]


@pytest.mark.parametrize(
    "name", ["=1+1", "+593", "-2", "@sum(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"]
)
def test_no_name_is_run_as_a_formula(name: str) -> None:
    (row,) = csv.reader(
        io.StringIO(csv_bytes([[name]]).decode("utf-8-sig"), newline=""), delimiter=";"
    )
    assert row == [f"'{name}"]
    cell = reopened(xlsx_bytes([["Nombre"], [name]], "Corredores")).worksheets[0]["A2"]
    assert (cell.data_type, str(cell.value)[0]) == ("s", "'")


def test_what_no_workbook_may_have_is_left_out_of_all_tables() -> None:
    name = "An\ufffea\uffff\ud800\x00\x0b\x85 1"
    for data in (csv_bytes([["Nombre"], [name]]), xlsx_bytes([["Nombre"], [name]], "Corredores")):
        assert [row.cells for row in read_table(data).rows] == [("Nombre",), ("Ana 1",)]
    # What is left is looked at.
    assert neutral("\ufffe=1") == "'=1"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_name_is_one_cell_whatever_delimiter_it_is_opened_by(delimiter: str) -> None:
    name = f"Ana{delimiter}=1+1"
    for written in (",", ";"):
        text = csv_bytes([[name]], written).decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == [[name]]


def test_numbers_and_other_texts_stay_as_they_are() -> None:
    assert [neutral(cell) for cell in (-2, -0.5, "a=1", "")] == [-2, -0.5, "a=1", ""]
