"""A judge's phone against a server that misbehaves in every way a venue's Wi-Fi can."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from tornado_timing.demo import players
from tornado_timing.demo.account import Account
from tornado_timing.demo.plan import Finish, JudgePlan, Tap
from tornado_timing.demo.players import JudgePlayer
from tornado_timing.demo.tally import DemoError, Tally

SPEED = 1_000.0
FINISHES = (Finish(101, "id-1", 10), Finish(101, "id-2", 20), Finish(101, "id-3", 30))
TAPS = tuple(Tap(finish.elapsed_ms, 101, (finish,), batch=False) for finish in FINISHES)
BATCH = (Tap(30, 101, FINISHES, batch=True),)

Answer = Callable[["PretendedServer", "PhoneSocket", dict[str, Any]], None]


class PretendedServer:
    """What the pretended server knows and how it behaves."""

    def __init__(self) -> None:
        self.answer: Answer = store
        self.stored: dict[str, int] = {}
        self.frames: list[dict[str, Any]] = []
        self.sockets: list[PhoneSocket] = []
        self.valid_access = "access-1"
        self.running = False
        self.left = asyncio.Event()

    def broadcast(self, message: dict[str, Any]) -> None:
        for socket in self.sockets:
            socket.write_message(json.dumps(message))

    def start(self) -> None:
        self.running = True
        self.broadcast({"tipo": "competencia_iniciada", **self.clock()})

    def stop(self) -> None:
        self.running = False
        self.broadcast({"tipo": "competencia_detenida"})

    def clock(self) -> dict[str, Any]:
        return {
            "started_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
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


class PhoneSocket(WebSocketHandler):
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


@pytest.fixture
def server() -> PretendedServer:
    return PretendedServer()


@pytest.fixture
def port(io_loop: object, server: PretendedServer) -> Iterator[int]:
    app = Application(
        [
            (r"/ws/juez/3/", PhoneSocket, {"server": server}),
            (r"/api/(.*)", ApiHandler, {"server": server}),
        ],
        log_function=lambda handler: None,
    )
    listener, number = bind_unused_port()
    http_server = HTTPServer(app)
    http_server.add_socket(listener)
    yield number
    http_server.stop()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(players, "RESEND_AFTER_S", 0.1)
    monkeypatch.setattr(players, "SETTLE_DEADLINE_S", 2.0)
    monkeypatch.setattr(players, "SILENCE_S", 0.3)


async def play(
    server: PretendedServer, port: int, taps: tuple[Tap, ...] = TAPS, drops_after: int | None = None
) -> Tally:
    """Plays one judge's race against `server`, from sign-in to the closed socket."""
    tally = Tally()
    http = AsyncHTTPClient(force_instance=True)
    account = Account(http, f"http://127.0.0.1:{port}", "juez3", "secret", tally)
    plan = JudgePlan("juez3", "secret", taps, drops_after)
    player = JudgePlayer(account, plan, f"ws://127.0.0.1:{port}", SPEED, tally)
    try:
        async with asyncio.timeout(8), asyncio.TaskGroup() as tasks:
            tasks.create_task(player.run())
            await player.ready.wait()
            server.start()
            await player.recorded.wait()
            server.stop()
    finally:
        http.close()
    await asyncio.wait_for(server.left.wait(), 2)
    return tally


def expect_all_stored_once(server: PretendedServer, tally: Tally) -> None:
    assert server.stored == {finish.record_id: finish.elapsed_ms for finish in FINISHES}
    assert tally.sent == tally.acknowledged == {finish.record_id: finish for finish in FINISHES}
    assert tally.errors == []


@pytest.mark.gen_test(timeout=10)
async def test_each_time_is_sent_and_acknowledged(server: PretendedServer, port: int) -> None:
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert len(tally.latencies_s) == 3
    assert (tally.resent_messages, tally.reconnections, tally.duplicates) == (0, 0, 0)
    assert [frame["equipo_id"] for frame in server.frames] == [7, 7, 7]


