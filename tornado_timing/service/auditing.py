"""Reading what is on record: who did what, when, and from where."""

from collections.abc import AsyncIterator
from functools import partial

from tornado_timing.domain.audit import AuditEntry
from tornado_timing.service.core import Core
from tornado_timing.store import queries

Numbered = tuple[int, AuditEntry]

# So many at a time for who wants all: the thread that reads them is the one that stores times.
CHUNK = 1000


class Auditing:
    """Reads the log of changes from the file, the newest first; it is not kept in memory."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def page(
        self, limit: int, before: int | None = None, competition_id: int | None = None
    ) -> list[Numbered]:
        """At most `limit` entries with their numbers: those before the number `before`."""
        return await self._core.database.run(
            partial(
                queries.audit_entries, limit=limit, before=before, competition_id=competition_id
            )
        )

    async def chunks(self) -> AsyncIterator[list[Numbered]]:
        """All entries, some at a time."""
        before: int | None = None
        while entries := await self.page(CHUNK, before):
            yield entries
            before = entries[-1][0]
