"""A judge's phone in Chromium: its viewport and touch, its own idea of the date, its taps."""

from typing import Any

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.panel import Organizer
from tests.browser.race_server import RaceServer

SMALL = ViewportSize(width=360, height=640)
LARGE = ViewportSize(width=412, height=915)
BACK_MS = 20_000

# Before anything else runs: what the true time of every touch is, and a date of the phone's own.
PHONE_CLOCK = """
(() => {
  window.dateAheadMs = %d;
  const trueOriginMs = performance.timeOrigin;
  window.touchedAtMs = [];
  document.addEventListener('pointerdown', (event) => {
    if (event.target.closest('#tap')) window.touchedAtMs.push(trueOriginMs + event.timeStamp);
  }, { capture: true });
  const TrueDate = Date;
  globalThis.Date = class extends TrueDate {
    constructor(...given) {
      super(...(given.length ? given : [TrueDate.now() + window.dateAheadMs]));
    }
    static now() { return TrueDate.now() + window.dateAheadMs; }
  };
  Object.defineProperty(performance, 'timeOrigin', { value: trueOriginMs + window.dateAheadMs });
})();
"""


class JudgePhone:
    """The judge's page, signed in by a card.

    >>> phone = JudgePhone.open(open_page, server)
    >>> phone.tap(3)
    >>> phone.all_sent()
    """

    def __init__(self, watched: WatchedPage) -> None:
        self.watched = watched
        self.page: Page = watched.page

    @classmethod
    def open(
        cls,
        open_page: OpenPage,
        server: RaceServer,
        *,
        base_url: str | None = None,
        username: str = "juez",
        ahead_ms: int = 0,
        scripts: tuple[str, ...] = (),
        **options: Any,
    ) -> "JudgePhone":
        """Opens the link of a new card; `base_url` where it is not the server's."""
        link = Organizer(server).card_link(username).replace(server.url, base_url or server.url)
        options = {"viewport": SMALL, "has_touch": True, "is_mobile": True, **options}
        watched = open_page("about:blank", **options)
        for script in (PHONE_CLOCK % ahead_ms, *scripts):
            watched.page.add_init_script(script)
        watched.page.goto(link)
        phone = cls(watched)
        phone.is_connected()
        # What the judge has to do comes with an answer of its own.
        expect(phone.page.locator("#tap")).to_be_visible()
        return phone

    def tap(self, times: int = 1, pause_ms: int = 120) -> None:
        """Touches the big button."""
        box = self.page.locator("#tap").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for _ in range(times):
            self.page.touchscreen.tap(x, y)
            self.page.wait_for_timeout(pause_ms)

    def is_connected(self) -> None:
        """Waits until the laptop hears the phone."""
        expect(self.page.locator(".signal-open")).to_be_visible(timeout=BACK_MS)

    def is_offline(self) -> None:
        """Waits until the page says that it works without the laptop."""
        expect(self.page.locator(".signal-waiting")).to_be_visible(timeout=BACK_MS)

    def shows_unsent(self, count: int) -> None:
        """Waits until the page says that so many taps are not at the laptop."""
        words = f"{count} sin enviar" if count else "Todo en el portátil"
        expect(self.page.locator(".signal-unsent")).to_have_text(words, timeout=BACK_MS)

    def all_sent(self) -> None:
        """Waits until nothing is left to send."""
        self.shows_unsent(0)

    @property
    def touched_at_ms(self) -> list[float]:
        """When the button was touched since the page was loaded, in true epoch ms."""
        touched: list[float] = self.page.evaluate("window.touchedAtMs")
        return touched


def stored_times(server: RaceServer, bib: int) -> list[int]:
    """The elapsed ms that the server has of a team, in the order of their recording."""
    return [record["tiempo"] for record in stored_records(server, bib)]


def stored_records(server: RaceServer, bib: int) -> list[dict[str, Any]]:
    """The records that the server has of a team."""
    organizer = Organizer(server)
    team = next(one for one in organizer.get("/api/equipos/") if one["number"] == bib)
    records: list[dict[str, Any]] = organizer.get(f"/api/equipos/{team['id']}/registros/estado/")[
        "registros"
    ]
    return records
