"""Reading a file of whatever kind it turns out to be, whatever its name says."""

from typing import Final

from tornado_timing.spreadsheets.csv_file import read_csv
from tornado_timing.spreadsheets.table import MAX_FILE_BYTES, Table, UnreadableError
from tornado_timing.spreadsheets.xlsx_file import read_xlsx

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
# Excel before 2007, and every protected workbook since.
_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PART: Final = "EncryptedPackage".encode("utf-16-le")
_OLDER_EXCEL: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


def read_table(data: bytes, sheet: str | None = None) -> Table:
    """The table in a file; `sheet` chooses one of a workbook's.

    Raises UnreadableError with a reason that says what to do about it.
    """
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableError("file_too_large", limit=MAX_FILE_BYTES // 2**20)
    if not data.strip():
        raise UnreadableError("empty_file")
    _refuse_other_kinds(data)
    table = read_xlsx(data, sheet) if data.startswith(_ZIP) else read_csv(data)
    if not table.rows and sheet is None:
        raise UnreadableError("empty_file")
    return table


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(_COMPOUND_FILE):
        encrypted = _ENCRYPTED_PART in data
        raise UnreadableError("protected" if encrypted else "old_excel")
    if data.startswith(_OLDER_EXCEL) and b"\0" in data[:8]:
        raise UnreadableError("old_excel")
    if data.startswith(b"%PDF"):
        raise UnreadableError("pdf")
    if data.startswith((*_PICTURES, b"{\\rtf")):
        raise UnreadableError("not_a_table")
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    # Many programs call a web page ".xls".
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise UnreadableError("web_page")
