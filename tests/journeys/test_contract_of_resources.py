"""Competitions, teams and judges over HTTP: who sees what, who changes what, what it answers."""

import re
from typing import Any, NamedTuple

import pytest

from tests.venue import EVENT, Venue

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
COMPETITION_FIELDS = {"id", "name", "datetime", "is_active", "is_running", "started_at"}
COMPETITION_FIELDS |= {"finished_at"}
TEAM_1 = {
    "id": 1,
    "name": "Los Veloces",
    "number": 101,
    "category": "estudiantes",
    "category_display": "Estudiantes",
    "competition_id": 1,
    "competition_name": "Carrera 5K",
    "judge_id": 2,
    "judge_username": "juez1",
}
TWO_RACES: dict[str, Any] = {
    **EVENT,
    "competencias": [
        *EVENT["competencias"],
        {"nombre": "Infantil", "fecha_hora": "2030-11-12T10:00:00Z", "activa": False},
        {"nombre": "10K", "fecha_hora": "2030-11-13T08:00:00Z"},
    ],
    "equipos": [
        *EVENT["equipos"],
        {"nombre": "Chicos", "dorsal": 101, "competencia": "Infantil", "juez": "juez1"},
        {"nombre": "Sueltos", "dorsal": 1, "competencia": "10K"},
    ],
}


class Case(NamedTuple):
    """An organizer's call that cannot be done: its status and the error's text."""

    method: str
    path: str
    body: Any
    status: int
    text: str


REFUSED = [
    Case("GET", "/api/competencias/9/", None, 404, "No encontrado."),
    Case("GET", "/api/equipos/9/", None, 404, "No encontrado."),
    Case("GET", "/api/jueces/9/", None, 404, "No encontrado."),
    # An organizer is no judge.
    Case("GET", "/api/jueces/1/", None, 404, "No encontrado."),
    Case("PATCH", "/api/competencias/9/", {"name": "x"}, 404, "No encontrado."),
    Case("PATCH", "/api/equipos/9/", {"name": "x"}, 404, "No encontrado."),
    Case("PATCH", "/api/jueces/9/", {"first_name": "x"}, 404, "No encontrado."),
    Case("DELETE", "/api/competencias/9/", None, 404, "No encontrado."),
    Case("DELETE", "/api/equipos/9/", None, 404, "No encontrado."),
    Case("DELETE", "/api/jueces/1/", None, 404, "No encontrado."),
    Case("POST", "/api/competencias/9/iniciar/", None, 404, "No encontrado."),
    Case("POST", "/api/competencias/9/detener/", None, 404, "No encontrado."),
    Case("GET", "/api/equipos/9/registros/estado/", None, 404, "No encontrado."),
    Case("POST", "/api/competencias/1/detener/", None, 409, "La competencia no está en curso"),
    Case("POST", "/api/competencias/", {}, 400, "name: falta este campo"),
    Case("POST", "/api/competencias/", {"name": "x"}, 400, "datetime: falta este campo"),
    Case("POST", "/api/competencias/", "{", 400, "JSON inválido."),
    Case("POST", "/api/competencias/", "[1]", 400, "JSON inválido."),
    Case("PATCH", "/api/competencias/1/", {"is_active": 1}, 400, "is_active: se esperaba"),
    Case("PATCH", "/api/competencias/1/", {"name": "  "}, 400, "name: no puede estar vacío"),
    Case("PATCH", "/api/competencias/1/", {"datetime": "mañana"}, 400, "datetime: se esperaba"),
    Case("POST", "/api/equipos/", {"name": "x", "number": 1}, 400, "competition_id: falta"),
    Case(
        "POST",
        "/api/equipos/",
        {"name": "x", "number": 101, "competition_id": 1},
        409,
        "number: ya hay un equipo con el dorsal 101 en esta competencia.",
    ),
    Case(
        "POST",
        "/api/equipos/",
        {"name": "x", "number": 9, "competition_id": 9},
        400,
        "competition_id: no existe la competencia 9.",
    ),
    Case("PATCH", "/api/equipos/1/", {"judge_id": 9}, 400, "judge_id: no existe el juez 9."),
    Case("PATCH", "/api/equipos/1/", {"judge_id": 1}, 400, "judge_id: no existe el juez 1."),
    Case("PATCH", "/api/equipos/1/", {"number": True}, 400, "number: se esperaba un entero"),
    Case("PATCH", "/api/equipos/1/", {"number": 10**30}, 400, "number: "),
    Case("PATCH", "/api/equipos/1/", {"number": 102}, 409, "number: ya hay un equipo"),
    Case("POST", "/api/jueces/", {"password": "x"}, 400, "username: falta este campo"),
    Case("POST", "/api/jueces/", {"username": "JUEZ1", "password": "x"}, 409, "username: ya hay"),
    Case(
        "PATCH", "/api/jueces/3/", {"email": "JUEZ1@ejemplo.com"}, 409, "email: ya hay una cuenta"
    ),
    Case(
        "POST",
        "/api/jueces/",
        {"username": "x", "password": "ñ" * 40},
        400,
        "password: no puede tener más de 72 bytes.",
    ),
    Case("GET", "/api/competencias/?is_active=quizás", None, 400, "is_active: "),
    Case("GET", "/api/equipos/?competition_id=uno", None, 400, "competition_id: "),
]


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case.method} {case.path} {case.body}")
async def test_what_cannot_be_done_is_said_and_changes_nothing(venue: Venue, case: Case) -> None:
    organizer = await venue.token("organiza")
    version = venue.state.version
    answer = await venue.call(case.method, case.path, case.body, token=organizer)
    assert answer.status == case.status, answer.body
    key = "detail" if case.status == 404 else "error"
    assert answer.json[key].startswith(case.text), answer.json
    assert venue.state.version == version


