"""The laptop's clock, the phones' clocks, and the elapsed time of the race."""

import asyncio
import json
import time
from typing import Any

import pytest

from tests.journeys.raw_client import PING, PONG, RawSocket, frame
from tests.venue import Venue

TAP = {"tipo": "registrar_tiempo", "equipo_id": 1}


def set_the_laptops_clock(monkeypatch: pytest.MonkeyPatch, ahead_s: float) -> None:
    """Moves the wall clock, as a person or NTP does; the monotonic clock goes on."""
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + ahead_s)


async def pings(socket: Any, ahead_ms: int, count: int = 5) -> int:
    """Pings from a phone whose clock is ahead; the least span from sending to the pong, ms."""
    spans = []
    for _ in range(count):
        before_s = time.monotonic()
        await socket.ask({"tipo": "ping", "t0": int(time.time() * 1000) + ahead_ms})
        spans.append((time.monotonic() - before_s) * 1000)
    return round(min(spans))


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("ahead_s", [3_600, -3_600])
async def test_setting_the_laptops_clock_moves_no_time(
    venue: Venue, monkeypatch: pytest.MonkeyPatch, ahead_s: int
) -> None:
    judge = await venue.judge()
    await venue.start_race()
    before_ms = (await judge.ask({"tipo": "ping"}))["t1"]
    set_the_laptops_clock(monkeypatch, ahead_s)
    after_ms = (await judge.ask({"tipo": "ping"}))["t1"]
    assert 0 <= after_ms - before_ms < 5_000
    answer = await judge.ask({**TAP, "tiempo": after_ms})
    assert 0 <= answer["tiempo_carrera"] < 10_000
    stopped = (await venue.stop_race()).json
    assert stopped["started_at"] <= stopped["finished_at"] < stopped["started_at"][:11] + "99"
    # Nobody is signed out by it either.
    assert (await venue.get("/api/me/", user="juez1")).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_a_restart_anchors_on_the_wall_clock_and_keeps_the_start(venue: Venue) -> None:
    started_at = (await venue.start_race()).json["started_at"]
    await venue.restart()
    competition = (await venue.get("/api/competencias/1/", user="juez1")).json
    assert competition["is_running"] is True
    assert competition["started_at"] == started_at


