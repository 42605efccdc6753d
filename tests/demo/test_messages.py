import json

from tornado_timing.demo.messages import encode_tap, parse_stored
from tornado_timing.demo.plan import Finish, Tap

FIRST = Finish(101, "id-1", 3_723_004)
SECOND = Finish(101, "id-2", 999)


def test_a_single_time_carries_its_components() -> None:
    tap = Tap(due_ms=3_723_004, bib=101, finishes=(FIRST,), batch=False)
    assert json.loads(encode_tap(tap, 7, "12")) == {
        "tipo": "registrar_tiempo",
        "equipo_id": 7,
        "ref": "12",
        "id_registro": "id-1",
        "tiempo": 3_723_004,
        "horas": 1,
        "minutos": 2,
        "segundos": 3,
        "milisegundos": 4,
    }


def test_a_batch_of_one_is_still_a_batch() -> None:
    tap = Tap(due_ms=999, bib=101, finishes=(SECOND,), batch=True)
    message = json.loads(encode_tap(tap, 7, "13"))
    assert message["tipo"] == "registrar_tiempos"
    assert [record["id_registro"] for record in message["registros"]] == ["id-2"]
    assert "tiempo" not in message


def test_answer_to_a_single_time() -> None:
    answer = {
        "tipo": "tiempo_registrado",
        "id_registro": "id-1",
        "tiempo_carrera": 10,
        "duplicado": True,
    }
    assert parse_stored(answer) == ({"id-1": 10}, 1, [])


def test_answer_to_a_batch_with_a_failure() -> None:
    answer = {
        "tipo": "tiempos_registrados_batch",
        "registros_guardados": [
            {"indice": 1, "id_registro": "id-1", "tiempo_carrera": 10, "duplicado": False}
        ],
        "registros_fallidos": [{"indice": 2, "error": "El tiempo no puede ser negativo"}],
    }
    assert parse_stored(answer) == ({"id-1": 10}, 0, ["El tiempo no puede ser negativo"])
