"""Strangers who take all places, or all time: judges come in and their taps go on."""

import asyncio
import os
import resource
import socket as sockets
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tornado.iostream import SSLIOStream

from tests.journeys.raw_client import CONTINUATION, HANDSHAKE, PING, PONG, RawSocket, frame
from tests.journeys.stranger import STRANGERS_ADDRESS, Stranger, stranger
from tests.journeys.venue_in_process import VenueInProcess
from tests.network import Network
from tests.venue import Socket, Venue, eventually
from tornado_timing.app import TimingServer
from tornado_timing.live.turns import Turns
from tornado_timing.web import status

TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5}
REQUEST = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
HANDSHAKE_HEAD = "".join(f"{name}: {value}\r\n" for name, value in HANDSHAKE.items())


@asynccontextmanager
async def crowd(
    port: int | None, count: int, said: bytes = b"", address: str = STRANGERS_ADDRESS
) -> AsyncIterator[list[Stranger]]:
    """So many connections of one stranger, each of which says the same."""
    strangers = []
    for _ in range(count):
        one = await Stranger.come(port, address)
        one.writer.write(said)
        strangers.append(one)
    try:
        yield strangers
    finally:
        for one in strangers:
            one.leave()
        await asyncio.sleep(0)


async def is_ended(one: Stranger) -> bool:
    """Whether the server has ended the connection, within a moment."""
    try:
        return await asyncio.wait_for(one.reader.read(1), 0.05) == b""
    except (TimeoutError, ConnectionError) as error:
        return isinstance(error, ConnectionError)


async def ended_sockets(spectators: list[Stranger]) -> int:
    """How many of them have been ended, whatever they have been told before that."""
    return sum([one.reader.at_eof() or one.writer.is_closing() for one in spectators])


async def ended(strangers: list[Stranger]) -> int:
    """How many of them the server has ended."""
    return sum(await asyncio.gather(*(is_ended(one) for one in strangers)))


def spectators_handshake(port: int) -> bytes:
    """What a spectator's page sends first."""
    return f"GET /ws/competencia/1/ HTTP/1.1\r\nHost: x:{port}\r\n{HANDSHAKE_HEAD}\r\n".encode()


def count_rounds() -> Iterator[int]:
    """In which round of the event loop we are, whenever it is asked."""
    rounds, loop = 0, asyncio.get_running_loop()

    def count() -> None:
        nonlocal rounds
        rounds += 1
        loop.call_soon(count)

    count()
    while True:
        yield rounds


def most_in_a_round(numbers: list[int]) -> int:
    """How often the most frequent of them is there."""
    return Counter(numbers).most_common(1)[0][1]


async def tap(judge: Socket, number: int) -> float:
    """Taps and waits for the acknowledgement; how long that took, s."""
    began_s = time.monotonic()
    answer = await judge.ask({**TAP, "id_registro": f"tap-{number}", "tiempo": number})
    assert answer["tipo"] == "tiempo_registrado", answer
    return time.monotonic() - began_s


@pytest.mark.gen_test(timeout=30)
async def test_a_stranger_with_all_places_of_an_address_keeps_nobody_out(
    io_loop: Any, tmp_path: Path
) -> None:
    """Not even a judge behind the same address: who says nothing makes room."""
    async with Venue(tmp_path, limits={"connections_per_address": 20}) as venue:
        judge = await venue.judge()
        await venue.start_race()
        async with crowd(venue.server.port, 60, address="127.0.0.1") as strangers:
            await eventually(lambda: _has_ended(strangers, 40), "forty are ended", 5)
            assert await tap(judge, 1) < 5
            await venue.judge("juez2")
            assert (await venue.get("/health")).status == 200
            # Those that came last are still there.
            await strangers[-1].say(REQUEST)
            assert (await strangers[-1].hear())[0].startswith("HTTP/1.1 200")


async def _has_ended(strangers: list[Stranger], count: int) -> bool:
    return await ended(strangers) >= count


@pytest.mark.gen_test(timeout=30)
async def test_spectators_leave_places_and_are_told_to_come_later(
    io_loop: Any, tmp_path: Path
) -> None:
    async with Venue(tmp_path, limits={"connections_per_address": 20}) as venue:
        port = venue.server.port
        async with crowd(port, 18, spectators_handshake(port)) as spectators:
            heads = [(await one.hear())[0] for one in spectators]
            assert [head.split()[1] for head in heads] == ["101"] * 15 + ["429"] * 3
            assert "Retry-After: 1" in heads[-1]
            # A judge of the same address finds a place, and takes none of those.
            token = await venue.token("juez1")
            handshake = spectators_handshake(port).replace(
                b"/ws/competencia/1/", f"/ws/juez/2/?token={token}".encode()
            )
            async with crowd(port, 30), stranger(port) as judge:
                await judge.say(handshake)
                assert (await judge.hear())[0].startswith("HTTP/1.1 101")
            # Those who listen have not been ended for anybody.
            assert await ended_sockets(spectators[:15]) == 0
            # When one leaves, there is a place again.
            spectators[0].leave()
            await eventually(lambda: _is_let_in(port), "a spectator is let in", 5)


