"""The design of certificates: which texts and pictures it takes."""

from base64 import b64encode

import msgspec
import pytest

from tornado_timing.domain import errors
from tornado_timing.domain.individual.certificates import (
    MAX_LINES,
    MAX_LOGO_KB,
    PLACEHOLDERS,
    CertificateDesign,
    check_design,
    filled,
    logo_of,
)

PNG = b"\x89PNG\r\n\x1a\n"


def logo(content: bytes) -> CertificateDesign:
    return CertificateDesign(logo=b64encode(content).decode())


def test_what_nobody_has_chosen_can_be_printed() -> None:
    check_design(CertificateDesign())
    assert logo_of(CertificateDesign()) is None


def test_every_place_may_stand_in_every_text() -> None:
    text = " ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
    check_design(CertificateDesign(title=text, lines=(text,), signatures=(text,)))


@pytest.mark.parametrize(
    ("design", "field"),
    [
        (CertificateDesign(title="{club}"), "title"),
        (CertificateDesign(lines=("{name}", "de {club}")), "lines[1]"),
        (CertificateDesign(signatures=("{club}",)), "signatures[0]"),
        (CertificateDesign(lines=("{niño}",)), "lines[0]"),
    ],
)
def test_an_unknown_place_is_named_with_its_field(design: CertificateDesign, field: str) -> None:
    with pytest.raises(errors.UnknownPlaceholder) as raised:
        check_design(design)
    assert raised.value.details["field"] == field


def test_braces_around_no_word_are_nothing_but_braces() -> None:
    check_design(CertificateDesign(lines=("a { b } {} {", "}")))
    assert filled("a { b } {}", {}) == "a { b } {}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{name}: {team}", "Ana: "),
        ("{team}", ""),
        ("de {team} {category}", ""),
        ("sin llaves", "sin llaves"),
        ("{name}{name}", "AnaAna"),
    ],
)
def test_a_text_is_left_out_where_all_its_places_are_empty(text: str, said: str) -> None:
    assert filled(text, {"name": "Ana", "team": "", "category": ""}) == said


def test_what_is_filled_in_is_not_looked_at_again() -> None:
    assert filled("{name}", {"name": "{time}", "time": "1"}) == "{time}"


def test_a_logo_is_a_png_or_a_jpeg_by_its_content() -> None:
    assert logo_of(logo(PNG + b"...")) == PNG + b"..."
    assert logo_of(logo(b"\xff\xd8\xff...")) is not None
    for other in (b"GIF89a", b"<svg>", b"%PDF-1.4", b""):
        if other:
            with pytest.raises(errors.LogoUnreadable):
                logo_of(logo(other))
    for text in ("no es base64", "ñ", "AAAA=AAA"):
        with pytest.raises(errors.LogoUnreadable):
            logo_of(CertificateDesign(logo=text))


def test_a_logo_may_have_so_many_bytes_and_no_more() -> None:
    most = MAX_LOGO_KB * 1024
    check_design(logo(PNG.ljust(most, b".")))
    with pytest.raises(errors.LogoTooLarge):
        check_design(logo(PNG.ljust(most + 3, b".")))


@pytest.mark.parametrize(
    "wire",
    [
        {"color": "red"},
        {"accent": "#12345"},
        {"color": "#12345g"},
        {"title": "x" * 201},
        {"lines": ["x"] * (MAX_LINES + 1)},
        {"signatures": ["x"] * 4},
        {"orientation": "square"},
    ],
)
def test_a_design_of_another_form_is_none(wire: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wire, CertificateDesign)
