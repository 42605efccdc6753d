"""How far a phone's clock is from the server's."""

import random

import pytest

from tests.language_of_races import HOUR_MS, START_MS
from tornado_timing.service import phone_clocks
from tornado_timing.service.phone_clocks import PhoneClock, PhoneClocks


def ping(clock: PhoneClock, offset_ms: float, delay_ms: float, at_ms: float = START_MS) -> None:
    """A ping that took `delay_ms` from a phone that is `offset_ms` ahead."""
    clock.pinged(at_ms + offset_ms - delay_ms, at_ms)


def test_before_the_first_ping_nothing_is_known() -> None:
    clock = PhoneClock()
    assert clock.offset_ms is None
    clock.round_trip(20)
    assert clock.offset_ms is None


@pytest.mark.parametrize("offset_ms", [0, 3 * HOUR_MS, -7000])
def test_the_offset_is_found_within_the_unevenness_of_the_way(offset_ms: int) -> None:
    way = random.Random(5)
    clock = PhoneClock()
    for _ in range(20):
        there, back = way.uniform(5, 80), way.uniform(5, 80)
        ping(clock, offset_ms, there)
        clock.round_trip(there + back)
    assert clock.offset_ms is not None
    assert abs(clock.offset_ms - offset_ms) <= 30


def test_one_slow_ping_does_not_spoil_the_others() -> None:
    clock = PhoneClock()
    clock.round_trip(20)
    for delay_ms in (10, 900, 5000, 11):
        ping(clock, -7000, delay_ms)
    assert clock.offset_ms == -7000


def test_without_a_round_trip_the_fastest_ping_counts() -> None:
    clock = PhoneClock()
    ping(clock, 100, 40)
    ping(clock, 100, 5)
    assert clock.offset_ms == 95


def test_a_phone_whose_clock_is_set_is_followed() -> None:
    clock = PhoneClock()
    for _ in range(phone_clocks.WINDOW):
        ping(clock, 0, 10)
    ping(clock, HOUR_MS, 10)
    assert clock.offset_ms == HOUR_MS - 10
    for _ in range(phone_clocks.WINDOW):
        ping(clock, -7000, 10)
    assert clock.offset_ms == -7010


def test_every_session_has_a_clock_and_keeps_it() -> None:
    clocks = PhoneClocks()
    ping(clocks.of("a"), 500, 0)
    assert clocks.offset_ms("a") == 500
    assert clocks.of("a") is clocks.of("a")
    assert clocks.offset_ms("b") is None


def test_clocks_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_clocks, "MAX_SESSIONS", 3)
    clocks = PhoneClocks()
    for name in "abcd":
        ping(clocks.of(name), 1, 0)
    assert [clocks.offset_ms(name) for name in "abcd"] == [None, 1, 1, 1]
