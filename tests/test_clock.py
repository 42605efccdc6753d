"""The clock: anchored on the wall once, then carried by the monotonic one."""

import time

import pytest

from tornado_timing import clock as clock_module
from tornado_timing.clock import Clock


class FakeTime:
    """The laptop's two clocks, set by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall_s = 1_762_934_400.0
        self.monotonic_s = 5000.0
        monkeypatch.setattr(time, "time", lambda: self.wall_s)
        monkeypatch.setattr(clock_module, "_monotonic_s", lambda: self.monotonic_s)

    def pass_s(self, seconds: float) -> None:
        self.wall_s += seconds
        self.monotonic_s += seconds


@pytest.fixture
def laptop(monkeypatch: pytest.MonkeyPatch) -> FakeTime:
    return FakeTime(monkeypatch)


def test_it_says_the_time_of_the_laptop_when_it_was_made(laptop: FakeTime) -> None:
    clock = Clock()
    assert clock.now_ms() == 1_762_934_400_000
    laptop.pass_s(1.25)
    assert clock.now_ms() == 1_762_934_401_250
    assert clock.now_s() == pytest.approx(1_762_934_401.25)
    assert clock.uptime_s() == pytest.approx(1.25)


@pytest.mark.parametrize("set_s", [3600.0, -3600.0, -1_700_000_000.0])
def test_setting_the_laptops_clock_moves_nothing(laptop: FakeTime, set_s: float) -> None:
    clock = Clock()
    laptop.pass_s(10)
    laptop.wall_s += set_s
    assert clock.now_ms() == 1_762_934_410_000
    assert clock.uptime_s() == 10
    assert clock.wall_error_s() == pytest.approx(set_s)


def test_only_a_new_clock_is_anchored_again(laptop: FakeTime) -> None:
    laptop.wall_s += 60
    assert Clock().now_ms() == 1_762_934_460_000


def test_a_rehearsal_runs_so_many_times_as_fast(laptop: FakeTime) -> None:
    clock = Clock(rate=60)
    laptop.pass_s(2)
    assert clock.now_ms() == 1_762_934_520_000
    assert clock.uptime_s() == 2
    assert clock.wall_error_s() == pytest.approx(0)


def test_the_real_clock_goes_on_and_never_back() -> None:
    clock = Clock()
    readings = [clock.now_ms() for _ in range(1000)]
    assert readings == sorted(readings)
    assert abs(readings[0] - time.time() * 1000) < 5000


def test_without_the_clock_that_counts_sleep_there_is_the_plain_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    monkeypatch.setattr(time, "monotonic", lambda: 7.0)
    assert clock_module._monotonic_s() == 7.0
