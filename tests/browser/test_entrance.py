"""What stands at ``/``: the list of competitions, or the board of the one that matters."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, TEAMS, OpenPage
from tests.browser.race_server import RaceServer, competition, event

RACES = [competition("Carrera 5K"), competition("Nocturna 10K")]


def test_the_only_competition_is_shown_at_once(server: RaceServer, open_page: OpenPage) -> None:
    watched = open_page(server.url)

    expect(watched.page.get_by_role("heading", level=1)).to_contain_text("Carrera 5K")
    expect(watched.page.locator("tbody tr")).to_have_count(3)
    assert watched.complaints == []


def test_several_competitions_are_listed(empty_server: RaceServer, open_page: OpenPage) -> None:
    empty_server.load(event(RACES, TEAMS))
    watched = open_page(empty_server.url, viewport=PHONE, timezone_id="America/Guayaquil")
    links = watched.page.get_by_role("main").get_by_role("link")

    expect(links).to_have_count(2)
    expect(links.first).to_contain_text("12 de noviembre de 2030")
    expect(links.first).to_contain_text("Programada")
    masthead = watched.page.locator(".masthead").bounding_box()
    assert masthead is not None
    assert masthead["y"] == 0
    links.first.click()
    expect(watched.page.locator("tbody tr")).to_have_count(3)
    assert watched.page.url == f"{empty_server.url}/competencia/1"
    assert watched.complaints == []


def test_the_one_in_progress_is_shown_at_once_and_the_list_stays_in_reach(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    empty_server.load(event(RACES, TEAMS))
    empty_server.start_race(1)
    page = open_page(empty_server.url).page
    expect(page.locator("tbody tr")).to_have_count(3)

    page.get_by_role("link", name="Todas las competencias").click()

    expect(page.get_by_role("main").get_by_role("link")).to_have_count(2)
    expect(page.get_by_text("En curso")).to_be_visible()


def test_list_finds_a_competition_that_is_published_later(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    page = open_page("about:blank").page
    page.clock.install()
    page.goto(empty_server.url)
    expect(page.get_by_text("Todavía no hay ninguna competencia publicada.")).to_be_visible()

    empty_server.load(event(RACES, TEAMS))
    page.clock.fast_forward(15_000)

    expect(page.get_by_role("main").get_by_role("link")).to_have_count(2)


def test_list_without_a_server_says_so_and_recovers(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    empty_server.load(event(RACES, TEAMS))
    page = open_page("about:blank").page
    page.clock.install()
    page.goto(empty_server.url)
    expect(page.get_by_role("main").get_by_role("link")).to_have_count(2)

    empty_server.kill()
    page.clock.fast_forward(15_000)
    expect(page.get_by_text("No hay conexión con el servidor.")).to_be_visible()

    empty_server.start()
    page.clock.fast_forward(15_000)
    expect(page.get_by_text("No hay conexión con el servidor.")).to_have_count(0)
