"""Taps on a judge's phone: whatever happens to phone, Wi-Fi and laptop, all arrive, once."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.judge_phone import (
    BACK_MS,
    PHONE_CLOCK,
    JudgePhone,
    stored_records,
    stored_times,
)
from tests.browser.panel import Organizer, load_race
from tests.browser.race_server import PASSWORD, RaceServer
from tests.browser.venue_wifi import VenueWifi

BIB = 101
# Of Chromium's clock and ours, on one machine.
CLOSE_MS = 20

FORBIDDEN = """
for (const name of ['indexedDB', 'localStorage']) {
  Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });
}
"""
FULL = """
const put = IDBObjectStore.prototype.put;
window.isFull = true;
IDBObjectStore.prototype.put = function (...given) {
  if (window.isFull) throw new DOMException('full', 'QuotaExceededError');
  return put.apply(this, given);
};
"""
# How often a timer or a frame wakes the page.
COUNT_WAKES = """
window.wakes = 0;
for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame']) {
  const original = window[name];
  window[name] = (callback, ...given) => original.call(window, (...event) => {
    window.wakes += 1;
    return callback(...event);
  }, ...given);
}
"""


def assert_times_are_those_of_touches(
    server: RaceServer, bib: int, touched_at_ms: list[float]
) -> None:
    """Every touch is stored once, in order, at its own moment."""
    started_at_ms = server.started_at_ms()
    times = [time + started_at_ms for time in stored_times(server, bib)]
    assert len(times) == len(touched_at_ms)
    errors = [abs(one - other) for one, other in zip(times, touched_at_ms, strict=True)]
    assert max(errors) < CLOSE_MS, errors


def test_tap_is_at_the_laptop_with_its_clock(server: RaceServer, open_page: OpenPage) -> None:
    phone = JudgePhone.open(open_page, server)
    server.start_race()
    expect(phone.page.locator(".race-clock")).to_contain_text("0:00:0", timeout=BACK_MS)

    phone.tap()
    phone.all_sent()

    expect(phone.page.locator(".tap-row .tap-state").first).to_contain_text("en el portátil")
    expect(phone.page.locator("#tap")).to_contain_text("1 de 15")
    assert_times_are_those_of_touches(server, BIB, phone.touched_at_ms)
    assert phone.watched.complaints == []


def test_two_taps_100_ms_apart_are_two(server: RaceServer, open_page: OpenPage) -> None:
    phone = JudgePhone.open(open_page, server)
    server.start_race()
    phone.tap(2, pause_ms=90)
    phone.all_sent()

    assert_times_are_those_of_touches(server, BIB, phone.touched_at_ms)


def test_taps_without_a_server_arrive_once_when_it_is_back(
    server: RaceServer, open_page: OpenPage
) -> None:
    phone = JudgePhone.open(open_page, server)
    server.start_race()
    phone.tap(2)
    phone.all_sent()
    server.kill()
    phone.is_offline()

    phone.tap(3)
    phone.shows_unsent(3)
    server.start()
    phone.all_sent()

    assert_times_are_those_of_touches(server, BIB, phone.touched_at_ms)


def test_taps_survive_the_page(server: RaceServer, open_page: OpenPage) -> None:
    phone = JudgePhone.open(open_page, server)
    server.start_race()
    server.kill()
    phone.is_offline()
    phone.tap(3)
    phone.shows_unsent(3)
    touched = phone.touched_at_ms
    phone.page.goto("about:blank")

    server.start()
    phone.page.goto(f"{server.url}/juez/")
    phone.is_connected()
    phone.all_sent()

    assert_times_are_those_of_touches(server, BIB, touched)
    phone.page.reload()
    phone.is_connected()
    phone.all_sent()
    assert len(stored_times(server, BIB)) == 3


def test_lost_acknowledgement_doubles_nothing(server: RaceServer, open_page: OpenPage) -> None:
    lost: list[str] = []

    def lose_the_first(socket: WebSocketRoute) -> None:
        laptop = socket.connect_to_server()

        def carry(message: str | bytes) -> None:
            if json.loads(message)["tipo"] == "tiempos_registrados_batch" and not lost:
                lost.append(str(message))
                socket.close()
            else:
                socket.send(message)

        laptop.on_message(carry)

    phone = JudgePhone.open(open_page, server)
    phone.page.route_web_socket("**/ws/juez/**", lose_the_first)
    phone.page.reload()
    phone.is_connected()
    server.start_race()
    phone.tap(2)
    phone.all_sent()

    assert len(lost) == 1
    assert_times_are_those_of_touches(server, BIB, phone.touched_at_ms)


def test_session_that_ends_offline_stops_no_tap(server: RaceServer, open_page: OpenPage) -> None:
    with VenueWifi(server.port) as wifi:
        phone = JudgePhone.open(open_page, server, base_url=wifi.url)
        server.start_race()
        wifi.go_silent()
        organizer = Organizer(server)
        judge = next(one for one in organizer.get("/api/jueces/") if one["username"] == "juez")
        organizer.patch(f"/api/jueces/{judge['id']}/", {"password": "otra-clave"})
        phone.tap(2)
        wifi.come_back()
        page = phone.page
        expect(page.locator(".signal-ended")).to_be_visible(timeout=BACK_MS)

        phone.tap()
        phone.shows_unsent(3)
        page.get_by_role("button", name="Entrar", exact=True).first.click()
        page.locator("input[name=password]").fill("otra-clave")
        phone.tap()
        page.get_by_role("button", name="Entrar con contraseña").click()
        phone.is_connected()
        phone.all_sent()

        assert_times_are_those_of_touches(server, BIB, phone.touched_at_ms)


def test_two_phones_of_one_judge(server: RaceServer, open_page: OpenPage) -> None:
    phones = [JudgePhone.open(open_page, server) for _ in range(2)]
    server.start_race()
    for phone in phones * 2:
        phone.tap()
    for phone in phones:
        phone.all_sent()
        expect(phone.page.locator("#tap")).to_contain_text("4 de 15")

    touched = sorted(at_ms for phone in phones for at_ms in phone.touched_at_ms)
    assert_times_are_those_of_touches(server, BIB, touched)


def test_300_taps_at_10_a_second(empty_server: RaceServer, open_page: OpenPage) -> None:
    server = empty_server
    load_race(server, {BIB: "Los Veloces"})
    phone = JudgePhone.open(open_page, server)
    server.start_race()
    phone.tap(300, pause_ms=90)
    phone.all_sent()

    assert_times_are_those_of_touches(server, BIB, phone.touched_at_ms)
    expect(phone.page.locator("#tap")).to_contain_text("300")


def test_undone_tap_is_withdrawn_and_given_back(server: RaceServer, open_page: OpenPage) -> None:
    phone = JudgePhone.open(open_page, server)
    page = phone.page
    server.start_race()
    phone.tap(2)
    phone.all_sent()
    page.get_by_role("button", name="Deshacer").click()
    phone.all_sent()

    organizer = Organizer(server)
    assert len(stored_times(server, BIB)) == 1
    [withdrawn] = organizer.get("/api/retirados/")
    assert withdrawn["withdrawn_by"] == "juez"
    expect(page.locator("#tap")).to_contain_text("1 de 15")
    expect(page.locator(".tap-row").first).to_contain_text("retirado")

    page.locator(".tap-back").first.click()
    phone.all_sent()
    assert len(stored_times(server, BIB)) == 2
    assert organizer.get("/api/retirados/") == []


def test_tap_for_the_wrong_team_is_moved(server: RaceServer, open_page: OpenPage) -> None:
    phone = JudgePhone.open(open_page, server)
    page = phone.page
    server.start_race()
    phone.tap()
    phone.all_sent()
    page.locator(".tap-open").first.click()
    page.get_by_role("button", name="Cambiar de equipo").click()
    page.locator(".row-team", has_text="102").click()
    phone.all_sent()

    expect(page.locator(".tap-row", has_text="movido al 102")).to_be_visible()
    expect(page.locator(".tap-back")).to_have_count(0)
    assert stored_times(server, BIB) == []
    assert_times_are_those_of_touches(server, 102, phone.touched_at_ms)


def test_tap_before_the_start_is_kept_for_the_organizer(
    server: RaceServer, open_page: OpenPage
) -> None:
    phone = JudgePhone.open(open_page, server)
    phone.tap()
    phone.all_sent()

    expect(phone.page.locator(".tap-state").first).to_contain_text("el organizador decide")
    [refused] = Organizer(server).get("/api/rechazados/")
    assert refused["reason"] == "race_not_running"


@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_phone_that_cannot_store_warns_and_goes_on(
    server: RaceServer, open_page: OpenPage, script: str
) -> None:
    phone = JudgePhone.open(open_page, server, scripts=(script,))
    server.start_race()
    phone.tap(2)

    expect(phone.page.locator(".notice-alarm")).to_contain_text("no deja guardar")
    phone.all_sent()
    assert_times_are_those_of_touches(server, BIB, phone.touched_at_ms)


def test_storage_that_works_again_takes_over_what_was_in_memory(
    server: RaceServer, open_page: OpenPage
) -> None:
    phone = JudgePhone.open(open_page, server, scripts=(FULL,))
    server.start_race()
    server.kill()
    phone.is_offline()
    phone.tap(2)
    expect(phone.page.locator(".notice-alarm")).to_be_visible()
    touched = phone.touched_at_ms
    phone.page.evaluate("window.isFull = false")
    expect(phone.page.locator(".notice-alarm")).to_have_count(0, timeout=BACK_MS)
    phone.page.goto("about:blank")

    server.start()
    phone.page.goto(f"{server.url}/juez/")
    phone.all_sent()
    assert_times_are_those_of_touches(server, BIB, touched)


def test_laptop_swapped_for_its_backup_gets_what_that_lacks(
    server: RaceServer, open_page: OpenPage, tmp_path: Path
) -> None:
    phone = JudgePhone.open(open_page, server)
    server.start_race()
    phone.tap()
    phone.all_sent()
    server.kill()
    shutil.copytree(tmp_path / "data", tmp_path / "backup")
    server.start()
    phone.is_connected()
    phone.tap(3)
    phone.all_sent()
    phone.page.get_by_role("button", name="Deshacer").click()
    phone.all_sent()

    server.kill()
    shutil.rmtree(tmp_path / "data")
    shutil.copytree(tmp_path / "backup", tmp_path / "data")
    phone.is_offline()
    server.start()
    phone.is_connected()
    phone.all_sent()

    assert_times_are_those_of_touches(server, BIB, phone.touched_at_ms[:3])
    assert len(Organizer(server).get("/api/retirados/")) == 1


def test_idle_page_wakes_once_a_second(server: RaceServer, open_page: OpenPage) -> None:
    phone = JudgePhone.open(open_page, server, scripts=(COUNT_WAKES,))
    server.start_race()
    phone.tap()
    phone.all_sent()
    phone.page.wait_for_timeout(2000)
    before: int = phone.page.evaluate("window.wakes")
    phone.page.wait_for_timeout(10_000)
    wakes: int = phone.page.evaluate("window.wakes") - before

    assert 9 <= wakes <= 11


def test_signing_out_warns_of_what_is_not_at_the_laptop(
    server: RaceServer, open_page: OpenPage
) -> None:
    phone = JudgePhone.open(open_page, server)
    page = phone.page
    server.start_race()
    server.kill()
    phone.is_offline()
    phone.tap(2)
    phone.shows_unsent(2)
    touched = phone.touched_at_ms

    page.locator(".signal-menu").click()
    page.get_by_role("button", name="Salir", exact=True).click()
    expect(page.get_by_text("2 marcas")).to_be_visible()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="dejarlas en este teléfono").click()
    expect(page.get_by_label("Usuario", exact=True)).to_be_visible()
    expect(page.get_by_text("2 marcas de juez siguen en este teléfono")).to_be_visible()

    server.start()
    page.get_by_label("Usuario", exact=True).fill("juez")
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar con contraseña").click()
    phone.is_connected()
    phone.all_sent()
    assert_times_are_those_of_touches(server, BIB, touched)


def test_stored_tap_says_how_sure_its_clock_was(server: RaceServer, open_page: OpenPage) -> None:
    phone = JudgePhone.open(open_page, server, ahead_ms=3_600_000)
    server.start_race()
    phone.tap()
    phone.all_sent()

    [row] = recorded_rows(server, "SELECT sent, elapsed_ms, clock_offset_ms, uncertainty_ms")
    assert row["clock_offset_ms"] == pytest.approx(3_600_000, abs=CLOSE_MS)
    assert 1 <= row["uncertainty_ms"] < 100
    assert row["sent"] == row["elapsed_ms"] + row["clock_offset_ms"] + server.started_at_ms()
    assert stored_records(server, BIB)[0]["tiempo"] == row["elapsed_ms"]


def recorded_rows(server: RaceServer, select: str) -> list[dict[str, Any]]:
    """What the server's file has in `time_records`."""
    return server.query(f"{select} FROM time_records ORDER BY seq")


