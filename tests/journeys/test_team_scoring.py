"""Teams and prizes of an individual race, over a real server."""

import asyncio
from typing import Any

import pytest

from tests.journeys.test_marks import OFFICE, Course, mark, send
from tests.venue import Venue

TIMES: dict[str, Any] = {"method": "times", "scorers": 2}


def path_of(course: Course, name: str) -> str:
    return f"/api/competencias/{course.number}/{name}/"


async def three_of_the_condor(venue: Venue) -> Course:
    """Ana (7, Cóndor), Bruno (8, hidden, CONDOR) and Carla (9, Andes) are in, a minute apart."""
    course = await Course(venue).open()
    runners = await send(venue, "GET", f"/api/corredores/?competition_id={course.number}")
    for runner, team in zip(runners, ("Cóndor", "CONDOR"), strict=True):
        await send(venue, "PATCH", f"/api/corredores/{runner['id']}/", {"team": team})
    await course.enter("9", first_name="Carla", sex="F", team="Andes")
    await course.marks(
        *(mark(bib, int(bib), tiempo=int(bib) * 60_000, dorsal=bib) for bib in ("7", "8", "9"))
    )
    return course


async def chooses(course: Course, name: str, status: int = 200, **fields: Any) -> Any:
    return await send(course.venue, "PUT", path_of(course, name), fields, status)


@pytest.mark.gen_test(timeout=30)
async def test_teams_are_scored_as_the_organizer_chose(venue: Venue) -> None:
    course = await three_of_the_condor(venue)
    where = path_of(course, "clasificacion-equipos")
    assert (await venue.get(where)).json == []
    assert (await course.results())["puntaje_equipos"] == "no"

    await chooses(course, "puntaje-equipos", **TIMES)
    assert (await course.results())["puntaje_equipos"] == "tiempos"
    (group,) = (await venue.get(where)).json
    condor, andes = group.pop("equipos")
    assert group == {"grupo": "todos", "puntaje_equipos": "tiempos", "cuentan": 2}
    ana, bruno = condor.pop("puntuan")
    assert condor == {
        "posicion": 1,
        "equipo": "Cóndor",
        "puntaje": 900_000,
        "puntaje_formateado": "0:15:00",
        "completo": True,
        "desempate": None,
        "desplazan": [],
    }
    assert (ana["posicion"], ana["puesto"], ana["corredor"]["nombre"]) == (1, None, "Ana")
    # Who asked not to be shown scores by the bib alone.
    assert (bruno["tiempo_oficial"], bruno["tiempo_oficial_formateado"]) == (480_000, "0:08:00")
    assert bruno["corredor"]["nombre"] == "Dorsal 8"
    assert (bruno["corredor"]["sexo"], bruno["corredor"]["equipo"]) == (None, "")
    assert (andes["posicion"], andes["puntaje"], andes["completo"]) == (None, None, False)


@pytest.mark.gen_test(timeout=30)
async def test_standings_of_teams_have_a_tag_that_changes_with_the_results(venue: Venue) -> None:
    course = await three_of_the_condor(venue)
    await chooses(course, "puntaje-equipos", **TIMES)
    where = path_of(course, "clasificacion-equipos")
    tags = [answer.headers["ETag"] for answer in await asyncio.gather(*map(venue.get, [where] * 3))]
    assert len(set(tags)) == 1
    known = {"If-None-Match": tags[0]}
    assert (await venue.get(where, headers=known)).status == 304

    await course.corrects(kind="runner_status", subject=str(course.ana), text="dsq")
    answer = await venue.get(where, headers=known)
    assert answer.status == 200
    assert [team["completo"] for team in answer.json[0]["equipos"]] == [False, False]


@pytest.mark.gen_test(timeout=30)
async def test_who_watches_is_told_when_there_come_to_be_teams(venue: Venue) -> None:
    course = await three_of_the_condor(venue)
    socket, told = await venue.spectator(course.number)
    assert told["resultados"]["puntaje_equipos"] == "no"
    await chooses(course, "puntaje-equipos", method="places")
    told = await socket.read_tipo("resultados_completos")
    assert told["resultados"]["puntaje_equipos"] == "puestos"


