"""Clients that send too fast or stop reading: they are told, slowed or dropped; others go on."""

import asyncio
import json
import socket as sockets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.iostream import IOStream

from tests.journeys.raw_client import RawSocket, frame
from tests.journeys.stalled_client import SMALL_BUFFER, Stalled
from tests.venue import ANSWERS, EVENT, Venue, eventually
from tornado_timing.live import hub, outbox

TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5}
LIMITS = {"message_burst": 20, "messages_per_second": 20}
# So many teams make a frame of results that no socket's buffer takes in.
MANY_TEAMS: dict[str, Any] = {
    **EVENT,
    "equipos": [
        *EVENT["equipos"],
        *({"nombre": f"{number} {'x' * 180}", "dorsal": number, "competencia": "Carrera 5K"}
          for number in range(1_000, 3_000)),
    ],
}  # fmt: skip


@pytest.mark.gen_test(timeout=30)
async def test_who_floods_is_told_and_keeps_its_socket(io_loop: Any, tmp_path: Path) -> None:
    async with Venue(tmp_path, limits=LIMITS) as venue:
        judge = await venue.judge()
        await venue.start_race()
        for number in range(30):
            await judge.send({**TAP, "equipo_id": 2, "tiempo": number, "ref": str(number)})
        answers = [await judge.read_tipo("tiempo_registrado", "error") for _ in range(30)]
        refused = [item for item in answers if item["tipo"] == "error"]
        flooded = [item for item in refused if item["mensaje"] == "Demasiados mensajes"]
        assert flooded
        assert {item["codigo"] for item in flooded} == {"too_many_messages"}
        # Every message has its answer, and what was refused was not stored.
        assert sorted(int(item["ref"]) for item in answers) == list(range(30))
        saved = len(answers) - len(refused)
        assert venue.state.record_count() == saved
        await asyncio.sleep(0.2)
        first = flooded[0]["ref"]
        again = await judge.ask({**TAP, "equipo_id": 1, "tiempo": int(first), "ref": first})
        assert again["tipo"] == "tiempo_registrado"


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    "sent",
    [
        "{",
        b"\x00",
        '{"tipo": "ping"}',
        '{"tipo": "x"}',
        '{"tipo": "retirar_registro", "id_registro": "a"}',
        '{"tipo": "comprobar_registros", "ids": ["a"]}',
    ],
)
async def test_a_flood_of_anything_is_a_flood(io_loop: Any, tmp_path: Path, sent: Any) -> None:
    async with Venue(tmp_path, limits=LIMITS) as venue:
        for socket in (await venue.judge(), (await venue.spectator())[0]):
            for _ in range(25):
                await socket.send(sent)
            answers = [await socket.read_tipo(*ANSWERS) for _ in range(25)]
            assert "Demasiados mensajes" in [item.get("mensaje") for item in answers]
            await asyncio.sleep(0.2)
            assert (await socket.ask({"tipo": "ping"}))["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
async def test_a_flood_does_not_slow_the_others(io_loop: Any, tmp_path: Path) -> None:
    async with Venue(tmp_path) as venue:
        await venue.call("PATCH", "/api/competencias/1/", {"records_per_team": None},
                         user="organiza")  # fmt: skip
        other = await venue.judge("juez2")
        await venue.start_race()
        token = await venue.token("juez1")
        flood = await RawSocket.open(venue.server.port, f"/ws/juez/2/?token={token}")
        messages = frame(json.dumps({**TAP, "relleno": "x" * 200}).encode()) * 500

        async def pour() -> None:
            while True:
                await flood.send(messages)

        async def read() -> None:
            while True:
                await flood.read_rest(0.05)

        tasks = [asyncio.create_task(pour()), asyncio.create_task(read())]
        try:
            await asyncio.sleep(0.3)
            for number in range(50):
                answer = await other.ask({**TAP, "equipo_id": 3, "tiempo": number})
                assert answer["tipo"] == "tiempo_registrado"
            assert (await venue.get("/health")).status == 200
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await flood.cut()


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stalled]:
    """A stalled reader, with small buffers on the server's side too."""
    right_init = outbox.Outbox.__init__

    def with_small_buffer(self: Any, stream: IOStream, close: Any) -> None:
        stream.socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, SMALL_BUFFER)
        right_init(self, stream, close)

    monkeypatch.setattr(outbox.Outbox, "__init__", with_small_buffer)
    stalled = Stalled()
    yield stalled
    stalled.socket.close()


