"""A server for judges' phones that misbehaves as it is told to."""

import asyncio
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tornado.web import RequestHandler
from tornado.websocket import WebSocketHandler

Answer = Callable[["PretendedServer", "PhoneSocket", dict[str, Any]], None]


class PretendedServer:
    """What the pretended server knows and how it behaves."""

    def __init__(self) -> None:
        self.answer: Answer = store
        self.stored: dict[str, int] = {}
        self.marks: dict[str, dict[str, Any]] = {}
        self.frames: list[dict[str, Any]] = []
        self.sockets: list[PhoneSocket] = []
        self.valid_access = "access-1"
        self.running = False
        self.started_at_ms = round(time.time() * 1000)
        self.left = asyncio.Event()

    def broadcast(self, message: dict[str, Any]) -> None:
        for socket in self.sockets:
            socket.write_message(json.dumps(message))

    def start(self) -> None:
        self.running = True
        self.started_at_ms = round(time.time() * 1000)
        self.broadcast({"tipo": "competencia_iniciada", **self.clock()})

    def stop(self) -> None:
        self.running = False
        self.broadcast({"tipo": "competencia_detenida"})

    def clock(self) -> dict[str, Any]:
        started_at = datetime.fromtimestamp(self.started_at_ms / 1000, UTC)
        return {
            "started_at": started_at.isoformat(timespec="milliseconds"),
            "servidor_ms": round(time.time() * 1000),
        }


def store(server: PretendedServer, socket: "PhoneSocket", message: dict[str, Any]) -> None:
    """Stores and acknowledges, as the real server does."""
    single = message["tipo"] == "registrar_tiempo"
    saved = []
    for record in [message] if single else message["registros"]:
        record_id = record["id_registro"]
        duplicate = record_id in server.stored
        elapsed_ms = server.stored.setdefault(record_id, record["tiempo"])
        saved.append(
            {"id_registro": record_id, "tiempo_carrera": elapsed_ms, "duplicado": duplicate}
        )
    body = saved[0] if single else {"registros_guardados": saved, "registros_fallidos": []}
    kind = "tiempo_registrado" if single else "tiempos_registrados_batch"
    socket.write_message(json.dumps({"tipo": kind, "ref": message["ref"], **body}))


def store_marks(server: PretendedServer, socket: "PhoneSocket", message: dict[str, Any]) -> None:
    """Stores and acknowledges marks at a line, as the real server does."""
    saved = []
    for index, mark in enumerate(message["marcas"], start=1):
        mark_id = mark["id_marca"]
        duplicate = mark_id in server.marks
        server.marks.setdefault(mark_id, {**mark, "linea_id": message["linea_id"]})
        has_time = "tiempo" in mark
        at_ms = mark["tiempo"] - mark["desfase_ms"] if has_time else None
        saved.append(
            {
                "indice": index,
                "id_marca": mark_id,
                "tiempo_carrera": None if at_ms is None else at_ms - server.started_at_ms,
                "duplicada": duplicate,
            }
        )
    answer = {"tipo": "marcas_registradas", "marcas_guardadas": saved, "marcas_fallidas": []}
    socket.write_message(json.dumps({**answer, "ref": message["ref"]}))


class PhoneSocket(WebSocketHandler):
    """The socket of judge 3."""

    def initialize(self, server: PretendedServer) -> None:
        self.server = server

    async def prepare(self) -> None:
        if self.get_argument("token") != self.server.valid_access:
            self.set_status(401)
            await self.finish({"detail": "token"})

    def open(self, *_: str, **__: str) -> None:
        self.server.sockets.append(self)
        self.server.left.clear()
        self.write_message(
            json.dumps(
                {
                    "tipo": "conexion_establecida",
                    "servidor_ms": self.server.clock()["servidor_ms"],
                    "lineas": [{"id": 5, "tipo": "meta"}, {"id": 6, "tipo": "salida"}],
                    "competencia": {
                        "en_curso": self.server.running,
                        "started_at": self.server.clock()["started_at"],
                    },
                }
            )
        )

    def on_message(self, message: str | bytes) -> None:
        decoded = json.loads(message)
        if decoded["tipo"] == "ping":
            self.write_message(json.dumps({"tipo": "pong"}))
            return
        self.server.frames.append(decoded)
        self.server.answer(self.server, self, decoded)

    def on_close(self) -> None:
        self.server.sockets.remove(self)
        if not self.server.sockets:
            self.server.left.set()


class ApiHandler(RequestHandler):
    """Sign-in, refresh, and the one team."""

    def initialize(self, server: PretendedServer) -> None:
        self.server = server

    def get(self, _: str) -> None:
        self.write(json.dumps([{"id": 7, "number": 101}]))

    def post(self, path: str) -> None:
        if path == "login/":
            self.write({"access": "access-1", "refresh": "refresh-1", "juez": {"id": 3}})
        else:
            assert json.loads(self.request.body) == {"refresh": "refresh-1"}
            self.write({"access": self.server.valid_access})
