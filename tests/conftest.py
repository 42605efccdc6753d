"""What all tests share: an event loop that lets warnings be errors, and a venue."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tornado.ioloop import IOLoop

from tests.venue import Venue


def pytest_xdist_auto_num_workers() -> int:
    """Half as many processes again as there are processors.

    Tests wait for sockets, disks and deadlines for a third of their time; meanwhile others run.
    """
    processors = os.cpu_count() or 1
    return processors + (processors + 1) // 2


@pytest.fixture
def io_loop() -> Iterator[IOLoop]:
    """A fresh loop; the plugin's own one makes itself current, which is deprecated."""
    loop = IOLoop(make_current=False)
    asyncio.set_event_loop(loop.asyncio_loop)  # type: ignore[attr-defined]
    yield loop
    asyncio.set_event_loop(None)
    loop.close(all_fds=True)


@pytest.fixture
def venue(io_loop: IOLoop, tmp_path: Path) -> Iterator[Venue]:
    """A running server with an organizer, two judges, one competition and three teams."""
    place = Venue(tmp_path / "data")
    io_loop.run_sync(place.open)
    yield place
    io_loop.run_sync(place.close)
