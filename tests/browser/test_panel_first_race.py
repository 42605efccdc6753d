"""From an empty directory to a race that is ready to start, by the keyboard and the mouse."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import PHONE, faults_of, go_to
from tests.browser.race_server import RaceServer

PASSWORD = "una-clave-larga"


def setup_link(server: RaceServer) -> str:
    """The one-time link that the server printed; it names the machine, the test its address."""
    found = re.search(r"http://\S+(/admin/#/inicio/\S+)", server.said)
    assert found, server.said
    return server.url + found[1]


def make_account(page: Page) -> None:
    page.get_by_label("nombre de usuario").fill("ana")
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Crear mi cuenta").click()
    expect(page.locator("header.bar")).to_be_visible()


def test_from_nothing_to_ready(empty_server: RaceServer, open_page: OpenPage) -> None:
    watched = open_page(setup_link(empty_server))
    page = watched.page
    make_account(page)

    page.get_by_label("Nombre de la competencia").fill("Carrera de San Isidro")
    page.get_by_role("button", name="Crear y seguir").click()

    expect(page.get_by_role("heading", name="¿Quiénes corren?")).to_be_visible()
    name = page.get_by_label("Nombre del equipo")
    for number, team in enumerate(["Los Veloces", "Las Liebres", "Cumbres"], start=1):
        name.fill(team)
        name.press("Enter")
        expect(page.get_by_text(f"Añadido: {number} · {team}")).to_be_visible()
        expect(name).to_be_focused()
    page.get_by_role("button", name="Siguiente").click()

    page.get_by_label("¿Cuántos jueces").fill("2")
    page.get_by_label("¿Cuántos jueces").press("Tab")
    page.get_by_label("Juez 1").fill("Ana Núñez")
    page.get_by_role("button", name="Añadir 2").click()
    expect(page.get_by_role("heading", name="Jueces: 2")).to_be_visible()
    expect(page.locator(".names")).to_contain_text("ana.nunez")
    expect(page.locator(".names")).to_contain_text("juez1")
    page.get_by_role("button", name="Siguiente").click()

    page.get_by_role("button", name="Repartir por igual").click()
    expect(page.locator(".who-has-whom > div", has_text="Sin juez")).to_contain_text("–")
    page.get_by_role("button", name="Siguiente").click()

    page.get_by_role("button", name="Hacer las tarjetas (2)").click()
    expect(page.locator(".judge-card")).to_have_count(2)
    page.get_by_role("button", name="Imprimir").click()
    page.get_by_role("button", name="Siguiente").click()

    expect(page.get_by_role("heading", name="¡Todo listo para la salida!")).to_be_visible()
    expect(page.get_by_role("img", name="Para el público")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert faults_of(watched) == []
    page.get_by_role("button", name="Ir al control de carrera").click()
    expect(page).to_have_url(re.compile(r"#/races/1/control$"))


def test_used_link_says_so(empty_server: RaceServer, open_page: OpenPage) -> None:
    link = setup_link(empty_server)
    make_account(open_page(link).page)

    page = open_page(link).page

    expect(page.get_by_role("heading", name="Este enlace ya se usó")).to_be_visible()
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("heading", name="Panel del organizador")).to_be_visible()


def test_account_is_not_made_with_a_short_password(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    watched = open_page(setup_link(empty_server), viewport=PHONE)
    page = watched.page
    page.get_by_label("nombre de usuario").fill("ana")
    page.get_by_label("Contraseña", exact=True).fill("corta")
    page.get_by_role("button", name="Crear mi cuenta").click()

    field = page.get_by_label("Contraseña", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(page.locator(".field-error")).to_have_text("Al menos 8 letras o números.")
    assert faults_of(watched) == []


def test_without_the_link_its_secret_is_asked_for(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    """As on another machine than the laptop itself."""
    page = open_page(f"{empty_server.url}/health").page
    need = {"needed": True, "needs_secret": True}
    page.route("**/api/primer-organizador/", lambda route: route.fulfill(json=need))
    page.goto(f"{empty_server.url}/admin/")
    page.get_by_label("nombre de usuario").fill("ana")
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Crear mi cuenta").click()

    expect(page.get_by_label("Clave del enlace")).to_be_focused()
    expect(page.locator(".field-error")).to_have_text("Falta este dato.")


def test_steps_can_be_skipped_and_gone_back_to(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    page = open_page(setup_link(empty_server)).page
    make_account(page)
    page.get_by_label("Nombre de la competencia").fill("Milla")
    page.get_by_label("Nombre de la competencia").press("Enter")

    for heading in ("¿Quiénes corren?", "¿Quiénes cronometran?", "¿Quién cronometra a quién?"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        page.get_by_role("button", name="Saltar este paso").click()
    go_to(page, "races/1/walk/ready")
    expect(page.get_by_role("heading", name="Casi listo")).to_be_visible()
    page.get_by_role("link", name="Equipos: 0", exact=True).click()
    expect(page.get_by_role("heading", name="¿Quiénes corren?")).to_be_visible()
    page.get_by_role("button", name="Atrás").click()

    page.get_by_label("Nombre de la competencia").fill("Milla urbana")
    page.get_by_role("button", name="Siguiente").click()
    expect(page.get_by_role("heading", name="¿Quiénes corren?")).to_be_visible()
    expect(page.locator(".page-head")).to_contain_text("Milla urbana")
