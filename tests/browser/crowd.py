"""Judges with phones: real sockets to a real server, beside the browser of a test."""

import asyncio
import json
import threading
import urllib.request
from collections.abc import Coroutine
from typing import Any

from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.browser.panel import Organizer
from tests.browser.race_server import DEADLINE_S, PASSWORD, RaceServer, competition, event

JUDGES = [f"juez{number:02}" for number in range(1, 21)]
TEAMS_OF_EACH = 2


def crowded_event(**fields: Any) -> dict[str, Any]:
    """Twenty judges with two teams each, in one race."""
    document = event([competition("Carrera 5K", **fields)], {})
    document["jueces"] = [
        {"username": name, "password": PASSWORD, "first_name": "Juez", "last_name": name[-2:]}
        for name in JUDGES
    ]
    document["equipos"] = [
        {
            "nombre": f"Equipo {number}",
            "dorsal": number,
            "competencia": "Carrera 5K",
            "juez": JUDGES[(number - 1) // TEAMS_OF_EACH],
        }
        for number in range(1, len(JUDGES) * TEAMS_OF_EACH + 1)
    ]
    return document


def teams_of(organizer: Organizer, username: str) -> list[int]:
    """The ids of the teams that a judge has in that race."""
    teams = organizer.get("/api/equipos/?competition_id=1")
    return [team["id"] for team in teams if team["judge_username"] == username]


class Crowd:
    """Judges who connect, send and drop out when they are told to.

    >>> with Crowd(server) as crowd:
    ...     crowd.join("juez1")
    ...     crowd.record("juez1", team_id=1, time_ms=61_000)
    ...     crowd.leave("juez1")
    """

    def __init__(self, server: RaceServer) -> None:
        self._server = server
        self._sockets: dict[str, WebSocketClientConnection] = {}
        # Playwright keeps an event loop in the thread of the test.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Crowd":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for username in list(self._sockets):
            self.leave(username)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(DEADLINE_S)
        self._loop.close()

    def join(self, username: str) -> None:
        """Signs in and connects."""
        session = self._sign_in(username)
        port, judge_id = self._server.port, session["juez"]["id"]
        url = f"ws://127.0.0.1:{port}/ws/juez/{judge_id}/?token={session['access']}"
        self._sockets[username] = self._do(self._connect(url))

    def leave(self, username: str) -> None:
        """Goes away."""
        self._do(self._close(self._sockets.pop(username)))

    def record(self, username: str, team_id: int, time_ms: int) -> dict[str, Any]:
        """Sends a time; the answer, which may be an error."""
        message = {"tipo": "registrar_tiempo", "equipo_id": team_id, "tiempo": time_ms}
        return self.ask(username, message, "tiempo_registrado", "error")

    def ping(self, username: str, **fields: Any) -> dict[str, Any]:
        """Sends a ping with `fields`; the pong."""
        return self.ask(username, {"tipo": "ping", **fields}, "pong")

    def ask(self, username: str, message: dict[str, Any], *answers: str) -> dict[str, Any]:
        """Sends `message`; the next message of one of the types `answers`."""
        return self._do(self._ask(self._sockets[username], message, answers))

    def _sign_in(self, username: str) -> Any:
        body = json.dumps({"username": username, "password": PASSWORD}).encode()
        request = urllib.request.Request(f"{self._server.url}/api/login/", body)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=DEADLINE_S) as response:
            return json.load(response)

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(DEADLINE_S)

    @staticmethod
    async def _connect(url: str) -> WebSocketClientConnection:
        connection = await asyncio.wait_for(websocket_connect(url), DEADLINE_S)
        assert await connection.read_message() is not None
        return connection

    @staticmethod
    async def _ask(
        connection: WebSocketClientConnection, message: dict[str, Any], answers: tuple[str, ...]
    ) -> dict[str, Any]:
        await connection.write_message(json.dumps(message))
        while True:
            text = await asyncio.wait_for(connection.read_message(), DEADLINE_S)
            assert text is not None, "the server has closed"
            answer: dict[str, Any] = json.loads(text)
            if answer["tipo"] in answers:
                return answer

    @staticmethod
    async def _close(connection: WebSocketClientConnection) -> None:
        connection.close()
        while await asyncio.wait_for(connection.read_message(), DEADLINE_S) is not None:
            pass
