"""The rehearsal: the organizer asks, the phones show another button, and the race takes it away."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.judge_phone import JudgePhone, stored_times
from tests.browser.panel import LAPTOP, PHONE, faults_by_day_and_night, open_panel
from tests.browser.race_server import RaceServer
from tests.browser.venue_wifi import VenueWifi


def trial(page: Page) -> Any:
    return page.locator(".timing-trial")


def row(page: Page) -> Any:
    return page.locator(".rehearsal-judges tbody tr")


def ask(page: Page) -> None:
    page.get_by_role("button", name="Pedir toque de prueba").click()
    expect(page.get_by_role("button", name="Terminar el ensayo")).to_be_visible()


def test_every_phone_is_tried_and_nothing_of_it_is_stored(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_panel(open_page, server, "laptop").page
    page.get_by_role("link", name="Ensayo").click()
    expect(row(page)).to_contain_text("aún no se ha conectado")
    expect(page.locator(".rehearsal-summary")).to_contain_text(re.compile("Falta"))

    phone = JudgePhone.open(open_page, server)
    expect(row(page)).to_contain_text("todavía no")
    ask(page)
    expect(trial(phone.page)).to_contain_text("PRUEBA")
    expect(row(page)).to_contain_text("esperando el toque")
    phone.tap()
    expect(trial(phone.page)).to_contain_text("Recibido. Gracias.")
    expect(row(page)).to_contain_text(re.compile(r"llegó en \d+ ms"))
    expect(row(page)).to_contain_text(re.compile(r"± \d+ ms"))
    # It goes by itself.
    expect(trial(phone.page)).to_have_count(0)
    expect(phone.page.locator("#tap")).to_contain_text("101")
    assert phone.page.locator(".taps-list li").count() == 0

    page.get_by_role("button", name="Terminar el ensayo").click()
    expect(page.get_by_text("Ensayado a las")).to_be_visible()
    expect(row(page)).to_contain_text(re.compile(r"llegó en \d+ ms"))
    assert server.query("SELECT * FROM time_records") == []
    assert server.query("SELECT * FROM refused_records") == []
    assert phone.watched.complaints == []


def test_the_start_takes_it_away_and_the_next_tap_is_a_time(
    server: RaceServer, open_page: OpenPage
) -> None:
    phone = JudgePhone.open(open_page, server)
    page = open_panel(open_page, server, "ensayo").page
    ask(page)
    expect(trial(phone.page)).to_be_visible()
    server.start_race()
    expect(trial(phone.page)).to_have_count(0)
    expect(row(page)).to_contain_text("en carrera")
    expect(page.get_by_role("button", name="Pedir")).to_have_count(0)
    phone.tap()
    phone.all_sent()
    assert len(stored_times(server, 101)) == 1


def test_a_tap_that_was_meant_for_the_race_is_not_lost_to_the_rehearsal(
    server: RaceServer, open_page: OpenPage
) -> None:
    with VenueWifi(server.port) as wifi:
        phone = JudgePhone.open(open_page, server, base_url=wifi.url)
        ask(open_panel(open_page, server, "ensayo").page)
        expect(trial(phone.page)).to_be_visible()
        wifi.go_silent()
        server.start_race()
        # The phone cannot know yet.
        phone.tap()
        wifi.come_back()
        phone.is_connected()
        phone.all_sent()
        assert len(stored_times(server, 101)) == 1


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_it_has_no_fault(server: RaceServer, open_page: OpenPage, viewport: dict[str, int]) -> None:
    phone = JudgePhone.open(open_page, server)
    watched = open_panel(open_page, server, "ensayo", viewport=viewport)
    ask(watched.page)
    expect(watched.page.locator(".findings li").first).to_be_visible()
    assert faults_by_day_and_night(watched) == []
    expect(trial(phone.page)).to_be_visible()
    assert faults_by_day_and_night(phone.watched) == []