@pytest.mark.gen_test(timeout=30)
async def test_each_sees_its_own_and_the_organizer_all(venue: Venue) -> None:
    await venue.load(TWO_RACES)
    for path, field, seen_by in (
        ("/api/competencias/", "name", {"juez1": ["Carrera 5K", "Infantil"],
                                        "juez2": ["Carrera 5K"],
                                        "organiza": ["Carrera 5K", "Infantil", "10K"]}),
        ("/api/equipos/", "name", {"juez1": ["Los Veloces", "Las Liebres", "Chicos"],
                                   "juez2": ["Los Tranquilos"],
                                   "organiza": ["Los Veloces", "Las Liebres", "Los Tranquilos",
                                                "Chicos", "Sueltos"]}),
    ):  # fmt: skip
        for user, expected in seen_by.items():
            for variant in (path, path.rstrip("/")):
                answer = await venue.get(variant, user=user)
                assert answer.status == 200
                assert [item[field] for item in answer.json] == expected
                for item in answer.json:
                    one = await venue.get(f"{path}{item['id']}/", user=user)
                    assert (one.status, one.json) == (200, item)
    for path in ("/api/competencias/2/", "/api/equipos/1/", "/api/equipos/1"):
        answer = await venue.get(path, user="juez2")
        assert answer.status == 404
        assert answer.json["detail"] == "No encontrado."


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("is_active=true", [1, 3]),
        ("is_active=false", [2]),
        ("activa=true", [1, 3]),
        ("activa=0", [2]),
        ("is_running=true", [3]),
        ("en_curso=true", [3]),
        ("en_curso=false", [1, 2]),
        ("is_active=True&is_running=False", [1]),
        ("", [1, 2, 3]),
    ],
)
async def test_competitions_are_filtered(venue: Venue, query: str, expected: list[int]) -> None:
    await venue.load(TWO_RACES)
    await venue.start_race(3)
    answer = await venue.get(f"/api/competencias/?{query}", user="organiza")
    assert [item["id"] for item in answer.json] == expected


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("name", ["competition_id", "competencia_id"])
async def test_teams_are_filtered_by_competition(venue: Venue, name: str) -> None:
    await venue.load(TWO_RACES)
    answer = await venue.get(f"/api/equipos?{name}=2", user="juez1")
    assert [team["name"] for team in answer.json] == ["Chicos"]


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/api/equipos/", {"name": "x", "number": "x", "competition_id": 1}, "number"),
        ("POST", "/api/equipos/", {"name": "x", "number": 101, "competition_id": 1}, "number"),
        ("POST", "/api/equipos/", {"name": " ", "number": 9, "competition_id": 1}, "name"),
        ("PATCH", "/api/equipos/1/", {"judge_id": 99}, "judge_id"),
        ("PATCH", "/api/equipos/1/", {"competition_id": 99}, "competition_id"),
        ("POST", "/api/jueces/", {"username": "juez1"}, "username"),
        ("POST", "/api/jueces/", {"username": "x", "email": "juez1@ejemplo.com"}, "email"),
        ("POST", "/api/jueces/", {"username": "x", "telefono": "\x00"}, "telefono"),
        ("POST", "/api/jueces/", {"username": "x", "password": "ñ" * 40}, "password"),
    ],
)
async def test_an_error_stands_beside_its_field(
    venue: Venue, method: str, path: str, body: Any, field: str
) -> None:
    answer = await venue.call(method, path, body, user="organiza")
    assert answer.status in (400, 409)
    assert answer.json["field"] == field


