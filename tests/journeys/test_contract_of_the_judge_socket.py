"""The judge's socket: every message, its answer, and each error text."""

import time
from typing import Any, NamedTuple

import pytest

from tests.venue import Venue

NO_RECORDS = 'Debe enviar al menos un registro en el array "registros"'
TIME = "registrar_tiempo"
TIMES = "registrar_tiempos"
FIVE = [{"tiempo": 5}]


class Case(NamedTuple):
    """A message and the one error that answers it."""

    message: dict[str, Any]
    text: str
    code: str


WHOLE_MESSAGE = [
    Case({"tipo": TIME, "tiempo": 5}, "Falta equipo_id", "missing_team_id"),
    Case({"tipo": TIMES, "registros": FIVE}, "Falta equipo_id", "missing_team_id"),
    Case({"tipo": TIME, "equipo_id": None, "tiempo": 5}, "Falta equipo_id", "missing_team_id"),
    Case(
        {"tipo": TIME, "equipo_id": "1", "tiempo": 5},
        "El equipo_id debe ser un entero",
        "invalid_team_id",
    ),
    Case(
        {"tipo": TIME, "equipo_id": True, "tiempo": 5},
        "El equipo_id debe ser un entero",
        "invalid_team_id",
    ),
    Case({"tipo": TIMES, "equipo_id": 1}, NO_RECORDS, "no_records"),
    Case({"tipo": TIMES, "equipo_id": 1, "registros": []}, NO_RECORDS, "no_records"),
    Case({"tipo": TIMES, "equipo_id": 1, "registros": {}}, NO_RECORDS, "no_records"),
    Case({"tipo": TIMES, "equipo_id": 1, "registros": None}, NO_RECORDS, "no_records"),
    Case(
        {"tipo": TIMES, "equipo_id": 1, "registros": FIVE * 20},
        "Máximo 15 registros permitidos. Se recibieron 20",
        "too_many_records",
    ),
    Case(
        {"tipo": TIMES, "equipo_id": 1, "registros": [{}] * 16},
        "Máximo 15 registros permitidos. Se recibieron 16",
        "too_many_records",
    ),
    Case(
        {"tipo": TIME, "equipo_id": 3, "tiempo": 5},
        "El juez no tiene permiso para este equipo",
        "team_not_allowed",
    ),
    Case(
        {"tipo": TIMES, "equipo_id": 3, "registros": FIVE},
        "El juez no tiene permiso para este equipo",
        "team_not_allowed",
    ),
    Case(
        {"tipo": TIME, "equipo_id": 9, "tiempo": 5},
        "El equipo con ID 9 no existe",
        "team_not_found",
    ),
    Case(
        {"tipo": TIME, "equipo_id": -1, "tiempo": 5},
        "El equipo con ID -1 no existe",
        "team_not_found",
    ),
    Case(
        {"tipo": TIMES, "equipo_id": 9, "registros": FIVE},
        "El equipo con ID 9 no existe",
        "team_not_found",
    ),
    Case(
        {"tipo": TIME, "equipo_id": 10**30, "tiempo": 5},
        f"El equipo con ID {10**30} no existe",
        "team_not_found",
    ),
    Case(
        {"tipo": TIME, "equipo_id": 2**63, "tiempo": 5},
        f"El equipo con ID {2**63} no existe",
        "team_not_found",
    ),
    Case({"tipo": "x"}, "Tipo de mensaje no reconocido: x", "unknown_message_type"),
    Case({}, "Tipo de mensaje no reconocido: ", "unknown_message_type"),
]


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("case", WHOLE_MESSAGE, ids=lambda case: str(case.message)[:60])
async def test_what_concerns_the_whole_message_is_one_error(venue: Venue, case: Case) -> None:
    judge = await venue.judge()
    await venue.start_race()
    answer = await judge.ask({**case.message, "ref": "r1"})
    # Of these only a time for a team of another judge is kept.
    kept = {"conservado": True} if case.code == "team_not_allowed" else {}
    assert answer == {
        "tipo": "error",
        "mensaje": case.text,
        "codigo": case.code,
        "ref": "r1",
        **kept,
    }
    assert venue.state.record_count() == 0
    # The socket stays open.
    assert (await judge.ask({"tipo": TIME, "equipo_id": 1, "tiempo": 7}))["tiempo"] == 7


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    "message",
    [
        {"tipo": TIME, "equipo_id": 1, "tiempo": 5},
        {"tipo": TIMES, "equipo_id": 1, "registros": FIVE},
    ],
)
async def test_a_race_takes_times_only_while_it_runs(venue: Venue, message: Any) -> None:
    judge = await venue.judge()
    refused = {
        "tipo": "error",
        "mensaje": "La competencia no está en curso",
        "codigo": "race_not_running",
        "conservado": True,
    }
    assert await judge.ask(message) == refused
    await venue.start_race()
    await venue.stop_race()
    assert await judge.ask(message) == refused
    assert venue.state.record_count() == 0


