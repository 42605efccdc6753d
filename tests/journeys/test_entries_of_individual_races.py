"""Setting up an individual race over HTTP: runners, categories, waves, lines and their judges."""

import base64
import json
from typing import Any

import pytest

from tests.venue import Answer, Venue

OFFICE = "organiza"


async def send(
    venue: Venue, method: str, path: str, body: Any = None, *, status: int = 200, **how: Any
) -> Any:
    """What the organizer is answered, which must have this status."""
    answer = await venue.call(method, path, body, user=OFFICE, **how)
    assert answer.status == status, answer.body
    return answer.json if answer.body else None


async def individual_race(venue: Venue, **more: Any) -> int:
    """A new individual competition; its number."""
    body = {"name": "5K", "datetime": "2030-11-12T08:00:00Z", "kind": "individual", **more}
    return int((await send(venue, "POST", "/api/competencias/", body, status=201))["id"])


async def refused(venue: Venue, method: str, path: str, body: Any, **how: Any) -> Answer:
    return await venue.call(method, path, body, user=OFFICE, **how)


@pytest.mark.gen_test(timeout=30)
async def test_a_race_is_set_up_and_survives_a_restart(venue: Venue) -> None:
    number = await individual_race(venue, shown="tenths")
    (line,) = await send(venue, "GET", f"/api/lineas/?competition_id={number}")
    assert (line["name"], line["kind"], line["judges"]) == ("Meta", "finish", [])
    wave = await send(
        venue, "POST", "/api/olas/", {"competition_id": number, "name": "Élite"}, status=201
    )
    bands = [
        {"name": "Veteranas", "sex": "F", "min_age": 40, "max_age": None},
        {"name": "Libre", "sex": None, "min_age": 0, "max_age": None},
    ]
    path = f"/api/competencias/{number}/categorias/"
    assert await send(venue, "PUT", path, bands) == bands
    ana = await send(
        venue,
        "POST",
        "/api/corredores/",
        {
            "competition_id": number,
            "bib": "007",
            "first_name": " Ana ",
            "last_name": "Pérez",
            "sex": "F",
            "birth_date": "1985-05-06",
            "wave_id": wave["id"],
            "contact": "099",
            "is_hidden": True,
        },
        status=201,
    )
    late = await send(
        venue, "POST", "/api/corredores/", {"competition_id": number, "bib": "8"}, status=201
    )
    assert (ana["full_name"], ana["category_shown"], ana["age_shown"]) == (
        "Ana Pérez",
        "Veteranas",
        45,
    )
    assert (late["full_name"], late["category_shown"], late["status"]) == (
        "",
        "Libre",
        "registered",
    )

    await venue.restart()
    listed = await send(venue, "GET", f"/api/corredores/?competition_id={number}")
    assert listed == [ana, late]
    assert await send(venue, "GET", f"/api/corredores/{ana['id']}/") == ana
    assert await send(venue, "GET", path) == bands
    (wave,) = await send(venue, "GET", f"/api/olas/?competition_id={number}")
    assert wave["runner_count"] == 1
    competition = await send(venue, "GET", f"/api/competencias/{number}/")
    assert {
        name: competition[name] for name in ("kind", "shown", "runner_count", "mark_count")
    } == {"kind": "individual", "shown": "tenths", "runner_count": 2, "mark_count": 0}


