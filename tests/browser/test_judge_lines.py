"""Marks at a line, taken on a phone: whatever happens, each is at the laptop once, with its bib."""

from typing import Any

from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import OpenPage
from tests.browser.judge_phone import BACK_MS, LARGE, SMALL, JudgePhone, stored_marks
from tests.browser.panel import Organizer, faults_by_day_and_night, faults_of
from tests.browser.race_server import PASSWORD, RaceServer, competition, event
from tests.browser.test_judge_offline import wait_until_kept
from tests.browser.venue_wifi import VenueWifi
from tests.recomputed import assert_results_follow_from_the_file

RACE = "Carrera 10K"
NAMES = ["Ana Ruiz", "Bruno Díaz", "Carla Núñez", "Diego Mora"]
RUNNERS = 150
# Of Chromium's clock and ours, on one machine.
CLOSE_MS = 20

# Faster than any thumb, and than a test can touch.
TYPE_FAST = """async (keys) => {
  const at = (key) => document.querySelector(`[data-key="${key}"]`);
  let before = '';
  for (const [pointerId, key] of keys.entries()) {
    await new Promise((resolve) => setTimeout(resolve, key === before ? 65 : 5));
    for (const type of ['pointerdown', 'pointerup']) {
      at(key).dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId }));
    }
    before = key;
  }
}"""


def load_line(server: RaceServer, *places: dict[str, str], runners: int = RUNNERS) -> None:
    """A race of people with bibs from 1, and a line for each of `places`: `{username: mode}`."""
    document = event([competition(RACE, tipo="individual")], {})
    names = sorted({username for place in places for username in place} | {"juez"})
    document["jueces"] = [{"username": name, "password": PASSWORD} for name in names]
    document["lineas"] = [
        {"nombre": f"Meta {number}" if number else "Meta", "competencia": RACE, "jueces": place}
        for number, place in enumerate(places)
    ]
    document["corredores"] = [
        {"competencia": RACE, "dorsal": str(bib), "nombre": NAMES[bib % len(NAMES)]}
        for bib in range(1, runners + 1)
    ]
    server.load(document)


def open_at_line(open_page: OpenPage, server: RaceServer, mode: str, **options: Any) -> JudgePhone:
    """A race in progress, and the phone of the one judge at its finish, with the runners' names."""
    load_line(server, {"juez": mode})
    server.start_race()
    phone = JudgePhone.open(open_page, server, **options)
    expect(phone.page.locator(".race-running")).to_be_visible()
    if mode != "tiempos":
        expect(phone.page.locator(".bib-said")).not_to_contain_text("Sin lista")
    return phone


def rows(page: Page) -> Locator:
    return page.locator(".tap-row")


def choose(page: Page, row: int, action: str) -> None:
    """Opens a row of the list and does something with its mark."""
    page.locator(".tap-open").nth(row).click()
    page.locator(".row-actions").get_by_role("button", name=action).click()


def assert_marked_at(server: RaceServer, touched_at_ms: list[float]) -> None:
    """Every time that was taken is stored once, in order, at the moment of its touch."""
    taken = "SELECT sent - clock_offset_ms AS at_ms FROM marks WHERE sent IS NOT NULL ORDER BY seq"
    times = [row["at_ms"] for row in server.query(taken)]
    assert len(times) == len(touched_at_ms)
    errors = [abs(one - other) for one, other in zip(times, touched_at_ms, strict=True)]
    assert max(errors) < CLOSE_MS, errors


def assert_recomputed(server: RaceServer) -> None:
    """The results that the server tells are those that follow from its file."""
    results = Organizer(server).get("/api/competencias/1/resultados/")
    assert_results_follow_from_the_file(server.database_path, 1, results)


# ---- journeys ----


