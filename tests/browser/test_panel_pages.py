"""Every page of setting up: usable by everybody, on a phone and a laptop, by day and by night."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.panel import (
    LAPTOP,
    PHONE,
    Organizer,
    faults_by_day_and_night,
    faults_of,
    go_to,
    open_panel,
)
from tests.browser.race_server import RaceServer

PLACES = {
    "": ".race-card",
    "races/new": "form",
    "races/1": ".places",
    "races/1/teams": "tbody tr",
    "judges": "tbody tr",
    "judges/cards": ".choices",
    "races/1/walk/race": "form",
    "races/1/walk/teams": "form",
    "races/1/walk/judges": ".stepper",
    "races/1/walk/share": ".who-has-whom",
    "races/1/walk/cards": ".choices",
    "races/1/walk/ready": ".follow .qr",
    "bin": ".bin-list",
    "laptop": ".laptop-places",
}
WAYS = {
    "phone": (faults_by_day_and_night, {"viewport": PHONE}),
    "laptop by night": (faults_of, {"viewport": LAPTOP, "color_scheme": "dark"}),
    "laptop by day": (faults_of, {"viewport": LAPTOP, "locale": "en-GB"}),
}


@pytest.fixture
def busy_server(server: RaceServer) -> RaceServer:
    """A race under way, names as long as they come, and something in the bin."""
    organizer = Organizer(server)
    long = "Asociación Deportiva y Cultural de Amigos del Monte y del Río de Villanueva"
    organizer.post("/api/jueces/", {"username": "luis", "first_name": "Luis", "last_name": long})
    organizer.post("/api/equipos/", {"name": long, "number": 999_999_999, "competition_id": 1})
    for name in ("Vieja", f"Carrera de la {long}"):
        organizer.post("/api/competencias/", {"name": name, "datetime": "2026-01-01T08:00:00Z"})
    organizer.delete("/api/competencias/2/")
    server.start_race()
    server.record(102, [61_000])
    return server


@pytest.mark.parametrize(("look", "options"), WAYS.values(), ids=WAYS.keys())
def test_no_page_has_a_fault(
    busy_server: RaceServer,
    open_page: OpenPage,
    look: Callable[[WatchedPage], list[str]],
    options: dict[str, Any],
) -> None:
    watched = open_panel(open_page, busy_server, **options)
    found = {}
    for place, content in PLACES.items():
        go_to(watched.page, place)
        expect(watched.page.locator(content).first).to_be_visible()
        watched.page.wait_for_load_state("networkidle")
        found[place] = look(watched)

    assert {place: faults for place, faults in found.items() if faults} == {}


DIALOGS = {
    "new judge": ("judges", "Nuevo juez"),
    "change of a judge": ("judges", "Cambiar juez"),
    "change of a team": ("races/1/teams", "Cambiar Las Liebres"),
    "deleting a team": ("races/1/teams", "Borrar Las Liebres"),
    "deleting a race": ("races/1", "Borrar la competencia"),
    "sharing out": ("races/1/teams", "Repartir"),
    "emptying the bin": ("bin", "Vaciar la papelera"),
}


def test_no_dialog_has_a_fault(busy_server: RaceServer, open_page: OpenPage) -> None:
    watched = open_panel(open_page, busy_server, viewport=PHONE)
    found = {}
    for title, (place, button) in DIALOGS.items():
        go_to(watched.page, place)
        found[title] = faults_with_dialog(watched, watched.page, button)

    assert {title: faults for title, faults in found.items() if faults} == {}


def faults_with_dialog(watched: WatchedPage, page: Page, button: str) -> list[str]:
    opener = page.get_by_role("button", name=button)
    opener.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    faults = faults_by_day_and_night(watched)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    # Who uses the keyboard goes on where they were.
    expect(opener).to_be_focused()
    return faults


def test_sheets_have_no_fault(busy_server: RaceServer, open_page: OpenPage) -> None:
    watched = open_panel(open_page, busy_server, "judges/cards", viewport=PHONE)
    page = watched.page
    page.get_by_role("button", name="Hacer las tarjetas").click()
    expect(page.locator(".judge-card")).to_have_count(2)
    cards = faults_by_day_and_night(watched)
    page.get_by_role("button", name="Imprimir").click()
    go_to(page, "judges")
    page.get_by_label("Elegir todos").check()
    page.get_by_role("button", name="Contraseñas nuevas").click()
    page.get_by_role("button", name="Hacer contraseñas").click()
    expect(page.locator(".slip")).to_have_count(2)

    assert cards + faults_by_day_and_night(watched) == []


def test_gate_has_no_fault(server: RaceServer, open_page: OpenPage) -> None:
    watched = open_page(f"{server.url}/admin/", viewport=PHONE)
    expect(watched.page.locator(".gate form")).to_be_visible()

    assert faults_by_day_and_night(watched) == []
