"""The laptop's server goes away while somebody types: it is said at once, and nothing is lost."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import Organizer, open_panel
from tests.browser.race_server import RaceServer


def test_nothing_typed_is_lost_when_the_server_dies(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_panel(open_page, server, "races/1/teams").page
    expect(page.locator("tbody tr")).to_have_count(3)
    quick = page.get_by_role("region", name="Añadir")
    quick.get_by_label("Nombre del equipo").fill("Cumbres")

    server.kill()
    expect(page.get_by_text("Sin conexión con el portátil.")).to_be_visible()
    quick.get_by_label("Nombre del equipo").press("Enter")
    expect(quick.get_by_role("alert")).to_contain_text("El portátil no responde")
    expect(quick.get_by_label("Nombre del equipo")).to_have_value("Cumbres")
    expect(page.locator("tbody tr")).to_have_count(3)

    server.start()
    expect(page.get_by_text("Sin conexión con el portátil.")).to_be_hidden(timeout=15_000)
    expect(quick.get_by_label("Nombre del equipo")).to_have_value("Cumbres")
    quick.get_by_label("Nombre del equipo").press("Enter")
    expect(page.get_by_text("Añadido: 104 · Cumbres")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(4)
    names = [team["name"] for team in Organizer(server).get("/api/equipos/")]
    assert names.count("Cumbres") == 1


def test_language_changes_while_somebody_types(server: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, server, "races/new").page
    page.get_by_label("Nombre de la competencia").fill("Milla")
    page.get_by_role("button", name="English").click()

    expect(page.get_by_label("Name of the competition")).to_have_value("Milla")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.get_by_role("heading", name="New competition")).to_be_visible()


def test_judge_is_told_that_the_panel_is_for_organizers(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/admin/").page
    page.get_by_label("Usuario").fill("juez")
    page.get_by_label("Contraseña").fill("clave-de-prueba")
    page.get_by_role("button", name="Entrar").click()

    expect(page.get_by_role("alert")).to_contain_text("Esta cuenta es de juez")
    page.get_by_label("Contraseña").fill("otra")
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("alert")).to_contain_text("no son correctos")
