"""A venue for tests: a real server on a real port, with real clients for it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tornado_timing.app import TimingServer
from tornado_timing.clock import Clock
from tornado_timing.config import Settings
from tornado_timing.domain.audit import COMMAND_LINE
from tornado_timing.protocol.event_file import read_event

DEADLINE_S = 5.0
# What messages are answered; everything else is an event.
ANSWERS = (
    "tiempo_registrado",
    "tiempos_registrados_batch",
    "registro_retirado",
    "registro_devuelto",
    "registros_comprobados",
    "marcas_registradas",
    "marca_corregida",
    "marcas_comprobadas",
    "pong",
    "error",
)

EVENT: dict[str, Any] = {
    "organizadores": [{"username": "organiza", "password": "clave-organiza"}],
    "jueces": [
        {
            "username": "juez1",
            "password": "clave-juez1",
            "first_name": "Juan",
            "last_name": "Pérez",
            "email": "juez1@ejemplo.com",
            "telefono": "099123456",
        },
        {"username": "juez2", "password": "clave-juez2", "email": "juez2@ejemplo.com"},
    ],
    "competencias": [
        {
            "nombre": "Carrera 5K",
            "fecha_hora": "2030-11-12T08:00:00Z",
            "registros_por_equipo": 15,
        }
    ],
    "equipos": [
        {
            "nombre": "Los Veloces",
            "dorsal": 101,
            "categoria": "estudiantes",
            "competencia": "Carrera 5K",
            "juez": "juez1",
        },
        {"nombre": "Las Liebres", "dorsal": 102, "competencia": "Carrera 5K", "juez": "juez1"},
        {"nombre": "Los Tranquilos", "dorsal": 103, "competencia": "Carrera 5K", "juez": "juez2"},
    ],
}


async def eventually(
    holds: Callable[[], Awaitable[bool]], what: str, deadline_s: float = DEADLINE_S
) -> None:
    """Asks `holds` again and again until it is true; fails with `what` at the deadline."""
    end_s = asyncio.get_running_loop().time() + deadline_s
    while not await holds():
        assert asyncio.get_running_loop().time() < end_s, f"it never came true that {what}"
        await asyncio.sleep(0.02)


class Answer:
    """An HTTP answer, read to the end."""

    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> Any:
        """The body, which must be JSON."""
        assert self.headers["Content-Type"].startswith("application/json"), self.body
        return json.loads(self.body)


class Socket:
    """A WebSocket client whose every read has a deadline."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self.connection = connection
        self.is_closed = False

    async def send(self, message: Any) -> None:
        """Sends `message`: a str or bytes as it is, anything else as JSON."""
        if isinstance(message, bytes):
            await self.connection.write_message(message, binary=True)
            return
        text = message if isinstance(message, str) else json.dumps(message)
        await self.connection.write_message(text)

    async def read(self, deadline_s: float = DEADLINE_S) -> Any:
        """The next frame decoded; None when the server has closed."""
        if self.is_closed:
            return None
        frame = await asyncio.wait_for(self.connection.read_message(), deadline_s)
        self.is_closed = frame is None
        return None if frame is None else json.loads(frame)

    async def read_tipo(self, *tipos: str, deadline_s: float = DEADLINE_S) -> Any:
        """The next frame of one of `tipos`; others are let go."""
        while True:
            frame = await self.read(deadline_s)
            assert frame is not None, f"closed with {self.connection.close_code}"
            if frame["tipo"] in tipos:
                return frame

    async def ask(self, message: Any) -> Any:
        """Sends `message` and reads the answer to it, letting events go."""
        await self.send(message)
        return await self.read_tipo(*ANSWERS)

    async def wait_closed(self, deadline_s: float = DEADLINE_S) -> int | None:
        """Reads until the server closes; the close code."""
        while await self.read(deadline_s) is not None:
            pass
        return self.connection.close_code

    async def close(self) -> None:
        """Closes and drains."""
        self.connection.close()
        await self.wait_closed()


