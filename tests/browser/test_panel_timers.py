"""Two judges time one finish line: who is late, which time counts, and whom they disagree about."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import LAPTOP, PHONE, faults_of, open_panel
from tests.browser.race_day import ANA, BRUNO, RaceDay
from tests.browser.race_server import RaceServer

LINES = "lines/1"
BOTH = {ANA: "ambos", BRUNO: "ambos"}
BIBS = ("7", "8", "9", "19", "89")


def timed_by_two(day: RaceDay) -> None:
    """Bruno marks everybody a second and a half later than Ana; bib 89 half a second more."""
    day.start()
    for number, bib in enumerate(BIBS, start=1):
        at_ms = 60_000 + 7_000 * number
        day.marks(ANA, (at_ms, bib))
        day.marks(BRUNO, (at_ms + (2_000 if bib == "89" else 1_500), bib))


def test_a_late_timer_is_set_right_and_undone_and_a_rule_is_chosen(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server, at_finish=BOTH) as day:
        timed_by_two(day)
        page = open_panel(open_page, empty_server, LINES).page
        part = page.get_by_role("region", name="Varios cronometristas")
        expect(part).to_contain_text("Marca 1,5 s más tarde que Ana Paz")
        expect(part).to_contain_text("No coinciden: 5")

        part.get_by_role("button", name="Restarle 1,5 s: Bruno Díaz").click()
        expect(part).to_contain_text("Tiempos de Bruno Díaz ajustados en 1,5 s")
        expect(part).to_contain_text("Se le restan 1,5 s.")
        expect(part).to_contain_text("No coinciden: 1")
        expect(part.get_by_role("link", name="89 · Inés Vera")).to_be_visible()

        rule = part.get_by_role("form")
        rule.get_by_label("Si varios toman el mismo tiempo, cuenta").select_option("primary")
        rule.get_by_role("button", name="Guardar y recalcular").click()
        expect(rule).to_contain_text("Falta")
        rule.get_by_label("El principal es").select_option(label="Bruno Díaz")
        rule.get_by_role("button", name="Guardar y recalcular").click()
        expect(rule).to_contain_text("Los resultados ya van así")
        expect(part).to_contain_text("Va a la par de Bruno Díaz")
        assert day.result("89")["gun_ms"] == 95_500

        part.get_by_role("button", name="Deshacer el ajuste de Bruno Díaz").click()
        expect(part.get_by_role("button", name="Restarle 1,5 s: Bruno Díaz")).to_have_count(0)
        expect(part).to_contain_text("Marca 1,5 s antes que Bruno Díaz")
        expect(part).not_to_contain_text("Se le restan")
        assert day.result("89")["gun_ms"] == 97_000


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_several_timers_have_no_faults(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    with RaceDay(empty_server, at_finish=BOTH) as day:
        timed_by_two(day)
        watched = open_panel(open_page, empty_server, LINES, viewport=viewport)
        part = watched.page.get_by_role("region", name="Varios cronometristas")
        expect(part).to_contain_text("No coinciden: 5")
        part.get_by_label("Si varios toman el mismo tiempo, cuenta").select_option("agreement")
        expect(part.get_by_role("button", name="Guardar y recalcular")).to_be_visible()
        assert faults_of(watched) == []


def test_one_timer_is_no_question(empty_server: RaceServer, open_page: OpenPage) -> None:
    RaceDay(empty_server, at_finish={ANA: "ambos", BRUNO: "dorsales"})
    page = open_panel(open_page, empty_server, LINES).page
    card = page.get_by_role("listitem", name="Meta")
    part = card.get_by_role("region", name="Varios cronometristas")
    expect(card.get_by_role("group", name="Qué marca Bruno Díaz")).to_be_visible()
    expect(part).to_have_count(0)
    card.get_by_role("group", name="Qué marca Bruno Díaz").get_by_text("Ambos").click()
    expect(part).to_contain_text("Todavía no hay bastantes tiempos para comparar.")
