"""What judges and spectators are told without asking."""

import re
from typing import Any

import pytest

from tests.venue import Venue

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
BRIEF = {"id", "nombre", "en_curso", "activa", "started_at", "finished_at"}
TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5_000}


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_is_greeted_with_its_competition(venue: Venue) -> None:
    token = await venue.token("juez1")
    socket = await venue.socket(f"/ws/juez/2/?token={token}")
    greeting = await socket.read()
    assert set(greeting["competencia"]) >= BRIEF
    assert greeting["competencia"]["en_curso"] is False
    assert greeting["competencia"]["started_at"] is None
    assert isinstance(greeting["servidor_ms"], int)
    assert greeting["tipo"] == "conexion_establecida"
    assert greeting["mensaje"] == "Conectado exitosamente"

    await venue.start_race()
    later = await venue.socket(f"/ws/juez/2?token={token}")
    competition = (await later.read())["competencia"]
    assert competition["en_curso"] is True
    assert INSTANT.fullmatch(competition["started_at"])


@pytest.mark.gen_test(timeout=30)
async def test_start_and_stop_are_told_to_every_judge_and_spectator(venue: Venue) -> None:
    judges = [await venue.judge("juez1"), await venue.judge("juez2")]
    spectator, _ = await venue.spectator()
    started = (await venue.start_race()).json
    for socket in (*judges, spectator):
        event = await socket.read_tipo("competencia_iniciada")
        assert set(event.pop("competencia")) >= BRIEF
        assert isinstance(event.pop("servidor_ms"), int)
        assert event == {
            "tipo": "competencia_iniciada",
            "type": "carrera.iniciada",
            "mensaje": "La competencia ha iniciado",
            "competencia_id": 1,
            "started_at": started["started_at"],
        }
    stopped = (await venue.stop_race()).json
    for socket in (*judges, spectator):
        event = await socket.read_tipo("competencia_detenida")
        assert event["competencia"]["en_curso"] is False
        assert (
            event.items()
            >= {
                "type": "carrera.detenida",
                "mensaje": "La competencia ha sido detenida",
                "competencia_id": 1,
                "finished_at": stopped["finished_at"],
            }.items()
        )


@pytest.mark.gen_test(timeout=30)
async def test_new_times_are_told_to_every_judge_of_the_competition(venue: Venue) -> None:
    first, spare, other = [await venue.judge(user) for user in ("juez1", "juez1", "juez2")]
    await venue.start_race()
    await first.ask(TAP)
    await first.ask({**TAP, "tiempo": 6_000})
    for socket in (first, spare, other):
        event = await socket.read_tipo("registros_actualizados")
        assert (
            event.items()
            >= {
                "equipo": {"id": 1, "nombre": "Los Veloces", "dorsal": 101},
                "total_registros": 2,
                "tiempo_total": 11_000,
            }.items()
        )


@pytest.mark.gen_test(timeout=30)
async def test_times_over_http_are_told_too(venue: Venue) -> None:
    judge = await venue.judge("juez2")
    spectator, _ = await venue.spectator()
    await venue.start_race()
    body = {"registros": [{"tiempo": 5_000}]}
    await venue.post("/api/equipos/1/registros/", body, user="juez1")
    for socket in (judge, spectator):
        event = await socket.read_tipo("registros_actualizados")
        assert event["equipo"]["id"] == 1
        assert event["total_registros"] == 1


@pytest.mark.gen_test(timeout=30)
async def test_judges_of_another_competition_are_told_nothing(venue: Venue) -> None:
    await venue.load(
        {
            "competencias": [{"nombre": "Otra", "fecha_hora": "2030-01-01T00:00:00Z"}],
            "equipos": [
                {"nombre": "Lejos", "dorsal": 1, "competencia": "Otra", "juez": "juez3"},
            ],
            "jueces": [{"username": "juez3", "password": "clave-juez3"}],
        }
    )
    stranger = await venue.judge("juez3")
    judge = await venue.judge("juez1")
    await venue.start_race(1)
    await judge.ask(TAP)
    await judge.read_tipo("registros_actualizados")
    await stranger.send({"tipo": "ping"})
    assert (await stranger.read())["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
async def test_a_spectator_is_greeted_with_the_results(venue: Venue) -> None:
    for path in ("/ws/competencia/1/", "/ws/competencia/1"):
        socket = await venue.socket(path)
        greeting = await socket.read()
        assert greeting["tipo"] == "conexion_establecida"
        assert greeting["competencia_id"] == 1
        assert set(greeting["competencia"]) >= BRIEF
        assert greeting["resultados"].keys() >= {
            "competencia",
            "actualizado_en",
            "total_equipos",
            "total_registros",
            "clasificacion",
        }


@pytest.mark.gen_test(timeout=30)
async def test_a_spectator_has_nothing_to_say(venue: Venue) -> None:
    await venue.start_race()
    spectator, _ = await venue.spectator()
    for message in (TAP, {"tipo": "x"}, {"tipo": "registrar_tiempos"}, "{", b"\x00"):
        answer: Any = await spectator.ask(message)
        assert answer["tipo"] == "error"
    assert venue.state.record_count() == 0
    assert (await spectator.ask({"tipo": "ping", "t0": 1}))["t0"] == 1


@pytest.mark.gen_test(timeout=30)
async def test_a_team_that_is_given_and_taken_is_told_to_its_judges(venue: Venue) -> None:
    first, second = await venue.judge("juez1"), await venue.judge("juez2")
    new_judge = venue.state.account_by_login("juez2").id
    answer = await venue.call("PATCH", "/api/equipos/1/", {"judge_id": new_judge}, user="organiza")
    assert answer.status == 200
    lost, got = await first.read(), await second.read()
    for event, is_assigned in ((lost, False), (got, True)):
        assert event["tipo"] == "equipo.asignado"
        assert event["equipo"] == {"id": 1, "nombre": "Los Veloces", "dorsal": 101}
        assert event["competencia_id"] == 1
        assert event["asignado"] is is_assigned
    await venue.start_race()
    assert (await first.ask(TAP))["mensaje"] == "El juez no tiene permiso para este equipo"
    assert (await second.ask(TAP))["tipo"] == "tiempo_registrado"


@pytest.mark.gen_test(timeout=30)
async def test_a_new_team_and_a_deleted_team_are_told_to_their_judge(venue: Venue) -> None:
    judge = await venue.judge("juez1")
    team = {"name": "Nuevo", "number": 9, "competition_id": 1, "judge_id": 2}
    made = await venue.post("/api/equipos/", team, user="organiza")
    event = await judge.read()
    assert (event["tipo"], event["asignado"]) == ("equipo.asignado", True)
    path = f"/api/equipos/{made.json['id']}/"
    assert (await venue.call("DELETE", path, user="organiza")).status == 204
    event = await judge.read()
    assert (event["tipo"], event["asignado"]) == ("equipo.asignado", False)
    assert event["equipo"]["nombre"] == "Nuevo"
