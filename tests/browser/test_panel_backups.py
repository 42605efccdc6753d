"""The panel's page of backups: made, sent up, restored while it looks on, and what may fail."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, TEAMS, OpenPage
from tests.browser.panel import Organizer, faults_by_day_and_night, open_panel
from tests.browser.race_server import RaceServer, competition, event
from tornado_timing.service.backup_making import make_backup

STATES = ("good", "waiting", "missing", "full", "read_only", "failed", "no_answer")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RaceServer]:
    """A server that makes no backups by itself: these tests count them."""
    server = RaceServer(tmp_path)
    with (tmp_path / "config.toml").open("a", encoding="utf-8") as config:
        config.write("[backups]\nenabled = false\n")
    with server:
        server.load(event([competition("Carrera 5K")], TEAMS))
        yield server


def times_of(server: RaceServer) -> list[int]:
    rows = server.query("SELECT elapsed_ms FROM time_records ORDER BY seq")
    return [row["elapsed_ms"] for row in rows]


def restore_shown(page: Page) -> None:
    """Confirms what the dialog asks, and waits until the server is back."""
    page.get_by_label("Para confirmar, escriba: restaurar").fill("restaurar")
    page.get_by_role("dialog").get_by_role("button", name="Restaurar", exact=True).click()
    expect(page.get_by_text("Respaldo restaurado.")).to_be_visible()


def test_a_backup_is_made_and_restored_and_the_page_goes_on(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    server.record(101, [60_000])
    page = open_panel(open_page, server, "respaldos").page
    expect(page.get_by_text("Todavía no hay ninguno.")).to_be_visible()
    page.get_by_role("button", name="Respaldar ahora").click()
    expect(page.locator(".backup-list > li")).to_have_count(1)
    expect(page.locator(".backup-list")).to_contain_text("Tiempos: 1")
    server.record(102, [61_000, 62_000])

    page.locator(".backup-list").get_by_text("Restaurar…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("no tiene tiempos (2) ni marcas (0) que hay ahora")
    expect(dialog).to_contain_text("Hay una carrera en curso.")
    expect(dialog.get_by_role("row", name="Tiempos 1 3")).to_be_visible()
    restore_shown(page)

    assert times_of(server) == [60_000]
    # Nobody has signed in again, and who did it is on record.
    page.get_by_role("link", name="Registro").click()
    expect(page.get_by_text("Restauró un respaldo")).to_be_visible()


def test_a_file_from_another_laptop_is_looked_at_before_it_is_restored(
    server: RaceServer, open_page: OpenPage, tmp_path: Path
) -> None:
    server.start_race()
    server.record(101, [60_000])
    file = make_backup(server.database_path.parent, tmp_path / "ayer.db", 10)
    (tmp_path / "otro.db").write_bytes(b"no database at all")
    server.record(101, [61_000])
    page = open_panel(open_page, server, "respaldos").page
    picker = page.locator("input[type=file]")
    picker.set_input_files(tmp_path / "otro.db")
    refused = page.get_by_text("Ese archivo no es un respaldo de este programa.")
    expect(refused).to_be_visible()

    picker.set_input_files(file)
    expect(page.get_by_role("dialog")).to_contain_text("no tiene tiempos (1)")
    restore_shown(page)
    assert times_of(server) == [60_000]
    expect(page.locator(".backup-list")).to_contain_text("De un archivo")

    # What went well before is not said beside what fails now.
    picker.set_input_files(tmp_path / "otro.db")
    expect(refused).to_be_visible()
    expect(page.get_by_text("Respaldo restaurado.")).to_have_count(0)


@pytest.fixture
def server_without_its_stick(tmp_path: Path) -> Iterator[RaceServer]:
    """A server whose settings name a place that is not there."""
    server = RaceServer(tmp_path)
    with (tmp_path / "config.toml").open("a", encoding="utf-8") as config:
        config.write(f'[backups]\nplaces = ["{(tmp_path / "away").as_posix()}"]\n')
    with server:
        server.load(event([competition("Carrera 5K")], TEAMS))
        yield server


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_backups_have_no_faults_whatever_becomes_of_a_stick(
    server_without_its_stick: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    server = server_without_its_stick
    organizer = Organizer(server)
    organizer.post("/api/respaldos/")
    shown: dict[str, Any] = organizer.get("/api/respaldos/")
    shown["places"] += [place(f"/media/ana/{state.upper()}", state) for state in STATES]
    shown["places"].append(place("/media/ana/CARRERA", "offered"))
    watched = open_panel(open_page, server, viewport=viewport)
    page = watched.page
    page.route("**/api/respaldos/", lambda route: route.fulfill(json=shown))
    page.get_by_role("link", name="El portátil").click()
    # Said on every page.
    expect(page.get_by_text("Un respaldo no se puede guardar.")).to_be_visible()
    page.locator(".laptop-places").get_by_role("link", name="Respaldos").click()
    expect(page.get_by_text("Un respaldo no se puede guardar.")).to_have_count(0)
    expect(page.get_by_text("Memoria USB detectada: CARRERA")).to_be_visible()
    expect(page.locator(".backup-places > li")).to_have_count(2 + len(STATES))
    expect(page.locator(".backup-places")).to_contain_text("No queda espacio")
    before = faults_by_day_and_night(watched)
    page.locator(".backup-list").get_by_text("Restaurar…").click()
    expect(page.get_by_role("row", name="Competencias 1 1")).to_be_visible()
    table = page.locator(".backup-compared").bounding_box()
    around = page.locator("dialog article").bounding_box()
    assert table is not None
    assert around is not None
    assert table["x"] + table["width"] < around["x"] + around["width"]
    assert before + faults_by_day_and_night(watched) == []


def place(path: str, state: str) -> dict[str, Any]:
    reason = "Input/output error" if state == "failed" else ""
    return {"path": path, "kind": "stick", "state": state, "reason": reason,
            "last_name": None, "free_bytes": 7_900_000_000, "is_same_disk": False}  # fmt: skip
