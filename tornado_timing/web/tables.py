"""Results as tables over HTTP."""

from tornado_timing.exports.request import TableWork
from tornado_timing.exports.tables import TableKind
from tornado_timing.protocol.exports import TABLE, TABLE_FILES, attachment
from tornado_timing.protocol.openapi import FileReply
from tornado_timing.web.endpoint import Access, Query, endpoint
from tornado_timing.web.exports import LANGUAGE_QUERY, ExportHandler
from tornado_timing.web.imports import CONTENT_TYPES

TABLE_QUERY = Query((TABLE,), str, "for a spreadsheet, or for a portal", tuple(TableKind))


class TableHandler(ExportHandler):
    """``/api/competencias/{competition_id}/tablas/``."""

    @endpoint(
        Access.ORGANIZER,
        {200: FileReply(tuple(CONTENT_TYPES.values()))},
        query=(TABLE_QUERY, LANGUAGE_QUERY),
        fails=(400, 404, 409, 503),
    )
    async def get(self, competition_id: str) -> None:
        """Download the results as a table, or as a portal of results imports them."""
        table = self.choice(TABLE, TableKind)
        content = await self.file_of(int(competition_id), TableWork(table))
        named = attachment(self.name_of(competition_id), TABLE_FILES[table], table.ending)
        self.set_header("Content-Disposition", named)
        self.finish_file(content, CONTENT_TYPES[table.ending])
