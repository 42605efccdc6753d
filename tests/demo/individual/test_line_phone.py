"""A phone at a line against a server that misbehaves."""

import asyncio
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient

from tests.demo.pretended_server import PhoneSocket, PretendedServer, store, store_marks
from tornado_timing.demo.account import Account
from tornado_timing.demo.individual.line_phone import LinePhone
from tornado_timing.demo.individual.messages import SentMark
from tornado_timing.demo.individual.staff import WRITERS, JudgePlan, Place, PlannedMark
from tornado_timing.demo.tally import Tally

pytestmark = pytest.mark.usefixtures("impatient")

SPEED = 1_000.0
MARKS = (
    PlannedMark("id-1", Place.START, 10, at_ms=10, bib="7", meant_for="7"),
    PlannedMark("id-2", Place.FINISH, 20, at_ms=20),
    PlannedMark("id-3", Place.FINISH, 30, noted_ms=30, bib="8", meant_for="8"),
)


async def play(
    server: PretendedServer,
    port: int,
    outages: tuple[tuple[int, int], ...] = (),
    repeats: frozenset[int] = frozenset(),
) -> Tally[SentMark]:
    """Plays one judge's race against `server`, from sign-in to the closed socket."""
    if server.answer is store:
        server.answer = store_marks
    tally: Tally[SentMark] = Tally()
    http = AsyncHTTPClient(force_instance=True)
    account = Account(http, f"http://127.0.0.1:{port}", "dorsal1", "secret", tally)
    plan = JudgePlan(WRITERS[0], MARKS, outages, repeats)
    phone = LinePhone(account, plan, f"ws://127.0.0.1:{port}", SPEED, tally)
    try:
        async with asyncio.timeout(8), asyncio.TaskGroup() as tasks:
            tasks.create_task(phone.run())
            await phone.ready.wait()
            server.start()
            await phone.recorded.wait()
            server.stop()
    finally:
        http.close()
    await asyncio.wait_for(server.left.wait(), 2)
    return tally


def expect_all_stored_once(server: PretendedServer, tally: Tally[SentMark]) -> None:
    assert set(server.marks) == {"id-1", "id-2", "id-3"}
    assert tally.sent == tally.acknowledged
    assert set(tally.sent) == set(server.marks)
    assert tally.errors == []


@pytest.mark.gen_test(timeout=10)
async def test_each_mark_is_sent_to_its_line_and_acknowledged(
    server: PretendedServer, port: int
) -> None:
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert [mark["linea_id"] for mark in server.marks.values()] == [6, 5, 5]
    assert [mark["secuencia"] for mark in server.marks.values()] == [1, 2, 3]
    assert (tally.resent_messages, tally.reconnections, tally.duplicates) == (0, 0, 0)


@pytest.mark.gen_test(timeout=10)
async def test_a_message_sent_twice_is_stored_once(server: PretendedServer, port: int) -> None:
    tally = await play(server, port, repeats=frozenset({1}))
    expect_all_stored_once(server, tally)
    assert (tally.resent_messages, tally.duplicates) == (1, 1)


@pytest.mark.gen_test(timeout=10)
async def test_marks_of_an_outage_wait_and_are_sent_after_it(
    server: PretendedServer, port: int
) -> None:
    tally = await play(server, port, outages=((15, 200),))
    expect_all_stored_once(server, tally)
    assert tally.reconnections == 1
    assert [mark["secuencia"] for mark in server.frames[-1]["marcas"]] == [2, 3]


@pytest.mark.gen_test(timeout=10)
async def test_marks_wait_for_the_answer_to_those_before_and_then_go_together(
    server: PretendedServer, port: int
) -> None:
    def swallow_the_first(
        server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]
    ) -> None:
        if len(server.frames) > 1:
            store_marks(server, socket, message)

    server.answer = swallow_the_first
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.resent_messages == 1
    assert [len(frame["marcas"]) for frame in server.frames] == [1, 1, 2]


@pytest.mark.gen_test(timeout=10)
async def test_an_error_that_may_pass_is_tried_again(server: PretendedServer, port: int) -> None:
    def refuse_the_first(
        server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]
    ) -> None:
        if len(server.frames) == 1:
            error = {"tipo": "error", "codigo": "storage_failed", "mensaje": ""}
            socket.write_message({**error, "ref": message["ref"]})
        else:
            store_marks(server, socket, message)

    server.answer = refuse_the_first
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.resent_messages == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_refusal_is_an_error_and_not_an_acknowledgement(
    server: PretendedServer, port: int
) -> None:
    def refuse(server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]) -> None:
        error = {"tipo": "error", "codigo": "line_not_allowed", "mensaje": "No"}
        socket.write_message({**error, "ref": message["ref"]})

    server.answer = refuse
    tally = await play(server, port)
    assert set(tally.errors) == {"dorsal1: No"}
    assert tally.acknowledged == {}


@pytest.mark.gen_test(timeout=10)
async def test_a_mark_acknowledged_with_another_time_is_an_error(
    server: PretendedServer, port: int
) -> None:
    def shift(server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]) -> None:
        server.started_at_ms += 1
        store_marks(server, socket, message)
        server.started_at_ms -= 1

    server.answer = shift
    tally = await play(server, port)
    assert set(tally.acknowledged) == {"id-3"}
    assert len(tally.errors) == 2
