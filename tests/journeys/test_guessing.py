"""Guessing at passwords, codes and tickets over the network, and using one twice at once."""

import asyncio
import json
from collections import Counter
from typing import Any

import pytest

from tests.journeys.raw_client import HANDSHAKE
from tests.journeys.stranger import STRANGERS_ADDRESS, header, stranger
from tests.venue import Venue

HANDSHAKE_LINES = "".join(f"{name}: {value}\r\n" for name, value in HANDSHAKE.items())


def post(path: str, document: dict[str, Any], token: str = "") -> bytes:
    """A request by hand."""
    body = json.dumps(document).encode()
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{bearer}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def sign_in(
    venue: Venue, login: str, password: str, address: str = STRANGERS_ADDRESS
) -> tuple[str, str]:
    """A sign-in from an address: its status, and its answer's head."""
    async with stranger(venue.server.port, address) as one:
        await one.say(post("/api/login/", {"username": login, "password": password}))
        head, _ = await one.hear()
        return head.split()[1], head


@pytest.mark.gen_test(timeout=30)
async def test_who_guesses_waits_and_the_judge_does_not(venue: Venue) -> None:
    for number in range(10):
        assert (await sign_in(venue, "juez1", f"guess-{number}"))[0] == "401"
    # In any spelling that finds the account, and with the right one too.
    for login in ("juez1", "JUEZ1", " juez1 ", "\u2003Juez1\t"):
        status, head = await sign_in(venue, login, "clave-juez1")
        assert status == "429", login
        assert 1 <= int(header(head, "Retry-After") or 0) <= 30
    assert (await sign_in(venue, "juez1", "clave-juez1", "127.0.0.1"))[0] == "200"
    # From there he may go on with other accounts, for a while.
    assert (await sign_in(venue, "juez2", "clave-juez2"))[0] == "200"


@pytest.mark.gen_test(timeout=30)
async def test_no_spelling_of_a_login_makes_another_account_to_guess_at(venue: Venue) -> None:
    """Each that finds the account counts for it, each that does not finds none."""
    spellings = ["juez1", "JUEZ1", "\tjuez1", "juez1\u3000", "ju\u200bez1", "ｊｕｅｚ1", "juez1\0",
                 "JUEZ\u0661", "j\u0075\u0301ez1"]  # fmt: skip
    finding = []
    for number, login in enumerate(spellings):
        status, _ = await sign_in(venue, login, "clave-juez1", f"127.0.0.{number + 10}")
        finding += [login] if status == "200" else []
    assert finding == ["juez1", "JUEZ1", "\tjuez1", "juez1\u3000"]
    answers = Counter[str]()
    for number in range(40):
        login = finding[number % len(finding)]
        answers[(await sign_in(venue, login, f"guess-{number}"))[0]] += 1
    assert answers == {"401": 10, "429": 30}


@pytest.mark.gen_test(timeout=30)
async def test_a_header_that_names_another_address_changes_nothing(venue: Venue) -> None:
    answers = Counter[str]()
    for number in range(15):
        body = json.dumps({"username": "juez1", "password": "wrong"})
        forged = f"10.0.0.{number}"
        headers = {"X-Forwarded-For": forged, "X-Real-Ip": forged, "Forwarded": f"for={forged}"}
        answers[str((await venue.post("/api/login/", body, headers=headers)).status)] += 1
    assert answers == {"401": 10, "429": 5}


@pytest.mark.gen_test(timeout=30)
async def test_of_many_who_show_one_code_at_once_one_gets_in(venue: Venue) -> None:
    made = await venue.post("/api/jueces/tarjetas/", {"judge_ids": [2]}, user="organiza")
    assert made.status in (200, 201), made.body
    code = made.json[0]["code"]
    request = post("/api/login/codigo/", {"code": code})

    async def show() -> str:
        async with stranger(venue.server.port, "127.0.0.1") as one:
            await one.say(request)
            return (await one.hear())[0].split()[1]

    answers = Counter(await asyncio.gather(*(show() for _ in range(8))))
    assert answers == {"200": 1, "401": 7}


@pytest.mark.gen_test(timeout=30)
async def test_of_many_who_show_one_ticket_at_once_one_gets_in(venue: Venue) -> None:
    ticket = (await venue.post("/api/ws-ticket/", user="juez1")).json["ticket"]
    path = f"/ws/juez/2/?ticket={ticket}"
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\n{HANDSHAKE_LINES}\r\n".encode()

    async def show() -> str:
        async with stranger(venue.server.port) as one:
            await one.say(request)
            return (await one.hear())[0].split()[1]

    answers = Counter(await asyncio.gather(*(show() for _ in range(8))))
    assert answers == {"101": 1, "401": 7}


@pytest.mark.gen_test(timeout=30)
async def test_a_code_that_is_guessed_at_makes_the_guesser_wait(venue: Venue) -> None:
    answers = Counter[str]()
    async with stranger(venue.server.port) as one:
        for number in range(15):
            await one.say(post("/api/login/codigo/", {"code": f"0000-0000-{number:04}"}))
            answers[(await one.hear())[0].split()[1]] += 1
    assert answers == {"401": 10, "429": 5}
