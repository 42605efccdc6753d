"""The control room's socket: who may listen, and what it tells of races and times."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tornado.httpclient import HTTPClientError

from tests.journeys.watcher import Watcher, tap
from tests.venue import Answer, Venue, eventually
from tornado_timing.domain.audit import COMMAND_LINE
from tornado_timing.protocol.wire import iso
from tornado_timing.web import control_room

PATH = "/ws/organizador/"
SECTIONS = {"competencias", "conexiones", "ausentes", "rechazados", "total_rechazados", "ultimos"}
SECTIONS |= {"ultimo_cambio", "carreras_individuales", "respaldos_con_problemas"}


@pytest.fixture(autouse=True)
def no_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked at but for what an event told of."""
    monkeypatch.setattr(control_room, "TURNS", 1_000_000)


async def refused(venue: Venue, path: str, headers: dict[str, str] | None = None) -> Answer:
    """The answer to a handshake that must fail."""
    with pytest.raises(HTTPClientError) as raised:
        await venue.socket(path, headers)
    response = raised.value.response
    assert response is not None
    return Answer(response.code, response.headers, response.body)


# ---- who may listen ----


@pytest.mark.gen_test(timeout=30)
async def test_only_organizers_are_let_in(venue: Venue) -> None:
    assert (await refused(venue, PATH)).status == 401
    assert (await refused(venue, f"{PATH}?token=x")).json["code"] == "token_not_valid"
    answer = await refused(venue, f"{PATH}?token={await venue.token('juez1')}")
    assert answer.status == 403
    assert answer.json["code"] == "organizers_only"
    token = await venue.token("organiza")
    foreign = {"Origin": "http://evil.example"}
    assert (await refused(venue, f"{PATH}?token={token}", foreign)).status == 403
    for path, headers in (
        (f"{PATH}?token={token}", {}),
        (f"/ws/organizador?token={token}", {}),
        (PATH, {"Authorization": f"Bearer {token}"}),
    ):
        socket = await venue.socket(path, headers)
        assert (await socket.read())["tipo"] == "conexion_establecida"


@pytest.mark.gen_test(timeout=30)
async def test_a_ticket_opens_one_control_room(venue: Venue) -> None:
    async def ticket(user: str) -> str:
        return str((await venue.post("/api/ws-ticket/", user=user)).json["ticket"])

    path = f"{PATH}?ticket={await ticket('organiza')}"
    socket = await venue.socket(path)
    assert (await socket.read())["tipo"] == "conexion_establecida"
    assert (await refused(venue, path)).status == 401
    answer = await refused(venue, f"{PATH}?ticket={await ticket('juez1')}")
    assert answer.json["code"] == "organizers_only"


@pytest.mark.gen_test(timeout=30)
async def test_an_account_has_only_so_many_control_rooms(io_loop: Any, tmp_path: Path) -> None:
    async with Venue(tmp_path, limits={"sockets_per_account": 2}) as venue:
        first, _ = await Watcher.open(venue), await Watcher.open(venue)
        path = f"{PATH}?token={await venue.token('organiza')}"
        answer = await refused(venue, path)
        assert (answer.status, answer.json["code"]) == (429, "too_many_sockets")
        await first.socket.close()

        async def is_let_in() -> bool:
            try:
                return bool(await venue.socket(path))
            except HTTPClientError:
                return False

        await eventually(is_let_in, "there is room again")


@pytest.mark.gen_test(timeout=30)
async def test_signing_out_and_a_new_password_close_the_control_room(venue: Venue) -> None:
    signed_in = (await venue.login("organiza")).json
    own = await venue.socket(f"{PATH}?token={signed_in['access']}")
    other = await Watcher.open(venue)
    await venue.post("/api/logout/", {"refresh": signed_in["refresh"]}, token=signed_in["access"])
    assert await own.wait_closed() == 4001
    assert await other.quiet() == []
    await venue.server.services.accounts.set_password("organiza", "otra-clave", COMMAND_LINE)
    assert await other.socket.wait_closed() == 4002


@pytest.mark.gen_test(timeout=30)
async def test_an_organizer_has_nothing_to_say(venue: Venue) -> None:
    watcher = await Watcher.open(venue)
    await watcher.socket.send({"tipo": "ping", "t0": 5, "ref": "r"})
    pong = await watcher.read()
    assert (pong["tipo"], pong["t0"], pong["ref"]) == ("pong", 5, "r")
    for message, code in ((tap(1, 5), "judges_only"), ("{", "invalid_json")):
        await watcher.socket.send(message)
        assert (await watcher.read())["codigo"] == code
    assert await watcher.quiet() == []


