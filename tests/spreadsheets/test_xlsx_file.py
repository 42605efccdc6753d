"""XLSX: cells as they are meant, and packages that are something else or broken."""

import datetime as dt
import re
import tracemalloc
from contextlib import suppress

import pytest
from openpyxl import Workbook
from openpyxl.chart import LineChart

from tests.spreadsheets.workbooks import (
    SPANISH_ROWS,
    bomb,
    excel_workbook,
    lying_package,
    package,
    part_of,
    reopened,
    saved,
    with_part,
    workbook,
)
from tornado_timing.spreadsheets.reading import read_table
from tornado_timing.spreadsheets.table import (
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    MAX_TAGS_AT_ONCE,
    UnreadableError,
)
from tornado_timing.spreadsheets.xlsx_file import text_of

SHEET = "xl/worksheets/sheet1.xml"


def cells(data: bytes, sheet: str | None = None) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(data, sheet).rows]


def reason(data: bytes, sheet: str | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_table(data, sheet)
    return caught.value.reason


def test_a_workbook_is_read_as_texts() -> None:
    table = read_table(workbook(SPANISH_ROWS))
    assert [row.cells for row in table.rows] == SPANISH_ROWS
    assert (table.sheets, table.sheet) == (("Hoja1",), "Hoja1")
    assert (table.encoding, table.delimiter) == (None, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (12, "12"),
        (12.5, "12.5"),
        (99123456.0, "99123456"),
        (1e300, "1e+300"),
        (True, "TRUE"),
        (False, "FALSE"),
        (None, ""),
        (dt.datetime(2025, 11, 12), "2025-11-12"),
        (dt.datetime(2025, 11, 12, 8, 30), "2025-11-12 08:30:00"),
        (dt.date(2025, 11, 12), "2025-11-12"),
        (dt.time(8, 30), "08:30:00"),
        (" Ñandú ", " Ñandú "),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_a_cell_is_what_somebody_would_type(value: object, text: str) -> None:
    assert text_of(value) == text


def test_a_workbook_as_excel_packs_it() -> None:
    table = read_table(excel_workbook())
    assert table.sheet == "Inscripción"
    assert [(row.line, row.cells) for row in table.rows] == [
        (1, ("Nº", "Equipo")),
        (2, ("101", "Los Ñandúes")),
        (4, ("102", "Peña")),
        (5, ("#N/A", "")),
    ]


def test_a_formula_is_what_it_came_to() -> None:
    data = workbook([["=1+1", "Uno"]])
    sheet = part_of(data, SHEET)
    assert cells(data) == [("", "Uno")]
    computed = re.sub(rb"<f>1\+1</f><v ?/?>(</v>)?", b"<f>1+1</f><v>2</v>", sheet)
    assert computed != sheet
    assert cells(with_part(data, SHEET, computed)) == [("2", "Uno")]


def test_lines_are_those_of_the_file() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A3"], sheet["B3"], sheet["B7"] = "x", 1, "y"
    table = read_table(saved(book))
    assert [(row.line, row.cells) for row in table.rows] == [(3, ("x", "1")), (7, ("", "y"))]


def test_a_sheet_can_be_chosen_and_the_first_with_anything_in_it_is_else() -> None:
    data = workbook([], [["a"]], [["b"]], names=["Portada", "Equipos", "Jueces"])
    table = read_table(data)
    assert (table.sheets, table.sheet) == (("Portada", "Equipos", "Jueces"), "Equipos")
    assert cells(data) == [("a",)]
    assert cells(data, "Jueces") == [("b",)]
    assert cells(data, "Portada") == []
    assert reason(data, "Otra") == "unknown_sheet"


def test_a_hidden_sheet_is_read_where_it_is_chosen_or_the_only_one() -> None:
    data = workbook([["Sub-18"], ["Adultos"]], [], [["a"]], names=["Listas", "Portada", "Equipos"])
    book = reopened(data)
    book["Listas"].sheet_state = "hidden"
    table = read_table(saved(book))
    assert (table.sheets, table.sheet) == (("Listas", "Portada", "Equipos"), "Equipos")
    assert cells(saved(book), "Listas") == [("Sub-18",), ("Adultos",)]
    del book["Equipos"]
    assert read_table(saved(book)).sheet == "Listas"


def test_a_sheet_that_is_only_a_chart_is_none() -> None:
    book = reopened(workbook([["a"]]))
    book.create_chartsheet("Gráfico").add_chart(LineChart())
    table = read_table(saved(book))
    assert (table.sheets, table.sheet) == (("Hoja1",), "Hoja1")


def test_formatted_but_empty_cells_are_no_columns() -> None:
    book = reopened(workbook([["a", "b"]]))
    book.worksheets[0]["ZZ1"].number_format = "0.00"
    book.worksheets[0]["A900000"].number_format = "0.00"
    assert cells(saved(book)) == [("a", "b")]


def test_a_size_that_is_not_true_is_not_believed() -> None:
    data = workbook([["a", "b"], ["c", "d"]])
    sheet = re.sub(rb'ref="A1:B2"', b'ref="A1:XFD1048576"', part_of(data, SHEET))
    assert b"XFD1048576" in sheet
    assert cells(with_part(data, SHEET, sheet)) == [("a", "b"), ("c", "d")]


def test_a_line_beyond_the_last_is_not_counted_up_to() -> None:
    data = workbook([["a"], ["b"]])
    sheet = part_of(data, SHEET).replace(b'<row r="2"', b'<row r="999999999999"')
    sheet = sheet.replace(b'r="A2"', b"")
    assert cells(with_part(data, SHEET, sheet)) == [("a",)]


def test_too_much() -> None:
    assert reason(workbook([["x"] * (MAX_COLUMNS + 1)])) == "too_many_columns"
    assert read_table(workbook([["x"] * MAX_COLUMNS])).width == MAX_COLUMNS
    assert reason(workbook([["x"]] * (MAX_ROWS + 1))) == "too_many_rows"


def test_a_bomb_is_not_unpacked() -> None:
    data = bomb()
    assert len(data) < 200_000
    assert reason(data) == "unpacks_too_large"
    parts = {f"part{number}": b"" for number in range(2100)}
    assert reason(package(**parts)) == "unpacks_too_large"


@pytest.mark.parametrize(
    ("part", "begin", "tag", "end"),
    [
        (SHEET, b"<worksheet><sheetData><row>", b"<c/>", b"</row></sheetData></worksheet>"),
        (SHEET, b"<worksheet><sheetData/><cols>", b"<col/>", b"</cols></worksheet>"),
        ("xl/sharedStrings.xml", b"<sst><si>", b"<r/>", b"</si></sst>"),
        ("xl/styles.xml", b"<styleSheet><cellXfs>", b"<xf/>", b"</cellXfs></styleSheet>"),
        ("xl/styles.xml", b"<styleSheet><row/><si/><fonts>", b"<font/>", b"</fonts></styleSheet>"),
    ],
)
def test_some_kilobytes_that_would_become_gigabytes_of_tags(
    part: str, begin: bytes, tag: bytes, end: bytes
) -> None:
    data = with_part(excel_workbook(), part, begin + tag * (MAX_TAGS_AT_ONCE + 1) + end)
    assert len(data) < 20_000
    assert reason(data) == "unpacks_too_large"


def test_many_rows_are_many_tags_and_a_picture_is_none() -> None:
    rows = [[number, "Equipo", "Categoría", "Juez"] for number in range(18_000)]
    data = workbook(rows)
    assert part_of(data, SHEET).count(b"<") > MAX_TAGS_AT_ONCE
    picture = with_part(data, "xl/media/logo.png", b"<" * (MAX_TAGS_AT_ONCE + 1))
    assert len(cells(picture)) == 18_000


def test_a_size_that_a_package_lies_about() -> None:
    data = bytearray(bomb())
    size = (60 * 2**20 + len(b"<worksheet><sheetData></sheetData></worksheet>")).to_bytes(
        4, "little"
    )
    assert data.count(size) >= 1
    assert reason(bytes(data).replace(size, (1000).to_bytes(4, "little"))) == "damaged"


@pytest.mark.parametrize(
    "name", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "mimetype"]
)
def test_a_part_that_unpacks_to_gigabytes_takes_no_memory(name: str) -> None:
    """It took two gigabytes and fourteen seconds, whatever the part said of itself."""
    data = lying_package(name, unpacked_mb=4_000, declared_bytes=1_000)
    assert len(data) < MAX_FILE_BYTES
    tracemalloc.start()
    with suppress(UnreadableError):
        read_table(data)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 4 * len(data)


def test_entities_in_entities_are_refused() -> None:
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData>'
        b"</worksheet>"
    )
    assert reason(with_part(workbook([["x"]]), SHEET, evil)) == "damaged"


