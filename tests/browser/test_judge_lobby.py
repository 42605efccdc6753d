"""The judge's page: in by a card, once, or by a password, and heard by the laptop."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.panel import PHONE, Organizer, faults_of
from tests.browser.race_server import PASSWORD, RaceServer

HEARD = "El portátil le oye"
LOST = "Sin conexión"
BACK_MS = 20_000


def connection(page: Page) -> Any:
    return page.locator(".connection strong")


def open_signed_in(open_page: OpenPage, server: RaceServer, **options: Any) -> WatchedPage:
    watched = open_page(Organizer(server).card_link("juez"), viewport=PHONE, **options)
    expect(connection(watched.page)).to_have_text(HEARD)
    return watched


def sign_in_by_password(page: Page, username: str) -> None:
    page.get_by_label("Usuario", exact=True).fill(username)
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar con contraseña").click()


def test_card_signs_in_once_and_its_code_leaves_the_address(
    server: RaceServer, open_page: OpenPage
) -> None:
    link = Organizer(server).card_link("juez")
    assert "#codigo=" in link
    watched = open_page(link, viewport=PHONE)
    page = watched.page

    expect(connection(page)).to_have_text(HEARD)
    expect(page.get_by_role("heading", level=1)).to_have_text("juez")
    expect(page.locator(".teams li")).to_have_count(3)
    expect(page.locator(".race")).to_contain_text("Carrera 5K")
    assert "codigo" not in page.url
    assert watched.complaints == []

    page.reload()
    expect(connection(page)).to_have_text(HEARD)

    other = open_page(link, viewport=PHONE).page
    expect(other.get_by_text("Esta tarjeta ya se usó o ha caducado.")).to_be_visible()
    assert "codigo" not in other.url
    sign_in_by_password(other, "juez")
    expect(connection(other)).to_have_text(HEARD)


def test_code_of_a_card_is_typed_where_there_is_no_camera(
    server: RaceServer, open_page: OpenPage
) -> None:
    code = Organizer(server).card_link("juez").partition("=")[2]
    page = open_page(f"{server.url}/juez", viewport=PHONE).page
    field = page.get_by_role("textbox", name="Código de la tarjeta")

    field.fill("7K3M-XW9D")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("pida otra tarjeta"))
    field.fill(f" {code.replace('-', '').lower()} ")
    page.get_by_role("button", name="Entrar", exact=True).click()

    expect(connection(page)).to_have_text(HEARD)
    expect(page.get_by_text("los tiempos se registran con la app de los jueces")).to_be_visible()
    page.reload()
    expect(connection(page)).to_have_text(HEARD)


def test_code_never_is_in_a_request_line(server: RaceServer, open_page: OpenPage) -> None:
    link = Organizer(server).card_link("juez")
    code = link.partition("=")[2]
    watched = open_page(link, viewport=PHONE)
    expect(connection(watched.page)).to_have_text(HEARD)

    # What is behind the # is not asked for; the browser's log keeps it with the page's address.
    asked = [url for url in watched.requests if "#" not in url]
    assert not [url for url in asked if code in url]


def test_used_card_on_the_phone_that_used_it_goes_on(
    server: RaceServer, open_page: OpenPage
) -> None:
    link = Organizer(server).card_link("juez")
    page = open_page(link, viewport=PHONE).page
    expect(connection(page)).to_have_text(HEARD)

    page.goto("about:blank")
    page.goto(link)

    expect(connection(page)).to_have_text(HEARD)
    expect(page.get_by_text("Este teléfono sigue con la sesión de juez")).to_be_visible()


def test_card_waits_for_a_server_that_does_not_answer(
    server: RaceServer, open_page: OpenPage
) -> None:
    link = Organizer(server).card_link("juez")
    watched = open_page("about:blank", viewport=PHONE)
    page = watched.page
    page.route("**/api/login/codigo/", lambda route: route.abort())
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("no responde")

    page.unroute("**/api/login/codigo/")
    page.get_by_role("button", name="Intentar de nuevo").click()

    expect(connection(page)).to_have_text(HEARD)


def test_race_starts_and_stops_on_the_page(server: RaceServer, open_page: OpenPage) -> None:
    page = open_signed_in(open_page, server).page
    expect(page.locator(".race")).to_contain_text("Programada")

    server.start_race()
    expect(page.locator(".race")).to_contain_text("En curso")
    expect(page.locator(".race-clock")).to_have_text(re.compile(r"^0:00:\d\d$"))
    server.stop_race()
    expect(page.locator(".race")).to_contain_text("Finalizada")


def test_clock_follows_a_correction_of_the_start(server: RaceServer, open_page: OpenPage) -> None:
    page = open_signed_in(open_page, server).page
    server.start_race()
    expect(page.locator(".race-clock")).to_have_text(re.compile(r"^0:00:\d\d$"))

    organizer = Organizer(server)
    pressed = datetime.fromisoformat(organizer.get("/api/competencias/1/")["started_at"])
    earlier = {"started_at": (pressed - timedelta(minutes=11)).isoformat()}
    organizer.post("/api/competencias/1/corregir-salida/", earlier)

    expect(page.locator(".race-clock")).to_have_text(re.compile(r"^0:11:\d\d$"))


def test_lost_connection_is_told_and_comes_back(server: RaceServer, open_page: OpenPage) -> None:
    page = open_signed_in(open_page, server).page

    server.kill()
    expect(connection(page)).to_have_text(LOST, timeout=BACK_MS)
    server.start()

    expect(connection(page)).to_have_text(HEARD, timeout=BACK_MS)


def test_judge_without_teams_is_told_and_connects_when_given_some(
    server: RaceServer, open_page: OpenPage
) -> None:
    organizer = Organizer(server)
    new = {"username": "nueva", "password": PASSWORD, "first_name": "Ana", "last_name": "Paz"}
    number = organizer.post("/api/jueces/", new)["id"]
    page = open_page(organizer.card_link("nueva"), viewport=PHONE).page
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana Paz")
    expect(page.get_by_text("Todavía no tiene equipos.")).to_be_visible()

    team = organizer.get("/api/equipos/?competition_id=1")[0]["id"]
    organizer.post("/api/equipos/asignar/", {"team_ids": [team], "judge_id": number})

    expect(connection(page)).to_have_text(HEARD, timeout=BACK_MS)
    expect(page.locator(".teams li")).to_have_count(1, timeout=BACK_MS)


def test_organizer_is_sent_elsewhere(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/juez/", viewport=PHONE).page
    sign_in_by_password(page, "organiza")

    expect(page.get_by_role("alert").last).to_contain_text("Esta página es para jueces")


def test_signing_out_asks_and_ends_the_session(server: RaceServer, open_page: OpenPage) -> None:
    page = open_signed_in(open_page, server).page

    page.get_by_role("button", name="Salir").click()
    expect(page.get_by_text("necesitará otra tarjeta o su contraseña")).to_be_visible()
    page.get_by_role("button", name="Quedarme").click()
    expect(connection(page)).to_have_text(HEARD)
    page.get_by_role("button", name="Salir").click()
    page.get_by_role("button", name="Salir").click()

    expect(page.get_by_label("Usuario", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("Usuario", exact=True)).to_be_visible()


def test_page_speaks_english(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(Organizer(server).card_link("juez"), viewport=PHONE, locale="en-GB").page

    expect(connection(page)).to_have_text("The laptop hears you")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_judges_page_has_no_faults(server: RaceServer, open_page: OpenPage, scheme: str) -> None:
    server.start_race()
    watched = open_signed_in(open_page, server, color_scheme=scheme)
    expect(watched.page.locator(".teams li")).to_have_count(3)
    assert faults_of(watched) == []

    stranger = open_page(f"{server.url}/juez/", viewport=PHONE, color_scheme=scheme)
    expect(stranger.page.get_by_label("Usuario", exact=True)).to_be_visible()
    assert faults_of(stranger) == []
