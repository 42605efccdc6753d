"""No page keeps anybody from using it: what a checker of accessibility can tell of that."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import day_and_night, serious_findings
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.race_server import RaceServer

PROJECTOR = {"width": 1920, "height": 1080}
VIEWPORTS = pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=lambda size: size["width"])


@VIEWPORTS
@pytest.mark.parametrize("path", ["/competencia/1", "/pantalla/1/", "/?lista"])
def test_page_of_a_race_in_progress_has_no_serious_findings(
    server: RaceServer, open_page: OpenPage, path: str, viewport: dict[str, int]
) -> None:
    server.start_race()
    server.record(101, [61_000, 62_000])
    # With less motion nothing is half on its way, and half as visible, when it is looked at.
    page = open_page(server.url + path, viewport=viewport, reduced_motion="reduce").page
    expect(page.get_by_text("Los Veloces" if path != "/?lista" else "5K").first).to_be_visible()

    for _ in day_and_night(page):
        assert serious_findings(page) == []


def test_board_that_shares_has_no_serious_findings(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/competencia/1", viewport=PHONE).page
    page.get_by_text("Compartir").click()
    expect(page.get_by_role("link", name="Pantalla grande")).to_be_visible()

    for _ in day_and_night(page):
        assert serious_findings(page) == []


def test_a_fault_is_found(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/?lista").page
    expect(page.get_by_role("link", name="Carrera 5K")).to_be_visible()
    page.evaluate("document.querySelector('a').replaceChildren()")

    assert any(finding.startswith("link-name") for finding in serious_findings(page))
