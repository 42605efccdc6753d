"""A real browser, a real server, and pages that note what they ask for and complain about."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.browser.race_server import RaceServer, competition, event

# Of a machine that does other things as well; who waits for nothing does not wait so long.
expect.set_options(timeout=15_000)

TEAMS = {101: "Los Veloces", 102: "Las Liebres", 103: "Los Tranquilos"}
PHONE = {"width": 360, "height": 640}
LAPTOP = {"width": 1280, "height": 800}

# What a browser would do on its own account; none of it belongs into a test.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]

# What Playwright says in the place of a worker.
NO_WORKER = "Service Worker registration blocked by Playwright"


class WatchedPage:
    """A page with all requests and complaints since it was opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and message.text != NO_WORKER:
            self.complaints.append(message.text)


OpenPage = Callable[..., WatchedPage]


def launch_chromium(playwright: Playwright) -> Browser | None:
    """The system's Chromium, or Playwright's where that is not installed; None without either."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if not found and not Path(playwright.chromium.executable_path).exists():
        return None
    # Chromium refuses to run its sandbox as root, as it is in containers.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = [*QUIET, "--no-sandbox"] if is_root else QUIET
    return playwright.chromium.launch(executable_path=found, args=options)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; without it the tests are skipped, but not where all of them have to run (CI)."""
    with sync_playwright() as playwright:
        chromium = launch_chromium(playwright)
        if chromium is None:
            give_up = pytest.fail if os.environ.get("CI") else pytest.skip
            give_up("needs Chromium: install it, or run `python -m playwright install chromium`")
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address in a window of its own, in Spanish unless told otherwise.

    The judge's page is kept on the phone only where ``is_kept`` says so: its worker asks for every
    file of the page once more.
    """
    contexts = []

    def open_address(
        url: str,
        *,
        viewport: dict[str, int] = LAPTOP,
        locale: str = "es-EC",
        is_kept: bool = False,
        **options: Any,
    ) -> WatchedPage:
        context = browser.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            locale=locale,
            service_workers="allow" if is_kept else "block",
            **options,
        )
        contexts.append(context)
        watched = WatchedPage(context.new_page())
        watched.page.goto(url)
        return watched

    yield open_address
    for context in contexts:
        context.close()


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[RaceServer]:
    """A server without any competition."""
    with RaceServer(tmp_path) as server:
        yield server


@pytest.fixture
def server(empty_server: RaceServer) -> RaceServer:
    """A server with one competition of three teams that has not begun."""
    empty_server.load(event([competition("Carrera 5K", registros_por_equipo=15)], TEAMS))
    return empty_server
