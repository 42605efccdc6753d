"""What this machine and its disk can do at best, without the product."""

import sqlite3
import statistics
import subprocess
import sys
import time
import uuid
from pathlib import Path

import bcrypt

from benchmarks.latency import Latency
from benchmarks.processes import environment

_TABLE = """
CREATE TABLE time_records (
    id INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, team_id INTEGER NOT NULL,
    elapsed_ms INTEGER NOT NULL, received_at INTEGER NOT NULL
) STRICT
"""
_INSERT = (
    "INSERT INTO time_records (record_id, team_id, elapsed_ms, received_at) VALUES (?, ?, ?, ?)"
)


def bare_commit(directory: Path, count: int = 200) -> Latency:
    """Time one-row inserts, each committed with WAL and synchronous=FULL, on that disk."""
    path = directory / f"commit-{uuid.uuid4().hex}.db"
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(_TABLE)
        durations_ns = [_one_commit(connection, number) for number in range(count)]
    finally:
        connection.close()
    path.unlink()
    return Latency.of(durations_ns)


def _one_commit(connection: sqlite3.Connection, number: int) -> int:
    row = (str(uuid.uuid4()), number % 150, 900_000 + number, time.time_ns())
    started_ns = time.perf_counter_ns()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_INSERT, row)
    connection.execute("COMMIT")
    return time.perf_counter_ns() - started_ns


def bare_bcrypt_s(cost: int, count: int = 5) -> float:
    """Time one password check at that cost: the median of some, in seconds."""
    password = b"la-clave-del-juez-1"
    hashed = bcrypt.hashpw(password, bcrypt.gensalt(cost))
    durations_s = []
    for _ in range(count):
        started_s = time.perf_counter()
        bcrypt.checkpw(password, hashed)
        durations_s.append(time.perf_counter() - started_s)
    return statistics.median(durations_s)


def bare_import_s(work_dir: Path) -> float:
    """Time a Python that imports what the server cannot do without, and ends."""
    started_s = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "import tornado.web, aiosqlite"],
        check=True,
        env=environment(work_dir),
    )
    return time.perf_counter() - started_s
