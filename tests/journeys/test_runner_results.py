"""One runner's race on one screen: its result, its marks as they came and as they count."""

import pytest

from tests.journeys.test_marks import Course, mark, send
from tests.venue import Venue


@pytest.mark.gen_test(timeout=30)
async def test_a_runner_is_told_with_places_and_both_forms_of_its_marks(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.marks(mark("a", tiempo=1_078_310, dorsal="7"))
    await course.marks(mark("b", 2, tiempo=1_000_000, dorsal="8"))
    path = f"/api/corredores/{course.ana}/resultado/"

    found = await send(venue, "GET", path)
    assert (found["status"], found["place"], found["place_in_sex"]) == ("finished", 2, 1)
    assert (found["official_ms"], found["official_text"]) == (1_078_310, "0:17:59")
    assert found["finished_at_ms"] - found["gun_at_ms"] == found["gun_ms"] == 1_078_310
    (told,) = found["marks"]
    assert (told["line_name"], told["judge_username"], told["device"]) == (
        "Meta",
        "juez1",
        "Moto G",
    )

    await course.corrects(kind="mark_moment", subject="a", number=told["at_ms"] - 310)
    await course.corrects(kind="penalty", subject=str(course.ana), number=5_000)
    found = await send(venue, "GET", path)
    (told,) = found["marks"]
    assert told["sent_at_ms"] - told["at_ms"] == 310
    assert (found["gun_ms"], found["penalty_ms"], found["official_ms"]) == (
        1_078_000,
        5_000,
        1_083_000,
    )


@pytest.mark.gen_test(timeout=30)
async def test_what_was_taken_from_a_runner_stays_in_its_history(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.marks(
        mark("given", tiempo=60_000, dorsal="7"),
        mark("gone", 2, tiempo=61_000, dorsal="7"),
        mark("other", 3, tiempo=62_000, dorsal="8"),
    )
    await course.corrects(kind="mark_bib", subject="given", text="8")
    await course.corrects(kind="mark_withdrawn", subject="gone")

    found = await send(venue, "GET", f"/api/corredores/{course.ana}/resultado/")
    whose = {one["id"]: (one["runner_id"], one["is_withdrawn"]) for one in found["marks"]}
    assert set(whose) == {"given", "gone"}
    assert whose["given"][0] not in (None, course.ana)
    assert whose["gone"] == (None, True)
    assert found["official_ms"] is None
    about = await send(
        venue,
        "GET",
        f"/api/correcciones/?competition_id={course.number}&runner_id={course.ana}",
    )
    assert [one["kind"] for one in about] == ["mark_withdrawn", "mark_bib"]


@pytest.mark.gen_test(timeout=30)
async def test_a_runner_in_a_wave_has_no_gun_before_that_wave_unless_it_has_its_own(
    venue: Venue,
) -> None:
    course = await Course(venue).open()
    body = {"competition_id": course.number, "name": "Segunda"}
    wave = await send(venue, "POST", "/api/olas/", body, 201)
    late = await course.enter("9", wave_id=wave["id"])
    path = f"/api/corredores/{late}/resultado/"
    assert (await send(venue, "GET", path))["gun_at_ms"] is None

    at_ms = venue.clock.now_ms() - 100
    own = await course.corrects(kind="runner_start", subject=str(late), number=at_ms)
    assert (await send(venue, "GET", path))["gun_at_ms"] == at_ms
    await send(venue, "POST", f"/api/correcciones/{own['id']}/deshacer/", {}, 201)
    await send(venue, "POST", f"/api/olas/{wave['id']}/iniciar/")
    started = await send(venue, "GET", path)
    assert started["gun_at_ms"] is not None
    assert started["status"] == "started"


@pytest.mark.gen_test(timeout=30)
async def test_who_is_not_there_has_no_result(venue: Venue) -> None:
    course = await Course(venue).open()
    await send(venue, "DELETE", f"/api/corredores/{course.ana}/", status=204)
    await send(venue, "GET", f"/api/corredores/{course.ana}/resultado/", status=404)
