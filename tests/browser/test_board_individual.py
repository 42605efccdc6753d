"""The live page of a race of people with bibs."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.finish_line import FinishLine
from tests.browser.panel import faults_by_day_and_night, overflow_px
from tests.browser.race_server import RaceServer

BOARD = "/competencia/1"
FULL_HD = {"width": 1920, "height": 1080}
ROWS = "tbody .runner"


def expect_bibs(page: Page, bibs: list[str]) -> None:
    expect(page.locator(f"{ROWS} .bib")).to_have_text(bibs)


def expect_row(page: Page, index: int, cells: dict[str, str]) -> None:
    row = page.locator(ROWS).nth(index)
    for name, text in cells.items():
        expect(row.locator(f".{name}")).to_have_text(text)


def test_standings_show_places_times_and_how_everybody_stands(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    others = [{"dorsal": str(bib), "nombre": f"Corredor {bib}"} for bib in (11, 12, 13)]
    first = {"dorsal": "7", "nombre": "Ana", "apellido": "Núñez", "categoria": "Libre"}
    with FinishLine(empty_server, [first, {"dorsal": "8"}, {"dorsal": "9"}, *others]) as line:
        line.start()
        line.marks([("7", 1_078_310), ("8", 1_084_001), ("9", 1_084_001), ("12", None)])
        line.correct("penalty", line.ids["9"], number=30_000)
        line.correct("penalty", line.ids["8"], number=30_000)
        line.correct("runner_status", line.ids["13"], text="dnf")
        page = open_page(empty_server.url + BOARD).page

        expect_bibs(page, ["7", "8", "9", "12", "11", "13"])
        expect_row(page, 0, {"position": "1", "name": "Ana Núñez", "category": "Libre"})
        # Rounded up by the server, and never again here.
        expect_row(page, 0, {"official": "17:59", "gap": "", "gun": ""})
        expect_row(page, 1, {"position": "2", "official": "+0:3018:35", "gun": "18:05"})
        expect_row(page, 2, {"position": "2", "gap": "+0:36"})
        expect_row(page, 3, {"position": "–", "official": "Tiempo pendiente"})
        expect_row(page, 4, {"official": "En carrera"})
        expect_row(page, 5, {"official": "No terminó (DNF)"})
        expect(page.locator("[data-counter=finished]")).to_have_text("3/6")


def test_marks_and_corrections_appear_by_the_socket_alone(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        line.mark("8", 1_100_000)
        watched = open_page(empty_server.url + BOARD)
        page = watched.page
        expect_bibs(page, ["8", "7", "9", "10"])
        before = list(watched.requests)

        line.mark("7", 1_078_310)
        expect_bibs(page, ["7", "8", "9", "10"])
        expect_row(page, 1, {"position": "2", "gap": "+0:21"})
        line.mark("9")
        expect(page.locator(f"{ROWS}[data-status=arrived] .bib")).to_have_text("9")
        disqualified = line.correct("runner_status", line.ids["7"], text="dsq")
        expect_bibs(page, ["8", "9", "10", "7"])
        expect_row(page, 0, {"position": "1", "gap": ""})
        expect_row(page, 3, {"position": "–", "official": "Descalificado (DSQ)"})
        line.undo(disqualified)
        expect_bibs(page, ["7", "8", "9", "10"])
        line.mark("10", 1_200_000)
        expect_row(page, 2, {"position": "3", "name": "Dorsal 10", "category": ""})

        assert watched.requests == before
        assert watched.complaints == []


def test_who_comes_in_lights_up_and_glides_to_its_place(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        page = open_page(empty_server.url + BOARD).page
        expect_bibs(page, ["7", "8", "9", "10"])
        element = page.locator(ROWS).nth(2).element_handle()

        line.mark("9", 1_078_310)

        expect_bibs(page, ["9", "7", "8", "10"])
        properties = page.evaluate(
            "row => row.getAnimations().flatMap(one => Object.keys(one.effect.getKeyframes()[0]))",
            element,
        )
        assert {"backgroundColor", "transform"} <= set(properties)
        assert page.evaluate(f"row => row === document.querySelector('{ROWS}')", element), (
            "it is the same row, in another place"
        )


def test_a_ranking_is_chosen_and_its_link_leads_back_to_it(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        line.marks([("8", 1_078_310), ("7", 1_080_000), ("9", 1_090_000)])
        page = open_page(empty_server.url + BOARD).page
        choice = page.get_by_label("Clasificación").locator("visible=true").first
        expect(page.locator(".runner-tools option")).to_have_text(
            ["General", "Femenino", "Masculino", "Libre", "Máster"]
        )

        choice.select_option(label="Femenino")
        expect_bibs(page, ["7", "9"])
        expect_row(page, 1, {"position": "2", "gap": "+0:10"})
        expect(page.get_by_text("Llegados: 2 de 2")).to_be_visible()
        expect(page).to_have_url(re.compile("#sexo=F$"))
        choice.select_option(label="Libre")
        expect_bibs(page, ["8", "7"])

        link = page.url
        again = open_page(link, locale="en-US").page
        expect_bibs(again, ["8", "7"])
        again.get_by_label("Standings").locator("visible=true").first.select_option("Overall")
        expect_bibs(again, ["8", "7", "9", "10"])
        expect_row(again, 3, {"name": "Bib 10"})
        assert "#" not in again.url


def test_a_bib_or_a_name_is_found_while_it_is_typed(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        line.start()
        page = open_page(empty_server.url + BOARD, viewport=PHONE).page
        expect_bibs(page, ["7", "8", "9", "10"])
        search = page.get_by_label("Buscar")

        search.press_sequentially("jose p")
        expect_bibs(page, ["8"])
        expect(page.get_by_text("Encontrados: 1")).to_be_visible()
        # Who is looked for may come in meanwhile.
        line.mark("8", 1_078_310)
        expect_row(page, 0, {"position": "1", "official": "17:59"})
        search.fill("reyes")
        expect(page.get_by_text("No hay nadie con ese dorsal o nombre.")).to_be_visible()
        search.fill("10")
        expect_bibs(page, ["10"])
        search.fill("")
        expect_bibs(page, ["8", "7", "9", "10"])


def test_tenths_are_shown_where_the_race_has_them(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server, mostrar="decimas") as line:
        line.start()
        line.marks([("7", 1_078_310), ("8", 1_078_399), ("9", 1_079_001)])
        page = open_page(empty_server.url + BOARD).page

        expect_row(page, 0, {"position": "1", "official": "17:58.4"})
        # Later by 89 ms, which is not to be seen.
        expect_row(page, 1, {"position": "2", "official": "17:58.4", "gap": "+0:00.0"})
        expect_row(page, 2, {"official": "17:59.1", "gap": "+0:00.7"})


def test_those_of_a_wave_that_waits_are_folded_away(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishLine(empty_server) as line:
        wave = {"competition_id": 1, "name": "Ola 2"}
        wave_id = line.organizer.post("/api/olas/", wave)["id"]
        for bib in ("7", "9"):
            line.organizer.patch(f"/api/corredores/{line.ids[bib]}/", {"wave_id": wave_id})
        page = open_page(empty_server.url + BOARD).page
        expect_bibs(page, ["7", "8", "9", "10"])

        line.start()
        expect_bibs(page, ["8", "10"])
        fold = page.get_by_role("button", name="Todavía sin salir: 2")
        expect(fold).to_have_attribute("aria-expanded", "false")
        fold.click()
        expect_bibs(page, ["8", "10", "7", "9"])
        expect(fold).to_have_attribute("aria-expanded", "true")
        line.mark("8", 1_078_310)
        expect_row(page, 0, {"position": "1"})
        expect(fold).to_be_focused()


def test_of_a_thousand_runners_only_those_in_view_are_on_the_page(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    many = [{"dorsal": str(bib), "nombre": f"Corredor {bib}"} for bib in range(1, 1001)]
    with FinishLine(empty_server, many) as line:
        line.start()
        page = open_page(empty_server.url + BOARD, viewport=PHONE).page
        expect_row(page, 0, {"bib": "1"})
        assert page.locator(ROWS).count() < 60
        expect(page.get_by_role("table")).to_have_attribute("aria-rowcount", "1001")

        line.mark("990", 1_078_310)
        expect_row(page, 0, {"bib": "990", "official": "17:59"})
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        last = page.locator(ROWS).last
        expect(last.locator(".bib")).to_have_text("1000")
        expect(last).to_have_attribute("aria-rowindex", "1001")
        expect(last).to_be_in_viewport(ratio=1)
        assert page.locator(ROWS).count() < 60


@pytest.mark.parametrize("viewport", [PHONE, FULL_HD], ids=lambda size: size["width"])
def test_page_has_no_faults(
    empty_server: RaceServer,
    open_page: OpenPage,
    viewport: dict[str, int],
) -> None:
    long_name = "María Fernanda de los Ángeles"
    runners = [
        {"dorsal": "123456789/AB", "nombre": long_name, "apellido": "Villavicencio Cevallos"},
        {"dorsal": "8", "nombre": "X" * 60, "categoria": "C" * 40, "equipo": "E" * 60},
        {"dorsal": "9", "nombre": "Eva", "sexo": "F"},
        {"dorsal": "10", "oculto": True},
    ]
    with FinishLine(empty_server, runners) as line:
        line.start()
        line.marks([("8", 1_078_310), ("123456789/AB", 86_000_000), ("9", None)])
        line.correct("penalty", line.ids["8"], number=30_000)
        watched = open_page(
            empty_server.url + BOARD,
            viewport=viewport,
            reduced_motion="reduce",
        )
        expect_row(watched.page, 1, {"official": "23:53:20"})

        assert faults_by_day_and_night(watched) == []
        assert overflow_px(watched.page) == 0
        for name in ("position", "name", "official"):
            cell = watched.page.locator(ROWS).nth(1).locator(f".{name}")
            expect(cell).to_be_in_viewport(ratio=1)


def test_it_is_a_table_on_a_phone_too(empty_server: RaceServer, open_page: OpenPage) -> None:
    with FinishLine(empty_server):
        page = open_page(empty_server.url + BOARD, viewport=PHONE).page
        table = page.get_by_role("table", name="Clasificación")

        expect(table.get_by_role("row")).to_have_count(5)
        expect(table.get_by_role("rowheader", name="Ana Núñez")).to_have_count(1)
        expect(table.get_by_role("columnheader", name="Tiempo")).to_have_count(1)


def test_the_list_says_how_many_run(empty_server: RaceServer, open_page: OpenPage) -> None:
    with FinishLine(empty_server):
        page = open_page(f"{empty_server.url}/?lista").page

        expect(page.get_by_role("main").get_by_role("link")).to_contain_text("Corredores: 4")
