"""Strangers who ask for much and read nothing of it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.venue import Venue, eventually
from tornado_timing.live import unsent
from tornado_timing.web import status

REQUEST = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
MUCH = b"x" * 4_000_000


@pytest.fixture
def much(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer of four megabytes."""

    async def get(self: Any) -> None:
        self.finish(MUCH)

    get.endpoint = status.HealthHandler.get.endpoint  # type: ignore[attr-defined]
    monkeypatch.setattr(status.HealthHandler, "get", get)


@asynccontextmanager
async def asking(port: int | None, count: int) -> AsyncIterator[list[socket.socket]]:
    """So many who ask and do not read."""
    loop, askers = asyncio.get_running_loop(), []
    for _ in range(count):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.setblocking(False)
        await loop.sock_connect(one, ("127.0.0.1", port))
        await loop.sock_sendall(one, REQUEST)
        askers.append(one)
    try:
        yield askers
    finally:
        for one in askers:
            one.close()


async def received(one: socket.socket) -> int:
    """How many bytes still come, until the connection ends."""
    size = 0
    try:
        while got := await asyncio.get_running_loop().sock_recv(one, 65536):
            size += len(got)
    except ConnectionError:
        pass
    return size


def left(venue: Venue) -> int:
    """How many connections the server has."""
    return len(venue.server._servers[0].connections)  # type: ignore[attr-defined]


@pytest.mark.gen_test(timeout=30)
async def test_who_reads_nothing_of_an_answer_is_dropped(
    venue: Venue, much: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsent, "MAX_BLOCKED_S", 0.2)
    monkeypatch.setattr(unsent, "LOOK_EVERY_S", 0.05)
    judge = await venue.judge()
    others = left(venue)
    async with asking(venue.server.port, 3) as askers:
        await eventually(lambda: _are_left(venue, others), "all are dropped", 10)
        for one in askers:
            assert await received(one) < len(MUCH)
    assert (await judge.ask({"tipo": "ping"}))["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
async def test_what_waits_for_those_who_read_nothing_is_bounded(
    venue: Venue, much: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1,400 of them had the server grow to 1.3 GB."""
    monkeypatch.setattr(unsent, "MAX_UNSENT_BYTES_OF_ONE", 2 * len(MUCH))
    async with asking(venue.server.port, 8) as askers:
        sizes = asyncio.gather(*(received(one) for one in askers[-2:]))
        assert all(size > len(MUCH) for size in await sizes)
        dropped = [await received(one) < len(MUCH) for one in askers[:-2]]
        assert dropped.count(True) >= 4


async def _are_left(venue: Venue, count: int) -> bool:
    return left(venue) <= count
