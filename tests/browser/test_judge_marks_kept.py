"""Marks that are on the phone alone: in two windows at once, and read off its screen."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.judge_phone import BACK_MS, JudgePhone, stored_marks
from tests.browser.panel import open_panel
from tests.browser.race_server import RaceServer
from tests.browser.test_judge_lines import open_at_line
from tests.browser.test_judge_offline import wait_until_kept
from tests.browser.test_panel_rescue import FIELD


def other_window(phone: JudgePhone, server: RaceServer) -> JudgePhone:
    """The same page once more, in the same browser."""
    page: Page = phone.page.context.new_page()
    page.goto(f"{server.url}/juez/")
    phone.watched.page.bring_to_front()
    expect(page.locator("#tap")).to_be_visible()
    window = JudgePhone(phone.watched)
    window.page = page
    return window


def test_two_windows_of_a_phone_give_no_bib_twice(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    server = empty_server
    phone = open_at_line(open_page, server, "ambos", is_kept=True)
    wait_until_kept(phone.page)
    window = other_window(phone, server)
    phone.tap(2)
    for page in (phone.page, window.page):
        expect(page.locator(".tap-row")).to_have_count(2, timeout=BACK_MS)
    # One bib each, and the third is ready for a tap in either of them.
    phone.type_bib("7")
    expect(window.page.locator(".tap-row").nth(1)).to_contain_text("7", timeout=BACK_MS)
    window.page.bring_to_front()
    window.type_bib("8")
    window.type_bib("9")
    expect(phone.page.locator(".tap-row").first).to_contain_text("8", timeout=BACK_MS)
    phone.page.bring_to_front()
    expect(phone.page.locator("#tap")).to_contain_text("9", timeout=BACK_MS)
    phone.tap(2)
    phone.all_sent()

    marks = stored_marks(server)
    assert [mark["bib"] for mark in marks] == ["7", "8", "9", None]
    assert len({mark["sequence"] for mark in marks}) == 4
    assert len({mark["device"] for mark in marks}) == 1


def test_marks_that_cannot_be_sent_are_read_off_the_screen(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    server = empty_server
    phone = open_at_line(open_page, server, "ambos", is_kept=True)
    wait_until_kept(phone.page)
    phone.tap()
    phone.all_sent()
    server.kill()
    phone.is_offline()
    # The bib of one that is there, one with its bib, and one without any.
    phone.type_bib("7")
    phone.type_bib("8")
    phone.tap(2)
    phone.shows_unsent(3)
    phone.page.get_by_role("button", name="Menú").click()
    phone.page.locator(".menu-fold summary").first.click()
    text = phone.page.locator("#rescue-text").input_value()
    phone.page.close()

    server.start()
    panel = open_panel(open_page, server, "rescate").page
    panel.get_by_label(FIELD).fill(text)
    expect(panel.locator(".rescue-judge li")).to_have_count(3)
    expect(panel.locator(".rescue-judge li").first).to_contain_text("Meta · 7")
    panel.get_by_role("button", name="Guardar 3 marcas", exact=True).click()
    expect(panel.locator(".rescue-done")).to_be_visible()

    assert [mark["bib"] for mark in stored_marks(server)] == ["7", "8", None]
