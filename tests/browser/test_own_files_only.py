"""Every page makes do with this server: there is no internet at the venue."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.race_server import RaceServer


def hosts_asked(watched: WatchedPage) -> set[str]:
    # `blob:` and `data:` addresses are of the page itself and have no host.
    return {urlsplit(url).netloc for url in watched.requests} - {""}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/", "tbody tr"),
        ("/?lista", ".competitions a"),
        ("/competencia/1", "tbody tr"),
        ("/pantalla/1/", ".sheet [role=row]"),
        ("/api/schema/swagger-ui/", ".opblock"),
        ("/api/schema/redoc/", "[data-section-id] h2"),
    ],
)
def test_page_asks_no_other_host_and_has_no_complaint(
    server: RaceServer, open_page: OpenPage, path: str, content: str
) -> None:
    watched = open_page(server.url + path)
    expect(watched.page.locator(content).first).to_be_visible(timeout=20_000)
    watched.page.wait_for_load_state("networkidle")

    assert hosts_asked(watched) == {urlsplit(server.url).netloc}
    assert watched.complaints == []


def test_swagger_ui_tells_of_an_operation(server: RaceServer, open_page: OpenPage) -> None:
    watched = open_page(f"{server.url}/api/schema/swagger-ui/")
    watched.page.locator(".opblock-summary", has_text="/api/login/").first.click()

    expect(watched.page.get_by_role("button", name="Try it out").first).to_be_visible()
    assert hosts_asked(watched) == {urlsplit(server.url).netloc}
    assert watched.complaints == []


def test_redoc_search_works(server: RaceServer, open_page: OpenPage) -> None:
    """It searches in a worker of its own, which the security policy has to allow."""
    watched = open_page(f"{server.url}/api/schema/redoc/")
    watched.page.get_by_placeholder("Search...").fill("login")

    expect(watched.page.locator("[data-role='search:results'] li").first).to_be_visible()
    assert watched.complaints == []