@pytest.mark.gen_test(timeout=30)
async def test_a_bib_is_one_runners_and_who_it_is_is_told(venue: Venue) -> None:
    number = await individual_race(venue)
    entry = {"competition_id": number, "bib": "7", "first_name": "Ana"}
    ana = await send(venue, "POST", "/api/corredores/", entry, status=201)
    taken = await refused(venue, "POST", "/api/corredores/", {**entry, "bib": "07"})
    assert (taken.status, taken.json) == (
        409,
        {"error": "bib: el dorsal 7 ya es de Ana.", "code": "bib_taken", "field": "bib"},
    )
    path = f"/api/corredores/{ana['id']}/"
    changed = await send(venue, "PATCH", path, {"bib": "70"}, headers={"If-Match": ana["etag"]})
    assert changed["bib"] == "70"
    late = await refused(venue, "PATCH", path, {"bib": "71"}, headers={"If-Match": ana["etag"]})
    assert (late.status, late.json["current"]) == (412, changed)
    await send(venue, "POST", "/api/corredores/", entry, status=201)
    await send(venue, "DELETE", path, status=204)
    assert (await refused(venue, "GET", path, None)).status == 404


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_keeps_the_list_of_bibs_and_asks_whether_it_has_changed(
    venue: Venue,
) -> None:
    number = await individual_race(venue)
    runner = {"competition_id": number, "bib": "7", "first_name": "Ana", "contact": "099"}
    await send(venue, "POST", "/api/corredores/", {**runner, "is_hidden": True}, status=201)
    path = f"/api/competencias/{number}/corredores/"
    assert (await venue.get(path, user="juez1")).status == 404
    (line,) = await send(venue, "GET", f"/api/lineas/?competition_id={number}")
    judge_id = venue.state.account_by_login("juez1").id
    await send(
        venue,
        "PUT",
        f"/api/lineas/{line['id']}/jueces/",
        [{"judge_id": judge_id, "mode": "both"}],
    )
    seen = await venue.get(path, user="juez1")
    assert seen.json == [{"id": 1, "bib": "7", "name": "Ana", "team": "", "wave_id": None}]
    again = {"If-None-Match": seen.headers["ETag"]}
    unchanged = await venue.get(path, user="juez1", headers=again)
    assert (unchanged.status, unchanged.body) == (304, b"")
    await send(venue, "POST", "/api/corredores/", {**runner, "bib": "8"}, status=201)
    changed = await venue.get(path, user="juez1", headers=again)
    assert (changed.status, len(changed.json)) == (200, 2)
    assert await send(venue, "GET", path) == changed.json
    assert (await venue.get(path, user="juez2")).status == 404
    # It has no team anywhere else than in the race of teams.
    own = (await venue.get("/api/competencias/", user="juez1")).json
    assert [one["id"] for one in own] == [1, number]


@pytest.mark.gen_test(timeout=30)
async def test_waves_start_on_their_own_and_are_set_right(venue: Venue) -> None:
    number = await individual_race(venue)
    first, second = [
        await send(
            venue, "POST", "/api/olas/", {"competition_id": number, "name": name}, status=201
        )
        for name in ("A", "B")
    ]
    assert (first["started_at"], first["official_start_at"]) == (None, None)
    path = f"/api/olas/{first['id']}"
    started = await send(venue, "POST", f"{path}/iniciar/")
    assert started["started_at"] == started["official_start_at"] is not None
    competition = await send(venue, "GET", f"/api/competencias/{number}/")
    assert (competition["is_running"], competition["started_at"]) == (True, started["started_at"])
    again = await refused(venue, "POST", f"{path}/iniciar/", None)
    assert (again.status, again.json["code"]) == (409, "wave_already_started")

    seconds_before = started["started_at"][: -len(".000Z")]
    corrected = await send(
        venue,
        "POST",
        f"{path}/corregir-salida/",
        {"started_at": f"{seconds_before}.000Z", "reason": "tarde"},
        headers={"If-Match": started["etag"]},
    )
    assert corrected["official_start_at"] == f"{seconds_before}.000Z"
    assert corrected["started_at"] == started["started_at"]
    waiting = await send(venue, "POST", f"{path}/reiniciar/", {"reason": "salida falsa"})
    assert (waiting["started_at"], waiting["official_start_at"]) == (None, None)
    await send(venue, "POST", f"{path}/iniciar/")

    other = f"/api/olas/{second['id']}/"
    not_yet = await refused(venue, "POST", f"{other}reiniciar/", {})
    assert (not_yet.status, not_yet.json["code"]) == (409, "wave_not_started")
    taken = await refused(venue, "PATCH", other, {"name": "a"})
    assert (taken.status, taken.json["field"]) == (409, "name")
    assert (await send(venue, "PATCH", other, {"name": "C"}))["name"] == "C"
    await send(venue, "DELETE", other, status=204)


@pytest.mark.gen_test(timeout=30)
async def test_lines_and_who_stands_at_them(venue: Venue) -> None:
    number = await individual_race(venue)
    body = {"competition_id": number, "name": "Salida", "kind": "start"}
    line = await send(venue, "POST", "/api/lineas/", body, status=201)
    path = f"/api/lineas/{line['id']}/"
    line = await send(venue, "PATCH", path, {"name": "Largada"})
    judges = {name: venue.state.account_by_login(name).id for name in ("juez1", "juez2")}
    rows = [
        {"judge_id": judges["juez2"], "mode": "bibs"},
        {"judge_id": judges["juez1"], "mode": "times"},
    ]
    tag = {"If-Match": line["etag"]}
    full = await send(venue, "PUT", f"{path}jueces/", rows, headers=tag)
    assert [(one["judge_username"], one["mode"]) for one in full["judges"]] == [
        ("juez1", "times"),
        ("juez2", "bibs"),
    ]
    late = await refused(venue, "PUT", f"{path}jueces/", [], headers=tag)
    assert (late.status, late.json["current"]) == (412, full)
    for wrong, field in (
        ([rows[0], rows[0]], "[1].judge_id"),
        ([{"judge_id": 999, "mode": "bibs"}], "[0].judge_id"),
        ([{"judge_id": 1, "mode": "all"}], "[0].mode"),
    ):
        answer = await refused(venue, "PUT", f"{path}jueces/", wrong)
        assert (answer.status, answer.json["field"]) == (400, field)
    assert await send(venue, "GET", path) == full
    await send(venue, "DELETE", path, status=204)


