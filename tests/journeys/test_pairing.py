"""Times of one judge and bibs of another one, paired by the organizer over HTTP."""

from typing import Any

import pytest

from tests.journeys.test_marks import OFFICE, Course, mark, send
from tests.venue import Venue


async def two_at_the_line(venue: Venue) -> Course:
    """juez1 takes the times of Ana (7), somebody and Bruno (8), of whom juez2 writes two bibs."""
    course = await Course(venue).open()
    writer = await venue.judge("juez2")
    times = (1_000_000, 1_030_000, 1_060_000)
    await course.marks(*(mark(f"t{one}", one, tiempo=time) for one, time in enumerate(times)))
    noted = (("7", 1_002_500), ("8", 1_062_000))
    await course.marks(
        *(mark(f"b{bib}", int(bib), dorsal=bib, anotado=at_ms) for bib, at_ms in noted), by=writer
    )
    return course


def path_of(course: Course) -> str:
    return f"/api/lineas/{course.line}/emparejar/"


async def pair(course: Course, *pairs: tuple[str, str], status: int = 200, **more: Any) -> Any:
    body = {"pairs": [{"time_mark_id": time, "bib_mark_id": bib} for time, bib in pairs], **more}
    return await send(course.venue, "POST", path_of(course), body, status)


@pytest.mark.gen_test(timeout=30)
async def test_pairs_give_times_to_runners_until_they_are_undone(venue: Venue) -> None:
    course = await two_at_the_line(venue)
    answer = await pair(course, ("t0", "b7"), ("t2", "b8"), reason=" visto en el video ")
    corrections = answer.pop("corrections")
    assert answer == {"paired": 2, "refused": []}
    rows = (await course.results())["clasificacion"]
    assert [row["tiempo_oficial"] for row in rows] == [1_000_000, 1_060_000]
    record = await send(venue, "GET", f"/api/auditoria/?competition_id={course.number}&limit=1")
    (entry,) = record["entries"]
    assert (entry["action"], entry["username"]) == ("marks_paired", OFFICE)
    assert entry["details"] == {"count": 2, "reason": "visto en el video"}
    listed = await send(venue, "GET", f"/api/correcciones/?competition_id={course.number}")
    of_ana = next(one for one in listed if one["subject"] == "t0")
    assert {one["id"] for one in listed} == set(corrections)
    assert (of_ana["kind"], of_ana["text"], of_ana["reason"]) == (
        "mark_bib",
        "7",
        "visto en el video",
    )
    await send(venue, "POST", f"/api/correcciones/{of_ana['id']}/deshacer/", {}, 201)
    assert (await course.results())["total_llegados"] == 1
    await venue.restart()
    assert (await course.results())["total_llegados"] == 1


@pytest.mark.gen_test(timeout=30)
async def test_a_pair_that_cannot_be_made_any_more_says_why_and_spoils_no_other(
    venue: Venue,
) -> None:
    course = await two_at_the_line(venue)
    await course.corrects(kind="mark_withdrawn", subject="t0")
    await course.corrects(kind="mark_bib", subject="t1", text="7")
    answer = await pair(
        course, ("t0", "b8"), ("t1", "b8"), ("t2", "b7"), ("x", "b8"), ("t2", "b8"), ("t2", "b8")
    )
    assert answer["paired"] == 1
    assert [(one["time_mark_id"], one["code"]) for one in answer["refused"]] == [
        ("t0", "mark_withdrawn"),
        ("t1", "mark_has_bib"),
        ("t2", "bib_has_time"),
        ("x", "mark_not_found"),
        ("t2", "mark_has_bib"),
    ]
    assert answer["refused"][2]["error"] == "El dorsal 7 ya tiene tiempo en esta línea"
    rows = (await course.results())["clasificacion"]
    assert [row["tiempo_oficial"] for row in rows] == [1_030_000, 1_060_000]


@pytest.mark.gen_test(timeout=30)
async def test_what_is_no_list_of_pairs_is_refused_as_a_whole(venue: Venue) -> None:
    course = await two_at_the_line(venue)
    before = await course.listed()
    for pairs in ([], [("t0", "b7")] * 5001, [("", "b7")], [("t0", "x" * 65)]):
        assert (await pair(course, *pairs, status=400))["code"] == "invalid_field"
    assert (await pair(course, ("t0", "b7"), status=400, reason="x" * 201))["code"]
    bodies: tuple[Any, ...] = ({}, {"pairs": {"t0": "b7"}}, {"pairs": [["t0", "b7"]]}, [])
    for body in bodies:
        assert (await send(venue, "POST", path_of(course), body, 400))["code"]
    body = {"pairs": [{"time_mark_id": "t0", "bib_mark_id": "b7"}]}
    await send(venue, "POST", "/api/lineas/999/emparejar/", body, 404)
    assert await course.listed() == before
    # Five thousand are fine; of the same one, all but the first have a time by now.
    answer = await pair(course, *[("t0", "b7")] * 5000)
    assert (answer["paired"], len(answer["refused"])) == (1, 4999)
