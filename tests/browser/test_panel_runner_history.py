"""Everything of one runner on one screen, and every correction with its undo."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import LAPTOP, PHONE, faults_of, go_to, open_panel
from tests.browser.race_day import ANA, RaceDay
from tests.browser.race_server import RaceServer


def history(page: Page) -> Locator:
    return page.locator(".history > li")


def test_a_runner_is_shown_with_its_times_places_and_marks(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        day.marks(ANA, (1_078_310, "7"), (1_000_000, "8"))
        page = open_panel(open_page, empty_server, f"runner/{day.ids['7']}").page
        expect(page.locator("main h1")).to_have_text("7 · Eva Ruiz")
        result = page.locator(".runner-result")
        expect(result.locator(".official")).to_contain_text("17:59")
        expect(result.locator(".official")).to_contain_text("17:58.310")
        expect(result).to_contain_text("2 general")
        expect(page.locator(".runner-marks tbody tr")).to_contain_text("Ana Paz · Moto G")
        # During the race, too: what comes in shows by itself.
        day.marks(ANA, (1_090_000, "7"))
        expect(page.locator(".runner-marks tbody tr")).to_have_count(2)
        expect(page.locator(".runner-marks")).to_contain_text("Repetida")


def test_a_penalty_is_given_undone_and_done_again(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        day.marks(ANA, (60_000, "7"))
        page = open_panel(open_page, empty_server, f"runner/{day.ids['7']}").page
        page.get_by_role("button", name="Penalización", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Cuánto").fill("0:30")
        dialog.get_by_label("Motivo").fill("Atajó la curva")
        dialog.get_by_role("button", name="Guardar").click()
        expect(history(page)).to_have_count(1)
        expect(history(page).first).to_contain_text("– → +0:30")
        expect(history(page).first).to_contain_text("Atajó la curva")
        expect(history(page).first).to_contain_text("organiza")
        expect(page.locator(".official")).to_contain_text("1:30")

        history(page).first.get_by_role("button", name="Deshacer").click()
        expect(history(page)).to_have_count(2)
        expect(history(page).nth(1)).to_contain_text("Deshecho por organiza")
        expect(page.locator(".official")).to_contain_text("1:00")
        history(page).first.get_by_role("button", name="Rehacer").click()
        expect(history(page)).to_have_count(3)
        expect(page.locator(".last-correction")).to_contain_text("bonificación: +0:30")
        expect(page.locator(".official")).to_contain_text("1:30")
        assert day.result("7")["penalty_ms"] == 30_000


def test_raw_and_corrected_values_of_a_mark_stand_side_by_side(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        day.marks(ANA, (60_000, "19"), (70_000, "7"))
        page = open_panel(open_page, empty_server, f"runner/{day.ids['19']}").page
        marks = page.locator(".runner-marks tbody tr")
        marks.get_by_role("button", name="Corregir").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("textbox", name="Dorsal").fill("89")
        expect(dialog).to_contain_text("Inés Vera")
        dialog.get_by_label("Motivo").fill("19 por 89")
        dialog.get_by_role("button", name="Guardar").click()
        expect(marks).to_contain_text("1:00.000 · dorsal 19")
        expect(marks).to_contain_text("1:00.000 · dorsal 89")
        expect(marks).to_contain_text("Ahora es de 89 · Inés Vera")
        expect(history(page).first).to_contain_text("19 → 89")
        assert day.result("89")["official_ms"] == 60_000

        go_to(page, f"runner/{day.ids['89']}")
        expect(page.locator(".official")).to_contain_text("1:00")
        expect(history(page)).to_have_count(1)


def test_a_late_starter_a_status_and_another_bib_are_on_record(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        day.marks(ANA, (60_000, "7"))
        page = open_panel(open_page, empty_server, f"runner/{day.ids['7']}").page
        page.get_by_role("button", name="Salida propia").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_label("Hora exacta")).not_to_have_value("")
        dialog.get_by_role("button", name="Ahora", exact=True).click()
        dialog.get_by_role("button", name="Guardar").click()
        expect(page.locator(".runner-result")).to_contain_text("salida propia")

        page.get_by_role("button", name="Otro dorsal").click()
        dialog.get_by_role("textbox", name="Dorsal").fill("8")
        dialog.get_by_role("button", name="Guardar").click()
        expect(dialog).to_contain_text("Fabio León")
        dialog.get_by_role("textbox", name="Dorsal").fill("70")
        dialog.get_by_role("button", name="Guardar").click()
        expect(page.locator("main h1")).to_have_text("70 · Eva Ruiz")

        page.get_by_role("button", name="Estado", exact=True).click()
        dialog.get_by_role("combobox", name="Estado").select_option("dsq")
        dialog.get_by_label("Motivo").fill("Sin dorsal visible")
        dialog.get_by_role("button", name="Poner").click()
        expect(page.locator(".page-head")).to_contain_text("Descalificado")
        expect(history(page)).to_have_count(3)
        assert day.result("7")["status"] == "dsq"


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_runners_page_has_no_faults(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        day.marks(ANA, (60_000, "7"), (61_000, "7"))
        for kind, fields in (("penalty", {"number": 5_000}), ("runner_status", {"text": "dnf"})):
            body = {"competition_id": 1, "kind": kind, "subject": str(day.ids["7"]), **fields}
            day.organizer.post("/api/correcciones/", {**body, "reason": "Prueba"})
        watched = open_panel(open_page, empty_server, f"runner/{day.ids['7']}", viewport=viewport)
        expect(history(watched.page)).to_have_count(2)
        assert faults_of(watched) == []
