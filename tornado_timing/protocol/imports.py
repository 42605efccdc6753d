"""What an import carries over HTTP, and how its preview is answered."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from tornado_timing.domain.errors import ImportUnreadable, InvalidField
from tornado_timing.domain.import_rows import (
    FIELDS,
    CheckedRow,
    Draft,
    ImportKind,
    plan_of,
    read_row,
)
from tornado_timing.domain.individual.import_rows import read_runners
from tornado_timing.protocol.import_columns import Understood, fields_of, understand
from tornado_timing.protocol.import_contents import Cells
from tornado_timing.protocol.import_texts import cell_text, file_text
from tornado_timing.protocol.resources import Id

MAX_SHOWN = 1000
FIRST_SHOWN = 200
# A password is for its owner, not for all who look at the screen.
HIDDEN_TEXT = "••••••"
_ANSWERS: Mapping[str, str] = {"yes": "sí", "no": "no"}

ColumnIndex = Annotated[int, Meta(ge=0, le=49)]


class ImportIn(Struct):
    """A file to look at or, with `confirm`, to carry out. `content` is base64.

    What is null is guessed. `skip_bad` leaves rows with problems out; else they stop the import.
    `expected_plan` is the `plan` of the preview that was confirmed.
    """

    kind: ImportKind
    filename: Annotated[str, Meta(min_length=1, max_length=255)]
    content: str
    competition_id: Id | None = None
    sheet: Annotated[str, Meta(max_length=255)] | None = None
    has_header: bool | None = None
    columns: dict[str, ColumnIndex] | None = None
    confirm: bool = False
    skip_bad: bool = False
    expected_plan: Annotated[str, Meta(max_length=64)] | None = None

    def data(self) -> bytes:
        """The file. Raises ImportUnreadable."""
        try:
            return base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise import_unreadable("not_base64") from error


class ImportFieldOut(Struct):
    """A field that a column can hold."""

    name: str
    required: bool


class ImportProblemOut(Struct):
    """What is wrong with a cell, for people and by its stable code."""

    field: str
    code: str
    text: str


class ImportRowOut(Struct):
    """A row as it was understood; `line` is its place in the file.

    `current` is what there is now by the same fields, of a row that changes something.
    """

    line: int
    values: dict[str, str]
    status: Literal["new", "changed", "same", "bad"]
    problems: list[ImportProblemOut]
    current: dict[str, str] | None


class ImportCountsOut(Struct):
    """How many rows are what."""

    new: int
    changed: int
    same: int
    bad: int
    total: int


class ImportPreviewOut(Struct):
    """How a file was understood, and what it would do: the first rows and all bad ones.

    `plan` stands for all that would be written and replaced, also of the rows not shown.
    """

    sheets: list[str]
    sheet: str | None
    has_header: bool
    headings: list[str]
    column_count: int
    columns: dict[str, int]
    fields: list[ImportFieldOut]
    rows: list[ImportRowOut]
    counts: ImportCountsOut
    encoding: str | None
    delimiter: str | None
    plan: str


class ImportDoneOut(Struct):
    """What an import has done; the judges named have no password and need a card."""

    created: int
    updated: int
    unchanged: int
    skipped: int
    judges_without_password: list[int]


class ImportErrorOut(Struct):
    """Why it was not done; `reason` is why a file is not read, `preview` shows the bad rows.

    `current` is the preview as of now, where it is not what was confirmed.
    """

    error: str
    code: str
    reason: str | None = None
    preview: ImportPreviewOut | None = None
    current: ImportPreviewOut | None = None


class ReadFile(Struct, frozen=True):
    """A file that has been read and understood."""

    sheets: list[str]
    sheet: str | None
    encoding: str | None
    delimiter: str | None
    column_count: int
    understood: Understood
    drafts: list[Draft]


def import_unreadable(reason: str, **details: str | int) -> ImportUnreadable:
    """The error for a file that is not read."""
    return ImportUnreadable(reason=reason, problem=file_text(reason, details))


def read_rows(
    request: ImportIn, rows: Sequence[tuple[int, Cells]]
) -> tuple[Understood, list[Draft]]:
    """Understands the columns of `rows` (each with its line) as `request` has it.

    Raises InvalidField where it names a column or field that there is not.
    """
    cells = [cells for _, cells in rows]
    if request.columns is not None:
        _check_columns(request.kind, request.columns, len(cells[0]) if cells else 0)
    understood = understand(request.kind, cells, request.has_header, request.columns)
    by_field = [
        (line, {field: texts[place] for field, place in understood.columns.items()})
        for line, texts in rows[understood.first_row :]
    ]
    if request.kind == "runners":
        return understood, read_runners(by_field)
    kind = request.kind
    return understood, [read_row(kind, line, texts) for line, texts in by_field]


def preview_out(kind: ImportKind, file: ReadFile, rows: Sequence[CheckedRow]) -> ImportPreviewOut:
    """The preview of `file`, whose rows were checked."""
    shown = [row for index, row in enumerate(rows) if index < FIRST_SHOWN or row.status == "bad"]
    statuses = [row.status for row in rows]
    return ImportPreviewOut(
        sheets=file.sheets,
        sheet=file.sheet,
        has_header=file.understood.has_header,
        headings=file.understood.headings,
        column_count=file.column_count,
        columns=file.understood.columns,
        fields=[ImportFieldOut(name, required) for name, required in fields_of(kind)],
        rows=[_row_out(row) for row in shown[:MAX_SHOWN]],
        counts=ImportCountsOut(
            statuses.count("new"),
            statuses.count("changed"),
            statuses.count("same"),
            statuses.count("bad"),
            len(statuses),
        ),
        encoding=file.encoding,
        delimiter=file.delimiter,
        plan=plan_of(rows),
    )


def _row_out(row: CheckedRow) -> ImportRowOut:
    problems = [
        ImportProblemOut(problem.field, problem.code, cell_text(problem.code, problem.details))
        for problem in row.problems
    ]
    current = None if row.current is None else _shown(row.current)
    return ImportRowOut(row.line, _shown(row.values), row.status, problems, current)


def _shown(values: Mapping[str, str]) -> dict[str, str]:
    shown = dict(values)
    if shown.get("password"):
        shown["password"] = HIDDEN_TEXT
    if "hidden" in shown:
        # What is no answer is shown as it was written.
        shown["hidden"] = _ANSWERS.get(shown["hidden"], shown["hidden"])
    return shown


def _check_columns(kind: ImportKind, columns: dict[str, int], width: int) -> None:
    unknown = [field for field in columns if field not in FIELDS[kind]]
    if unknown:
        raise InvalidField(field="columns", problem=f"no existe el campo {unknown[0][:40]}")
    if len(set(columns.values())) < len(columns):
        raise InvalidField(field="columns", problem="una columna está puesta dos veces")
    if any(place >= width for place in columns.values()):
        raise InvalidField(field="columns", problem=f"el archivo tiene {width} columnas")
