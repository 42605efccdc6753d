"""A second place for backups: pulled out, full, locked, hanging, and never in anybody's way."""

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tornado_timing.service import backup_places
from tornado_timing.service.backup_places import FOLDER, MARK, BackupPlace, PlaceStatus

DEADLINE_S = 10.0
# Nothing is looked at by itself in these tests.
NEVER_S = 3600.0
ORIGIN = "0a1b2c"
NAMES = [f"tornado-timing-20261122-12000{number}-{ORIGIN}.db" for number in range(6)]
MINE = "f" * 32


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with some backups, or files called so."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_bytes(name.encode() * 1000)
    return folder


@contextmanager
def place(path: Path, data: Path, **options: Any) -> Iterator[BackupPlace]:
    options = {"is_stick": False, "look_s": NEVER_S, **options}
    one = BackupPlace(path, origin=ORIGIN, keep=2, data_dir=data, **options)
    one.start()
    assert one.wait(DEADLINE_S)
    yield one
    one.close()


def after(one: BackupPlace, act: Callable[..., None], *given: Any) -> PlaceStatus:
    """How a place is when it has done what it was asked for."""
    act(*given)
    assert one.wait(DEADLINE_S)
    return one.status


def names_in(path: Path) -> list[str]:
    return sorted(one.name for one in (path / FOLDER).iterdir())


