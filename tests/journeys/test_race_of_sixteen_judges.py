"""A whole race at once: sixteen judges, fifteen records each, all in flight together."""

import asyncio
import sqlite3
from typing import Any

import pytest

from tests.venue import Socket, Venue

JUDGES = 16
RECORDS = 15
EVENT: dict[str, Any] = {
    "organizadores": [{"username": "organiza", "password": "clave-organiza"}],
    "jueces": [
        {"username": f"juez{number}", "password": f"clave-juez{number}"}
        for number in range(1, JUDGES + 1)
    ],
    "competencias": [
        {"nombre": "Carrera 5K", "fecha_hora": "2030-11-12T08:00:00Z", "registros_por_equipo": 15}
    ],
    "equipos": [
        {"nombre": f"Equipo {number}", "dorsal": number, "competencia": "Carrera 5K",
         "juez": f"juez{number}"}
        for number in range(1, JUDGES + 1)
    ],
}  # fmt: skip


def elapsed(number: int, index: int) -> int:
    """The time of a team's runner; many of different teams are equal."""
    return 1_000_000 + 1_000 * index + number % 4


async def taps(socket: Socket, number: int) -> list[Any]:
    """Sends each record by itself without waiting; the answers in order."""
    for index in range(RECORDS):
        await socket.send(
            {
                "tipo": "registrar_tiempo",
                "equipo_id": number,
                "tiempo": elapsed(number, index),
                "id_registro": f"{number}-{index}",
                "ref": str(index),
            }
        )
    return [await socket.read_tipo("tiempo_registrado", "error") for _ in range(RECORDS)]


async def batch(socket: Socket, number: int) -> list[Any]:
    """Sends all records as one batch; what was saved, in order."""
    records = [
        {"tiempo": elapsed(number, index), "id_registro": f"{number}-{index}"}
        for index in range(RECORDS)
    ]
    answer = await socket.ask(
        {"tipo": "registrar_tiempos", "equipo_id": number, "registros": records}
    )
    assert answer["registros_fallidos"] == []
    saved: list[Any] = answer["registros_guardados"]
    return saved


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("send", [taps, batch])
async def test_sixteen_judges_send_fifteen_records_at_once(
    io_loop: Any, tmp_path: Any, send: Any
) -> None:
    venue = Venue(tmp_path)
    await venue.open(EVENT)
    try:
        numbers = range(1, JUDGES + 1)
        sockets = await asyncio.gather(*(venue.judge(f"juez{number}") for number in numbers))
        spectator, _ = await venue.spectator()
        await venue.start_race()
        # Twice, as after a Wi-Fi that came back: the second time all are duplicates.
        for is_again in (False, True):
            answers = await asyncio.gather(*map(send, sockets, numbers))
            for number, of_judge in zip(numbers, answers, strict=True):
                expected = [
                    (f"{number}-{index}", elapsed(number, index), is_again)
                    for index in range(RECORDS)
                ]
                got = [(item["id_registro"], item["tiempo_carrera"], item["duplicado"])
                       for item in of_judge]  # fmt: skip
                assert got == expected
        results = (await venue.get("/api/competencias/1/resultados/")).json
        assert results["total_registros"] == JUDGES * RECORDS
        assert {row["num_registros"] for row in results["clasificacion"]} == {RECORDS}
        positions = [row["posicion"] for row in results["clasificacion"]]
        assert positions == [place for place in (1, 5, 9, 13) for _ in range(4)]
        total = 0
        while total < JUDGES * RECORDS:
            update = await spectator.read_tipo("registros_actualizados", "resultados_completos")
            total = update.get("total_registros_competencia", total)
    finally:
        await venue.close()
    connection = sqlite3.connect(tmp_path / "timing.db")
    rows = connection.execute("SELECT id, team_id, elapsed_ms FROM time_records").fetchall()
    connection.close()
    assert sorted(rows) == sorted(
        (f"{number}-{index}", number, elapsed(number, index))
        for number in range(1, JUDGES + 1)
        for index in range(RECORDS)
    )