BAD_ID = "El id_registro debe ser un texto de 1 a 64 caracteres"
BAD_RECORDS = [
    ({}, "Falta el campo tiempo"),
    ({"tiempo": -1}, "El tiempo no puede ser negativo"),
    ({"tiempo": "12"}, "El tiempo debe ser un entero en milisegundos"),
    ({"tiempo": 1.5}, "El tiempo debe ser un entero en milisegundos"),
    ({"tiempo": True}, "El tiempo debe ser un entero en milisegundos"),
    ({"tiempo": None}, "El tiempo debe ser un entero en milisegundos"),
    ({"tiempo": [5]}, "El tiempo debe ser un entero en milisegundos"),
    ({"tiempo": 24 * 3_600_000 + 1}, "El tiempo está fuera de rango"),
    ({"tiempo": 10**30}, "El tiempo está fuera de rango"),
    ({"tiempo": 10**12 - 1}, "El tiempo está fuera de rango"),
    ({"tiempo": 5, "segundos": 1}, "Los componentes no coinciden con el tiempo"),
    ({"tiempo": 5, "horas": "0"}, "Los componentes no coinciden con el tiempo"),
    ({"tiempo": 5, "milisegundos": True}, "Los componentes no coinciden con el tiempo"),
    ({"tiempo": 5, "milisegundos": 5, "minutos": -1}, "Los componentes no coinciden con el tiempo"),
    ({"tiempo": 5, "id_registro": "taken"}, "El id_registro ya existe con otros datos"),
    ({"tiempo": 5, "id_registro": ""}, BAD_ID),
    ({"tiempo": 5, "id_registro": 7}, BAD_ID),
    ({"tiempo": 5, "id_registro": "x" * 65}, BAD_ID),
    ({"tiempo": 5, "id_registro": "x\0"}, BAD_ID),
    ({"tiempo": 1_000}, "Ya existe un registro con este tiempo"),
]  # fmt: skip


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(("record", "text"), BAD_RECORDS, ids=lambda value: str(value)[:40])
async def test_one_bad_record_is_one_failure_and_spoils_no_other(
    venue: Venue, record: dict[str, Any], text: str
) -> None:
    judge = await venue.judge()
    await venue.start_race()
    first = {"tipo": TIME, "equipo_id": 1, "tiempo": 1_000, "id_registro": "taken"}
    await judge.ask(first)

    single = await judge.ask({"tipo": TIME, "equipo_id": 1, "ref": "r", **record})
    assert (single["tipo"], single["mensaje"], single["ref"]) == ("error", text, "r")
    assert isinstance(single["codigo"], str)

    records = [{"tiempo": 2_000}, record, {"tiempo": 3_000}]
    batch = await judge.ask({"tipo": TIMES, "equipo_id": 1, "registros": records, "ref": "b"})
    assert batch["tipo"] == "tiempos_registrados_batch"
    assert batch["ref"] == "b"
    assert (batch["total_enviados"], batch["total_guardados"], batch["total_fallidos"]) == (3, 2, 1)
    assert [item["indice"] for item in batch["registros_guardados"]] == [1, 3]
    failure = batch["registros_fallidos"][0]
    assert (failure["indice"], failure["error"]) == (2, text)
    if text.startswith("Ya existe"):
        assert failure["id_registro"] == single["id_registro"] == "taken"
    assert venue.state.record_count() == 3


@pytest.mark.gen_test(timeout=30)
async def test_a_record_that_is_no_object_is_one_failure(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    records = [5, None, "x", [], {"tiempo": 1}]
    answer = await judge.ask({"tipo": TIMES, "equipo_id": 1, "registros": records})
    assert [item["indice"] for item in answer["registros_fallidos"]] == [1, 2, 3, 4]
    assert [item["indice"] for item in answer["registros_guardados"]] == [5]


@pytest.mark.gen_test(timeout=30)
async def test_a_batch_is_answered_record_by_record(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    records = [{"tiempo": 900_000, "minutos": 15}, {"tiempo": 950_000, "id_registro": "dos"}]
    message = {"tipo": TIMES, "equipo_id": 1, "registros": records}
    answer = await judge.ask(message)
    first_id = answer["registros_guardados"][0]["id_registro"]
    assert answer == {
        "tipo": "tiempos_registrados_batch",
        "equipo_id": 1,
        "total_enviados": 2,
        "total_guardados": 2,
        "total_fallidos": 0,
        "registros_guardados": [
            {
                "indice": 1,
                "id_registro": first_id,
                "tiempo": 900_000,
                "tiempo_carrera": 900_000,
                "duplicado": False,
            },
            {
                "indice": 2,
                "id_registro": "dos",
                "tiempo": 950_000,
                "tiempo_carrera": 950_000,
                "duplicado": False,
            },
        ],
        "registros_fallidos": [],
    }


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("t0", [1_700_000_000_000, 0, 1.5, "abc", None, 10**30])
async def test_a_ping_tells_the_servers_clock(venue: Venue, t0: Any) -> None:
    judge = await venue.judge()
    spectator, _ = await venue.spectator()
    for socket in (judge, spectator):
        before_ms = time.time() * 1000
        answer = await socket.ask({"tipo": "ping", "t0": t0, "ref": "p"})
        after_ms = time.time() * 1000
        assert before_ms - 500 <= answer["t1"] <= answer["t2"] <= after_ms + 500
        assert (
            answer.items()
            >= {
                "tipo": "pong",
                "mensaje": "Conexión activa",
                "t0": t0,
                "ref": "p",
            }.items()
        )


@pytest.mark.gen_test(timeout=30)
async def test_an_answer_has_a_ref_only_where_it_was_asked_for(venue: Venue) -> None:
    judge = await venue.judge()
    assert "ref" not in await judge.ask({"tipo": "ping"})
    assert (await judge.ask({"tipo": "ping", "ref": "ñ" * 64}))["ref"] == "ñ" * 64
    for bad in ("x" * 65, 7, {}, True):
        answer = await judge.ask({"tipo": "ping", "ref": bad})
        assert answer["tipo"] == "error"
        assert "ref" in answer["mensaje"]
