"""Whatever phones and organizers do, and however often: the results follow from the file."""

import asyncio
from random import Random
from typing import Any

import pytest

from tests.journeys.test_marks import Course, correction, mark, send
from tests.recomputed import assert_results_follow_from_the_file
from tests.venue import Socket, Venue

BIBS = ("7", "8", "9", "10", "11", "19", "91")


async def check(venue: Venue, course: Course) -> Any:
    """The results, which must be those of the file."""
    results = await course.results()
    path = venue.data_dir / "timing.db"
    assert_results_follow_from_the_file(path, course.number, results)
    return results


async def phone(course: Course, judge: Socket, name: str, chance: Random) -> None:
    """A judge who marks, sets right and takes back, and is not sure what has arrived."""
    done: list[Any] = []
    for number in range(12):
        tiempo = chance.randrange(900_000, 905_000) if chance.random() < 0.8 else None
        bib = chance.choice(BIBS) if tiempo is None or chance.random() < 0.8 else None
        fields = {"tiempo": tiempo, "dorsal": bib, "anotado": chance.randrange(900_000, 905_000)}
        given = {key: value for key, value in fields.items() if value is not None}
        marked = course.message(mark(f"{name}{number}", number, **given))
        said = chance.choice(({"dorsal": chance.choice(BIBS)}, {"retirada": True}))
        right = correction(f"{name}{number}", f"c{name}{number}", **said)
        messages = [marked, right] if chance.random() < 0.4 else [marked]
        if "retirada" in said and chance.random() < 0.5:
            back = correction(f"{name}{number}", f"d{name}{number}", retirada=False)
            messages = [marked, right, back]
        done += messages
        # It resends what it has done before, as after a lost connection.
        for message in (*messages, *chance.sample(done, min(3, len(done)))):
            answer = await judge.ask(message)
            assert answer["tipo"] in ("marcas_registradas", "marca_corregida")


@pytest.mark.gen_test(timeout=60)
async def test_results_after_marks_corrections_and_resends_are_those_of_the_file(
    venue: Venue,
) -> None:
    course = await Course(venue).open()
    for bib in ("9", "10", "19"):
        await course.enter(bib, sex="F", category="Élite")
    other = await venue.judge("juez2")
    await asyncio.gather(
        phone(course, course.judge, "a", Random(1)), phone(course, other, "b", Random(2))
    )
    results = await check(venue, course)
    assert results["total_llegados"] > 2

    made = [
        await course.corrects(kind="penalty", subject=str(course.ana), number=30_000),
        await course.corrects(kind="runner_status", subject=str(course.ana), text="dsq"),
        await course.corrects(kind="mark_bib", subject="a3", text="10"),
        await course.corrects(kind="runner_bib", subject=str(course.ana), text="77"),
    ]
    await check(venue, course)
    for one in made:
        undo = await send(venue, "POST", f"/api/correcciones/{one['id']}/deshacer/", {}, 201)
    await check(venue, course)
    await send(venue, "POST", f"/api/correcciones/{undo['id']}/deshacer/", {}, 201)
    await course.enter("91", sex="M")
    kept_up = await check(venue, course)

    await venue.restart()
    assert (await check(venue, course))["clasificacion"] == kept_up["clasificacion"]


@pytest.mark.gen_test(timeout=60)
async def test_results_of_waves_and_starts_are_those_of_the_file(venue: Venue) -> None:
    course = await Course(venue).open()
    wave = await send(
        venue, "POST", "/api/olas/", {"competition_id": course.number, "name": "B"}, 201
    )
    await course.enter("9", wave_id=wave["id"])
    await course.marks(mark("a", tiempo=900_000, dorsal="7"), mark("b", 2, dorsal="9"))
    await check(venue, course)
    await send(venue, "POST", f"/api/olas/{wave['id']}/iniciar/")
    await course.marks(mark("c", 3, tiempo=1_000_000, dorsal="9"))
    results = await check(venue, course)
    starts = {"started_at": results["competencia"]["started_at"], "reason": "reloj"}
    await send(venue, "POST", f"/api/olas/{wave['id']}/corregir-salida/", starts)
    results = await check(venue, course)
    assert [row["corredor"]["dorsal"] for row in results["clasificacion"]] == ["7", "9", "8"]
    await venue.stop_race(course.number)
    await check(venue, course)


@pytest.mark.gen_test(timeout=30)
async def test_a_result_that_is_not_in_the_file_is_found(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.marks(mark("a", tiempo=900_000, dorsal="7"))
    results = await check(venue, course)
    results["clasificacion"][0]["tiempo_oficial"] += 1
    with pytest.raises(AssertionError):
        assert_results_follow_from_the_file(venue.data_dir / "timing.db", course.number, results)
