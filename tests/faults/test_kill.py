"""`kill -9` at random moments under load: the quick form of `benchmarks/faults/kill.py`."""

import logging
import os
from pathlib import Path
from typing import Any

import pytest

from tests.faults.killing import Killing, Moment

MOMENTS: list[Moment] = ["at work"] * 6 + ["starting", "stopping"]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


@pytest.mark.gen_test(timeout=60)
async def test_whenever_it_is_killed_all_that_was_acknowledged_is_there_once(
    io_loop: Any, tmp_path: Path
) -> None:
    seed = int.from_bytes(os.urandom(4))
    # Shown when it fails, however it does.
    logging.getLogger(__name__).warning("seed %d", seed)
    killing = Killing(tmp_path / "data", seed)
    await killing.run(MOMENTS)
    assert killing.worst.is_good, killing.worst
    assert killing.oracle.faults == []
    assert killing.kills.total() == len(MOMENTS)
    _, acknowledged = killing.oracle.counts
    assert acknowledged > 100
