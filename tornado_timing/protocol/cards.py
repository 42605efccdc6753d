"""Judges' cards, generated passwords, and QR codes."""

from typing import Annotated

from msgspec import Meta, Struct

from tornado_timing.domain.model import Account
from tornado_timing.protocol.resources import Id
from tornado_timing.protocol.wire import iso

MAX_JUDGES = 500
# What is joined to an address for a QR code.
MAX_PATH_LENGTH = 300

JudgeIds = Annotated[list[Id], Meta(min_length=1, max_length=MAX_JUDGES)]


class CardsIn(Struct):
    """For which judges; `base_url` is the address that the cards open, the best unless given."""

    judge_ids: JudgeIds
    base_url: Annotated[str, Meta(min_length=1, max_length=300)] | None = None


class QrOut(Struct):
    """A QR code: one path in a square of `size` units, its quiet zone included."""

    size: int
    path: str


class CardOut(Struct):
    """A judge's card; the code is shown this once."""

    judge_id: int
    username: str
    full_name: str
    code: str
    url: str
    expires_at: str
    qr: QrOut


class CodeIn(Struct):
    """The one-time code of a card, in any case of letters, with or without its dashes."""

    code: Annotated[str, Meta(min_length=1, max_length=100)]


class PasswordsIn(Struct):
    """Whose passwords are to be replaced."""

    judge_ids: JudgeIds


class PasswordOut(Struct):
    """A judge's new password, shown this once."""

    judge_id: int
    username: str
    full_name: str
    password: str


class SuggestionOut(Struct):
    """A password that nobody has yet."""

    password: str


class PathQrOut(Struct):
    """A QR code and the address that it says."""

    url: str
    size: int
    path: str


def card_out(judge: Account, code: str, url: str, expires_at_ms: int, qr: QrOut) -> CardOut:
    """The card of `judge`."""
    return CardOut(judge.id, judge.username, judge.full_name, code, url, iso(expires_at_ms), qr)


def password_out(judge: Account, password: str) -> PasswordOut:
    """The new password of `judge`."""
    return PasswordOut(judge.id, judge.username, judge.full_name, password)


def judge_url(base_url: str, code: str) -> str:
    """The judges' page with a code.

    It stands behind the #, which browsers keep to themselves: it is in no request and no log.
    """
    return f"{base_url}/juez#codigo={code}"