def test_times_survive_the_laptop_and_the_page(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    server = empty_server
    phone = open_at_line(open_page, server, "tiempos", is_kept=True)
    page = phone.page
    wait_until_kept(page)
    phone.tap(2)
    phone.all_sent()
    server.kill()
    phone.is_offline()
    phone.tap(3)
    page.get_by_role("button", name="Deshacer").click()
    expect(page.locator("#tap")).to_contain_text("4marcas · Meta")
    phone.shows_unsent(3)
    touched = phone.touched_at_ms

    page.reload()
    expect(rows(page)).to_have_count(5)
    expect(rows(page).first).to_contain_text("retirado, sin enviar")
    phone.tap()
    touched += phone.touched_at_ms
    server.start()
    phone.all_sent()

    assert [mark["is_withdrawn"] for mark in stored_marks(server)] == [*[False] * 4, True, False]
    assert_marked_at(server, touched)
    expect(rows(page).first).to_contain_text("5.º")
    expect(rows(page).first).to_contain_text("en el portátil")
    assert_recomputed(server)


def test_bibs_survive_the_laptop_and_the_page(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    server = empty_server
    phone = open_at_line(open_page, server, "dorsales", is_kept=True)
    page = phone.page
    wait_until_kept(page)
    phone.type_bib("7")
    phone.type_bib("12", enter=False)
    expect(page.locator(".bib")).to_contain_text("Ana Ruiz")
    phone.type_bib("")
    phone.all_sent()
    server.kill()
    phone.is_offline()

    phone.type_bib("98")
    phone.type_bib("43")
    phone.type_bib("44")
    choose(page, 2, "Cambiar dorsal")
    expect(page.locator(".bib")).to_contain_text("Dorsal de dorsal 98")
    phone.type_bib("89")
    choose(page, 0, "Retirar")
    choose(page, 3, "Cambiar dorsal")
    phone.type_bib("21")
    phone.type_bib("5", enter=False)
    phone.shows_unsent(4)
    page.reload()
    # What was half typed is there again, and the names without the laptop.
    expect(page.locator(".bib-typed")).to_have_text("5")
    phone.type_bib("0")
    expect(rows(page).first).to_contain_text("Carla Núñez")
    server.start()
    phone.all_sent()

    marks = stored_marks(server)
    assert [mark["bib"] for mark in marks if not mark["is_withdrawn"]] == [
        "7",
        "21",
        "89",
        "43",
        "50",
    ]
    assert [mark["sent_bib"] for mark in marks] == ["7", "12", "98", "43", "44", "50"]
    noted = [mark["noted_at_ms"] for mark in marks]
    assert noted == sorted(noted)
    assert_recomputed(server)


def test_times_and_bibs_find_each_other_over_a_bad_wifi(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    server = empty_server
    with VenueWifi(server.port) as wifi:
        phone = open_at_line(open_page, server, "ambos", base_url=wifi.url)
        page = phone.page
        # Tap, then type; type, then tap.
        phone.tap()
        phone.type_bib("42")
        phone.type_bib("17")
        expect(page.locator("#tap")).to_contain_text("17 · Bruno Díaz")
        phone.tap()
        phone.all_sent()
        wifi.go_silent()
        phone.is_offline()

        # Four come in at once: the first is nobody's, the third is read before the second.
        phone.tap(4)
        queue = page.locator(".queue-time")
        expect(queue).to_have_count(4)
        queue.nth(0).click()
        page.locator(".queue").get_by_role("button", name="Sin dorsal").click()
        queue.nth(1).click()
        phone.type_bib("31")
        expect(queue).to_have_count(2)
        expect(queue.first).to_have_class("queue-time is-next")
        phone.type_bib("30")
        queue.first.click()
        page.locator(".queue").get_by_role("button", name="Retirar").click()
        expect(page.locator(".queue")).to_have_count(0)
        phone.tap(2)
        touched = phone.touched_at_ms
        wifi.come_back()
        page.goto("about:blank")

        page.goto(f"{wifi.url}/juez/")
        expect(queue).to_have_count(2)
        phone.type_bib("999")
        phone.all_sent()
        expect(queue).to_have_count(1)

    marks = stored_marks(server)
    assert_marked_at(server, touched)
    assert [mark["bib"] for mark in marks] == ["42", "17", None, "30", "31", None, "999", None]
    assert [mark["is_withdrawn"] for mark in marks].index(True) == 5
    assert "unknown_bib" in marks[6]["flags"]
    expect(rows(page).nth(1)).to_contain_text("dorsal desconocido")
    assert_recomputed(server)


def test_timer_and_writer_stand_at_one_line(empty_server: RaceServer, open_page: OpenPage) -> None:
    server = empty_server
    load_line(server, {"juez": "tiempos", "anota": "dorsales"})
    server.start_race()
    timer = JudgePhone.open(open_page, server)
    writer = JudgePhone.open(open_page, server, username="anota")
    for bib in ("3", "2", "1"):
        timer.tap()
        writer.type_bib(bib)
    server.kill()
    timer.is_offline()
    timer.tap()
    writer.type_bib("2")
    server.start()
    timer.all_sent()
    writer.all_sent()

    marks = stored_marks(server)
    assert_marked_at(server, timer.touched_at_ms)
    bibs = [mark for mark in marks if mark["judge_username"] == "anota"]
    assert [mark["bib"] for mark in bibs] == ["3", "2", "1", "2"]
    expect(rows(writer.page).first).to_contain_text("segunda marca")
    expect(rows(timer.page)).to_have_count(4)
    assert_recomputed(server)


def test_none_of_a_hundred_bibs_typed_fast_is_missing(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "dorsales")
    bibs = [str(bib) for bib in range(20, 120)]
    phone.page.evaluate(TYPE_FAST, [key for bib in bibs for key in [*bib, "enter"]])
    phone.all_sent()

    assert [mark["bib"] for mark in stored_marks(empty_server)] == bibs
    expect(phone.page.locator(".taps-head")).to_contain_text("Dorsales (100)")


# ---- the keypad ----


def test_unknown_bib_is_flagged_and_taken(empty_server: RaceServer, open_page: OpenPage) -> None:
    phone = open_at_line(open_page, empty_server, "dorsales")
    page = phone.page
    phone.type_bib("999", enter=False)
    expect(page.locator(".bib-unknown")).to_contain_text("Desconocido")
    phone.touch_keys(["erase"])
    expect(page.locator(".bib")).to_contain_text("Diego Mora")
    expect(page.locator(".bib-unknown")).to_have_count(0)
    phone.type_bib("9")
    phone.all_sent()

    expect(rows(page).first).to_contain_text("dorsal desconocido")
    [mark] = stored_marks(empty_server)
    assert mark["bib"] == "999"
    assert "unknown_bib" in mark["flags"]
    assert page.evaluate("document.activeElement === document.body")
    assert page.evaluate("visualViewport.scale") == 1


def test_keyboard_types_and_a_shutter_taps(empty_server: RaceServer, open_page: OpenPage) -> None:
    phone = open_at_line(open_page, empty_server, "ambos")
    page = phone.page
    page.keyboard.press("Space")
    page.keyboard.type("431")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(rows(page).first).to_contain_text("43")
    expect(rows(page)).to_have_count(1)
    # Half a bib by touch, and a shutter in the other hand.
    phone.type_bib("7", enter=False)
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(2)
    expect(page.locator(".bib-typed")).to_have_text("7")

    page.get_by_role("button", name="Letras").tap()
    page.locator("[data-key=B]").tap()
    phone.type_bib("8")
    expect(rows(page).first).to_contain_text("7B8")


# ---- how it looks ----


def test_tap_and_keypad_fit_on_one_screen(empty_server: RaceServer, open_page: OpenPage) -> None:
    load_line(empty_server, {"juez": "ambos"}, {"juez": "dorsales"})
    empty_server.start_race()
    phone = JudgePhone.open(open_page, empty_server)
    page = phone.page
    page.locator(".chip").first.tap()
    phone.tap(5)
    phone.type_bib("120", enter=False)
    expect(page.locator(".queue-time")).to_have_count(5)

    assert_keys_fit(page, SMALL)
    for part in ("#tap", ".bib", ".queue", ".undo", ".chip >> nth=0"):
        expect(page.locator(part)).to_be_in_viewport(ratio=0.99)
    tap = page.locator("#tap").bounding_box()
    assert tap is not None
    assert tap["height"] >= 56
    page.set_viewport_size(LARGE)
    assert_keys_fit(page, LARGE)
    page.locator(".chip").nth(1).tap()
    expect(page.locator("#tap")).to_have_count(0)
    assert_keys_fit(page, LARGE)
    page.set_viewport_size(SMALL)
    assert_keys_fit(page, SMALL)


def assert_keys_fit(page: Page, viewport: ViewportSize) -> None:
    """All keys are large enough for a glove, and on the screen, which does not scroll."""
    keys = page.locator(".keypad button")
    expect(keys).to_have_count(12)
    expect(keys.last).to_be_in_viewport(ratio=0.99)
    for key in keys.all():
        box = key.bounding_box()
        assert box is not None
        assert box["height"] >= 56
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert page.evaluate(size) == [viewport["width"], viewport["height"]]


def test_lines_come_before_teams_and_a_single_one_needs_no_choosing(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "tiempos")
    page = phone.page
    expect(page.locator("#tap")).to_contain_text("Meta")
    expect(page.locator(".chip")).to_have_count(0)
    organizer = Organizer(empty_server)
    race = {"name": "Relevos", "datetime": "2030-11-12T08:00:00Z", "is_active": True}
    number = organizer.post("/api/competencias/", race)["id"]
    team = {"name": "Las Liebres", "number": 102, "competition_id": number}
    judge_id = organizer.get("/api/jueces/")[0]["id"]
    organizer.post("/api/equipos/", {**team, "judge_id": judge_id})

    chips = page.locator(".chip")
    expect(chips).to_have_count(2, timeout=BACK_MS)
    expect(chips.first).to_contain_text("Meta")
    phone.tap()
    chips.nth(1).tap()
    expect(page.locator("#tap")).to_contain_text("Las Liebres")
    expect(rows(page)).to_have_count(0)
    chips.first.tap()
    expect(rows(page)).to_have_count(1)


def test_judges_page_at_a_line_has_no_faults(empty_server: RaceServer, open_page: OpenPage) -> None:
    load_line(empty_server, {"juez": "ambos"}, {"juez": "dorsales"}, {"juez": "tiempos"})
    empty_server.start_race()
    phone = JudgePhone.open(open_page, empty_server)
    page = phone.page
    chips = page.locator(".chip")
    chips.nth(2).tap()
    phone.tap()
    assert faults_of(phone.watched) == []
    chips.nth(1).tap()
    phone.type_bib("42")
    phone.type_bib("999")
    phone.type_bib("640", enter=False)
    page.locator(".tap-open").first.click()
    expect(page.locator(".row-actions")).to_be_visible()
    assert faults_by_day_and_night(phone.watched) == []
    chips.nth(0).tap()
    phone.tap(3)
    phone.type_bib("7")
    page.locator(".queue-time").nth(1).click()
    expect(page.locator(".queue-chosen")).to_be_visible()
    assert faults_of(phone.watched) == []