@pytest.mark.gen_test(timeout=30)
async def test_resources_have_every_promised_field(venue: Venue) -> None:
    assert (await venue.get("/api/equipos/1/", user="juez1")).json.items() >= TEAM_1.items()
    waiting = (await venue.get("/api/competencias/1/", user="juez1")).json
    assert set(waiting) >= COMPETITION_FIELDS
    assert waiting["datetime"] == "2030-11-12T08:00:00.000Z"
    assert (waiting["started_at"], waiting["finished_at"]) == (None, None)
    running = (await venue.start_race()).json
    assert running["is_running"] is True
    assert INSTANT.fullmatch(running["started_at"])
    assert running["finished_at"] is None
    stopped = (await venue.stop_race()).json
    assert stopped["is_running"] is False
    assert stopped["started_at"] == running["started_at"]
    assert INSTANT.fullmatch(stopped["finished_at"])


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_a_race_is_started_and_stopped_once(venue: Venue, slash: str) -> None:
    async def ask(what: str) -> Any:
        return await venue.post(f"/api/competencias/1/{what}{slash}", user="organiza")

    assert (await ask("iniciar")).status == 200
    again = await ask("iniciar")
    assert (again.status, again.json["error"]) == (409, "La competencia ya está en curso")
    gone = await venue.call("DELETE", "/api/competencias/1/", user="organiza")
    assert gone.status == 409
    hidden = {"is_active": False}
    assert (
        await venue.call("PATCH", "/api/competencias/1/", hidden, user="organiza")
    ).status == 409
    assert (await ask("detener")).status == 200
    again = await ask("detener")
    assert (again.status, again.json["error"]) == (409, "La competencia no está en curso")
    await venue.call("PATCH", "/api/competencias/1/", hidden, user="organiza")
    inactive = await ask("iniciar")
    assert (inactive.status, inactive.json["error"]) == (409, "La competencia no está activa")


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_an_organizer_makes_changes_and_deletes_everything(venue: Venue, slash: str) -> None:
    async def ask(method: str, path: str, body: Any = None) -> Any:
        return await venue.call(method, path + slash, body, user="organiza")

    race = {"name": "3K", "datetime": "2031-01-02T03:04:05Z", "is_active": True}
    made = await ask("POST", "/api/competencias", race)
    assert made.status == 201
    assert made.json["datetime"] == "2031-01-02T03:04:05.000Z"
    judge = {"username": "nueva", "password": "secreta", "first_name": "Ana", "telefono": "1"}
    made = await ask("POST", "/api/jueces", judge)
    assert made.status == 201
    assert made.json["activo"] is True
    assert made.json["telefono"] == "1"
    assert made.json["has_password"] is True
    assert "secreta" not in str(made.json)
    assert "hash" not in str(made.json)
    judge_id = made.json["id"]
    team = {"name": "Otros", "number": 7, "competition_id": 2, "judge_id": judge_id}
    made = await ask("POST", "/api/equipos", team)
    assert made.status == 201
    assert made.json["judge_username"] == "nueva"
    team_id = made.json["id"]
    assert (await venue.login("nueva", "secreta")).json["juez"]["competencia"]["id"] == 2

    changed = await ask("PATCH", f"/api/equipos/{team_id}", {"judge_id": None, "number": 8})
    assert changed.status == 200
    assert (changed.json["judge_id"], changed.json["number"]) == (None, 8)
    changed = await ask("PATCH", "/api/competencias/2", {"name": "3.5K"})
    assert changed.json["name"] == "3.5K"
    changed = await ask("PATCH", f"/api/jueces/{judge_id}", {"last_name": "Gómez"})
    assert changed.json["full_name"] == "Ana Gómez"
    listed = await ask("GET", "/api/jueces")
    assert [item["username"] for item in listed.json] == ["juez1", "juez2", "nueva"]
    for path in (f"/api/equipos/{team_id}", "/api/competencias/2", f"/api/jueces/{judge_id}"):
        gone = await ask("DELETE", path)
        assert (gone.status, gone.body) == (204, b"")
        assert (await ask("GET", path)).status == 404
    assert (await venue.login("nueva", "secreta")).status == 401


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("path", ["/health", "/health/", "/api/health/", "/api/health"])
async def test_health_is_public(venue: Venue, path: str) -> None:
    answer = await venue.get(path)
    assert answer.status == 200
    assert answer.json["status"] == "ok"
    assert INSTANT.fullmatch(answer.json["timestamp"])


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("path", ["/system-status", "/system-status/"])
async def test_system_status_counts_sockets_and_memory(venue: Venue, path: str) -> None:
    await venue.judge()
    await venue.spectator()
    document = (await venue.get(path)).json
    assert document["connections"] == 2
    assert document["uptime"] >= 0
    assert 0 < document["memory"]["used"] < document["memory"]["total"]
    assert isinstance(document["status"], str)
    assert INSTANT.fullmatch(document["timestamp"])


@pytest.mark.gen_test(timeout=30)
async def test_the_description_of_the_api_and_its_viewers_come_from_here(venue: Venue) -> None:
    schema = (await venue.get("/api/schema/")).json
    assert schema["openapi"].startswith("3.1")
    assert "/api/enviar_tiempos/" in schema["paths"]
    for path in ("/api/schema/swagger-ui/", "/api/schema/redoc", "/", "/competencia/1"):
        answer = await venue.get(path)
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/html")
        page = answer.body.decode()
        assert not re.search(r"""(src|href)\s*=\s*["'](https?:)?//""", page)
        for reference in re.findall(r"""(?:src|href)="(/[^"]*\.(?:js|css))""", page):
            assert (await venue.get(reference)).status == 200, reference
