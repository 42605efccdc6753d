"""Offices and databases that are closed whatever happens in a test."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from tornado.ioloop import IOLoop

from tests.language_of_races import Office
from tornado_timing.store.database import Database


@pytest.fixture
def office(io_loop: IOLoop, tmp_path: Path) -> Iterator[Office]:
    """All services over an empty data directory."""
    place = Office(tmp_path / "data")
    io_loop.run_sync(place.open)
    yield place
    io_loop.run_sync(place.close)


@pytest.fixture
def open_database(io_loop: IOLoop) -> Iterator[Callable[[Path], Awaitable[Database]]]:
    """Opens a database that is closed at the end."""
    opened: list[Database] = []

    async def open_it(path: Path) -> Database:
        database = await Database.open(path)
        opened.append(database)
        return database

    yield open_it
    for database in opened:
        io_loop.run_sync(database.close)
