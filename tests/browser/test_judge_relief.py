"""One phone, two judges: who signs in on another's page gets none of that one's marks."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.judge_page import sign_in_by_password
from tests.browser.judge_phone import BACK_MS, JudgePhone, stored_marks
from tests.browser.panel import Organizer
from tests.browser.race_server import PASSWORD, RaceServer
from tests.browser.test_judge_lines import load_line


def test_marks_of_a_judge_never_go_out_under_the_name_of_the_relief(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    server = empty_server
    load_line(server, {"juez": "tiempos", "bea": "tiempos"})
    server.start_race()
    phone = JudgePhone.open(open_page, server)
    page = phone.page
    organizer = Organizer(server)
    judge = next(one for one in organizer.get("/api/jueces/") if one["username"] == "juez")
    organizer.patch(f"/api/jueces/{judge['id']}/", {"password": "otra-clave"})
    expect(page.locator(".signal-ended")).to_be_visible(timeout=BACK_MS)
    phone.tap(2)
    phone.shows_unsent(2)

    # Who it is, the laptop says late.
    page.route("**/api/me/", lambda _: None)
    page.get_by_role("button", name="Entrar", exact=True).first.click()
    sign_in_by_password(page, "bea", PASSWORD)
    expect(page.get_by_text("En curso · bea")).to_be_visible()
    expect(page.get_by_text("2 marcas de juez siguen en este teléfono")).to_be_visible()
    phone.is_connected()
    phone.tap()
    expect(page.locator(".tap-row")).to_have_count(1)
    expect(page.locator(".signal-unsent")).to_have_text("Lo suyo está en el portátil")
    assert [mark["judge_username"] for mark in stored_marks(server)] == ["bea"]

    page.get_by_role("button", name="Menú").click()
    page.get_by_role("button", name="Salir").click()
    page.get_by_role("button", name="Salir").click()
    sign_in_by_password(page, "juez", "otra-clave")
    phone.is_connected()
    phone.all_sent()
    marked = [mark["judge_username"] for mark in stored_marks(server)]
    assert sorted(marked) == ["bea", "juez", "juez"]