async def _is_let_in(port: int) -> bool:
    async with stranger(port) as one:
        await one.say(spectators_handshake(port))
        return (await one.hear())[0].startswith("HTTP/1.1 101")


class EncryptedVenue(Venue):
    """A venue with HTTPS."""

    async def start(self) -> None:
        """As at every start."""
        settings = msgspec.structs.replace(
            self.settings, tls=msgspec.structs.replace(self.settings.tls, enabled=True, port=0)
        )
        self.server = TimingServer(settings, self.clock, Network().surroundings)
        await self.server.start()


@pytest.mark.gen_test(timeout=30)
async def test_places_are_counted_over_both_doors(io_loop: Any, tmp_path: Path) -> None:
    limits = {"connections_per_address": 20}
    async with EncryptedVenue(tmp_path, limits=limits) as venue:
        # None of them begins the handshake of TLS.
        strangers = [await Stranger.come(venue.server.https_port) for _ in range(30)]
        await eventually(lambda: _has_ended(strangers, 10), "ten are ended", 5)
        async with crowd(venue.server.port, 20):
            await eventually(lambda: _has_ended(strangers, 30), "all are ended", 5)
            assert (await venue.get("/health")).status == 200
        for one in strangers:
            one.leave()


@pytest.mark.skipif(os.name != "posix", reason="limits as POSIX has them")
@pytest.mark.gen_test(timeout=60)
async def test_a_server_with_few_files_stays_open_to_judges(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stranger has more addresses than an address has places, and the system few files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    run = asyncio.create_subprocess_exec

    async def with_few_files(*arguments: Any, **how: Any) -> Any:
        limit = (260, 260)
        return await run(
            *arguments, **how, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limit)
        )

    monkeypatch.setattr(asyncio, "create_subprocess_exec", with_few_files)
    assert soft > 1_000, hard
    async with VenueInProcess(tmp_path / "data") as venue:
        judge = await venue.judge("juez1")
        await venue.start_race()
        port = venue.server.port
        async with crowd(port, 150), crowd(port, 150, address="127.0.0.4"):
            for number in range(10):
                assert await tap(judge, number) < 5
            late = await venue.judge("juez2")
            assert (await late.ask({"tipo": "ping"}))["tipo"] == "pong"
        await venue.stop()
        assert "Too many open files" not in await venue.errors()


