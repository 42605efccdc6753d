"""The announcer's notes, link and records over a real server."""

import datetime
from typing import Any

import pytest

from tests.journeys.test_marks import ANA, Course, mark, send
from tests.venue import Answer, Venue

RECORD = {
    "group": "sex",
    "value": "F",
    "official_ms": 1_080_000,
    "holder": "Rosa Paz",
    "year": 2019,
}


def path_of(course: Course) -> str:
    return f"/api/competencias/{course.number}/locutor/"


async def read(course: Course, key: str | None) -> Answer:
    return await course.venue.get(path_of(course), token=key)


async def linked(venue: Venue) -> tuple[Course, str]:
    """A race with a link for its announcer, and the key of that."""
    course = await Course(venue).open()
    return course, (await send(venue, "POST", path_of(course), {}, 201))["key"]


@pytest.mark.gen_test(timeout=30)
async def test_who_holds_the_link_reads_what_is_worth_saying(venue: Venue) -> None:
    course, key = await linked(venue)
    # As somebody who was born on the very day, but for the year.
    today = datetime.date.today()
    born = today.replace(year=1988 if (today.month, today.day) == (2, 29) else 1990)
    change = {"birth_date": born.isoformat(), "city": "Loja", "contact": "099 111"}
    await send(venue, "PATCH", f"/api/corredores/{course.ana}/", change)
    records = f"/api/competencias/{course.number}/marcas-del-recorrido/"
    await send(venue, "PUT", records, {"records": [RECORD]})
    await course.marks(ANA)

    answer = await read(course, key)
    (runner,) = answer.json["runners"]
    assert (runner["runner_id"], runner["city"]) == (course.ana, "Loja")
    assert [note["word"] for note in runner["notes"]] == [
        "new_record",
        "first",
        "first",
        "birthday",
    ]
    assert runner["notes"][0] == {
        "word": "new_record",
        "group": "sex",
        "value": "F",
        "margin_ms": 1000,
        "holder": "Rosa Paz",
        "year": 2019,
        "number": None,
    }
    text = answer.body.decode()
    assert born.isoformat() not in text
    assert "099 111" not in text


@pytest.mark.gen_test(timeout=30)
async def test_nothing_is_told_of_who_is_hidden(venue: Venue) -> None:
    course, key = await linked(venue)
    await course.marks(mark("b", tiempo=1_000_000, dorsal="8"))

    assert (await read(course, key)).json["runners"] == []


@pytest.mark.gen_test(timeout=30)
async def test_a_key_opens_its_own_race_alone_and_nothing_else(venue: Venue) -> None:
    course, key = await linked(venue)
    other = await Course(venue).open(is_started=False)

    assert (await read(course, key)).status == 200
    assert (await read(course, await venue.token("organiza"))).status == 200
    for wrong in (None, "", "x" * 32, key[:-1]):
        assert (await read(course, wrong)).status == 401
    assert (await read(other, key)).status == 401
    assert (await read(course, await venue.token("juez1"))).status == 403
    for method, path in (
        ("POST", path_of(course)),
        ("DELETE", path_of(course)),
        ("GET", f"/api/competencias/{course.number}/marcas-del-recorrido/"),
        ("GET", "/api/corredores/"),
    ):
        body = "{}" if method == "POST" else None
        assert (await venue.call(method, path, body, token=key)).status == 401


@pytest.mark.gen_test(timeout=30)
async def test_a_new_link_ends_the_one_before_and_an_ended_one_opens_nothing(
    venue: Venue,
) -> None:
    course, first = await linked(venue)
    made = await send(venue, "POST", path_of(course), {}, 201)
    assert made["path"] == f"/locutor/{course.number}/#{made['key']}"
    assert (await read(course, first)).status == 401
    # It outlives the server, which knows no more than its hash.
    await venue.restart()
    answer = await read(course, made["key"])
    assert answer.json["link_made_at"] == made["made_at"]
    stored = (venue.data_dir / "timing.db").read_bytes()
    assert made["key"].encode() not in stored

    for _ in range(2):
        await send(venue, "DELETE", path_of(course), status=204)
        assert (await read(course, made["key"])).status == 401
    entries = await send(venue, "GET", "/api/auditoria/?limit=3")
    actions = [entry["action"] for entry in entries["entries"]]
    assert actions == ["announcer_link_ended", "announcer_link_made", "announcer_link_made"]
    assert "key" not in str(entries)


@pytest.mark.gen_test(timeout=30)
async def test_records_are_entered_whole_and_by_who_knows_the_last_ones(venue: Venue) -> None:
    course = await Course(venue).open(is_started=False)
    path = f"/api/competencias/{course.number}/marcas-del-recorrido/"
    first = await venue.get(path, user="organiza")
    assert first.json == {"records": []}
    tag = {"If-Match": first.headers["ETag"]}
    body: dict[str, Any] = {"records": [RECORD, {"official_ms": 900_000}]}
    answer = await venue.call("PUT", path, body, user="organiza", headers=tag)
    assert (answer.status, answer.json["records"][0]) == (200, RECORD)
    again = await venue.call("PUT", path, {"records": []}, user="organiza", headers=tag)
    assert (again.status, again.json["code"]) == (412, "changed_meanwhile")
    for wrong in ({"official_ms": 0}, {"group": "age", "official_ms": 1}, {}):
        await send(venue, "PUT", path, {"records": [wrong]}, 400)