class Venue:
    """A server over a data directory, which can be stopped and started again.

    `sections` are those of config.toml. A test with settings of its own makes its venue itself:

    >>> async with Venue(tmp_path, limits={"message_burst": 5}) as venue:
    """

    def __init__(self, data_dir: Path, **sections: Any) -> None:
        self.data_dir = data_dir
        security = {"bcrypt_cost": 4, **sections.pop("security", {})}
        document = {
            "server": {"host": "127.0.0.1", "port": 0, "data_dir": str(data_dir)},
            "security": security,
            # What each server would make when it stops; tests of backups say what they want.
            "backups": {"enabled": False},
            **sections,
        }
        self.settings = msgspec.convert(document, Settings)
        self.http = AsyncHTTPClient(force_instance=True, max_clients=100)
        self.sockets: list[Socket] = []
        self.access: dict[str, str] = {}
        self.clock = Clock()

    async def __aenter__(self) -> "Venue":
        await self.open()
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self.close()

    # ---- the server ----

    async def open(self, event: dict[str, Any] | None = None) -> None:
        """Starts the server with `event` loaded (`EVENT` when none is given)."""
        await self.start()
        await self.load(EVENT if event is None else event)

    async def start(self) -> None:
        """Starts a server over the data directory."""
        self.server = TimingServer(self.settings, self.clock)
        await self.server.start()

    async def stop(self) -> None:
        """Stops the server as Ctrl-C does."""
        await self.server.stop()

    async def restart(self) -> None:
        """Stops it and starts it again, on another port."""
        await self.stop()
        await self.start()

    async def load(self, event: dict[str, Any]) -> None:
        """Loads an event."""
        await self.server.services.event_loading.load(read_event(event), COMMAND_LINE)

    async def close(self) -> None:
        """Closes all clients, then the server."""
        for socket in self.sockets:
            if socket.connection.protocol is not None:
                socket.connection.close()
        await self.stop()
        for socket in self.sockets:
            await socket.wait_closed()
        self.http.close()

    @property
    def state(self) -> Any:
        """The server's state, for looking at."""
        return self.server.services.core.state

    # ---- clients ----

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        user: str | None = None,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """An HTTP request; `user` signs in first. A str or bytes `body` goes as it is."""
        sent = dict(headers or {})
        if user is not None:
            token = await self.token(user)
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        if body is not None and not isinstance(body, str | bytes):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        request = HTTPRequest(
            f"http://127.0.0.1:{self.server.port}{path}",
            method=method,
            headers=sent,
            body=body if body is not None or method in ("GET", "DELETE", "HEAD") else "",
            allow_nonstandard_methods=True,
            follow_redirects=False,
            request_timeout=30,
        )
        response = await self.http.fetch(request, raise_error=False)
        if response.code == 599:
            raise AssertionError(f"{method} {path}: {response.error!r}")
        return Answer(response.code, response.headers, response.body)

    async def get(self, path: str, **how: Any) -> Answer:
        """GET."""
        return await self.call("GET", path, **how)

    async def post(self, path: str, body: Any = None, **how: Any) -> Answer:
        """POST."""
        return await self.call("POST", path, body, **how)

    async def login(self, user: str, password: str | None = None) -> Answer:
        """Signs in; the password is that of `EVENT` unless given."""
        secret = password if password is not None else f"clave-{user}"
        return await self.post("/api/login/", {"username": user, "password": secret})

    async def token(self, user: str) -> str:
        """An access token, kept for the next time."""
        if user not in self.access:
            answer = await self.login(user)
            assert answer.status == 200, answer.body
            self.access[user] = answer.json["access"]
        return self.access[user]

    async def socket(self, path: str, headers: dict[str, str] | None = None) -> Socket:
        """Opens a socket; raises HTTPClientError when the handshake is refused."""
        request = HTTPRequest(f"ws://127.0.0.1:{self.server.port}{path}", headers=headers or {})
        socket = Socket(await asyncio.wait_for(websocket_connect(request), DEADLINE_S))
        self.sockets.append(socket)
        return socket

    async def judge(self, user: str = "juez1", token: str | None = None) -> Socket:
        """A judge's socket, its greeting read."""
        token = token or await self.token(user)
        account = self.state.account_by_login(user)
        socket = await self.socket(f"/ws/juez/{account.id}/?token={token}")
        greeting = await socket.read()
        assert greeting["tipo"] == "conexion_establecida"
        return socket

    async def spectator(self, competition_id: int = 1) -> tuple[Socket, Any]:
        """A spectator's socket and its greeting."""
        socket = await self.socket(f"/ws/competencia/{competition_id}/")
        return socket, await socket.read()

    async def start_race(self, competition_id: int = 1) -> Answer:
        """The organizer starts the race."""
        answer = await self.post(f"/api/competencias/{competition_id}/iniciar/", user="organiza")
        assert answer.status == 200, answer.body
        return answer

    async def stop_race(self, competition_id: int = 1) -> Answer:
        """The organizer stops the race."""
        answer = await self.post(f"/api/competencias/{competition_id}/detener/", user="organiza")
        assert answer.status == 200, answer.body
        return answer
