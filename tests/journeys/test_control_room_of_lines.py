"""Lines of individual races in the control room: who stands there, and what comes in."""

import pytest

from tests.journeys.test_marks import Course, mark
from tests.journeys.watcher import Watcher
from tests.venue import Venue
from tornado_timing.web import control_room


@pytest.fixture(autouse=True)
def no_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked at but for what an event told of."""
    monkeypatch.setattr(control_room, "TURNS", 1_000_000)


@pytest.mark.gen_test(timeout=30)
async def test_marks_are_counted_by_line_and_judge_as_they_come_in(venue: Venue) -> None:
    course = await Course(venue).open()
    watcher = await Watcher.open(venue)
    (race,) = watcher.room["carreras_individuales"]
    assert (race["competencia_id"], race["total_marcas"]) == (course.number, 0)
    (line,) = race["lineas"]
    first, second = line.pop("jueces")
    assert line == {
        "id": course.line,
        "nombre": "Meta",
        "tipo": "meta",
        "total_marcas": 0,
        "con_avisos": 0,
    }
    assert (first["username"], first["modo"], first["conectado"]) == ("juez1", "ambos", True)
    assert (second["username"], second["conectado"], second["ultima_marca"]) == (
        "juez2",
        False,
        None,
    )

    await course.marks(
        mark("a", tiempo=60_000, dorsal="7"), mark("b", 2, tiempo=61_000, dorsal="999")
    )
    await watcher.until(
        lambda room: room["carreras_individuales"][0]["lineas"][0]["con_avisos"] == 1
    )
    (line,) = watcher.room["carreras_individuales"][0]["lineas"]
    assert line["total_marcas"] == 2
    assert [judge["total_marcas"] for judge in line["jueces"]] == [2, 0]
    assert line["jueces"][0]["ultima_marca"] is not None
    assert watcher.room["carreras_individuales"][0]["cambios"] == race["cambios"]
    mine = next(one for one in watcher.room["competencias"] if one["id"] == course.number)
    assert (mine["tipo_carrera"], mine["total_corredores"], mine["total_marcas"]) == (
        "individual",
        2,
        2,
    )

    await course.corrects(kind="mark_bib", subject="b", text="8")
    await watcher.until(
        lambda room: room["carreras_individuales"][0]["lineas"][0]["con_avisos"] == 0
    )
    assert watcher.room["carreras_individuales"][0]["cambios"] > race["cambios"]


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_of_a_line_who_is_not_connected_is_missing(venue: Venue) -> None:
    course = await Course(venue).open()
    watcher = await Watcher.open(venue)
    (missing,) = watcher.room["ausentes"]
    assert (missing["username"], missing["equipos"], missing["lineas"]) == ("juez2", 0, ["Meta"])

    await course.stands("juez1")
    await watcher.until(lambda room: room["ausentes"] == [])
    await course.judge.close()
    await watcher.until(lambda room: [one["username"] for one in room["ausentes"]] == ["juez1"])
    (line,) = watcher.room["carreras_individuales"][0]["lineas"]
    assert [(one["username"], one["conectado"]) for one in line["jueces"]] == [("juez1", False)]


@pytest.mark.gen_test(timeout=30)
async def test_who_made_marks_and_stands_there_no_more_is_still_told(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.marks(mark("a", tiempo=60_000, dorsal="7"))
    await course.stands("juez2")
    watcher = await Watcher.open(venue)
    judges = watcher.room["carreras_individuales"][0]["lineas"][0]["jueces"]
    assert [(one["username"], one["modo"], one["total_marcas"]) for one in judges] == [
        ("juez1", None, 1),
        ("juez2", "ambos", 0),
    ]
