"""Who gets into the judge's page: by a card, once, or by a password; and out again."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.judge_page import HEARD, connection, open_signed_in, sign_in_by_password
from tests.browser.judge_phone import BACK_MS, SMALL
from tests.browser.panel import Organizer
from tests.browser.race_server import RaceServer


def test_card_signs_in_once_and_its_code_leaves_the_address(
    server: RaceServer, open_page: OpenPage
) -> None:
    link = Organizer(server).card_link("juez")
    assert "#codigo=" in link
    watched = open_page(link, viewport=SMALL)
    page = watched.page

    expect(connection(page)).to_have_text(HEARD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Carrera 5K")
    expect(page.locator(".chip")).to_have_count(3)
    assert "codigo" not in page.url
    assert watched.complaints == []

    page.reload()
    expect(connection(page)).to_have_text(HEARD)

    other = open_page(link, viewport=SMALL).page
    expect(other.get_by_text("Esta tarjeta ya se usó o ha caducado.")).to_be_visible()
    assert "codigo" not in other.url
    sign_in_by_password(other, "juez")
    expect(connection(other)).to_have_text(HEARD)


def test_code_of_a_card_is_typed_where_there_is_no_camera(
    server: RaceServer, open_page: OpenPage
) -> None:
    code = Organizer(server).card_link("juez").partition("=")[2]
    page = open_page(f"{server.url}/juez", viewport=SMALL).page
    field = page.get_by_role("textbox", name="Código de la tarjeta")

    field.fill("7K3M-XW9D")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("pida otra tarjeta"))
    field.fill(f" {code.replace('-', '').lower()} ")
    page.get_by_role("button", name="Entrar", exact=True).click()

    expect(connection(page)).to_have_text(HEARD)
    page.reload()
    expect(connection(page)).to_have_text(HEARD)


def test_code_never_is_in_a_request_line(server: RaceServer, open_page: OpenPage) -> None:
    link = Organizer(server).card_link("juez")
    code = link.partition("=")[2]
    watched = open_page(link, viewport=SMALL)
    expect(connection(watched.page)).to_have_text(HEARD)

    # What is behind the # is not asked for; the browser's log keeps it with the page's address.
    asked = [url for url in watched.requests if "#" not in url]
    assert not [url for url in asked if code in url]


def test_used_card_on_the_phone_that_used_it_goes_on(
    server: RaceServer, open_page: OpenPage
) -> None:
    link = Organizer(server).card_link("juez")
    page = open_page(link, viewport=SMALL).page
    expect(connection(page)).to_have_text(HEARD)

    page.goto("about:blank")
    page.goto(link)

    expect(connection(page)).to_have_text(HEARD)
    expect(page.get_by_text("Este teléfono sigue con la sesión de juez")).to_be_visible()


def test_card_waits_for_a_server_that_does_not_answer(
    server: RaceServer, open_page: OpenPage
) -> None:
    link = Organizer(server).card_link("juez")
    page = open_page("about:blank", viewport=SMALL).page
    page.route("**/api/login/codigo/", lambda route: route.abort())
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("no responde")
    expect(page.get_by_role("button", name="Seguir como")).to_have_count(0)

    page.unroute("**/api/login/codigo/")
    page.get_by_role("button", name="Intentar de nuevo").click()
    expect(connection(page)).to_have_text(HEARD)

    # A judge whom the phone knows need not wait for the next card to be read.
    page.route("**/api/login/codigo/", lambda route: route.abort())
    page.goto("about:blank")
    page.goto(link)
    page.get_by_role("button", name="Seguir como juez").click()
    expect(page.locator("#tap")).to_be_visible()


def test_organizer_is_sent_elsewhere(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/juez/", viewport=SMALL).page
    sign_in_by_password(page, "organiza")

    expect(page.get_by_role("alert").last).to_contain_text("Esta página es para jueces")


def test_signing_out_asks_and_ends_the_session(server: RaceServer, open_page: OpenPage) -> None:
    page = open_signed_in(open_page, server).page

    page.get_by_role("button", name="Menú").click()
    page.get_by_role("button", name="Salir").click()
    expect(page.get_by_text("necesitará otra tarjeta o su contraseña")).to_be_visible()
    page.get_by_role("button", name="Quedarme").click()
    expect(connection(page)).to_have_text(HEARD)
    page.get_by_role("button", name="Salir").click()
    page.get_by_role("button", name="Salir").click()

    expect(page.get_by_label("Usuario", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("Usuario", exact=True)).to_be_visible()


def test_organizer_in_the_sign_in_of_an_ended_session_leaves_the_judge_timing(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_signed_in(open_page, server).page
    organizer = Organizer(server)
    [judge] = organizer.get("/api/jueces/")
    organizer.patch(f"/api/jueces/{judge['id']}/", {"password": "otra-clave"})
    expect(page.locator(".signal-ended")).to_be_visible(timeout=BACK_MS)
    page.get_by_role("button", name="Entrar", exact=True).click()

    sign_in_by_password(page, "organiza")

    expect(page.get_by_role("alert").last).to_contain_text("Esta página es para jueces")
    expect(page.locator("#tap")).to_be_visible()
    sign_in_by_password(page, "juez", "otra-clave")
    expect(connection(page)).to_have_text(HEARD, timeout=BACK_MS)
