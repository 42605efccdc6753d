"""Under which address judges' cards lead to the laptop, and how phones learn to trust it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import PHONE, Organizer, faults_of, go_to, open_panel
from tests.browser.race_server import RaceServer, competition, event

HTTPS = "[security]\nbcrypt_cost = 4\n[tls]\nenabled = true\nport = 0\n"


@pytest.fixture
def encrypted(tmp_path: Path) -> Iterator[RaceServer]:
    """A server with HTTPS."""
    server = RaceServer(tmp_path)
    (tmp_path / "config.toml").write_text(HTTPS, "utf-8")
    with server:
        server.load(event([competition("Carrera 5K")], {101: "Los Veloces"}))
        yield server


def test_each_address_says_what_it_means(server: RaceServer, open_page: OpenPage) -> None:
    urls = ["http://10.255.255.1:8000", "http://timing.local:8000"]
    page = open_panel(open_page, server).page
    page.route("**/api/direcciones/", lambda route: route.fulfill(json={"urls": urls}))
    go_to(page, "judges/cards")
    choice = page.get_by_label("Dirección de este portátil")

    expect(page.get_by_text("10.255.255.1:8000 abre en todos los teléfonos")).to_be_visible()
    choice.select_option("http://timing.local:8000")
    expect(page.get_by_text("timing.local:8000 sigue valiendo en otra red")).to_be_visible()
    expect(page.get_by_text("abre en todos los teléfonos")).to_have_count(0)
    # Without HTTPS there is nothing to trust.
    expect(page.locator(".trust-sheet")).to_have_count(0)


def test_with_https_the_cards_come_with_how_to_trust_the_laptop(
    encrypted: RaceServer, open_page: OpenPage
) -> None:
    trust = Organizer(encrypted).get("/api/confianza/")
    watched = open_panel(open_page, encrypted, "judges/cards", viewport=PHONE)
    page = watched.page
    sheet = page.locator(".trust-sheet")
    # The page where it is learned must be reached without it.
    trust_page = f"127.0.0.1:{encrypted.port}/confianza/"
    expect(sheet.get_by_role("img", name=f"Código QR de {trust_page}")).to_be_visible()
    expect(sheet.locator("code")).not_to_have_count(0)
    assert ":".join(sheet.locator("code").all_inner_texts()) == trust["fingerprint"]

    page.get_by_label("Dirección de este portátil").select_option(trust["https_urls"][0])
    note = page.locator("form .banner").filter(has_text="tiene que confiar antes en el portátil")
    link = note.get_by_role("link", name="Confiar en este portátil")
    expect(link).to_have_attribute("href", "/confianza/")
    expect(note).not_to_contain_text("abre en todos los teléfonos")
    assert faults_of(watched) == []

    page.get_by_role("button", name="Hacer las tarjetas (1)").click()
    expect(page.locator(".judge-card-byhand strong")).to_have_text(f"{trust['https_urls'][0]}/juez")
    expect(sheet).to_contain_text(trust_page)
    assert faults_of(watched) == []
    # Both fit on one sheet of paper.
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type/Page/") == 1
