"""Entity tags, and what ``If-Match`` says of them."""

import pytest
from msgspec.structs import replace

from tornado_timing.domain.model import Account, Competition, Role, Team
from tornado_timing.protocol.etags import etag_of, is_matched

TAG = '"0123456789abcdef"'
JUDGE = Account(id=1, role=Role.JUDGE, username="ana", password_hash="$2b$04$x")


def test_a_tag_is_short_and_quoted_and_stays_the_same() -> None:
    item = Competition(id=1, name="5K", scheduled_at_ms=0)
    assert etag_of(item) == etag_of(replace(item))
    assert len(etag_of(item)) == 18
    assert etag_of(item).strip('"').isalnum()


@pytest.mark.parametrize(
    ("item", "changes"),
    [
        (Competition(id=1, name="5K", scheduled_at_ms=0), {"is_running": True}),
        (Competition(id=1, name="5K", scheduled_at_ms=0), {"start_correction_ms": 1}),
        (Team(id=1, competition_id=1, name="x", number=1), {"judge_id": 2}),
        (JUDGE, {"phone": "5"}),
        (JUDGE, {"token_version": 2}),
    ],
)
def test_every_change_changes_the_tag(item: Competition, changes: dict[str, object]) -> None:
    assert etag_of(item) != etag_of(replace(item, **changes))


def test_a_password_that_is_hashed_anew_is_no_change() -> None:
    assert etag_of(JUDGE) == etag_of(replace(JUDGE, password_hash="$2b$12$y"))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (TAG, True),
        ("*", True),
        (" * ", True),
        (f'"a", {TAG}', True),
        (f'{TAG},"a, b"', True),
        (f"W/{TAG}", False),
        ('"fedcba9876543210"', False),
        ("0123456789abcdef", False),
        ("", False),
        ('"*"', False),
        (f'"x{TAG[1:]}', False),
    ],
)
def test_which_header_lets_the_change_through(header: str, expected: bool) -> None:
    assert is_matched(header, TAG) is expected
