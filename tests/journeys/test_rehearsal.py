"""The rehearsal over real sockets: trial taps that nothing stores, never instead of real ones."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.venue import EVENT, Socket, Venue
from tornado_timing.checkup.judges import judges_found
from tornado_timing.language import Texts
from tornado_timing.service import rehearsing
from tornado_timing.service.commands import LookAtJudges, run_command
from tornado_timing.service.services import DATABASE_FILE

PATH = "/api/ensayo/"
ANSWERS = ("prueba_recibida", "error")
TWO_RACES: dict[str, Any] = {
    **EVENT,
    "competencias": [
        *EVENT["competencias"],
        {"nombre": "Carrera 10K", "fecha_hora": "2030-11-12T10:00:00Z"},
    ],
    "equipos": [
        *EVENT["equipos"],
        {"nombre": "Los Otros", "dorsal": 1, "competencia": "Carrera 10K", "juez": "juez2"},
    ],
}


async def phone(venue: Venue, user: str = "juez1") -> Socket:
    """A phone whose app is told of every change."""
    account = venue.state.account_by_login(user)
    token = await venue.token(user)
    socket = await venue.socket(f"/ws/juez/{account.id}/?token={token}&cambios=1")
    assert (await socket.read())["tipo"] == "conexion_establecida"
    return socket


async def ask_for_taps(venue: Venue) -> Any:
    return (await venue.post(PATH, user="organiza")).json


async def readiness(venue: Venue, user: str = "juez1") -> Any:
    judge_id = venue.state.account_by_login(user).id
    found = (await venue.get(PATH, user="organiza")).json
    return next(one for one in found["judges"] if one["judge_id"] == judge_id)


async def tap(venue: Venue, socket: Socket, number: int, **more: Any) -> Any:
    at_ms = venue.clock.now_ms()
    message = {"tipo": "toque_prueba", "prueba_id": number, "tiempo": at_ms, "ref": "t", **more}
    await socket.send(message)
    return await socket.read_tipo(*ANSWERS)


@pytest.mark.gen_test(timeout=30)
async def test_a_trial_tap_is_seen_by_the_organizer_and_stored_nowhere(venue: Venue) -> None:
    socket = await phone(venue)
    await venue.token("organiza")
    before = dump(venue)
    asked = await ask_for_taps(venue)
    assert asked["races"] == ["Carrera 5K"]
    assert asked["asked_until"] is not None
    request = await socket.read_tipo("prueba_solicitada")
    assert set(request) == {"tipo", "prueba_id", "servidor_ms", "segundos"}
    assert 0 < request["segundos"] <= 600
    answer = await tap(venue, socket, request["prueba_id"], desfase_ms=0, incertidumbre_ms=4)
    assert (answer["tipo"], answer["ref"]) == ("prueba_recibida", "t")
    assert 0 <= answer["tardanza_ms"] < 5000
    judge = await readiness(venue)
    assert (judge["name"], judge["races"], judge["is_racing"]) == (
        "Juan Pérez",
        ["Carrera 5K"],
        False,
    )
    assert (judge["is_asked"], judge["phone"]["can_rehearse"]) == (False, True)
    assert judge["tap"]["delay_ms"] == answer["tardanza_ms"]
    assert judge["tap"]["uncertainty_ms"] == 4
    assert dump(venue) == before
    over = (await venue.call("DELETE", PATH, user="organiza")).json
    assert over["asked_until"] is None
    # What it has shown is still to be read, until the next one or the start.
    assert [one["tap"] for one in over["judges"]] == [judge["tap"], None]
    assert (await socket.read_tipo("prueba_terminada"))["prueba_id"] == request["prueba_id"]


@pytest.mark.gen_test(timeout=30)
async def test_the_start_ends_it_and_a_trial_tap_after_it_is_refused(venue: Venue) -> None:
    socket = await phone(venue)
    await ask_for_taps(venue)
    number = (await socket.read_tipo("prueba_solicitada"))["prueba_id"]
    await venue.start_race()
    told = [await socket.read_tipo("prueba_terminada", "competencia_iniciada") for _ in "12"]
    assert {frame["tipo"] for frame in told} == {"prueba_terminada", "competencia_iniciada"}
    refused = await tap(venue, socket, number)
    assert (refused["tipo"], refused["codigo"]) == ("error", "rehearsal_over")
    # So that the phone sends it as what it is.
    assert "conservado" not in refused
    asked = await ask_for_taps(venue)
    assert [one["is_asked"] for one in asked["judges"]] == [False, False]
    assert (await socket.ask({"tipo": "ping"}))["tipo"] == "pong"
    late = await phone(venue)
    assert (await late.ask({"tipo": "ping"}))["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
async def test_what_one_has_shown_goes_with_the_next_one_and_with_the_start(venue: Venue) -> None:
    socket = await phone(venue)
    for _ in range(2):
        await ask_for_taps(venue)
        asked = await readiness(venue)
        assert (asked["tap"], asked["is_asked"]) == (None, True)
        number = (await socket.read_tipo("prueba_solicitada"))["prueba_id"]
        assert (await tap(venue, socket, number))["tipo"] == "prueba_recibida"
        await venue.call("DELETE", PATH, user="organiza")
        assert (await readiness(venue))["tap"] is not None
    await venue.start_race()
    assert (await readiness(venue))["tap"] is None


@pytest.mark.gen_test(timeout=30)
async def test_who_races_is_left_alone_while_others_rehearse(venue: Venue) -> None:
    await venue.load(TWO_RACES)
    one, other = await phone(venue, "juez1"), await phone(venue, "juez2")
    await ask_for_taps(venue)
    numbers = [(await item.read_tipo("prueba_solicitada"))["prueba_id"] for item in (one, other)]
    await venue.start_race(2)
    await other.read_tipo("prueba_terminada")
    assert (await tap(venue, other, numbers[1]))["tipo"] == "error"
    assert (await tap(venue, one, numbers[0]))["tipo"] == "prueba_recibida"
    assert (await readiness(venue, "juez2"))["is_racing"]


@pytest.mark.gen_test(timeout=30)
async def test_who_is_given_a_team_of_a_race_in_progress_rehearses_no_more(venue: Venue) -> None:
    await venue.load(TWO_RACES)
    await venue.start_race(2)
    socket = await phone(venue)
    await ask_for_taps(venue)
    number = (await socket.read_tipo("prueba_solicitada"))["prueba_id"]
    team = next(one for one in venue.state.teams.values() if one.name == "Los Otros")
    change = {"judge_id": venue.state.account_by_login("juez1").id}
    path = f"/api/equipos/{team.id}/"
    assert (await venue.call("PATCH", path, change, user="organiza")).status == 200
    assert (await socket.read_tipo("prueba_terminada"))["prueba_id"] == number


@pytest.mark.gen_test(timeout=30)
async def test_a_phone_that_comes_late_is_asked_until_it_has_tapped(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask_for_taps(venue)
    socket = await phone(venue)
    number = (await socket.read_tipo("prueba_solicitada"))["prueba_id"]
    assert (await tap(venue, socket, number))["tipo"] == "prueba_recibida"
    again = await phone(venue)
    assert (await again.ask({"tipo": "ping"}))["tipo"] == "pong"
    monkeypatch.setattr(rehearsing, "ASKED_FOR_MS", 0)
    await ask_for_taps(venue)
    assert not (await readiness(venue))["is_asked"], "its time is over"


@pytest.mark.gen_test(timeout=30)
async def test_an_app_that_asked_for_nothing_new_is_told_nothing_new(venue: Venue) -> None:
    old = await venue.judge()
    await ask_for_taps(venue)
    await venue.call("DELETE", PATH, user="organiza")
    await old.send({"tipo": "ping"})
    assert (await old.read())["tipo"] == "pong"
    judge = await readiness(venue)
    assert (judge["phone"]["can_rehearse"], judge["tap"]) == (False, None)


@pytest.mark.gen_test(timeout=30)
async def test_a_tap_of_another_rehearsal_or_without_one_is_refused(venue: Venue) -> None:
    socket = await phone(venue)
    assert (await tap(venue, socket, 1))["codigo"] == "rehearsal_over"
    await ask_for_taps(venue)
    number = (await socket.read_tipo("prueba_solicitada"))["prueba_id"]
    assert (await tap(venue, socket, number + 1))["codigo"] == "rehearsal_over"
    broken = await tap(venue, socket, number, tiempo="ahora")
    assert broken["codigo"] == "invalid_field"


@pytest.mark.gen_test(timeout=30)
async def test_the_command_line_reads_what_the_panel_reads(venue: Venue) -> None:
    socket = await phone(venue)
    await socket.ask({"tipo": "ping", "t0": venue.clock.now_ms() + 60_000})
    await ask_for_taps(venue)
    number = (await socket.read_tipo("prueba_solicitada"))["prueba_id"]
    await tap(venue, socket, number)
    outcome = await run_command(venue.server.services, LookAtJudges())
    found = list(judges_found(outcome.judges, Texts("en")))
    assert [one.kind for one in found] == ["look", "good", "look"]
    assert found[0].text == "judges of the next race: 1 of 2 connected"
    assert found[1].text.startswith("judge Juan Pérez: connected, clock +")
    assert ", test tap received in " in found[1].text
    assert found[2].text == "judge juez2: not connected"


@pytest.mark.gen_test(timeout=30)
async def test_the_laptop_is_looked_at_in_the_language_of_the_page(venue: Venue) -> None:
    spanish = (await venue.get(f"{PATH}portatil/?idioma=es", user="organiza")).json["findings"]
    titles = {one["name"]: one["title"] for one in spanish}
    assert {"durable", "clock", "power", "sleep", "addresses", "firewall"} <= set(titles)
    assert titles["disk"] == "disco libre"
    await venue.start_race()
    english = (await venue.get(f"{PATH}portatil/?idioma=en", user="organiza")).json["findings"]
    # While times come in, the disk is theirs.
    assert {one["name"] for one in english} == set(titles) - {"durable"}
    assert "free disk" in [one["title"] for one in english]
    unknown = await venue.get(f"{PATH}portatil/?idioma=xx", user="organiza")
    assert unknown.status == 400


def dump(venue: Venue) -> str:
    """All that is in the file."""
    with closing(sqlite3.connect(venue.data_dir / DATABASE_FILE)) as connection:
        return json.dumps(list(connection.iterdump()))
