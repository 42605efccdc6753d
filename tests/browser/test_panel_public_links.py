"""Links for the public and the announcer, records of the course, and QR codes of bibs."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.finish_line import FinishLine
from tests.browser.panel import LAPTOP, PHONE, faults_of, open_panel
from tests.browser.race_server import RaceServer

API = "/api/competencias/1"


def test_the_announcers_link_is_made_shown_once_and_ended(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        watched = open_panel(open_page, empty_server, "hand-out/1", viewport=LAPTOP)
        page = watched.page
        page.get_by_role("button", name="Crear el enlace").click()
        link = page.locator(".link-code a[href*='/locutor/1/#']")
        expect(link).to_be_visible()
        first = link.get_attribute("href") or ""
        opened = open_page(first).page
        expect(opened.get_by_text("Todavía no hay llegadas.")).to_be_visible()
        expect(opened.get_by_text("enlace")).to_have_count(0)

        page.get_by_role("button", name="Crear otro enlace").click()
        page.get_by_role("dialog").get_by_role("button", name="Crear otro enlace").click()
        expect(link).not_to_have_attribute("href", first)
        page.reload()
        expect(page.get_by_text("Hay un enlace vigente")).to_be_visible()
        expect(link).to_have_count(0)
        page.get_by_role("button", name="Anular el enlace").click()
        page.get_by_role("dialog").get_by_role("button", name="Anular el enlace").click()
        expect(page.get_by_role("button", name="Crear el enlace")).to_be_visible()
        assert line.organizer.get(f"{API}/locutor/")["link_made_at"] is None
        assert watched.complaints == []


def test_records_of_the_course_are_entered_for_each_group(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        watched = open_panel(open_page, empty_server, "hand-out/1", viewport=PHONE)
        page = watched.page
        page.get_by_text("Récords del recorrido").click()
        women = page.get_by_role("group", name="Femenino")
        women.get_by_label("De quién es").fill("Rosa Paz")
        women.get_by_label("Tiempo").fill("17,59")
        save = page.get_by_role("form", name="Récords del recorrido").get_by_role(
            "button", name="Guardar"
        )
        save.click()
        expect(page.get_by_text("Escriba el tiempo como")).to_be_visible()
        women.get_by_label("Tiempo").fill("17:59")
        women.get_by_label("Año").fill("2019")
        save.click()
        expect(page.get_by_text("Guardado")).to_be_visible()
        assert line.organizer.get(f"{API}/marcas-del-recorrido/")["records"] == [
            {
                "group": "sex",
                "value": "F",
                "official_ms": 1_079_000,
                "holder": "Rosa Paz",
                "year": 2019,
            }
        ]
        assert faults_of(watched) == []


def test_codes_of_bibs_are_printed_by_range(empty_server: RaceServer, open_page: OpenPage) -> None:
    with FinishLine(empty_server):
        watched = open_panel(open_page, empty_server, "hand-out/1/bibs", viewport=LAPTOP)
        page = watched.page
        codes = page.locator(".bib-code figcaption")
        expect(codes).to_have_text(["7", "8", "9", "10"])
        page.get_by_label("Desde el dorsal").fill("8")
        page.get_by_label("Hasta el dorsal").fill("9")
        expect(codes).to_have_text(["8", "9"])
        expect(page.get_by_text("Dorsales: 2. Hojas A4: 1.")).to_be_visible()
        assert faults_of(watched) == []

        page.emulate_media(media="print")
        expect(page.get_by_role("heading", name="Códigos QR")).to_be_hidden()
        expect(codes.first).to_be_visible()
