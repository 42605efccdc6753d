"""A line reconciled over HTTP: what is proposed, repaired, refused and undone."""

import asyncio
from typing import Any

import pytest

from tests.journeys.test_marks import OFFICE, Course, mark, send
from tests.journeys.test_pairing import two_at_the_line
from tests.venue import Venue


def path_of(course: Course, what: str = "conciliacion") -> str:
    return f"/api/lineas/{course.line}/{what}/"


async def reconciliation(course: Course) -> Any:
    return await send(course.venue, "GET", path_of(course))


async def repair(course: Course, fault: Any, place: int = 0, status: int = 200) -> Any:
    chosen = fault["repairs"][place]
    body = {"fault": fault["kind"], "repair": chosen["kind"], "changes": chosen["changes"]}
    return await send(course.venue, "POST", path_of(course, "reparar"), body, status)


@pytest.mark.gen_test(timeout=30)
async def test_a_line_is_reconciled_by_repairs_and_accepted_pairs(venue: Venue) -> None:
    course = await two_at_the_line(venue)
    before = await course.listed()
    seen = await reconciliation(course)
    assert seen["totals"] == {
        "rows": 3,
        "paired": 0,
        "proposed": 2,
        "times_left": 1,
        "bibs_left": 0,
        "faults": 1,
    }
    assert [(row["id"], row["state"], row["bib"]) for row in seen["rows"]] == [
        ("t0", "proposed", "7"),
        ("t1", "time_only", None),
        ("t2", "proposed", "8"),
    ]
    assert seen["rows"][0]["runner_name"] == "Ana"
    assert (seen["timers"][0]["username"], seen["timers"][0]["is_reference"]) == ("juez1", True)
    assert (seen["writers"][0]["username"], seen["writers"][0]["usual_lag_ms"]) == ("juez2", 2250)
    assert await course.listed() == before
    (fault,) = seen["faults"]
    assert (fault["kind"], fault["row_ids"]) == ("missing_bib", ["t1"])
    place = [one["kind"] for one in fault["repairs"]].index("drop_time")
    await repair(course, fault, place)
    pairs = [
        {"time_mark_id": row["id"], "bib_mark_id": row["bib_marks"][0]["mark_id"]}
        for row in seen["rows"]
        if row["state"] == "proposed"
    ]
    await send(venue, "POST", path_of(course, "emparejar"), {"pairs": pairs})
    done = await reconciliation(course)
    assert [(row["id"], row["state"]) for row in done["rows"]] == [
        ("t0", "paired"),
        ("t2", "paired"),
    ]
    assert (done["faults"], done["version"] > seen["version"]) == ([], True)
    record = await send(venue, "GET", f"/api/auditoria/?competition_id={course.number}&limit=2")
    entry = record["entries"][1]
    assert (entry["action"], entry["subject_name"]) == ("line_repaired", "Meta")
    assert entry["details"] == {
        "fault": "missing_bib",
        "repair": "drop_time",
        "count": 1,
        "reason": "",
    }


@pytest.mark.gen_test(timeout=30)
async def test_a_repair_of_a_mark_that_has_changed_changes_nothing(venue: Venue) -> None:
    course = await two_at_the_line(venue)
    (fault,) = (await reconciliation(course))["faults"]
    changes = [
        {
            "kind": "mark_bib",
            "mark_id": mark_id,
            "text": "9",
            "expected": {"bib": None, "at_ms": row["at_ms"], "is_withdrawn": False},
        }
        for row in (await reconciliation(course))["rows"]
        for mark_id in [row["id"]]
    ]
    await course.corrects(kind="mark_bib", subject="t1", text="9")
    body = {"fault": "shifted", "repair": "shift_down", "changes": changes}
    before = await course.listed()
    answer = await send(venue, "POST", path_of(course, "reparar"), body, 409)
    assert (answer["code"], answer["mark_id"]) == ("mark_changed_meanwhile", "t1")
    assert (await repair(course, fault, 1, 409))["mark_id"] == "t1"
    assert await course.listed() == before
    body["changes"] = [changes[0], changes[2]]
    assert len((await send(venue, "POST", path_of(course, "reparar"), body))["corrections"]) == 2


@pytest.mark.gen_test(timeout=30)
async def test_many_corrections_are_undone_as_one(venue: Venue) -> None:
    course = await two_at_the_line(venue)
    pairs = [{"time_mark_id": f"t{one}", "bib_mark_id": f"b{bib}"} for one, bib in ((0, 7), (2, 8))]
    made = await send(venue, "POST", path_of(course, "emparejar"), {"pairs": pairs})
    one, other = made["corrections"]
    body = {"ids": [one, "nobody's", other, one], "reason": "al revés"}
    answer = await send(venue, "POST", "/api/correcciones/deshacer/", body)
    assert len(answer["corrections"]) == 2
    assert [(each["id"], each["code"]) for each in answer["refused"]] == [
        ("nobody's", "not_found"),
        (one, "already_undone"),
    ]
    assert (await course.results())["total_llegados"] == 0
    record = await send(venue, "GET", f"/api/auditoria/?competition_id={course.number}&limit=1")
    (entry,) = record["entries"]
    assert (entry["action"], entry["details"]) == (
        "race_corrections_undone",
        {"count": 2, "reason": "al revés"},
    )
    await venue.restart()
    assert (await course.results())["total_llegados"] == 0
    again = await send(venue, "POST", "/api/correcciones/deshacer/", {"ids": [one]})
    assert (again["corrections"], len(again["refused"])) == ([], 1)