@pytest.mark.parametrize("part", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_half_a_workbook_is_damaged(part: float) -> None:
    data = workbook(SPANISH_ROWS)
    assert reason(data[: int(len(data) * part)]) == "damaged"


@pytest.mark.parametrize("name", ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml"])
@pytest.mark.parametrize("content", [b"", b"<a", b"<a/>", b"\xff" * 50])
def test_a_broken_part_gives_an_error_or_nothing(name: str, content: bytes) -> None:
    assert reason(with_part(excel_workbook(), name, content)) in ("damaged", "empty_file")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected",
        ),
        (b"\x09\x08\x08\x00\x00\x05", "old_excel"),
        (package(xl__workbook_bin=b"").replace(b"workbook_bin", b"workbook.bin"), "old_excel"),
        (
            package(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "open_document",
        ),
        (package(word__document=b"<a/>"), "not_a_table"),
        (package(), "not_a_table"),
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table"),
        (b"{\\rtf1 Hola}", "not_a_table"),
        (b"\xef\xbb\xbf <!DOCTYPE html><table>", "web_page"),
        (b"<html><table><tr><td>1", "web_page"),
        (b"PK\x03\x04" + bytes(range(256)), "damaged"),
    ],
)
def test_other_kinds_of_files_are_known(data: bytes, why: str) -> None:
    assert reason(data) == why
