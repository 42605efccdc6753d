"""The control room while judges come, send and go."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.crowd import JUDGES, Crowd, crowded_event, teams_of
from tests.browser.panel import (
    LAPTOP,
    PHONE,
    Organizer,
    faults_by_day_and_night,
    go_to,
    open_panel,
    sign_in,
)
from tests.browser.race_server import RaceServer, competition, event

WITHDRAWN = "Retirados por los jueces"


def rows(page: Page) -> Any:
    return page.locator(".room-table tbody tr")


def withdraw(crowd: Crowd, username: str, team_id: int, time_ms: int) -> None:
    """The judge records a time and takes it back."""
    record_id = crowd.record(username, team_id, time_ms)["id_registro"]
    message = {"tipo": "retirar_registro", "id_registro": record_id}
    crowd.ask(username, message, "registro_retirado")


def row_of(page: Page, username: str) -> Any:
    return rows(page).filter(has_text=f"Juez {username[-2:]}")


def test_twenty_judges_come_send_and_go(empty_server: RaceServer, open_page: OpenPage) -> None:
    empty_server.load(crowded_event())
    organizer = Organizer(empty_server)
    empty_server.start_race()
    watched = open_panel(open_page, empty_server, "room")
    page = watched.page
    missing = page.locator(".missing")
    expect(missing.get_by_role("heading")).to_have_text("Faltan 20 jueces de carreras en curso")
    expect(missing.locator("li").first).to_contain_text("2 equipos")
    expect(missing.locator("li").first).to_contain_text("aún no se ha conectado")

    with Crowd(empty_server) as crowd:
        for username in JUDGES:
            crowd.join(username)
        expect(rows(page)).to_have_count(20)
        expect(missing).to_have_count(0)

        for place, username in enumerate(JUDGES):
            crowd.record(username, teams_of(organizer, username)[0], 61_000 + place)
        expect(page.locator(".running")).to_contain_text("Tiempos: 20")
        expect(page.locator(".arrivals li")).to_have_count(10)
        page.get_by_role("button", name="Ver más (10)").click()
        expect(page.locator(".arrivals li")).to_have_count(20)
        newest = page.locator(".arrivals li").first
        expect(newest).to_contain_text("Juez 20")
        expect(newest).to_contain_text("1:01.019")
        expect(newest).to_have_class("is-fresh")

        crowd.leave("juez07")
        expect(rows(page)).to_have_count(19)
        expect(missing).to_contain_text("Falta un juez de una carrera en curso")
        expect(missing).to_contain_text("Juez 07")
        expect(missing).to_contain_text(re.compile(r"visto hace \d+ s"))
        expect(missing.get_by_role("link", name="Imprimir otra tarjeta")).to_be_visible()

        crowd.join("juez07")
        expect(missing).to_have_count(0)
        expect(rows(page)).to_have_count(20)
    expect(page.locator(".room-table")).to_have_count(0)
    expect(page.get_by_text("Ningún juez está conectado todavía.")).to_be_visible()
    assert watched.complaints == []


def test_what_a_phone_says_of_itself_shows(empty_server: RaceServer, open_page: OpenPage) -> None:
    empty_server.load(crowded_event())
    page = open_panel(open_page, empty_server, "room").page

    with Crowd(empty_server) as crowd:
        crowd.join("juez01")
        crowd.join("juez02")
        server_ms = crowd.ping("juez02")["t1"]
        crowd.ping("juez01", t0=server_ms - 5_000, pendientes=3, dispositivo="Moto G de Ana")
        crowd.ping("juez02", t0=server_ms, pendientes=0, dispositivo="iPhone")

        mine = row_of(page, "juez01")
        expect(mine).to_contain_text("Moto G de Ana")
        expect(mine.locator("td[data-label='Sin enviar'] .level-warn")).to_have_text("3")
        expect(mine.locator("td[data-label='Desfase del reloj'] .level-warn")).to_contain_text("ms")
        expect(mine).to_contain_text("127.0.0.1")
        other = row_of(page, "juez02")
        expect(other.locator("td[data-label='Sin enviar']")).to_have_text("0")
        expect(other.locator(".level-warn")).to_have_count(0)


def test_a_phone_that_falls_silent_turns_amber_and_red(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    """What is shown of a phone is by the server's clock, which goes on while nothing is heard."""
    empty_server.load(crowded_event())
    watched = open_page("about:blank")
    page = watched.page
    # The panel's monotonic clock is what carries the server's clock on between two frames.
    page.add_init_script(
        "const now = performance.now.bind(performance);"
        "performance.now = () => now() + (window.laterMs ?? 0)"
    )
    page.goto(f"{empty_server.url}/admin/")
    sign_in(page)
    go_to(page, "room")
    with Crowd(empty_server) as crowd:
        crowd.join("juez01")
        heard = row_of(page, "juez01").locator("td[data-label='Última señal'] .level")
        expect(heard).to_have_class("level level-good")
        # Nothing more comes from the server.
        page.evaluate("WebSocket.prototype.send = () => {}")
        page.evaluate("window.laterMs = 10_000")
        expect(heard).to_have_class("level level-warn")
        page.evaluate("window.laterMs = 20_000")
        expect(heard).to_have_class("level level-bad")


