"""The rules of a time record, over the socket and over HTTP."""

import sqlite3
import uuid
from typing import Any

import pytest

from tests.venue import Socket, Venue

DAY_MS = 24 * 3_600_000
TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5_000}


async def batch(socket: Socket, *records: dict[str, Any], team: int = 1) -> Any:
    """Sends a batch."""
    return await socket.ask(
        {"tipo": "registrar_tiempos", "equipo_id": team, "registros": list(records)}
    )


def stored(venue: Venue) -> list[tuple[str, int, int]]:
    """Id, team and time of all that another reader finds committed in the file."""
    with sqlite3.connect(f"file:{venue.data_dir / 'timing.db'}?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT id, team_id, elapsed_ms FROM time_records").fetchall()
    connection.close()
    return rows


@pytest.mark.gen_test(timeout=30)
async def test_what_is_answered_as_saved_is_in_the_file(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    for number in range(20):
        message = {
            **TAP,
            "equipo_id": 1 + number % 2,
            "tiempo": number,
            "id_registro": f"r{number}",
        }
        answer = await judge.ask(message)
        assert answer["tipo"] == "tiempo_registrado"
        assert (f"r{number}", message["equipo_id"], number) in stored(venue)
    body = {"equipo_id": 2, "registros": [{"tiempo": 77, "id_registro": "http"}]}
    assert (await venue.post("/api/enviar_tiempos/", body, user="juez1")).status == 201
    assert ("http", 2, 77) in stored(venue)


@pytest.mark.gen_test(timeout=30)
async def test_the_file_is_written_through_to_the_disk(venue: Venue) -> None:
    def pragmas(connection: sqlite3.Connection) -> list[Any]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await venue.server.services.core.database.run(pragmas) == ["wal", 2, 1]


@pytest.mark.gen_test(timeout=30)
async def test_sent_twice_it_is_stored_once_by_every_way(venue: Venue) -> None:
    judge, spare = await venue.judge(), await venue.judge()
    await venue.start_race()
    record = {"tiempo": 5_000, "id_registro": str(uuid.uuid4())}
    assert (await judge.ask({**TAP, **record}))["duplicado"] is False
    assert (await spare.ask({**TAP, **record}))["duplicado"] is True
    assert (await batch(spare, record))["registros_guardados"][0]["duplicado"] is True
    body = {"equipo_id": 1, "registros": [record]}
    answer = await venue.post("/api/enviar_tiempos/", body, user="juez1")
    assert answer.json["registros_guardados"][0]["duplicado"] is True
    answer = await venue.post("/api/equipos/1/registros/", body, user="juez1")
    assert answer.json["registros"][0]["duplicado"] is True
    # A UUID is the same in capitals.
    upper = {**record, "id_registro": record["id_registro"].upper()}
    assert (await judge.ask({**TAP, **upper}))["duplicado"] is True
    assert len(stored(venue)) == 1


@pytest.mark.gen_test(timeout=30)
async def test_one_id_twice_in_a_batch_is_stored_once(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    answer = await batch(
        judge,
        {"tiempo": 5, "id_registro": "a"},
        {"tiempo": 5, "id_registro": "a"},
        {"tiempo": 6, "id_registro": "a"},
    )
    assert [item["duplicado"] for item in answer["registros_guardados"]] == [False, True]
    assert answer["registros_fallidos"][0]["error"] == "El id_registro ya existe con otros datos"
    assert len(stored(venue)) == 1


@pytest.mark.gen_test(timeout=30)
async def test_an_id_with_other_data_overwrites_nothing(venue: Venue) -> None:
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    await venue.start_race()
    await judge.ask({**TAP, "id_registro": "a"})
    for socket, change in ((judge, {"tiempo": 5_001}), (judge, {"equipo_id": 2}),
                           (other, {"equipo_id": 3})):  # fmt: skip
        answer = await socket.ask({**TAP, "id_registro": "a", **change})
        assert answer["mensaje"] == "El id_registro ya existe con otros datos"
        assert answer["codigo"] == "record_id_taken"
    assert stored(venue) == [("a", 1, 5_000)]


@pytest.mark.gen_test(timeout=30)
async def test_without_an_id_the_same_time_fails_and_names_the_stored_record(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    record_id = (await judge.ask(TAP))["id_registro"]
    single = await judge.ask(TAP)
    assert single["mensaje"] == "Ya existe un registro con este tiempo"
    assert single["id_registro"] == record_id
    answer = await batch(judge, {"tiempo": 5_000}, {"tiempo": 6_000}, {"tiempo": 6_000})
    assert [item["indice"] for item in answer["registros_fallidos"]] == [1, 3]
    assert answer["registros_fallidos"][0]["id_registro"] == record_id
    new_id = answer["registros_guardados"][0]["id_registro"]
    assert answer["registros_fallidos"][1]["id_registro"] == new_id
    # The same time for another team is another runner.
    assert (await judge.ask({**TAP, "equipo_id": 2}))["tipo"] == "tiempo_registrado"


@pytest.mark.gen_test(timeout=30)
async def test_two_runners_can_tie(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    for record_id in ("a", "b"):
        answer = await judge.ask({**TAP, "id_registro": record_id})
        assert answer["duplicado"] is False
    assert [row[2] for row in stored(venue)] == [5_000, 5_000]


@pytest.mark.gen_test(timeout=30)
async def test_one_elapsed_time_by_two_clocks_is_one_time(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    started_at_ms = venue.state.competitions[1].started_at_ms
    for team, order in ((1, (0, 1)), (2, (1, 0))):
        both = [{"tiempo": 5_000}, {"tiempo": started_at_ms + 5_000}]
        answer = await batch(judge, *(both[index] for index in order), team=team)
        assert [item["indice"] for item in answer["registros_guardados"]] == [1]
        assert answer["registros_fallidos"][0]["error"] == "Ya existe un registro con este tiempo"


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    "record",
    [
        {"tiempo": 0},
        {"tiempo": DAY_MS},
        {"tiempo": DAY_MS, "horas": 24},
        {"tiempo": 950_000, "horas": 0, "minutos": 15, "segundos": 50, "milisegundos": 0},
        {"tiempo": 950_000, "segundos": 950},
        {"tiempo": 950_000, "milisegundos": 950_000, "horas": None},
        {"tiempo": 950_000, "timestamp": "2025-11-11T12:00:00.000Z"},
        {"tiempo": 950_000, "timestamp": 17, "corredor": {"nadie": ["lo", "lee"]}},
        {"tiempo": 950_000, "id_registro": None},
        {"tiempo": 950_000, "id_registro": "ñandú 🦤"},
    ],
)
async def test_what_is_well_formed_is_stored(venue: Venue, record: dict[str, Any]) -> None:
    judge = await venue.judge()
    await venue.start_race()
    answer = await judge.ask({**TAP, **record})
    assert answer["tipo"] == "tiempo_registrado", answer
    assert answer["tiempo"] == answer["tiempo_carrera"] == record["tiempo"]
    assert stored(venue) == [(answer["id_registro"], 1, record["tiempo"])]


@pytest.mark.gen_test(timeout=30)
async def test_ids_that_differ_after_a_nul_break_nobodys_commit(venue: Venue) -> None:
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    await venue.start_race()
    for number, record_id in enumerate(("x\0a", "x\0b")):
        await judge.send({**TAP, "tiempo": number, "id_registro": record_id})
        await other.send({**TAP, "equipo_id": 3, "tiempo": number})
        assert (await other.read_tipo("tiempo_registrado", "error"))["tipo"] != "error"
        answer = await judge.read_tipo("tiempo_registrado", "error")
        assert answer.get("codigo") != "storage_failed"


@pytest.mark.gen_test(timeout=30)
async def test_the_record_over_the_limit_fails_and_the_others_do_not(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    await batch(judge, *({"tiempo": number} for number in range(14)))
    answer = await batch(judge, {"tiempo": 100}, {"tiempo": 101}, {"tiempo": 100})
    assert [item["indice"] for item in answer["registros_guardados"]] == [1]
    errors = {item["indice"]: item["error"] for item in answer["registros_fallidos"]}
    assert errors[2] == "El equipo ya completó sus 15 registros"
    single = await judge.ask({**TAP, "tiempo": 102})
    assert single["mensaje"] == "El equipo ya completó sus 15 registros"
    assert single["codigo"] == "team_complete"
    # What is stored is still a duplicate.
    again = await judge.ask({**TAP, "tiempo": 100})
    assert again["codigo"] == "duplicate_time"


@pytest.mark.gen_test(timeout=30)
async def test_a_competition_without_a_limit_has_none(venue: Venue) -> None:
    no_limit = {"records_per_team": None}
    await venue.call("PATCH", "/api/competencias/1/", no_limit, user="organiza")
    judge = await venue.judge()
    await venue.start_race()
    for first in (0, 15, 30):
        answer = await batch(judge, *({"tiempo": first + number} for number in range(15)))
        assert answer["total_guardados"] == 15
    status = await venue.get("/api/equipos/1/registros/estado/", user="juez1")
    assert status.json["maximo_registros"] is None
    assert status.json["puede_enviar"] is True
