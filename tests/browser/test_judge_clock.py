"""Right times from phones whose dates are wrong, over a slow Wi-Fi and without any."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.judge_phone import BACK_MS, JudgePhone, stored_times
from tests.browser.race_server import RaceServer
from tests.browser.venue_wifi import VenueWifi

BIB = 101
DELAY_S = 0.2
ERROR_MS = 20
HOUR_MS = 3_600_000


def errors_ms(server: RaceServer, phone: JudgePhone) -> list[float]:
    """How far each stored time is from the true moment of its touch."""
    started_at_ms = server.started_at_ms()
    stored = [time + started_at_ms for time in stored_times(server, BIB)]
    touched = phone.touched_at_ms
    assert len(stored) == len(touched)
    return [abs(one - other) for one, other in zip(stored, touched, strict=True)]


@pytest.mark.parametrize("ahead_ms", [3 * HOUR_MS, -7000], ids=["3h-ahead", "7s-behind"])
def test_times_are_right_behind_200_ms_each_way(
    server: RaceServer, open_page: OpenPage, ahead_ms: int
) -> None:
    with VenueWifi(server.port, DELAY_S) as wifi:
        phone = JudgePhone.open(open_page, server, base_url=wifi.url, ahead_ms=ahead_ms)
        server.start_race()
        expect(phone.page.locator(".race-running")).to_be_visible(timeout=BACK_MS)
        phone.tap(3)
        phone.all_sent()

        assert max(errors_ms(server, phone)) < ERROR_MS
        # The way there and back is 400 ms: half of it is what nobody can know better.
        words = phone.page.locator(".race-uncertainty").inner_text()
        assert 200 <= int("".join(filter(str.isdigit, words))) < 260


def test_race_that_started_while_the_phone_was_away(
    server: RaceServer, open_page: OpenPage
) -> None:
    with VenueWifi(server.port) as wifi:
        phone = JudgePhone.open(open_page, server, base_url=wifi.url, ahead_ms=-7000)
        wifi.go_silent()
        phone.is_offline()
        server.start_race()
        phone.tap(2)
        # A date that is set meanwhile is no concern of the race's.
        phone.page.evaluate("window.dateAheadMs += 3600000")
        phone.tap(2)
        phone.page.wait_for_timeout(1500)
        phone.tap()
        wifi.come_back()
        phone.is_connected()
        phone.all_sent()

        assert max(errors_ms(server, phone)) < ERROR_MS


def test_page_opened_anew_without_the_laptop_goes_by_the_date(
    server: RaceServer, open_page: OpenPage
) -> None:
    phone = JudgePhone.open(open_page, server, ahead_ms=3 * HOUR_MS, is_kept=True)
    server.start_race()
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    server.kill()
    phone.is_offline()
    phone.page.reload()
    phone.is_offline()
    phone.tap(2)
    phone.shows_unsent(2)
    touched = phone.touched_at_ms
    # The tap leaves with what is known by then; nothing of this page is needed for it.
    phone.page.goto("about:blank")
    server.start()
    phone.page.goto(f"{server.url}/juez/")
    phone.all_sent()

    started_at_ms = server.started_at_ms()
    times = [time + started_at_ms for time in stored_times(server, BIB)]
    errors = [abs(one - other) for one, other in zip(times, touched, strict=True)]
    assert max(errors) < ERROR_MS


def test_dead_wifi_is_noticed_within_six_seconds(server: RaceServer, open_page: OpenPage) -> None:
    with VenueWifi(server.port) as wifi:
        phone = JudgePhone.open(open_page, server, base_url=wifi.url)
        server.start_race()
        phone.tap()
        phone.all_sent()

        wifi.go_silent()
        expect(phone.page.locator(".signal-waiting")).to_be_visible(timeout=6000)
        phone.tap()
        wifi.come_back()
        phone.is_connected()
        phone.all_sent()

        assert max(errors_ms(server, phone)) < ERROR_MS
