"""A server as its users start it, and the judges and organizer who use it, for browser tests."""

import asyncio
import json
import multiprocessing
import os
import sqlite3
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tornado.websocket import websocket_connect

from tornado_timing.cli import main
from tornado_timing.service.services import DATABASE_FILE

DEADLINE_S = 20.0
PASSWORD = "clave-de-prueba"

# Every server is a process of its own, but what it imports is read and compiled once, in a process
# that the servers are forked off (where there is forking): that is most of what a start costs.
_processes: Any = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
if hasattr(os, "fork"):
    _processes.set_forkserver_preload(["tornado_timing.serving", "tests.browser.race_server"])


def competition(name: str, **fields: Any) -> dict[str, Any]:
    """A competition of an event document."""
    return {"nombre": name, "fecha_hora": "2030-11-12T08:00:00Z", **fields}


def event(competitions: list[dict[str, Any]], teams: dict[int, str]) -> dict[str, Any]:
    """An event: the `teams`, by bib number, all run the first competition for one judge."""
    return {
        "organizadores": [{"username": "organiza", "password": PASSWORD}],
        "jueces": [{"username": "juez", "password": PASSWORD}],
        "competencias": competitions,
        "equipos": [
            {
                "nombre": name,
                "dorsal": bib,
                "categoria": "mixto",
                "competencia": competitions[0]["nombre"],
                "juez": "juez",
            }
            for bib, name in teams.items()
        ],
    }


class RaceServer:
    """``tornado-timing serve`` in a process of its own; it can be killed and come back.

    >>> with RaceServer(tmp_path) as server:
    ...     server.load(event([competition("5K")], {1: "Los Veloces"}))
    ...     server.start_race()
    ...     server.record(1, [61_000])
    """

    def __init__(self, directory: Path) -> None:
        self._data = directory / "data"
        self._config = directory / "config.toml"
        self._config.write_text("[security]\nbcrypt_cost = 4\n", "utf-8")
        self._log = directory / "server.log"
        self._process: BaseProcess | None = None
        self.port = 0

    def __enter__(self) -> "RaceServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def url(self) -> str:
        """The address, without a last slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_path(self) -> Path:
        """The file that everything is in."""
        return self._data / DATABASE_FILE

    @property
    def said(self) -> str:
        """What it has printed and logged."""
        return self._log.read_text("utf-8")

    def start(self) -> None:
        """Starts it, on the port that it had before if it ran before."""
        command = ["serve", *self._options(), "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = _processes.Process(target=_serve, args=(command, self._log), daemon=True)
        self._process.start()
        deadline = time.monotonic() + DEADLINE_S
        while not self._answers():
            assert self._process.is_alive(), self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.01)

    def kill(self) -> None:
        """Ends it like a pulled plug."""
        if self._process is not None:
            self._process.kill()
            self._process.join(DEADLINE_S)
            self._process.close()
            self._process = None

    def load(self, document: dict[str, Any]) -> None:
        """Loads an event by the command line, without the half second of a process of its own."""
        path = self._data.parent / "event.json"
        path.write_text(json.dumps(document), "utf-8")
        _aside(lambda: main(["load", *self._options(), str(path)], standalone_mode=False))

    def start_race(self, competition_id: int = 1) -> None:
        """The organizer starts a competition."""
        self._call(f"/api/competencias/{competition_id}/iniciar/", {}, self._sign_in("organiza"))

    def stop_race(self, competition_id: int = 1) -> None:
        """The organizer stops a competition."""
        self._call(f"/api/competencias/{competition_id}/detener/", {}, self._sign_in("organiza"))

    def started_at_ms(self, competition_id: int = 1) -> int:
        """When the start of a competition was pressed, epoch ms."""
        found = self._call(f"/api/competencias/{competition_id}/", None, self._sign_in("organiza"))
        return round(datetime.fromisoformat(found["pressed_start_at"]).timestamp() * 1000)

    def query(self, statement: str) -> list[dict[str, Any]]:
        """Rows of the database file, read beside the server."""
        with closing(sqlite3.connect(self.database_path)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(statement)]

    def record(self, bib: int, times_ms: list[int]) -> None:
        """The judge sends times of one team, over a socket of its own."""
        session = self._sign_in("juez")
        teams = self._call("/api/equipos/", None, session)
        team_id = next(team["id"] for team in teams if team["number"] == bib)
        path = f"/ws/juez/{session['juez']['id']}/?token={session['access']}"
        message = {
            "tipo": "registrar_tiempos",
            "equipo_id": team_id,
            "registros": [{"tiempo": time_ms} for time_ms in times_ms],
        }
        url = f"ws://127.0.0.1:{self.port}{path}"
        assert _aside(lambda: asyncio.run(_send(url, message))) == len(times_ms)

    def _options(self) -> list[str]:
        return ["--config", str(self._config), "--data-dir", str(self._data)]

    def _answers(self) -> bool:
        try:
            self.port = json.loads((self._data / "server.json").read_text("utf-8"))["port"]
            self._call("/health", None)
        except (OSError, ValueError):
            return False
        return True

    def _sign_in(self, username: str) -> Any:
        return self._call("/api/login/", {"username": username, "password": PASSWORD})

    def _call(self, path: str, body: Any, session: Any = None) -> Any:
        """GETs `path`, or POSTs `body` to it where that is not None."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data)
        request.add_header("Content-Type", "application/json")
        if session is not None:
            request.add_header("Authorization", f"Bearer {session['access']}")
        with urllib.request.urlopen(request, timeout=DEADLINE_S) as response:
            return json.load(response)


def _serve(command: list[str], log: Path) -> None:
    """What the process of a server does: `command`, and all that it says goes into `log`."""
    with log.open("ab") as said:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
    main(command)


def _aside(work: Callable[[], Any]) -> Any:
    """What `work` returns, done in a thread: Playwright keeps an event loop in that of the test."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result(DEADLINE_S)


async def _send(url: str, message: dict[str, Any]) -> int:
    """Sends `message` as a judge; returns how many times were saved."""
    connection = await asyncio.wait_for(websocket_connect(url), DEADLINE_S)
    try:
        await connection.write_message(json.dumps(message))
        while True:
            text = await asyncio.wait_for(connection.read_message(), DEADLINE_S)
            assert text is not None
            answer = json.loads(text)
            assert answer["tipo"] != "error", answer
            if answer["tipo"] == "tiempos_registrados_batch":
                return int(answer["total_guardados"])
    finally:
        connection.close()
        while await asyncio.wait_for(connection.read_message(), DEADLINE_S) is not None:
            pass
