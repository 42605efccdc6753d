"""Deleted, looked for in the bin, brought back, or gone for good: over HTTP."""

import pytest

from tests.venue import Venue


async def race_with_times(venue: Venue) -> None:
    await venue.start_race()
    times = {"registros": [{"tiempo": 60_000, "id_registro": "a"}, {"tiempo": 50_000}]}
    answer = await venue.post("/api/equipos/1/registros/", times, user="juez1")
    assert answer.status == 201
    await venue.stop_race()


@pytest.mark.gen_test(timeout=30)
async def test_a_deleted_competition_is_in_the_bin_and_comes_back(venue: Venue) -> None:
    await race_with_times(venue)
    before = (await venue.get("/api/competencias/1/resultados/")).json["clasificacion"]
    await venue.call("DELETE", "/api/competencias/1/", user="organiza")
    found = (await venue.get("/api/papelera/", user="organiza")).json
    (competition,) = found["competitions"]
    assert found["teams"] == []
    deleted_at = competition.pop("deleted_at")
    assert deleted_at.endswith("Z")
    assert competition == {
        "id": 1,
        "name": "Carrera 5K",
        "datetime": "2030-11-12T08:00:00.000Z",
        "team_count": 3,
        "record_count": 2,
        "runner_count": 0,
        "mark_count": 0,
    }
    await venue.restart()
    restored = await venue.post("/api/papelera/competencias/1/restaurar/", user="organiza")
    assert (restored.status, restored.json["record_count"]) == (200, 2)
    assert restored.headers["ETag"] == restored.json["etag"]
    assert (await venue.get("/api/competencias/1/", user="organiza")).json == restored.json
    assert (await venue.get("/api/competencias/1/resultados/")).json["clasificacion"] == before
    again = await venue.post("/api/papelera/competencias/1/restaurar/", user="organiza")
    assert again.status == 404


@pytest.mark.gen_test(timeout=30)
async def test_a_deleted_team_comes_back_unless_something_is_in_its_way(venue: Venue) -> None:
    await race_with_times(venue)
    await venue.call("DELETE", "/api/equipos/1/", user="organiza")
    await venue.call("DELETE", "/api/equipos/2/", user="organiza")
    team, other = (await venue.get("/api/papelera/", user="organiza")).json["teams"]
    if team["id"] == 2:  # Deleted in a later millisecond.
        team, other = other, team
    assert (other["id"], other["record_count"]) == (2, 0)
    del team["deleted_at"]
    assert team == {
        "id": 1,
        "name": "Los Veloces",
        "number": 101,
        "competition_id": 1,
        "competition_name": "Carrera 5K",
        "record_count": 2,
    }
    new = {"name": "x", "number": 101, "competition_id": 1}
    made = await venue.post("/api/equipos/", new, user="organiza")

    async def restore() -> object:
        answer = await venue.post("/api/papelera/equipos/1/restaurar/", user="organiza")
        return answer.status, answer.json.get("code"), answer.json.get("field")

    assert await restore() == (409, "number_taken", "number")
    await venue.call("DELETE", f"/api/equipos/{made.json['id']}/", user="organiza")
    await venue.call("DELETE", "/api/competencias/1/", user="organiza")
    assert await restore() == (409, "competition_deleted", None)
    await venue.post("/api/papelera/competencias/1/restaurar/", user="organiza")
    assert await restore() == (200, None, None)
    state = await venue.get("/api/equipos/1/registros/estado/", user="juez1")
    assert state.json["total_registros"] == 2


@pytest.mark.gen_test(timeout=30)
async def test_spectators_and_phones_see_what_came_back(venue: Venue) -> None:
    await race_with_times(venue)
    await venue.call("DELETE", "/api/equipos/1/", user="organiza")
    judge = await venue.judge()
    spectator, greeting = await venue.spectator()
    assert len(greeting["resultados"]["clasificacion"]) == 2
    await venue.post("/api/papelera/equipos/1/restaurar/", user="organiza")
    assert (await judge.read_tipo("equipo.asignado"))["equipo"]["id"] == 1
    results = (await spectator.read_tipo("resultados_completos"))["resultados"]
    assert results["total_registros"] == 2


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("path", ["/api/papelera/", "/api/papelera/competencias/1/"])
async def test_what_is_deleted_in_the_bin_is_gone_for_good(venue: Venue, path: str) -> None:
    await race_with_times(venue)
    early = await venue.call("DELETE", "/api/papelera/competencias/1/", user="organiza")
    assert early.status == 404
    await venue.call("DELETE", "/api/competencias/1/", user="organiza")
    gone = await venue.call("DELETE", path, user="organiza")
    assert (gone.status, gone.body) == (204, b"")
    await venue.restart()
    found = (await venue.get("/api/papelera/", user="organiza")).json
    assert found == {"competitions": [], "teams": []}
    assert venue.state.record_count() == 0


@pytest.mark.gen_test(timeout=30)
async def test_teams_are_given_to_a_judge_and_shared_out(venue: Venue) -> None:
    judge = await venue.judge("juez2")
    body = {"team_ids": [2, 1], "judge_id": 3}
    given = await venue.post("/api/equipos/asignar/", body, user="organiza")
    assert [(team["id"], team["judge_username"]) for team in given.json] == [
        (2, "juez2"),
        (1, "juez2"),
    ]
    events = [await judge.read_tipo("equipo.asignado") for _ in range(2)]
    assert [event["equipo"]["id"] for event in events] == [2, 1]
    body = {"judge_ids": [2, 3], "only_unassigned": False}
    shared = await venue.post("/api/competencias/1/repartir/", body, user="organiza")
    assert [(team["number"], team["judge_id"]) for team in shared.json] == [
        (101, 2),
        (102, 2),
        (103, 3),
    ]
    taken = {"team_ids": [1, 2, 3], "judge_id": None}
    await venue.post("/api/equipos/asignar/", taken, user="organiza")
    teams = (await venue.get("/api/equipos/", user="organiza")).json
    assert {team["judge_id"] for team in teams} == {None}


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("path", "body", "status", "code", "field"),
    [
        (
            "/api/equipos/asignar/",
            {"team_ids": [], "judge_id": 2},
            400,
            "invalid_field",
            "team_ids",
        ),
        (
            "/api/equipos/asignar/",
            {"team_ids": [1, 99], "judge_id": 2},
            *(404, "team_not_found", "team_ids"),
        ),
        (
            "/api/equipos/asignar/",
            {"team_ids": [1], "judge_id": 99},
            *(400, "unknown_judge", "judge_id"),
        ),
        ("/api/competencias/1/repartir/", {"judge_ids": []}, 400, "invalid_field", "judge_ids"),
        (
            "/api/competencias/1/repartir/",
            {"judge_ids": [2, 1]},
            *(400, "unknown_judge", "judge_ids"),
        ),
        ("/api/competencias/9/repartir/", {"judge_ids": [2]}, 404, "not_found", None),
    ],
)
async def test_nothing_is_assigned_when_one_thing_is_wrong(
    venue: Venue, path: str, body: object, status: int, code: str, field: str | None
) -> None:
    version = venue.state.version
    answer = await venue.post(path, body, user="organiza")
    assert (answer.status, answer.json["code"]) == (status, code)
    assert answer.json.get("field") == field
    assert venue.state.version == version
