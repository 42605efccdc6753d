"""No sniffing, no frames, no referrer and a policy: on every reply, also those Tornado makes."""

import asyncio
import json
from typing import Any

import pytest

from tests.journeys.raw_client import HANDSHAKE
from tests.journeys.stranger import answer_to, header
from tests.venue import Venue

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
UPGRADE = "".join(f"{name}: {value}\r\n" for name, value in HANDSHAKE.items())
# What is sent after "Host", and the status that it must have; None for the answer to no request
# that can be read.
PLAIN = "GET {} HTTP/1.1\r\nHost: laptop.local:8000\r\n"
REPLIES: list[tuple[str, int]] = [
    *((PLAIN.format(path), status) for path, status in [
        ("/", 200), ("/competencia/1/", 200), ("/pantalla/1/", 200), ("/c/1/dorsal/7/", 200),
        ("/locutor/1/", 200), ("/admin/", 200), ("/juez/", 200), ("/confianza/", 200),
        ("/api/schema/swagger-ui/", 200), ("/api/schema/redoc/", 200),
        ("/juez/servicio.js", 200), ("/static/ui/base.css", 200), ("/api/schema/", 200),
        ("/api/competencias/1/resultados/", 200), ("/api/competencias/publicas/", 200),
        ("/health", 200), ("/system-status", 200), ("/api/qr/", 200),
        ("/confianza/autoridad.crt", 404), ("/nope", 404), ("/static/nope.js", 404),
        ("/static/../config.toml", 403), ("/static/%2e%2e/%2e%2e/etc/passwd", 403),
        ("/static", 404), ("/static/board/", 403), ("/static/board", 403),
        ("/api/me/", 401), ("/api/equipos/", 401), ("/api/login/", 405),
        ("/api/qr/?path=x", 400), ("/api/competencias/1/dorsales/%ff/", 400),
        ("/ws/competencia/1/", 400), ("/%ff", 404),
    ]),
    ("HEAD / HTTP/1.1\r\nHost: x\r\n", 200),
    ("HEAD /nope HTTP/1.1\r\nHost: x\r\n", 404),
    ("OPTIONS /api/login/ HTTP/1.1\r\nHost: x\r\n", 204),
    ("TRACE / HTTP/1.1\r\nHost: x\r\n", 405),
    ("BREW /api/login/ HTTP/1.1\r\nHost: x\r\n", 405),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n", 405),
    ("POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n", 400),
    ("PUT /static/ui/base.css HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n", 405),
    ("GET /static/ui/base.css HTTP/1.1\r\nHost: x\r\nRange: bytes=0-9\r\n", 206),
    ("GET /static/ui/base.css HTTP/1.1\r\nHost: x\r\nRange: bytes=99999999-\r\n", 416),
    ("GET / HTTP/1.0\r\nHost: x\r\n", 200),
    (f"GET /ws/competencia/1/ HTTP/1.1\r\nHost: x\r\n{UPGRADE}", 101),
    (f"GET /ws/competencia/99/ HTTP/1.1\r\nHost: x\r\n{UPGRADE}", 404),
    (f"GET /ws/juez/2/ HTTP/1.1\r\nHost: x\r\n{UPGRADE}", 401),
    (f"GET /ws/organizador/?token=x HTTP/1.1\r\nHost: x\r\n{UPGRADE}", 401),
    (f"GET /ws/competencia/1/ HTTP/1.1\r\nHost: x\r\nOrigin: http://evil\r\n{UPGRADE}", 403),
]  # fmt: skip
# What cannot be read as a request at all.
UNREADABLE = [
    b"hello\r\n\r\n",
    b"GET /\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n",
    b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: " + b"9" * 8_000 + b"\r\n\r\n",
    b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 6\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
    b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
    b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
    b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
    b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"f" * 20 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: \x00\r\n\r\n",
]  # fmt: skip


def check(head: str, sent: object) -> None:
    """Every reply's headers."""
    for name, value in EVERYWHERE.items():
        assert header(head, name) == value, (sent, head)
    policy = header(head, "Content-Security-Policy") or ""
    assert "default-src 'self'" in policy, (sent, head)
    assert "frame-ancestors 'none'" in policy, (sent, head)
    assert "'unsafe-eval'" not in policy, (sent, head)
    assert "Tornado" not in head, (sent, head)
    assert "Set-Cookie" not in head, (sent, head)


@pytest.mark.gen_test(timeout=30)
async def test_every_reply_says_what_a_browser_must_not_do(venue: Venue) -> None:
    for request, status in REPLIES:
        head, _ = await answer_to(venue.server.port, f"{request}\r\n".encode())
        assert head.split()[1:2] == [str(status)], (request, head)
        check(head, request)


@pytest.mark.gen_test(timeout=30)
async def test_nothing_changed_says_so_too(venue: Venue) -> None:
    for path in ("/", "/static/ui/base.css", "/api/competencias/publicas/"):
        tag = (await venue.get(path)).headers["ETag"]
        request = f"GET {path} HTTP/1.1\r\nHost: x\r\nIf-None-Match: {tag}\r\n\r\n"
        head, _ = await answer_to(venue.server.port, request.encode())
        assert head.startswith("HTTP/1.1 304"), head
        check(head, request)


@pytest.mark.gen_test(timeout=30)
async def test_downloads_and_too_large_bodies_say_so_too(venue: Venue) -> None:
    token = await venue.token("organiza")
    for path in ("/api/importaciones/plantilla/?kind=teams&format=csv", "/api/auditoria/descarga/"):
        request = f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
        head, _ = await answer_to(venue.server.port, request.encode())
        assert head.startswith("HTTP/1.1 200"), head
        assert (header(head, "Content-Disposition") or "").startswith("attachment")
        check(head, path)
    body = b"x" * 100_000
    large = b"POST /api/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + body
    head, _ = await answer_to(venue.server.port, large)
    assert head.startswith("HTTP/1.1 413"), head
    check(head, "large")


@pytest.mark.gen_test(timeout=30)
async def test_what_is_no_request_is_answered_like_everything_else(venue: Venue) -> None:
    for sent in UNREADABLE:
        head, body = await asyncio.wait_for(answer_to(venue.server.port, sent), 10)
        assert head.startswith("HTTP/1.1 400"), (sent[:100], head)
        check(head, sent[:100])
        assert header(head, "Connection") == "close" or b"invalid" in body, (sent[:100], head)
        document: Any = json.loads(body)
        assert document["error"] == "Datos inválidos.", (sent[:100], body)
    assert (await venue.get("/health")).status == 200
