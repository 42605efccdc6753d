"""A judge reads and writes its own and nobody else's, by any route, socket or message."""

import typing
from typing import Any

import jwt
import pytest
from tornado.httpclient import HTTPClientError

from tests.journeys.decisions import DECISIONS, MESSAGES, SOCKETS, Whose
from tests.journeys.neighbours import SECRET, Neighbours, ask, body_for, path_with, tap
from tests.journeys.test_marks import correction, mark, send
from tests.venue import Venue
from tornado_timing.protocol import messages
from tornado_timing.web.api import METHODS
from tornado_timing.web.endpoint import Access, endpoint_of
from tornado_timing.web.routes import API_ROUTES, SOCKET_ROUTES

DECIDED_BY_ACCESS = {
    Access.PUBLIC: {Whose.NOBODYS, Whose.PUBLISHED},
    Access.SIGNED_IN: {Whose.NOBODYS, Whose.OWN},
    Access.JUDGE: {Whose.OWN},
    Access.ORGANIZER: {Whose.ORGANIZERS},
    Access.ANNOUNCER: {Whose.ANNOUNCERS},
    Access.LOCAL: {Whose.COMMANDS},
    Access.LOOPBACK: {Whose.PROGRAMS},
}
REFUSED = (401, 403, 404)


def routes_of(*decided: Whose) -> list[tuple[str, str]]:
    return [route for route, whose in DECISIONS.items() if whose in decided]


def test_whose_things_are_asked_for_is_decided_for_every_route() -> None:
    declared = {
        (method, path): found.access
        for path, handler in API_ROUTES
        for method in METHODS
        if (found := endpoint_of(handler, method)) is not None
    }
    assert set(declared) == set(DECISIONS)
    for route, access in declared.items():
        decided = DECIDED_BY_ACCESS.get(access)
        assert decided is None or DECISIONS[route] in decided, route
    assert {path for path, _ in SOCKET_ROUTES} == set(SOCKETS)


def test_whose_things_are_spoken_of_is_decided_for_every_message() -> None:
    kinds = typing.get_args(messages.ClientMessage)
    assert {kind.__struct_config__.tag for kind in kinds} == set(MESSAGES)


@pytest.mark.gen_test(timeout=60)
async def test_no_route_opens_what_is_not_the_judges_own(venue: Venue) -> None:
    there = await Neighbours(venue).open()
    before, judge = there.fingerprint(), await venue.token("juez1")
    for method, path in routes_of(Whose.OWN, Whose.ORGANIZERS, Whose.ANNOUNCERS, Whose.COMMANDS):
        for numbers in there.places:
            answer = await ask(venue, method, path, numbers, judge)
            route = (method, path_with(path, numbers))
            assert SECRET.encode() not in answer.body, route
            if DECISIONS[method, path] is not Whose.OWN:
                assert answer.status in (401, 403), route
            elif "{" in path or body_for(path, numbers):
                assert answer.status in (403, 404), route
    assert there.fingerprint() == before


@pytest.mark.gen_test(timeout=30)
async def test_every_route_of_the_judges_own_opens_what_is_its_own(venue: Venue) -> None:
    """Or the test before this one would hold where nothing is opened at all."""
    there = await Neighbours(venue).open()
    judge = await venue.token("juez1")
    for method, path in routes_of(Whose.OWN):
        answer = await ask(venue, method, path, there.own, judge)
        assert answer.status in (200, 201), (method, path)
        for word in (SECRET, "others-mark"):
            assert word.encode() not in answer.body, (method, path)


@pytest.mark.gen_test(timeout=30)
async def test_what_is_not_published_is_opened_by_no_public_route(venue: Venue) -> None:
    there = await Neighbours(venue).open()
    published = {**there.own, "competition_id": there.course.number}
    await venue.stop_race(there.course.number)
    official = f"/api/competencias/{there.course.number}/publicar/"
    await send(venue, "POST", official, {"stage": "official", "expected_version": 0})
    for token in (None, await venue.token("juez1")):
        for method, path in routes_of(Whose.PUBLISHED):
            answer = await ask(venue, method, path, published, token)
            assert answer.status == 200, (path, answer.body)
            # Nobody learns the ids of marks, to send something else by them.
            assert b"own-mark" not in answer.body
            for numbers in (there.hidden, there.binned):
                answer = await ask(venue, method, path, numbers, token)
                assert answer.status == 404, path_with(path, numbers)
                assert SECRET.encode() not in answer.body
        _, greeting = await venue.spectator(there.course.number)
        assert "own-mark" not in str(greeting)
        for path in ("/api/competencias/publicas/", "/api/me/"):
            assert SECRET.encode() not in (await venue.get(path, token=token)).body