async def wait_for_connections(venue: Venue, count: int) -> None:
    """Until so many sockets are open."""

    async def are_open() -> bool:
        return bool((await venue.get("/system-status")).json["connections"] == count)

    await eventually(are_open, f"{count} sockets are open", 10)


@pytest.mark.gen_test(timeout=30)
async def test_a_spectator_that_stops_reading_is_dropped(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Stalled
) -> None:
    monkeypatch.setattr(outbox, "MAX_BLOCKED_S", 0.3)
    monkeypatch.setattr(hub, "SWEEP_S", 0.1)
    venue = Venue(tmp_path)
    await venue.open(MANY_TEAMS)
    try:
        judge, (reader, _) = await venue.judge(), await venue.spectator()
        await venue.start_race()
        await client.open(venue.server.port, "/ws/competencia/1/")
        await wait_for_connections(venue, 3)
        await wait_for_connections(venue, 2)
        # Those who read notice nothing.
        assert (await judge.ask(TAP))["tipo"] == "tiempo_registrado"
        assert await reader.read_tipo("registros_actualizados")
    finally:
        await venue.close()


@pytest.mark.gen_test(timeout=30)
async def test_a_spectator_that_reads_slowly_is_not_dropped(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Stalled
) -> None:
    monkeypatch.setattr(outbox, "MAX_BLOCKED_S", 1.0)
    monkeypatch.setattr(outbox, "SLICE_BYTES", 16 * 1024)
    monkeypatch.setattr(hub, "SWEEP_S", 0.1)
    began_s = time.monotonic()
    venue = Venue(tmp_path)
    await venue.open(MANY_TEAMS)
    try:
        await client.open(venue.server.port, "/ws/competencia/1/")
        received = b""
        async with asyncio.timeout(20):
            # The last team's row ends the results: a frame that takes much longer than 1 s.
            while b'"dorsal":2999' not in received:
                chunk = await asyncio.get_running_loop().sock_recv(client.socket, 20_000)
                assert chunk, f"dropped after {len(received)} bytes"
                received += chunk
                await asyncio.sleep(0.015)
        assert time.monotonic() - began_s > 2 * outbox.MAX_BLOCKED_S
        await wait_for_connections(venue, 1)
    finally:
        await venue.close()


@pytest.mark.gen_test(timeout=30)
async def test_what_waits_for_a_stalled_spectator_is_bounded(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Stalled
) -> None:
    waiting: list[int] = []
    right_send = outbox.Outbox.send

    def send(self: Any, *parts: bytes) -> None:
        right_send(self, *parts)
        stream: IOStream = self._stream
        waiting.append(len(stream._write_buffer))

    monkeypatch.setattr(outbox.Outbox, "send", send)
    venue = Venue(tmp_path)
    await venue.open(MANY_TEAMS)
    try:
        await client.open(venue.server.port, "/ws/competencia/1/")
        await wait_for_connections(venue, 1)
        greeting_bytes = max(waiting)
        assert greeting_bytes > 100_000
        judge = await venue.judge()
        await venue.start_race()
        for number in range(8):
            await judge.ask({**TAP, "tiempo": number})
            name = {"name": f"Nombre {number}"}
            await venue.call("PATCH", "/api/equipos/2/", name, user="organiza")
            await judge.read_tipo("registros_actualizados")
        # The events that nobody may miss are small; of the results only the newest is remembered.
        assert max(waiting) < greeting_bytes + 10_000

        # And when it reads again, the newest state is what it gets.
        received = await client.read_until(b"resultados_completos", b"Nombre 7")
        assert received.count(b'"tipo":"resultados_completos"') == 1
        assert b'"tipo":"competencia_iniciada"' in received
        assert b'"tipo":"registros_actualizados"' not in received
    finally:
        await venue.close()


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_that_never_reads_is_dropped_before_it_fills_the_memory(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Stalled
) -> None:
    monkeypatch.setattr(outbox, "MAX_WAITING_BYTES", 50_000)
    limits = {"message_burst": 100_000, "messages_per_second": 100_000}
    async with Venue(tmp_path, limits=limits) as venue:
        token = await venue.token("juez1")
        await client.open(venue.server.port, f"/ws/juez/2/?token={token}")
        await wait_for_connections(venue, 1)
        ping = frame(json.dumps({"tipo": "ping", "t0": "x" * 20_000}).encode())

        async def pour() -> None:
            while True:
                await asyncio.get_running_loop().sock_sendall(client.socket, ping)

        task = asyncio.create_task(pour())
        await wait_for_connections(venue, 0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        other = await venue.judge("juez2")
        assert (await other.ask({"tipo": "ping"}))["tipo"] == "pong"
