"""Writing a table of texts that spreadsheet programs open as it is."""

import csv
import io
from collections.abc import Sequence

Cell = str | int | float
# What spreadsheet programs begin a formula with, and what they skip before it: somebody's name
# must not be run when the table is opened (OWASP, "CSV Injection").
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(cell: Cell) -> Cell:
    """A cell that no program takes for a formula: with an apostrophe where it might be one.

    >>> neutral("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_BEGINS_FORMULA) else cell


def csv_bytes(
    rows: Sequence[Sequence[Cell]], delimiter: str = ";", encoding: str = "utf-8-sig"
) -> bytes:
    """A CSV that a Spanish Excel opens by a double click: semicolons, UTF-8 with its mark."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(map(neutral, row) for row in rows)
    return stream.getvalue().encode(encoding)


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
        sheet.append([neutral(cell) for cell in row])
    for number, cell in enumerate(sheet[1]):
        cell.font = Font(bold=True)
        widest = max(len(str(row[number])) for row in rows)
        sheet.column_dimensions[get_column_letter(number + 1)].width = max(12, widest + 2)
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