@pytest.mark.gen_test(timeout=60)
async def test_no_other_token_opens_a_gate(venue: Venue) -> None:
    """Each is good somewhere, and nowhere else."""
    there = await Neighbours(venue).open()
    links = f"/api/competencias/{there.course.number}/locutor/"
    key = (await send(venue, "POST", links, {}, 201))["key"]
    signed_in = (await venue.login("organiza")).json
    ticket = (await venue.post("/api/ws-ticket/", user="organiza")).json["ticket"]
    (card,) = await send(venue, "POST", "/api/jueces/tarjetas/", {"judge_ids": [2]})
    claims = jwt.decode(signed_in["access"], options={"verify_signature": False})
    secret = bytes.fromhex((venue.data_dir / "signing.key").read_text())
    local = jwt.encode({**claims, "typ": "local"}, secret, algorithm="HS256")
    none = jwt.encode(claims, None, algorithm="none")
    tokens = [key, signed_in["refresh"], ticket, card["code"], local, none]
    before = there.fingerprint()
    for token in tokens:
        for method, path in DECISIONS:
            whose = DECISIONS[method, path]
            if whose in (Whose.NOBODYS, Whose.PUBLISHED, Whose.PROGRAMS) and path not in (
                "/api/me/",
                "/api/ws-ticket/",
            ):
                continue
            if (token, whose) in ((key, Whose.ANNOUNCERS), (local, Whose.COMMANDS)):
                continue
            numbers = {**there.own, "competition_id": there.course.number}
            answer = await ask(venue, method, path, numbers, token)
            assert answer.status == 401, (method, path, token)
    for method, path in routes_of(Whose.ANNOUNCERS):
        assert (
            await ask(venue, method, path, {"competition_id": there.course.number}, key)
        ).status == 200
        for numbers in there.places:
            assert (await ask(venue, method, path, numbers, key)).status == 401
    assert there.fingerprint() == before


async def handshake(venue: Venue, path: str, query: str) -> int:
    """101, or why a socket was refused."""
    try:
        socket = await venue.socket(f"{path}?{query}")
    except HTTPClientError as error:
        return error.code
    await socket.close()
    return 101


@pytest.mark.gen_test(timeout=30)
async def test_a_socket_opens_for_its_own_role_and_things_alone(venue: Venue) -> None:
    there = await Neighbours(venue).open()
    links = f"/api/competencias/{there.course.number}/locutor/"
    key = (await send(venue, "POST", links, {}, 201))["key"]
    tokens = {
        "nobody": "",
        "refresh": f"token={(await venue.login('juez1')).json['refresh']}",
        "key": f"token={key}",
        "juez1": f"token={await venue.token('juez1')}",
        "juez2": f"token={await venue.token('juez2')}",
        "organiza": f"token={await venue.token('organiza')}",
    }
    let_in = {Whose.OWN: {"juez1"}, Whose.ORGANIZERS: {"organiza"}, Whose.PUBLISHED: set(tokens)}
    for path, whose in SOCKETS.items():
        for role, query in tokens.items():
            status = await handshake(venue, path_with(path, there.own), query)
            assert (status == 101) is (role in let_in[whose]), (path, role)
            assert status == 101 or status in REFUSED
        if whose is Whose.PUBLISHED:
            for numbers in (there.hidden, there.binned):
                for role, query in tokens.items():
                    assert await handshake(venue, path_with(path, numbers), query) == 404, role


def spoken(line_id: int, team_id: int, name: str) -> dict[str, dict[str, Any]]:
    """Each message of a judge about what is called `name`, of this team and at this line."""
    time = {"equipo_id": team_id}
    new = {"id_registro": f"new-{name}", "tiempo": 9_000}
    return {
        "registrar_tiempo": {**time, **new},
        "registrar_tiempos": {**time, "registros": [new]},
        "retirar_registro": {"id_registro": f"{name}-time"},
        "devolver_registro": {"id_registro": f"{name}-time"},
        "comprobar_registros": {"ids": [f"{name}-time"]},
        "marcar": {
            **Neighbours.message(line_id),
            "marcas": [mark(f"new-{name}", 5, tiempo=9_000)],
        },
        "corregir_marca": correction(f"{name}-mark", f"c-{name}", dorsal="8"),
        "comprobar_marcas": {"ids": [f"{name}-mark"], "correcciones": ["c-others"]},
    }


