"""Times over HTTP: both calls, with each success and each error."""

from typing import Any, NamedTuple

import pytest

from tests.venue import Venue

SEND = "/api/enviar_tiempos"
TEAM = "/api/equipos/{team}/registros"
NO_RECORDS = 'Debe enviar al menos un registro en el array "registros"'
NOT_RUNNING = "La competencia no está en curso"
OTHERS = "El juez no tiene permiso para este equipo"


class Case(NamedTuple):
    """What is sent for `team`, and the error; `registros` is the body where it is no dict."""

    user: str | None
    team: int
    records: Any
    status: int
    text: str


ONE = [{"tiempo": 5}]
REFUSED_BY_BOTH = [
    Case(None, 1, ONE, 401, "Authentication credentials were not provided."),
    Case("organiza", 1, ONE, 403, "Solo un juez puede registrar tiempos."),
    Case("juez2", 1, ONE, 403, OTHERS),
    Case("juez1", 9, ONE, 404, "El equipo con ID 9 no existe"),
    Case("juez1", 1, [], 400, NO_RECORDS),
    Case("juez1", 1, None, 400, NO_RECORDS),
    Case("juez1", 1, {"tiempo": 5}, 400, NO_RECORDS),
    Case("juez1", 1, "cinco", 400, NO_RECORDS),
]


def with_team(template: str, team: int, records: Any) -> tuple[str, dict[str, Any]]:
    """Path and body of either call."""
    if template == SEND:
        return SEND, {"equipo_id": team, "registros": records}
    return template.format(team=team), {"registros": records}


def check_error(template: str, answer: Any, status: int, text: str) -> None:
    """Asserts the form of an error of either call."""
    assert answer.status == status, answer.body
    document = answer.json
    if template == TEAM:
        assert document["exito"] is False
        assert document["error"] == text
    else:
        assert document["detail" if status in (401, 403) else "error"] == text


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("template", [SEND, TEAM])
@pytest.mark.parametrize("case", REFUSED_BY_BOTH)
async def test_what_concerns_the_whole_request_is_one_error(
    venue: Venue, template: str, case: Case
) -> None:
    await venue.start_race()
    path, body = with_team(template, case.team, case.records)
    for slash in ("/", ""):
        answer = await venue.post(path + slash, body, user=case.user)
        check_error(template, answer, case.status, case.text)
    assert venue.state.record_count() == 0


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("template", [SEND, TEAM])
async def test_a_race_that_does_not_run_takes_no_times(venue: Venue, template: str) -> None:
    path, body = with_team(template, 1, ONE)
    answer = await venue.post(path, body, user="juez1")
    check_error(template, answer, 409, NOT_RUNNING)


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("template", [SEND, TEAM])
@pytest.mark.parametrize("body", ["", "{", "[]", "7", '"x"', "null", '{"a": NaN}', b"\xff\xfe"])
async def test_a_body_that_is_no_json_object(venue: Venue, template: str, body: Any) -> None:
    answer = await venue.post(template.format(team=1), body, user="juez1")
    check_error(template, answer, 400, "JSON inválido.")


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("team", "text"),
    [
        (None, "Falta equipo_id"),
        ("1", "El equipo_id debe ser un entero"),
        (True, "El equipo_id debe ser un entero"),
        (1.0, "El equipo_id debe ser un entero"),
    ],
)
async def test_the_older_call_names_its_team(venue: Venue, team: Any, text: str) -> None:
    body = {"equipo_id": team, "registros": ONE}
    answer = await venue.post(SEND, body, user="juez1")
    check_error(SEND, answer, 400, text)
    answer = await venue.post(SEND, {"registros": ONE}, user="juez1")
    check_error(SEND, answer, 400, "Falta equipo_id")


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_the_older_call_counts_the_first_fifteen(venue: Venue, slash: str) -> None:
    await venue.start_race()
    records: list[Any] = [
        {"tiempo": 60_000 + number, "timestamp": "2025-11-11T12:00:00.000Z"} for number in range(18)
    ]
    records[1] = {"tiempo": "12"}
    records[2] = {"tiempo": 60_000}
    answer = await venue.post(SEND + slash, {"equipo_id": 1, "registros": records}, user="juez1")
    assert answer.status == 201
    document = answer.json
    saved, failed = document.pop("registros_guardados"), document.pop("registros_fallidos")
    assert document == {
        "equipo_id": 1,
        "total_enviados": 15,
        "total_guardados": 13,
        "total_fallidos": 2,
        "ignorados": 3,
    }
    assert [item["indice"] for item in saved] == [1, *range(4, 16)]
    assert saved[0].items() >= {"tiempo": 60_000, "tiempo_carrera": 60_000}.items()
    assert saved[0]["duplicado"] is False
    assert [(item["indice"], item["error"]) for item in failed] == [
        (2, "El tiempo debe ser un entero en milisegundos"),
        (3, "Ya existe un registro con este tiempo"),
    ]
    assert failed[1]["id_registro"] == saved[0]["id_registro"]
    assert venue.state.record_count() == 13


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_the_phone_apps_call_repeats_its_success(venue: Venue, slash: str) -> None:
    await venue.start_race()
    path = TEAM.format(team=1) + slash
    records = [
        {"tiempo": 900_000, "minutos": 15, "id_registro": "uno"},
        {"tiempo": 3_661_001, "id_registro": "dos"},
        {"tiempo": -1, "id_registro": "tres"},
    ]
    answer = await venue.post(path, {"registros": records}, user="juez1")
    assert answer.status == 201
    document = answer.json
    assert isinstance(document.pop("mensaje"), str)
    stored = document.pop("registros")
    assert document == {
        "exito": True,
        "equipo_id": 1,
        "equipo_nombre": "Los Veloces",
        "equipo_dorsal": 101,
        "total_guardados": 2,
        "registros_fallidos": [
            {
                "indice": 3,
                "error": "El tiempo no puede ser negativo",
                "codigo": "negative_time",
                "id_registro": "tres",
            }
        ],
    }
    assert stored[1] == {
        "indice": 2,
        "id_registro": "dos",
        "tiempo": 3_661_001,
        "tiempo_carrera": 3_661_001,
        "duplicado": False,
        "horas": 1,
        "minutos": 1,
        "segundos": 1,
        "milisegundos": 1,
    }
    again = await venue.post(path, {"registros": records[:2]}, user="juez1")
    assert again.status == 201
    assert [item["duplicado"] for item in again.json["registros"]] == [True, True]
    assert [item["id_registro"] for item in again.json["registros"]] == ["uno", "dos"]
    assert venue.state.record_count() == 2


