"""CSV, as spreadsheet programs of several languages write it."""

import pytest

from tests.spreadsheets.workbooks import SPANISH, SPANISH_ROWS
from tornado_timing.spreadsheets.csv_file import find_delimiter
from tornado_timing.spreadsheets.reading import read_table
from tornado_timing.spreadsheets.table import (
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    UnreadableError,
)


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(data).rows]


def reason(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_table(data)
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SPANISH.encode("cp1252"), "cp1252"),
        (SPANISH.encode("utf-8"), "utf-8"),
        (SPANISH.encode("utf-8-sig"), "utf-8"),
        (SPANISH.encode("utf-16"), "utf-16"),
        ("\ufeff".encode("utf-16-be") + SPANISH.encode("utf-16-be"), "utf-16"),
    ],
)
def test_the_encodings_of_a_spanish_excel(data: bytes, encoding: str) -> None:
    assert cells(data) == SPANISH_ROWS
    assert read_table(data).encoding == encoding


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_delimiters_and_ends_of_lines(delimiter: str, line_end: str) -> None:
    text = SPANISH.replace(";", delimiter).replace("\r\n", line_end)
    table = read_table(text.encode())
    assert [row.cells for row in table.rows] == SPANISH_ROWS
    assert [row.line for row in table.rows] == [1, 2, 3]
    assert table.delimiter == delimiter


def test_commas_inside_of_names_do_not_make_it_a_comma_file() -> None:
    text = "Nombre;Dorsal\nPérez, Ana;1\nGómez, Luis, hijo;2\nRuiz, Eva;3\n"
    assert find_delimiter(text) == ";"
    assert cells(text.encode())[1] == ("Pérez, Ana", "1")


def test_one_column_has_no_delimiter() -> None:
    table = read_table(b"Equipo\nLos Veloces\nLas Liebres\n")
    assert table.delimiter is None
    assert [row.cells for row in table.rows] == [("Equipo",), ("Los Veloces",), ("Las Liebres",)]


@pytest.mark.parametrize("first", ["sep=,", '"sep=,"', "SEP=,"])
def test_excels_own_first_line_says_the_delimiter(first: str) -> None:
    table = read_table(f"{first}\r\n1,Uno; dos\r\n2,Tres; cuatro\r\n".encode())
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ("1", "Uno; dos")),
        (3, ("2", "Tres; cuatro")),
    ]
    assert table.delimiter == ","


def test_line_breaks_quotes_and_delimiters_inside_of_quotes() -> None:
    text = '1;"Los\r\nVeloces";a\r\n2;"El ""Rayo""; y otros";b\r\n\r\n3;Tres;c\r\n'
    assert [(row.line, row.cells) for row in read_table(text.encode()).rows] == [
        (1, ("1", "Los\r\nVeloces", "a")),
        (3, ("2", 'El "Rayo"; y otros', "b")),
        (5, ("3", "Tres", "c")),
    ]


def test_quotes_inside_of_a_plain_cell_are_kept() -> None:
    assert cells(b'1;Los "5";a\n2;El 3";b\n')[1] == ("2", 'El 3"', "b")


def test_empty_rows_are_left_out_and_the_others_filled_up() -> None:
    table = read_table(b"1;Uno;a\n;;\n  ; \xc2\xa0;\n2;Dos\n\n")
    assert [(row.line, row.cells) for row in table.rows] == [
        (1, ("1", "Uno", "a")),
        (4, ("2", "Dos", "")),
    ]
    assert table.width == 3


@pytest.mark.parametrize("data", [b"", b"  \r\n\r\n", b"\xef\xbb\xbf", b";;\n;;\n", b"\xff\xfe"])
def test_nothing_in_it(data: bytes) -> None:
    assert reason(data) == "empty_file"


def test_an_open_quote_does_not_swallow_the_rest() -> None:
    data = b'1;Uno\n2;"Dos\n3;Tres\n4;Cuatro\n'
    with pytest.raises(UnreadableError) as caught:
        read_table(data)
    assert caught.value.reason == "open_quote"
    assert caught.value.details == {"line": 2}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"1;\x81\x8d\n", "unknown_encoding"),
        (b"\xff\xfe1\x00;\x00\x00\xd8", "unknown_encoding"),
        (b"\xff\xfea\x00b", "unknown_encoding"),
        (b"1;a\x00b\n", "not_a_table"),
        (bytes(range(256)) * 20, "not_a_table"),
        ("1;Uno".encode("utf-16-le"), "not_a_table"),
        (b"1;" + b"x" * 200_000, "broken_csv"),
        (b"1;" + b"x" * (MAX_CELL_LENGTH + 1), "cell_too_long"),
        (b"x;" * MAX_COLUMNS + b"x", "too_many_columns"),
        (b"x;y\n" * (MAX_ROWS + 1), "too_many_rows"),
        (b"x" * (MAX_FILE_BYTES + 1), "file_too_large"),
    ],
)
def test_what_is_not_read_and_why(data: bytes, why: str) -> None:
    assert reason(data) == why


def test_as_much_as_is_allowed_is_read() -> None:
    assert len(cells(b"x;y\n" * MAX_ROWS)) == MAX_ROWS
    assert read_table(b"x;" * (MAX_COLUMNS - 1) + b"x").width == MAX_COLUMNS
