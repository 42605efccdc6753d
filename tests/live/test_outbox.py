"""What waits for one socket, with a stream that reads when it is told to."""

import asyncio
import time
from typing import Any, cast

import pytest
from tornado.iostream import IOStream, StreamClosedError

from tornado_timing.live import outbox as outbox_module
from tornado_timing.live.outbox import MAX_BLOCKED_S, MAX_WAITING_BYTES, SLICE_BYTES, Outbox


class FakeStream:
    """Takes all that is written; while it is stalled, nothing is read on the other side."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.pending: list[tuple[bytes, asyncio.Future[None]]] = []
        self.is_stalled = False
        self.is_closed = False

    def write(self, data: bytes) -> "asyncio.Future[None]":
        if self.is_closed:
            raise StreamClosedError()
        done: asyncio.Future[None] = asyncio.get_event_loop().create_future()
        if self.is_stalled:
            self.pending.append((data, done))
        else:
            self.taken.append(data)
            done.set_result(None)
        return done

    def writing(self) -> bool:
        return bool(self.pending)

    def closed(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True

    async def reads(self, count: int = 1_000_000) -> None:
        """The other side reads so many of the writes that wait."""
        for data, done in self.pending[:count]:
            self.taken.append(data)
            done.set_result(None)
        del self.pending[:count]
        self.is_stalled = bool(self.pending)
        await asyncio.sleep(0)
        await asyncio.sleep(0)


class Line:
    """An outbox, its stream, and how it was closed."""

    def __init__(self) -> None:
        self.stream = FakeStream()
        self.closed_with: list[tuple[int, str]] = []
        self.outbox = Outbox(
            cast("IOStream", self.stream), lambda *how: self.closed_with.append(how)
        )

    def stall(self) -> None:
        self.stream.is_stalled = True


@pytest.fixture
def line(io_loop: Any) -> Line:
    return Line()


def never() -> tuple[bytes, ...]:
    raise AssertionError("nothing was missed")


@pytest.mark.gen_test
async def test_what_is_sent_is_written_in_order(line: Line) -> None:
    line.outbox.send(b"1")
    line.outbox.send(b"2", b"3")
    line.outbox.offer("key", b"4", never)
    assert line.stream.taken == [b"1", b"2", b"3", b"4"]
    assert line.outbox.blocked_since_s is None


@pytest.mark.gen_test
async def test_what_must_arrive_waits_for_a_socket_that_is_behind(line: Line) -> None:
    line.stall()
    line.outbox.send(b"1")
    line.outbox.send(b"2")
    assert line.outbox.blocked_since_s is not None
    await line.stream.reads()
    assert line.stream.taken == [b"1", b"2"]
    assert line.outbox.blocked_since_s is None


@pytest.mark.gen_test
async def test_of_what_is_offered_to_a_socket_that_is_behind_only_the_newest_is_sent(
    line: Line,
) -> None:
    line.stall()
    line.outbox.send(b"1")
    for number in range(100):
        line.outbox.offer("results", b"old", lambda number=number: (b"new", b"%d" % number))
    line.outbox.offer("teams", b"old", lambda: (b"teams",))
    await line.stream.reads()
    assert line.stream.taken == [b"1", b"new", b"99", b"teams"]
    line.outbox.offer("results", b"at once", never)
    assert line.stream.taken[-1] == b"at once"


@pytest.mark.gen_test
async def test_what_was_missed_waits_again_when_the_socket_falls_behind_again(line: Line) -> None:
    line.stall()
    line.outbox.send(b"1")

    def stalls() -> tuple[bytes, ...]:
        line.stall()
        return (b"a",)

    line.outbox.offer("a", b"old", stalls)
    line.outbox.offer("b", b"old", lambda: (b"b",))
    await line.stream.reads()
    assert line.stream.taken == [b"1"]
    await line.stream.reads()
    assert line.stream.taken == [b"1", b"a", b"b"]


@pytest.mark.gen_test
async def test_a_socket_that_lets_too_much_pile_up_is_dropped(line: Line) -> None:
    line.stall()
    part = b"x" * (MAX_WAITING_BYTES // 4)
    for _ in range(4):
        line.outbox.send(part)
        assert not line.stream.is_closed
    line.outbox.send(part)
    assert line.stream.is_closed
    line.outbox.send(b"nobody reads it")


@pytest.mark.gen_test
async def test_a_socket_that_reads_slowly_but_steadily_is_not_dropped(line: Line) -> None:
    """Never more than two of these wait, whatever they add up to over the race."""
    line.stall()
    part = b"x" * (MAX_WAITING_BYTES // 4)
    line.outbox.send(part)
    for _ in range(20):
        line.outbox.send(part)
        assert not line.stream.is_closed
        await line.stream.reads(len(part) // SLICE_BYTES)


@pytest.mark.gen_test
async def test_a_socket_that_reads_nothing_for_too_long_is_stuck(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = 100.0
    monkeypatch.setattr(outbox_module.time, "monotonic", lambda: now_s)
    assert not line.outbox.is_stuck(now_s + 1000)
    line.stall()
    line.outbox.send(b"1")
    line.outbox.send(b"2")
    assert not line.outbox.is_stuck(now_s + MAX_BLOCKED_S)
    assert line.outbox.is_stuck(now_s + MAX_BLOCKED_S + 0.1)
    now_s = 110.0
    await line.stream.reads(1)
    assert not line.outbox.is_stuck(now_s + MAX_BLOCKED_S)
    await line.stream.reads()
    assert not line.outbox.is_stuck(now_s + 1000)


@pytest.mark.gen_test
async def test_a_closed_socket_takes_nothing_and_raises_nothing(line: Line) -> None:
    line.stream.close()
    line.outbox.send(b"1")
    line.outbox.offer("key", b"2", never)
    assert line.stream.taken == []


@pytest.mark.gen_test
async def test_a_dropped_socket_forgets_what_it_missed(line: Line) -> None:
    line.stall()
    line.outbox.send(b"1")
    line.outbox.offer("key", b"2", never)
    line.outbox.drop()
    await line.stream.reads()
    assert line.stream.is_closed


@pytest.mark.gen_test
async def test_a_sealed_socket_lets_nothing_out_that_it_missed(line: Line) -> None:
    line.stall()
    line.outbox.send(b"1")
    line.outbox.offer("key", b"2", never)
    line.outbox.seal()
    line.outbox.send(b"3")
    await line.stream.reads()
    assert line.stream.taken == [b"1"]


@pytest.mark.gen_test
async def test_a_polite_close_has_its_code_and_nothing_follows_it(line: Line) -> None:
    line.outbox.close(1001, "server stopping")
    line.outbox.send(b"late")
    assert line.closed_with == [(1001, "server stopping")]
    assert line.stream.taken == []
    assert time.monotonic() > 0
