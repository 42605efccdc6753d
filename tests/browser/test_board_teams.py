"""Teams on the live page of a race of people with bibs."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.panel import faults_of
from tests.browser.race_server import RaceServer
from tests.browser.team_race import PLACES, TIMES, TeamRace

BOARD = "/competencia/1"
FULL_HD = {"width": 1920, "height": 1080}


def test_teams_come_to_be_a_view_and_follow_the_race(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with TeamRace(empty_server) as race:
        watched = open_page(empty_server.url + BOARD, viewport=PHONE)
        page = watched.page
        expect(page.locator("tbody .runner").first).to_be_visible()
        tab = page.get_by_role("button", name="Equipos")
        expect(tab).to_have_count(0)

        race.choose("puntaje-equipos", **TIMES)
        tab.click()
        teams = page.locator(".team-list > li")
        expect(teams.locator(".team-head strong")).to_have_text(
            ["Liga Ñan", "Club Cóndor", "Corredores del Chimborazo"]
        )
        expect(teams.locator(".team-score")).to_have_text(["53:25", "53:46", "1 de 3 en la meta"])
        # Who asked not to be shown scores by the bib alone.
        expect(teams.nth(1).locator("ul li").last).to_contain_text("Dorsal 6")

        race.correct("runner_status", race.ids["1"], text="dsq")
        expect(teams.locator(".team-head strong").first).to_have_text("Club Cóndor")
        assert faults_of(watched) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_link_to_the_teams_opens_them_with_places_and_who_displaces(
    empty_server: RaceServer, open_page: OpenPage, scheme: str
) -> None:
    with TeamRace(empty_server) as race:
        race.choose("puntaje-equipos", **PLACES, groups="all")
        address = f"{empty_server.url}{BOARD}#vista=equipos"
        watched = open_page(address, viewport=FULL_HD, color_scheme=scheme)
        page = watched.page
        first, second = (page.locator(".team-list > li").nth(index) for index in (0, 1))
        expect(first.locator(".team-score")).to_have_text("10 puntos")
        expect(second.locator(".team-score")).to_have_text("11 puntos")
        expect(second.locator(".displaces b")).to_have_text("(7)")
        assert faults_of(watched) == []
