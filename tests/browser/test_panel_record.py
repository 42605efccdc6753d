"""The record: who did what, in words, and all of it to keep."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import LAPTOP, PHONE, Organizer, faults_by_day_and_night, open_panel
from tests.browser.race_server import RaceServer, competition, event


def test_what_was_done_is_told_with_before_and_after(
    server: RaceServer, open_page: OpenPage
) -> None:
    organizer = Organizer(server)
    team = organizer.get("/api/equipos/?competition_id=1")[0]
    organizer.patch(f"/api/equipos/{team['id']}/", {"name": "Los Lentos"})
    watched = open_panel(open_page, server, "record")
    entries = watched.page.locator(".record > li")

    change = entries.filter(has_text="Cambió el equipo")
    expect(change).to_contain_text("Los Lentos")
    expect(change.locator("del")).to_have_text(team["name"])
    expect(change.locator("ins")).to_have_text("Los Lentos")
    expect(change).to_contain_text("organiza · 127.0.0.1")
    # The newest first: this page's own sign-in is after the change.
    expect(entries.first).to_contain_text("Entró")
    assert watched.complaints == []


def test_correction_of_a_start_is_on_record(server: RaceServer, open_page: OpenPage) -> None:
    organizer = Organizer(server)
    started = organizer.post("/api/competencias/1/iniciar/")["started_at"]
    earlier = f"{started[:-5]}.000Z"
    organizer.post(
        "/api/competencias/1/corregir-salida/", {"started_at": earlier, "reason": "Tarde"}
    )
    page = open_panel(open_page, server, "record").page

    entry = page.locator(".record > li").filter(has_text="Corrigió la salida de «Carrera 5K»")
    expect(entry).to_contain_text("Tarde")
    expect(entry).to_contain_text(".000")


def test_record_is_filtered_and_goes_back_to_its_beginning(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    races = [competition("Carrera 5K"), competition("Mini 1K")]
    empty_server.load(event(races, {101: "Los Veloces"}))
    organizer = Organizer(empty_server)
    team = organizer.get("/api/equipos/?competition_id=1")[0]["id"]
    for number in range(110):
        organizer.patch(f"/api/equipos/{team}/", {"name": f"Nombre {number}"})
    organizer.post("/api/competencias/2/iniciar/")
    page = open_panel(open_page, empty_server, "record").page
    entries = page.locator(".record > li")
    expect(entries).to_have_count(100)

    page.get_by_role("button", name="Ver anteriores").click()
    expect(entries.last).to_contain_text("Cargó un evento")
    expect(page.get_by_role("button", name="Ver anteriores")).to_have_count(0)

    page.get_by_label("Competencia").select_option(label="Mini 1K")
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("Dio la salida de «Mini 1K»")


def test_record_is_downloaded(server: RaceServer, open_page: OpenPage) -> None:
    server.start_race()
    page = open_panel(open_page, server, "record").page
    with page.expect_download() as download:
        page.get_by_role("button", name="Descargar todo (CSV)").click()

    assert download.value.suggested_filename == "registro.csv"
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert "race_started" in text
    assert "Carrera 5K" in text


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_record_has_no_faults(
    server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    server.start_race()
    organizer = Organizer(server)
    organizer.patch("/api/competencias/1/", {"name": "Carrera 5K del pueblo"})
    watched = open_panel(open_page, server, "record", viewport=viewport)
    expect(watched.page.get_by_text("Cambió la competencia").first).to_be_visible()
    assert faults_by_day_and_night(watched) == []
