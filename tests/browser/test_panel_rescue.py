"""Taps that a judge's phone could not send, read off its screen by the organizer."""

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.judge_phone import stored_times
from tests.browser.panel import (
    LAPTOP,
    PHONE,
    Organizer,
    faults_by_day_and_night,
    go_to,
    open_panel,
    sign_in,
)
from tests.browser.race_server import RaceServer

ENCODE = """async (phone) => {
  const { encodeRescue } = await import('/static/shared/rescue-text.js');
  return encodeRescue(phone)[0];
}"""
FIELD = "Lo que muestra el teléfono del juez"
MARK = {
    "lineId": 1,
    "device": "Moto G",
    "sequence": 1,
    "hasTime": True,
    "bib": "7",
    "bibInMark": None,
    "corrections": [],
}


class Phone:
    """What a judge's phone has taken and cannot send: times since the start, in ms.

    Its clock is an hour ahead.
    """

    AHEAD_MS = 3_600_000

    def __init__(self, server: RaceServer, page: Page) -> None:
        self._page = page
        organizer = Organizer(server)
        (judge,) = organizer.get("/api/jueces/")
        race = organizer.get("/api/competencias/1/")
        self._judge_id = judge["id"]
        self._teams = {team["number"]: team["id"] for team in organizer.get("/api/equipos/")}
        self._started_at_ms = round(datetime.fromisoformat(race["started_at"]).timestamp() * 1000)

    def tap(self, bib: int, race_ms: int, **fields: Any) -> dict[str, Any]:
        """A tap for the team with the number `bib`, or of none with the id -`bib`."""
        return {
            "id": str(uuid.uuid4()),
            "teamId": -bib if bib < 0 else self._teams[bib],
            "readingMs": self._started_at_ms + race_ms + self.AHEAD_MS,
            "offsetMs": self.AHEAD_MS,
            "uncertaintyMs": 20,
            "isWithdrawn": False,
            **fields,
        }

    def text(self, *taps: dict[str, Any], judge_id: int | None = None) -> str:
        """What its screen shows of `taps`."""
        phone = {"judgeId": judge_id or self._judge_id, "taps": taps}
        return str(self._page.evaluate(ENCODE, phone))


@pytest.fixture
def running(server: RaceServer) -> RaceServer:
    """A race that was started."""
    server.start_race()
    return server


@pytest.fixture
def watched(running: RaceServer, open_page: OpenPage) -> WatchedPage:
    """The page where taps are read in."""
    return open_panel(open_page, running, "rescate")


def preview(page: Page) -> Any:
    return page.locator(".rescue-judge li")


def test_button_says_how_many_times_and_marks_there_are(
    running: RaceServer, open_page: OpenPage
) -> None:
    page = open_panel(open_page, running, "rescate").page
    phone = Phone(running, page)
    time, mark = phone.tap(-1, 60_000), {**phone.tap(-1, 61_000), **MARK}
    other = {**mark, "id": str(uuid.uuid4()), "sequence": 2}
    for taps, words in (
        ([mark], "Guardar 1 marca"),
        ([mark, other], "Guardar 2 marcas"),
        ([time, mark], "Guardar 1 tiempo y 1 marca"),
    ):
        page.get_by_label(FIELD).fill(phone.text(*taps))
        expect(page.get_by_role("button", name=words, exact=True)).to_be_visible()


def test_link_is_read_in_after_the_sign_in(running: RaceServer, open_page: OpenPage) -> None:
    watched = open_page(f"{running.url}/admin/", viewport=PHONE)
    page = watched.page
    phone = Phone(running, page)
    text = phone.text(phone.tap(101, 61_000), phone.tap(102, 62_500, isWithdrawn=True))

    # As a camera opens it, in a tab of its own.
    page.goto("about:blank")
    page.goto(f"{running.url}/admin/#/rescate/{text}")
    expect(page.locator(".gate")).to_be_visible()
    assert urlsplit(page.url).fragment == "/rescate"
    page.reload()
    sign_in(page)
    expect(preview(page)).to_have_count(2)
    expect(page.get_by_role("heading", name="juez")).to_be_visible()
    expect(preview(page).first).to_contain_text("101 · Los Veloces")
    expect(preview(page).first).to_contain_text("1:01.000")
    expect(preview(page).last).to_contain_text("Retirado: no contará")
    assert stored_times(running, 101) == []

    page.get_by_role("button", name="Guardar 2 tiempos").click()
    expect(page.get_by_text("Guardados: 2.")).to_be_visible()
    expect(preview(page)).to_have_count(0)
    assert stored_times(running, 101) == [61_000]
    assert stored_times(running, 102) == []

    page.evaluate("hash => { location.hash = hash; }", f"#/rescate/{text}")
    page.get_by_role("button", name="Guardar 2 tiempos").click()
    expect(page.get_by_text("Ya estaban en el portátil: 2.")).to_be_visible()
    assert urlsplit(page.url).fragment == "/rescate"
    assert stored_times(running, 101) == [61_000]
    assert watched.complaints == []


