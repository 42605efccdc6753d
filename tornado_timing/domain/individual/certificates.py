"""What a finisher's certificate says and looks like."""

import re
from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from tornado_timing.domain import errors

MAX_LINES = 10
MAX_SIGNATURES = 3
MAX_LOGO_KB = 300
# Base64 has four characters for three bytes.
_MAX_LOGO_CHARACTERS = 4 * -(-MAX_LOGO_KB * 1024 // 3)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")

# What can stand in braces in a text.
PLACEHOLDERS = frozenset(
    {"name", "place", "time", "category", "place_in_category", "race", "date", "team"}
)
_PLACE = re.compile(r"\{(\w+)\}")

_Text = Annotated[str, Meta(max_length=200)]
_Signature = Annotated[str, Meta(max_length=100)]
_Color = Annotated[str, Meta(pattern=r"^#[0-9A-Fa-f]{6}$(?!\n)")]


class Orientation(StrEnum):
    """Which side of the paper is the longer one."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


class CertificateDesign(Struct, frozen=True, kw_only=True):
    """As the organizer has chosen it; what is empty is in the words of the product.

    Texts have places in braces, one of `PLACEHOLDERS`. A line with places all of which are empty
    is left out, and one that is nothing but the name or the time is written large. `logo` is a
    PNG or JPEG in base64.
    """

    title: _Text = ""
    lines: Annotated[tuple[_Text, ...], Meta(max_length=MAX_LINES)] = ()
    color: _Color = "#12355b"
    accent: _Color = "#b8862d"
    logo: str = ""
    signatures: Annotated[tuple[_Signature, ...], Meta(max_length=MAX_SIGNATURES)] = ()
    orientation: Orientation = Orientation.LANDSCAPE


def check_design(design: CertificateDesign) -> None:
    """Raises unless certificates can be made so, as far as their texts and sizes say.

    Raises UnknownPlaceholder, LogoTooLarge, LogoUnreadable.
    """
    for field, text in _texts(design):
        for name in _PLACE.findall(text):
            if name not in PLACEHOLDERS:
                raise errors.UnknownPlaceholder(field=field, placeholder=f"{{{name}}}")
    logo_of(design)


def logo_of(design: CertificateDesign) -> bytes | None:
    """The picture, by its first bytes a PNG or JPEG. Raises LogoTooLarge, LogoUnreadable."""
    if not design.logo:
        return None
    if len(design.logo) > _MAX_LOGO_CHARACTERS:
        raise errors.LogoTooLarge(field="logo", limit_kb=MAX_LOGO_KB)
    try:
        picture = b64decode(design.logo, validate=True)
    except (NoBase64, ValueError) as error:
        raise errors.LogoUnreadable(field="logo") from error
    if not picture.startswith(_PICTURES):
        raise errors.LogoUnreadable(field="logo")
    return picture


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its places filled; empty where it has some, and all of them are.

    >>> filled("{category}: {place_in_category}", {"category": "", "place_in_category": ""})
    ''
    """
    names = _PLACE.findall(text)
    if names and not any(values[name] for name in names):
        return ""
    return _PLACE.sub(lambda match: values[match[1]], text)


def _texts(design: CertificateDesign) -> Iterator[tuple[str, str]]:
    """Every text with the name of its field."""
    yield "title", design.title
    for index, line in enumerate(design.lines):
        yield f"lines[{index}]", line
    for index, signature in enumerate(design.signatures):
        yield f"signatures[{index}]", signature
