"""Who is let in to a socket: everything is decided before the upgrade, and said in JSON."""

import asyncio
import logging
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from tests.journeys.raw_client import RawSocket
from tests.venue import Answer, Venue

TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5}
FOREIGN = {"Origin": "http://evil.example"}


async def refused(venue: Venue, path: str, headers: dict[str, str] | None = None) -> Answer:
    """The answer to a handshake that must fail."""
    with pytest.raises(HTTPClientError) as raised:
        await venue.socket(path, headers)
    response = raised.value.response
    assert response is not None
    return Answer(response.code, response.headers, response.body)


def judge_id(venue: Venue, user: str = "juez1") -> int:
    """The id in the path of a judge's socket."""
    found: int = venue.state.account_by_login(user).id
    return found


@pytest.mark.gen_test(timeout=30)
async def test_without_a_good_token_it_is_a_401(venue: Venue) -> None:
    refresh = (await venue.login("juez1")).json["refresh"]
    bad = "El token no es válido o ha expirado."
    for query, detail in (
        ("", "Authentication credentials were not provided."),
        ("?token=", "Authentication credentials were not provided."),
        ("?token=x", bad),
        (f"?token={refresh}", bad),
        ("?ticket=x", bad),
    ):
        for slash in ("/", ""):
            answer = await refused(venue, f"/ws/juez/{judge_id(venue)}{slash}{query}")
            assert answer.status == 401, query
            assert answer.json["detail"] == detail
            if detail == bad:
                assert answer.json["code"] == "token_not_valid"


@pytest.mark.gen_test(timeout=30)
async def test_an_expired_token_is_a_401(io_loop: Any, tmp_path: Any) -> None:
    async with Venue(tmp_path, security={"access_token_s": 1}) as venue:
        token = await venue.token("juez1")
        socket = await venue.judge("juez1")
        await venue.start_race()
        await asyncio.sleep(1.1)
        path = f"/ws/juez/{judge_id(venue)}/?token={token}"
        assert (await refused(venue, path)).json["code"] == "token_not_valid"
        assert (await venue.get("/api/me/", token=token)).status == 401
        # The socket that is open outlasts its token: so does a race.
        assert (await socket.ask(TAP))["tipo"] == "tiempo_registrado"


@pytest.mark.gen_test(timeout=30)
async def test_who_may_not_is_a_403(venue: Venue) -> None:
    organizer, judge = await venue.token("organiza"), await venue.token("juez1")
    own, other = judge_id(venue), judge_id(venue, "juez2")
    for number, token in ((other, judge), (99, judge), (1, organizer), (own, organizer)):
        answer = await refused(venue, f"/ws/juez/{number}/?token={token}")
        assert answer.status == 403, number
        assert answer.json["detail"]
    hidden = {"is_active": False}
    await venue.call("PATCH", "/api/competencias/1/", hidden, user="organiza")
    answer = await refused(venue, f"/ws/juez/{own}/?token={judge}")
    assert answer.status == 403
    assert answer.json["detail"] == "El juez no tiene ninguna competencia activa."


@pytest.mark.gen_test(timeout=30)
async def test_an_inactive_judge_is_a_403(venue: Venue) -> None:
    token = await venue.token("juez1")
    path = f"/api/jueces/{judge_id(venue)}/"
    await venue.call("PATCH", path, {"activo": False}, user="organiza")
    answer = await refused(venue, f"/ws/juez/{judge_id(venue)}/?token={token}")
    assert answer.status == 403
    assert answer.json["detail"] == "Usuario inactivo. Contacte al administrador."


@pytest.mark.gen_test(timeout=30)
async def test_a_competition_that_is_not_published_is_a_404(venue: Venue) -> None:
    hidden = {"is_active": False}
    await venue.call("PATCH", "/api/competencias/1/", hidden, user="organiza")
    for number in (1, 9):
        answer = await refused(venue, f"/ws/competencia/{number}/")
        assert answer.status == 404
        assert answer.json["detail"] == "No encontrado."


@pytest.mark.gen_test(timeout=30)
async def test_a_ticket_opens_one_socket_of_its_own_judge(venue: Venue) -> None:
    async def ticket() -> str:
        answer = await venue.post("/api/ws-ticket/", user="juez1")
        return str(answer.json["ticket"])

    path = f"/ws/juez/{judge_id(venue)}/?ticket={await ticket()}"
    socket = await venue.socket(path)
    assert (await socket.read())["tipo"] == "conexion_establecida"
    assert (await refused(venue, path)).status == 401
    other = f"/ws/juez/{judge_id(venue, 'juez2')}/?ticket={await ticket()}"
    assert (await refused(venue, other)).status == 403
    # A ticket is no access token.
    assert (await venue.get("/api/me/", token=await ticket())).status == 401


