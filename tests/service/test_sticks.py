"""What was plugged in, told from what belongs to the laptop."""

import json
from pathlib import Path

import pytest

from tornado_timing.service.sticks import KnownSticks, is_stick


@pytest.mark.parametrize(
    ("mountpoint", "options", "platform", "expected"),
    [
        ("/media/ana/CARRERA", "rw,nosuid", "linux", True),
        ("/run/media/ana/CARRERA", "rw", "linux", True),
        ("/mnt/usb", "rw", "linux", True),
        ("/", "rw", "linux", False),
        ("/media", "rw", "linux", False),
        ("/home", "rw", "linux", False),
        ("/mediateca/x", "rw", "linux", False),
        ("/Volumes/CARRERA", "rw", "darwin", True),
        ("/", "rw", "darwin", False),
        ("/System/Volumes/Data", "rw", "darwin", False),
        ("E:\\", "rw,removable", "win32", True),
        ("C:\\", "rw,fixed", "win32", False),
    ],
)
def test_a_stick_is_known_by_where_the_system_shows_it(
    mountpoint: str, options: str, platform: str, expected: bool
) -> None:
    assert is_stick(mountpoint, options, platform) is expected


def test_sticks_that_are_used_are_kept_over_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "data" / "sticks.json"
    known = KnownSticks(file)
    known.use("a" * 32, Path("/media/a"))
    known.use("b" * 32, Path("/media/b"))
    known.use("a" * 32, Path("/media/c"))
    again = KnownSticks(file)
    assert {one.path for one in again.all} == {"/media/b", "/media/c"}
    assert [again.knows(mark) for mark in ("a" * 32, "c" * 32, None)] == [True, False, False]
    again.drop("a" * 32)
    assert [one.mark for one in KnownSticks(file).all] == ["b" * 32]


def test_a_file_that_was_cut_short_knows_none(tmp_path: Path) -> None:
    (tmp_path / "sticks.json").write_text(json.dumps([{"mark": "a"}])[:-3])
    assert KnownSticks(tmp_path / "sticks.json").all == ()