@pytest.mark.gen_test(timeout=30)
async def test_what_is_not_published_only_organizers_read(venue: Venue) -> None:
    course = await three_of_the_condor(venue)
    await chooses(course, "puntaje-equipos", **TIMES)
    await venue.stop_race(course.number)
    await send(venue, "PATCH", f"/api/competencias/{course.number}/", {"is_active": False})
    where = path_of(course, "clasificacion-equipos")
    assert (await venue.get(where)).status == 404
    assert (await venue.get(where, user="juez1")).status == 404
    assert len(await send(venue, "GET", where)) == 1


@pytest.mark.gen_test(timeout=30)
async def test_a_choice_is_on_record_and_two_organizers_do_not_overwrite_each_other(
    venue: Venue,
) -> None:
    course = await Course(venue).open()
    where = path_of(course, "premios")
    read = await venue.get(where, user=OFFICE)
    assert read.json["per_sex"] == 3
    known = {"If-Match": read.headers["ETag"]}
    body = {**read.json, "per_sex": 1}
    assert (await venue.call("PUT", where, body, user=OFFICE, headers=known)).status == 200
    refused = await venue.call("PUT", where, read.json, user=OFFICE, headers=known)
    assert (refused.status, refused.json["current"]["per_sex"]) == (412, 1)

    entry = (await send(venue, "GET", "/api/auditoria/?limit=1"))["entries"][0]
    assert (entry["action"], entry["details"]) == (
        "race_setting_changed",
        {"setting": "prizes", "changes": {"per_sex": [3, 1]}},
    )


@pytest.mark.gen_test(timeout=30)
async def test_what_cannot_be_scored_is_refused_with_the_field(venue: Venue) -> None:
    course = await Course(venue).open()
    refused = await chooses(course, "puntaje-equipos", 400, method="times", scorers=0)
    assert (refused["code"], refused["field"]) == ("invalid_field", "scorers")
    by_teams = Course(venue)
    by_teams.number = 1
    refused = await chooses(by_teams, "puntaje-equipos", 409, method="times")
    assert refused["code"] == "competition_not_individual"


@pytest.mark.gen_test(timeout=30)
async def test_the_prize_list_says_who_gets_what(venue: Venue) -> None:
    course = await three_of_the_condor(venue)
    await chooses(course, "puntaje-equipos", **TIMES)
    await chooses(course, "premios", overall=1, per_sex=1, per_team=1)
    found = await send(venue, "GET", path_of(course, "lista-premios"))
    assert (found["stage"], found["version"], found["is_as_chosen"]) == ("live", 0, True)
    given = [
        (group["kind"], group["name"], [one["name"] for one in group["winners"]])
        for group in found["groups"]
    ]
    assert given == [
        ("overall", "", ["Ana"]),
        ("sex", "F", ["Carla"]),
        ("sex", "M", ["Dorsal 8"]),
        ("team", "all", ["Cóndor"]),
    ]
    (team,) = found["groups"][3]["winners"]
    assert (team["result_text"], team["runners"]) == ("0:15:00", ["Ana", "Dorsal 8"])

    await chooses(course, "premios", overall=2, per_sex=0, per_team=0)
    (group,) = (await send(venue, "GET", path_of(course, "lista-premios")))["groups"]
    assert [one["prize_place"] for one in group["winners"]] == [1, 2]


@pytest.mark.gen_test(timeout=30)
async def test_official_prizes_stay_when_other_rules_are_chosen(venue: Venue) -> None:
    course = await three_of_the_condor(venue)
    await chooses(course, "premios", overall=1, per_sex=0)
    await venue.stop_race(course.number)
    official = {"stage": "official", "expected_version": 0}
    await send(venue, "POST", path_of(course, "publicar"), official)
    await chooses(course, "premios", overall=2, per_sex=0)
    found = await send(venue, "GET", path_of(course, "lista-premios"))
    assert (found["stage"], found["version"], found["is_as_chosen"]) == ("official", 1, False)
    assert [one["name"] for one in found["groups"][0]["winners"]] == ["Ana"]
