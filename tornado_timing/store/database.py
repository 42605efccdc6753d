"""Opening the database file: settings of the connection, migrations, one hop to its thread."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import TypeVar

import aiosqlite

from tornado_timing.private_files import keep_private

Result = TypeVar("Result")

# A little more than the 1,000 pages after which SQLite makes a checkpoint.
WAL_BYTES = 1030 * 4096


class DatabaseError(Exception):
    """The database file cannot be used; the text is for the organizer."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


class Database:
    """The one connection to the file and the thread that it lives in."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Opens or makes the file at `path` and brings its schema up to date.

        Raises DatabaseError when it is no database, is damaged beyond opening, or was written
        by a newer version of this program.
        """
        # It holds password hashes: for its owner alone, and SQLite makes its WAL likewise.
        path.touch(mode=0o600)
        keep_private(path, *(path.with_name(path.name + more) for more in ("-wal", "-shm")))
        connection = aiosqlite.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            await connection
        except sqlite3.Error as error:
            # aiosqlite ends its thread unawaited, and the thread still reports to this loop.
            await asyncio.to_thread(connection._thread.join)
            raise DatabaseError("database_unusable", path=path, reason=error) from error
        database = cls(connection)
        try:
            await database.run(_prepare)
        except sqlite3.Error as error:
            await database.close()
            raise DatabaseError("database_unusable", path=path, reason=error) from error
        except BaseException:
            await database.close()
            raise
        return database

    async def run(self, function: Callable[[sqlite3.Connection], Result]) -> Result:
        """Runs `function` in the connection's thread: one hop, however many statements.

        aiosqlite has no public call for this; what is private of it is used here and in
        `submit`, and nowhere else.
        """
        connection = self._connection
        result: Result = await connection._execute(  # type: ignore[no-untyped-call]
            function, connection._conn
        )
        return result

    def submit(
        self,
        function: Callable[[sqlite3.Connection], object],
        done: Callable[[Exception | None], None],
    ) -> None:
        """Like `run`, for who cannot wait: `done` is called on the loop, with the error if any.

        One round of the event loop sooner than awaiting would be.
        """
        loop = asyncio.get_running_loop()
        connection = self._connection._conn

        def work() -> None:
            error: Exception | None = None
            try:
                function(connection)
            except Exception as raised:
                error = raised
            loop.call_soon_threadsafe(done, error)

        self._connection._tx.put_nowait((None, work))

    async def close(self) -> None:
        """Closes the file; SQLite folds the WAL back into it."""
        await self._connection.close()


def schema_version() -> int:
    """The newest schema that this program knows."""
    return max(number for number, _ in _migrations())


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: a commit returns after the disk has it. An acknowledged time survives a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 5000")
    bring_up_to_date(connection)
    # It only saves time; on a disk without room for it, the server starts all the same.
    with suppress(sqlite3.Error):
        _grow_wal(connection)


def _grow_wal(connection: sqlite3.Connection) -> None:
    """Makes the write-ahead log as long as it will get, before anybody waits for it.

    A commit that only writes over what the log's file has already takes half as long as one
    that makes the file longer, because the disk need not note a new length (0.24 against 0.45 ms
    where it was measured). SQLite keeps the file at its length from one checkpoint to the next.
    """
    (cache_pages,) = connection.execute("PRAGMA cache_size").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    # A transaction that does not fit into the cache spills into the log, and leaves it long
    # when it is taken back.
    connection.execute("PRAGMA cache_size = 10")
    connection.execute("BEGIN")
    try:
        connection.execute("CREATE TABLE filling (filling BLOB)")
        connection.execute("INSERT INTO filling VALUES (zeroblob(?))", (WAL_BYTES,))
    finally:
        connection.rollback()
        connection.execute(f"PRAGMA cache_size = {cache_pages:d}")
    # Something committed, so that the first time of a race does not wait for all of that.
    connection.execute(f"PRAGMA user_version = {version:d}")


def bring_up_to_date(connection: sqlite3.Connection, newest: int | None = None) -> None:
    """Gives a database the newest schema, or that of number `newest`.

    Raises DatabaseError where it is newer than this program, sqlite3.Error where it is not ours.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version == 0 and tables:
        raise sqlite3.DatabaseError("it belongs to another program")
    if version > schema_version():
        raise DatabaseError("database_newer", version=version, known=schema_version())
    for number, script in _migrations():
        if number <= version or (newest is not None and number > newest):
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in _statements(script):
                connection.execute(statement)
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise sqlite3.IntegrityError(f"migration {number} breaks {tuple(broken)}")
            connection.execute(f"PRAGMA user_version = {number:d}")
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise


def _migrations() -> list[tuple[int, str]]:
    """Number and script of each migration, in order."""
    folder = resources.files("tornado_timing.store.migrations")
    return sorted(
        (int(file.name.partition("_")[0]), file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    )


def _statements(script: str) -> list[str]:
    """The statements of `script`; `executescript` would commit our transaction first."""
    statements = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
