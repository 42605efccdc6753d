"""What the public page of one runner is told, over a real server."""

from urllib.parse import quote

import pytest

from tests.journeys.test_marks import ANA, Course, mark, send
from tests.journeys.test_publishing import Finish
from tests.venue import Answer, Venue


async def of_bib(course: Course, bib: str) -> Answer:
    path = f"/api/competencias/{course.number}/dorsales/{quote(bib, safe='')}/"
    return await course.venue.get(path)


@pytest.mark.gen_test(timeout=30)
async def test_a_runner_is_found_by_any_spelling_of_its_bib(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.enter("A/12", first_name="Carla")
    await course.marks(ANA)
    (row,) = [
        row for row in (await course.results())["clasificacion"] if row["corredor"]["dorsal"] == "7"
    ]

    for spelling in ("7", "007", " 7"):
        answer = await of_bib(course, spelling)
        assert answer.status == 200
        assert {name: answer.json[name] for name in row} == row
        assert answer.json["competencia"]["nombre"] == "5K"
    assert (await of_bib(course, "a/12")).json["corredor"]["nombre"] == "Carla"


@pytest.mark.gen_test(timeout=30)
async def test_a_bib_that_nobody_wears_is_not_there(venue: Venue) -> None:
    course = await Course(venue).open()

    for bib in ("999", "<b>", "%", "ñ" * 12, " "):
        answer = await of_bib(course, bib)
        assert (answer.status, answer.json["code"]) == (404, "bib_not_found"), bib
    assert (await of_bib(course, "999")).json["error"] == "No hay dorsal 999."
    # Of a race that is by team, and of one that is not published.
    assert (await venue.get("/api/competencias/1/dorsales/7/")).status == 404
    await venue.stop_race(course.number)
    await send(venue, "PATCH", f"/api/competencias/{course.number}/", {"is_active": False})
    assert (await of_bib(course, "7")).json["code"] == "not_found"


@pytest.mark.gen_test(timeout=30)
async def test_who_has_another_bib_is_found_by_that(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.corrects(kind="runner_bib", subject=str(course.ana), text="70")

    assert (await of_bib(course, "7")).status == 404
    assert (await of_bib(course, "70")).json["corredor"]["id"] == course.ana


@pytest.mark.gen_test(timeout=30)
async def test_of_who_is_hidden_there_is_the_bib_alone(venue: Venue) -> None:
    course = await Course(venue).open()
    secret = {
        "first_name": "Secundina",
        "category": "Veteranas",
        "team": "Cóndores",
        "city": "Loja",
        "birth_date": "1980-05-06",
        "contact": "099",
    }
    await course.enter("44", sex="F", is_hidden=True, **secret)
    await course.marks(mark("h", 2, tiempo=1_100_000, dorsal="44"))

    answer = await of_bib(course, "44")
    assert answer.json["corredor"] == {
        "id": answer.json["corredor"]["id"],
        "dorsal": "44",
        "nombre": "Dorsal 44",
        "sexo": None,
        "categoria": "",
        "equipo": "",
        "oculto": True,
    }
    assert (answer.json["posicion_sexo"], answer.json["posicion_categoria"]) == (None, None)
    text = answer.body.decode()
    assert not [word for word in secret.values() if word in text]


@pytest.mark.gen_test(timeout=30)
async def test_the_page_is_served_for_any_bib_with_and_without_the_last_slash(
    venue: Venue,
) -> None:
    for path in ("/c/2/dorsal/7", "/c/2/dorsal/7/", "/c/2/dorsal/A%2F12", "/c/2/dorsal/%3Cb%3E"):
        answer = await venue.get(path)
        assert answer.status == 200
        assert b"/static/runner/runner.js" in answer.body


@pytest.mark.gen_test(timeout=30)
async def test_what_is_official_stays_as_it_was_published(venue: Venue) -> None:
    course = await Finish(venue).finished()
    assert (await of_bib(course, "7")).json["publicacion"]["etapa"] == "en_vivo"
    await course.official(0)
    before = (await of_bib(course, "7")).json
    assert (before["publicacion"]["etapa"], before["publicacion"]["version"]) == ("oficial", 1)

    await course.corrects(kind="penalty", subject=str(course.ana), number=60_000)
    await course.corrects(kind="runner_bib", subject=str(course.ana), text="70")
    assert (await of_bib(course, "007")).json == before
    assert (await of_bib(course, "70")).status == 404
    await course.official(1)
    after = (await of_bib(course, "70")).json
    assert (after["penalizacion"], after["publicacion"]["version"]) == (60_000, 2)
    # Who asks not to be shown is hidden in what was published, too.
    await send(venue, "PATCH", f"/api/corredores/{course.ana}/", {"is_hidden": True})
    assert (await of_bib(course, "70")).json["corredor"]["nombre"] == "Dorsal 70"
