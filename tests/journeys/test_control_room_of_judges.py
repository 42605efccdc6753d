"""Judges in the control room: who is connected, with what, and who is missing."""

import asyncio
import random
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.raw_client import RawSocket
from tests.journeys.watcher import Watcher, tap
from tests.venue import EVENT, Venue
from tornado_timing.web import control_room

JUDGES = 20
CROWD: dict[str, Any] = {
    **EVENT,
    "jueces": [
        {"username": f"juez{number}", "password": f"clave-juez{number}"}
        for number in range(1, JUDGES + 1)
    ],
    "equipos": [
        {"nombre": f"Equipo {number}", "dorsal": number, "competencia": "Carrera 5K",
         "juez": f"juez{number}"}
        for number in range(1, JUDGES + 1)
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked at but for what an event told of."""
    monkeypatch.setattr(control_room, "TURNS", 1_000_000)


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_who_connects_is_shown_until_it_goes(venue: Venue) -> None:
    watcher = await Watcher.open(venue)
    judge_id = venue.state.account_by_login("juez1").id
    path = f"/ws/juez/{judge_id}/?token={await venue.token('juez1')}"
    phone = await venue.socket(path, {"User-Agent": "JuezApp/2.1 (Android 14)"})
    await watcher.until(lambda room: bool(room["conexiones"]))
    (line,) = watcher.room["conexiones"]
    assert line["juez_id"] == judge_id
    assert (line["username"], line["nombre"]) == ("juez1", "Juan Pérez")
    assert (line["dispositivo"], line["direccion"]) == ("Android · JuezApp/2.1", "127.0.0.1")
    assert line["desde"] <= line["visto"]
    assert (line["desfase_ms"], line["sin_enviar"]) == (None, None)
    second = await venue.judge("juez1")
    await watcher.until(lambda room: len(room["conexiones"]) == 2)
    first_id, second_id = (line["id"] for line in watcher.room["conexiones"])
    assert first_id != second_id
    await phone.close()
    await watcher.until(lambda room: len(room["conexiones"]) == 1)
    assert watcher.room["conexiones"][0]["id"] == second_id
    await second.close()
    await watcher.until(lambda room: room["conexiones"] == [])


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_whose_line_is_cut_goes_without_a_word(venue: Venue) -> None:
    token = await venue.token("juez1")
    judge_id = venue.state.account_by_login("juez1").id
    phone = await RawSocket.open(venue.server.port, f"/ws/juez/{judge_id}/?token={token}")
    watcher = await Watcher.open(venue)
    assert watcher.judges == ["juez1"]
    await phone.cut()
    await watcher.until(lambda room: room["conexiones"] == [])


@pytest.mark.gen_test(timeout=30)
async def test_a_phone_says_what_waits_and_what_it_is(venue: Venue) -> None:
    watcher, judge = await Watcher.open(venue), await venue.judge()
    ping = {"tipo": "ping", "pendientes": 7, "dispositivo": "Pixel de Ana", "ref": "p"}
    pong = await judge.ask(ping)
    assert set(pong) == {"tipo", "mensaje", "t0", "t1", "t2", "ref"}
    await watcher.until(lambda room: [line["sin_enviar"] for line in room["conexiones"]] == [7])
    assert watcher.room["conexiones"][0]["dispositivo"] == "Pixel de Ana"
    # What is no remark changes nothing; what is left out neither.
    assert (await judge.ask({"tipo": "ping"}))["tipo"] == "pong"
    for strange in ({"pendientes": "7", "dispositivo": 5}, {"pendientes": -1}, {"pendientes": []}):
        assert (await judge.ask({"tipo": "ping", **strange}))["tipo"] == "pong"
    await judge.ask({"tipo": "ping", "pendientes": 0})
    await watcher.until(lambda room: room["conexiones"][0]["sin_enviar"] == 0)
    assert watcher.room["conexiones"][0]["dispositivo"] == "Pixel de Ana"


@pytest.mark.gen_test(timeout=30)
async def test_round_trip_and_clock_of_a_phone_are_shown(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that it is told of the judge before the way to its phone is known.
    monkeypatch.setattr(control_room, "MERGE_S", 0)
    watcher, judge = await Watcher.open(venue), await venue.judge()
    # It is the phone's WebSocket that answers; the app does nothing for it.
    await watcher.until(
        lambda room: [line["ida_vuelta_ms"] is None for line in room["conexiones"]] == [False]
    )
    assert watcher.room["conexiones"][0]["ida_vuelta_ms"] >= 0
    # It runs a minute ahead. The next change brings it along.
    await judge.ask({"tipo": "ping", "t0": venue.clock.now_ms() + 60_000, "pendientes": 1})
    await watcher.until(lambda room: room["conexiones"][0]["desfase_ms"] is not None)
    assert watcher.room["conexiones"][0]["desfase_ms"] == pytest.approx(60_000, abs=1_000)
    assert watcher.room["conexiones"][0]["desfase_ms"] % 10 == 0


@pytest.mark.gen_test(timeout=30)
async def test_the_server_keeps_asking_and_a_dead_phone_is_heard_no_more(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control_room, "TURNS", 10)
    monkeypatch.setattr(control_room, "TURN_S", 0.02)
    monkeypatch.setattr(control_room, "MERGE_S", 0.01)
    await venue.judge("juez2")
    judge_id = venue.state.account_by_login("juez1").id
    dead = await RawSocket.open(
        venue.server.port, f"/ws/juez/{judge_id}/?token={await venue.token('juez1')}"
    )
    watcher = await Watcher.open(venue)
    assert watcher.judges == ["juez2", "juez1"]
    first_of_living, first_of_dead = watcher.room["conexiones"]
    await watcher.until(
        lambda room: (
            room["conexiones"][0]["visto"] > first_of_living["visto"] and len(watcher.updates) > 3
        )
    )
    assert watcher.room["conexiones"][1]["visto"] == first_of_dead["visto"]
    assert watcher.room["conexiones"][1]["ida_vuelta_ms"] is None
    await dead.cut()


@pytest.mark.gen_test(timeout=30)
async def test_what_no_event_tells_of_shows_with_the_next_round(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control_room, "TURNS", 10)
    monkeypatch.setattr(control_room, "TURN_S", 0.01)
    watcher = await Watcher.open(venue)
    await venue.judge()
    await watcher.until(lambda room: bool(room["conexiones"]))
    judge = venue.state.account_by_login("juez1")
    path = f"/api/jueces/{judge.id}/"
    answer = await venue.call("PATCH", path, {"first_name": "Otro"}, user="organiza")
    assert answer.status == 200
    await watcher.until(lambda room: room["conexiones"][0]["nombre"] == "Otro Pérez")


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_of_a_running_race_who_is_not_connected_is_missing(venue: Venue) -> None:
    watcher = await Watcher.open(venue)
    present = await venue.judge("juez2")
    await watcher.until(lambda room: bool(room["conexiones"]))
    assert watcher.absent == []
    await venue.start_race()
    await watcher.until(lambda room: bool(room["ausentes"]))
    assert watcher.room["ausentes"] == [
        {
            "competencia_id": 1,
            "competencia": "Carrera 5K",
            "juez_id": venue.state.account_by_login("juez1").id,
            "username": "juez1",
            "nombre": "Juan Pérez",
            "equipos": 2,
            "lineas": [],
            "visto": None,
        }
    ]
    assert watcher.room["competencias"][0]["en_curso"]
    await venue.judge("juez1")
    await watcher.until(lambda room: room["ausentes"] == [])
    await present.close()
    await watcher.until(lambda room: bool(room["ausentes"]))
    assert watcher.absent == [("Carrera 5K", "juez2")]
    assert watcher.room["ausentes"][0]["visto"] is not None
    await venue.stop_race()
    await watcher.until(lambda room: room["ausentes"] == [])


@pytest.mark.gen_test(timeout=30)
async def test_with_two_sockets_a_judge_is_missing_when_both_are_gone(venue: Venue) -> None:
    await venue.judge("juez2")
    phone, spare = await venue.judge("juez1"), await venue.judge("juez1")
    await venue.start_race()
    watcher = await Watcher.open(venue)
    await phone.close()
    await watcher.until(lambda room: len(room["conexiones"]) == 2)
    assert watcher.absent == []
    await spare.close()
    await watcher.until(lambda room: bool(room["ausentes"]))
    assert watcher.absent == [("Carrera 5K", "juez1")]


@pytest.mark.gen_test(timeout=30)
async def test_a_team_that_is_given_away_takes_its_judge_off_the_list(venue: Venue) -> None:
    await venue.judge("juez1")
    await venue.start_race()
    watcher = await Watcher.open(venue)
    assert watcher.absent == [("Carrera 5K", "juez2")]
    judge_id = venue.state.account_by_login("juez1").id
    await venue.call("PATCH", "/api/equipos/3/", {"judge_id": judge_id}, user="organiza")
    await watcher.until(lambda room: room["ausentes"] == [])


@pytest.mark.gen_test(timeout=60)
async def test_twenty_judges_come_and_go_and_the_lists_are_exact(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control_room, "MERGE_S", 0.02)
    chance = random.Random(7)
    venue = Venue(tmp_path)
    await venue.open(CROWD)
    names = [f"juez{number}" for number in range(1, JUDGES + 1)]

    def is_told(room: dict[str, Any], there: list[str], sent: int) -> bool:
        is_exact = sorted(line["username"] for line in room["conexiones"]) == there
        return is_exact and room["competencias"][0]["total_registros"] == sent

    try:
        watcher = await Watcher.open(venue)
        await venue.start_race()
        # Signing in is not what this is about.
        await asyncio.gather(*(venue.token(name) for name in names))
        for name in names:
            await venue.judge(name)
        await watcher.until(lambda _room: sorted(watcher.judges) == sorted(names))
        assert watcher.absent == []
        sent = 0
        phones = dict(zip(names, venue.sockets[-JUDGES:], strict=True))
        for _ in range(5):
            leaving = chance.sample(sorted(phones), min(len(phones), 8))
            await asyncio.gather(*(phones.pop(name).close() for name in leaving))
            coming = chance.sample([name for name in names if name not in phones], 5)
            for name in coming:
                phones[name] = await venue.judge(name)
            for name, phone in phones.items():
                number = int(name.removeprefix("juez"))
                sent += 1
                assert (await phone.ask(tap(number, sent)))["tipo"] == "tiempo_registrado"
            await watcher.until(partial(is_told, there=sorted(phones), sent=sent))
            missing = sorted(name for name in names if name not in phones)
            assert sorted(name for _, name in watcher.absent) == missing
            # Who comes in now is told the same.
            late = await Watcher.open(venue)
            assert (sorted(late.judges), sorted(late.absent)) == (
                sorted(watcher.judges),
                sorted(watcher.absent),
            )
            await late.socket.close()
    finally:
        await venue.close()
