"""The floor: a bare Tornado socket that answers as the server does, without rules or store.

`python -m benchmarks.echo_server` prints its port. It decodes and encodes with msgspec and answers
with `write_message`, nothing else: the fastest handler that a Tornado user would write.
"""

import asyncio
import time
import uuid

import msgspec
import tornado.httpserver
import tornado.netutil
import tornado.web
import tornado.websocket


class Single(msgspec.Struct, tag_field="tipo", tag="registrar_tiempo"):
    """One time."""

    equipo_id: int
    tiempo: int
    id_registro: str | None = None
    ref: str | None = None
    horas: int | None = None
    minutos: int | None = None
    segundos: int | None = None
    milisegundos: int | None = None


class Record(msgspec.Struct):
    """One time of a batch."""

    tiempo: int
    id_registro: str | None = None
    horas: int | None = None
    minutos: int | None = None
    segundos: int | None = None
    milisegundos: int | None = None


class Batch(msgspec.Struct, tag_field="tipo", tag="registrar_tiempos"):
    """Up to 15 times."""

    equipo_id: int
    registros: list[Record]
    ref: str | None = None


class Ping(msgspec.Struct, tag_field="tipo", tag="ping"):
    """A question for the time."""

    t0: float | None = None
    ref: str | None = None


class Broadcast(msgspec.Struct, tag_field="tipo", tag="difundir"):
    """Asks for `texto` to be written to every spectator; only the benchmarks send it."""

    texto: str
    ref: str | None = None


class SingleStored(msgspec.Struct, tag_field="tipo", tag="tiempo_registrado"):
    """The answer to one time."""

    ref: str | None
    equipo_id: int
    tiempo: int
    id_registro: str
    tiempo_carrera: int
    duplicado: bool


class RecordStored(msgspec.Struct):
    """One entry of the answer to a batch."""

    indice: int
    id_registro: str
    tiempo: int
    tiempo_carrera: int
    duplicado: bool


class BatchStored(msgspec.Struct, tag_field="tipo", tag="tiempos_registrados_batch"):
    """The answer to a batch."""

    ref: str | None
    equipo_id: int
    total_enviados: int
    total_guardados: int
    total_fallidos: int
    registros_guardados: list[RecordStored]
    registros_fallidos: list[RecordStored]


class Pong(msgspec.Struct, tag_field="tipo", tag="pong"):
    """The answer to a ping."""

    ref: str | None
    mensaje: str
    t0: float | None
    t1: int
    t2: int


class BroadcastDone(msgspec.Struct, tag_field="tipo", tag="difundido"):
    """Tells when the loop over the spectators began, by `time.perf_counter_ns`."""

    ref: str | None
    started_ns: int


Command = Single | Batch | Ping | Broadcast
Answer = SingleStored | BatchStored | Pong | BroadcastDone


class SpectatorSocket(tornado.websocket.WebSocketHandler):
    """Only listens."""

    def initialize(self, spectators: "set[SpectatorSocket]") -> None:
        """Take the set of all who listen."""
        self._spectators = spectators

    def open(self, *args: str) -> None:
        """Greet."""
        self.set_nodelay(True)
        self._spectators.add(self)
        self.write_message({"tipo": "conexion_establecida"})

    def on_message(self, message: str | bytes) -> None:
        """Take no notice."""

    def on_close(self) -> None:
        """Forget it."""
        self._spectators.discard(self)


class JudgeSocket(tornado.websocket.WebSocketHandler):
    """Answers each message at once."""

    def initialize(self, spectators: set[SpectatorSocket]) -> None:
        """Take the set of all who listen."""
        self._spectators = spectators
        self._decode = msgspec.json.Decoder(Command).decode
        self._encode = msgspec.json.Encoder().encode

    def open(self, *args: str) -> None:
        """Let small frames leave at once."""
        self.set_nodelay(True)

    def on_message(self, message: str | bytes) -> None:
        """Answer."""
        self.write_message(self._encode(self._answer(self._decode(message))))

    def _answer(self, command: Command) -> Answer:
        if isinstance(command, Single):
            return SingleStored(
                command.ref,
                command.equipo_id,
                command.tiempo,
                command.id_registro or str(uuid.uuid4()),
                command.tiempo,
                False,
            )
        if isinstance(command, Batch):
            return _batch_stored(command)
        if isinstance(command, Ping):
            now_ms = time.time_ns() // 1_000_000
            return Pong(command.ref, "Conexión activa", command.t0, now_ms, now_ms)
        started_ns = time.perf_counter_ns()
        for spectator in self._spectators:
            spectator.write_message(command.texto)
        return BroadcastDone(command.ref, started_ns)


def _batch_stored(command: Batch) -> BatchStored:
    stored = [
        RecordStored(
            index, record.id_registro or str(uuid.uuid4()), record.tiempo, record.tiempo, False
        )
        for index, record in enumerate(command.registros, 1)
    ]
    return BatchStored(command.ref, command.equipo_id, len(stored), len(stored), 0, stored, [])


class HealthHandler(tornado.web.RequestHandler):
    """Tells that the process answers."""

    def get(self) -> None:
        """Answer."""
        self.write({"status": "ok"})


async def main() -> None:
    """Serve on a port that the system chooses, until the process is ended."""
    spectators: set[SpectatorSocket] = set()
    sockets = tornado.netutil.bind_sockets(0, "127.0.0.1", backlog=1024)
    application = tornado.web.Application(
        [
            ("/health", HealthHandler),
            (r"/ws/juez/(\d+)/", JudgeSocket, {"spectators": spectators}),
            (r"/ws/competencia/(\d+)/", SpectatorSocket, {"spectators": spectators}),
        ],
        log_function=lambda handler: None,
    )
    tornado.httpserver.HTTPServer(application).add_sockets(sockets)
    print(sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
