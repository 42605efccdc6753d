"""Results are published by the organizer, and everybody is told what they are worth."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.finish_line import FinishLine
from tests.browser.panel import LAPTOP, PROJECTOR, faults_of, open_panel
from tests.browser.race_server import RaceServer

BOARD, SCREEN, PUBLISH = "/competencia/1", "/pantalla/1/", "publish/1"
ROWS = "tbody .runner .bib"


def finish(line: FinishLine) -> None:
    """Bibs 7, 8 and 10 have come in, 9 did not start, and the race is over."""
    line.start()
    line.marks([("7", 1_078_310), ("8", 1_084_001), ("10", 1_100_000)])
    line.correct("runner_status", line.ids["9"], text="dns")
    line.organizer.post("/api/competencias/1/detener/")


def publish(line: FinishLine, version: int = 0, reason: str = "") -> None:
    body: dict[str, Any] = {"stage": "official", "expected_version": version, "reason": reason}
    line.organizer.post("/api/competencias/1/publicar/", body)


def worth(page: Page) -> Any:
    return page.locator(".worth").first


def test_publish_correct_and_publish_again(empty_server: RaceServer, open_page: OpenPage) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        line.marks([("7", 1_078_310), ("8", 1_084_001)])
        page = open_panel(open_page, empty_server, PUBLISH).page
        board = open_page(empty_server.url + BOARD, viewport=PHONE).page
        expect(worth(page)).to_have_text("Resultados en vivo")
        expect(page.locator("main")).to_contain_text("deténgala primero")
        expect(page.locator(".checks")).to_contain_text("Corredores todavía en carrera: 2")
        line.organizer.post("/api/competencias/1/detener/")

        page.get_by_role("button", name="Publicar como provisionales").click()
        page.get_by_role("button", name="15 minutos").click()
        expect(page.get_by_label("Reclamos hasta las")).to_have_value(re.compile(r"^\d\d:\d\d$"))
        page.locator("dialog").get_by_role("button", name="Publicar como provisionales").click()
        expect(worth(page)).to_contain_text("Resultados provisionales: reclamos hasta las")
        expect(worth(board)).to_contain_text("Resultados provisionales: reclamos hasta las")

        page.get_by_role("button", name="Publicar como oficiales, versión 1").click()
        expect(page.locator("dialog")).to_contain_text("Todavía hay corredores sin tiempo: 2")
        page.locator("dialog").get_by_role("button", name="Publicar como oficiales").click()
        expect(worth(page)).to_contain_text("Resultados oficiales, versión 1")
        expect(page.locator("main")).to_contain_text("No hay cambios sin publicar")
        expect(worth(board)).to_contain_text("Resultados oficiales, versión 1")

        line.correct("penalty", line.ids["7"], number=60_000)
        expect(page.locator("main")).to_contain_text("Sin publicar: 1 cambio")
        expect(page.locator(".result-changes")).to_contain_text("Tiempo: 0:17:59 → 0:18:59")
        expect(board.locator(ROWS).first).to_have_text("7")

        page.get_by_role("button", name="Publicar como oficiales, versión 2").click()
        send = page.locator("dialog").get_by_role("button", name="Publicar como oficiales")
        send.click()
        reason = page.get_by_label("Motivo")
        expect(reason).to_have_attribute("aria-invalid", "true")
        reason.fill("Penalización del 7")
        send.click()
        expect(worth(page)).to_contain_text("versión 2")
        expect(board.locator(ROWS).first).to_have_text("8")
        expect(board.locator(".results-stage")).to_contain_text("Penalización del 7")
        board.get_by_text("1 cambio", exact=True).click()
        expect(board.locator(".changes")).to_contain_text("Ana Núñez")
        expect(board.locator(".changes")).to_contain_text("Puesto: 1 → 2")
        expect(board.locator(".results-stage")).to_contain_text("los cambios de otros: 1")

        page.get_by_role("button", name="Volver a provisionales").click()
        page.get_by_label("Motivo").fill("Reclamo del 7")
        page.locator("dialog").get_by_role("button", name="Volver a provisionales").click()
        expect(worth(page)).to_have_text("Resultados provisionales")
        expect(worth(board)).to_have_text("Resultados provisionales")
        expect(page.locator(".publish-history > li")).to_have_count(4)


def test_who_is_second_is_told_that_somebody_else_has_published(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        finish(line)
        page = open_panel(open_page, empty_server, PUBLISH).page
        page.get_by_role("button", name="Publicar como oficiales, versión 1").click()
        publish(line)
        expect(worth(page)).to_contain_text("Resultados oficiales, versión 1")

        dialog = page.locator("dialog")
        dialog.get_by_role("button", name="Publicar como oficiales, versión 1").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Otra persona ha publicado")
        expect(page.locator(".publish-history > li")).to_have_count(1)


def test_the_big_screen_says_what_the_results_are_worth(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        watched = open_page(empty_server.url + SCREEN, viewport=PROJECTOR, reduced_motion="reduce")
        expect(watched.page.locator(".phase")).to_have_text("Programada")
        expect(worth(watched.page)).to_have_count(0)
        finish(line)
        expect(worth(watched.page)).to_have_text("Resultados en vivo")
        publish(line)
        expect(worth(watched.page)).to_contain_text("Resultados oficiales, versión 1")
        assert faults_of(watched) == []


@pytest.mark.parametrize(
    ("viewport", "color_scheme"), [(PHONE, "dark"), (LAPTOP, "light")], ids=["phone", "laptop"]
)
def test_both_pages_can_be_read_by_everybody(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int], color_scheme: str
) -> None:
    with FinishLine(empty_server) as line:
        finish(line)
        publish(line)
        line.correct("penalty", line.ids["7"], number=60_000)
        publish(line, 1, "Penalización del 7")
        line.correct("penalty", line.ids["10"], number=-30_000)
        options: dict[str, Any] = {"viewport": viewport, "color_scheme": color_scheme}
        options["reduced_motion"] = "reduce"
        board = open_page(empty_server.url + BOARD, **options)
        board.page.get_by_text("1 cambio", exact=True).click()
        expect(board.page.locator(".changes")).to_contain_text("Ana Núñez")
        assert faults_of(board) == []

        panel = open_panel(open_page, empty_server, PUBLISH, **options)
        expect(panel.page.locator("main")).to_contain_text("Sin publicar: 1 cambio")
        panel.page.locator(".publish-history summary").click()
        expect(panel.page.locator(".publish-history")).to_contain_text("Ana Núñez")
        assert faults_of(panel) == []
        panel.page.get_by_role("button", name="Volver a provisionales").click()
        expect(panel.page.get_by_label("Motivo")).to_be_visible()
        assert faults_of(panel) == []