@pytest.mark.gen_test(timeout=30)
async def test_the_phone_apps_call_takes_no_more_than_fifteen(venue: Venue) -> None:
    await venue.start_race()
    path = TEAM.format(team=1)
    records = [{"tiempo": number} for number in range(20)]
    answer = await venue.post(path, {"registros": records}, user="juez1")
    check_error(TEAM, answer, 400, "Máximo 15 registros permitidos. Se recibieron 20")
    assert venue.state.record_count() == 0
    full = await venue.post(path, {"registros": records[:15]}, user="juez1")
    assert full.json["total_guardados"] == 15
    over = await venue.post(path, {"registros": [{"tiempo": 99}]}, user="juez1")
    assert over.status == 201
    assert over.json["total_guardados"] == 0
    failure = over.json["registros_fallidos"][0]
    assert failure["error"] == "El equipo ya completó sus 15 registros"


@pytest.mark.gen_test(timeout=30)
async def test_sent_again_for_a_team_that_is_gone_it_is_still_a_success(venue: Venue) -> None:
    await venue.start_race()
    records = [{"tiempo": 7, "id_registro": "uno"}]
    for template in (SEND, TEAM):
        path, body = with_team(template, 1, records)
        assert (await venue.post(path, body, user="juez1")).status == 201
    assert (await venue.call("DELETE", "/api/equipos/1/", user="organiza")).status == 204
    for template in (SEND, TEAM):
        path, body = with_team(template, 1, records)
        answer = await venue.post(path, body, user="juez1")
        assert answer.status == 201, answer.body
        saved = answer.json["registros_guardados" if template == SEND else "registros"]
        assert [item["duplicado"] for item in saved] == [True]


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_the_state_of_a_team_for_its_judge_and_the_organizer(
    venue: Venue, slash: str
) -> None:
    path = f"/api/equipos/1/registros/estado{slash}"
    waiting = await venue.get(path, user="juez1")
    assert waiting.status == 200
    assert waiting.json == {
        "equipo_id": 1,
        "equipo_nombre": "Los Veloces",
        "total_registros": 0,
        "maximo_registros": 15,
        "puede_enviar": False,
        "registros": [],
    }
    await venue.start_race()
    assert (await venue.get(path, user="juez1")).json["puede_enviar"] is True
    records = [{"tiempo": 3_661_000 + number} for number in range(15)]
    await venue.post(TEAM.format(team=1), {"registros": records}, user="juez1")
    full = (await venue.get(path, user="organiza")).json
    assert full["puede_enviar"] is False
    assert full["total_registros"] == 15
    assert (
        full["registros"][1].items()
        >= {
            "tiempo": 3_661_001,
            "horas": 1,
            "minutos": 1,
            "segundos": 1,
            "milisegundos": 1,
        }.items()
    )
    assert "id_registro" in full["registros"][1]
    others = await venue.get(path, user="juez2")
    assert (others.status, others.json["detail"]) == (404, "No encontrado.")
    nobody = await venue.get(path)
    assert (nobody.status, nobody.json["detail"]) == (
        401,
        "Authentication credentials were not provided.",
    )
