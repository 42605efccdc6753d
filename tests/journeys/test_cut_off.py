"""Judges who are cut off, sessions that end, and what of it outlives a restart."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.raw_client import RawSocket, frame
from tests.venue import Venue

TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5, "id_registro": "after"}
CUTS: dict[str, tuple[str, Any]] = {
    "deactivated": ("PATCH", {"activo": False}),
    "password": ("PATCH", {"password": "nueva"}),
    "deleted": ("DELETE", None),
}


def judge_path(venue: Venue, user: str = "juez1") -> str:
    """Where organizers change this judge."""
    return f"/api/jueces/{venue.state.account_by_login(user).id}/"


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("cut", CUTS)
async def test_a_judge_is_cut_off_at_once_from_every_socket(venue: Venue, cut: str) -> None:
    sockets = [await venue.judge("juez1"), await venue.judge("juez1")]
    other, token = await venue.judge("juez2"), await venue.token("juez1")
    await venue.start_race()
    method, body = CUTS[cut]
    answer = await venue.call(method, judge_path(venue), body, user="organiza")
    assert answer.status in (200, 204)
    for socket in sockets:
        assert await socket.wait_closed() == 4002
    refused = await venue.get("/api/me/", token=token)
    assert refused.status == (403 if cut == "deactivated" else 401)
    assert (await other.ask({**TAP, "equipo_id": 3}))["tipo"] == "tiempo_registrado"


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("cut", [*CUTS, "logout", "too big"])
async def test_what_a_cut_judge_still_sends_is_not_taken(venue: Venue, cut: str) -> None:
    await venue.start_race()
    signed_in = (await venue.login("juez1")).json
    path = f"/ws/juez/{signed_in['juez']['id']}/?token={signed_in['access']}"
    socket = await RawSocket.open(venue.server.port, path)
    assert (await socket.read())["tipo"] == "conexion_establecida"
    if cut == "too big":
        await socket.send(frame(b"x" * 70_000))
    elif cut == "logout":
        body = {"refresh": signed_in["refresh"]}
        await venue.post("/api/logout/", body, token=signed_in["access"])
    else:
        method, body = CUTS[cut]
        await venue.call(method, judge_path(venue), body, user="organiza")
    assert await socket.read_close() in (4001, 4002, 1009)
    await socket.send(frame(json.dumps(TAP).encode()), frame(b'{"tipo":"ping"}'))
    assert b"tipo" not in await socket.read_rest(0.3)
    assert venue.state.record("after") is None
    await socket.cut()


@pytest.mark.gen_test(timeout=30)
async def test_a_deactivated_judge_comes_back_with_the_old_token(venue: Venue) -> None:
    socket = await venue.judge("juez1")
    await venue.call("PATCH", judge_path(venue), {"activo": False}, user="organiza")
    assert await socket.wait_closed() == 4002
    await venue.call("PATCH", judge_path(venue), {"activo": True}, user="organiza")
    await venue.start_race()
    again = await venue.judge("juez1")
    assert (await again.ask(TAP))["tipo"] == "tiempo_registrado"


@pytest.mark.gen_test(timeout=30)
async def test_a_change_that_concerns_no_access_cuts_nobody(venue: Venue) -> None:
    socket = await venue.judge("juez1")
    for change in ({"first_name": "Otro"}, {"activo": True}, {"email": "otro@ejemplo.com"}):
        answer = await venue.call("PATCH", judge_path(venue), change, user="organiza")
        assert answer.status == 200
    assert (await socket.ask({"tipo": "ping"}))["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
async def test_a_new_password_ends_the_sessions_of_the_old(venue: Venue) -> None:
    old = (await venue.login("juez1")).json
    new = {"password": "nueva"}
    await venue.call("PATCH", judge_path(venue), new, user="organiza")
    assert (await venue.login("juez1")).status == 401
    refresh = await venue.post("/api/token/refresh/", {"refresh": old["refresh"]})
    assert refresh.status == 401
    signed_in = await venue.login("juez1", "nueva")
    assert (await venue.get("/api/me/", token=signed_in.json["access"])).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_logout_closes_the_sockets_of_its_session_only(venue: Venue) -> None:
    phone, spare = (await venue.login("juez1")).json, (await venue.login("juez1")).json
    sockets = {}
    for name, session in (("phone", phone), ("spare", spare)):
        refreshed = await venue.post("/api/token/refresh/", {"refresh": session["refresh"]})
        tokens = (session["access"], refreshed.json["access"])
        sockets[name] = [await venue.judge("juez1", token) for token in tokens]
        ticket = (await venue.post("/api/ws-ticket/", token=session["access"])).json["ticket"]
        socket = await venue.socket(f"/ws/juez/{session['juez']['id']}/?ticket={ticket}")
        assert (await socket.read())["tipo"] == "conexion_establecida"
        sockets[name].append(socket)
    body = {"refresh": phone["refresh"]}
    assert (await venue.post("/api/logout/", body, token=phone["access"])).status == 205
    for socket in sockets["phone"]:
        assert await socket.wait_closed() == 4001
    for socket in sockets["spare"]:
        assert (await socket.ask({"tipo": "ping"}))["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
async def test_a_restart_keeps_sessions_and_revocations(venue: Venue) -> None:
    kept, ended = (await venue.login("juez1")).json, (await venue.login("juez1")).json
    cut = (await venue.login("juez2")).json
    await venue.post("/api/logout/", {"refresh": ended["refresh"]}, token=ended["access"])
    change = {"password": "nueva"}
    await venue.call("PATCH", judge_path(venue, "juez2"), change, user="organiza")
    for _ in range(2):
        await venue.restart()
        assert (await venue.get("/api/me/", token=kept["access"])).status == 200
        await venue.judge("juez1", kept["access"])
        for session, status in ((kept, 200), (ended, 401), (cut, 401)):
            body = {"refresh": session["refresh"]}
            assert (await venue.post("/api/token/refresh/", body)).status == status
        for session in (ended, cut):
            assert (await venue.get("/api/me/", token=session["access"])).status == 401
    assert (await venue.login("juez2", "nueva")).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_a_server_that_stops_says_going_away(venue: Venue) -> None:
    sockets = [await venue.judge(), (await venue.spectator())[0]]
    await venue.stop()
    for socket in sockets:
        assert await socket.wait_closed() == 1001
    await venue.start()


@pytest.mark.gen_test(timeout=30)
async def test_sign_ins_in_flight_when_it_stops_are_no_fault(
    io_loop: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Venue(tmp_path, security={"bcrypt_cost": 10}) as venue:
        connections = [
            await asyncio.open_connection("127.0.0.1", venue.server.port) for _ in range(6)
        ]
        body = json.dumps({"username": "juez1", "password": "clave-juez1"}).encode()
        head = f"POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        for _, writer in connections:
            writer.write(head.encode() + body)
        await asyncio.sleep(0.05)
        await venue.stop()
        for reader, writer in connections:
            answer = await asyncio.wait_for(reader.read(), 5)
            assert answer[9:12] in (b"", b"200", b"503")
            writer.close()
            await writer.wait_closed()
        await venue.start()
    assert "Traceback" not in caplog.text
    assert "Unhandled" not in caplog.text