@pytest.mark.gen_test(timeout=30)
async def test_a_ticket_dies_after_half_a_minute(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = [(await venue.post("/api/ws-ticket/", user="juez1")).json["ticket"] for _ in "ab"]
    uptime_s = venue.clock.uptime_s
    path = f"/ws/juez/{judge_id(venue)}/?ticket="
    monkeypatch.setattr(venue.clock, "uptime_s", lambda: uptime_s() + 29)
    assert (await (await venue.socket(path + tickets[0])).read())["tipo"] == "conexion_establecida"
    monkeypatch.setattr(venue.clock, "uptime_s", lambda: uptime_s() + 31)
    assert (await refused(venue, path + tickets[1])).status == 401


@pytest.mark.gen_test(timeout=30)
async def test_pages_of_other_origins_are_kept_out(io_loop: Any, tmp_path: Any) -> None:
    async with Venue(tmp_path, cors={"origins": ["https://club.example"]}) as venue:
        token = await venue.token("juez1")
        own = f"http://127.0.0.1:{venue.server.port}"
        for path in (f"/ws/juez/{judge_id(venue)}/?token={token}", "/ws/competencia/1/"):
            for origin in ("http://evil.example", "null", "", f"{own}.evil.example",
                           "http://127.0.0.1", "https://club.example.evil"):  # fmt: skip
                answer = await refused(venue, path, {"Origin": origin})
                assert answer.status == 403, origin
                assert answer.json["detail"] == "Origen no permitido."
            for headers in ({}, {"Origin": own}, {"Origin": "https://club.example"}):
                socket = await venue.socket(path, headers)
                assert (await socket.read())["tipo"] == "conexion_establecida"


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("without", "instead"),
    [
        ("Connection", {}),
        ("Sec-WebSocket-Key", {}),
        ("Sec-WebSocket-Version", {"Sec-WebSocket-Version": "99"}),
        ("Upgrade", {}),
        ("Upgrade", {"Upgrade": "h2c"}),
    ],
)
async def test_what_is_no_handshake_is_answered_in_json(
    venue: Venue, without: str, instead: dict[str, str]
) -> None:
    token = await venue.token("juez1")
    for path in (f"/ws/juez/{judge_id(venue)}/?token={token}", "/ws/competencia/1/"):
        head, body = await RawSocket.refused(venue.server.port, path, without, instead)
        assert head.startswith(("HTTP/1.1 400", "HTTP/1.1 426")), head
        assert "application/json" in head
        assert b'"error"' in body


@pytest.mark.gen_test(timeout=30)
async def test_tokens_never_reach_a_log(venue: Venue, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    signed_in = (await venue.login("juez1")).json
    access = signed_in["access"]
    ticket = (await venue.post("/api/ws-ticket/", token=access)).json["ticket"]
    own, other = judge_id(venue), judge_id(venue, "juez2")
    for query in (f"token={access}", f"ticket={ticket}"):
        socket = await venue.socket(f"/ws/juez/{own}/?{query}")
        await socket.ask({"tipo": "ping"})
        await socket.send("{")
        await socket.close()
    for path, headers in ((f"/ws/juez/{other}/", {}), (f"/ws/juez/{own}/", FOREIGN)):
        await refused(venue, f"{path}?token={access}", headers)
    for path in ("/api/me/", "/nope", "/ws/juez/2/", "/static/nope.js"):
        await venue.get(f"{path}?token={access}")
    body = {"refresh": signed_in["refresh"]}
    await venue.post("/api/token/refresh/", body)
    await venue.post("/api/logout/", body, token=access)
    assert "/ws/juez/" in caplog.text
    for secret in (access, signed_in["refresh"], ticket, "clave-juez1"):
        assert secret not in caplog.text
        assert secret[-20:] not in caplog.text


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_holds_a_few_sockets_but_not_any_number(io_loop: Any, tmp_path: Any) -> None:
    async with Venue(tmp_path, limits={"sockets_per_account": 2}) as venue:
        first, _ = await venue.judge(), await venue.judge()
        token = await venue.token("juez1")
        path = f"/ws/juez/{judge_id(venue)}/?token={token}"
        answer = await refused(venue, path)
        assert answer.status == 429
        assert int(answer.headers["Retry-After"]) >= 1
        await venue.judge("juez2")
        await first.close()
        socket = await venue.socket(path)
        assert (await socket.read())["tipo"] == "conexion_establecida"
