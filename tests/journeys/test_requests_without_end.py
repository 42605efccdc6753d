"""Requests that are too long, never end, or say what is not true of their length."""

import asyncio
import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from tornado.httputil import HTTPHeaders

from tests.journeys.stranger import STRANGERS_ADDRESS, answer_to, stranger
from tests.venue import Venue
from tornado_timing import app
from tornado_timing.live.turns import Turns
from tornado_timing.web import front_door
from tornado_timing.web.api import STRANGERS_BODY_BYTES, ApiHandler

HEAD = b"POST /api/login/ HTTP/1.1\r\nHost: x\r\n"
SIGN_IN = b'{"username": "juez1", "password": "clave-juez1"}'
WRONG = b'{"username": "juez1", "password": "x"}'
WRONG_WHOLE = HEAD + b"Content-Length: %d\r\n\r\n" % len(WRONG) + WRONG
TOO_LONG = [
    b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 4_000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X%d: y\r\n" % n for n in range(4_000)) + b"\r\n",
    b"x" * 20_000,
    b"\r\n" * 10_000 + b"x" * 20_000,
    b"GET / HTTP/1.1\r\nHost: x\r\nX: y\r\n " + b"folded\r\n " * 4_000 + b"\r\n\r\n",
]  # fmt: skip


@pytest.mark.gen_test(timeout=30)
async def test_a_head_of_more_than_16_kib_ends_the_connection(venue: Venue) -> None:
    for sent in TOO_LONG:
        async with stranger(venue.server.port) as one:
            try:
                await one.say(sent)
            except ConnectionError:
                continue
            said = await one.hear_the_end()
            assert b"HTTP/1.1 200" not in said, sent[:60]
    assert (await venue.get("/health")).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_a_head_of_more_than_100_lines_is_refused_before_it_is_taken_apart(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The 2,700 that fit into 16 KiB take 40 ms."""
    begin, end = b"GET /health HTTP/1.1\r\nHost: x\r\n", b"\r\n"
    long = b"X:%s\r\n" % (b"y" * 160)
    most = begin + long * (front_door.MAX_HEAD_LINES - 3)
    assert len(most) > app.MAX_HEADER_BYTES * 0.9
    head, _ = await answer_to(venue.server.port, most + end)
    assert head.startswith("HTTP/1.1 200")
    monkeypatch.setattr(HTTPHeaders, "parse", lambda *_: pytest.fail("it is taken apart"))
    async with stranger(venue.server.port) as one:
        await one.say(begin + b"X:\r\n" * (front_door.MAX_HEAD_LINES - 2) + end)
        assert (await one.hear_the_end()).startswith(b"HTTP/1.1 400")


@pytest.mark.gen_test(timeout=30)
async def test_a_body_in_a_thousand_pieces_ends_the_connection(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front_door, "MAX_CHUNKS", 50)
    for count, answer in [(49, b"HTTP/1.1 401"), (50, b"HTTP/1.1 400")]:
        pieces = [b"1\r\n%c\r\n" % sign for sign in WRONG.ljust(count)]
        async with stranger(venue.server.port) as one:
            # One connection, also when other bodies came by it before.
            await one.say(WRONG_WHOLE)
            assert (await one.hear())[0].startswith("HTTP/1.1 401")
            begin = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
            await one.say(begin + b"".join(pieces) + b"0\r\n\r\n")
            assert (await one.hear())[0].encode().startswith(answer)


@pytest.mark.parametrize(
    ("sent", "turns"),
    [
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\n \r\n" * 30 + b"0\r\n\r\n", 30),
        (HEAD + b"Content-Length: 1000000\r\n\r\n" + b" " * 1_000_000, 15),
    ],
    ids=["chunks", "a long body"],
)
@pytest.mark.gen_test(timeout=30)
async def test_each_piece_of_a_body_takes_a_turn(
    venue: Venue, monkeypatch: pytest.MonkeyPatch, sent: bytes, turns: int
) -> None:
    """A hundred who sent bytes as chunks had taps wait for seconds."""
    taken, right_take = list[str](), Turns.take

    def take(self: Turns, address: str) -> Any:
        taken.append(address)
        return right_take(self, address)

    monkeypatch.setattr(Turns, "take", take)
    head, _ = await answer_to(venue.server.port, sent)
    assert head.split()[1] in ("400", "413")
    assert taken.count(STRANGERS_ADDRESS) > turns


@pytest.mark.gen_test(timeout=30)
async def test_a_body_that_nobody_may_send_is_not_read_to_its_end(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front_door, "MAX_STRANGERS_BODY_BYTES", 100_000)
    async with stranger(venue.server.port) as one:
        await one.say(HEAD + b"Content-Length: 1000000\r\n\r\n", b"x" * 100_001)
        assert (await one.hear_the_end()).startswith(b"HTTP/1.1 400")
    body = json.dumps({"registros": [], "x": "x" * 900_000})
    path, judge = "/api/equipos/1/registros/", await venue.token("juez1")
    assert (await venue.post(path, body, token=judge)).json["error"] != "Solicitud inválida."


@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"Content-Length: 48\r\n\r\n" + SIGN_IN[:20],
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\n{\r\n" * 30,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 30,
        HEAD + b"Content-Length: 1000000000000\r\n\r\n{",
    ],
    ids=["shorter than it says", "no last chunk", "no size of a chunk", "a terabyte promised"],
)
@pytest.mark.gen_test(timeout=30)
async def test_a_body_that_does_not_end_ends_the_connection(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(app, "BODY_S", 0.3)
    async with Venue(tmp_path) as venue, stranger(venue.server.port) as one:
        await one.say(sent)
        assert await one.hear_the_end() == b""


@pytest.mark.gen_test(timeout=30)
async def test_what_comes_after_a_body_is_another_request(venue: Venue) -> None:
    """Its length is what counts, whatever it looks like."""
    longer = HEAD + b"Content-Length: 48\r\n\r\n" + SIGN_IN
    inside = SIGN_IN[:20] + b"GET /api/me/ HTTP/1.1\r\nHost: x\r\n\r\n"
    async with stranger(venue.server.port) as one:
        await one.say(longer, HEAD + b"Content-Length: %d\r\n\r\n" % len(inside) + inside)
        statuses = [(await one.hear())[0].split()[1] for _ in range(2)]
        assert statuses == ["200", "400"]
        await one.say(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await one.hear())[0].split()[1] == "200"


@pytest.mark.gen_test(timeout=30)
async def test_a_packed_body_is_not_unpacked(venue: Venue) -> None:
    packed = gzip.compress(SIGN_IN)
    bomb = gzip.compress(b"[" * 50_000_000)
    assert len(bomb) < STRANGERS_BODY_BYTES
    for body in (packed, bomb):
        head = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
        answer, got = await answer_to(venue.server.port, head + body)
        assert answer.startswith("HTTP/1.1 400")
        assert json.loads(got)["error"] == "JSON inválido."


@pytest.mark.gen_test(timeout=30)
async def test_little_is_kept_of_a_body_until_somebody_is_known_to_be_signed_in(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand strangers with a megabyte each would be two gigabytes."""
    kept = list[int]()
    right_received = ApiHandler.data_received

    def data_received(self: ApiHandler, chunk: bytes) -> None:
        right_received(self, chunk)
        kept.append(len(self._body))

    monkeypatch.setattr(ApiHandler, "data_received", data_received)
    body = json.dumps({"registros": [], "x": "x" * 900_000})
    judge = await venue.token("juez1")
    for path, token, status in [
        ("/api/login/", None, 413),
        ("/api/login/", "x", 413),
        ("/api/equipos/1/registros/", None, 401),
        ("/api/equipos/1/registros/", "x", 401),
        # It has no records in it: all of it has been read.
        ("/api/equipos/1/registros/", judge, 400),
        ("/api/importaciones/", None, 401),
        ("/api/importaciones/", judge, 403),
    ]:
        kept.clear()
        assert (await venue.post(path, body, token=token)).status == status, (path, token)
        assert (max(kept) > 900_000) is (token == judge), path
        assert token == judge or max(kept) <= STRANGERS_BODY_BYTES, path


@pytest.mark.gen_test(timeout=60)
async def test_many_bodies_that_nobody_asked_for_leave_no_memory(venue: Venue) -> None:
    async def pour() -> None:
        async with stranger(venue.server.port) as one:
            try:
                await one.say(HEAD + b"Content-Length: 8000000\r\n\r\n", *[b"x" * 100_000] * 80)
                await one.hear()
            except ConnectionError:
                return

    await pour()
    tracemalloc.start()
    await asyncio.gather(*(pour() for _ in range(10)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # 80 MB have come by; what the ten of them hold at once are buffers of the clients too.
    assert peak < 20_000_000
