"""Answers in the order of messages, and how long taps had been on their phone."""

import time
from typing import Any

import pytest

from tornado_timing.domain.individual.marking import MarkEntry
from tornado_timing.domain.submissions import Entry
from tornado_timing.measures import Measures
from tornado_timing.protocol import messages
from tornado_timing.web import acknowledging
from tornado_timing.web.acknowledging import Turns, waited_ms

NOW_MS = 1_800_000_000_000
CHECK = messages.CheckRecords(["a"])
TIME = messages.PartlyRead(1, [Entry()], False, None)


@pytest.mark.gen_test
async def test_answers_leave_in_the_order_of_their_messages_and_are_measured(
    io_loop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acknowledging, "MAX_IN_FLIGHT", 2)
    answered: list[object] = []
    measured = Measures().acknowledgements
    turns = Turns(answered.append, measured)
    first = turns.begin(TIME, time.perf_counter() - 0.2)
    assert turns.wait_for_room() is None
    second = turns.begin(CHECK, time.perf_counter())
    room = turns.wait_for_room()
    assert room is not None
    turns.settle(second, "second")
    assert answered == []
    turns.settle(first, "first")
    assert answered == ["first", "second"]
    await room
    assert (measured["times"].count, measured["checks"].count) == (1, 1)
    assert 0.2 <= measured["times"].highest_s < 5


def test_what_is_given_up_holds_nobody_up() -> None:
    answered: list[object] = []
    turns = Turns(answered.append, Measures().acknowledgements)
    broken, other = turns.begin(TIME, 0.0), turns.begin(CHECK, 0.0)
    turns.give_up(broken)
    turns.settle(other, "other")
    assert answered == ["other"]


@pytest.mark.parametrize(
    ("entry", "waited"),
    [
        # The phone is 500 ms ahead, as the laptop has measured it ...
        (Entry(sent=NOW_MS - 1500), 2000),
        # ... or as the phone says itself.
        (Entry(sent=NOW_MS - 1500, clock_offset_ms=-100), 1400),
        (MarkEntry(sent=NOW_MS - 1500), 2000),
        # A clock that is a little wrong lets nobody wait for less than nothing.
        (Entry(sent=NOW_MS + 9000), 0),
        (Entry(sent=61_000), None),
        (MarkEntry(bib="12"), None),
    ],
)
def test_how_long_a_tap_waited_is_told_by_its_phone_s_clock(entry: Any, waited: int | None) -> None:
    assert waited_ms([Entry(), entry], 500, NOW_MS) == waited


def test_of_a_clock_that_nobody_has_measured_nothing_is_told() -> None:
    assert waited_ms([Entry(sent=NOW_MS)], None, NOW_MS) is None
