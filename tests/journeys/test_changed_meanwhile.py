"""Two organizers with one thing open in two browsers: ETag and If-Match over HTTP."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.venue import Venue

# Path, a change, another change, and the field that they are about.
THINGS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("/api/competencias/1/", {"name": "mine"}, {"name": "the other's"}, "name"),
    ("/api/equipos/1/", {"name": "mine"}, {"name": "the other's"}, "name"),
    ("/api/jueces/2/", {"telefono": "mine"}, {"telefono": "the other's"}, "telefono"),
]
things = pytest.mark.parametrize(
    ("path", "mine", "others", "field"), THINGS, ids=[thing[0] for thing in THINGS]
)


@pytest.mark.gen_test(timeout=30)
@things
async def test_the_second_is_told_what_changed_and_overwrites_nothing(
    venue: Venue, path: str, mine: Any, others: Any, field: str
) -> None:
    seen = await venue.get(path, user="organiza")
    etag = seen.headers["ETag"]
    assert seen.json["etag"] == etag
    changed = await venue.call("PATCH", path, others, user="organiza", headers={"If-Match": etag})
    assert changed.status == 200
    assert changed.headers["ETag"] == changed.json["etag"] != etag

    for method, body in (("PATCH", mine), ("DELETE", None)):
        late = await venue.call(method, path, body, user="organiza", headers={"If-Match": etag})
        assert (late.status, late.json["code"]) == (412, "changed_meanwhile")
        assert late.json["error"] == "Otra persona lo cambió mientras tanto."
        assert late.json["current"] == changed.json
    assert (await venue.get(path, user="organiza")).json[field] == "the other's"

    current = changed.json["etag"]
    again = await venue.call("PATCH", path, mine, user="organiza", headers={"If-Match": current})
    assert (again.status, again.json[field]) == (200, "mine")
    gone = await venue.call(
        "DELETE", path, user="organiza", headers={"If-Match": again.json["etag"]}
    )
    assert (gone.status, gone.body) == (204, b"")


@pytest.mark.gen_test(timeout=30)
@things
async def test_of_two_at_the_same_moment_one_wins(
    venue: Venue, path: str, mine: Any, others: Any, field: str
) -> None:
    etag = (await venue.get(path, user="organiza")).headers["ETag"]
    # Passwords are hashed between the asking and the change.
    secret = {"password": "another one"} if "jueces" in path else {}
    first = venue.call(
        "PATCH", path, {**mine, **secret}, user="organiza", headers={"If-Match": etag}
    )
    second = venue.call(
        "PATCH", path, {**others, **secret}, user="organiza", headers={"If-Match": etag}
    )
    answers = await asyncio.gather(first, second)
    assert sorted(answer.status for answer in answers) == [200, 412]
    winner = next(answer for answer in answers if answer.status == 200)
    assert (await venue.get(path, user="organiza")).json[field] == winner.json[field]


@pytest.mark.gen_test(timeout=30)
@things
@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("*", 200),
        ('"0000000000000000", {etag}', 200),
        ('"0000000000000000"', 412),
        ("W/{etag}", 412),
        ("nonsense", 412),
    ],
)
async def test_a_star_any_of_a_list_and_nothing_weak(
    venue: Venue, path: str, mine: Any, others: Any, field: str, header: str, status: int
) -> None:
    etag = (await venue.get(path, user="organiza")).headers["ETag"]
    answer = await venue.call(
        "PATCH", path, mine, user="organiza", headers={"If-Match": header.format(etag=etag)}
    )
    assert answer.status == status


@pytest.mark.gen_test(timeout=30)
@things
async def test_what_is_gone_is_not_there_whatever_was_expected(
    venue: Venue, path: str, mine: Any, others: Any, field: str
) -> None:
    etag = (await venue.get(path, user="organiza")).headers["ETag"]
    await venue.call("DELETE", path, user="organiza")
    for header in (etag, "*"):
        for method, body in (("PATCH", mine), ("DELETE", None)):
            answer = await venue.call(
                method, path, body, user="organiza", headers={"If-Match": header}
            )
            assert answer.status == 404


@pytest.mark.gen_test(timeout=30)
async def test_two_corrections_of_one_start(venue: Venue) -> None:
    race = (await venue.start_race()).json
    path, seen = "/api/competencias/1/corregir-salida/", {"If-Match": race["etag"]}
    earlier = datetime.fromisoformat(race["started_at"]) - timedelta(seconds=5)
    body = {"started_at": earlier.isoformat()}
    answers = [await venue.post(path, body, user="organiza", headers=seen) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 412]
    assert answers[1].json["current"] == answers[0].json
    assert answers[0].json["start_correction_ms"] == -5000


@pytest.mark.gen_test(timeout=30)
async def test_a_change_of_a_team_while_its_competition_is_deleted(venue: Venue) -> None:
    team = {"number": 7, "competition_id": 1}
    await venue.token("organiza")
    for number in range(10):
        name = {"name": f"Team {number}"}
        both = {"team_ids": [1, 2], "judge_id": 2 + number % 2}
        answers = await asyncio.gather(
            venue.post("/api/equipos/", {**team, **name}, user="organiza"),
            venue.call("PATCH", "/api/equipos/1/", name, user="organiza"),
            venue.post("/api/equipos/asignar/", both, user="organiza"),
            venue.call("DELETE", "/api/competencias/1/", user="organiza"),
        )
        assert not [answer.body for answer in answers if answer.status >= 500]
        assert answers[3].status == 204
        path = "/api/papelera/competencias/1/restaurar/"
        assert (await venue.post(path, user="organiza")).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_what_is_made_has_a_tag_and_so_has_each_of_a_list(venue: Venue) -> None:
    bodies = {
        "/api/competencias/": {"name": "x", "datetime": "2030-01-01T00:00:00Z"},
        "/api/equipos/": {"name": "x", "number": 7, "competition_id": 1},
        "/api/jueces/": {"username": "x"},
    }
    for path, body in bodies.items():
        made = await venue.post(path, body, user="organiza")
        assert made.headers["ETag"] == made.json["etag"]
        listed = await venue.get(path, user="organiza")
        assert made.json in listed.json
        assert len({item["etag"] for item in listed.json}) == len(listed.json)


@pytest.mark.gen_test(timeout=30)
async def test_the_counts_are_read_anew_though_the_tag_is_the_same(venue: Venue) -> None:
    before = await venue.get("/api/competencias/1/", user="organiza")
    assert (before.json["team_count"], before.json["record_count"]) == (3, 0)
    await venue.start_race()
    started = await venue.get("/api/competencias/1/", user="organiza")
    assert started.headers["ETag"] != before.headers["ETag"]
    times = {"registros": [{"tiempo": 60_000, "id_registro": "a"}]}
    await venue.post("/api/equipos/1/registros/", times, user="juez1")
    for path in ("/api/competencias/1/", "/api/equipos/1/"):
        tag = (await venue.get(path, user="organiza")).headers["ETag"]
        after = await venue.get(path, user="organiza", headers={"If-None-Match": tag})
        assert (after.status, after.json["record_count"]) == (200, 1)
    judge = (await venue.get("/api/jueces/2/", user="organiza")).json
    assert (judge["team_count"], judge["has_password"]) == (2, True)


@pytest.mark.gen_test(timeout=30)
async def test_pages_of_allowed_origins_may_read_tags_and_send_them(tmp_path: Any) -> None:
    origin = "https://panel.example"
    async with Venue(tmp_path, cors={"origins": [origin]}) as venue:
        answer = await venue.call("OPTIONS", "/api/equipos/1/", headers={"Origin": origin})
        assert "If-Match" in answer.headers["Access-Control-Allow-Headers"]
        assert answer.headers["Access-Control-Expose-Headers"] == "ETag"


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/api/equipos/asignar/", {"team_ids": [1, 3], "judge_id": 3}),
        ("/api/competencias/1/repartir/", {"judge_ids": [3]}),
    ],
)
async def test_teams_are_not_given_over_what_another_organizer_gave(
    venue: Venue, path: str, change: dict[str, Any]
) -> None:
    taken = await venue.call("PATCH", "/api/equipos/1/", {"judge_id": 3}, user="organiza")
    before = venue.state.version
    seen = {"expected_judge_ids": {"1": 2, "3": 3}}
    late = await venue.post(path, {**change, **seen}, user="organiza")
    assert (late.status, late.json["code"]) == (412, "changed_meanwhile")
    assert late.json["current"] == [taken.json]
    assert venue.state.version == before
    for expected in ({"1": 3, "3": 3}, {}, None):
        again = await venue.post(path, {**change, "expected_judge_ids": expected}, user="organiza")
        assert again.status == 200
    for broken in ({"uno": 1}, {"01": 1}, {"1": "2"}, [1]):
        answer = await venue.post(path, {**change, "expected_judge_ids": broken}, user="organiza")
        assert (answer.status, answer.json["code"]) == (400, "invalid_field")
        assert answer.json["field"].startswith("expected_judge_ids")
