"""A real server process under load: killed, and stopped as it should be."""

import asyncio
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.venue_in_process import JUDGES, Load, VenueInProcess

LOAD_S = 0.4
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


async def end_under_load(venue: VenueInProcess, number: signal.Signals) -> tuple[int, list[Load]]:
    """Ends the server by a signal while all judges send; its exit code, and what they saw."""
    sockets = [await venue.judge(f"juez{index}") for index in range(1, JUDGES + 1)]
    await venue.start_race()
    loads = [Load(socket, index) for index, socket in enumerate(sockets, start=1)]
    tasks = [asyncio.create_task(work()) for load in loads for work in (load.read, load.send)]
    await asyncio.sleep(LOAD_S)
    exit_code = await venue.end(number)
    await asyncio.wait_for(asyncio.gather(*tasks), 10)
    assert all(load.acknowledged for load in loads)
    return exit_code, loads


@pytest.mark.gen_test(timeout=60)
async def test_kill_9_under_load_loses_nothing_acknowledged(io_loop: Any, tmp_path: Path) -> None:
    async with VenueInProcess(tmp_path / "data") as venue:
        _, loads = await end_under_load(venue, signal.SIGKILL)
        stored = venue.stored_ids()
        assert len(stored) == len(set(stored))
        for load in loads:
            assert set(load.acknowledged) <= set(stored)
            assert len(load.acknowledged) == len(set(load.acknowledged))

        await venue.start()
        results = (await venue.get("/api/competencias/1/resultados/")).json
        shown = [
            record["id_registro"] for row in results["clasificacion"] for record in row["registros"]
        ]
        assert sorted(shown) == stored
        assert results["competencia"]["en_curso"] is True

        # The phones come back and send what was never acknowledged.
        for number, load in enumerate(loads, start=1):
            judge = await venue.judge(f"juez{number}")
            for message in load.missing:
                answer = await judge.ask(message)
                assert answer["tipo"] == "tiempo_registrado"
                assert answer["duplicado"] is (message["id_registro"] in stored)
        everything = sorted(message["id_registro"] for load in loads for message in load.sent)
        assert venue.stored_ids() == everything


@pytest.mark.gen_test(timeout=60)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_under_load_acknowledges_what_it_stores(
    io_loop: Any, tmp_path: Path, number: signal.Signals
) -> None:
    async with VenueInProcess(tmp_path / "data") as venue:
        spectator, _ = await venue.spectator()
        exit_code, loads = await end_under_load(venue, number)
        assert exit_code == 0
        assert "Traceback" not in await venue.errors()
        assert await spectator.wait_closed() == 1001
        for load in loads:
            assert load.socket.connection.close_code == 1001
            assert set(load.refused) <= {"server_stopping"}
        acknowledged = sorted(item for load in loads for item in load.acknowledged)
        assert venue.stored_ids() == acknowledged
        assert not (venue.data_dir / "server.json").exists()


@pytest.mark.gen_test(timeout=60)
async def test_times_sent_over_http_when_it_is_stopped_are_answered(
    io_loop: Any, tmp_path: Path
) -> None:
    async with VenueInProcess(tmp_path / "data") as venue:
        await venue.start_race()
        token = await venue.token("juez1")
        body = json.dumps({"registros": [{"tiempo": 5, "id_registro": "a"}]}).encode()
        head = (
            "POST /api/equipos/1/registros/ HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        connections = [
            await asyncio.open_connection("127.0.0.1", venue.server.port) for _ in range(5)
        ]
        for _, writer in connections:
            writer.write(head + body)
        await asyncio.sleep(0.05)
        assert await venue.end(signal.SIGTERM) == 0
        answers = [await asyncio.wait_for(reader.read(), 5) for reader, _ in connections]
        for _, writer in connections:
            writer.close()
        assert [answer[:12] for answer in answers] == [b"HTTP/1.1 201"] * 5
        assert venue.stored_ids() == ["a"]
