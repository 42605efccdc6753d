"""What opens anything stands in no address that is asked for: addresses are kept by many."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.finish_line import FinishLine
from tests.browser.judge_page import HEARD, connection
from tests.browser.panel import go_to, sign_in
from tests.browser.race_server import PASSWORD, RaceServer


def noted(page: Page) -> list[str]:
    """The addresses, referrers among them, of all that a page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda one: asked.extend((one.url, one.headers.get("referer", ""))))
    page.on("websocket", lambda one: asked.append(one.url))
    return asked


def test_tokens_and_keys_stand_in_no_address(empty_server: RaceServer, open_page: OpenPage) -> None:
    with FinishLine(empty_server) as line:
        key = line.organizer.post("/api/competencias/1/locutor/")["key"]
        card = line.organizer.card_link("juez")
        page = open_page("about:blank").page
        asked = noted(page)
        page.goto(f"{empty_server.url}/admin/")
        sign_in(page)
        go_to(page, "room")
        page.goto(card)
        expect(connection(page)).to_have_text(HEARD)
        page.goto(f"{empty_server.url}/locutor/1/#{key}")
        expect(page.get_by_text("Todavía no hay llegadas.")).to_be_visible()
        assert page.context.cookies() == []

    sockets = [url for url in asked if url.startswith("ws")]
    assert [url for url in sockets if "/ws/organizador/" in url]
    assert [url for url in sockets if "/ws/juez/" in url]
    # What opens a socket is good once, and for half a minute.
    assert all("ticket=" in url for url in sockets if "/ws/competencia/" not in url)
    for url in asked:
        for secret in ("eyJ", "token=", PASSWORD, key, card.partition("#")[2]):
            # A browser keeps what is behind the # to itself.
            assert secret not in url.partition("#")[0], url
