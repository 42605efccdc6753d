"""The power goes: whatever the disk has of the log, what was acknowledged is there, and whole."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.faults.power_cut import FRAME, LOG_HEADER, Recording, commits_in
from tornado_timing.store import database

# Two stretches with a checkpoint between them: the second one writes over the log of the first.
COMMITS = [[1, 3], [1, 60]]


@pytest.mark.gen_test(timeout=60)
async def test_a_log_that_is_cut_anywhere_has_all_that_was_acknowledged_till_then(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As long as the longest stretch and a little more: what is cut off is mostly old.
    monkeypatch.setattr(database, "WAL_BYTES", 40 * 4096)
    source, opened = tmp_path / "source", tmp_path / "opened"
    source.mkdir()
    opened.mkdir()
    recording = Recording(source)
    await recording.record(COMMITS)
    assert recording.acknowledged == 4
    frames = 0
    for stretch in recording.stretches:
        assert len(set(stretch.ends)) == len(stretch.ends)
        frames += (stretch.ends[-1] - LOG_HEADER) // FRAME
    assert frames > 10
    for image in recording.images(Random(7)):
        found = await commits_in(image, opened)
        assert found == set(range(image.commits)), image.name
