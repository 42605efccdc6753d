"""An office that is closed whatever happens in a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tornado.ioloop import IOLoop

from tests.language_of_races import Office


@pytest.fixture
def office(io_loop: IOLoop, tmp_path: Path) -> Iterator[Office]:
    """All services over an empty data directory."""
    place = Office(tmp_path / "data")
    io_loop.run_sync(place.open)
    yield place
    io_loop.run_sync(place.close)
