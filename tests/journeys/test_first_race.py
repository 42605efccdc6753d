"""The first thing that works end to end."""

import uuid

import pytest

from tests.venue import Venue


@pytest.mark.gen_test
async def test_a_time_goes_from_a_judge_to_the_spectators(venue: Venue) -> None:
    judge = await venue.judge("juez1")
    spectator, greeting = await venue.spectator()
    assert greeting["resultados"]["total_registros"] == 0

    await venue.start_race()
    assert (await judge.read_tipo("competencia_iniciada"))["type"] == "carrera.iniciada"
    record_id = str(uuid.uuid4())
    message = {
        "tipo": "registrar_tiempo",
        "equipo_id": 1,
        "tiempo": 1_234_567,
        "ref": "a",
        "id_registro": record_id,
    }
    answer = await judge.ask(message)
    assert answer == {
        "tipo": "tiempo_registrado",
        "equipo_id": 1,
        "tiempo": 1_234_567,
        "id_registro": record_id,
        "tiempo_carrera": 1_234_567,
        "duplicado": False,
        "ref": "a",
    }
    again = await judge.ask(message)
    assert again == {**answer, "duplicado": True}

    update = await judge.read_tipo("registros_actualizados")
    assert update["equipo"]["dorsal"] == 101
    assert update["total_registros"] == 1
    assert update["tiempo_total"] == 1_234_567
    seen = await spectator.read_tipo("registros_actualizados")
    assert seen["clasificacion"][0]["posicion"] == 1
    assert seen["total_registros_competencia"] == 1

    results = await venue.get("/api/competencias/1/resultados/")
    assert results.json["clasificacion"][0]["registros"][0]["id_registro"] == record_id

    await venue.restart()
    results = await venue.get("/api/competencias/1/resultados/")
    assert results.json["clasificacion"][0]["num_registros"] == 1
