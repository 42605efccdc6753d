"""Two judges time one finish line: chosen, compared and set right over HTTP."""

import pytest

from tests.journeys.test_marks import Course, mark, send
from tests.venue import Venue


@pytest.mark.gen_test(timeout=30)
async def test_two_timers_are_compared_and_the_later_one_is_set_right(venue: Venue) -> None:
    course = await Course(venue).open()
    other = await venue.judge("juez2")
    for number in range(1, 6):
        bib = f"10{number}"
        await course.enter(bib, first_name=f"C{number}", last_name="Paz")
        at_ms = 1_000_000 + 9_000 * number
        await course.marks(mark(f"a{number}", number, tiempo=at_ms, dorsal=bib))
        late_ms = at_ms + 1_500
        await course.marks(mark(f"b{number}", number, tiempo=late_ms, dorsal=bib), by=other)
    path = f"/api/lineas/{course.line}/"
    rule = {"rule": "agreement", "agreement_ms": 200}
    line = await send(venue, "PATCH", path, rule)
    assert (line["rule"], line["primary_judge_id"], line["agreement_ms"]) == (
        "agreement",
        None,
        200,
    )

    found = await send(venue, "GET", f"{path}cronometristas/")
    assert {**rule, "line_id": course.line, "primary_judge_id": None}.items() <= found.items()
    first, second = found["timers"]
    assert (first["username"], first["count"], first["is_reference"]) == ("juez1", 5, True)
    assert (first["offset_ms"], first["spread_ms"], first["matched"]) == (None, None, 0)
    assert (second["username"], second["offset_ms"], second["spread_ms"]) == ("juez2", 1_500, 0)
    assert (second["matched"], second["applied_offset_ms"], second["correction_id"]) == (5, 0, None)
    assert len(found["disagreements"]) == 5
    worst = found["disagreements"][0]
    assert (worst["bib"], worst["name"]) == ("101", "C1 Paz")
    assert (worst["counted_ms"], worst["spread_ms"]) == (1_010_500, 1_500)
    assert [(one["mark_id"], one["elapsed_ms"]) for one in worst["times"]] == [
        ("a1", 1_009_000),
        ("b1", 1_010_500),
    ]

    subject = f"{course.line}:{second['judge_id']}"
    made = await course.corrects(kind="timer_offset", subject=subject, number=1_500)
    found = await send(venue, "GET", f"{path}cronometristas/")
    assert (found["timers"][1]["applied_offset_ms"], found["disagreements"]) == (1_500, [])
    assert found["timers"][1]["correction_id"] == made["id"]
    offsets = {one["id"]: one["offset_ms"] for one in await course.listed()}
    assert (offsets["a1"], offsets["b1"]) == (0, 1_500)
    results = await course.results()
    first = results["clasificacion"][0]
    assert (first["corredor"]["dorsal"], first["tiempo_oficial"]) == ("101", 1_009_000)


@pytest.mark.gen_test(timeout=30)
async def test_judges_who_differ_are_told_at_once(venue: Venue) -> None:
    course = await Course(venue).open()
    other = await venue.judge("juez2")
    await course.marks(mark("a", tiempo=1_000_000, dorsal="7"))
    answer = await course.marks(mark("b", tiempo=1_002_000, dorsal="7"), by=other)
    assert answer["marcas_guardadas"][0]["avisos"] == ["tiempos_distintos"]
    assert [one["flags"] for one in await course.listed()] == [["times_differ"]] * 2


@pytest.mark.gen_test(timeout=30)
async def test_a_rule_that_there_is_not_is_refused(venue: Venue) -> None:
    course = await Course(venue).open()
    path = f"/api/lineas/{course.line}/"
    for body in (
        {"rule": "best"},
        {"agreement_ms": -1},
        {"agreement_ms": 60_001},
        {"primary_judge_id": 999},
    ):
        refused = await send(venue, "PATCH", path, body, 400)
        assert refused["field"] == next(iter(body))
    await send(venue, "GET", "/api/lineas/999/cronometristas/", status=404)
