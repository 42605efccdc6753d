"""A venue whose server is a process of its own, so that it can be killed."""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

from tests.venue import Socket, Venue, eventually

START_DEADLINE_S = 15.0
STOP_DEADLINE_S = 15.0
JUDGES = 4
EVENT: dict[str, Any] = {
    "organizadores": [{"username": "organiza", "password": "clave-organiza"}],
    "jueces": [
        {"username": f"juez{number}", "password": f"clave-juez{number}"}
        for number in range(1, JUDGES + 1)
    ],
    "competencias": [{"nombre": "Carrera 5K", "fecha_hora": "2030-11-12T08:00:00Z"}],
    "equipos": [
        {"nombre": f"Equipo {number}", "dorsal": number, "competencia": "Carrera 5K",
         "juez": f"juez{number}"}
        for number in range(1, JUDGES + 1)
    ],
}  # fmt: skip


class VenueInProcess(Venue):
    """A server as an organizer starts it, on a data directory with `EVENT` in it."""

    process: asyncio.subprocess.Process
    # Where it listens, and more of its environment; for tests that set them before it starts.
    port = 0
    environment: Mapping[str, str] = MappingProxyType({})

    async def open(self, event: dict[str, Any] | None = None) -> None:
        """Loads the event with the program's own code, then starts the process."""
        await Venue.start(self)
        await self.load(EVENT if event is None else event)
        await Venue.stop(self)
        await self.start()

    async def start(self) -> None:
        """Starts the process and waits until it listens."""
        await self.spawn()
        note = self.data_dir / "server.json"
        await eventually(lambda: self._listens(note), "the server listens", START_DEADLINE_S)

    async def spawn(self) -> None:
        """Starts the process, and waits for nothing."""
        (self.data_dir / "server.json").unlink(missing_ok=True)
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tornado_timing", "serve", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--data-dir", str(self.data_dir)),
            cwd=self.data_dir,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "TORNADO_TIMING_SECURITY_BCRYPT_COST": "4",
                **self.environment,
            },
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )

    async def stop(self) -> None:
        """Stops it as an organizer does, if it still runs."""
        if self.process.returncode is None:
            await self.end(signal.SIGTERM)

    async def end(self, number: signal.Signals) -> int:
        """Sends a signal and waits for the end; the exit code."""
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), STOP_DEADLINE_S)

    async def errors(self) -> str:
        """What it wrote to standard error, when it has ended."""
        assert self.process.stderr is not None
        return (await self.process.stderr.read()).decode()

    async def judge(self, user: str = "juez1", token: str | None = None) -> Socket:
        """A judge's socket, its greeting read."""
        signed_in = (await self.login(user)).json
        judge_id = signed_in["juez"]["id"]
        socket = await self.socket(f"/ws/juez/{judge_id}/?token={token or signed_in['access']}")
        assert (await socket.read())["tipo"] == "conexion_establecida"
        return socket

    def stored_ids(self) -> list[str]:
        """The ids of all records in the file, sorted."""
        with closing(sqlite3.connect(self.data_dir / "timing.db")) as connection:
            rows = connection.execute("SELECT id FROM time_records ORDER BY id").fetchall()
        return [record_id for (record_id,) in rows]

    async def _listens(self, note: Path) -> bool:
        assert self.process.returncode is None, await self.errors()
        try:
            port = _port_in(note)
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except (OSError, ValueError):
            return False
        writer.close()
        await writer.wait_closed()
        self.server = SimpleNamespace(port=port)  # type: ignore[assignment]
        return True


def _port_in(note: Path) -> int:
    return int(json.loads(note.read_text(encoding="utf-8"))["port"])


class Load:
    """A judge who sends times as fast as they are read, and notes what is acknowledged."""

    def __init__(self, socket: Socket, number: int) -> None:
        self.socket = socket
        self._number = number
        self.sent: list[dict[str, Any]] = []
        self.acknowledged: list[str] = []
        self.refused: list[str] = []

    async def send(self) -> None:
        """Sends until the connection ends or the task is cancelled."""
        while not self.socket.is_closed:
            for _ in range(5):
                message = {
                    "tipo": "registrar_tiempo",
                    "equipo_id": self._number,
                    "tiempo": len(self.sent),
                    "id_registro": f"{self._number}-{len(self.sent)}",
                }
                self.sent.append(message)
                try:
                    await self.socket.send(message)
                except Exception:
                    # Closed under our hands: this one is not acknowledged.
                    return
            await asyncio.sleep(0.01)

    async def read(self) -> None:
        """Reads until the server is gone."""
        while (frame := await self.socket.read()) is not None:
            if frame["tipo"] == "tiempo_registrado":
                self.acknowledged.append(frame["id_registro"])
            elif frame["tipo"] == "error":
                self.refused.append(frame["codigo"])

    @property
    def missing(self) -> list[dict[str, Any]]:
        """What was sent and never acknowledged."""
        known = set(self.acknowledged)
        return [message for message in self.sent if message["id_registro"] not in known]
