"""What all pictures need: sizes, windows, and a start that was some time ago."""

from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Browser, ViewportSize

from tests.browser.conftest import WatchedPage
from tests.browser.judge_phone import LARGE, SMALL
from tests.browser.panel import Organizer
from tests.browser.race_server import PASSWORD

SIZES = {
    360: ViewportSize(width=360, height=740),
    1280: ViewportSize(width=1280, height=800),
    1920: ViewportSize(width=1920, height=1080),
}
PHONES = {"360": SMALL, "412": LARGE}


def open_in(chromium: Browser, url: str, **options: Any) -> WatchedPage:
    """A phone's page in a window of its own."""
    context = chromium.new_context(locale="es-EC", device_scale_factor=2, **options)
    watched = WatchedPage(context.new_page())
    watched.page.goto(url)
    return watched


def start_earlier(organizer: Organizer, minutes: int) -> None:
    """Corrects the start of competition 1, so that the race clock shows a race."""
    pressed = datetime.fromisoformat(organizer.get("/api/competencias/1/")["started_at"])
    started = pressed - timedelta(minutes=minutes)
    correction = {"started_at": started.isoformat(), "reason": "Se pulsó tarde"}
    organizer.post("/api/competencias/1/corregir-salida/", correction)


def judge(username: str, name: str) -> dict[str, object]:
    """A judge of an event document; `name` is first and last name."""
    first, last = name.split()
    return {"username": username, "password": PASSWORD, "first_name": first, "last_name": last}
