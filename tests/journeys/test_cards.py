"""Judges' cards over HTTP: made by the organizer, used by the judge, once."""

import asyncio
from typing import Any

import pytest

from tests.venue import Answer, Venue

CARDS, LOGIN, PASSWORDS = "/api/jueces/tarjetas/", "/api/login/codigo/", "/api/jueces/contrasenas/"


async def cards_for(venue: Venue, *usernames: str, **more: Any) -> Any:
    judge_ids = [venue.state.account_by_login(username).id for username in usernames]
    answer = await venue.post(CARDS, {"judge_ids": judge_ids, **more}, user="organiza")
    assert answer.status == 200, answer.body
    return answer.json


async def sign_in(venue: Venue, code: str) -> Answer:
    return await venue.post(LOGIN, {"code": code})


def dark_modules(qr: dict[str, Any]) -> set[tuple[int, int]]:
    """Draws the path of a QR code: the squares that it fills."""
    found = set()
    for run in qr["path"].split("z")[:-1]:
        start, _, width = run.removeprefix("M").partition("h")
        x, y = map(int, start.split())
        length = int(width.split("v")[0])
        assert run == f"M{x} {y}h{length}v1h-{length}"
        found |= {(x + step, y) for step in range(length)}
    return found


def check_qr(qr: dict[str, Any]) -> None:
    """It has the three corners that every QR code has, and white all around."""
    dark, last = dark_modules(qr), qr["size"] - 5
    for x, y in ((4, 4), (last, 4), (4, last)):
        assert (x, y) in dark
    assert min(min(place) for place in dark) == 4
    assert max(max(place) for place in dark) == last


