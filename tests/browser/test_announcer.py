"""The announcer's page: who comes in, and what is worth saying."""

from datetime import date

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.browser.finish_line import FinishLine
from tests.browser.panel import faults_of
from tests.browser.race_server import RaceServer

API = "/api/competencias/1/locutor/"
PAGE = "/locutor/1/"


def born_today() -> str:
    """A birth date whose birthday it is."""
    today = date.today()
    return today.replace(year=1988).isoformat()


def test_who_comes_in_stands_on_top_with_what_is_worth_saying(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        change = {"birth_date": born_today(), "city": "Loja"}
        line.organizer.patch(f"/api/corredores/{line.ids['7']}/", change)
        records = [{"official_ms": 1_080_000, "holder": "Rosa Paz", "year": 2019}]
        line.organizer.put("/api/competencias/1/marcas-del-recorrido/", {"records": records})
        key = line.organizer.post(API)["key"]
        watched = open_page(f"{empty_server.url}{PAGE}#{key}", viewport=LAPTOP)
        page = watched.page
        expect(page.get_by_text("Todavía no hay llegadas.")).to_be_visible()

        line.mark("7", 1_078_310)
        first = page.locator(".arrival").first
        expect(first.locator(".name")).to_have_text("Ana Núñez")
        expect(first.locator(".about")).to_have_text("Liga Ñan · Loja")
        expect(first.locator(".places")).to_have_text("1.º General · 1.º Libre")
        expect(first.locator(".time")).to_have_text("17:59")
        expect(first.locator(".note")).to_have_text(
            [
                "¡Nuevo récord! Lo baja en 0:01 · hasta hoy, Rosa Paz, 2019",
                "Primer lugar: General",
                "Primer lugar: Femenino",
                "Primer lugar: Libre",
                "¡Hoy cumple años!",
            ]
        )
        line.mark("10", 1_100_000)
        expect(first.locator(".name")).to_have_text("Dorsal 10")
        expect(page.locator(".arrival").nth(1).locator(".note").first).to_be_visible()
        expect(first.locator(".note")).to_have_count(0)
        assert faults_of(watched) == []


def test_without_a_link_that_holds_there_is_what_is_public(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        line.organizer.patch(f"/api/corredores/{line.ids['7']}/", {"birth_date": born_today()})
        key = line.organizer.post(API)["key"]
        line.marks([("7", 1_078_310), ("9", None)])
        watched = open_page(empty_server.url + PAGE, viewport=PHONE)
        page = watched.page
        expect(page.get_by_text("Se ven los datos públicos.")).to_be_visible()
        expect(page.locator(".arrival")).to_have_count(2)
        expect(page.locator(".note")).to_have_count(0)
        assert faults_of(watched) == []

        # The same window, another link; and then that one is ended.
        page.evaluate("key => { location.hash = key; }", key)
        expect(page.get_by_text("¡Hoy cumple años!")).to_be_visible()
        line.organizer.delete(API)
        line.mark("8", 1_090_000)
        expect(page.get_by_text("Este enlace ya no vale")).to_be_visible()
        expect(page.get_by_text("¡Hoy cumple años!")).to_have_count(0)
        expect(page.locator(".arrival")).to_have_count(3)
