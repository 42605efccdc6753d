"""Whatever the bytes are: a table within bounds, or an error with a reason that has a text."""

import zlib

from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.conftest import steady
from tests.spreadsheets.workbooks import excel_workbook
from tornado_timing.protocol.import_texts import FILE_TEXTS, file_text
from tornado_timing.spreadsheets.reading import read_table
from tornado_timing.spreadsheets.table import MAX_COLUMNS, UnreadableError

BOOK = excel_workbook()
STARTS = st.sampled_from(
    [b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"sep=;\n", b"PK\x03\x04", b"\x09\x08", b'"']
)
TEXT = st.text(alphabet='a1;,\t"\r\n ñ€\x00\x81\ufeff', max_size=60)


def check(data: bytes) -> None:
    error: UnreadableError | None = None
    try:
        table = read_table(data)
    except UnreadableError as raised:
        error = raised
    if error is not None:
        assert error.reason in FILE_TEXTS
        assert "{" not in file_text(error.reason, error.details)
        return
    assert table.width <= MAX_COLUMNS
    for row in table.rows:
        assert len(row.cells) == table.width
        assert any(row.cells)
        "".join(row.cells).encode()
    assert len({row.line for row in table.rows}) == len(table.rows)


@steady
@given(start=STARTS, rest=st.binary(max_size=80) | TEXT.map(lambda text: text.encode()))
@example(start=b"", rest=b'a;"b')
@example(start=b"sep=", rest=b"\n")
@example(start=b"sep=", rest=b'"\n1"2')
def test_any_bytes(start: bytes, rest: bytes) -> None:
    check(start + rest)


@steady
@given(
    place=st.integers(0, len(BOOK) - 1), change=st.binary(min_size=1, max_size=4), cut=st.booleans()
)
def test_a_workbook_with_some_bytes_changed(place: int, change: bytes, cut: bool) -> None:
    check(BOOK[:place] + change + (b"" if cut else BOOK[place + len(change) :]))


@steady
@given(text=TEXT)
def test_any_text_in_each_encoding(text: str) -> None:
    for encoding in ("utf-8", "utf-16", "cp1252"):
        check(text.encode(encoding, "replace"))
    check(zlib.compress(text.encode()))