@pytest.mark.gen_test(timeout=30)
async def test_a_card_signs_its_judge_in_once(venue: Venue) -> None:
    first, second = await cards_for(venue, "juez1", "juez2")
    assert (first["username"], first["full_name"]) == ("juez1", "Juan Pérez")
    assert first["url"].endswith(f"/juez#codigo={first['code']}")
    assert first["url"].startswith(f"http://127.0.0.1:{venue.server.port}/")
    assert first["expires_at"].endswith("Z")
    check_qr(first["qr"])
    answer = await sign_in(venue, second["code"].lower())
    assert answer.status == 200, answer.body
    assert answer.json.keys() == (await venue.login("juez2")).json.keys()
    assert answer.json["juez"]["username"] == "juez2"
    assert answer.json["juez"]["competencia"]["nombre"] == "Carrera 5K"
    assert (await venue.get("/api/me/", token=answer.json["access"])).status == 200
    for code in (second["code"], "XXXX-XXXX-XXXX"):
        refused = await sign_in(venue, code)
        assert (refused.status, refused.json["code"]) == (401, "invalid_code")
    await venue.restart()
    assert (await sign_in(venue, second["code"])).status == 401
    assert (await sign_in(venue, first["code"])).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_two_phones_with_one_card(venue: Venue) -> None:
    (card,) = await cards_for(venue, "juez1")
    answers = await asyncio.gather(*(sign_in(venue, card["code"]) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [200, 401, 401, 401]


@pytest.mark.gen_test(timeout=30)
async def test_an_inactive_judge_is_told_so(venue: Venue) -> None:
    (card,) = await cards_for(venue, "juez1")
    path = f"/api/jueces/{card['judge_id']}/"
    await venue.call("PATCH", path, {"activo": False}, user="organiza")
    answer = await sign_in(venue, card["code"])
    assert (answer.status, answer.json["code"]) == (403, "account_inactive")


@pytest.mark.gen_test(timeout=30)
async def test_guessing_codes_is_slowed(venue: Venue) -> None:
    (card,) = await cards_for(venue, "juez1")
    for number in range(10):
        assert (await sign_in(venue, f"guess-{number}")).status == 401
    answer = await sign_in(venue, card["code"])
    assert (answer.status, answer.json["code"]) == (429, "too_many_attempts")
    assert (await venue.login("juez1")).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_cards_lead_to_this_server_only(venue: Venue) -> None:
    (address,) = (await venue.get("/api/direcciones/")).json["urls"]
    host = {"Host": f"carrera.local:{venue.server.port}"}
    mine = f"http://carrera.local:{venue.server.port}"
    judge_ids = [venue.state.account_by_login("juez1").id]
    for base_url, headers in ((address, {}), (address + "/", {}), (mine, host)):
        body = {"judge_ids": judge_ids, "base_url": base_url}
        answer = await venue.post(CARDS, body, user="organiza", headers=headers)
        assert answer.json[0]["url"].startswith(base_url.rstrip("/") + "/juez#"), answer.body
    codes = dict(venue.state.sign_in_codes)
    for foreign in ("http://evil.example", mine, f"{address}@evil.example", "javascript:1", "/"):
        body = {"judge_ids": judge_ids, "base_url": foreign}
        answer = await venue.post(CARDS, body, user="organiza")
        assert (answer.status, answer.json["code"]) == (400, "invalid_field"), foreign
        assert "base_url" in answer.json["error"]
    assert venue.state.sign_in_codes == codes, "a card that was refused kills no code"


@pytest.mark.parametrize("path", [CARDS, PASSWORDS])
@pytest.mark.parametrize("judge_ids", [[], [99], [1, 99], ["1"], None, [0]])
@pytest.mark.gen_test(timeout=30)
async def test_for_strangers_there_is_nothing(venue: Venue, path: str, judge_ids: Any) -> None:
    before = dict(venue.state.accounts)
    answer = await venue.post(path, {"judge_ids": judge_ids}, user="organiza")
    assert answer.status == 400
    assert answer.json["field"].startswith("judge_ids")
    assert (venue.state.accounts, venue.state.sign_in_codes) == (before, {})


@pytest.mark.gen_test(timeout=30)
async def test_new_passwords_open_and_end_what_was_open(venue: Venue) -> None:
    token, judge_id = await venue.token("juez1"), venue.state.account_by_login("juez1").id
    answer = await venue.post(PASSWORDS, {"judge_ids": [judge_id]}, user="organiza")
    (given,) = answer.json
    assert (given["judge_id"], given["full_name"]) == (judge_id, "Juan Pérez")
    assert len(given["password"].split("-")) == 4
    assert (await venue.get("/api/me/", token=token)).status == 401
    assert (await venue.login("juez1")).status == 401
    assert (await venue.login("juez1", given["password"])).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_without_a_password_comes_in_by_card_or_by_a_later_password(
    venue: Venue,
) -> None:
    made = await venue.post("/api/jueces/", {"username": "nueva"}, user="organiza")
    assert made.status == 201, made.body
    for password in ("x", "nueva", "null"):
        assert (await venue.login("nueva", password)).status == 401
    (card,) = await cards_for(venue, "nueva")
    assert (await sign_in(venue, card["code"])).json["juez"]["id"] == made.json["id"]
    suggestion = (await venue.get("/api/contrasenas/sugerencia/", user="organiza")).json["password"]
    path = f"/api/jueces/{made.json['id']}/"
    await venue.call("PATCH", path, {"password": suggestion}, user="organiza")
    assert (await venue.login("nueva", suggestion)).status == 200


# ---- addresses and their QR codes ----


@pytest.mark.gen_test(timeout=30)
async def test_a_page_of_this_server_has_a_qr_code(venue: Venue) -> None:
    address = (await venue.get("/api/direcciones/")).json["urls"][0]
    for sent, path in (
        ("", "/"),
        ("?path=/competencia/3", "/competencia/3"),
        ("?path=/juez%23codigo%3DX", "/juez#codigo=X"),
        ("?path=/a%20%C3%B1%22%3C", "/a%20%C3%B1%22%3C"),
    ):
        answer = await venue.get(f"/api/qr/{sent}")
        assert answer.status == 200, answer.body
        assert answer.json["url"] == address + path
        check_qr(answer.json)


@pytest.mark.parametrize(
    "path", ["competencia/3", "//evil.example", "", "/a%0Ab", "/a%00", "/" + "a" * 300, "%20/a"]
)
@pytest.mark.gen_test(timeout=30)
async def test_what_is_no_path_of_this_server_has_none(venue: Venue, path: str) -> None:
    answer = await venue.get(f"/api/qr/?path={path}")
    assert (answer.status, answer.json["code"]) == (400, "invalid_field")
    assert "path" in answer.json["error"]
