"""Writing a table of texts that spreadsheet programs open as it is."""

import io
import re
from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct


class Duration(Struct, frozen=True):
    """A length of time in ms, and the `text` that stands for it where cells are texts."""

    ms: int
    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | float | Duration
# What spreadsheet programs begin a formula with, and what they skip before it: somebody's name
# must not be run when the table is opened (OWASP, "CSV Injection").
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# What no XML 1.0 may have ("Char", 2.2), and the controls that nobody sees: one of them, and no
# program opens the workbook.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Who opens a CSV by another delimiter than it was written with gets no cell that begins elsewhere.
_NEEDS_QUOTES = re.compile('[,;\t"\r\n]')


def neutral(cell: Cell) -> Cell:
    """A cell that every program opens and none takes for a formula.

    Without what cannot be written, and with an apostrophe where it might be a formula.

    >>> neutral("=1+1")
    "'=1+1"
    """
    if not isinstance(cell, str):
        return cell
    text = _UNWRITABLE.sub("", cell)
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


def csv_bytes(
    rows: Sequence[Sequence[Cell]],
    delimiter: str = ";",
    encoding: str = "utf-8-sig",
    decimal: str = ".",
) -> bytes:
    """A CSV that a Spanish Excel opens by a double click: semicolons, UTF-8 with its mark.

    `decimal` stands before the fraction of a number: a Spanish Excel takes `1.5` for a date.
    """
    lines = (delimiter.join(_quoted(cell, decimal) for cell in row) for row in rows)
    # A line with nothing on it would be no row.
    return "".join((line or '""') + "\r\n" for line in lines).encode(encoding)


def _counted(cell: Cell) -> Cell | timedelta:
    """A cell of a workbook: a length of time can be sorted, averaged and subtracted there."""
    return timedelta(milliseconds=cell.ms) if isinstance(cell, Duration) else neutral(cell)


def _quoted(cell: Cell, decimal: str) -> str:
    if isinstance(cell, float):
        text = str(int(cell) if cell.is_integer() else cell).replace(".", decimal)
    else:
        text = str(neutral(cell))
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def xlsx_bytes(rows: Sequence[Sequence[Cell]], title: str) -> bytes:
    """A workbook of one sheet, its first row bold and always in sight."""
    # It takes 8 MB, and its while to be read: a server at its start has no use for it.
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append([_counted(cell) for cell in row])
        for number, one in enumerate(row, start=1):
            if isinstance(one, Duration):
                form = "[h]:mm:ss.0" if "." in one.text else "[h]:mm:ss"
                sheet.cell(sheet.max_row, number).number_format = form
    for number, cell in enumerate(sheet[1]):
        cell.font = Font(bold=True)
        widest = max(len(str(row[number])) for row in rows)
        sheet.column_dimensions[get_column_letter(number + 1)].width = max(12, widest + 2)
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
