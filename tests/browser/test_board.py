"""The live page: what it shows, and that it moves by its socket alone."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, TEAMS, OpenPage
from tests.browser.race_server import RaceServer, competition, event

PROJECTOR = {"width": 1920, "height": 1080}


def team_names(page: Page) -> list[str]:
    return page.locator("tbody .team").all_text_contents()


def expect_row(page: Page, index: int, cells: dict[str, str]) -> None:
    row = page.locator("tbody tr").nth(index)
    for name, text in cells.items():
        expect(row.locator(f".{name}")).to_have_text(text)


def test_standings_show_every_column(server: RaceServer, open_page: OpenPage) -> None:
    server.start_race()
    server.record(102, [1_198_030, 3_754_900])
    server.record(101, [1_200_000])

    page = open_page(f"{server.url}/competencia/1").page

    first = {
        "position": "1",
        "bib": "102",
        "team": "Las Liebres",
        "category": "mixto",
        "records": "2/15",
        "total": "1:22:32.930",
        "average": "41:16.465",
        "best": "19:58.030",
    }
    expect_row(page, 0, first)
    expect_row(page, 1, {"position": "2", "team": "Los Veloces", "records": "1/15"})
    expect_row(page, 2, {"position": "–", "team": "Los Tranquilos", "total": "–"})
    expect(page.locator("[data-counter=teams]")).to_have_text("3")
    expect(page.locator("[data-counter=records]")).to_have_text("3")
    expect(page).to_have_title(re.compile("Carrera 5K"))


def test_time_of_a_judge_appears_without_any_request(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    watched = open_page(f"{server.url}/competencia/1")
    expect(watched.page.locator("tbody tr")).to_have_count(3)
    before = list(watched.requests)

    server.record(103, [65_000])
    expect_row(watched.page, 0, {"team": "Los Tranquilos", "total": "1:05.000"})
    server.record(102, [64_000])
    expect_row(watched.page, 0, {"team": "Las Liebres", "position": "1"})

    assert team_names(watched.page) == ["Las Liebres", "Los Tranquilos", "Los Veloces"]
    expect(watched.page.locator("[data-counter=records]")).to_have_text("2")
    assert watched.requests == before
    assert watched.complaints == []


def test_changed_row_flashes_and_moves(server: RaceServer, open_page: OpenPage) -> None:
    server.start_race()
    page = open_page(f"{server.url}/competencia/1").page
    row = page.locator("tbody tr", has_text="Los Tranquilos")
    expect(row).to_have_count(1)
    element = row.element_handle()

    server.record(103, [65_000])

    expect(page.locator("tbody tr").first).to_contain_text("Los Tranquilos")
    properties = page.evaluate(
        "row => row.getAnimations().flatMap(one => Object.keys(one.effect.getKeyframes()[0]))",
        element,
    )
    assert {"backgroundColor", "transform"} <= set(properties)
    assert page.evaluate("row => row === document.querySelector('tbody tr')", element)


def test_nothing_moves_for_those_who_asked_for_less_motion(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    page = open_page(f"{server.url}/competencia/1", reduced_motion="reduce").page
    expect(page.locator("tbody tr")).to_have_count(3)

    server.record(103, [65_000])

    expect(page.locator("tbody tr").first).to_contain_text("Los Tranquilos")
    properties = page.locator("tbody tr").first.evaluate(
        "row => row.getAnimations().flatMap(one => Object.keys(one.effect.getKeyframes()[0]))"
    )
    assert "transform" not in properties


def test_clock_begins_with_the_race_and_stops_with_it(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/competencia/1", timezone_id="America/Guayaquil").page
    clock = page.get_by_role("timer")
    expect(clock).to_have_text("Empieza el martes, 12 de noviembre a las03:00")
    expect(page.locator(".phase")).to_have_text("Programada")

    server.start_race()
    expect(clock).to_contain_text("0:00:02")
    expect(page.locator(".phase")).to_have_text("En curso")

    server.stop_race()
    expect(page.locator(".phase")).to_have_text("Finalizada")
    stopped_at = page.locator(".clock-face").inner_text()
    page.wait_for_timeout(1500)
    expect(page.locator(".clock-face")).to_have_text(stopped_at)


def test_phones_own_clock_plays_no_part(server: RaceServer, open_page: OpenPage) -> None:
    server.start_race()
    page = open_page("about:blank").page
    page.add_init_script("Date.now = () => 5")
    page.goto(f"{server.url}/competencia/1")

    expect(page.locator(".clock-face")).to_have_text("0:00:03")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP, PROJECTOR], ids=lambda size: size["width"])
def test_nothing_overflows(
    server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    long_name = "Asociación Deportiva y Cultural de la Universidad Técnica del Norte"
    races = [competition("Carrera 5K", registros_por_equipo=15)]
    server.load(event(races, {**TEAMS, 10_104: long_name, 10_105: "X" * 60}))
    server.start_race()
    server.record(10_104, [86_000_000 + number for number in range(15)])

    page = open_page(f"{server.url}/competencia/1", viewport=viewport).page

    expect_row(page, 0, {"team": long_name, "records": "15/15"})
    widths = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert widths[0] <= widths[1]
    for name in ("position", "team", "total"):
        expect(page.locator(f"tbody tr:first-child .{name}")).to_be_in_viewport(ratio=1)


def test_it_is_a_table_on_a_phone_too(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/competencia/1", viewport=PHONE).page
    table = page.get_by_role("table", name="Clasificación")

    expect(table.get_by_role("columnheader")).to_have_count(8)
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_role("rowheader", name="Los Veloces")).to_have_count(1)


def test_text_of_others_is_never_markup(empty_server: RaceServer, open_page: OpenPage) -> None:
    name = "<img src=x onerror=alert(1)>"
    empty_server.load(event([competition("<b>Carrera</b>")], {1: name}))

    watched = open_page(f"{empty_server.url}/competencia/1")

    expect(watched.page.locator("tbody .team")).to_have_text(name)
    expect(watched.page.locator("h1")).to_contain_text("<b>Carrera</b>")
    assert watched.complaints == []


def test_a_thousand_teams(empty_server: RaceServer, open_page: OpenPage) -> None:
    teams = {bib: f"Equipo {bib}" for bib in range(1, 1001)}
    empty_server.load(event([competition("Carrera 5K")], teams))
    empty_server.start_race()
    page = open_page(f"{empty_server.url}/competencia/1").page
    expect(page.locator("tbody tr")).to_have_count(1000)

    empty_server.record(990, [61_000])
    expect_row(page, 0, {"bib": "990", "records": "1"})
    empty_server.record(5, [60_000])
    expect_row(page, 0, {"bib": "5"})

    bibs = page.locator("tbody .bib").all_text_contents()
    assert bibs == ["5", "990", *(str(bib) for bib in teams if bib not in (5, 990))]


def test_teams_that_are_entered_later_appear(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/competencia/1").page
    expect(page.locator("tbody tr")).to_have_count(3)

    races = [competition("Carrera 5K", registros_por_equipo=15)]
    server.load(event(races, {**TEAMS, 104: "Los Tardíos"}))

    expect(page.locator("tbody .team")).to_have_text([*TEAMS.values(), "Los Tardíos"])


def test_server_that_runs_60_times_as_fast(server: RaceServer, open_page: OpenPage) -> None:
    """The demo's clock: the page carries it on between two messages."""
    server.start_race()
    page = open_page("about:blank").page

    def speed_up(text: str | bytes) -> str | bytes:
        frame = json.loads(text)
        return json.dumps({**frame, "ritmo": 60}) if "ritmo" in frame else text

    def through(route: object) -> None:
        upstream = route.connect_to_server()  # type: ignore[attr-defined]
        upstream.on_message(lambda text: route.send(speed_up(text)))  # type: ignore[attr-defined]

    page.route_web_socket(re.compile("/ws/competencia/"), through)
    page.goto(f"{server.url}/competencia/1")

    expect(page.locator(".clock-face")).to_have_text(re.compile(r"^0:0[1-9]:"))
