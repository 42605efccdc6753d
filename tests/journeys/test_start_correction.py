"""Started late or too early: the official start is set right, and everybody sees the same."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.venue import Answer, Venue

MINUTE_MS = 60_000


def moved(instant: str, by_ms: int) -> str:
    """An instant of an answer, `by_ms` later."""
    return (datetime.fromisoformat(instant) + timedelta(milliseconds=by_ms)).isoformat()


def same(one: str, other: str) -> bool:
    return datetime.fromisoformat(one) == datetime.fromisoformat(other)


async def correct(venue: Venue, started_at: str, **more: Any) -> Answer:
    return await venue.post(
        "/api/competencias/1/corregir-salida/",
        {"started_at": started_at, **more},
        user="organiza",
    )


async def sends(judge: Any, elapsed_ms: int, record_id: str) -> Any:
    return await judge.ask(
        {
            "tipo": "registrar_tiempo",
            "equipo_id": 1,
            "tiempo": elapsed_ms,
            "id_registro": record_id,
        }
    )


def times(results: Any) -> list[int]:
    """The times of the first team, and that total and best are made of them."""
    row = results["clasificacion"][0]
    found = [record["tiempo"] for record in row["registros"]]
    assert (row["tiempo_total"], row["mejor_tiempo"]) == (sum(found), min(found))
    return found


@pytest.mark.gen_test(timeout=30)
async def test_times_before_and_after_a_correction_follow_it_everywhere(venue: Venue) -> None:
    pressed = (await venue.start_race()).json["started_at"]
    official = moved(pressed, -MINUTE_MS)
    judge = await venue.judge()
    spectator, _ = await venue.spectator()
    assert (await sends(judge, 1000, "a"))["tiempo_carrera"] == 1000
    await spectator.read_tipo("registros_actualizados")

    answer = await correct(venue, official, reason="the phone was late")
    assert answer.status == 200, answer.body
    competition = answer.json
    assert same(competition["started_at"], official)
    assert (competition["pressed_start_at"], competition["start_correction_ms"]) == (
        pressed,
        -MINUTE_MS,
    )
    whole = await spectator.read_tipo("resultados_completos")
    assert same(whole["competencia"]["started_at"], official)
    assert same(whole["resultados"]["competencia"]["started_at"], official)
    assert times(whole["resultados"]) == [61_000]

    # The judge's scale stays: what it sent before is a duplicate, and new times are as before.
    again = await sends(judge, 1000, "a")
    assert (again["duplicado"], again["tiempo_carrera"]) == (True, 1000)
    assert (await sends(judge, 2000, "b"))["tiempo_carrera"] == 2000
    told = await judge.read_tipo("registros_actualizados")
    assert (told["total_registros"], told["tiempo_total"]) == (2, 3000)
    update = await spectator.read_tipo("registros_actualizados")
    assert update["tiempo_total"] == update["clasificacion"][0]["tiempo_total"] == 123_000

    for _ in range(2):
        assert times((await venue.get("/api/competencias/1/resultados/")).json) == [61_000, 62_000]
        _, greeting = await venue.spectator()
        assert times(greeting["resultados"]) == [61_000, 62_000]
        assert same(greeting["competencia"]["started_at"], official)
        status = await venue.get("/api/equipos/1/registros/estado/", user="juez1")
        assert [record["tiempo"] for record in status.json["registros"]] == [1000, 2000]
        await venue.restart()


@pytest.mark.gen_test(timeout=30)
async def test_judges_stay_on_the_pressed_start_and_the_public_has_the_official_one(
    venue: Venue,
) -> None:
    pressed = (await venue.start_race()).json["started_at"]
    official = moved(pressed, -MINUTE_MS)
    assert (await correct(venue, official)).status == 200
    judges_account = venue.state.account_by_login("juez1").id
    token = await venue.token("juez1")
    socket = await venue.socket(f"/ws/juez/{judges_account}/?token={token}")
    spectator, _ = await venue.spectator()
    greeting = await socket.read()
    assert greeting["competencia"]["started_at"] == pressed
    assert greeting["competencia"]["correccion_ms"] == -MINUTE_MS
    own = await venue.get("/api/competencias/1/", user="juez1")
    assert own.json["started_at"] == pressed
    public = await venue.get("/api/competencias/publicas/")
    assert same(public.json[0]["started_at"], official)

    await venue.stop_race()
    answer = await venue.post("/api/competencias/1/reanudar/", user="organiza")
    assert (answer.status, answer.json["is_running"], answer.json["finished_at"]) == (
        200,
        True,
        None,
    )
    for reader, start in ((socket, pressed), (spectator, official)):
        stopped = await reader.read_tipo("competencia_detenida")
        assert same(stopped["competencia"]["started_at"], start)
        resumed = await reader.read_tipo("competencia_iniciada")
        assert same(resumed["started_at"], start)
        assert same(resumed["competencia"]["started_at"], start)


@pytest.mark.gen_test(timeout=30)
async def test_a_time_before_the_official_start_is_kept_and_can_be_accepted_later(
    venue: Venue,
) -> None:
    pressed = (await venue.start_race()).json["started_at"]
    official = moved(pressed, 1)
    while (await correct(venue, official)).status != 200:
        pass
    judge = await venue.judge()
    error = await sends(judge, 0, "a")
    assert (error["tipo"], error["codigo"]) == ("error", "before_start")
    (kept,) = (await venue.get("/api/rechazados/", user="organiza")).json
    assert (kept["record_id"], kept["reason"]) == ("a", "before_start")
    path = f"/api/rechazados/{kept['id']}/aceptar/"
    answer = await venue.post(path, user="organiza")
    assert (answer.status, answer.json["code"]) == (400, "before_start")
    assert (await correct(venue, moved(pressed, -5))).status == 200
    answer = await venue.post(path, user="organiza")
    assert (answer.status, answer.json["tiempo"]) == (201, 5)


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_who_asks_for_it_is_told_of_a_correction_and_no_other_is(
    venue: Venue,
) -> None:
    pressed = (await venue.start_race()).json["started_at"]
    judge_id = venue.state.account_by_login("juez1").id
    token = await venue.token("juez1")
    asking = await venue.socket(f"/ws/juez/{judge_id}/?cambios=1&token={token}")
    await asking.read_tipo("conexion_establecida")
    other = await venue.judge()
    assert (await correct(venue, moved(pressed, -MINUTE_MS))).status == 200

    told = await asking.read_tipo("competencia_actualizada")
    assert told["competencia_id"] == told["competencia"]["id"] == 1
    assert told["competencia"]["correccion_ms"] == -MINUTE_MS
    assert same(told["competencia"]["started_at"], pressed)
    # The next thing that the other hears is the answer to what it asks.
    await other.send({"tipo": "ping", "t0": 1})
    assert (await other.read())["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
async def test_what_may_not_be_corrected_is_told_why(venue: Venue) -> None:
    for path, body in (
        ("corregir-salida", {"started_at": "2030-01-01T00:00:00Z"}),
        ("reanudar", {}),
    ):
        answer = await venue.post(f"/api/competencias/1/{path}/", body, user="organiza")
        code = "race_not_started" if path == "corregir-salida" else "race_not_stopped"
        assert (answer.status, answer.json["code"]) == (409, code)
    pressed = (await venue.start_race()).json["started_at"]
    future = await correct(venue, moved(pressed, 60 * MINUTE_MS))
    assert (future.status, future.json["code"]) == (400, "start_out_of_range")
    long_ago = await correct(venue, moved(pressed, -24 * 60 * MINUTE_MS - 1))
    assert (long_ago.status, long_ago.json["code"]) == (400, "start_out_of_range")
    judge = await venue.judge()
    await sends(judge, 0, "a")
    late = moved(pressed, 1)
    answer = await correct(venue, late)
    assert (answer.status, answer.json["code"]) == (409, "times_before_start")
    assert ": 1." in answer.json["error"]
    for body in ({}, {"started_at": "yesterday"}, {"started_at": pressed, "reason": "x" * 201}):
        answer = await venue.post("/api/competencias/1/corregir-salida/", body, user="organiza")
        assert (answer.status, answer.json["code"]) == (400, "invalid_field")
