"""CSV as spreadsheet programs write it: any of three encodings, any of three delimiters."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

from tornado_timing.spreadsheets.table import Table, UnreadableError, make_rows

# In the order of preference where several fit equally well. Excel takes the semicolon wherever
# the comma is for decimals, and the tab for "Unicode text".
DELIMITERS: Final = (";", "\t", ",")
RECORDS_LOOKED_AT: Final = 50
# What no file ends with: it shows whether a quote is still open there.
_END: Final = "\ue000end\ue000"


def read_csv(data: bytes) -> Table:
    """The table in a CSV file. Raises UnreadableError."""
    text, encoding = decode(data)
    delimiter, first_line = _declared_delimiter(text)
    if delimiter is None:
        delimiter = find_delimiter(text)
    rows = make_rows(
        (line, cells) for line, cells in _records(text, delimiter or ";") if line >= first_line
    )
    return Table(rows, encoding=encoding, delimiter=delimiter)


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file, and the encoding that it is in.

    UTF-16 says so at its beginning. What is valid as UTF-8 is hardly ever anything else; the
    rest is what Excel writes in Spanish, or else we do not know. Raises UnreadableError.
    """
    encodings: tuple[str, ...] = ("utf-8-sig", "cp1252")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ("utf-16",)
    elif b"\0" in data:
        raise UnreadableError("not_a_table")
    for encoding in encodings:
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise UnreadableError("unknown_encoding")


def find_delimiter(text: str) -> str | None:
    """The delimiter that cuts most records into the same number of cells; None for one column.

    `csv.Sniffer` takes any letter that comes often, and fails on texts with commas inside.
    """
    best: tuple[float, str] | None = None
    for delimiter in DELIMITERS:
        widths: Counter[int] = Counter()
        for number, (_, cells) in enumerate(_records(text, delimiter)):
            if number == RECORDS_LOOKED_AT:
                break
            if any(cells):
                widths[len(cells)] += 1
        width, count = max(widths.items(), key=lambda item: item[1], default=(1, 0))
        if width > 1:
            share = count / widths.total()
            if best is None or share > best[0]:
                best = (share, delimiter)
    return None if best is None else best[1]


def _declared_delimiter(text: str) -> tuple[str | None, int]:
    """What Excel's own first line ``sep=;`` says, and the number of the line after it."""
    first = text[:10].splitlines()[:1]
    declaration = first[0].strip(' "') if first else ""
    if declaration[:4].lower() == "sep=" and declaration[4:] in (*DELIMITERS, "|"):
        return declaration[4:], 2
    return None, 1


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line that it begins in. Raises UnreadableError."""
    stream = io.StringIO(f"{text}\r\n{_END}", newline="")
    line = 1
    cells: list[str] = []
    try:
        reader = csv.reader(stream, delimiter=delimiter)
        for cells in reader:
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                raise UnreadableError("open_quote", line=line)
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError("broken_csv", line=line) from error
