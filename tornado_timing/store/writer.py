"""The one writer: everything that is kept goes through its queue, many writes to a commit."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from itertools import chain
from math import inf
from typing import Any, NamedTuple

from tornado_timing.domain.errors import ServerStopping, StorageFailed, Unavailable
from tornado_timing.measures import Measures
from tornado_timing.store.database import Database

log = logging.getLogger(__name__)

# After a commit that failed, the state is read again from the file at most this often.
RECOVERY_PAUSE_S = 1.0
# A commit that takes longer is worth a line in the log: judges have waited for it.
SLOW_COMMIT_S = 0.25

# Where a bulk statement has its rows, and how many go into one call: a statement for each number
# of rows up to this stays prepared. SQLite has taken 32,766 values since 3.32 and 999 before it.
ROWS = "{rows}"
ROWS_PER_CALL = 99
VALUES_PER_CALL = 999

# Called once: with None when what was appended is durable, else with why nothing of it is kept.
Settled = Callable[[Unavailable | None], None]


class Write(NamedTuple):
    """One statement and the rows to run it with.

    A `bulk` statement takes many rows in one call, at its `ROWS`. SQLite then works through
    them without Python's lock; row by row, its thread would have to fight for the lock with
    the event loop at each one.
    """

    statement: str
    rows: Sequence[tuple[Any, ...]]
    bulk: bool = False


class Writer:
    """Runs writes in the order in which they were appended: group commit.

    All that waits when the connection is free goes into one transaction, and is settled after
    its COMMIT. When a commit fails, all that waits fails with it, because it was decided on a
    state that never came to be; `recover` must then rebuild the state from the file, and until
    it has, every append fails at once.

    It works with callbacks and not with futures: each future would put off an answer by two
    more rounds of the event loop.
    """

    def __init__(
        self,
        database: Database,
        recover: Callable[[], Awaitable[None]],
        measures: Measures | None = None,
    ) -> None:
        self._database = database
        self._recover = recover
        self._measures = measures or Measures()
        self._began_s = 0.0
        self._queue: list[Write] = []
        self._waiting: list[Settled] = []
        self._committing: list[Settled] = []
        self._is_busy = False
        self._has_failed = False
        self._rebuilt_s = -inf
        self._is_stopping = False
        self._idle: asyncio.Future[None] | None = None
        self._rebuilding: asyncio.Task[None] | None = None
        self.commits = 0

    @property
    def depth(self) -> int:
        """How many appends wait for their commit, those of the one under way among them."""
        return len(self._waiting) + len(self._committing)

    @property
    def is_reading_back(self) -> bool:
        """Whether a commit has failed and what is in memory is not yet what the file says."""
        return self._has_failed

    def append(self, writes: Sequence[Write], settled: Settled) -> None:
        """Queues `writes`, to be committed together or not at all.

        `settled` is called when they and all that was appended before is durable. Without
        writes it is a barrier: what the caller has seen in the state is then in the file. It is
        called with StorageFailed or ServerStopping when nothing of it is kept; that, and a
        barrier with nothing to wait for, at once.
        """
        if self._has_failed:
            settled(StorageFailed())
        elif self._is_stopping:
            settled(ServerStopping())
        elif not writes and not self._is_busy:
            settled(None)
        else:
            self._queue.extend(writes)
            self._waiting.append(settled)
            if not self._is_busy:
                self._is_busy = True
                self._commit()

    async def write(self, writes: Sequence[Write]) -> None:
        """Appends `writes` and waits until they are durable. Raises what `append` settles with."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def settled(error: Unavailable | None) -> None:
            if done.done():
                return
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

        self.append(writes, settled)
        await done

    async def stop(self) -> None:
        """Finishes what is in the queue; later appends fail."""
        self._is_stopping = True
        if self._is_busy:
            self._idle = self._idle or asyncio.get_running_loop().create_future()
            await asyncio.shield(self._idle)

    def _commit(self) -> None:
        writes, self._queue = self._queue, []
        self._committing, self._waiting = self._waiting, []
        if writes:
            self._began_s = time.perf_counter()
            self._database.submit(lambda connection: transact(connection, writes), self._on_done)
        else:
            self._on_committed(None)

    def _on_done(self, error: Exception | None) -> None:
        span_s = time.perf_counter() - self._began_s
        if error is None:
            self._measures.commits.observe(span_s)
        else:
            self._measures.commit_failures += 1
        if span_s > SLOW_COMMIT_S:
            log.warning("A commit took %.0f ms, %d waited for it", 1000 * span_s, self.depth)
        self._on_committed(error)

    def _on_committed(self, error: Exception | None) -> None:
        committed, self._committing = self._committing, []
        if error is None:
            self.commits += 1
            _settle(committed, None)
            self._go_on()
        else:
            log.error("A commit failed: %s", error)
            self._has_failed = True
            failed = committed + self._waiting
            log.warning("%d waited for it; phones send again what they sent", len(failed))
            self._queue, self._waiting = [], []
            _settle(failed, StorageFailed())
            self._rebuilding = asyncio.get_running_loop().create_task(self._rebuild())

    def _go_on(self) -> None:
        if self._waiting:
            self._commit()
            return
        self._is_busy = False
        if self._idle is not None:
            self._idle.set_result(None)
            self._idle = None

    async def _rebuild(self) -> None:
        loop = asyncio.get_running_loop()
        # On a disk that stays full, reading it all back for every tap would keep the laptop busy.
        await asyncio.sleep(max(0.0, self._rebuilt_s + RECOVERY_PAUSE_S - loop.time()))
        while True:
            try:
                await self._recover()
                log.warning("The state is as the file has it; times are taken again")
                break
            except Exception as error:
                log.error("The state cannot be read back: %s", error)
                if self._is_stopping:
                    break
                await asyncio.sleep(RECOVERY_PAUSE_S)
        self._rebuilt_s = loop.time()
        self._has_failed = False
        self._go_on()


