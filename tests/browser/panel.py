"""The organizer's panel in a real browser: opened, signed in, and looked over."""

import json
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.axe import day_and_night, serious_findings
from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.race_server import DEADLINE_S, PASSWORD, RaceServer, competition, event

ORGANIZER = "organiza"
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
PROJECTOR = {"width": 1920, "height": 1080}


def load_race(server: RaceServer, teams: dict[int, str], **fields: Any) -> None:
    """Loads the organizer, a judge, and one competition with `teams`, by number."""
    server.load(event([competition("Carrera 5K", **fields)], teams))


def open_panel(
    open_page: OpenPage, server: RaceServer, place: str = "", **options: Any
) -> WatchedPage:
    """Opens the panel, signs in as the organizer and goes to `place`, such as ``races/1/teams``.

    `options` are those of `open_page`: viewport, locale, color_scheme ...
    """
    watched = open_page(f"{server.url}/admin/", **options)
    sign_in(watched.page)
    go_to(watched.page, place)
    return watched


def sign_in(page: Page, username: str = ORGANIZER, password: str = PASSWORD) -> None:
    """Fills in and sends the sign-in form."""
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator(".gate button[type=submit]").click()
    expect(page.locator("header.bar")).to_be_visible()


def go_to(page: Page, place: str) -> None:
    """Goes to a place of the panel, by the part of its address behind ``#/``."""
    page.evaluate("place => { location.hash = `#/${place}`; }", place)
    expect(page.locator("main h1").first).to_be_visible()


class Organizer:
    """The organizer's requests beside the page, as a second organizer would make them.

    >>> ana = Organizer(server)
    >>> ana.patch("/api/equipos/1/", {"name": "Las Liebres"})
    """

    def __init__(self, server: RaceServer) -> None:
        self._server = server
        body = {"username": ORGANIZER, "password": PASSWORD}
        self._access: str | None = None
        self._access = self.post("/api/login/", body)["access"]

    def get(self, path: str) -> Any:
        """The JSON that stands at `path`."""
        return self._ask("GET", path)

    def post(self, path: str, body: Any = None) -> Any:
        """What the server answers to `body`."""
        return self._ask("POST", path, {} if body is None else body)

    def patch(self, path: str, body: Any) -> Any:
        """What the server answers to the change."""
        return self._ask("PATCH", path, body)

    def put(self, path: str, body: Any) -> Any:
        """What the server answers to `body` in the place of what stands at `path`."""
        return self._ask("PUT", path, body)

    def delete(self, path: str) -> None:
        """Deletes what stands at `path`."""
        self._ask("DELETE", path)

    def card_link(self, username: str) -> str:
        """What the QR code on a new card of this judge says."""
        judges = self.get("/api/jueces/")
        number = next(judge["id"] for judge in judges if judge["username"] == username)
        wanted = {"judge_ids": [number], "base_url": self._server.url}
        return str(self.post("/api/jueces/tarjetas/", wanted)[0]["url"])

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._server.url + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        if self._access is not None:
            request.add_header("Authorization", f"Bearer {self._access}")
        with urllib.request.urlopen(request, timeout=DEADLINE_S) as response:
            text = response.read()
        return json.loads(text) if text else None


def overflow_px(page: Page) -> int:
    """How many pixels the page would have to be scrolled sideways; best 0."""
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(0, width)


def faults_of(watched: WatchedPage) -> list[str]:
    """Everything that no page may have: best none.

    Findings of axe-core, sideways scrolling, requests to other hosts, complaints of the browser.
    """
    page = watched.page
    own = urlsplit(page.url).netloc
    strangers = {urlsplit(url).netloc for url in watched.requests} - {own, ""}
    faults = [f"axe: {finding}" for finding in serious_findings(page)]
    faults += [f"asked {host}" for host in sorted(strangers)]
    faults += [f"complaint: {complaint}" for complaint in watched.complaints]
    if overflow := overflow_px(page):
        faults.append(f"wider than the window by {overflow} px")
    return faults


def faults_by_day_and_night(watched: WatchedPage) -> list[str]:
    """`faults_of` the page in its dark and its light colours, as it is now."""
    return [
        f"{fault} ({scheme})"
        for scheme in day_and_night(watched.page)
        for fault in faults_of(watched)
    ]
