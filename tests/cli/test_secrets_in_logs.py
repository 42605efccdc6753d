"""What opens anything is in no log and in no file but those that are made for it."""

import base64
import http.client
import os
import re
import socket
from contextlib import suppress
from typing import Any

import pytest

from tests.cli.laptop import Laptop, Server
from tests.journeys.test_private_files import open_to_others

EVENT = {
    "jueces": [{"username": "juez1", "password": "clave-cargada-77"}],
    "competencias": [
        {"nombre": "5K", "fecha_hora": "2030-11-12T08:00:00Z"},
        {"nombre": "10K", "fecha_hora": "2030-11-12T08:00:00Z", "tipo": "individual"},
    ],
    "equipos": [{"nombre": "A", "dorsal": 1, "competencia": "5K", "juez": "juez1"}],
}
PASSWORD, WRONG, NEW = "clave-del-panel-31", "clave-errada-5512", "clave-nueva-8841"


class Secrets:
    """All that has opened something, or looked as if it could; by what it is."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def keep(self, name: str, secret: str) -> str:
        self.found[f"{name} {len(self.found)}"] = secret
        return secret

    def told_in(self, data: bytes, but: tuple[str, ...] = ()) -> list[str]:
        """The names of those that stand in `data`, or whose ends do."""
        return [
            name
            for name, secret in self.found.items()
            if not name.startswith(but)
            for part in (secret, secret[-16:], secret.replace("-", ""))
            if part.encode() in data
        ]


def asked(server: Server, method: str, path: str, token: str | None, body: Any = None) -> Any:
    """The JSON of an answer that must be a good one."""
    status, document = server.ask(method, path, body, token)
    assert status in (200, 201), document
    return document


def send_raw(server: Server, *lines: str) -> bytes:
    """What is answered to a request as it stands here."""
    address = ("127.0.0.1", server.port)
    # What is too long is not read to its end, so that the answer may get lost.
    with suppress(ConnectionError), socket.create_connection(address, timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        return connection.recv(4096)
    return b""


def handshake(server: Server, path: str, *headers: str) -> bytes:
    """A handshake for a socket; what is answered."""
    key = base64.b64encode(os.urandom(16)).decode()
    return send_raw(
        server,
        f"GET {path} HTTP/1.1",
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {key}",
        *headers,
    )


def sign_everybody_in(server: Server, secrets: Secrets) -> tuple[str, str, int]:
    """Every way in, right and wrong: the tokens of the organizer and of a judge, and its id."""
    link = re.search(r"#/inicio/([\w-]+)", server.out)
    assert link is not None
    body = {"username": "ana", "password": secrets.keep("password", PASSWORD)}
    first = {**body, "secret": secrets.keep("setup", link[1])}
    asked(server, "POST", "/api/primer-organizador/", None, first)
    for username in ("ana", "nobody", secrets.keep("typed as a name", "clave-en-mal-lugar-9")):
        server.sign_in(username, secrets.keep("wrong", WRONG))
    office = server.sign_in("ana", PASSWORD)[1]
    assert server.ask("POST", "/api/login/", {"username": "ana", "password": [PASSWORD]})[0] == 400
    judge = server.sign_in("juez1", secrets.keep("loaded", EVENT["jueces"][0]["password"]))[1]  # type: ignore[index]
    for signed_in in (office, judge):
        secrets.keep("access", signed_in["access"])
        refresh = secrets.keep("refresh", signed_in["refresh"])
        again = asked(server, "POST", "/api/token/refresh/", None, {"refresh": refresh})
        secrets.keep("access", again["access"])
    number = judge["juez"]["id"]
    access = office["access"]
    (card,) = asked(server, "POST", "/api/jueces/tarjetas/", access, {"judge_ids": [number]})
    code = secrets.keep("code", card["code"])
    for _ in "ab":
        # The second time it is spent.
        server.ask("POST", "/api/login/codigo/", {"code": code, "codigo": code})
    (given,) = asked(server, "POST", "/api/jueces/contrasenas/", access, {"judge_ids": [number]})
    secrets.keep("words", given["password"])
    change = {"password": secrets.keep("new", NEW)}
    asked(server, "PATCH", f"/api/jueces/{number}/", access, change)
    judge = server.sign_in("juez1", NEW)[1]
    return access, secrets.keep("access", judge["access"]), number


def carry_about(server: Server, secrets: Secrets, access: str, judge: str, number: int) -> None:
    """Shows what opens something where it belongs, and everywhere else."""
    key = asked(server, "POST", "/api/competencias/2/locutor/", access, {})["key"]
    asked(server, "GET", "/api/competencias/2/locutor/", secrets.keep("key", key))
    ticket = asked(server, "POST", "/api/ws-ticket/", judge)["ticket"]
    path = f"/ws/juez/{number}/"
    assert b"101" in handshake(server, f"{path}?ticket={secrets.keep('ticket', ticket)}")
    assert b"101" in handshake(server, f"{path}?token={judge}")
    assert b"101" in handshake(server, "/ws/organizador/", f"Authorization: Bearer {access}")
    for query in (f"ticket={ticket}", f"token={access}", f"token={judge[:-1]}"):
        assert b" 40" in handshake(server, f"{path}?{query}")
    assert b"403" in handshake(server, f"{path}?token={judge}", "Origin: http://evil.example")
    for token in (access, judge, key):
        for where in ("/api/me/", "/nope", "/static/nope.js", "/", "/juez", "/api/equipos/"):
            server_says_something(server, f"{where}?token={token}", token)
        send_raw(server, f"GET /api/me/?token={token} HTTP/9.9", "Host: localhost")
        send_raw(server, f"GET http://[?token={token} HTTP/1.1", "Host: localhost")
        send_raw(server, f"GET /?token={token}", "Host: localhost")
        send_raw(server, token)
        good = ("GET /api/me/ HTTP/1.1", "Host: localhost")
        send_raw(server, *good, f"Authorization: Bearer {token}\x00")
        send_raw(server, *good, f"Authorization Bearer {token}")
        send_raw(server, *good, f"Content-Length: {token}")
        send_raw(server, *good, f"Host: {token}")
        send_raw(server, *good, f"Cookie: session={token}", "X: " + "x" * 70_000)


def server_says_something(server: Server, path: str, token: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    headers = {
        "Authorization": f"Bearer {token}",
        "Cookie": f"session={token}",
        "Referer": f"http://localhost/juez?codigo={token}",
        "User-Agent": f"App/{token}",
    }
    connection.request("GET", path, headers=headers)
    assert connection.getresponse().status
    connection.close()


@pytest.mark.parametrize("form", [[], ["--log-json"]], ids=["lines", "json"])
def test_no_secret_is_logged_or_kept_in_the_clear(laptop: Laptop, form: list[str]) -> None:
    secrets = Secrets()
    with laptop.serve("--verbose", *form) as server:
        laptop.run("load", laptop.write("event.json", EVENT)).assert_done()
        access, judge, number = sign_everybody_in(server, secrets)
        carry_about(server, secrets, access, judge, number)
        laptop.run("organizer", "password", "ana", stdin=f"{secrets.keep('cli', NEW + 'x')}\n")
        if os.name == "posix":
            assert open_to_others(server.data_dir) == {}
        files = {path: path.read_bytes() for path in server.data_dir.rglob("*") if path.is_file()}
        ended = server.stop()
    assert ended.code == 0
    assert "Traceback" not in ended.err
    # It was listening: it tells of the requests themselves.
    assert "/api/competencias/2/locutor/" in ended.err
    key = secrets.keep("signing key", (laptop.data_dir / "signing.key").read_text())
    assert len(key) >= 64
    for line in ended.err.splitlines():
        assert secrets.told_in(line.encode()) == [], line
    assert secrets.told_in(ended.out.encode(), but=("setup",)) == []
    for path in laptop.data_dir.rglob("*"):
        if path.is_file():
            files[path] = path.read_bytes()
    assert {"timing.db", "timing.db-wal"} <= {path.name for path in files}
    assert any(path.parent.name == "logs" and content for path, content in files.items())
    for path, content in files.items():
        # Backups open on another laptop with the same sessions.
        is_to_hold_it = path.name == "signing.key" or path.parent.name == "backups"
        but = ("signing key",) if is_to_hold_it else ()
        assert secrets.told_in(content, but) == [], path
