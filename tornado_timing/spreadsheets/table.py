"""A table of texts, and how much of a file is read."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

MAX_FILE_BYTES: Final = 8 * 1024 * 1024
# An XLSX is a ZIP file: its size says little about what is in it. 20,000 rows of 50 filled
# columns stay below this.
MAX_UNPACKED_BYTES: Final = 48 * 1024 * 1024
MAX_PARTS: Final = 2_000
# Of each tag openpyxl makes up to a kilobyte, and it takes a part as a whole, or a sheet by its
# rows: a ZIP of 100 kB could become gigabytes. Excel's own limits stay below, such as 16,384
# cells in a row and 65,490 formats of cells.
MAX_TAGS_AT_ONCE: Final = 250_000
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 50
MAX_CELL_LENGTH: Final = 5_000


class UnreadableError(Exception):
    """A file cannot be read as a table; `reason` is a stable name, `details` fill its text."""

    def __init__(self, reason: str, **details: str | int) -> None:
        super().__init__(reason, details)
        self.reason = reason
        self.details = details


class Row(NamedTuple):
    """A row that is not empty; `line` is where people find it in the file, from 1."""

    line: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """What a file holds: all rows have as many cells.

    `encoding` and `delimiter` are None where a file has none; `sheets` are all the names of a
    workbook, and `sheet` is the one that was read.
    """

    rows: tuple[Row, ...]
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0].cells) if self.rows else 0


def make_rows(lines: Iterable[tuple[int, Sequence[str]]]) -> tuple[Row, ...]:
    """Rows of one width without the empty ones, their cells without blanks around them.

    Raises UnreadableError for too many rows or columns, or too much text in a cell.
    """
    found: list[tuple[int, list[str]]] = []
    width = 0
    for line, texts in lines:
        cells = [text.strip() for text in texts]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MAX_COLUMNS:
            raise UnreadableError("too_many_columns", limit=MAX_COLUMNS, line=line)
        if len(found) >= MAX_ROWS:
            raise UnreadableError("too_many_rows", limit=MAX_ROWS)
        if max(map(len, cells)) > MAX_CELL_LENGTH:
            raise UnreadableError("cell_too_long", limit=MAX_CELL_LENGTH, line=line)
        width = max(width, len(cells))
        found.append((line, cells))
    return tuple(Row(line, (*cells, *[""] * (width - len(cells)))) for line, cells in found)
