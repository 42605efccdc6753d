"""Over HTTP: who did what, when, and from where."""

from codecs import BOM_UTF8
from contextlib import suppress

from tornado.iostream import StreamClosedError

from tornado_timing.domain import errors
from tornado_timing.protocol.openapi import FileReply
from tornado_timing.protocol.organizing import (
    AuditEntryOut,
    AuditPageOut,
    audit_entry_out,
    audit_rows,
)
from tornado_timing.protocol.problems import OUT_OF_RANGE
from tornado_timing.spreadsheets.writing import csv_bytes
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint
from tornado_timing.web.teams import COMPETITION

BEFORE = Query(("before",), int, "only entries with a lower number")
LIMIT = Query(("limit",), int, "at most so many entries, 100 unless told: 1 to 500")
DEFAULT_LIMIT = 100
MAX_LIMIT = 500
CSV_TYPE = "text/csv; charset=utf-8"


class AuditHandler(ApiHandler):
    """``/api/auditoria/``."""

    @endpoint(
        Access.ORGANIZER, {200: AuditPageOut}, query=(BEFORE, LIMIT, COMPETITION), fails=(400,)
    )
    async def get(self) -> None:
        """Read what is on record, the newest first."""
        limit = self.query_int(*LIMIT.names)
        if limit is None:
            limit = DEFAULT_LIMIT
        if not 1 <= limit <= MAX_LIMIT:
            raise errors.InvalidField(field=LIMIT.names[0], problem=OUT_OF_RANGE)
        # One more than asked for: whether there is more.
        entries = await self.services.auditing.page(
            limit + 1, self.query_int(*BEFORE.names), self.query_int(*COMPETITION.names)
        )
        page = entries[:limit]
        self.write_json(
            AuditPageOut(
                [audit_entry_out(number, entry) for number, entry in page],
                page[-1][0] if len(entries) > limit else None,
            )
        )


class AuditDownloadHandler(ApiHandler):
    """``/api/auditoria/descarga/``."""

    @endpoint(Access.ORGANIZER, {200: FileReply((CSV_TYPE,))})
    async def get(self) -> None:
        """Download all that is on record, as a file for a spreadsheet."""
        self.set_header("Content-Type", CSV_TYPE)
        self.set_header("Content-Disposition", 'attachment; filename="auditoria.csv"')
        # Whoever goes away in the middle of it wants no more.
        with suppress(StreamClosedError):
            self.write(csv_bytes([AuditEntryOut.__struct_fields__]))
            async for entries in self.services.auditing.chunks():
                self.write(csv_bytes(audit_rows(entries)).removeprefix(BOM_UTF8))
                await self.flush()
