"""Room and speed of the disk, the clock and its zone, and programs that do not answer."""

import os
import shutil
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from tornado_timing.checkup import clock, disk, system
from tornado_timing.checkup.finding import Kind
from tornado_timing.language import Texts

EN = Texts("en")
Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("free_mib", "kind"), [(50_000, Kind.GOOD), (600, Kind.LOOK), (100, Kind.BAD)]
)
def test_little_room_is_said_before_there_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free_mib: int, kind: Kind
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, free_mib * disk.MIB))
    found = disk.space(tmp_path / "not" / "yet", EN)
    assert (found.kind, bool(found.advice)) == (kind, kind is not Kind.GOOD)


@pytest.mark.parametrize(("span_s", "kind"), [(0.003, Kind.GOOD), (0.3, Kind.LOOK), (3, Kind.BAD)])
def test_a_slow_disk_is_found_by_writing_to_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, span_s: float, kind: Kind
) -> None:
    now_s = [0.0]

    def slow(_handle: int) -> None:
        now_s[0] += span_s

    monkeypatch.setattr(os, "fsync", slow)
    monkeypatch.setattr(disk.time, "perf_counter", lambda: now_s[0])
    assert disk.durable_write(tmp_path, EN).kind is kind
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_be_written_to_is_bad(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    found = disk.durable_write(tmp_path, EN)
    assert (found.kind, found.detail) == (Kind.BAD, "No space left on device")


@pytest.mark.parametrize(
    ("ahead_s", "name", "kind", "shown"),
    [
        (-5 * 3600, "-05", Kind.GOOD, "UTC-05:00"),
        (5 * 3600 + 1800, "IST", Kind.GOOD, "UTC+05:30 (IST)"),
        (0, "UTC", Kind.LOOK, "UTC+00:00 (UTC)"),
        (0, "GMT", Kind.GOOD, "UTC+00:00 (GMT)"),
    ],
)
def test_a_laptop_that_was_never_told_its_zone_is_on_utc(
    ahead_s: int, name: str, kind: Kind, shown: str
) -> None:
    found = clock.zone(EN, ahead_s, name)
    assert (found.kind, found.detail) == (kind, shown)


def test_whether_the_clock_follows_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def says(answer: str | None, platform: str) -> bool | None:
        monkeypatch.setattr(clock, "ask", lambda *_: answer)
        return clock.is_synchronised(platform)

    assert [says(answer, "linux") for answer in ("yes\n", "no\n", "", None)] == [
        True,
        False,
        None,
        None,
    ]
    assert says("Leap Indicator: 0(no warning)\nSource: time.windows.com", "win32") is True
    assert says("Indicador de salto: 3\nOrigen: Local CMOS Clock", "win32") is False
    assert says(None, "darwin") is None
    assert [clock.synchronised(EN, one).kind for one in (True, False, None)] == [
        Kind.GOOD,
        Kind.LOOK,
        Kind.LOOK,
    ]


def test_a_program_that_is_missing_fails_or_hangs_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system, "TIMEOUT_S", 0.2)
    assert system.ask("no-such-program-here") is None
    assert system.ask(sys.executable, "-c", "raise SystemExit(3)") is None
    assert system.ask(sys.executable, "-c", "import time; time.sleep(60)") is None
    monkeypatch.setattr(system, "TIMEOUT_S", 20)
    assert system.ask(sys.executable, "-c", "print('ñ')") is not None


@pytest.mark.parametrize(
    ("is_sure", "wall_error_s", "kind", "detail"),
    [
        (True, 0.3, Kind.GOOD, "goes with the laptop's"),
        (True, 3_600.2, Kind.LOOK, "set 1:00:00 forward"),
        (True, -86_400.0 * 2, Kind.LOOK, "set 2 days, 0:00:00 back"),
        (False, 0.0, Kind.LOOK, "taken from the laptop's"),
    ],
)
def test_the_clock_of_a_race_is_told_beside_the_laptops(
    is_sure: bool, wall_error_s: float, kind: Kind, detail: str
) -> None:
    finding = clock.race_clock(is_sure, wall_error_s, Texts("en"))
    assert finding.kind is kind
    assert detail in finding.detail
    assert bool(finding.advice) is (kind is not Kind.GOOD)