@pytest.mark.gen_test(timeout=30)
async def test_a_phones_clock_reading_becomes_elapsed_time(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    started_at_ms = venue.state.competitions[1].started_at_ms
    sent = started_at_ms + 61_000
    answer = await judge.ask({**TAP, "tiempo": sent, "id_registro": "a"})
    assert (answer["tiempo"], answer["tiempo_carrera"]) == (sent, 61_000)
    again = await judge.ask({**TAP, "tiempo": sent, "id_registro": "a"})
    assert again == {**answer, "duplicado": True}
    assert (await judge.ask({**TAP, "tiempo": sent}))["codigo"] == "duplicate_time"

    batch = await judge.ask(
        {
            "tipo": "registrar_tiempos",
            "equipo_id": 1,
            "registros": [{"tiempo": sent + 1_000}, {"tiempo": started_at_ms - 1}],
        }
    )
    saved = batch["registros_guardados"][0]
    assert (saved["tiempo"], saved["tiempo_carrera"]) == (sent + 1_000, 62_000)
    assert batch["registros_fallidos"][0]["error"] == "El tiempo no puede ser negativo"
    body = {"equipo_id": 1, "registros": [{"tiempo": sent + 2_000}]}
    sent_over_http = await venue.post("/api/enviar_tiempos/", body, user="juez1")
    assert sent_over_http.json["registros_guardados"][0]["tiempo_carrera"] == 63_000
    results = (await venue.get("/api/competencias/1/resultados/")).json
    assert results["clasificacion"][0]["mejor_tiempo"] == 61_000


@pytest.mark.gen_test(timeout=30)
async def test_a_clock_reading_a_day_away_is_out_of_range(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    started_at_ms = venue.state.competitions[1].started_at_ms
    answer = await judge.ask({**TAP, "tiempo": started_at_ms + 24 * 3_600_000 + 1})
    assert answer["mensaje"] == "El tiempo está fuera de rango"
    edge = await judge.ask({**TAP, "tiempo": started_at_ms + 24 * 3_600_000})
    assert edge["tiempo_carrera"] == 24 * 3_600_000


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("ahead_ms", [90_000, -90_000, 7 * 24 * 3_600_000])
async def test_pings_measure_how_far_a_phones_clock_is_off(venue: Venue, ahead_ms: int) -> None:
    judge = await venue.judge()
    spare = await venue.judge("juez2")
    await venue.start_race()
    slack_ms = await pings(judge, ahead_ms) + 50
    started_at_ms = venue.state.competitions[1].started_at_ms
    sent = started_at_ms + 300_000 + ahead_ms
    answer = await judge.ask({**TAP, "tiempo": sent})
    assert answer["tiempo"] == sent
    assert answer["tiempo_carrera"] == pytest.approx(300_000, abs=slack_ms)
    # The same phone over HTTP.
    body = {"registros": [{"tiempo": sent + 1_000}]}
    over_http = await venue.post("/api/equipos/1/registros/", body, user="juez1")
    assert over_http.json["registros"][0]["tiempo_carrera"] == pytest.approx(301_000, abs=slack_ms)
    # Elapsed times need no clock.
    assert (await judge.ask({**TAP, "tiempo": 7_000}))["tiempo_carrera"] == 7_000
    # Another phone's clock is its own.
    other = await spare.ask({**TAP, "equipo_id": 3, "tiempo": started_at_ms + 5_000})
    assert other["tiempo_carrera"] == 5_000


@pytest.mark.gen_test(timeout=30)
async def test_a_resend_is_a_duplicate_though_the_offset_is_now_known(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    sent = venue.state.competitions[1].started_at_ms + 300_000
    first = await judge.ask({**TAP, "tiempo": sent, "id_registro": "a"})
    await pings(judge, 90_000)
    again = await judge.ask({**TAP, "tiempo": sent, "id_registro": "a"})
    assert again == {**first, "duplicado": True}


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    "t0", [1e300, 10**30, 10**400, 2**63, -(10**30), 5e12], ids=lambda t0: str(t0)[:12]
)
async def test_a_ping_with_an_impossible_clock_spoils_nothing(venue: Venue, t0: Any) -> None:
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    await venue.start_race()
    answer = await judge.ask({"tipo": "ping", "t0": t0})
    assert answer["tipo"] in ("pong", "error")
    await judge.send({**TAP, "equipo_id": 3, "tiempo": 7})
    await other.send({**TAP, "equipo_id": 3, "tiempo": 8})
    assert (await judge.read_tipo("error"))["codigo"] == "team_not_allowed"
    assert (await other.read_tipo("tiempo_registrado", "error"))["tipo"] == "tiempo_registrado"
    assert (await judge.ask({**TAP, "tiempo": 9}))["tipo"] == "tiempo_registrado"
    assert len((await venue.get("/api/rechazados/", user="organiza")).json) == 1


@pytest.mark.gen_test(timeout=30)
async def test_a_phone_that_wakes_up_slowly_is_measured_well_all_the_same(venue: Venue) -> None:
    """The radio of a phone often sleeps: its first answer to the server is late."""
    ahead_ms, late_s = 90_000, 0.6
    await venue.start_race()
    started_at_ms = venue.state.competitions[1].started_at_ms
    token = await venue.token("juez1")
    phone = await RawSocket.open(venue.server.port, f"/ws/juez/2/?token={token}")
    opcode, payload = 0, b""
    while opcode != PING:
        opcode, payload = await phone.read_frame()
    await asyncio.sleep(late_s)
    await phone.send(frame(payload, PONG))
    phone.answers_pings = True
    for _ in range(8):
        ping = {"tipo": "ping", "t0": round(venue.clock.now_ms()) + ahead_ms}
        await phone.send(frame(json.dumps(ping).encode()))
        await phone.read_tipo("pong")
    tap = {**TAP, "tiempo": started_at_ms + 300_000 + ahead_ms}
    await phone.send(frame(json.dumps(tap).encode()))
    answer = await phone.read_tipo("tiempo_registrado", "error")
    await phone.cut()
    assert answer["tiempo_carrera"] == pytest.approx(300_000, abs=late_s * 1000 / 4)


@pytest.mark.gen_test(timeout=30)
async def test_what_the_phone_has_measured_counts_instead_of_its_pings(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    await pings(judge, 90_000)
    started_at_ms = venue.state.competitions[1].started_at_ms
    ahead_ms = 3_600_000
    reading = {"tiempo": started_at_ms + 300_000 + ahead_ms, "id_registro": "a"}
    own = {"desfase_ms": ahead_ms, "incertidumbre_ms": 12}
    answer = await judge.ask({**TAP, **reading, **own})
    assert answer["tiempo_carrera"] == 300_000
    # By any other offset it is the same time.
    for other in ({}, {"desfase_ms": 0}, {"desfase_ms": ahead_ms + 5, "incertidumbre_ms": 0}):
        assert await judge.ask({**TAP, **reading, **other}) == {**answer, "duplicado": True}
    for number, path in enumerate(("/api/enviar_tiempos/", "/api/equipos/1/registros/"), start=1):
        later = {**reading, "tiempo": reading["tiempo"] + number, "id_registro": f"http {number}"}
        body = {"equipo_id": 1, "registros": [{**later, **own}]}
        assert (await venue.post(path, body, user="juez1")).status == 201
    records = venue.state.times_of(1).records
    assert [
        (record.elapsed_ms, record.clock_offset_ms, record.uncertainty_ms) for record in records
    ] == [(300_000 + number, ahead_ms, 12) for number in range(3)]
    wrong = await judge.ask({**TAP, **reading, "desfase_ms": 0.5})
    assert wrong["codigo"] == "invalid_clock_offset"
    assert "conservado" not in wrong