# ---- the form ----


@pytest.mark.gen_test(timeout=30)
async def test_the_first_frame_has_every_section(venue: Venue) -> None:
    before_ms = venue.clock.now_ms()
    watcher = await Watcher.open(venue)
    greeting = watcher.greeting
    assert set(greeting) == {"tipo", "servidor_ms", "ritmo", "sala"}
    assert before_ms <= greeting["servidor_ms"] <= venue.clock.now_ms()
    assert greeting["ritmo"] == 1
    assert set(greeting["sala"]) == SECTIONS
    (competition,) = greeting["sala"]["competencias"]
    assert competition == {
        "id": 1,
        "nombre": "Carrera 5K",
        "fecha_hora": "2030-11-12T08:00:00.000Z",
        "en_curso": False,
        "activa": True,
        "started_at": None,
        "finished_at": None,
        "correccion_ms": 0,
        "maximo_registros": 15,
        "total_equipos": 3,
        "total_registros": 0,
        "tipo_carrera": "equipos",
        "total_corredores": 0,
        "total_marcas": 0,
    }
    assert greeting["sala"]["carreras_individuales"] == []


# ---- what is on record ----


async def newest_on_record(venue: Venue) -> int:
    """The number of the newest entry, as the record itself has it."""
    page = (await venue.get("/api/auditoria/?limit=1", user="organiza")).json
    return int(page["entries"][0]["id"])


@pytest.mark.gen_test(timeout=30)
async def test_a_change_by_anybody_is_told_by_its_number(venue: Venue) -> None:
    judge, watcher = await venue.judge(), await Watcher.open(venue)
    assert watcher.room["ultimo_cambio"] == await newest_on_record(venue)
    # Nothing else in the room shows who times a team that is in no race in progress.
    await venue.post("/api/equipos/asignar/", {"team_ids": [1], "judge_id": 3}, user="organiza")
    newest = await newest_on_record(venue)
    await watcher.until(lambda room: room["ultimo_cambio"] == newest)
    assert {"ultimo_cambio"} in watcher.updates
    # Also what no event tells of.
    await venue.post("/api/jueces/", {"username": "nuevo"}, user="organiza")
    await watcher.until(lambda room: room["ultimo_cambio"] == newest + 1)
    # Times are their own record.
    await venue.start_race()
    await judge.ask(tap(2, 5_000))
    await watcher.until(lambda room: len(room["ultimos"]) == 1)
    assert watcher.room["ultimo_cambio"] == newest + 2 == await newest_on_record(venue)
    await venue.restart()
    assert (await Watcher.open(venue)).room["ultimo_cambio"] == newest + 2


# ---- times ----


@pytest.mark.gen_test(timeout=30)
async def test_times_appear_as_they_come(venue: Venue) -> None:
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    await venue.start_race()
    watcher = await Watcher.open(venue)
    await judge.ask(tap(1, 5_000, id_registro="a"))
    await other.ask(tap(3, 6_000, id_registro="b"))
    await watcher.until(lambda room: len(room["ultimos"]) == 2)
    newest, first = watcher.room["ultimos"]
    assert (newest["id_registro"], newest["juez"]) == ("b", "juez2")
    assert {**first, "recibido": None} == {
        "id_registro": "a",
        "competencia_id": 1,
        "equipo": {"id": 1, "nombre": "Los Veloces", "dorsal": 101},
        "juez": "juez1",
        "tiempo_carrera": 5_000,
        "recibido": None,
    }
    await watcher.until(lambda room: room["competencias"][0]["total_registros"] == 2)


@pytest.mark.gen_test(timeout=30)
async def test_times_are_told_from_the_official_start(venue: Venue) -> None:
    judge = await venue.judge("juez1")
    await venue.start_race()
    running = venue.state.competitions[1]
    venue.state.put_competition(replace(running, start_correction_ms=-1_000))
    await judge.ask(tap(1, 5_000))
    watcher = await Watcher.open(venue)
    assert watcher.room["ultimos"][0]["tiempo_carrera"] == 6_000
    (competition,) = watcher.room["competencias"]
    assert competition["correccion_ms"] == -1_000
    assert competition["started_at"] == iso(running.started_at_ms - 1_000)


