"""Every route of the API for every role, and what every reply has."""

import json
import re
from typing import Any

import pytest

from tests.venue import EVENT, Answer, Venue
from tornado_timing.web.api import METHODS
from tornado_timing.web.endpoint import Access, endpoint_of
from tornado_timing.web.routes import API_ROUTES, PAGE_ROUTES

ROLES = ("nobody", "bad token", "inactive", "judge", "organizer")
# Which roles get past the gate.
LET_IN = {
    Access.PUBLIC: set(ROLES),
    Access.SIGNED_IN: {"judge", "organizer"},
    Access.JUDGE: {"judge"},
    Access.ORGANIZER: {"organizer"},
    Access.ANNOUNCER: {"organizer"},
    Access.LOCAL: set(),
    # All of them ask from this machine.
    Access.LOOPBACK: set(ROLES),
}
ENDPOINTS = [
    (method, path, declared)
    for path, handler in API_ROUTES
    for method in METHODS
    if (declared := endpoint_of(handler, method)) is not None
]
# Public to the gate, but it looks at the token itself.
LOGOUT = "/api/logout/"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
THREE_JUDGES: dict[str, Any] = {
    **EVENT,
    "jueces": [*EVENT["jueces"], {"username": "juez3", "password": "clave-juez3"}],
}


async def tokens(venue: Venue) -> dict[str, str | None]:
    """An access token for each role."""
    await venue.load(THREE_JUDGES)
    found: dict[str, str | None] = {
        "nobody": None,
        "bad token": "x",
        "inactive": await venue.token("juez3"),
        "judge": await venue.token("juez1"),
        "organizer": await venue.token("organiza"),
    }
    judge_id = venue.state.account_by_login("juez3").id
    path = f"/api/jueces/{judge_id}/"
    await venue.call("PATCH", path, {"activo": False}, token=found["organizer"])
    return found


async def ask(venue: Venue, method: str, path: str, token: str | None) -> Answer:
    """The call on a thing that there is not, so that a right one does no harm."""
    path = re.sub(r"\{\w+\}", "999", path)
    return await venue.call(method, path, None if method == "GET" else "{}", token=token)


def check_headers(answer: Answer) -> None:
    """Asserts what every reply has."""
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "Server" not in answer.headers


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("method_path", [f"{method} {path}" for method, path, _ in ENDPOINTS])
async def test_a_gate_stands_before_every_endpoint(venue: Venue, method_path: str) -> None:
    method, _, path = method_path.partition(" ")
    declared = next(item for name, where, item in ENDPOINTS if (name, where) == (method, path))
    for role, token in (await tokens(venue)).items():
        answer = await ask(venue, method, path, token)
        check_headers(answer)
        assert answer.headers["Cache-Control"] == "no-store"
        is_let_in = role in LET_IN[declared.access]
        if path == LOGOUT:
            is_let_in = role not in ("nobody", "bad token")
        if is_let_in:
            assert answer.status not in (401, 403, 500), (role, answer.body)
        elif role in ("nobody", "bad token") or declared.access is Access.LOCAL:
            assert answer.status == 401, (role, answer.body)
        else:
            assert answer.status == 403, (role, answer.body)
        if answer.status >= 400:
            document = answer.json
            assert isinstance(document["error"], str)
            if answer.status in (401, 403):
                assert isinstance(document["detail"], str)
            known = {*declared.errors, 401, 403} if declared.access is not Access.PUBLIC \
                else set(declared.errors)  # fmt: skip
            assert answer.status in known, (role, answer.status)


@pytest.mark.parametrize("path", ["/", "/api/schema/redoc/", "/health", "/nowhere"])
@pytest.mark.parametrize("host", ["192.168.1.5:8000", "carrera.local"])
@pytest.mark.gen_test
async def test_the_own_sockets_are_let_in_by_name(venue: Venue, path: str, host: str) -> None:
    """Older Safaris do not take them for 'self'."""
    answer = await venue.get(path, headers={"Host": host})
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert f"connect-src 'self' ws://{host} wss://{host}" in policy
    assert "default-src 'self'" in policy


