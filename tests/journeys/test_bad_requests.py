"""HTTP requests that are wrong: tokens, bodies, methods and paths; every answer is JSON."""

import asyncio
import base64
import json
import time
import warnings
from typing import Any

import jwt
import pytest
from tornado.httpclient import HTTPClientError

from tests.venue import Venue

BAD_TOKEN = {"detail": "El token no es válido o ha expirado.", "code": "token_not_valid"}


def unpadded(part: bytes) -> str:
    """A part of a token, as it is written."""
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


async def bad_tokens(venue: Venue) -> dict[str, str]:
    """A token of every kind that must not be taken, by what is wrong with it."""
    signed_in = (await venue.login("juez1")).json
    access = signed_in["access"]
    key = bytes.fromhex((venue.data_dir / "signing.key").read_text())
    claims = jwt.decode(access, options={"verify_signature": False})
    head, body, signature = access.split(".")

    def signed(secret: bytes = key, algorithm: str = "HS256", **changes: Any) -> str:
        changed = {name: value for name, value in {**claims, **changes}.items() if value != "-"}
        with warnings.catch_warnings():
            # A key of 32 bytes is short for HS512, says PyJWT.
            warnings.simplefilter("ignore")
            return jwt.encode(changed, secret, algorithm=algorithm)

    none = unpadded(b'{"alg":"none","typ":"JWT"}')
    longer = json.dumps({**claims, "exp": claims["exp"] + 99}).encode()
    # What is refused below is refused for what is wrong with it, not for how it is made here.
    assert (await venue.get("/api/me/", token=signed())).status == 200
    return {
        "expired": signed(exp=int(time.time()) - 10),
        "forged": signed(b"x" * 32),
        "other kind": signed_in["refresh"],
        "kind forged": signed(typ="refresh"),
        "local": signed(typ="local"),
        "alg none": f"{none}.{body}.",
        "alg none signed": f"{none}.{body}.{signature}",
        "other algorithm": signed(algorithm="HS512"),
        "body changed": f"{head}.{unpadded(longer)}.{signature}",
        "nobody": signed(sub="99"),
        "sub is no number": signed(sub="juez1"),
        "no sub": signed(sub="-"),
        "no exp": signed(exp="-"),
        "exp is no number": signed(exp="mañana"),
        "no session": signed(sid="-"),
        "old version": signed(ver=0),
        "cut short": access[:-3],
        "empty": "..",
        "not a token": "x" * 5_000,
    }  # fmt: skip


@pytest.mark.gen_test(timeout=30)
async def test_a_bad_token_opens_nothing(venue: Venue) -> None:
    for name, token in (await bad_tokens(venue)).items():
        for method, path in (("GET", "/api/me/"), ("POST", "/api/ws-ticket/"),
                             ("POST", "/api/enviar_tiempos/"), ("DELETE", "/api/equipos/1/"),
                             ("POST", "/api/equipos/1/registros/")):  # fmt: skip
            answer = await venue.call(method, path, token=token)
            assert answer.status == 401, (name, path)
            assert BAD_TOKEN.items() <= answer.json.items()
        with pytest.raises(HTTPClientError) as raised:
            await venue.socket(f"/ws/juez/2/?token={token}")
        assert raised.value.code == 401, name


@pytest.mark.gen_test(timeout=30)
async def test_a_bad_refresh_token_refreshes_nothing(venue: Venue) -> None:
    signed_in = (await venue.login("juez1")).json
    tokens = await bad_tokens(venue)
    del tokens["other kind"], tokens["kind forged"]
    for name, token in {**tokens, "access": signed_in["access"]}.items():
        answer = await venue.post("/api/token/refresh/", {"refresh": token})
        assert answer.status == (400 if len(token) > 4_096 else 401), name
        if answer.status == 401:
            assert answer.json["error"] == "Refresh token inválido o expirado."