@pytest.mark.gen_test(timeout=30)
async def test_when_the_system_has_no_files_left_one_connection_makes_room(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    right_accept, refused = sockets.socket.accept, 0

    def accept(self: sockets.socket) -> Any:
        nonlocal refused
        if refused < 3:
            refused += 1
            raise OSError(24, "Too many open files")
        return right_accept(self)

    async with crowd(venue.server.port, 5) as strangers:
        await eventually(lambda: _is_counted(venue, 5), "they are there", 5)
        monkeypatch.setattr(sockets.socket, "accept", accept)
        assert (await venue.get("/health")).status == 200
        assert await ended(strangers) == 3


async def _is_counted(venue: Venue, count: int) -> bool:
    accepted = venue.server._servers[0]._connections  # type: ignore[attr-defined]
    return len(accepted) >= count


@pytest.mark.gen_test(timeout=30)
async def test_taps_do_not_wait_for_a_crowd_that_asks_all_at_once(venue: Venue) -> None:
    """300 requests in the same moment took 100 ms of the loop in a row, with all taps behind."""
    judge = await venue.judge()
    await venue.start_race()
    begun_at, rounds = list[int](), count_rounds()
    right_get = status.HealthHandler.get

    async def get(self: Any) -> None:
        begun_at.append(next(rounds))
        await right_get(self)  # type: ignore[misc]

    get.endpoint = right_get.endpoint  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(status.HealthHandler, "get", get)
        async with crowd(venue.server.port, 300, b"") as strangers:
            for one in strangers:
                one.writer.write(REQUEST)
            answer = asyncio.create_task(tap(judge, 1))
            heads = [(await one.hear())[0] for one in strangers]
            assert all(head.startswith("HTTP/1.1 200") for head in heads)
            await answer
    assert len(begun_at) == 300
    assert most_in_a_round(begun_at) <= 2


PING_MESSAGE = b'{"tipo": "ping", "t0": 7}'


@pytest.mark.parametrize(
    ("flood", "last"),
    [
        (frame(b"", PING) * 500, frame(PING_MESSAGE)),
        (frame(b"x", PONG) * 500, frame(PING_MESSAGE)),
        (frame(b'{"tipo": "x"}') * 500, frame(PING_MESSAGE)),
        (
            frame(PING_MESSAGE[:-1], is_last=False) + frame(b"", CONTINUATION, is_last=False) * 499,
            frame(PING_MESSAGE[-1:], CONTINUATION),
        ),
    ],
    ids=["pings", "pongs", "messages", "pieces"],
)
@pytest.mark.gen_test(timeout=30)
async def test_a_spectator_who_floods_is_read_by_turns(
    venue: Venue, monkeypatch: pytest.MonkeyPatch, flood: bytes, last: bytes
) -> None:
    """Five who pinged as fast as they could made a tap take 140 ms."""
    taken, right_take = list[str](), Turns.take

    def take(self: Turns, address: str) -> Any:
        taken.append(address)
        return right_take(self, address)

    monkeypatch.setattr(Turns, "take", take)
    one = await RawSocket.open(venue.server.port, "/ws/competencia/1/")
    taken.clear()
    await one.send(flood, last)
    assert (await one.read_tipo("pong"))["t0"] == 7
    # A hundred at once, and some more while time went by; the next one has its turn already.
    assert 300 < len(taken) <= 402
    await one.cut()


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_who_sends_much_takes_no_turns(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = await venue.judge()
    monkeypatch.setattr(Turns, "take", lambda *_: pytest.fail("a judge waits"))
    for number in range(200):
        await judge.send({"tipo": "ping", "t0": number})
    while (await judge.read_tipo("pong"))["t0"] != 199:
        pass
    monkeypatch.undo()


@pytest.mark.gen_test(timeout=30)
async def test_no_socket_is_compressed(venue: Venue) -> None:
    """A kilobyte on the wire could be a megabyte in memory."""
    request = spectators_handshake(venue.server.port)
    offer = b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
    async with stranger(venue.server.port) as one:
        await one.say(request[:-2] + offer)
        head, _ = await one.hear()
        assert head.startswith("HTTP/1.1 101")
        assert "Sec-WebSocket-Extensions" not in head
        # A frame that says it is compressed ends the connection.
        await one.say(b"\xc1" + frame(b"{}")[1:])
        await one.hear_the_end()
    assert (await venue.get("/health")).status == 200


@pytest.mark.parametrize(
    "frames",
    [
        [frame(b"{", is_last=False), *[frame(b" " * 60_000, CONTINUATION, is_last=False)] * 3],
        [b"\x81\xff" + (2**40).to_bytes(8) + b"\0\0\0\0"],
        [b"\x81\xff" + (200_000).to_bytes(8) + b"\0\0\0\0"],
    ],
    ids=["pieces without end", "a terabyte promised", "200 kB promised"],
)
@pytest.mark.gen_test(timeout=30)
async def test_a_socket_holds_no_more_than_two_messages_of_memory(
    venue: Venue, frames: list[bytes]
) -> None:
    """Each of thousands of spectators could fill a megabyte, byte by byte."""
    one = await RawSocket.open(venue.server.port, "/ws/competencia/1/")
    await one.send(*frames)
    # What it has sent beyond that may cut off what it is told.
    with suppress(ConnectionError):
        assert await one.read_close() == 1009
    await one.cut()


@pytest.mark.gen_test(timeout=30)
async def test_taps_do_not_wait_for_a_crowd_that_begins_tls_all_at_once(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each beginning is a signature of ours."""
    hello = ssl.MemoryBIO()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with suppress(ssl.SSLWantReadError):
        context.wrap_bio(ssl.MemoryBIO(), hello).do_handshake()
    said = hello.read()
    async with EncryptedVenue(tmp_path) as venue:
        judge = await venue.judge()
        await venue.start_race()
        begun_at, right_handshake = list[int](), SSLIOStream._do_ssl_handshake
        rounds = count_rounds()

        def do_handshake(self: SSLIOStream) -> None:
            begun_at.append(next(rounds))
            right_handshake(self)

        monkeypatch.setattr(SSLIOStream, "_do_ssl_handshake", do_handshake)
        async with crowd(venue.server.https_port, 100) as strangers:
            for one in strangers:
                one.writer.write(said)
            answer = asyncio.create_task(tap(judge, 1))
            for one in strangers:
                assert (await asyncio.wait_for(one.reader.read(3), 10))[:2] == b"\x16\x03"
            await answer
    assert len(begun_at) >= 100
    assert most_in_a_round(begun_at) <= 2
