"""The judge's page: the race and its clock, the teams, the button, and how it looks."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.judge_page import HEARD, connection, open_signed_in
from tests.browser.judge_phone import BACK_MS, LARGE, SMALL, JudgePhone
from tests.browser.panel import Organizer, faults_by_day_and_night, load_race
from tests.browser.race_server import PASSWORD, RaceServer

LYING = {"width": 640, "height": 360}
MANY_TEAMS = {101 + number: f"Equipo de nombre largo {number}" for number in range(10)}


def test_race_starts_and_stops_on_the_page(server: RaceServer, open_page: OpenPage) -> None:
    page = open_signed_in(open_page, server).page
    expect(page.locator(".race")).to_contain_text("Programada")
    expect(page.locator("#tap")).to_contain_text("La carrera no ha empezado")

    server.start_race()
    expect(page.locator(".race")).to_contain_text("En curso")
    expect(page.locator("#tap")).not_to_contain_text("La carrera")
    expect(page.locator(".race-clock")).to_have_text(re.compile(r"^0:00:\d\d$"))
    server.stop_race()
    expect(page.locator(".race")).to_contain_text("Finalizada")
    expect(page.locator("#tap")).to_contain_text("La carrera está detenida")


def test_clock_follows_a_correction_of_the_start(server: RaceServer, open_page: OpenPage) -> None:
    page = open_signed_in(open_page, server).page
    server.start_race()
    expect(page.locator(".race-clock")).to_have_text(re.compile(r"^0:00:\d\d$"))

    organizer = Organizer(server)
    pressed = datetime.fromisoformat(organizer.get("/api/competencias/1/")["started_at"])
    earlier = {"started_at": (pressed - timedelta(minutes=11)).isoformat()}
    organizer.post("/api/competencias/1/corregir-salida/", earlier)

    expect(page.locator(".race-clock")).to_have_text(re.compile(r"^0:11:\d\d$"))


def test_judge_without_teams_is_told_and_connects_when_given_some(
    server: RaceServer, open_page: OpenPage
) -> None:
    organizer = Organizer(server)
    new = {"username": "nueva", "password": PASSWORD, "first_name": "Ana", "last_name": "Paz"}
    number = organizer.post("/api/jueces/", new)["id"]
    page = open_page(organizer.card_link("nueva"), viewport=SMALL).page
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana Paz")
    expect(page.get_by_text("Todavía no tiene equipos ni líneas.")).to_be_visible()

    team = organizer.get("/api/equipos/?competition_id=1")[0]
    organizer.post("/api/equipos/asignar/", {"team_ids": [team["id"]], "judge_id": number})

    expect(connection(page)).to_have_text(HEARD, timeout=BACK_MS)
    # A single team needs no choosing.
    expect(page.locator("#tap")).to_contain_text(team["name"], timeout=BACK_MS)
    expect(page.locator(".chip")).to_have_count(0)


# ---- taking times ----


def test_keys_of_a_shutter_and_clicks_of_a_reader_take_times(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_signed_in(open_page, server, has_touch=True).page
    server.start_race()
    expect(page.locator(".race-running")).to_be_visible()
    rows = page.locator(".tap-row")

    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    page.locator(".chip").nth(1).tap()
    # What was touched last does not get the next key.
    page.keyboard.press("Space")
    expect(rows).to_have_count(2)
    expect(page.locator(".tap-whose").first).to_contain_text("102")
    page.locator("#tap").focus()
    # What comes within 60 ms is one press that a wet shutter reports twice.
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    expect(rows).to_have_count(3)
    page.evaluate("setTimeout(() => document.getElementById('tap').click(), 800)")
    expect(rows).to_have_count(4)

    page.get_by_role("button", name="Menú").click()
    page.get_by_role("switch").press("Space")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(rows).to_have_count(4)


def test_tap_is_said_aloud_and_felt(server: RaceServer, open_page: OpenPage) -> None:
    felt = """window.felt = 0; navigator.vibrate = () => { window.felt += 1; return true; };
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...at) {
      window.tones += 1;
      return start.apply(this, at);
    };"""
    phone = JudgePhone.open(open_page, server, scripts=(felt,))
    page = phone.page
    server.start_race()
    expect(page.locator(".race-running")).to_be_visible()
    phone.tap(2)

    said = page.locator(".timing > [aria-live=polite]")
    expect(said).to_have_text(re.compile(r"^Equipo 101, 0:00:\d\d\.\d, toque 2$"))
    assert page.evaluate("[window.felt, window.tones]") == [2, 2]

    page.get_by_role("button", name="Menú").click()
    page.get_by_role("switch").uncheck()
    page.get_by_role("button", name="Cerrar").click()
    expect(page.locator("dialog")).to_have_count(0)
    phone.tap()
    assert page.evaluate("[window.felt, window.tones]") == [3, 2]
    assert phone.watched.complaints == []


def test_complete_team_says_so_and_taps_go_on(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    load_race(empty_server, {101: "Los Veloces"}, registros_por_equipo=1)
    phone = JudgePhone.open(open_page, empty_server)
    empty_server.start_race()
    expect(phone.page.locator(".race-running")).to_be_visible()
    phone.tap()
    expect(phone.page.locator("#tap")).to_contain_text("Equipo completo")

    phone.tap()
    phone.all_sent()
    expect(phone.page.locator(".tap-state").first).to_contain_text("el equipo ya está completo")


def test_unsent_taps_are_shown_as_a_code_and_as_text(
    server: RaceServer, open_page: OpenPage
) -> None:
    phone = JudgePhone.open(open_page, server)
    page = phone.page
    server.start_race()
    server.kill()
    phone.is_offline()
    phone.tap(11)
    phone.shows_unsent(11)

    page.get_by_role("button", name="Menú").click()
    page.get_by_text("Entregar los toques sin conexión").click()
    expect(page.get_by_role("img", name="Código 1 de 2")).to_be_visible()
    first = page.locator(".qr path").get_attribute("d")
    page.get_by_role("button", name="Siguiente").click()
    expect(page.get_by_role("img", name="Código 2 de 2")).to_be_visible()
    assert page.locator(".qr path").get_attribute("d") != first
    assert re.fullmatch(r"TT1\S+\nTT1\S+", page.get_by_label("O como texto").input_value())

    # The phone's way back leaves the sheet, not the page.
    page.go_back()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#tap")).to_be_visible()


# ---- how it looks ----


@pytest.mark.parametrize("viewport", [SMALL, LARGE, LYING], ids=["small", "large", "lying"])
def test_all_fits_on_the_screen_and_only_the_list_scrolls(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    load_race(empty_server, MANY_TEAMS, registros_por_equipo=15)
    page = open_signed_in(open_page, empty_server, viewport=viewport, has_touch=True).page
    empty_server.start_race()
    expect(page.locator(".race-running")).to_be_visible()
    for _ in range(6):
        page.locator("#tap").tap()
    last = page.locator(".chip").last
    last.tap()

    expect(last).to_have_attribute("aria-pressed", "true")
    expect(last).to_be_in_viewport(ratio=0.9)
    expect(page.locator("#tap")).to_contain_text("110")
    expect(page.locator(".tap-row").nth(1)).to_be_in_viewport(ratio=0.9)
    tap = page.locator("#tap").bounding_box()
    assert tap is not None
    assert tap["height"] >= 0.4 * viewport["height"]
    assert tap["y"] + tap["height"] <= viewport["height"]
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert page.evaluate(size) == [viewport["width"], viewport["height"]]


def test_page_speaks_english(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(Organizer(server).card_link("juez"), viewport=SMALL, locale="en-GB").page

    expect(connection(page)).to_have_text("Connected")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Español").click()
    expect(connection(page)).to_have_text(HEARD)


def test_judges_page_has_no_faults(server: RaceServer, open_page: OpenPage) -> None:
    server.start_race()
    watched = open_signed_in(open_page, server)
    page = watched.page
    expect(page.locator(".race-running")).to_be_visible()
    page.keyboard.press("Enter")
    page.locator(".tap-open").click()
    expect(page.get_by_role("button", name="Retirar")).to_be_visible()
    assert faults_by_day_and_night(watched) == []
    page.get_by_role("button", name="Menú").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults_by_day_and_night(watched) == []

    stranger = open_page(f"{server.url}/juez/", viewport=SMALL)
    expect(stranger.page.get_by_label("Usuario", exact=True)).to_be_visible()
    assert faults_by_day_and_night(stranger) == []
