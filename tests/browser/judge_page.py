"""The judge's page as a browser opens it, for tests that need no phone of their own."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.judge_phone import SMALL
from tests.browser.panel import Organizer
from tests.browser.race_server import PASSWORD, RaceServer

HEARD = "Conectado"


def connection(page: Page) -> Locator:
    """Where the page says whether the laptop hears it."""
    return page.locator(".signal strong")


def open_signed_in(open_page: OpenPage, server: RaceServer, **options: Any) -> WatchedPage:
    """Opens the link of a new card of ``juez``, as a phone, and waits until it is connected."""
    options = {"viewport": SMALL, **options}
    watched = open_page(Organizer(server).card_link("juez"), **options)
    expect(connection(watched.page)).to_have_text(HEARD)
    return watched


def sign_in_by_password(page: Page, username: str, password: str = PASSWORD) -> None:
    """Fills in and sends the form for those without a card."""
    page.get_by_label("Usuario", exact=True).fill(username)
    page.get_by_label("Contraseña", exact=True).fill(password)
    page.get_by_role("button", name="Entrar con contraseña").click()