def _settle(waiting: Sequence[Settled], error: Unavailable | None) -> None:
    for settled in waiting:
        try:
            settled(error)
        except Exception:
            # It must not keep the others from their answers, nor the writer from its work.
            log.exception("Unhandled after a commit")


def transact(connection: sqlite3.Connection, writes: Sequence[Write]) -> None:
    """One transaction for all `writes`; for who owns the connection."""
    merged = _merge(writes)
    if len(merged) == 1 and merged[0].bulk and len(merged[0].rows) <= _rows_per_call(merged[0]):
        # One call is a transaction by itself.
        _run(connection, merged[0])
        return
    try:
        connection.execute("BEGIN IMMEDIATE")
        for write in merged:
            _run(connection, write)
        connection.execute("COMMIT")
    except BaseException:
        # Some errors (a full disk) have rolled back already.
        if connection.in_transaction:
            connection.rollback()
        raise


def _merge(writes: Sequence[Write]) -> list[Write]:
    """Neighbours with one statement become one write; the order stays."""
    merged: list[Write] = []
    rows: list[tuple[Any, ...]] = []
    for write in writes:
        if merged and merged[-1].statement is write.statement:
            rows.extend(write.rows)
        else:
            rows = list(write.rows)
            merged.append(Write(write.statement, rows, write.bulk))
    return merged


def _run(connection: sqlite3.Connection, write: Write) -> None:
    if not write.bulk:
        connection.executemany(write.statement, write.rows)
        return
    step = _rows_per_call(write)
    for start in range(0, len(write.rows), step):
        rows = write.rows[start : start + step]
        statement = _with_rows(write.statement, len(rows), len(rows[0]))
        connection.execute(statement, list(chain.from_iterable(rows)))


def _rows_per_call(write: Write) -> int:
    width = len(write.rows[0]) if write.rows else 0
    return min(ROWS_PER_CALL, VALUES_PER_CALL // max(1, width))


@lru_cache(maxsize=2 * ROWS_PER_CALL)
def _with_rows(statement: str, count: int, width: int) -> str:
    row = f"({', '.join('?' * width)})"
    return statement.replace(ROWS, ", ".join([row] * count))