@pytest.mark.gen_test
async def test_an_ipv6_host_which_no_policy_can_name_stays_out_of_it(venue: Venue) -> None:
    answer = await venue.get("/", headers={"Host": "[::1]:8000"})
    assert "connect-src" not in answer.headers["Content-Security-Policy"]


@pytest.mark.gen_test(timeout=30)
async def test_the_last_slash_makes_no_difference(venue: Venue) -> None:
    organizer = await venue.token("organiza")
    for method, path, _ in ENDPOINTS:
        answers = [
            await ask(venue, method, path.rstrip("/") + slash, organizer) for slash in ("", "/")
        ]
        first, second = answers
        assert first.status == second.status, path
        assert first.status not in (301, 302, 307, 308)


@pytest.mark.gen_test(timeout=30)
async def test_pages_and_files_and_unknown_paths_have_the_headers_too(venue: Venue) -> None:
    paths = [re.sub(r"\{\w+\}", "1", path) for path, *_ in PAGE_ROUTES]
    for path in (*paths, "/static/board/index.html", "/static/nope.js", "/nope", "/ws/juez/1/"):
        check_headers(await venue.get(path))
    for path in (*paths, "/health", "/api/me/"):
        answer = await venue.call("HEAD", path)
        assert answer.body == b""
        check_headers(answer)


@pytest.mark.gen_test(timeout=30)
async def test_options_tells_the_methods_of_a_path(venue: Venue) -> None:
    for path, handler in API_ROUTES:
        answer = await venue.call("OPTIONS", re.sub(r"\{\w+\}", "1", path))
        assert (answer.status, answer.body) == (204, b"")
        declared = {method for method in METHODS if endpoint_of(handler, method)}
        assert declared <= set(answer.headers["Allow"].split(", "))
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.gen_test(timeout=30)
async def test_other_origins_are_let_in_by_the_configuration_only(venue: Venue) -> None:
    for origin in ("https://club.example", f"http://127.0.0.1:{venue.server.port}"):
        for method in ("GET", "OPTIONS"):
            answer = await venue.call(method, "/health", headers={"Origin": origin})
            assert not [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.mark.gen_test(timeout=30)
async def test_an_origin_of_the_configuration_may_read_every_reply(io_loop, tmp_path) -> None:
    origin = "https://club.example"
    async with Venue(tmp_path, cors={"origins": [origin]}) as venue:
        for method, path in (("GET", "/health"), ("GET", "/api/me/"), ("POST", "/api/login/"),
                             ("PUT", "/api/me/"), ("GET", "/api/competencias/9/resultados/"),
                             ("OPTIONS", "/api/equipos/1/")):  # fmt: skip
            body = "{}" if method in ("POST", "PUT") else None
            answer = await venue.call(method, path, body, headers={"Origin": origin})
            assert answer.headers["Access-Control-Allow-Origin"] == origin
            assert "Origin" in answer.headers["Vary"]
            assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
        assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
        for other in ("https://club.example.evil", "http://club.example", "null"):
            answer = await venue.get("/health", headers={"Origin": other})
            assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.gen_test(timeout=30)
async def test_the_description_names_every_endpoint_and_its_errors(venue: Venue) -> None:
    schema = (await venue.get("/api/schema/")).json
    described = {
        (method.upper(), path): operation
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    }
    for method, path, declared in ENDPOINTS:
        if declared.access is Access.LOCAL:
            assert (method, path) not in described
            continue
        operation = described[method, path]
        statuses = {int(status) for status in operation["responses"]}
        assert statuses >= {*declared.replies, *declared.errors}
        assert ("security" in operation) == (
            declared.access not in (Access.PUBLIC, Access.LOOPBACK)
        )
    assert json.dumps(schema).count('"$ref"') > 10
