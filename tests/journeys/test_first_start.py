"""The first organizer over HTTP: from this machine, or by the link that the server prints."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.ioloop import IOLoop

from tests.venue import Answer, Venue

PATH = "/api/primer-organizador/"
OLGA = {"username": "olga", "password": "clave-olga"}
# What a page of another site, a tunnel, or another machine looks like.
FROM_AFAR = [
    {"Host": "timing.evil.example"},
    {"Host": "localhost.evil.example:8000"},
    {"Host": "192.168.1.5:8000"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Host": "localhost:8000", "Origin": "http://localhost:3000"},
    {"X-Forwarded-For": "127.0.0.1"},
    {"Forwarded": "for=127.0.0.1"},
]


@pytest.fixture
def empty(io_loop: IOLoop, tmp_path: Path) -> Iterator[Venue]:
    """A server over an empty directory."""
    place = Venue(tmp_path / "data")
    io_loop.run_sync(place.start)
    yield place
    io_loop.run_sync(place.close)


async def make(venue: Venue, headers: dict[str, str] | None = None, **more: Any) -> Answer:
    return await venue.post(PATH, {**OLGA, **more}, headers=headers)


def secret_of(venue: Venue) -> str:
    return str(venue.server.services.setup.secret)


@pytest.mark.gen_test(timeout=30)
async def test_at_this_machine_it_takes_a_name_and_a_password(empty: Venue) -> None:
    assert (await empty.get(PATH)).json == {"needed": True, "needs_secret": False}
    answer = await make(empty, first_name="Olga", last_name="Díaz")
    assert answer.status == 201, answer.body
    assert answer.json["rol"] == "organizador"
    assert answer.json["juez"] is None
    assert (await empty.get(PATH)).json == {"needed": False, "needs_secret": False}
    me = await empty.get("/api/me/", token=answer.json["access"])
    assert (me.json["username"], me.json["full_name"]) == ("olga", "Olga Díaz")
    refreshed = await empty.post("/api/refresh/", {"refresh": answer.json["refresh"]})
    assert refreshed.status == 200
    assert (await empty.get("/api/jueces/", user="olga")).status == 200


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
@pytest.mark.gen_test(timeout=30)
async def test_this_machine_has_several_names(empty: Venue, host: str) -> None:
    headers = {"Host": host, "Origin": f"http://{host.lower()}"}
    assert (await empty.get(PATH, headers=headers)).json["needs_secret"] is False
    assert (await make(empty, headers)).status == 201


@pytest.mark.parametrize("headers", FROM_AFAR, ids=str)
@pytest.mark.gen_test(timeout=30)
async def test_from_afar_it_takes_the_secret(empty: Venue, headers: dict[str, str]) -> None:
    assert (await empty.get(PATH, headers=headers)).json == {"needed": True, "needs_secret": True}
    for more in ({}, {"secret": ""}, {"secret": "guess"}):
        answer = await make(empty, headers, **more)
        assert (answer.status, answer.json["code"]) == (403, "setup_not_allowed")
        assert answer.json["detail"] == answer.json["error"]
    assert (await make(empty, headers, secret=secret_of(empty))).status == 201


@pytest.mark.gen_test(timeout=30)
async def test_the_link_works_once(empty: Venue) -> None:
    secret = secret_of(empty)
    assert (await make(empty)).status == 201
    for headers in (None, FROM_AFAR[0]):
        for more in ({}, {"secret": secret}):
            answer = await make(empty, headers, username="other", **more)
            assert (answer.status, answer.json["code"]) == (409, "organizer_exists")
    await empty.restart()
    assert (await make(empty, username="other")).status == 409


@pytest.mark.gen_test(timeout=30)
async def test_two_at_once_make_one_organizer(empty: Venue) -> None:
    answers = await asyncio.gather(make(empty), make(empty, username="other"))
    assert sorted(answer.status for answer in answers) == [201, 409]
    assert len(empty.state.accounts) == 1


@pytest.mark.gen_test(timeout=30)
async def test_guessing_is_slowed(empty: Venue) -> None:
    for _ in range(10):
        assert (await make(empty, FROM_AFAR[0], secret="guess")).status == 403
    answer = await make(empty, FROM_AFAR[0], secret=secret_of(empty))
    assert answer.status == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 31


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "olga"},
        {"username": "  ", "password": "x"},
        {"username": "ol\nga", "password": "x"},
        {"username": "olga", "password": ""},
        {"username": "olga", "password": "ñ" * 40},
        {"username": "olga", "password": "x", "secret": 7},
    ],
)
@pytest.mark.gen_test(timeout=30)
async def test_bad_input_makes_nobody(empty: Venue, body: dict[str, Any]) -> None:
    assert (await empty.post(PATH, body)).status == 400
    assert empty.state.accounts == {}
    assert (await make(empty)).status == 201
