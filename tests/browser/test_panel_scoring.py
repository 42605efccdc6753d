"""Teams and prizes in the panel: chosen in plain words, and seen at once who wins."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import LAPTOP, PHONE, faults_of, go_to, open_panel
from tests.browser.race_server import RaceServer
from tests.browser.team_race import TeamRace


def prizes(page: Page, group: str) -> Any:
    """Who gets a prize of a group, in order."""
    section = page.get_by_role("region", name=group, exact=True)
    return section.locator(".winner strong")


def form(page: Page, name: str) -> Any:
    return page.get_by_role("form", name=name)


def test_an_organizer_chooses_teams_and_prizes_and_sees_who_wins(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with TeamRace(empty_server):
        watched = open_panel(open_page, empty_server, "races/1", viewport=LAPTOP)
        page = watched.page
        page.get_by_role("link", name="Equipos y premios").click()
        expect(prizes(page, "Femenino")).to_have_text(["Ana Núñez", "Eva Mora", "Rosa Paz"])
        expect(prizes(page, "Libre")).to_have_text(["Sara Vega", "Hugo Lema"])

        teams = form(page, "Cómo puntúan los equipos")
        teams.get_by_role("button", name="Campo a través escolar").click()
        teams.get_by_label("Corredores que cuentan").fill("3")
        teams.get_by_role("button", name="Guardar").click()
        expect(teams.get_by_text("Guardado.")).to_be_visible()
        expect(prizes(page, "Equipos").first).to_have_text("Liga Ñan")

        rules = form(page, "Para quiénes hay premio")
        rules.get_by_label("De la general").fill("1")
        rules.get_by_label("De cada sexo").fill("x")
        rules.get_by_role("button", name="Guardar").click()
        expect(rules.get_by_label("De cada sexo")).to_have_attribute("aria-invalid", "true")
        rules.get_by_label("De cada sexo").fill("1")
        rules.get_by_role("button", name="Guardar").click()
        expect(prizes(page, "General")).to_have_text(["Ana Núñez"])
        expect(prizes(page, "Femenino")).to_have_text(["Eva Mora"])
        assert faults_of(watched) == []

        go_to(page, "record")
        expect(page.get_by_text("Cambió los premios de «Carrera 5K»")).to_be_visible()


def test_what_another_organizer_chose_meanwhile_is_not_overwritten(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with TeamRace(empty_server) as race:
        watched = open_panel(open_page, empty_server, "scoring/1", viewport=PHONE)
        page = watched.page
        rules = form(page, "Para quiénes hay premio")
        rules.get_by_label("De la general").fill("2")
        race.choose("premios", overall=5, per_sex=1)
        expect(prizes(page, "General")).to_have_count(5)
        rules.get_by_role("button", name="Guardar").click()
        expect(rules.get_by_text("Ahora: 5")).to_be_visible()
        expect(rules.get_by_label("De cada sexo")).to_have_value("1")
        # The browser itself complains of the refusal.
        assert all("412" in complaint for complaint in watched.complaints)
        watched.complaints.clear()
        assert faults_of(watched) == []
        rules.get_by_role("button", name="Guardar lo mío").click()
        expect(prizes(page, "General")).to_have_count(2)


def test_the_prize_list_alone_is_printed(empty_server: RaceServer, open_page: OpenPage) -> None:
    with TeamRace(empty_server):
        watched = open_panel(
            open_page, empty_server, "scoring/1", viewport=LAPTOP, color_scheme="dark"
        )
        page = watched.page
        expect(prizes(page, "Masculino").first).to_have_text("José Pérez")
        assert faults_of(watched) == []
        page.emulate_media(media="print")
        expect(prizes(page, "Masculino").first).to_be_visible()
        expect(page.get_by_text("Carrera 5K").locator("visible=true")).to_have_count(1)
        expect(page.get_by_role("button").locator("visible=true")).to_have_count(0)
        assert faults_of(watched) == []