@pytest.mark.gen_test(timeout=30)
async def test_a_list_is_asked_for_and_nothing_else(venue: Venue) -> None:
    number = await individual_race(venue)
    path = f"/api/competencias/{number}/categorias/"
    for body in ({}, "7", "null"):
        answer = await refused(venue, "PUT", path, body)
        assert (answer.status, answer.json["code"]) == (400, "invalid_field")
        assert answer.json["error"] == "cuerpo: se esperaba una lista"
    broken = await refused(venue, "PUT", path, "[")
    assert (broken.status, broken.json["error"]) == (400, "JSON inválido.")
    long = await refused(venue, "PUT", path, json.dumps([{"name": str(n)} for n in range(201)]))
    assert long.json["error"] == "cuerpo: debe ser como máximo 200 elementos"
    big = await refused(venue, "PUT", path, "[" + " " * 2_000_000 + "]")
    assert big.status == 413


@pytest.mark.gen_test(timeout=30)
async def test_an_individual_race_has_no_teams(venue: Venue) -> None:
    number = await individual_race(venue)
    team = {"name": "Los Veloces", "number": 900, "competition_id": number}
    content = base64.b64encode(b"Dorsal;Nombre\n7;Los Veloces\n").decode()
    file = {"kind": "teams", "competition_id": number, "filename": "x.csv", "content": content}
    for method, path, body in (
        ("POST", "/api/equipos/", team),
        ("PATCH", "/api/equipos/1/", {"competition_id": number}),
        ("POST", "/api/importaciones/", file),
    ):
        answer = await refused(venue, method, path, body)
        assert (answer.status, answer.json["code"], answer.json["field"]) == (
            409,
            "competition_not_by_teams",
            "competition_id",
        )


@pytest.mark.gen_test(timeout=30)
async def test_a_race_of_teams_has_no_runners_and_may_become_individual(venue: Venue) -> None:
    for path, body in (
        ("/api/corredores/", {"bib": "7"}),
        ("/api/olas/", {"name": "A"}),
        ("/api/lineas/", {"name": "Meta"}),
    ):
        answer = await refused(venue, "POST", path, {"competition_id": 1, **body})
        assert (answer.status, answer.json["code"]) == (409, "competition_not_individual")
    answer = await refused(venue, "PUT", "/api/competencias/1/categorias/", [])
    assert answer.status == 409

    await send(venue, "PATCH", "/api/competencias/1/", {"kind": "individual"})
    (line,) = await send(venue, "GET", "/api/lineas/?competition_id=1")
    assert line["name"] == "Meta"
    body = {"competition_id": 1, "bib": "7"}
    await send(venue, "POST", "/api/corredores/", body, status=201)
    back = await refused(venue, "PATCH", "/api/competencias/1/", {"kind": "teams"})
    assert (back.status, back.json["code"], back.json["field"]) == (
        409,
        "competition_has_runners",
        "kind",
    )


@pytest.mark.gen_test(timeout=30)
async def test_a_race_with_times_stays_of_teams(venue: Venue) -> None:
    await venue.start_race()
    sent = {"registros": [{"tiempo": 60_000}]}
    assert (await venue.post("/api/equipos/1/registros/", sent, user="juez1")).status == 201
    answer = await refused(venue, "PATCH", "/api/competencias/1/", {"kind": "individual"})
    assert (answer.status, answer.json["code"]) == (409, "competition_has_times")


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_at_a_line_may_connect(venue: Venue) -> None:
    number = await individual_race(venue)
    body = {"username": "linea", "password": "clave-linea"}
    judge = await send(venue, "POST", "/api/jueces/", body, status=201)
    (line,) = await send(venue, "GET", f"/api/lineas/?competition_id={number}")
    rows = [{"judge_id": judge["id"], "mode": "bibs"}]
    await send(venue, "PUT", f"/api/lineas/{line['id']}/jueces/", rows)
    token = await venue.token("linea")
    socket = await venue.socket(f"/ws/juez/{judge['id']}/?token={token}")
    greeting = await socket.read()
    assert greeting["competencia"]["id"] == number
    await venue.start_race(number)
    assert (await socket.read_tipo("competencia_iniciada"))["competencia_id"] == number