def test_a_backup_arrives_whole_and_old_ones_are_thinned_out(data: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with place(stick, data) as one:
        assert one.status.state == "waiting"
        for name in NAMES:
            status = after(one, one.bring, data / name)
            assert (status.state, status.last_name) == ("good", name)
            assert (stick / FOLDER / name).read_bytes() == (data / name).read_bytes()
        assert names_in(stick) == NAMES[-2:]
        assert [found.name for found in status.found] == NAMES[:-3:-1]


def test_a_stick_that_is_pulled_out_gets_the_newest_when_it_is_back(
    data: Path, tmp_path: Path
) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    with place(stick, data) as one:
        after(one, one.bring, data / NAMES[0])
        stick.rename(away)
        assert after(one, one.bring, data / NAMES[1]).state == "missing"
        assert not stick.exists()
        assert after(one, one.bring, data / NAMES[2]).state == "missing"
        away.rename(stick)
        status = after(one, one.look)
        assert (status.state, status.last_name) == ("good", NAMES[2])
        # Somebody has deleted it there: it is brought once more.
        (stick / FOLDER / NAMES[2]).unlink()
        assert after(one, one.look).state == "good"
        assert names_in(stick) == [NAMES[0], NAMES[2]]


def test_a_full_stick_gives_up_its_oldest_and_is_told_when_that_does_not_do(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    room = 3
    copy_whole = backup_places.copy_whole

    def copy(source: Path, target: Path, on_step: Callable[[], None]) -> None:
        if len(list((stick / FOLDER).glob("tornado-*"))) >= room:
            raise OSError(errno.ENOSPC, "No space left on device")
        copy_whole(source, target, on_step)

    monkeypatch.setattr(backup_places, "copy_whole", copy)
    with place(stick, data) as one:
        (stick / FOLDER).mkdir()
        for name in NAMES[:3]:
            (stick / FOLDER / name).write_bytes(b"older")
        assert after(one, one.bring, data / NAMES[3]).state == "good"
        assert NAMES[0] not in names_in(stick)
        room = 0
        status = after(one, one.bring, data / NAMES[4])
        assert (status.state, status.last_name) == ("full", NAMES[3])
        assert NAMES[3] in names_in(stick)
        room = 10
        assert after(one, one.look).state == "good"


@pytest.mark.parametrize(
    ("number", "state"),
    [(errno.EROFS, "read_only"), (errno.EACCES, "read_only"), (errno.EIO, "failed")],
)
def test_what_a_stick_refuses_is_told(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, state: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(backup_places, "copy_whole", refuse)
    with place(tmp_path, data) as one:
        status = after(one, one.bring, data / NAMES[0])
        assert (status.state, status.reason) == (state, "no")


def test_a_stick_that_keeps_something_else_than_was_written_is_found_out(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup_places._copy

    def badly(source: Path, draft: Path, on_step: Callable[[], None]) -> bytes:
        sent = copy(source, draft, on_step)
        draft.write_bytes(draft.read_bytes()[:-1] + b"?")
        return sent

    monkeypatch.setattr(backup_places, "_copy", badly)
    with place(tmp_path, data) as one:
        assert after(one, one.bring, data / NAMES[0]).state == "failed"
        assert names_in(tmp_path) == []


def test_a_stick_that_hangs_is_told_and_keeps_nobody_waiting(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, hangs, other = threading.Event(), tmp_path / "hangs", tmp_path / "other"
    hangs.mkdir()
    other.mkdir()
    copy_whole = backup_places.copy_whole

    def copy(source: Path, target: Path, on_step: Callable[[], None]) -> None:
        if hangs in target.parents:
            released.wait()
        copy_whole(source, target, on_step)

    monkeypatch.setattr(backup_places, "copy_whole", copy)
    with place(hangs, data, hanging_after_s=0.05) as slow, place(other, data) as quick:
        slow.bring(data / NAMES[0])
        assert after(quick, quick.bring, data / NAMES[0]).state == "good"
        end_s = time.monotonic() + DEADLINE_S
        while slow.status.state != "no_answer":
            assert time.monotonic() < end_s
        # Of what came meanwhile, it gets the newest.
        slow.bring(data / NAMES[1])
        slow.bring(data / NAMES[2])
        released.set()
        while slow.status.last_name != NAMES[2]:
            assert time.monotonic() < end_s
        assert NAMES[1] not in names_in(hangs)


def test_a_strange_stick_gets_nothing_before_somebody_says_so(data: Path, tmp_path: Path) -> None:
    stick, elsewhere = tmp_path / "stick", tmp_path / "elsewhere"
    stick.mkdir()
    known: set[str] = set()
    options = {"is_stick": True, "accepts": lambda mark: mark in known}
    with place(stick, data, **options) as one:
        status = after(one, one.bring, data / NAMES[0])
        assert (status.state, status.mark) == ("offered", None)
        assert list(stick.iterdir()) == []
        known.add(MINE)
        assert after(one, one.mark, MINE).state == "good"
        assert names_in(stick) == sorted([MARK, NAMES[0]])
    # It is known again wherever it is plugged in, and another one in its place is not.
    stick.rename(elsewhere)
    stick.mkdir()
    with place(elsewhere, data, **options) as again, place(stick, data, **options) as other:
        assert after(again, again.bring, data / NAMES[1]).state == "good"
        assert after(other, other.bring, data / NAMES[1]).state == "offered"
        known.clear()
        assert after(again, again.look).state == "offered"


def linked_mark(stick: Path, victim: Path) -> None:
    (stick / FOLDER).mkdir()
    (stick / FOLDER / MARK).symlink_to(victim)


def linked_folder(stick: Path, victim: Path) -> None:
    (stick / FOLDER).symlink_to(victim.parent)


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
@pytest.mark.parametrize("prepare", [linked_mark, linked_folder])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_stick_that_leads_elsewhere_is_not_followed(
    data: Path, tmp_path: Path, prepare: Callable[[Path, Path], None], is_there: bool
) -> None:
    stick, victim = tmp_path / "stick", tmp_path / "live" / "timing.db"
    stick.mkdir()
    victim.parent.mkdir()
    if is_there:
        victim.write_bytes(b"all times")
    prepare(stick, victim)
    before = sorted(victim.parent.iterdir())
    with place(stick, data, is_stick=True) as one:
        one.mark(MINE)
        assert after(one, one.bring, data / NAMES[0]).state == "failed"
    assert sorted(victim.parent.iterdir()) == before
    assert not is_there or victim.read_bytes() == b"all times"


@pytest.mark.parametrize("content", [b"", b"f" * 31, b"f" * 33, bytes(32), b"\xff" * 32])
def test_a_mark_that_cannot_be_read_is_told_and_left_alone(
    data: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / MARK).write_bytes(content)
    with place(tmp_path, data, is_stick=True) as one:
        status = after(one, one.mark, MINE)
        assert (status.state, status.mark) == ("failed", None)
    assert (tmp_path / FOLDER / MARK).read_bytes() == content


def test_what_an_earlier_run_has_brought_counts(data: Path, tmp_path: Path) -> None:
    with place(tmp_path, data) as one:
        after(one, one.bring, data / NAMES[0])
    with place(tmp_path, data) as again:
        assert (again.status.state, again.status.last_name) == ("good", NAMES[0])


@pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")
def test_copies_are_for_their_owner_alone(data: Path, tmp_path: Path) -> None:
    with place(tmp_path, data) as one:
        after(one, one.bring, data / NAMES[0])
    assert (tmp_path / FOLDER).stat().st_mode & 0o077 == 0
    assert (tmp_path / FOLDER / NAMES[0]).stat().st_mode & 0o077 == 0
