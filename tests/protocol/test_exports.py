"""Names of files to hand out."""

from urllib.parse import unquote

import pytest

from tornado_timing.exports.request import Sheet
from tornado_timing.protocol.exports import SHEET_FILES, attachment


def test_every_sheet_has_a_name_of_its_own() -> None:
    assert set(SHEET_FILES) == set(Sheet)
    assert len(set(SHEET_FILES.values())) == len(Sheet)


@pytest.mark.parametrize(
    ("race", "name"),
    [
        ("5K Ñandú", "5K Ñandú - premiación.pdf"),
        ('a/b\\c:"d"\r\nSet-Cookie: x', "a-b-c--d---Set-Cookie- x - premiación.pdf"),
        ("山 😀", "山 😀 - premiación.pdf"),
    ],
)
def test_a_header_of_ascii_alone_says_a_name_that_every_system_takes(race: str, name: str) -> None:
    header = attachment(race, "premiación", "pdf")
    assert header.isascii()
    assert header.isprintable()
    kind, plain, extended = header.split("; ")
    assert (kind, plain) == ("attachment", 'filename="resultados.pdf"')
    assert unquote(extended.removeprefix("filename*=UTF-8''")) == name
