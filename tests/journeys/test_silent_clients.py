"""Clients that connect and say nothing: each holds a file, so none may hold it for ever."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.journeys.raw_client import RawSocket, frame
from tests.network import Network
from tests.venue import Venue
from tornado_timing import app
from tornado_timing.app import TimingServer

IDLE_S = 0.3
# Far longer than a client may be silent, and still soon.
DEADLINE_S = 10.0
HALF_A_REQUEST = b"GET /health HTTP/1.1\r\nHost: x\r\n"
WHOLE_REQUEST = HALF_A_REQUEST + b"\r\n"


class HastyVenue(Venue):
    """A venue whose server, with HTTPS, has little patience."""

    async def start(self) -> None:
        """As at every start."""
        settings = msgspec.structs.replace(
            self.settings, tls=msgspec.structs.replace(self.settings.tls, enabled=True, port=0)
        )
        surroundings = Network().surroundings
        self.server = TimingServer(settings, self.clock, surroundings, idle_connection_s=IDLE_S)
        await self.server.start()


@asynccontextmanager
async def connected(port: int | None, said: bytes) -> AsyncIterator[asyncio.StreamReader]:
    """A connection on which nothing but this is ever said."""
    assert port is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(said)
        await writer.drain()
        yield reader
    finally:
        writer.close()


@pytest.mark.parametrize("said", [b"", HALF_A_REQUEST, WHOLE_REQUEST], ids=["none", "half", "one"])
@pytest.mark.gen_test(timeout=30)
async def test_who_asks_for_nothing_more_is_dropped(
    io_loop: Any, tmp_path: Path, said: bytes
) -> None:
    async with HastyVenue(tmp_path) as venue, connected(venue.server.port, said) as reader:
        answer = await asyncio.wait_for(reader.read(), DEADLINE_S)
        assert answer.startswith(b"HTTP/1.1 200") is (said == WHOLE_REQUEST)


# A ClientHello whose rest never comes: its record is said to have 512 bytes.
@pytest.mark.parametrize("said", [b"", b"\x16\x03\x01\x02\x00\x01"], ids=["none", "half"])
@pytest.mark.gen_test(timeout=30)
async def test_who_does_not_finish_the_handshake_of_tls_is_dropped(
    io_loop: Any, tmp_path: Path, said: bytes
) -> None:
    async with HastyVenue(tmp_path) as venue, connected(venue.server.https_port, said) as reader:
        assert await asyncio.wait_for(reader.read(), DEADLINE_S) == b""


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_who_says_nothing_for_longer_stays(io_loop: Any, tmp_path: Path) -> None:
    async with HastyVenue(tmp_path) as venue:
        token = await venue.token("juez1")
        judge_id = venue.state.account_by_login("juez1").id
        judge = await RawSocket.open(venue.server.port, f"/ws/juez/{judge_id}/?token={token}")
        # Two silent connections, one after the other: the second began when the first was dropped.
        for _ in range(2):
            async with connected(venue.server.port, b"") as reader:
                assert await asyncio.wait_for(reader.read(), DEADLINE_S) == b""
        await judge.send(frame(b'{"tipo": "ping", "t0": 7}'))
        assert (await judge.read_tipo("pong"))["t0"] == 7
        await judge.cut()


@pytest.mark.gen_test(timeout=30)
async def test_a_request_whose_body_takes_longer_is_answered(io_loop: Any, tmp_path: Path) -> None:
    async with HastyVenue(tmp_path) as venue:
        reader, writer = await asyncio.open_connection("127.0.0.1", venue.server.port)
        body = b'{"username": "juez1", "password": "clave-juez1"}'
        head = f"POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body[:10])
        async with connected(venue.server.port, b"") as silent:
            assert await asyncio.wait_for(silent.read(), DEADLINE_S) == b""
        writer.write(body[10:])
        assert (await asyncio.wait_for(reader.readline(), DEADLINE_S)).startswith(b"HTTP/1.1 200")
        writer.close()


@pytest.mark.gen_test(timeout=30)
async def test_a_request_whose_body_never_comes_is_dropped(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "BODY_S", IDLE_S)
    head = b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"
    async with HastyVenue(tmp_path) as venue, connected(venue.server.port, head) as reader:
        assert await asyncio.wait_for(reader.read(), DEADLINE_S) == b""