def test_times_are_filtered_by_competition(empty_server: RaceServer, open_page: OpenPage) -> None:
    races = [competition("Carrera 5K"), competition("Mini 1K")]
    document = event(races, {101: "Los Veloces"})
    document["equipos"].append(
        {"nombre": "Los Peques", "dorsal": 1, "competencia": "Mini 1K", "juez": "juez"}
    )
    empty_server.load(document)
    for number in (1, 2):
        empty_server.start_race(number)
    empty_server.record(101, [61_000])
    empty_server.record(1, [30_000])
    page = open_panel(open_page, empty_server, "room").page
    expect(page.locator(".arrivals li")).to_have_count(2)
    expect(page.locator(".running li")).to_have_count(2)

    page.get_by_label("Competencia").select_option(label="Mini 1K")

    expect(page.locator(".arrivals li")).to_have_count(1)
    expect(page.locator(".arrivals")).to_contain_text("Los Peques")


def test_withdrawn_times_are_given_back_as_far_as_they_may_count(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    empty_server.load(crowded_event(registros_por_equipo=1))
    empty_server.start_race()
    organizer = Organizer(empty_server)
    full, free = teams_of(organizer, "juez01")
    watched = open_panel(open_page, empty_server, "room")
    page = watched.page
    withdrawn = page.locator(".withdrawn .refused > li")
    with Crowd(empty_server) as crowd:
        crowd.join("juez01")
        withdraw(crowd, "juez01", full, 61_000)
        crowd.record("juez01", full, 62_000)
        page.get_by_text(WITHDRAWN, exact=True).click()
        expect(withdrawn).to_have_count(1)
        expect(withdrawn).to_contain_text("1 · Equipo 1")
        expect(withdrawn).to_contain_text("1:01.000")
        expect(withdrawn).to_contain_text("lo retiró Juez 01 a las")
        # What comes while it is open.
        withdraw(crowd, "juez01", free, 63_000)
        expect(page.get_by_text(f"{WITHDRAWN} (2)")).to_be_visible()

        withdrawn.last.get_by_role("button", name="Devolver").click()
        expect(withdrawn.last).to_contain_text("El equipo ya tenía todos sus tiempos")
        page.get_by_label("Elegir todos").check()
        page.get_by_role("button", name="Devolver los elegidos (2)").click()
        question = page.get_by_role("dialog")
        assert organizer.get("/api/competencias/1/")["record_count"] == 1
        question.get_by_role("button", name="Devolver los elegidos (2)").click()

        expect(page.get_by_text("Devueltos: 1. Sin devolver: 1.")).to_be_visible()
        expect(withdrawn).to_have_count(1)
        expect(withdrawn).to_contain_text("El equipo ya tenía todos sus tiempos")
    assert organizer.get("/api/competencias/1/")["record_count"] == 2
    assert [one["elapsed_ms"] for one in organizer.get("/api/retirados/")] == [61_000]
    assert watched.complaints == []


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_room_has_no_faults(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    empty_server.load(crowded_event(registros_por_equipo=1))
    empty_server.start_race()
    organizer = Organizer(empty_server)
    watched = open_panel(open_page, empty_server, "room", viewport=viewport)
    with Crowd(empty_server) as crowd:
        for username in JUDGES[:5]:
            crowd.join(username)
            team = teams_of(organizer, username)[0]
            withdraw(crowd, username, team, 60_000)
            crowd.record(username, team, 61_000)
            crowd.record(username, team, 62_000)
        crowd.ping("juez01", t0=1_700_000_000_000, pendientes=12, dispositivo="Moto G de Ana")
        expect(watched.page.locator(".refused > li")).to_have_count(5)
        watched.page.get_by_text(WITHDRAWN, exact=True).click()
        expect(watched.page.locator(".withdrawn .refused > li")).to_have_count(5)
        expect(rows(watched.page)).to_have_count(5)
        expect(row_of(watched.page, "juez01")).to_contain_text("Moto G de Ana")
        assert faults_by_day_and_night(watched) == []
