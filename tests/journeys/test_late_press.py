"""The gun went off, the start was pressed late: taps from before that count after all."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.venue import Answer, Socket, Venue

TEAMS = (1, 2)


def reading_of(moment_ms: int, record_id: str, phone_is_ahead_ms: int = 0) -> dict[str, Any]:
    """A tap at `moment_ms` of the server's clock, as a phone that knows its clock sends it."""
    return {
        "tiempo": moment_ms + phone_is_ahead_ms,
        "id_registro": record_id,
        "desfase_ms": phone_is_ahead_ms,
        "incertidumbre_ms": 30,
    }


async def tap(judge: Socket, team_id: int, record: dict[str, Any]) -> Any:
    return await judge.ask({"tipo": "registrar_tiempo", "equipo_id": team_id, **record})


async def set_start(venue: Venue, start_ms: int) -> Answer:
    pressed = (await venue.get("/api/competencias/1/", user="organiza")).json["pressed_start_at"]
    pressed_ms = venue.state.competitions[1].started_at_ms
    start = datetime.fromisoformat(pressed) + timedelta(milliseconds=start_ms - pressed_ms)
    body = {"started_at": start.isoformat(), "reason": "se largó antes"}
    return await venue.post("/api/competencias/1/corregir-salida/", body, user="organiza")


async def official(venue: Venue) -> dict[str, int]:
    """Every time that counts, as the public sees it."""
    results = (await venue.get("/api/competencias/1/resultados/")).json
    rows = results["clasificacion"]
    for row in rows:
        times = [record["tiempo"] for record in row["registros"]]
        assert row["tiempo_total"] == sum(times)
        assert row["mejor_tiempo"] == (min(times) if times else None)
        assert all(time >= 0 for time in times)
    return {record["id_registro"]: record["tiempo"] for row in rows for record in row["registros"]}


@pytest.mark.gen_test(timeout=30)
async def test_taps_from_before_the_press_count_from_the_right_start(venue: Venue) -> None:
    judge = await venue.judge()
    spectator, _ = await venue.spectator()
    now_ms = venue.clock.now_ms()
    gun_ms = now_ms - 600_000
    # Two phones' worth of taps come while nobody has pressed the start; one has a wrong clock.
    early = {"first": (1, gun_ms + 60_000, 0), "second": (2, gun_ms + 65_000, -7_200_000)}
    for name, (team, moment_ms, ahead_ms) in early.items():
        refused = await tap(judge, team, reading_of(moment_ms, name, ahead_ms))
        assert (refused["codigo"], refused["conservado"]) == ("race_not_running", True)

    await venue.start_race()
    pressed_ms = venue.state.competitions[1].started_at_ms
    # A tap from before the press still has no time to show, and is kept.
    refused = await tap(judge, 1, reading_of(pressed_ms - 1_000, "third"))
    assert (refused["codigo"], refused["conservado"]) == ("negative_time", True)
    assert (await tap(judge, 1, reading_of(pressed_ms + 50, "fourth")))["tiempo_carrera"] == 50

    assert (await set_start(venue, gun_ms)).status == 200
    # What a phone sends from now on is stored directly, be it from before the press.
    answer = await tap(judge, 2, reading_of(pressed_ms - 2_000, "fifth"))
    assert (answer["tipo"], answer["tiempo_carrera"]) == ("tiempo_registrado", -2_000)

    kept = (await venue.get("/api/rechazados/", user="organiza")).json
    assert [one["record_id"] for one in kept] == ["first", "second", "third"]
    body = {"ids": [one["id"] for one in kept]}
    answer = await venue.post("/api/rechazados/aceptar/", body, user="organiza")
    assert answer.json == {"accepted": 3, "refused": []}

    late_ms = pressed_ms - gun_ms
    expected = {
        "first": 60_000,
        "second": 65_000,
        "third": late_ms - 1_000,
        "fourth": late_ms + 50,
        "fifth": late_ms - 2_000,
    }
    assert await official(venue) == expected
    told = await spectator.read_tipo("registros_actualizados")
    while told["total_registros_competencia"] < 5:
        # What comes in within 200 ms is told at once; on a slow machine that took longer.
        told = await spectator.read_tipo("registros_actualizados")
    assert told["total_registros_competencia"] == 5
    await venue.restart()
    assert await official(venue) == expected

    # Judges see what is stored, from the press on.
    status = await venue.get("/api/equipos/1/registros/estado/", user="juez1")
    shown = {one["id_registro"]: one for one in status.json["registros"]}
    assert shown["third"].items() >= {"tiempo": -1_000, "segundos": -1, "minutos": 0}.items()
    for one in shown.values():
        whole_minutes = one["horas"] * 60 + one["minutos"]
        whole_seconds = whole_minutes * 60 + one["segundos"]
        assert one["tiempo"] == whole_seconds * 1000 + one["milisegundos"]

    # The phone that still holds its taps is told that they are stored.
    judge = await venue.judge()
    for name, (team, moment_ms, ahead_ms) in early.items():
        again = await tap(judge, team, reading_of(moment_ms, name, ahead_ms))
        assert (again["tipo"], again["duplicado"]) == ("tiempo_registrado", True)