@pytest.mark.gen_test(timeout=30)
async def test_no_message_reaches_what_is_not_the_judges_own(venue: Venue) -> None:
    there = await Neighbours(venue).open()
    # Something of juez2 to be asked for by every name.
    await there.juez2.ask(correction("others-mark", "c-others", dorsal="7"))
    before = there.fingerprint()
    expected = {
        "registrar_tiempo": "team_not_allowed",
        "registrar_tiempos": "team_not_allowed",
        "retirar_registro": "record_not_allowed",
        "devolver_registro": "record_not_allowed",
        "marcar": "line_not_allowed",
        "corregir_marca": "mark_not_allowed",
    }
    for numbers in there.places:
        said = spoken(numbers["line_id"], numbers["team_id"], "others")
        assert set(said) == {kind for kind, whose in MESSAGES.items() if whose is Whose.OWN}
        for kind, message in said.items():
            answer = await there.juez1.ask({**message, "tipo": kind, "ref": "r"})
            assert SECRET not in str(answer), kind
            if kind.startswith("comprobar"):
                assert answer["faltan"] == message["ids"], kind
                assert not any(
                    answer[name] for name in ("guardados", "guardadas") if name in answer
                )
            elif numbers is there.binned:
                # Deleted: there is no such thing any more, whoever had it.
                assert answer["codigo"] in (expected[kind], "team_not_found", "line_not_found"), (
                    kind
                )
            else:
                assert answer["codigo"] == expected[kind], kind
    answer = await there.juez1.ask({"tipo": "ping", "t0": 5})
    assert answer["tipo"] == "pong"
    assert there.fingerprint() == before


@pytest.mark.gen_test(timeout=30)
async def test_in_one_message_the_own_is_done_and_the_others_is_not(venue: Venue) -> None:
    there = await Neighbours(venue).open()
    line_id = there.own["line_id"]
    mixed = [
        mark("new-own", 5, tiempo=9_000),
        mark("others-mark", tiempo=6_000, dorsal="7"),
        mark("own-mark", tiempo=5_000, dorsal="7"),
    ]
    answer = await there.juez1.ask({**there.message(line_id), "marcas": mixed})
    assert [one["id_marca"] for one in answer["marcas_guardadas"]] == ["new-own", "own-mark"]
    assert [one["codigo"] for one in answer["marcas_fallidas"]] == ["mark_id_taken"]
    for kind, ids, key in (
        ("comprobar_registros", ["own-time", "others-time"], "guardados"),
        ("comprobar_marcas", ["own-mark", "others-mark"], "guardadas"),
    ):
        answer = await there.juez1.ask({"tipo": kind, "ids": ids})
        assert (answer[key], answer["faltan"]) == (ids[:1], ids[1:])
    records = [
        {"id_registro": "new-own", "tiempo": 9_000},
        {"id_registro": "others-time", "tiempo": 5_000},
        {"id_registro": "own-time", "tiempo": 5_000},
    ]
    answer = await there.juez1.ask(
        {"tipo": "registrar_tiempos", "equipo_id": 1, "registros": records}
    )
    assert [one["id_registro"] for one in answer["registros_guardados"]] == ["new-own", "own-time"]
    assert [one["codigo"] for one in answer["registros_fallidos"]] == ["record_id_taken"]


@pytest.mark.gen_test(timeout=30)
async def test_who_takes_anothers_id_first_takes_no_time_from_it(venue: Venue) -> None:
    """Ids are in the public results: after the swap for an older backup anybody may send one."""
    there = await Neighbours(venue).open()
    assert "codigo" not in await tap(there.juez2, 3, "of-juez1", 61_000)
    refused = await tap(there.juez1, 1, "of-juez1", 61_000)
    assert (refused["codigo"], refused["conservado"]) == ("record_id_taken", True)
    (kept,) = await send(venue, "GET", "/api/rechazados/")
    await send(venue, "POST", f"/api/rechazados/{kept['id']}/aceptar/", {}, 201)
    for team_id in (1, 3):
        assert 61_000 in [one.elapsed_ms for one in venue.state.times_of(team_id).records]