@pytest.mark.gen_test(timeout=30)
async def test_a_step_of_before_is_told_with_who_made_it_and_undone_whole(venue: Venue) -> None:
    course = await two_at_the_line(venue)
    path = path_of(course, "pasos")
    assert await send(venue, "GET", path) == []
    pairs = [{"time_mark_id": f"t{one}", "bib_mark_id": f"b{bib}"} for one, bib in ((0, 7), (2, 8))]
    body = {"pairs": pairs, "reason": "en orden"}
    made = await send(venue, "POST", path_of(course, "emparejar"), body)
    await course.corrects(kind="mark_withdrawn", subject="t1")
    await venue.restart()
    known = await venue.call("GET", path, user=OFFICE)
    _, step = known.json
    assert step.pop("made_at").endswith("Z")
    assert step == {
        "made_by": OFFICE,
        "reason": "en orden",
        "count": 2,
        "holds": 2,
        "kinds": ["mark_bib"],
        "ids": made["corrections"],
        "bibs": ["7", "8"],
    }
    tagged = {"If-None-Match": known.headers["ETag"]}
    assert (await venue.call("GET", path, user=OFFICE, headers=tagged)).status == 304
    await send(venue, "POST", "/api/correcciones/deshacer/", {"ids": step["ids"]})
    assert (await course.results())["total_llegados"] == 0
    steps = (await venue.call("GET", path, user=OFFICE, headers=tagged)).json
    assert [(one["kinds"], one["holds"]) for one in steps] == [
        (["mark_withdrawn"], 1),
        (["mark_bib"], 0),
    ]
    await send(venue, "GET", "/api/lineas/999/pasos/", status=404)


@pytest.mark.gen_test(timeout=30)
async def test_it_is_made_once_for_each_version_however_many_ask(venue: Venue) -> None:
    course = await two_at_the_line(venue)
    path = path_of(course)
    answers = await asyncio.gather(*(venue.call("GET", path, user=OFFICE) for _ in range(3)))
    (tag,) = {answer.headers["ETag"] for answer in answers}
    assert len({answer.body for answer in answers}) == 1
    known = {"If-None-Match": tag}
    same = await venue.call("GET", path, user=OFFICE, headers=known)
    assert (same.status, same.body) == (304, b"")
    await course.marks(mark("t9", 9, tiempo=1_090_000))
    other = await venue.call("GET", path, user=OFFICE, headers=known)
    assert (other.status, other.headers["ETag"] != tag) == (200, True)


@pytest.mark.gen_test(timeout=30)
async def test_what_is_no_repair_is_refused_as_a_whole(venue: Venue) -> None:
    course = await two_at_the_line(venue)
    expected = {"bib": None, "at_ms": None}
    change = {"kind": "mark_bib", "mark_id": "t0", "text": "7", "expected": expected}
    path = path_of(course, "reparar")
    bad: list[Any] = [
        {},
        {"repair": "swap", "changes": []},
        {"repair": "swap", "changes": [{**change, "kind": "penalty"}]},
        {"repair": "swap", "changes": [{**change, "text": None}]},
        {"repair": "swap", "changes": [{**change, "kind": "mark_moment"}]},
        {"repair": "swap", "changes": [{"kind": "mark_bib", "mark_id": "t0", "text": "7"}]},
        {"repair": "x" * 41, "changes": [change]},
    ]
    for body in bad:
        assert (await send(venue, "POST", path, body, 400))["code"]
    row = (await reconciliation(course))["rows"][0]
    now = {**change, "expected": {"bib": None, "at_ms": row["at_ms"]}}
    twice = {"repair": "swap", "changes": [now, now]}
    assert (await send(venue, "POST", path, twice, 400))["code"] == "invalid_field"
    no_bib = {"repair": "replace_bib", "changes": [{**now, "text": "¡!"}]}
    assert (await send(venue, "POST", path, no_bib, 400))["code"] == "invalid_field"
    elsewhere = {"repair": "swap", "changes": [{**now, "mark_id": "x"}]}
    assert (await send(venue, "POST", path, elsewhere, 404))["code"] == "mark_not_found"
    await send(venue, "POST", "/api/lineas/999/reparar/", twice, 404)
    await send(venue, "GET", "/api/lineas/999/conciliacion/", status=404)
    for body in ({}, {"ids": []}, {"ids": ["x"] * 5001}, {"ids": "x"}):
        assert (await send(venue, "POST", "/api/correcciones/deshacer/", body, 400))["code"]
