"""One runner's public page, and how one comes to it from the board."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.browser.finish_line import FinishLine
from tests.browser.panel import faults_of
from tests.browser.race_server import RaceServer

MISSING = "status of 404"


def page_of(bib: str) -> str:
    return f"/c/1/dorsal/{bib}"


def expect_result(page: Page, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        expect(page.locator(f".result-{name}")).to_have_text(text)


def test_a_runner_is_followed_from_the_course_to_the_finish(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        watched = open_page(f"{empty_server.url}{page_of('007')}/", viewport=PHONE)
        page = watched.page
        expect(page.get_by_role("heading", name="Ana Núñez")).to_be_visible()
        expect_result(page, {"words": "En carrera", "about": "Libre · Liga Ñan"})
        expect(page.locator(".connection")).to_have_text("En vivo")

        line.mark("7")
        expect_result(page, {"words": "Tiempo pendiente"})
        line.mark("8", 1_060_000)
        line.mark("7", 1_078_310)
        line.correct("penalty", line.ids["7"], number=30_000)
        expect(page.locator(".result-time")).to_have_text("Tiempo oficial 18:29")
        expect(page.locator(".result-places dd")).to_have_text(["2.º de 2", "1.º", "2.º"])
        expect(page.locator(".result-times dd")).to_have_text(["17:59", "+0:30"])
        expect(page.get_by_role("img", name="Código QR de")).to_be_visible()
        page.get_by_role("button", name="Copiar enlace").click()
        expect(page.get_by_text("Enlace copiado.")).to_be_visible()

        assert faults_of(watched) == []


def test_the_board_leads_to_a_runner_and_back(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        page = open_page(f"{empty_server.url}/competencia/1", viewport=LAPTOP).page
        page.get_by_label("Buscar").fill("perez jo")
        page.get_by_role("link", name="José Pérez").click()
        expect(page.locator(".result-bib")).to_contain_text("8")
        assert page.url.endswith(page_of("8"))

        page.get_by_role("link", name="Todos los resultados").click()
        expect(page.locator("tbody .runner")).to_have_count(4)


def test_a_bib_that_nobody_wears_is_told_and_others_are_found(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        watched = open_page(empty_server.url + page_of("999"), viewport=PHONE)
        page = watched.page
        expect(page.get_by_role("heading", name="No hay dorsal 999")).to_be_visible()
        # The browser says by itself that the question was answered so.
        watched.complaints[:] = [one for one in watched.complaints if MISSING not in one]
        page.get_by_label("Buscar a otra persona").fill("nunez")
        expect(page.locator(".other-runner a")).to_have_text(["7 Ana Núñez"])
        assert faults_of(watched) == []
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Ana Núñez")).to_be_visible()


def test_script_in_names_is_text_and_who_is_hidden_stays_so(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    script = "<img src=x onerror=alert(1)>"
    secret: dict[str, Any] = {
        "nombre": "Secundina",
        "apellido": "Oculta",
        "equipo": "Cóndores",
        "categoria": "Veteranas",
        "sexo": "F",
        "oculto": True,
    }
    runners = [{"dorsal": "A/1", "nombre": script, "categoria": script}, {"dorsal": "5", **secret}]
    with FinishLine(empty_server, runners) as line:
        line.start()
        line.marks([("A/1", 1_078_310), ("5", 1_080_000)])
        watched = open_page(empty_server.url + page_of("A%2F1"))
        expect(watched.page.get_by_role("heading", name=script)).to_be_visible()
        assert watched.complaints == []

        page = open_page(empty_server.url + page_of("5"), locale="en-US").page
        expect(page.get_by_role("heading", name="Bib 5")).to_be_visible()
        expect(page.locator(".result-places dd")).to_have_text(["#2 of 2"])
        told = page.content()
        assert not [name for name in ("nombre", "apellido", "equipo") if secret[name] in told]
        assert secret["categoria"] not in told
