"""What every service works on: the state, the file behind it, the clock and the listeners."""

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tornado_timing.clock import Clock
from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, AuditEntry, SubjectKind
from tornado_timing.domain.errors import Unavailable
from tornado_timing.domain.events import Event, TeamsChanged
from tornado_timing.domain.state import State
from tornado_timing.measures import Measures
from tornado_timing.store import queries
from tornado_timing.store.database import Database, DatabaseError
from tornado_timing.store.writer import Settled, Write, Writer

log = logging.getLogger(__name__)

# Of one commit; a list that was imported may have thousands.
MOST_LOGGED = 20


class Core:
    """The state in memory and the writer that makes it durable.

    The habit of every change: decide and change `state` without an await in between, then
    await `commit`, then `publish`. If the commit fails, `state` is replaced by what the file
    says.
    """

    def __init__(self, database: Database, state: State, clock: Clock) -> None:
        self.database = database
        self.state = state
        self.clock = clock
        self.measures = Measures()
        self.writer = Writer(database, self._rebuild, self.measures)
        self._listeners: list[Callable[[Event], None]] = []
        self._record_listeners: list[Callable[[], None]] = []

    @classmethod
    async def open(cls, path: Path, clock: Clock) -> "Core":
        """Opens the file at `path` and reads the state from it. Raises DatabaseError."""
        database = await Database.open(path)
        try:
            state = await database.run(queries.load_state)
        except queries.FileError as error:
            await database.close()
            raise DatabaseError("database_unusable", path=path, reason=error) from error
        except BaseException:
            await database.close()
            raise
        return cls(database, state, clock)

    async def close(self) -> None:
        """Finishes the queue and closes the file."""
        await self.writer.stop()
        await self.database.close()

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Has `listener` called with everything that is published."""
        self._listeners.append(listener)

    def listen_to_record(self, listener: Callable[[], None]) -> None:
        """Has `listener` called whenever there is something new on record, and durable."""
        self._record_listeners.append(listener)

    def publish(self, event: Event) -> None:
        """Tells the listeners; call it only when what it says is durable."""
        for listener in self._listeners:
            listener(event)

    async def commit(self, writes: Sequence[Write], *events: Event) -> None:
        """Makes `writes` durable, then publishes `events`. Raises StorageFailed."""
        await self.writer.write(writes)
        self._committed(writes, events)

    def append(self, writes: Sequence[Write], settled: Settled, *events: Event) -> None:
        """Like `commit`, for who cannot wait: `settled` is called before anybody else is told.

        It is called with why nothing of it is kept, or None.
        """

        def committed(error: Unavailable | None) -> None:
            settled(error)
            if error is None:
                self._committed(writes, events)

        self.writer.append(writes, committed)

    def _committed(self, writes: Sequence[Write], events: Sequence[Event]) -> None:
        noted = queries.audit_rows(writes)
        if noted:
            # The file numbers them one after the other, and never any anew.
            self.state.newest_audit_id += len(noted)
            _log(noted)
            for listener in self._record_listeners:
                listener()
        for event in events:
            self.publish(event)

    def note(
        self,
        by: Actor,
        action: str,
        subject: tuple[SubjectKind, int | None, str],
        *,
        competition_id: int | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> Write:
        """The write that puts a change on record; commit it together with the change itself.

        `subject` is kind, id and name of what was changed.
        """
        kind, number, name = subject
        entry = AuditEntry(
            at_ms=self.clock.now_ms(),
            account_id=by.account_id,
            username=by.username,
            address=by.address,
            action=action,
            subject_kind=kind,
            subject_id=number,
            subject_name=name,
            competition_id=competition_id,
            details=msgspec.json.encode(details or {}).decode(),
        )
        return queries.add_audit_entries([entry])

    async def _rebuild(self) -> None:
        self.state = await self.database.run(queries.read_back)
        self.publish(TeamsChanged(None))


def _log(noted: Sequence[tuple[Any, ...]]) -> None:
    """What is on record stands in the log too, but for names and details."""
    fields = AuditEntry.__struct_fields__
    for row in noted[:MOST_LOGGED]:
        entry = AuditEntry(**dict(zip(fields, row, strict=True)))
        who, subject = f"{entry.username} ({entry.address})", entry.subject_kind
        log.info("%s: %s, %s %s", who, entry.action, subject, entry.subject_id)
    if len(noted) > MOST_LOGGED:
        log.info("and %d more changes on record with these", len(noted) - MOST_LOGGED)


def check_unchanged(current: Struct, expected: Struct | None) -> None:
    """Raises ChangedMeanwhile unless something is as it was when the change was thought of.

    `expected` is None where nobody asks. No await may come between this and the change.
    """
    if expected is not None and current != expected:
        raise errors.ChangedMeanwhile(current=current)