def test_button_stays_with_the_team_of_the_first_tap(
    server: RaceServer, open_page: OpenPage
) -> None:
    phone = JudgePhone.open(open_page, server)
    server.start_race()
    phone.tap()
    phone.all_sent()
    organizer = Organizer(server)
    judge = next(one for one in organizer.get("/api/jueces/") if one["username"] == "juez")
    new = {"name": "Nuevos", "number": 50, "competition_id": 1, "judge_id": judge["id"]}
    organizer.post("/api/equipos/", new)
    expect(phone.page.locator(".chip", has_text="Nuevos")).to_be_visible()
    phone.tap()
    phone.all_sent()
    organizer.patch("/api/equipos/1/", {"judge_id": None})
    expect(phone.page.locator("#tap")).to_contain_text("Este equipo ya no es suyo")
    phone.tap()
    phone.all_sent()

    assert_times_are_those_of_touches(server, BIB, phone.touched_at_ms[:2])
    assert [one["reason"] for one in organizer.get("/api/rechazados/")] == ["team_not_allowed"]


def test_window_that_was_closed_leaves_its_taps_to_the_other(
    server: RaceServer, open_page: OpenPage
) -> None:
    phone = JudgePhone.open(open_page, server)
    server.start_race()
    other = JudgePhone(WatchedPage(phone.page.context.new_page()))
    other.page.add_init_script(PHONE_CLOCK % 0)
    other.page.goto(f"{server.url}/juez/")
    other.is_connected()
    server.kill()
    other.is_offline()
    other.tap(2)
    other.shows_unsent(2)
    touched = other.touched_at_ms
    other.page.close()

    phone.shows_unsent(2)
    server.start()
    phone.all_sent()
    assert_times_are_those_of_touches(server, BIB, touched)


