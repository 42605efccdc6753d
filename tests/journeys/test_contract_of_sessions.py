"""Signing in and out over HTTP: every call, with its success and each of its errors."""

from typing import Any, NamedTuple

import pytest

from tests.venue import Venue

NOT_SIGNED_IN = {"detail": "Authentication credentials were not provided."}
BAD_TOKEN = {"detail": "El token no es válido o ha expirado.", "code": "token_not_valid"}
INACTIVE = "Usuario inactivo. Contacte al administrador."
NO_ACCOUNT = {"detail": "No active account found with the given credentials"}
RIGHT = {"username": "juez1", "password": "clave-juez1"}
WRONG = {"username": "juez1", "password": "otra"}


class Case(NamedTuple):
    """A call and the answer that the contract promises, of which `holds` is a part."""

    call: str
    body: Any
    status: int
    holds: dict[str, Any]
    token: str | None = None


CASES = [
    Case("/api/login/", {}, 400, {"error": "Se requiere username y password."}),
    Case("/api/login/", {"username": "juez1"}, 400, {"error": "Se requiere username y password."}),
    Case(
        "/api/login/",
        {"username": "", "password": ""},
        400,
        {"error": "Se requiere username y password."},
    ),
    Case(
        "/api/login/",
        {"username": 1, "password": True},
        400,
        {"error": "Se requiere username y password."},
    ),
    Case("/api/login/", "no es JSON", 400, {"error": "JSON inválido."}),
    Case("/api/login/", "[]", 400, {"error": "JSON inválido."}),
    Case("/api/login/", "", 400, {"error": "JSON inválido."}),
    Case("/api/login/", WRONG, 401, {"error": "Credenciales inválidas."}),
    Case(
        "/api/login/",
        {"username": "nadie", "password": "clave-juez1"},
        401,
        {"error": "Credenciales inválidas."},
    ),
    Case("/api/login/", {"username": "juez1", "password": "x" * 100}, 401, {}),
    Case("/api/token/", {}, 400, {"error": "Se requiere username y password."}),
    Case("/api/token/", WRONG, 401, NO_ACCOUNT),
    Case("/api/token/refresh/", {}, 400, {"error": "Se requiere el refresh token."}),
    Case("/api/token/refresh/", {"refresh": 7}, 400, {"error": "Se requiere el refresh token."}),
    Case(
        "/api/token/refresh/",
        {"refresh": "x.y.z"},
        401,
        {"error": "Refresh token inválido o expirado."},
    ),
    Case("/api/refresh/", {}, 400, {"error": "Se requiere el refresh token."}),
    Case("/api/refresh/", {"refresh": "x"}, 401, {"error": "Refresh token inválido o expirado."}),
    Case("/api/logout/", {"refresh": "x"}, 401, NOT_SIGNED_IN),
    Case("/api/logout/", {"refresh": "x"}, 401, BAD_TOKEN, token="x"),
    Case("/api/logout/", {}, 400, {"error": "Se requiere el refresh token."}, token="juez1"),
    Case(
        "/api/logout/",
        {"refresh": "x"},
        400,
        {"error": "Token inválido o ya fue utilizado."},
        token="juez1",
    ),
    Case("/api/ws-ticket/", None, 401, NOT_SIGNED_IN),
    Case("/api/ws-ticket/", None, 401, BAD_TOKEN, token="x"),
]


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.call} {case.body} {case.status}")
async def test_a_call_that_fails_says_why(venue: Venue, case: Case) -> None:
    token = await venue.token("juez1") if case.token == "juez1" else case.token
    for path in (case.call, case.call.rstrip("/")):
        answer = await venue.post(path, case.body, token=token)
        assert answer.status == case.status, answer.body
        assert case.holds.items() <= answer.json.items()


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_a_judge_signs_in(venue: Venue, slash: str) -> None:
    answer = await venue.post(f"/api/login{slash}", RIGHT)
    assert answer.status == 200
    document = answer.json
    assert document["message"] == "Login exitoso"
    assert isinstance(document["access"], str)
    assert isinstance(document["refresh"], str)
    judge = document["juez"]
    assert (
        judge.pop("competencia").items()
        >= {
            "id": 1,
            "nombre": "Carrera 5K",
            "fecha_hora": "2030-11-12T08:00:00.000Z",
            "en_curso": False,
            "activa": True,
        }.items()
    )
    assert judge == {
        "id": venue.state.account_by_login("juez1").id,
        "username": "juez1",
        "email": "juez1@ejemplo.com",
        "first_name": "Juan",
        "last_name": "Pérez",
        "telefono": "099123456",
        "activo": True,
    }


@pytest.mark.gen_test(timeout=30)
async def test_an_organizer_signs_in_as_no_judge(venue: Venue) -> None:
    answer = await venue.login("organiza")
    assert answer.status == 200
    assert answer.json["rol"] == "organizador"
    assert answer.json["juez"] is None


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("login", ["JUEZ1", "Juez1@Ejemplo.COM", "juez1@ejemplo.com"])
async def test_username_and_email_sign_in_in_any_case(venue: Venue, login: str) -> None:
    answer = await venue.login(login, "clave-juez1")
    assert answer.status == 200
    assert answer.json["juez"]["username"] == "juez1"