@pytest.mark.gen_test(timeout=30)
async def test_the_tokens_of_a_deleted_judge_are_dead(venue: Venue) -> None:
    signed_in = (await venue.login("juez1")).json
    ticket = (await venue.post("/api/ws-ticket/", user="juez1")).json["ticket"]
    await venue.call("DELETE", "/api/jueces/2/", user="organiza")
    answer = await venue.get("/api/me/", token=signed_in["access"])
    assert BAD_TOKEN.items() <= answer.json.items()
    refreshed = await venue.post("/api/token/refresh/", {"refresh": signed_in["refresh"]})
    assert refreshed.status == 401
    assert (await venue.login("juez1")).status == 401
    for query in (f"token={signed_in['access']}", f"ticket={ticket}"):
        with pytest.raises(HTTPClientError) as raised:
            await venue.socket(f"/ws/juez/2/?{query}")
        assert raised.value.code == 401


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Token x", "x"])
async def test_a_header_that_is_no_bearer_token_is_missing(venue: Venue, header: str) -> None:
    answer = await venue.get("/api/me/", headers={"Authorization": header})
    assert answer.status == 401
    assert answer.json["detail"] == "Authentication credentials were not provided."


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", "7", '"x"', "NaN", "{} {}", "[" * 50_000, b"\xff\xfe{}", b"\x00",
     '{"username": "\\ud800"}', '{"username": ' + "[" * 5_000 + "]" * 5_000 + "}"],
    ids=lambda body: repr(body)[:20],
)  # fmt: skip
async def test_a_body_that_is_no_json_object(venue: Venue, body: Any) -> None:
    organizer = await venue.token("organiza")
    for method, path, token in (("POST", "/api/login/", None), ("POST", "/api/token/", None),
                                ("POST", "/api/refresh/", None),
                                ("POST", "/api/equipos/", organizer),
                                ("PATCH", "/api/equipos/1/", organizer),
                                ("PATCH", "/api/jueces/2/", organizer)):  # fmt: skip
        answer = await venue.call(method, path, body, token=token)
        assert answer.status == 400, path
        assert answer.json["error"] == "JSON inválido."


@pytest.mark.gen_test(timeout=30)
async def test_a_body_that_is_too_large_is_a_413(venue: Venue) -> None:
    judge = await venue.token("juez1")
    body = json.dumps({"username": "juez1", "password": "x" * 2_000_000, "registros": []})
    for path, token in (("/api/login/", None), ("/api/equipos/1/registros/", judge)):
        answer = await venue.post(path, body, token=token)
        assert answer.status == 413
        assert answer.json["error"] == "El cuerpo de la petición es demasiado grande."
    assert answer.json["exito"] is False
    assert (await venue.login("juez1")).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_the_command_lines_door_is_for_its_own_token_only(venue: Venue) -> None:
    for name, token in (await bad_tokens(venue)).items():
        if name != "local":
            assert (await venue.post("/api/local/", {}, token=token)).status == 401, name
    for user in ("organiza", "juez1"):
        assert (await venue.post("/api/local/", {}, user=user)).status == 401


async def by_hand(venue: Venue, head: str, *pieces: bytes) -> tuple[str, bytes]:
    """Head and body of the answer to a request written by hand."""
    reader, writer = await asyncio.open_connection("127.0.0.1", venue.server.port)
    writer.write(f"{head}\r\nHost: localhost\r\nConnection: close\r\n".encode())
    answer = b""
    try:
        for piece in pieces:
            writer.write(piece)
            await asyncio.wait_for(writer.drain(), 5)
        answer = await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        answer += await asyncio.wait_for(reader.read(), 5)
    writer.transport.abort()
    got, _, body = answer.partition(b"\r\n\r\n")
    return got.decode(), body


