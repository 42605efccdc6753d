"""Times and bibs of a line put together by an organizer, with what went wrong at it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.finish_of_159 import FinishOf159
from tests.browser.panel import LAPTOP, PHONE, faults_of, go_to, open_panel
from tests.browser.race_day import ANA, BRUNO, RaceDay
from tests.browser.race_server import RaceServer

AT_FINISH = {ANA: "tiempos", BRUNO: "dorsales"}


def figure(page: Page, name: str) -> Locator:
    """What the summary says of one thing, such as "Dudas"."""
    return page.locator(".reconcile-summary .figures > div").filter(has_text=name).locator("dd")


def row(page: Page, row_id: str) -> Locator:
    return page.locator(f".pair-row[data-id={row_id}]")


def doubt(page: Page) -> Locator:
    return page.locator(".doubt-title")


def test_159_finishers_with_five_mistakes_are_right_in_a_minute_of_keys(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishOf159(empty_server) as finish:
        page = open_panel(open_page, empty_server, "races/1").page
        page.get_by_role("link", name="Cuadrar tiempos y dorsales: Meta").click()
        expect(figure(page, "Dudas")).to_have_text("6")
        page.get_by_role("button", name="Aceptar las").click()
        done = page.locator(".done-here li").first
        expect(done).to_contain_text("Parejas aceptadas: 154")
        expect(figure(page, "Emparejados")).to_have_text("154")
        done.get_by_role("button", name="Deshacer").click()
        expect(figure(page, "Emparejados")).to_have_text("0")
        done.get_by_role("button", name="Rehacer").click()
        expect(figure(page, "Emparejados")).to_have_text("154")

        missed = finish.bibs[finish.missed_tap]
        # The one before came so near that the time may be of either.
        before = finish.bibs[finish.missed_tap - 1]
        expect(doubt(page)).to_contain_text(f"sea del dorsal {before}")
        page.get_by_role("button", name="Aceptar como está propuesto").click()
        expect(doubt(page)).to_contain_text(f"Falta un tiempo para el dorsal {missed}")
        # Somebody has a film of the finish.
        seconds, thousandths = divmod(finish.truth[missed], 1000)
        page.get_by_label("Tiempo estimado").fill(
            f"{seconds // 60}:{seconds % 60:02}.{thousandths:03}"
        )
        page.keyboard.press("Enter")
        expect(doubt(page)).to_contain_text("Dos toques en 0,4 s")
        expect(page.locator(".pair-row.is-here")).to_contain_text("Toque doble")
        page.keyboard.press("Enter")
        expect(doubt(page)).to_contain_text("El dorsal 270 no existe. ¿Es el 207")
        page.keyboard.press("Enter")
        expect(doubt(page)).to_contain_text("Falta el dorsal")
        typed = page.get_by_role("textbox", name="Dorsal", exact=True)
        typed.fill(finish.bibs[finish.missed_bib])
        expect(page.locator(".typed-repair")).to_contain_text("Nombre231 Apellido231")
        page.keyboard.press("Enter")
        expect(doubt(page)).to_contain_text("está dos veces")
        page.keyboard.press("Enter")
        # What the doubts were about is sure by now.
        expect(page.get_by_text("No hay dudas")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Todo cuadra")).to_be_visible()
        assert finish.official() == finish.truth

        page.keyboard.press("u")
        expect(page.get_by_role("button", name="Aceptar las 2 parejas")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Todo cuadra")).to_be_visible()
        go_to(page, "record")
        expect(page.get_by_text("Arregló tiempos y dorsales en «Meta»").first).to_be_visible()


def test_a_row_is_set_right_by_hand_and_what_another_organizer_did_is_told(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server, at_finish={ANA: "ambos"}) as day:
        day.start()
        day.marks(ANA, (61_000, "7"), (75_000, "8"), (90_000, "19"))
        page = open_panel(open_page, empty_server, "reconcile/1").page
        row(page, "m1").get_by_role("button", name="Corregir").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("textbox", name="Dorsal").fill("9")
        expect(dialog).to_contain_text("Gina Mora")
        page.keyboard.press("Enter")
        expect(row(page, "m1")).to_contain_text("Gina Mora")
        expect(row(page, "m1").get_by_role("button")).to_be_visible()
        page.keyboard.press("u")
        expect(row(page, "m1")).to_contain_text("Eva Ruiz")

        row(page, "m1").get_by_role("button", name="Corregir").click()
        dialog.get_by_role("button", name="Intercambiar el 7 y el 8").click()
        expect(row(page, "m2")).to_contain_text("Eva Ruiz")
        assert day.result("7")["official_ms"] == 75_000

        # What came while the dialog was open.
        row(page, "m3").get_by_role("button", name="Corregir").click()
        correction = {"competition_id": 1, "kind": "mark_bib", "subject": "m3", "text": "89"}
        day.organizer.post("/api/correcciones/", correction)
        expect(row(page, "m3")).to_contain_text("Inés Vera")
        dialog.get_by_role("button", name="Dejar").click()
        alert = page.get_by_role("alert").filter(has_text="Otra persona")
        expect(alert).to_contain_text("1:30.000, dorsal 19: ahora tiene el 89 · Inés Vera")
        expect(row(page, "m3")).to_contain_text("Inés Vera")
        assert day.listed()["m3"]["bib"] == "89"

        # Who opens the page afterwards can undo it, too.
        page.reload()
        page.get_by_text("Hecho antes").click()
        step = page.locator(".done-here li").filter(has_text="Dorsales asignados: 1 (89)")
        step.get_by_role("button", name="Deshacer").click()
        expect(row(page, "m3")).to_contain_text("19")
        expect(page.get_by_role("button", name="Rehacer")).to_be_visible()

        expect(page.get_by_text("Todo cuadra")).to_be_visible()
        day.organizer.post("/api/competencias/1/detener/")
        expect(page.get_by_text("corredores en carrera")).to_be_visible()
        expect(page.get_by_text("Todo cuadra")).to_have_count(0)


def test_thousands_of_rows_scroll_and_stay_where_they_are(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server, at_finish=AT_FINISH) as day:
        day.start()
        for message in range(40):
            day.marks(ANA, *((2_000 * (50 * message + number), None) for number in range(50)))
        page = open_panel(open_page, empty_server, "reconcile/1").page
        expect(page.locator(".pair-row").nth(1)).to_be_visible()
        box = page.locator(".pair-scroll")
        box.evaluate("(box) => { box.scrollTop = 1000 * 52; }")
        expect(row(page, "m1001")).to_be_in_viewport()
        assert page.locator(".pair-row").count() < 60
        # A time before all others comes in, and the eye stays where it is.
        top = row(page, "m1001").bounding_box()
        day.marks(ANA, (1, None))
        expect(page.get_by_text("2.001 de 2.001").first).to_be_visible()
        assert row(page, "m1001").bounding_box() == top


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_reconciliation_has_no_faults(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    with RaceDay(empty_server, at_finish=AT_FINISH) as day:
        day.start()
        day.marks(ANA, (61_000, None), (72_000, None), (85_000, None), (85_300, None))
        day.bibs(BRUNO, ("7", 63_000), ("777", 74_000), ("9", 87_000), ("19", 120_000))
        watched = open_panel(open_page, empty_server, "reconcile/1", viewport=viewport)
        page = watched.page
        expect(doubt(page)).to_be_visible()
        assert faults_of(watched) == []
        page.get_by_role("button", name="Corregir").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert faults_of(watched) == []