def test_pasted_texts_are_told_one_by_one(running: RaceServer, watched: WatchedPage) -> None:
    page = watched.page
    phone = Phone(running, page)
    good = phone.text(phone.tap(101, 61_000), phone.tap(-99, 63_000))
    cut = phone.text(phone.tap(102, 62_000))[:-3]
    foreign = phone.text(phone.tap(103, 64_000), judge_id=999)
    field = page.get_by_label(FIELD)
    field.fill("Hola, aquí van mis tiempos")
    expect(page.get_by_text("Aquí no hay ningún texto")).to_be_visible()

    field.fill(f"Uno: {good}\nDos: {cut}\nTres: {running.url}/admin/#/rescate/{foreign} :)")

    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#rescue-input-error")).to_contain_text(cut[:16])
    expect(preview(page)).to_have_count(3)
    expect(page.get_by_role("region", name="Juez desconocido (999)")).to_contain_text(
        "no se pueden guardar"
    )
    expect(preview(page).filter(has_text="Equipo desconocido (99)")).to_be_visible()
    page.get_by_role("button", name="Guardar 2 tiempos").click()

    done = page.locator(".rescue-done")
    expect(done).to_contain_text("Guardados: 1.")
    expect(done).to_contain_text("No se pudieron guardar: 1.")
    expect(done.locator("li li")).to_contain_text("Equipo desconocido (99)")
    expect(done.locator("li li")).to_contain_text("El equipo ya no existe.")
    # What could not be read in is still there.
    expect(field).to_have_value(f"{foreign}\n{cut}")
    assert stored_times(running, 101) == [61_000]


def test_time_that_the_rules_refuse_waits_in_the_control_room(
    running: RaceServer, watched: WatchedPage
) -> None:
    page = watched.page
    phone = Phone(running, page)
    running.stop_race()
    page.get_by_label(FIELD).fill(phone.text(phone.tap(101, 61_000)))
    page.get_by_role("button", name="Guardar 1 tiempo").click()

    expect(page.get_by_text("Esperan su decisión: 1.")).to_be_visible()
    page.get_by_role("link", name="Verlos en la sala de control").click()
    expect(page.locator(".refused-group h3")).to_contain_text("La carrera no estaba en curso")


def test_nothing_is_lost_while_the_laptop_is_away(
    running: RaceServer, watched: WatchedPage
) -> None:
    page = watched.page
    phone = Phone(running, page)
    page.get_by_label(FIELD).fill(phone.text(phone.tap(101, 61_000)))
    expect(preview(page)).to_have_count(1)
    running.kill()
    page.get_by_role("button", name="Guardar 1 tiempo").click()
    expect(page.get_by_text("El portátil no responde.")).to_be_visible()

    running.start()
    go_to(page, "room")
    page.get_by_role("link", name="Leer toques de un teléfono").first.click()
    page.get_by_role("button", name="Guardar 1 tiempo").click()

    expect(page.get_by_text("Guardados: 1.")).to_be_visible()
    assert stored_times(running, 101) == [61_000]


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_reading_in_has_no_faults(
    running: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    watched = open_panel(open_page, running, "rescate", viewport=viewport, locale="en-GB")
    page = watched.page
    phone = Phone(running, page)
    taps = [phone.tap(101, 61_000), phone.tap(-99, 63_000), phone.tap(102, 9, isWithdrawn=True)]
    good, cut = phone.text(*taps), phone.text(*taps)[:-3]
    page.locator("#rescue-input").fill(f"{good} {cut} {phone.text(*taps, judge_id=999)}")
    expect(preview(page)).to_have_count(6)
    before = faults_by_day_and_night(watched)
    page.get_by_role("button", name="Save 3 times").click()
    expect(page.locator(".rescue-done")).to_be_visible()

    assert before + faults_by_day_and_night(watched) == []