@pytest.mark.gen_test(timeout=10)
async def test_a_batch_is_one_message(server: PretendedServer, port: int) -> None:
    tally = await play(server, port, BATCH)
    expect_all_stored_once(server, tally)
    assert len(server.frames) == len(tally.latencies_s) == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_lost_acknowledgement_is_sent_again_with_the_same_id(
    server: PretendedServer, port: int
) -> None:
    def swallow_the_first(
        server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]
    ) -> None:
        if len(server.frames) == 1:
            server.stored[message["id_registro"]] = message["tiempo"]
        else:
            store(server, socket, message)

    server.answer = swallow_the_first
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert (tally.resent_messages, tally.duplicates) == (1, 1)
    assert max(tally.latencies_s) >= 0.1


@pytest.mark.gen_test(timeout=10)
async def test_an_error_that_may_pass_is_tried_again(server: PretendedServer, port: int) -> None:
    def refuse_the_first(
        server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]
    ) -> None:
        if len(server.frames) == 1:
            socket.write_message(
                {"tipo": "error", "codigo": "storage_failed", "mensaje": "", "ref": message["ref"]}
            )
        else:
            store(server, socket, message)

    server.answer = refuse_the_first
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.resent_messages == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_refusal_is_an_error_and_not_an_acknowledgement(
    server: PretendedServer, port: int
) -> None:
    def refuse(server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]) -> None:
        socket.write_message(
            {"tipo": "error", "codigo": "x", "mensaje": "No", "ref": message["ref"]}
        )

    server.answer = refuse
    tally = await play(server, port)
    assert tally.errors == ["juez3: No"] * 3
    assert tally.acknowledged == {}


@pytest.mark.gen_test(timeout=10)
async def test_a_time_acknowledged_with_another_value_is_an_error(
    server: PretendedServer, port: int
) -> None:
    server.stored["id-2"] = 21
    tally = await play(server, port)
    assert set(tally.acknowledged) == {"id-1", "id-3"}
    assert len(tally.errors) == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_judge_who_loses_the_socket_reconnects_and_sends_again(
    server: PretendedServer, port: int
) -> None:
    tally = await play(server, port, drops_after=2)
    expect_all_stored_once(server, tally)
    assert tally.reconnections == 1
    assert tally.resent_messages >= 1
    assert tally.duplicates >= 1


@pytest.mark.gen_test(timeout=10)
async def test_a_socket_cut_by_the_server_is_reopened(server: PretendedServer, port: int) -> None:
    def cut_once(server: PretendedServer, socket: PhoneSocket, message: dict[str, Any]) -> None:
        if len(server.frames) == 1:
            socket.close(1011)
        else:
            store(server, socket, message)

    server.answer = cut_once
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.reconnections == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_socket_that_falls_silent_is_given_up(
    server: PretendedServer, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(players, "RESEND_AFTER_S", 60)
    silent: list[PhoneSocket] = []

    def on_message(self: PhoneSocket, message: str | bytes) -> None:
        if not silent or self in silent:
            silent.append(self)
        else:
            hear(self, message)

    hear = PhoneSocket.on_message
    monkeypatch.setattr(PhoneSocket, "on_message", on_message)
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.reconnections == 1


@pytest.mark.gen_test(timeout=10)
async def test_an_expired_token_is_refreshed_before_the_socket_opens(
    server: PretendedServer, port: int
) -> None:
    server.valid_access = "access-2"
    tally = await play(server, port)
    expect_all_stored_once(server, tally)
    assert tally.refreshed_tokens == 1


@pytest.mark.gen_test(timeout=10)
async def test_a_server_that_never_answers_ends_the_race_with_a_failure(
    server: PretendedServer, port: int
) -> None:
    server.answer = lambda server, socket, message: None
    with pytest.raises(ExceptionGroup) as failure:
        await play(server, port)
    assert failure.group_contains(DemoError, match="waited 2 s for acknowledgements")
