"""The big screen of a race of people with bibs."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.finish_line import FinishLine
from tests.browser.panel import faults_by_day_and_night
from tests.browser.race_server import RaceServer

SCREEN = "/pantalla/1/"
FULL_HD = {"width": 1920, "height": 1080}
ROWS = ".sheet:last-child [role=row]"


def expect_places(page: Page, places: dict[str, str]) -> None:
    """These bibs are on the screen, with these places, and no others."""
    expect(page.locator(ROWS)).to_have_count(len(places))
    for bib, place in places.items():
        row = page.locator(f"{ROWS}:has(.bib:text-is('{bib}'))")
        expect(row.locator(".position")).to_have_text(place)


def test_it_shows_who_came_in_and_the_last_of_them(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        page = open_page(empty_server.url + SCREEN, viewport=FULL_HD).page
        expect(page.locator(".standings-panel .empty")).to_have_text("Todavía no hay llegadas.")

        line.marks([("8", 1_078_310), ("10", 1_100_000), ("9", None)])
        expect_places(page, {"8": "1", "10": "2", "9": "–"})
        expect(page.locator(f"{ROWS} .official")).to_have_text(
            ["17:59", "18:20", "Tiempo pendiente"]
        )
        newest = page.locator(".arrivals li").first
        expect(newest.locator(".team")).to_have_text("Dorsal 10")
        expect(newest.locator(".ordinal")).to_have_text("2.º")
        expect(newest.locator(".time")).to_have_text("18:20")
        expect(page.locator("[data-counter=finished]")).to_have_text("2/4")
        expect(page.locator(".plot")).to_have_attribute("aria-label", re.compile("Llegadas"))

        disqualified = line.correct("runner_status", line.ids["10"], text="dsq")
        expect_places(page, {"8": "1", "9": "–"})
        expect(page.locator(".arrivals .team")).to_have_text(["José Pérez"])
        line.undo(disqualified)
        expect_places(page, {"8": "1", "10": "2", "9": "–"})


def test_a_ranking_is_chosen_by_the_address_and_by_keys(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        line.marks([("8", 1_078_310), ("7", 1_080_000), ("9", 1_090_000)])
        page = open_page(f"{empty_server.url}{SCREEN}#sexo=F", viewport=FULL_HD).page
        expect(page.locator(".ranking")).to_have_text("Femenino")
        expect_places(page, {"7": "1", "9": "2"})

        page.keyboard.press("ArrowDown")
        expect(page.locator(".ranking")).to_have_text("Masculino")
        expect_places(page, {"8": "1"})
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(page.locator(".ranking")).to_have_count(0)
        expect_places(page, {"8": "1", "7": "2", "9": "3"})
        assert "#" not in page.url
        # The last to come in are so in whatever ranking.
        expect(page.locator(".arrivals li")).to_have_count(3)


@pytest.mark.parametrize("viewport", [PHONE, FULL_HD], ids=lambda size: size["width"])
def test_page_has_no_faults(
    empty_server: RaceServer,
    open_page: OpenPage,
    viewport: dict[str, int],
) -> None:
    runners = [
        {
            "dorsal": str(bib),
            "nombre": "María Fernanda",
            "apellido": f"Villavicencio Cevallos {bib}",
        }
        for bib in range(1, 31)
    ]
    with FinishLine(empty_server, runners) as line:
        line.start()
        line.marks([(str(bib), 1_078_310 + bib * 3_000) for bib in range(1, 30)])
        line.mark("30")
        line.correct("penalty", line.ids["1"], number=30_000)
        watched = open_page(
            empty_server.url + SCREEN,
            viewport=viewport,
            reduced_motion="reduce",
        )
        expect(watched.page.locator(".pager p")).to_contain_text("de 30")

        assert faults_by_day_and_night(watched) == []
        if viewport is FULL_HD:
            root = "document.documentElement"
            assert watched.page.evaluate(f"{root}.scrollHeight - innerHeight") <= 0
