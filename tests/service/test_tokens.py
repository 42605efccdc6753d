"""Tokens, and the key that signs them."""

import base64
import json
import os
import stat
from pathlib import Path
from typing import Any

import jwt
import pytest

from tests.language_of_races import START_MS, HandClock
from tornado_timing.domain.errors import InvalidToken
from tornado_timing.service.tokens import Kind, Tokens, signing_key

KEY = b"k" * 64
NOW_S = START_MS // 1000


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def tokens(clock: HandClock) -> Tokens:
    return Tokens(KEY, clock)


def claims(**changes: Any) -> dict[str, Any]:
    good = {"sub": "7", "typ": "access", "sid": "s", "ver": 1, "exp": NOW_S + 60}
    return {key: value for key, value in {**good, **changes}.items() if value is not ...}


def signed(key: bytes = KEY, algorithm: str = "HS256", **changes: Any) -> str:
    return jwt.encode(claims(**changes), key, algorithm=algorithm)


def part(document: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()


def test_what_is_issued_is_read(tokens: Tokens) -> None:
    read = tokens.read(tokens.issue(7, "access", "s", 3, 60), "access")
    assert (read.account_id, read.sid, read.ver, read.exp) == (7, "s", 3, NOW_S + 60)
    assert tokens.read(signed(), "access").account_id == 7


def test_two_tokens_of_the_same_moment_differ(tokens: Tokens) -> None:
    assert tokens.issue(7, "access", "s", 3, 60) != tokens.issue(7, "access", "s", 3, 60)


def test_a_token_dies_when_its_time_is_up(tokens: Tokens, clock: HandClock) -> None:
    token = tokens.issue(7, "access", "s", 1, 60)
    clock.pass_s(59.9)
    tokens.read(token, "access")
    clock.pass_s(0.1)
    with pytest.raises(InvalidToken):
        tokens.read(token, "access")


def test_a_clock_that_is_set_back_by_a_restart_does_not_kill_tokens(tokens: Tokens) -> None:
    token = tokens.issue(7, "access", "s", 1, 60)
    set_back = Tokens(KEY, HandClock(START_MS - 3_600_000))
    assert set_back.read(token, "access").account_id == 7


def test_setting_the_laptops_clock_does_not_kill_tokens(
    tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tokens.issue(7, "access", "s", 1, 60)
    monkeypatch.setattr("time.time", lambda: NOW_S + 10**6)
    tokens.read(token, "access")


@pytest.mark.parametrize("kind", ["access", "refresh", "local"])
@pytest.mark.parametrize("wanted", ["access", "refresh", "local"])
def test_a_token_is_of_one_kind(tokens: Tokens, kind: Kind, wanted: Kind) -> None:
    token = tokens.issue(7, kind, "s", 1, 60)
    if kind == wanted:
        tokens.read(token, wanted)
    else:
        with pytest.raises(InvalidToken):
            tokens.read(token, wanted)


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": ...},
        {"sub": ...},
        {"sub": 7},
        {"sub": "ana"},
        {"sub": "7 or 1"},
        {"sub": ""},
        {"sub": "-7"},
        {"sub": "9" * 19},
        {"sub": None},
        {"typ": ...},
        {"typ": "other"},
        {"sid": ...},
        {"sid": 5},
        {"ver": ...},
        {"ver": "1"},
        {"ver": True},
        {"exp": str(NOW_S + 60)},
        {"exp": NOW_S + 60.5},
        {"exp": None},
        {"exp": NOW_S - 1},
        {"exp": -1},
    ],
)
def test_claims_that_are_wrong_are_refused_whoever_signed_them(
    tokens: Tokens, changes: dict[str, Any]
) -> None:
    try:
        token = signed(**changes)
    except TypeError:
        # PyJWT itself will not sign it.
        token = f"{part({'alg': 'HS256'})}.{part(claims(**changes))}."
    with pytest.raises(InvalidToken):
        tokens.read(token, "access")


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_refused_with_the_right_key(tokens: Tokens, algorithm: str) -> None:
    with pytest.raises(InvalidToken):
        tokens.read(signed(algorithm=algorithm), "access")


def test_a_forged_token_is_refused(tokens: Tokens) -> None:
    with pytest.raises(InvalidToken):
        tokens.read(signed(key=b"x" * 64), "access")
    head, _, signature = signed().split(".")
    with pytest.raises(InvalidToken):
        tokens.read(f"{head}.{part(claims(sub='1'))}.{signature}", "access")


@pytest.mark.parametrize("name", ["none", "None", "NONE", "", None])
def test_no_algorithm_is_refused(tokens: Tokens, name: str | None) -> None:
    for signature in ("", "AAAA"):
        with pytest.raises(InvalidToken):
            tokens.read(f"{part({'alg': name})}.{part(claims())}.{signature}", "access")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "x",
        "a.b.c",
        "ñ.ñ.ñ",
        "\ud800",
        "\x00",
        "a b c",
        f"{part([])}.{part([])}.AAAA",
        f"{part({'alg': 'HS256'})}.{part('x')}.AAAA",
        f"{part({'alg': []})}.e30.AAAA",
        f"{part({'alg': 'HS256', 'kid': 5})}.e30.AAAA",
        f"{part({'alg': 'HS256', 'b64': False})}..AAAA",
        base64.urlsafe_b64encode(b"[" * 40_000).decode() + ".e30.AAAA",
        "e30." * 1000,
    ],
)
def test_what_is_no_token_is_refused(tokens: Tokens, text: str) -> None:
    with pytest.raises(InvalidToken):
        tokens.read(text, "access")


# ---- the key ----


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    key = signing_key(tmp_path / "key")
    assert len(key) >= 32
    assert signing_key(tmp_path / "key") == key
    assert signing_key(tmp_path / "other") != key


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_the_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    signing_key(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"ab" * 20, b"abc", b"no hex at all", b"\xff" * 64])
def test_a_key_cut_short_by_a_power_failure_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    key = signing_key(path)
    assert len(key) >= 32
    assert signing_key(path) == key


def test_a_folder_without_room_for_a_key_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        signing_key(tmp_path / "missing" / "key")
    with pytest.raises(OSError):
        signing_key(tmp_path)
