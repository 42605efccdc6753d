"""Disks and files that fail: errors of the real system, and of a connection's double."""

import asyncio
import resource
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from tornado_timing.store.database import Database

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


class FailingConnection:
    """A connection that fails at one statement, `countdown` of them away; else the real one.

    It fails so many times `in_a_row`. With `is_done` the statement is carried out, and only its
    success is not reported: a COMMIT then is durable, whatever its caller is told.
    """

    def __init__(self, real: sqlite3.Connection) -> None:
        self._real = real
        self.countdown = 0
        self.in_a_row = 1
        self.is_done = False
        self.rollbacks_to_fail = 0
        self.failed: list[str] = []

    @classmethod
    def of(cls, database: Database) -> "FailingConnection":
        """Puts one in the place of the connection of `database`."""
        double = cls(database._connection._conn)
        database._connection._connection = double  # type: ignore[assignment]
        return double

    def execute(self, statement: str, *values: Any) -> Any:
        return self._run(self._real.execute, statement, *values)

    def executemany(self, statement: str, *values: Any) -> Any:
        return self._run(self._real.executemany, statement, *values)

    def rollback(self) -> None:
        if self.rollbacks_to_fail:
            self.rollbacks_to_fail -= 1
            raise sqlite3.OperationalError("disk I/O error")
        self._real.rollback()

    def _run(self, run: Any, statement: str, *values: Any) -> Any:
        self.countdown -= 1
        if not -self.in_a_row < self.countdown <= 0:
            return run(statement, *values)
        self.failed.append(statement.split("(")[0].strip())
        if self.is_done:
            run(statement, *values)
        raise sqlite3.OperationalError("disk I/O error")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def limit_files_of(pid: int, to_bytes: int | None) -> None:
    """No write of a process gets past so many bytes of a file; None: as far as it likes.

    The system's own error (EFBIG), in the middle of a write where the limit lies there.
    """
    soft = resource.RLIM_INFINITY if to_bytes is None else to_bytes
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, resource.RLIM_INFINITY))


@asynccontextmanager
async def locked_by_another(database_path: Path) -> AsyncIterator[None]:
    """Another process holds the file's lock for writing."""
    other = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLD, str(database_path)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        assert await other.stdout.readline() == b"held\n"
        yield
    finally:
        with suppress(OSError):
            other.stdin.close()
        await other.wait()