@pytest.mark.gen_test(timeout=30)
async def test_the_start_cannot_be_put_behind_a_time_from_before_the_press(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    pressed_ms = venue.state.competitions[1].started_at_ms
    assert (await set_start(venue, pressed_ms - 60_000)).status == 200
    await tap(judge, 1, reading_of(pressed_ms - 40_000, "a"))
    for start_ms in (pressed_ms, pressed_ms - 39_999):
        answer = await set_start(venue, start_ms)
        assert (answer.status, answer.json["code"]) == (409, "times_before_start")
        assert "0:00:20.000" in answer.json["error"]
    assert (await set_start(venue, pressed_ms - 40_000)).status == 200
    assert await official(venue) == {"a": 0}
    status = await venue.get("/api/equipos/1/registros/estado/", user="juez1")
    assert status.json["registros"][0]["tiempo"] == -40_000
    # Also accepting cannot.
    early = await tap(judge, 1, reading_of(pressed_ms - 40_001, "b"))
    assert (early["codigo"], early["conservado"]) == ("negative_time", True)
    (kept,) = (await venue.get("/api/rechazados/", user="organiza")).json
    answer = await venue.post(f"/api/rechazados/{kept['id']}/aceptar/", user="organiza")
    assert (answer.status, answer.json["code"]) == (400, "negative_time")
    assert await official(venue) == {"a": 0}


@pytest.mark.gen_test(timeout=30)
async def test_every_way_of_sending_takes_a_reading_from_before_the_press(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    pressed_ms = venue.state.competitions[1].started_at_ms
    await set_start(venue, pressed_ms - 60_000)
    records = [reading_of(pressed_ms - 61_005, "bad"), reading_of(pressed_ms - 61, "good", 9_000)]
    batch = {"equipo_id": 1, "registros": records}
    answer = await judge.ask({"tipo": "registrar_tiempos", **batch})
    assert [saved["tiempo_carrera"] for saved in answer["registros_guardados"]] == [-61]
    (failed,) = answer["registros_fallidos"]
    assert (failed["codigo"], failed["conservado"]) == ("negative_time", True)
    older = await venue.post("/api/enviar_tiempos/", batch, user="juez1")
    assert older.json["registros_guardados"][0]["duplicado"] is True
    assert older.json["registros_fallidos"][0]["conservado"] is True
    newer = await venue.post("/api/equipos/1/registros/", {"registros": records}, user="juez1")
    (saved,) = newer.json["registros"]
    assert (saved["tiempo_carrera"], saved["duplicado"]) == (-61, True)
    assert (saved["horas"], saved["minutos"], saved["segundos"], saved["milisegundos"]) == (
        0,
        0,
        0,
        -61,
    )
    told = await judge.read_tipo("registros_actualizados")
    assert (told["total_registros"], told["tiempo_total"]) == (1, -61)
