"""How the laptop does, for the organizer: figures, slow phones, what the program has warned of."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.crowd import JUDGES, Crowd, crowded_event, teams_of
from tests.browser.panel import (
    LAPTOP,
    PHONE,
    Organizer,
    faults_by_day_and_night,
    open_panel,
)
from tests.browser.race_server import RaceServer


def figure(page: Page, title: str) -> str:
    card = page.locator(".operation-figure", has=page.get_by_role("heading", name=title))
    return card.locator(".figure").inner_text()


def race(server: RaceServer, crowd: Crowd) -> None:
    """Three judges with times; the phone of the second is slow."""
    organizer = Organizer(server)
    server.start_race()
    for place, username in enumerate(JUDGES[:3]):
        crowd.join(username)
        assert crowd.record(username, teams_of(organizer, username)[0], 61_000 + place)
    now_ms = round(time.time() * 1000)
    crowd.ping(JUDGES[1], t0=now_ms, pendientes=4)
    crowd.record(JUDGES[1], teams_of(organizer, JUDGES[1])[0], now_ms - 60_000)


def slow_commit(server: RaceServer, crowd: Crowd) -> None:
    """Another program has the file for a while; that a time waited for it is a warning."""
    other = sqlite3.connect(server.database_path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    letting_go = threading.Timer(0.5, other.execute, ["ROLLBACK"])
    letting_go.start()
    crowd.record(JUDGES[0], 1, 62_000)
    letting_go.join()
    other.close()


def test_organizer_sees_figures_and_the_slow_phone_first(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    empty_server.load(crowded_event())
    with Crowd(empty_server) as crowd:
        race(empty_server, crowd)
        page = open_panel(open_page, empty_server, "laptop").page
        page.get_by_role("main").get_by_role("link", name="Funcionamiento").click()

        rows = page.locator(".room-table tbody tr")
        expect(rows).to_have_count(3)
        expect(rows.first).to_contain_text("Juez 02")
        expect(rows.first).to_contain_text("Tiene toques que aún no llegan al portátil.")
        expect(rows.first).to_contain_text("Su último toque esperó en el teléfono.")
        expect(page.get_by_text("Van lentos o no responden: 1.")).to_be_visible()
        assert figure(page, "Tiempos guardados desde que arrancó") == "3"
        assert figure(page, "Teléfonos de jueces conectados") == "3"
        expect(page.locator(".figure").first).to_contain_text("ms")
        expect(page.get_by_role("img", name="Escrituras en el disco")).to_be_visible()

        # Without being loaded again.
        crowd.leave(JUDGES[1])
        expect(rows).to_have_count(2)
        expect(page.get_by_text("Todos responden bien.")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_page_is_sound_with_warnings_and_its_log_comes_along(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    empty_server.load(crowded_event())
    with Crowd(empty_server) as crowd:
        race(empty_server, crowd)
        slow_commit(empty_server, crowd)
        watched = open_panel(open_page, empty_server, "funcionamiento", viewport=viewport)
        page = watched.page
        expect(page.locator(".room-table tbody tr")).to_have_count(3)
        expect(page.locator(".operation-log")).to_contain_text("A commit took")
        assert faults_by_day_and_night(watched) == []

        with page.expect_download() as started:
            page.get_by_role("button", name="Descargar para pedir ayuda").click()
        assert started.value.suggested_filename == "funcionamiento.log"
        log = Path(started.value.path()).read_text("utf-8")
        assert "A judge's phone has come" in log
        assert "organiza (127.0.0.1): signed_in" in log
