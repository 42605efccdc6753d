"""Marks as they come in, and what organizers set right among them."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import LAPTOP, PHONE, faults_of, go_to, open_panel
from tests.browser.race_day import ANA, BRUNO, RaceDay
from tests.browser.race_server import RaceServer

MARKS = "marks/1"


def row(page: Page, mark_id: str) -> Locator:
    return page.locator(f".mark-row[data-id={mark_id}]")


def bib_of(page: Page, mark_id: str) -> Locator:
    return row(page, mark_id).locator("input")


def test_marks_show_up_as_they_come_with_runner_judge_and_what_is_odd(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        page = open_panel(open_page, empty_server, MARKS).page
        expect(page.get_by_text("Todavía no ha llegado ninguna marca")).to_be_visible()

        day.marks(ANA, (61_000, "7"), (62_500, None))
        line = page.get_by_role("listitem", name="Meta")
        expect(line).to_contain_text("Marcas: 2")
        expect(line).to_contain_text("Sin avisos")
        expect(row(page, "m1")).to_contain_text("Eva Ruiz")
        expect(row(page, "m1")).to_contain_text("1:01.000")
        expect(row(page, "m1")).to_contain_text("Ana Paz · Moto G")
        expect(row(page, "m2")).to_contain_text("Sin dorsal todavía")
        expect(page.locator(".mark-row").first).to_have_attribute("data-id", "m2")

        day.marks(ANA, (63_000, "777"))
        expect(row(page, "m3")).to_contain_text("Dorsal desconocido")
        expect(line).to_contain_text("Con avisos: 1")
        day.crowd.leave(ANA)
        expect(line).to_contain_text("sin conectar")
        day.crowd.join(ANA)

        go_to(page, "room")
        arrivals = page.get_by_role("region", name="Tiempos que llegan")
        expect(arrivals).to_contain_text("Milla · Marcas: 3")


def test_bibs_are_typed_down_a_list_of_times_by_enter(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        day.marks(ANA, (61_000, None), (62_000, "8"), (63_000, None), (64_000, None))
        page = open_panel(open_page, empty_server, MARKS).page
        expect(row(page, "m4")).to_be_visible()
        page.get_by_label("Orden").select_option("oldest")
        expect(page.locator(".mark-row").first).to_have_attribute("data-id", "m1")

        bib_of(page, "m1").focus()
        page.keyboard.type("7")
        expect(row(page, "m1")).to_contain_text("Eva Ruiz")
        page.keyboard.press("Enter")
        # What has a bib is passed over.
        expect(bib_of(page, "m3")).to_be_focused()
        page.keyboard.type("9")
        page.keyboard.press("Enter")
        expect(bib_of(page, "m4")).to_be_focused()
        page.keyboard.type("555")
        page.keyboard.press("Enter")
        expect(row(page, "m4")).to_contain_text("Dorsal desconocido")
        expect(page.locator(".last-correction")).to_contain_text("Dorsal 555")
        bibs = {mark_id: mark["bib"] for mark_id, mark in day.listed().items()}
        assert bibs == {"m1": "7", "m2": "8", "m3": "9", "m4": "555"}

        page.get_by_role("button", name="Deshacer").click()
        expect(row(page, "m4")).to_contain_text("Sin dorsal")
        assert day.listed()["m4"]["bib"] is None


def test_a_mark_is_withdrawn_with_its_reason_and_given_back(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        day.marks(ANA, (61_000, "7"))
        page = open_panel(open_page, empty_server, MARKS).page
        row(page, "m1").get_by_role("button", name="Corregir").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Motivo").fill("Era un ciclista")
        dialog.get_by_role("button", name="Retirar").click()
        expect(row(page, "m1").locator("del").first).to_have_text("1:01.000")
        expect(row(page, "m1")).to_contain_text("Retirada")
        (made,) = day.organizer.get("/api/correcciones/?competition_id=1")
        assert (made["kind"], made["reason"]) == ("mark_withdrawn", "Era un ciclista")

        row(page, "m1").get_by_role("button", name="Corregir").click()
        dialog.get_by_role("button", name="Devolver").click()
        expect(bib_of(page, "m1")).to_have_value("7")
        assert not day.listed()["m1"]["is_withdrawn"]


def test_a_time_is_edited_and_the_runner_follows(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        day.marks(ANA, (61_000, "7"))
        page = open_panel(open_page, empty_server, MARKS).page
        row(page, "m1").get_by_role("button", name="Corregir").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Tiempo").fill("un minuto")
        dialog.get_by_role("button", name="Guardar").click()
        expect(dialog).to_contain_text("Escriba un tiempo como 17:58.310")
        dialog.get_by_label("Tiempo").fill("0:59,5")
        dialog.get_by_role("button", name="Guardar").click()
        expect(row(page, "m1").locator(".mark-time")).to_have_text("0:59.500")
        assert day.result("7")["official_ms"] == 59_500


def test_filters_show_what_is_odd_and_one_judge(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server, at_finish={ANA: "ambos", BRUNO: "ambos"}) as day:
        day.start()
        day.marks(ANA, (61_000, "777"), (62_000, None), (None, "9"))
        day.marks(BRUNO, (63_000, "8"))
        page = open_panel(open_page, empty_server, MARKS).page
        rows = page.locator(".mark-row")
        expect(rows).to_have_count(4)
        for kind, ids in (("flagged", ["m1"]), ("noBib", ["m2"]), ("noTime", ["m3"])):
            page.get_by_label("Qué marcas").select_option(kind)
            expect(rows).to_have_count(len(ids))
            assert [one.get_attribute("data-id") for one in rows.all()] == ids
        page.get_by_role("button", name="Quitar filtros").click()
        page.get_by_label("Juez").select_option(label="Bruno Díaz")
        expect(rows).to_have_count(1)
        expect(rows).to_have_attribute("data-id", "m4")
        page.get_by_label("Juez").select_option("")
        page.get_by_label("Buscar dorsal o nombre").fill("gina")
        expect(rows).to_have_attribute("data-id", "m3")


def test_thousands_of_marks_stay_usable(empty_server: RaceServer, open_page: OpenPage) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        for message in range(40):
            day.marks(ANA, *((1_000 * (50 * message + number), None) for number in range(50)))
        page = open_panel(open_page, empty_server, MARKS).page
        rows = page.locator(".mark-row")
        expect(rows).to_have_count(100)
        expect(page.get_by_role("listitem", name="Meta")).to_contain_text("Marcas: 2.000")
        day.marks(ANA, (3_000_000, "7"))
        expect(rows.first).to_have_attribute("data-id", "m2001")
        expect(rows).to_have_count(100)
        page.get_by_label("Qué marcas").select_option("all")
        page.get_by_label("Buscar dorsal o nombre").fill("7")
        expect(rows).to_have_count(1)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_marks_have_no_faults(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    with RaceDay(empty_server, at_finish={ANA: "tiempos", BRUNO: "dorsales"}) as day:
        day.start()
        day.marks(ANA, (61_000, None), (62_000, "777"))
        day.marks(BRUNO, (None, "8"))
        watched = open_panel(open_page, empty_server, MARKS, viewport=viewport)
        expect(watched.page.locator(".mark-row")).to_have_count(3)
        assert faults_of(watched) == []
        watched.page.get_by_role("button", name="Corregir").first.click()
        expect(watched.page.get_by_role("dialog")).to_be_visible()
        assert faults_of(watched) == []
