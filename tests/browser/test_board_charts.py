"""The board's charts of an individual race."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.finish_line import FinishLine
from tests.browser.panel import faults_of
from tests.browser.race_server import RaceServer

CHARTS = "/competencia/1#vista=graficos"
FULL_HD = {"width": 1920, "height": 1080}
MARKS: list[tuple[str, int | None]] = [("8", 1_078_310), ("7", 1_150_000), ("9", 1_400_000)]


def test_charts_follow_the_race_and_lead_back_to_the_ranking(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        watched = open_page(f"{empty_server.url}/competencia/1#sexo=F", viewport=PHONE)
        page = watched.page
        expect(page.locator("tbody .runner")).to_have_count(2)
        assert not [url for url in watched.requests if "uPlot.esm" in url], "not before it is asked"

        page.get_by_role("button", name="Gráficos").click()
        expect(page).to_have_url(re.compile("#vista=graficos$"))
        expect(page.get_by_text("Los gráficos aparecen cuando")).to_be_visible()
        line.marks(MARKS)
        expect(page.get_by_role("img", name="Llegadas por minuto")).to_be_visible()
        spread = page.get_by_role("img", name="Distribución de los tiempos")
        expect(spread).to_have_attribute("aria-label", re.compile("Tiempos: 3\\."))
        page.locator(".chart label select").select_option("Libre")
        expect(spread).to_have_attribute("aria-label", re.compile("Tiempos: 2\\."))

        page.get_by_role("button", name="Clasificación").click()
        expect(page.locator("tbody .runner")).to_have_count(2)
        expect(page).to_have_url(re.compile("#sexo=F$"))
        assert watched.complaints == []


def test_the_race_is_played_again_from_the_gun(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        line.marks(MARKS)
        page = open_page(empty_server.url + CHARTS).page
        replay = page.locator(".replay")
        counts = replay.locator(".replay-count")
        expect(counts).to_have_text(["3", "2", "1"])
        expect(replay.locator(".replay-clock")).to_have_text("0:23:20")
        expect(replay.locator("li").first).to_contain_text("José Pérez")

        page.clock.install()
        # From here on time passes only as it is told to, however slow the machine is.
        page.clock.pause_at(datetime.now() + timedelta(seconds=5))
        page.get_by_role("button", name="Reproducir").click()
        expect(counts).to_have_text(["0", "0", "0"])
        expect(replay.locator(".replay-leader").first).to_have_text("")
        page.clock.run_for(7_900)
        expect(counts).to_have_text(["1", "1", "0"])
        page.get_by_role("button", name="Pausar").click()
        page.clock.run_for(5_000)
        expect(counts).to_have_text(["1", "1", "0"])
        page.get_by_label("Momento de la carrera").press("End")
        expect(counts).to_have_text(["3", "2", "1"])


@pytest.mark.parametrize("viewport", [PHONE, FULL_HD], ids=lambda size: size["width"])
def test_charts_have_no_faults_and_nothing_moves_for_who_wants_it_calm(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        line.marks(MARKS)
        scheme = "dark" if viewport is PHONE else "light"
        watched = open_page(
            empty_server.url + CHARTS,
            viewport=viewport,
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        expect(watched.page.locator(".replay-count").first).to_have_text("3")
        expect(watched.page.locator(".plot canvas")).to_have_count(2)
        expect(watched.page.get_by_role("button", name="Reproducir")).to_have_count(0)
        expect(watched.page.get_by_label("Momento de la carrera")).to_be_visible()
        assert faults_of(watched) == []