@pytest.mark.gen_test(timeout=30)
async def test_a_password_is_never_matched_in_another_case(venue: Venue) -> None:
    assert (await venue.login("juez1", "CLAVE-JUEZ1")).status == 401


@pytest.mark.gen_test(timeout=30)
async def test_an_inactive_judge_learns_so_only_after_the_right_password(venue: Venue) -> None:
    judge_id = venue.state.account_by_login("juez1").id
    path = f"/api/jueces/{judge_id}/"
    answer = await venue.call("PATCH", path, {"activo": False}, user="organiza")
    assert answer.status == 200
    wrong = await venue.login("juez1", "otra")
    assert (wrong.status, wrong.json["error"]) == (401, "Credenciales inválidas.")
    right = await venue.login("juez1")
    assert (right.status, right.json["error"]) == (403, INACTIVE)
    old_apps = await venue.post("/api/token/", RIGHT)
    assert old_apps.status == 401
    assert NO_ACCOUNT.items() <= old_apps.json.items()


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("path", ["/api/login/", "/api/token/"])
async def test_repeated_failures_have_to_wait(io_loop: Any, tmp_path: Any, path: str) -> None:
    async with Venue(tmp_path, security={"login_failures": 3}) as venue:
        for _ in range(3):
            assert (await venue.post(path, WRONG)).status == 401
        answer = await venue.post(path, RIGHT)
        assert answer.status == 429
        assert "error" in answer.json
        assert 1 <= int(answer.headers["Retry-After"]) <= 31
        # Nobody else is kept out.
        assert (await venue.login("juez2")).status == 200


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_the_older_sign_in_answers_tokens_that_work(venue: Venue, slash: str) -> None:
    answer = await venue.post(f"/api/token{slash}", RIGHT)
    assert answer.status == 200
    assert set(answer.json) >= {"access", "refresh"}
    assert (await venue.get("/api/me/", token=answer.json["access"])).status == 200


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
@pytest.mark.parametrize("path", ["/api/token/refresh", "/api/refresh"])
async def test_a_refresh_token_gets_a_new_access_token(venue: Venue, path: str, slash: str) -> None:
    refresh = (await venue.login("juez1")).json["refresh"]
    for _ in range(2):
        answer = await venue.post(path + slash, {"refresh": refresh})
        assert answer.status == 200
        assert answer.json["message"] == "Token refrescado exitosamente"
        assert (await venue.get("/api/me/", token=answer.json["access"])).status == 200


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_a_session_that_is_signed_out_is_over(venue: Venue, slash: str) -> None:
    signed_in = (await venue.login("juez1")).json
    other = (await venue.login("juez1")).json
    body = {"refresh": signed_in["refresh"]}
    answer = await venue.post(f"/api/logout{slash}", body, token=signed_in["access"])
    assert answer.status == 205
    assert answer.json == {"message": "Sesión cerrada exitosamente."}

    refreshed = await venue.post("/api/token/refresh/", body)
    assert refreshed.status == 401
    assert refreshed.json["error"] == "Refresh token inválido o expirado."
    again = await venue.post("/api/logout/", body, token=signed_in["access"])
    assert again.status == 400
    assert again.json["error"] == "Token inválido o ya fue utilizado."
    # The access token of the session dies with it, the judge's other session lives.
    assert (await venue.get("/api/me/", token=signed_in["access"])).status == 401
    assert (await venue.get("/api/me/", token=other["access"])).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_nobody_signs_another_out(venue: Venue) -> None:
    mine, other = (await venue.login("juez1")).json, (await venue.login("juez2")).json
    body = {"refresh": other["refresh"]}
    answer = await venue.post("/api/logout/", body, token=mine["access"])
    assert answer.status == 400
    assert answer.json["error"] == "Token inválido o ya fue utilizado."
    assert (await venue.post("/api/token/refresh/", body)).status == 200


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_me_is_who_asks(venue: Venue, slash: str) -> None:
    path = f"/api/me{slash}"
    answer = await venue.get(path, user="juez1")
    assert answer.status == 200
    assert answer.json == {
        "id": venue.state.account_by_login("juez1").id,
        "username": "juez1",
        "email": "juez1@ejemplo.com",
        "first_name": "Juan",
        "last_name": "Pérez",
        "full_name": "Juan Pérez",
        "telefono": "099123456",
        "activo": True,
        "rol": "juez",
    }
    assert (await venue.get(path, user="organiza")).json["rol"] == "organizador"
    for token, holds in ((None, NOT_SIGNED_IN), ("x", BAD_TOKEN)):
        refused = await venue.get(path, token=token)
        assert refused.status == 401
        assert holds.items() <= refused.json.items()


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_a_ticket_is_good_for_half_a_minute(venue: Venue, slash: str) -> None:
    answer = await venue.post(f"/api/ws-ticket{slash}", user="juez1")
    assert answer.status == 200
    assert isinstance(answer.json["ticket"], str)
    assert answer.json["expira_en"] == 30
