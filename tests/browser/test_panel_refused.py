"""Times that were refused and kept: accepted, dismissed, and taken back, one or all."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.crowd import Crowd, crowded_event, teams_of
from tests.browser.panel import Organizer, faults_of, open_panel
from tests.browser.race_server import RaceServer


def test_refused_time_is_accepted_and_counts(empty_server: RaceServer, open_page: OpenPage) -> None:
    empty_server.load(crowded_event())
    organizer = Organizer(empty_server)
    team = teams_of(organizer, "juez01")[0]
    page = open_panel(open_page, empty_server, "room").page

    with Crowd(empty_server) as crowd:
        crowd.join("juez01")
        assert crowd.record("juez01", team, 61_000)["tipo"] == "error"
        refused = page.locator(".refused > li")
        expect(refused).to_have_count(1)
        expect(page.locator(".refused-group h3")).to_contain_text("La carrera no estaba en curso")
        expect(refused).to_contain_text("1:01.000")
        expect(page.locator("header .badge")).to_have_text("1")

        refused.get_by_role("button", name="Aceptar").click()
        expect(refused).to_have_count(0)
        expect(page.locator(".arrivals li")).to_contain_text("1:01.000")
        expect(page.locator("header .badge")).to_have_count(0)
    assert organizer.get("/api/rechazados/") == []
    assert organizer.get("/api/competencias/1/")["record_count"] == 1


def test_refused_time_is_dismissed_and_does_not_count(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    empty_server.load(crowded_event())
    organizer = Organizer(empty_server)
    team = teams_of(organizer, "juez01")[0]
    page = open_panel(open_page, empty_server, "room").page

    with Crowd(empty_server) as crowd:
        crowd.join("juez01")
        crowd.record("juez01", team, 61_000)
        page.locator(".refused > li").get_by_role("button", name="Descartar").click()
        expect(page.locator(".refused > li")).to_have_count(0)
    assert organizer.get("/api/competencias/1/")["record_count"] == 0


def test_dismissed_times_are_kept_and_one_is_taken_back(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    empty_server.load(crowded_event())
    teams = teams_of(Organizer(empty_server), "juez01")
    page = open_panel(open_page, empty_server, "room").page
    with Crowd(empty_server) as crowd:
        crowd.join("juez01")
        for team in teams:
            crowd.record("juez01", team, 61_000)

        page.get_by_role("button", name="Descartar todos (2)").click()
        page.get_by_role("dialog").get_by_role("button", name="Descartar todos (2)").click()
        expect(page.locator(".refused-group")).to_have_count(0)
        page.get_by_text("Descartados", exact=True).click()
        dismissed = page.locator(".dismissed .refused > li")
        expect(page.get_by_text("Descartados (2)")).to_be_visible()
        dismissed.filter(has_text="Equipo 2").get_by_role("button", name="Recuperar").click()

        expect(dismissed).to_have_count(1)
        waiting = page.locator(".refused-group .refused > li")
        expect(waiting).to_have_count(1)
        expect(waiting).to_contain_text("Equipo 2")
        expect(waiting).to_contain_text("Juez 01")


def test_refused_times_of_one_reason_are_accepted_at_once(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    empty_server.load(crowded_event())
    organizer = Organizer(empty_server)
    team, other = teams_of(organizer, "juez01")
    with Crowd(empty_server) as crowd:
        crowd.join("juez01")
        for number in range(1, 7):
            crowd.record("juez01", team, number * 60_000)
        # A reading of the phone's clock says nothing before there has been a start.
        crowd.record("juez01", other, 1_700_000_000_000)
    page = open_panel(open_page, empty_server, "room").page
    expect(page.locator(".refused > li")).to_have_count(5)
    page.get_by_role("button", name="Ver más (2)").click()
    expect(page.locator(".refused > li")).to_have_count(7)

    page.get_by_role("button", name="Aceptar todos (7)").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("¿Aceptar 7 tiempos?")
    assert organizer.get("/api/competencias/1/")["record_count"] == 0
    question.get_by_role("button", name="Aceptar todos (7)").click()

    said = page.get_by_text("Aceptados: 6. Sin aceptar: 1. La carrera no está en curso.")
    expect(said).to_be_visible()
    expect(page.locator(".refused > li")).to_have_count(1)
    assert organizer.get("/api/competencias/1/")["record_count"] == 6


def test_times_that_came_in_while_the_race_was_stopped_are_accepted_at_once(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    empty_server.load(crowded_event())
    organizer = Organizer(empty_server)
    team = teams_of(organizer, "juez01")[0]
    watched = open_panel(open_page, empty_server, "races/1/control")
    page = watched.page
    told = page.locator(".while-stopped")
    with Crowd(empty_server) as crowd:
        crowd.join("juez01")
        crowd.record("juez01", team, 1_000)
        empty_server.start_race()
        crowd.record("juez01", team, 61_000)
        empty_server.stop_race()
        crowd.record("juez01", team, 62_000)
        crowd.record("juez01", team, 63_000)
        expect(page.get_by_role("button", name="Deshacer la parada")).to_be_visible()
        expect(told).to_have_count(0)

        page.get_by_role("button", name="Deshacer la parada").click()
        expect(told).to_contain_text("Llegaron 2 tiempos mientras la carrera estaba detenida.")
        assert faults_of(watched) == []
        told.get_by_role("button", name="Aceptar todos (2)").click()

        expect(told).to_have_count(0)
        expect(page.get_by_text("Aceptados: 2.")).to_be_visible()
    assert organizer.get("/api/competencias/1/")["record_count"] == 3
    assert len(organizer.get("/api/rechazados/")) == 1


def test_accepting_over_the_limit_asks_first(empty_server: RaceServer, open_page: OpenPage) -> None:
    empty_server.load(crowded_event(registros_por_equipo=1))
    empty_server.start_race()
    organizer = Organizer(empty_server)
    team = teams_of(organizer, "juez01")[0]
    page = open_panel(open_page, empty_server, "room").page

    with Crowd(empty_server) as crowd:
        crowd.join("juez01")
        crowd.record("juez01", team, 61_000)
        assert crowd.record("juez01", team, 62_000)["codigo"] == "team_complete"
        page.locator(".refused > li").get_by_role("button", name="Aceptar").click()
        question = page.get_by_role("dialog")
        expect(question).to_contain_text("Equipo 1 ya tiene sus 1 tiempos")
        assert organizer.get("/api/competencias/1/")["record_count"] == 1
        question.get_by_role("button", name="Aceptar").click()
        expect(page.locator(".refused > li")).to_have_count(0)
    assert organizer.get("/api/competencias/1/")["record_count"] == 2


def test_refused_time_that_another_organizer_has_decided_goes_away(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    empty_server.load(crowded_event())
    organizer = Organizer(empty_server)
    team = teams_of(organizer, "juez01")[0]
    page = open_panel(open_page, empty_server, "room").page

    with Crowd(empty_server) as crowd:
        crowd.join("juez01")
        crowd.record("juez01", team, 61_000)
        expect(page.locator(".refused > li")).to_have_count(1)
        number = organizer.get("/api/rechazados/")[0]["id"]
        organizer.post(f"/api/rechazados/{number}/descartar/")
        expect(page.locator(".refused > li")).to_have_count(0)
