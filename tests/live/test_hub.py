"""Who is connected to what."""

import asyncio
from typing import Any, cast

import pytest

from tornado_timing.live import hub as hub_module
from tornado_timing.live.hub import SLICE, Hub
from tornado_timing.live.outbox import Outbox


class FakeOutbox:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.stuck = False

    def send(self, *parts: bytes) -> None:
        self.told.append(b"".join(parts))

    def offer(self, key: Any, frame: bytes, catch_up: Any) -> None:
        self.told.append((key, frame))

    def close(self, code: int, reason: str) -> None:
        self.told.append(code)

    def drop(self) -> None:
        self.told.append("dropped")

    def is_stuck(self, now_s: float) -> bool:
        return self.stuck


def joined(hub: Hub, *topics: str) -> FakeOutbox:
    outbox = FakeOutbox()
    hub.join(cast("Outbox", outbox), *topics)
    return outbox


def nothing() -> tuple[bytes, ...]:
    return ()


def test_a_topic_reaches_its_sockets_only() -> None:
    hub = Hub()
    phone, spare, other = joined(hub, "judge:1", "s:a"), joined(hub, "judge:1"), joined(hub, "x")
    hub.publish("judge:1", b"1")
    hub.publish("s:a", b"2")
    hub.publish("nobody", b"3")
    assert (phone.told, spare.told, other.told) == ([b"1", b"2"], [b"1"], [])
    assert (len(hub), hub.size("judge:1"), hub.size("nobody")) == (3, 2, 0)


def test_who_has_left_is_told_nothing() -> None:
    hub = Hub()
    phone = joined(hub, "a", "b")
    hub.leave(cast("Outbox", phone))
    hub.leave(cast("Outbox", phone))
    hub.publish("a", b"1")
    assert (phone.told, len(hub), hub.size("b")) == ([], 0, 0)


def test_closing_a_topic_and_all() -> None:
    hub = Hub()
    first, second = joined(hub, "a", "b"), joined(hub, "b")
    hub.close("a", 4002, "cut")
    hub.close_all(1001, "stopping")
    assert (first.told, second.told) == ([4002, 1001], [1001])


@pytest.mark.gen_test
async def test_a_large_topic_is_served_in_slices_that_let_others_in() -> None:
    hub = Hub()
    members = [joined(hub, "all") for _ in range(2 * SLICE + 1)]
    hub.offer(["all"], "key", b"1", nothing)
    await asyncio.sleep(0)
    assert sum(bool(member.told) for member in members) == SLICE
    gone = members[-1]
    hub.leave(cast("Outbox", gone))
    for _ in range(5):
        await asyncio.sleep(0)
    assert all(member.told == [("key", b"1")] for member in members[:-1])
    assert gone.told == []


def test_a_small_topic_is_served_at_once() -> None:
    hub = Hub()
    member = joined(hub, "a")
    hub.offer(["a", "b"], "key", b"1", nothing)
    assert member.told == [("key", b"1")]


@pytest.mark.gen_test
async def test_sockets_that_have_stopped_reading_are_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_module, "SWEEP_S", 0.001)
    hub = Hub()
    good, stuck = joined(hub, "a"), joined(hub, "a")
    stuck.stuck = True
    hub.start()
    await asyncio.sleep(0.02)
    hub.stop()
    assert good.told == []
    assert "dropped" in stuck.told
