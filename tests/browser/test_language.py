"""The live page speaks Spanish or English, as the browser asks."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.race_server import RaceServer

SPANISH = ("es", "Dorsal", "En vivo", "En curso")
ENGLISH = ("en", "Bib", "Live", "In progress")


@pytest.mark.parametrize(
    ("locale", "words"),
    [("es-EC", SPANISH), ("es", SPANISH), ("en-GB", ENGLISH), ("de-DE", SPANISH)],
)
def test_page_speaks_the_users_language(
    server: RaceServer, open_page: OpenPage, locale: str, words: tuple[str, ...]
) -> None:
    language, bib, live, phase = words
    server.start_race()

    page = open_page(f"{server.url}/competencia/1", locale=locale).page

    expect(page.get_by_role("columnheader", name=bib)).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(live)
    expect(page.locator(".phase")).to_have_text(phase)
    expect(page.locator("html")).to_have_attribute("lang", language)