@pytest.mark.gen_test(timeout=30)
async def test_the_newest_fifty_of_all_races_are_told(venue: Venue) -> None:
    await venue.load(
        {
            "competencias": [{"nombre": "10K", "fecha_hora": "2030-01-01T00:00:00Z"}],
            "equipos": [
                {"nombre": "Otros", "dorsal": 1, "competencia": "10K", "juez": "juez2"},
            ],
        }
    )
    await venue.call("PATCH", "/api/competencias/1/", {"records_per_team": None}, user="organiza")
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    await venue.start_race(1)
    await venue.start_race(2)
    for number in range(40):
        await judge.ask(tap(1, number, id_registro=f"5K-{number}"))
        await other.ask(tap(4, number, id_registro=f"10K-{number}"))
    watcher = await Watcher.open(venue)
    ids = [line["id_registro"] for line in watcher.room["ultimos"]]
    assert len(ids) == 50
    assert set(ids) == {f"{race}-{number}" for race in ("5K", "10K") for number in range(15, 40)}
    received = [line["recibido"] for line in watcher.room["ultimos"]]
    assert received == sorted(received, reverse=True)


@pytest.mark.gen_test(timeout=30)
async def test_a_refused_time_is_listed_until_it_is_accepted_or_dismissed(venue: Venue) -> None:
    watcher, judge = await Watcher.open(venue), await venue.judge()
    assert (await judge.ask(tap(1, 5_000, id_registro="early")))["codigo"] == "race_not_running"
    await judge.ask(tap(2, 6_000))
    await watcher.until(lambda room: room["total_rechazados"] == 2)
    second, first = watcher.room["rechazados"]
    assert (first["id_registro"], first["equipo"], first["dorsal"]) == ("early", "Los Veloces", 101)
    assert (first["motivo"], first["tiempo"]) == ("race_not_running", 5_000)
    assert first["motivo_texto"] == "La competencia no está en curso"
    answer = await venue.post(f"/api/rechazados/{first['id']}/aceptar/", user="organiza")
    assert answer.status == 201
    await watcher.until(lambda room: room["total_rechazados"] == 1)
    assert [line["id"] for line in watcher.room["rechazados"]] == [second["id"]]
    await watcher.until(lambda room: [line["id_registro"] for line in room["ultimos"]] == ["early"])
    await venue.post(f"/api/rechazados/{second['id']}/descartar/", user="organiza")
    await watcher.until(lambda room: room["total_rechazados"] == 0)
    assert watcher.room["rechazados"] == []


@pytest.mark.gen_test(timeout=30)
async def test_a_refused_time_that_comes_in_after_all_leaves_the_list(venue: Venue) -> None:
    watcher, judge = await Watcher.open(venue), await venue.judge()
    await judge.ask(tap(1, 5_000, id_registro="early"))
    await watcher.until(lambda room: room["total_rechazados"] == 1)
    await venue.start_race()
    await watcher.until(lambda room: room["competencias"][0]["en_curso"])
    assert (await judge.ask(tap(1, 5_000, id_registro="early")))["tipo"] == "tiempo_registrado"
    await watcher.until(lambda room: room["total_rechazados"] == 0)


@pytest.mark.gen_test(timeout=30)
async def test_after_a_restart_the_room_is_as_the_file_says(venue: Venue) -> None:
    judge = await venue.judge("juez1")
    await judge.ask(tap(1, 4_000))
    await venue.start_race()
    await judge.ask(tap(1, 5_000, id_registro="kept"))
    watcher = await Watcher.open(venue)
    before = watcher.room
    await venue.restart()
    assert await watcher.socket.wait_closed() == 1001
    again = await Watcher.open(venue)
    for section in ("competencias", "rechazados", "total_rechazados", "ultimos"):
        assert again.room[section] == before[section]
    assert again.room["conexiones"] == []
    # Both were there or not before; this server has seen neither.
    seen = {line["username"]: line["visto"] for line in again.room["ausentes"]}
    assert seen == {"juez1": None, "juez2": None}
    await venue.judge("juez1")
    await again.until(lambda room: len(room["ausentes"]) == 1)
    assert again.judges == ["juez1"]