def test_taps_of_a_judge_without_any_team_left_reach_the_organizer(
    server: RaceServer, open_page: OpenPage
) -> None:
    with VenueWifi(server.port) as wifi:
        phone = JudgePhone.open(open_page, server, base_url=wifi.url)
        server.start_race()
        wifi.go_silent()
        phone.is_offline()
        phone.tap(2)
        organizer = Organizer(server)
        teams = [team["id"] for team in organizer.get("/api/equipos/")]
        organizer.post("/api/equipos/asignar/", {"team_ids": teams, "judge_id": None})
        wifi.come_back()

        expect(phone.page.locator(".signal-barred")).to_be_visible(timeout=BACK_MS)
        phone.all_sent()
        assert len(organizer.get("/api/rechazados/")) == 2


def test_deactivated_judge_is_told_so(server: RaceServer, open_page: OpenPage) -> None:
    phone = JudgePhone.open(open_page, server)
    organizer = Organizer(server)
    judge = next(one for one in organizer.get("/api/jueces/") if one["username"] == "juez")
    organizer.patch(f"/api/jueces/{judge['id']}/", {"activo": False})

    expect(phone.page.locator(".signal-inactive")).to_contain_text("desactivada", timeout=BACK_MS)
    organizer.patch(f"/api/jueces/{judge['id']}/", {"activo": True})
    phone.is_connected()


def test_new_tap_is_seen_in_a_scrolled_list(server: RaceServer, open_page: OpenPage) -> None:
    phone = JudgePhone.open(open_page, server)
    server.start_race()
    phone.tap(8)
    phone.all_sent()
    rows = phone.page.locator(".taps-list")
    rows.evaluate("list => { list.scrollTop = 150; }")
    phone.tap()
    phone.all_sent()

    assert rows.evaluate("list => list.scrollTop") == 0


def test_time_given_back_by_the_organizer_is_seen_on_the_phone(
    server: RaceServer, open_page: OpenPage
) -> None:
    phone = JudgePhone.open(open_page, server)
    server.start_race()
    phone.tap()
    phone.all_sent()
    phone.page.get_by_role("button", name="Deshacer").click()
    phone.all_sent()
    organizer = Organizer(server)
    [withdrawn] = organizer.get("/api/retirados/")
    organizer.post("/api/retirados/devolver/", {"record_ids": [withdrawn["record_id"]]})

    expect(phone.page.locator(".tap-state").first).to_contain_text("en el portátil")
