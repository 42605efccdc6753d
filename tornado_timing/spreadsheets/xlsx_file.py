"""XLSX: one sheet of a workbook as texts, the way its cells are meant."""

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from tornado_timing.spreadsheets.table import (
    MAX_PARTS,
    MAX_TAGS_AT_ONCE,
    MAX_UNPACKED_BYTES,
    Row,
    Table,
    UnreadableError,
    make_rows,
)

# What a ZIP file is by what is in it.
OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument.spreadsheet"
# As many as Excel has.
LAST_LINE: Final = 1_048_576
# The parts that hold what is in the cells, and what they are read by, one after the other.
_CONTENTS: Final = re.compile(r"xl/worksheets/[^/]*|.*sharedstrings\.xml", re.IGNORECASE)
_ONE_BY_ONE: Final = re.compile(rb"<(?:[\w.-]+:)?(?:row|si)\b")
_HALF_CHARACTERS: Final = re.compile("[\ud800-\udfff]")
# Up to here a float holds every whole number.
_WHOLE_UP_TO: Final = 1e15


def read_xlsx(data: bytes, sheet: str | None = None) -> Table:
    """A sheet of a workbook: `sheet`, or the first with anything in it, a hidden one last.

    Raises UnreadableError.
    """
    try:
        package = _checked_package(data)
        # It warns of what it cannot keep: styles and checks, which nobody here needs.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(package, sheet)
    except UnreadableError:
        raise
    # A damaged workbook makes openpyxl and what it uses raise nearly anything.
    except Exception as error:
        raise UnreadableError("damaged") from error


def _read(package: io.BytesIO, sheet: str | None) -> Table:
    # Not at the start: see `writing`.
    from openpyxl import load_workbook

    workbook = load_workbook(package, read_only=True, data_only=True, keep_links=False)
    try:
        # Sheets that are only a chart have no rows.
        worksheets = {worksheet.title: worksheet for worksheet in workbook.worksheets}
        if sheet is not None and sheet not in worksheets:
            raise UnreadableError("unknown_sheet", sheet=sheet)
        rows: tuple[Row, ...] = ()
        read = sheet
        # Lists to choose from in cells are often kept on a hidden sheet.
        seen_first = sorted(worksheets, key=lambda name: worksheets[name].sheet_state != "visible")
        for name in seen_first if sheet is None else [sheet]:
            rows = make_rows(_lines(worksheets[name]))
            read = name
            if rows:
                break
        if not rows and sheet is None:
            read = next(iter(worksheets), None)
        return Table(rows, sheets=tuple(map(_whole, worksheets)), sheet=read and _whole(read))
    finally:
        workbook.close()


def _lines(worksheet: Any) -> Iterator[tuple[int, list[str]]]:
    # What a file says of its own size is not always true, and would be filled up with nothing.
    worksheet.reset_dimensions()
    rows = worksheet.iter_rows(min_row=1, max_row=LAST_LINE, values_only=True)
    for line, values in enumerate(rows, 1):
        if values:
            yield line, [text_of(value) for value in values]


def text_of(value: object) -> str:
    """The value of a cell as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE_UP_TO:
        return str(int(value))
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    return _whole(str(value))


def _whole(text: str) -> str:
    """Text that can be encoded: half characters, which only a broken program writes, are marked."""
    return _HALF_CHARACTERS.sub("\ufffd", text)


def _checked_package(data: bytes) -> io.BytesIO:
    """The package unpacked, so that what is read of it later is what has been looked at.

    Some megabytes that say they unpack to a kilobyte, and do to gigabytes, would become those
    gigabytes: `zipfile` unpacks a part as a whole before it looks at the size that it declares.
    Raises UnreadableError, or whatever a damaged package makes `zipfile` raise.
    """
    unpacked = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(unpacked, "w", zipfile.ZIP_STORED) as checked,
    ):
        parts = {part.filename: part for part in package.infolist()}
        unpacked_bytes = sum(part.file_size for part in package.infolist())
        if len(package.infolist()) > MAX_PARTS or unpacked_bytes > MAX_UNPACKED_BYTES:
            raise UnreadableError("unpacks_too_large", limit=MAX_UNPACKED_BYTES // 2**20)
        for name, part in parts.items():
            with package.open(part) as file:
                content = file.read(part.file_size)
            if name == "mimetype" and content.strip() == OPEN_DOCUMENT:
                raise UnreadableError("open_document")
            if _tags_at_once(name, content) > MAX_TAGS_AT_ONCE:
                raise UnreadableError("unpacks_too_large", limit=MAX_UNPACKED_BYTES // 2**20)
            checked.writestr(name, content)
    if "xl/workbook.bin" in parts:
        raise UnreadableError("old_excel")
    if "[Content_Types].xml" not in parts or not any(name.startswith("xl/") for name in parts):
        raise UnreadableError("not_a_table")
    return unpacked


def _tags_at_once(name: str, content: bytes) -> int:
    """How many tags of a part openpyxl would hold in memory together; pictures have none."""
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return 0
    pieces = _ONE_BY_ONE.split(content) if _CONTENTS.fullmatch(name) else [content]
    return max(piece.count(b"<") for piece in pieces)
