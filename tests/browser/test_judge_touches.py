"""A finger on the judge's page at a line: one touch does one thing, whatever moves under it."""

from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.judge_phone import BACK_MS, SMALL, JudgePhone, stored_marks
from tests.browser.panel import Organizer
from tests.browser.race_server import RaceServer
from tests.browser.test_judge_lines import load_line, open_at_line, rows

# Every click that the page got to see, by what was under the finger: that of a touch comes last.
CLICKS = """
window.clicks = 0;
window.addEventListener('click', () => { window.clicks += 1; }, { capture: true });
"""


def touch(page: Page, target: Locator) -> None:
    """Touches the middle of `target` as a finger does, and waits for the click of that touch."""
    before = page.evaluate("window.clicks")
    target.tap()
    page.wait_for_function("(before) => window.clicks > before", arg=before)


def touch_keys(page: Page, keys: Sequence[str]) -> None:
    for key in keys:
        touch(page, page.locator(f'[data-key="{key}"]'))


def open_row(page: Page, row: int, action: str) -> None:
    touch(page, page.locator(".tap-open").nth(row))
    touch(page, page.locator(".row-actions").get_by_role("button", name=action))


def place_at_line(server: RaceServer, mode: str | None) -> None:
    """The organizer has the judge do this at the one line from now on, or nothing there."""
    organizer = Organizer(server)
    judge_id = organizer.get("/api/jueces/")[0]["id"]
    judges = [] if mode is None else [{"judge_id": judge_id, "mode": mode}]
    organizer.put("/api/lineas/1/jueces/", judges)


def bibs_of(server: RaceServer) -> list[str | None]:
    return [mark["bib"] for mark in stored_marks(server) if not mark["is_withdrawn"]]


# ---- one touch does one thing ----


def test_enter_of_a_bib_takes_no_time_when_the_button_comes_up_under_the_finger(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "tiempos", scripts=(CLICKS,))
    page = phone.page
    phone.tap()
    open_row(page, 0, "Dar dorsal")
    touch_keys(page, ["1", "2", "enter"])
    expect(page.locator(".keypad")).to_have_count(0)
    phone.all_sent()

    expect(rows(page)).to_have_count(1)
    assert [mark["bib"] for mark in stored_marks(empty_server)] == ["12"]
    # Nothing under the finger was given the focus, which a shutter's key would press.
    assert page.evaluate("document.activeElement === document.body")


def test_each_waiting_time_can_be_chosen_by_a_touch(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "ambos", scripts=(CLICKS,))
    page = phone.page
    phone.tap(4)
    times = page.locator(".queue-time")
    expect(times).to_have_count(4)
    for place in range(4):
        name = times.nth(place).inner_text()
        touch(page, times.nth(place))
        expect(page.locator(".queue-chosen")).to_have_text(name)
        touch(page, page.locator(".queue-close"))
        expect(times).to_have_count(4)


