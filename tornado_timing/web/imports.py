"""Importing teams, judges and runners over HTTP: a file is looked at, then carried out."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

import msgspec

from tornado_timing.domain import errors
from tornado_timing.domain.import_rows import ImportKind
from tornado_timing.protocol.import_templates import TEMPLATE_NAMES, TEMPLATES
from tornado_timing.protocol.imports import (
    ImportDoneOut,
    ImportErrorOut,
    ImportIn,
    ImportPreviewOut,
    ReadFile,
    import_unreadable,
    preview_out,
    read_rows,
)
from tornado_timing.protocol.openapi import FileReply
from tornado_timing.protocol.problems import invalid_field
from tornado_timing.service.importing import ImportPlan
from tornado_timing.spreadsheets.reading import read_table
from tornado_timing.spreadsheets.table import UnreadableError
from tornado_timing.spreadsheets.writing import csv_bytes, xlsx_bytes
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint

# A file of 8 MiB in base64, and what comes with it.
MAX_IMPORT_BYTES = 12 * 1024 * 1024

KIND = Query(("kind",), str, "what the file is to hold", ("teams", "judges", "runners"))
FORMAT = Query(("format",), str, "how it is written", ("csv", "xlsx"))
CONTENT_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def read_import(body: bytes) -> tuple[ImportIn, ReadFile]:
    """The request in a body, and the file in it, read and understood: a matter of a second.

    Raises InvalidJson, InvalidField, ImportUnreadable.
    """
    try:
        request = msgspec.json.decode(body, type=ImportIn)
    except msgspec.ValidationError as error:
        raise invalid_field(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise errors.InvalidJson() from error
    if request.kind != "judges" and request.competition_id is None:
        raise errors.InvalidField(field="competition_id", problem="falta este campo")
    try:
        table = read_table(request.data(), request.sheet)
    except UnreadableError as error:
        raise import_unreadable(error.reason, **error.details) from error
    understood, drafts = read_rows(request, table.rows)
    return request, ReadFile(
        list(table.sheets),
        table.sheet,
        table.encoding,
        table.delimiter,
        table.width,
        understood,
        drafts,
    )


class ImportsHandler(ApiHandler):
    """``/api/importaciones/``."""

    _read: tuple[ImportIn, ReadFile] | None = None

    def prepare(self) -> None:
        """Looks at the token before the body is read: only organizers may send so much.

        The gate refuses the others later, when their body has been read and let go.
        """
        super().prepare()
        with suppress(errors.TimingError):
            self.admit(Access.ORGANIZER)
            self.max_body_bytes = max(self.max_body_bytes, MAX_IMPORT_BYTES)

    @endpoint(
        Access.ORGANIZER,
        {200: ImportPreviewOut, 201: ImportDoneOut},
        body=ImportIn,
        fails=(400, 409, 412, 413, 503),
        error_body=ImportErrorOut,
    )
    async def post(self) -> None:
        """Look at a file of teams, judges or runners; with `confirm` import it: all or nothing."""
        body = self.raw_body()
        importing = self.services.importing
        request, file = self._read = await importing.off_the_loop(lambda: read_import(body))
        plan = ImportPlan(request.kind, request.competition_id, request.filename, file.drafts)
        if not request.confirm:
            rows = await importing.check(plan)
            seen = await importing.off_the_loop(lambda: preview_out(request.kind, file, rows))
            self.write_json(seen)
            return
        done = await importing.carry_out(
            plan, request.skip_bad, self.actor, expected_plan=request.expected_plan
        )
        self.write_json(
            ImportDoneOut(
                done.created,
                done.updated,
                done.unchanged,
                done.skipped,
                done.judges_without_password,
            ),
            201,
        )

    def raw_body(self) -> bytes:
        """The body, to be decoded off the loop. Raises BodyTooLarge."""
        if self._received > self.max_body_bytes:
            raise errors.BodyTooLarge()
        body = bytes(self._body)
        self._body.clear()
        return body

    def describe_error(self, error: errors.TimingError | None, status: int) -> dict[str, Any]:
        """Adds why a file is not read, or the preview with what is wrong or new in its rows."""
        document = super().describe_error(error, status)
        if isinstance(error, errors.ImportUnreadable):
            document["reason"] = error.details["reason"]
        if isinstance(error, errors.ImportHasProblems) and self._read is not None:
            request, file = self._read
            rows: Any = error.details["rows"]
            document["preview"] = preview_out(request.kind, file, rows)
        if isinstance(error, errors.ChangedMeanwhile) and self._read is not None:
            request, file = self._read
            now: Any = error.details["current"]
            document["current"] = preview_out(request.kind, file, now)
        return document


class ImportTemplateHandler(ApiHandler):
    """``/api/importaciones/plantilla/``."""

    @endpoint(
        Access.ORGANIZER,
        {200: FileReply(tuple(CONTENT_TYPES.values()))},
        query=(KIND, FORMAT),
        fails=(400,),
    )
    async def get(self) -> None:
        """Download a file with the headings that an import knows, and two rows as an example."""
        kind = cast("ImportKind", self._choice(KIND))
        format_ = self._choice(FORMAT)
        rows, name = TEMPLATES[kind], TEMPLATE_NAMES[kind]
        if format_ == "csv":
            content = csv_bytes(rows)
        else:
            content = await self.services.importing.off_the_loop(
                lambda: xlsx_bytes(rows, name.capitalize())
            )
        self.set_header("Content-Type", CONTENT_TYPES[format_])
        self.set_header("Content-Disposition", f'attachment; filename="{name}.{format_}"')
        self.finish(content)

    def _choice(self, query: Query) -> str:
        value = self.query_value(*query.names)
        if value not in query.choices:
            expected = " o ".join(query.choices)
            raise errors.InvalidField(field=query.names[0], problem=f"se esperaba {expected}")
        return value