@pytest.mark.gen_test(timeout=30)
async def test_a_body_in_chunks_is_read_and_bounded(venue: Venue) -> None:
    body = json.dumps({"username": "juez1", "password": "clave-juez1"}).encode()
    chunked = b"Transfer-Encoding: chunked\r\n\r\n"
    pieces = [b"%x\r\n%s\r\n" % (len(body[at : at + 7]), body[at : at + 7])
              for at in range(0, len(body), 7)]  # fmt: skip
    head, _ = await by_hand(venue, "POST /api/login/ HTTP/1.1", chunked, *pieces, b"0\r\n\r\n")
    assert head.startswith("HTTP/1.1 200")
    large = [b"%x\r\n%s\r\n" % (500_000, b"x" * 500_000)] * 4
    head, got = await by_hand(venue, "POST /api/login/ HTTP/1.1", chunked, *large, b"0\r\n\r\n")
    assert head.startswith("HTTP/1.1 413")
    assert b"demasiado grande" in got


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("path", ["/api/login/", "/nope"])
async def test_a_body_of_many_megabytes_is_no_html_either(venue: Venue, path: str) -> None:
    size = 17 * 1024 * 1024
    length = f"Content-Length: {size}\r\n\r\n".encode()
    head, got = await by_hand(venue, f"POST {path} HTTP/1.1", length, b"x" * size)
    assert head.split()[1] in ("413", "404"), head
    assert "error" in json.loads(got)
    assert (await venue.get("/health")).status == 200


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/login/", "POST, OPTIONS"),
        ("HEAD", "/api/login", "POST, OPTIONS"),
        ("PUT", "/api/me/", "GET, HEAD, OPTIONS"),
        ("POST", "/api/me/", "GET, HEAD, OPTIONS"),
        ("PUT", "/api/equipos/1/", "GET, PATCH, DELETE, HEAD, OPTIONS"),
        ("PATCH", "/api/equipos/", "GET, POST, HEAD, OPTIONS"),
        ("DELETE", "/health", "GET, HEAD, OPTIONS"),
        ("TRACE", "/api/me/", "GET, HEAD, OPTIONS"),
        ("POST", "/", "GET, HEAD, OPTIONS"),
        ("DELETE", "/static/board/index.html", "GET, HEAD, OPTIONS"),
    ],
)
async def test_a_method_that_a_path_has_not_is_a_405(
    venue: Venue, method: str, path: str, allowed: str
) -> None:
    answer = await venue.call(method, path, "{}" if method in ("PUT", "PATCH", "POST") else None)
    assert answer.status == 405
    assert answer.headers["Allow"] == allowed
    if method != "HEAD":
        assert answer.json["error"] == "Método no permitido."


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    "path",
    ["/nope", "/api/", "/api/nope/", "/api/equipos/x/", "/api/equipos/-1/", "/api/equipos/1.5/",
     "/api/equipos/1/nope/", "/api/equipos/%ff/", "/api/login//", "/competencia/x", "//api/me/",
     "/api/equipos/9999999999999999999999/", "/ws/juez/x/", "/ws/"],
)  # fmt: skip
async def test_a_path_that_there_is_not_is_a_404(venue: Venue, path: str) -> None:
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        body = "{}" if method in ("POST", "PUT", "PATCH") else None
        answer = await venue.call(method, path, body)
        assert answer.status == 404
        assert answer.json["error"] == answer.json["detail"] == "No encontrado."


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("path", ["/static/", "/static/../config.toml", "/static/nope.js",
                                  "/static/%2e%2e/config.toml", "/static/..%2fconfig.toml",
                                  "/static/.hidden", "/static/%00"])  # fmt: skip
async def test_nothing_but_the_pages_files_is_served(venue: Venue, path: str) -> None:
    head, body = await by_hand(venue, f"GET {path} HTTP/1.1", b"\r\n")
    assert head.split()[1] in ("400", "403", "404"), head
    expected = {"403": "No permitido.", "404": "No encontrado."}
    status = head.split()[1]
    assert json.loads(body)["error"] == expected.get(status, "Datos inválidos.")
