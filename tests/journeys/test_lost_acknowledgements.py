"""A phone that lost the answer sends again, and must see success without a second record."""

import asyncio
import json
from typing import Any

import pytest

from tests.journeys.raw_client import RawSocket, frame
from tests.venue import Venue, eventually

RECORDS = [{"tiempo": 5_000 + number, "id_registro": f"r{number}"} for number in range(15)]
TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, **RECORDS[0]}
BATCH = {"tipo": "registrar_tiempos", "equipo_id": 1, "registros": RECORDS}


async def cut_before_the_answer(venue: Venue, message: Any) -> None:
    """Sends `message` and drops the connection at once."""
    socket = await RawSocket.open(venue.server.port, await path(venue))
    await socket.send(frame(json.dumps(message).encode()))
    # Long enough for the message to leave, not for its answer to be read.
    await asyncio.sleep(0)
    await socket.cut()


async def path(venue: Venue) -> str:
    """Of the judge's socket."""
    judge = venue.state.account_by_login("juez1")
    return f"/ws/juez/{judge.id}/?token={await venue.token('juez1')}"


async def all_stored(venue: Venue, count: int) -> None:
    """Waits until `count` records are stored."""

    async def are_stored() -> bool:
        return bool(venue.state.record_count() == count)

    await eventually(are_stored, f"{count} records are stored")


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("message", [TAP, BATCH], ids=["single", "batch"])
async def test_resend_after_a_lost_ack_is_a_duplicate(venue: Venue, message: Any) -> None:
    await venue.start_race()
    reader = await RawSocket.open(venue.server.port, await path(venue))
    await reader.send(frame(json.dumps(message).encode()))
    count = len(message.get("registros", [None]))
    await all_stored(venue, count)
    await reader.cut()

    judge = await venue.judge()
    answer = await judge.ask(message)
    saved = answer.get("registros_guardados", [answer])
    assert [item["duplicado"] for item in saved] == [True] * count
    assert venue.state.record_count() == count


@pytest.mark.gen_test(timeout=30)
async def test_whenever_the_socket_is_cut_a_resend_ends_with_each_once(venue: Venue) -> None:
    await venue.start_race()
    for _ in range(10):
        await cut_before_the_answer(venue, BATCH)
    judge = await venue.judge()
    answer = await judge.ask(BATCH)
    assert answer["total_guardados"] == 15
    assert answer["registros_fallidos"] == []
    assert venue.state.record_count() == 15
    results = (await venue.get("/api/competencias/1/resultados/")).json
    assert results["total_registros"] == 15


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("call", ["/api/enviar_tiempos/", "/api/equipos/1/registros/"])
async def test_resend_after_a_lost_http_answer_is_a_success(venue: Venue, call: str) -> None:
    await venue.start_race()
    body = json.dumps({"equipo_id": 1, "registros": RECORDS}).encode()
    head = (
        f"POST {call} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        f"Authorization: Bearer {await venue.token('juez1')}\r\n\r\n"
    )
    _, writer = await asyncio.open_connection("127.0.0.1", venue.server.port)
    writer.write(head.encode() + body)
    await writer.drain()
    await all_stored(venue, 15)
    writer.transport.abort()

    answer = await venue.post(call, body, user="juez1")
    assert answer.status == 201
    saved = answer.json.get("registros_guardados") or answer.json["registros"]
    assert [item["duplicado"] for item in saved] == [True] * 15
    assert venue.state.record_count() == 15


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("meanwhile", ["stopped", "given away", "deleted", "restarted"])
async def test_a_resend_is_a_success_whatever_has_happened_meanwhile(
    venue: Venue, meanwhile: str
) -> None:
    await venue.start_race()
    judge = await venue.judge()
    first = await judge.ask(BATCH)
    team, organizer = "/api/equipos/1/", {"user": "organiza"}
    if meanwhile == "stopped":
        await venue.stop_race()
    elif meanwhile == "given away":
        other = venue.state.account_by_login("juez2").id
        await venue.call("PATCH", team, {"judge_id": other}, **organizer)
    elif meanwhile == "deleted":
        await venue.call("DELETE", team, **organizer)
    else:
        await venue.restart()
        judge = await venue.judge()
    again = await judge.ask(BATCH)
    for item in first["registros_guardados"]:
        item["duplicado"] = True
    assert again == first
    assert (await judge.ask(TAP))["duplicado"] is True
    assert venue.state.record_count() == 15
    # Nothing that is stored is kept among the refused.
    assert (await venue.get("/api/rechazados/", user="organiza")).json == []
    # With one that is new among them, the message is refused, and only that one is kept.
    if meanwhile == "stopped":
        new = {"tiempo": 9_000, "id_registro": "new"}
        refused = await judge.ask({**BATCH, "registros": [RECORDS[0], new]})
        assert refused["codigo"] == "race_not_running"
        kept = (await venue.get("/api/rechazados/", user="organiza")).json
        assert [item["record_id"] for item in kept] == ["new"]