def test_choosing_a_line_of_another_mode_takes_no_time_and_types_nothing(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    load_line(empty_server, {"juez": "dorsales"}, {"juez": "tiempos"}, {"juez": "ambos"})
    empty_server.start_race()
    phone = JudgePhone.open(open_page, empty_server, scripts=(CLICKS,))
    page = phone.page
    chips = page.locator(".chip")
    for place in (0, 1, 0, 2, 1, 2, 0):
        touch(page, chips.nth(place))
        expect(chips.nth(place)).to_have_attribute("aria-pressed", "true")
        expect(rows(page)).to_have_count(0)
        expect(page.locator(".bib-typed")).to_have_count(0)


def test_screen_reader_that_clicks_without_a_finger_is_heard(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "ambos")
    page = phone.page
    for selector in ("#tap", "[data-key='4']", "[data-key='2']", "[data-key='enter']"):
        page.locator(selector).evaluate("(button) => button.click()")
    expect(rows(page).first).to_contain_text("Carla Núñez")
    expect(rows(page)).to_have_count(1)


# ---- several bibs before the tap ----


def test_bibs_typed_before_their_taps_are_given_in_their_order(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "ambos")
    page = phone.page
    for bib in ("17", "18", "19"):
        phone.type_bib(bib)
    button = page.locator("#tap")
    expect(button).to_contain_text("17 · Bruno Díaz")
    expect(button).to_contain_text("luego 18, 19")
    page.reload()
    expect(button).to_contain_text("luego 18, 19")
    page.get_by_role("button", name="Quitar el dorsal 19").tap()
    expect(button).not_to_contain_text("19")
    phone.tap(3)
    phone.all_sent()

    assert bibs_of(empty_server) == ["17", "18", None]


def test_sixth_bib_before_the_taps_is_refused_and_stays_typed(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "ambos")
    page = phone.page
    for bib in ("11", "12", "13", "14", "15", "16"):
        phone.type_bib(bib)
    expect(page.locator(".bib-typed")).to_have_text("16")
    expect(page.locator(".bib")).to_contain_text("Ya hay 5 listos")
    page.get_by_role("button", name="Quitar el dorsal 15").tap()
    phone.type_bib("")
    expect(page.locator("#tap")).to_contain_text("luego 12, 13, 14, 16")
    expect(page.locator(".keypad button").last).to_be_in_viewport(ratio=0.99)
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert page.evaluate(size) == [SMALL["width"], SMALL["height"]]


def test_bibs_that_are_ready_are_shown_and_not_given_when_only_times_are_taken(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "ambos")
    page = phone.page
    phone.type_bib("17")
    phone.type_bib("18")
    place_at_line(empty_server, "times")
    expect(page.locator(".keypad")).to_have_count(0, timeout=BACK_MS)
    left = page.locator(".ready-left")
    expect(left).to_contain_text("17, 18")
    phone.tap()
    page.get_by_role("button", name="Quitar el dorsal 18").tap()
    expect(left).not_to_contain_text("18")
    page.get_by_role("button", name="Quitar el dorsal 17").tap()
    expect(left).to_have_count(0)
    phone.all_sent()

    assert bibs_of(empty_server) == [None]


# ---- what was done last is undone ----


def test_undo_takes_the_bib_back_that_was_given_last(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "ambos")
    page = phone.page
    phone.tap(2)
    expect(page.locator(".taps-head")).to_contain_text("2 esperan")
    phone.type_bib("5")
    phone.all_sent()
    expect(page.locator(".taps-head")).to_contain_text("1 espera")
    expect(page.locator(".taps-head")).not_to_contain_text("1 esperan")
    undo = page.locator(".undo")
    expect(undo).to_have_text("Deshacer dorsal 5")
    undo.tap()
    expect(page.locator(".queue-time")).to_have_count(2)
    expect(undo).not_to_contain_text("dorsal")
    phone.type_bib("6")
    expect(undo).to_have_text("Deshacer dorsal 6")
    phone.all_sent()

    assert bibs_of(empty_server) == ["6", None]


# ---- words ----


def test_heading_counts_the_marks_of_the_line_alone(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    load_line(empty_server, {"juez": "dorsales"}, {"juez": "tiempos"})
    empty_server.start_race()
    phone = JudgePhone.open(open_page, empty_server)
    page = phone.page
    page.locator(".chip").nth(1).tap()
    phone.tap()
    page.locator(".chip").nth(0).tap()
    phone.type_bib("3")
    phone.type_bib("4")

    expect(page.locator("#taps-title")).to_have_text("Dorsales (2)")


def test_withdrawn_mark_that_is_opened_is_given_back_by_one_button(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "tiempos")
    page = phone.page
    phone.tap()
    page.locator(".undo").tap()
    page.locator(".tap-open").tap()
    back = page.get_by_role("button", name="Devolver")
    expect(page.locator(".row-actions")).to_be_visible()
    expect(back).to_have_count(1)
    back.tap()
    expect(page.locator(".is-withdrawn")).to_have_count(0)


def test_judge_who_was_taken_off_the_line_is_told_where_marks_stay(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    phone = open_at_line(open_page, empty_server, "tiempos")
    page = phone.page
    phone.tap()
    phone.all_sent()
    place_at_line(empty_server, None)
    expect(page.locator("#tap")).to_contain_text("se queda en este teléfono", timeout=BACK_MS)
    phone.tap()
    expect(rows(page).first).to_contain_text("usted ya no está en esta línea", timeout=BACK_MS)
    assert page.evaluate("document.documentElement.scrollHeight") == SMALL["height"]
