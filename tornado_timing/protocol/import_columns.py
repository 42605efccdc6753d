"""Which column of a file is which: by what stands over it, else by what is in it."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from tornado_timing.domain.import_rows import FIELDS, REQUIRED, ImportKind
from tornado_timing.protocol.import_contents import Cells, columns_by_content, has_data
from tornado_timing.protocol.import_headings import Columns, columns_by_heading

# They are enough to guess from.
ROWS_LOOKED_AT: Final = 1000
# Among so many rows the headings are looked for.
ROWS_ABOVE: Final = 10


class Understood(Struct, frozen=True):
    """How a file was read: which column holds what, and whether a row says so.

    `first_row` is the index of the first row after it.
    """

    has_header: bool
    headings: list[str]
    columns: Columns
    first_row: int


def understand(
    kind: ImportKind,
    rows: Sequence[Cells],
    has_header: bool | None = None,
    columns: Columns | None = None,
) -> Understood:
    """How to read `rows`, all of one width; what is given is not guessed."""
    first_row = _row_after_header(kind, rows, has_header)
    headings = list(rows[first_row - 1]) if first_row else []
    if columns is None:
        columns = columns_by_heading(kind, headings)
        content = rows[first_row:][:ROWS_LOOKED_AT]
        columns |= columns_by_content(kind, content, columns, is_alone=not columns)
    in_order = {field: columns[field] for field in FIELDS[kind] if field in columns}
    return Understood(first_row > 0, headings, in_order, first_row)


def _row_after_header(kind: ImportKind, rows: Sequence[Cells], has_header: bool | None) -> int:
    """The index of the first row of data: 0 where no row names the columns.

    The name of the race may stand above the headings.
    """
    if has_header is False or not rows:
        return 0
    for index, cells in enumerate(rows[:ROWS_ABOVE]):
        if has_data(kind, cells):
            break
        if len(columns_by_heading(kind, cells)) > 1:
            return index + 1
    return int(bool(has_header) or looks_like_header(kind, rows))


def looks_like_header(kind: ImportKind, rows: Sequence[Cells]) -> bool:
    """Whether the first row names the columns.

    A row with a number (of a team), an e-mail or phone (of a judge) or any of these or a date (of a
    runner) in it is data.
    """
    if has_data(kind, rows[0]):
        return False
    if columns_by_heading(kind, rows[0]):
        return True
    return len(rows) > 1 and has_data(kind, rows[1])


def fields_of(kind: ImportKind) -> list[tuple[str, bool]]:
    """The fields of a kind, and whether a file must have each."""
    return [(field, field in REQUIRED[kind]) for field in FIELDS[kind]]
