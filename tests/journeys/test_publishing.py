"""From live results to official ones, over a real server: organizers publish, everybody reads."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.test_individual_standings import Copy
from tests.journeys.test_marks import Course, mark, send
from tests.journeys.venue_in_process import VenueInProcess
from tests.venue import Venue

LIVE = {
    "etapa": "en_vivo",
    "version": 0,
    "publicada_en": None,
    "reclamos_hasta": None,
    "cambios": 0,
    "motivo": "",
}


class Finish(Course):
    """Ana (7) has come in before Bruno (8, hidden), and the race is over."""

    async def finished(self) -> "Finish":
        await self.open()
        await self.marks(mark("a", tiempo=1_000_000, dorsal="7"))
        await self.marks(mark("b", 2, tiempo=1_100_000, dorsal="8"))
        await self.venue.stop_race(self.number)
        return self

    async def organizer(self, what: str, body: Any = None, status: int = 200) -> Any:
        method = "GET" if body is None else "POST"
        path = f"/api/competencias/{self.number}/{what}/"
        return await send(self.venue, method, path, body, status)

    async def official(self, version: int, **more: Any) -> Any:
        """Publishes the version after this one."""
        body = {"stage": "official", "expected_version": version, **more}
        return await self.organizer("publicar", body)

    async def read(self, what: str) -> Any:
        """What everybody reads."""
        answer = await self.venue.get(f"/api/competencias/{self.number}/{what}")
        assert answer.status == 200, answer.body
        return answer.json


@pytest.mark.gen_test(timeout=30)
async def test_what_is_official_stays_until_a_new_version_which_says_what_changed(
    venue: Venue,
) -> None:
    course = await Finish(venue).finished()
    assert (await course.results())["publicacion"] == LIVE
    step = await course.official(0)
    assert (step["stage"], step["version"], step["pending"]) == ("official", 1, [])
    path = f"/api/competencias/{course.number}/resultados/"
    first = await venue.get(path)
    assert first.json["publicacion"] == {
        **LIVE,
        "etapa": "oficial",
        "version": 1,
        "publicada_en": step["published_at"],
    }

    await course.corrects(kind="penalty", subject=str(course.ana), number=200_000)
    started = f"/api/competencias/{course.number}/corregir-salida/"
    official_start = first.json["competencia"]["started_at"]
    late = official_start.replace("Z", "+00:00")
    await send(venue, "POST", started, {"started_at": late, "reason": "the same"})
    await send(venue, "PATCH", f"/api/competencias/{course.number}/", {"name": "10K"})
    again = await venue.get(path)
    assert again.body == first.body
    assert again.headers["ETag"] == first.headers["ETag"]
    (listed,) = [
        one
        for one in (await venue.get("/api/competencias/publicas/")).json
        if one["id"] == course.number
    ]
    assert (listed["name"], listed["publicacion"]["version"]) == ("5K", 1)

    pending = await course.organizer("publicacion")
    # The penalty of one runner, and the name of the race.
    assert pending["pending_count"] == 2
    await course.official(1, reason="penalty of 7")
    changed = await course.results()
    assert [row["corredor"]["dorsal"] for row in changed["clasificacion"]] == ["8", "7"]
    assert changed["competencia"]["nombre"] == "10K"
    assert (await course.read("resultados/?version=1")) == first.json
    told = await course.read("publicaciones/2/cambios/")
    assert told["publicacion"] == changed["publicacion"]
    assert (changed["publicacion"]["cambios"], changed["publicacion"]["motivo"]) == (
        2,
        "penalty of 7",
    )
    rows = {
        (one["dorsal"], one["nombre"], one["que"], one["antes"], one["despues"], one["movido"])
        for one in told["cambios"]
    }
    assert rows == {
        ("", "", "carrera", "5K", "10K", False),
        ("8", "Dorsal 8", "posicion", 2, 1, True),
        ("7", "Ana", "tiempo_oficial", "0:16:40", "0:20:00", False),
        ("7", "Ana", "posicion", 1, 2, False),
    }


@pytest.mark.gen_test(timeout=30)
async def test_spectators_are_told_of_each_stage_and_of_no_change_of_what_is_official(
    venue: Venue,
) -> None:
    course = await Finish(venue).finished()
    socket, greeting = await venue.spectator(course.number)
    assert greeting["resultados"]["publicacion"] == LIVE
    copy = Copy(socket, greeting)
    body = {"stage": "provisional", "expected_version": 0, "protests_until_ms": 4_000_000_000_000}
    await course.organizer("publicar", body)
    told = (await copy.read())["resultados"]["publicacion"]
    assert (told["etapa"], told["reclamos_hasta"]) == ("provisional", "2096-10-02T07:06:40.000Z")
    await course.official(0)
    assert (await copy.read())["resultados"]["publicacion"]["version"] == 1
    await course.corrects(kind="penalty", subject=str(course.ana), number=200_000)
    await course.organizer("reabrir", {"reason": "a protest"})
    told = await copy.read()
    assert told["resultados"]["publicacion"]["etapa"] == "provisional"
    assert told["resultados"]["clasificacion"][0]["corredor"]["dorsal"] == "8"
    # Live again by rows.
    await course.corrects(kind="penalty", subject=str(course.ana), number=-200_000)
    await copy.read_until(await course.results())
    assert copy.kinds == [*["resultados_completos"] * 3, "clasificacion_actualizada"]


@pytest.mark.gen_test(timeout=30)
async def test_everybody_reads_the_steps_and_nobody_but_organizers_publishes(
    venue: Venue,
) -> None:
    course = await Finish(venue).finished()
    assert await course.read("publicaciones/") == []
    await course.official(0)
    await course.organizer("reabrir", {"reason": "a protest"})
    steps = await course.read("publicaciones/")
    assert [(one["etapa"], one["version"], one["motivo"]) for one in steps] == [
        ("provisional", 1, "a protest"),
        ("oficial", 1, ""),
    ]
    for what in ("publicaciones/2/cambios/", "resultados/?version=2", "resultados/?version=0"):
        assert (await venue.get(f"/api/competencias/{course.number}/{what}")).status == 404
    for what in ("publicar", "reabrir"):
        path = f"/api/competencias/{course.number}/{what}/"
        assert (await venue.post(path, {}, user="juez1")).status == 403
        assert (await venue.post(path, {})).status == 401


@pytest.mark.gen_test(timeout=30)
async def test_who_publishes_says_which_version_was_seen_last(venue: Venue) -> None:
    course = await Finish(venue).finished()
    body = {"stage": "official", "expected_version": 0}
    await course.organizer("publicar", body)
    refused = await course.organizer("publicar", body, 412)
    assert refused["code"] == "changed_meanwhile"
    assert (refused["current"]["stage"], refused["current"]["version"]) == ("official", 1)
    refused = await course.organizer("publicar", {**body, "expected_version": 1}, 409)
    assert refused["code"] == "nothing_changed"
    path = f"/api/competencias/{course.number}/reabrir/"
    stale = {"If-Match": '"0123456789abcdef"'}
    answer = await venue.call("POST", path, {"reason": "x"}, user="organiza", headers=stale)
    assert answer.status == 412
    past = {"stage": "provisional", "expected_version": 1, "protests_until_ms": 1_000}
    assert (await course.organizer("publicar", past, 409))["code"] == "results_official"
    await course.organizer("reabrir", {"reason": "a protest"})
    refused = await course.organizer("publicar", past, 400)
    assert (refused["code"], refused["field"]) == ("protests_in_the_past", "protests_until_ms")
    assert (await course.organizer("reabrir", {"reason": ""}, 400))["field"] == "reason"


@pytest.mark.gen_test(timeout=30)
async def test_a_deleted_runner_who_was_hidden_is_named_nowhere(venue: Venue) -> None:
    course = await Finish(venue).finished()
    await course.official(0)
    path = f"/api/corredores/{course.ana}/"
    await send(venue, "PATCH", path, {"is_hidden": True})
    assert (await venue.call("DELETE", path, user="organiza")).status == 204
    # With somebody else everything is looked at anew.
    await course.enter("9", first_name="Carla")
    await course.official(1)
    for what in ("resultados/?version=1", "publicaciones/2/cambios/"):
        answer = await venue.get(f"/api/competencias/{course.number}/{what}")
        assert b"Dorsal 7" in answer.body
        assert b"Ana" not in answer.body
    too_long = f"/api/competencias/{course.number}/resultados/?version={'9' * 20}"
    assert (await venue.get(too_long)).status == 404


@pytest.mark.gen_test
async def test_a_race_in_progress_is_not_official_yet(venue: Venue) -> None:
    course = await Course(venue).open()
    path = f"/api/competencias/{course.number}/publicar/"
    refused = await send(venue, "POST", path, {"stage": "official", "expected_version": 0}, 409)
    assert refused["code"] == "competition_running"


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.gen_test(timeout=60)
async def test_what_is_official_is_the_same_bytes_after_kill_9(
    io_loop: Any, tmp_path: Path
) -> None:
    async with VenueInProcess(tmp_path / "data") as venue:
        assert isinstance(venue, VenueInProcess)
        course = await Finish(venue).finished()
        await course.official(0)
        path = f"/api/competencias/{course.number}/resultados/"
        before = (await venue.get(path)).body
        await course.corrects(kind="penalty", subject=str(course.ana), number=200_000)
        await venue.end(signal.SIGKILL)
        await venue.start()
        assert (await venue.get(path)).body == before
        assert (await course.organizer("publicacion"))["pending_count"] == 1
