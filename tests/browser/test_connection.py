"""The live page when the network or the server goes away."""

import re

from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import OpenPage
from tests.browser.race_server import RaceServer

LIVE = "En vivo"
LOST = "Reconectando…"

# A dead connection must be noticed in under 6 s, and attempts are at most 5 s apart.
NOTICED_MS = 6_000
BACK_MS = 15_000


def test_page_comes_back_by_itself_with_the_newest(server: RaceServer, open_page: OpenPage) -> None:
    server.start_race()
    server.record(101, [61_000])
    page = open_page(f"{server.url}/competencia/1").page
    connection = page.get_by_role("status")
    expect(connection).to_have_text(LIVE)

    server.kill()
    expect(connection).to_have_text(LOST)
    expect(page.locator("tbody tr").first).to_contain_text("Los Veloces")

    # The newest is what the page has not heard of: it is sent before the page is back.
    server.start()
    server.record(102, [60_000])
    expect(connection).to_have_text(LIVE, timeout=BACK_MS)
    expect(page.locator("tbody tr").first).to_contain_text("Las Liebres")
    expect(page.locator("[data-counter=records]")).to_have_text("2")
    expect(page.locator(".phase")).to_have_text("En curso")


def test_page_comes_back_again_and_again(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/competencia/1").page
    connection = page.get_by_role("status")

    for _ in range(3):
        expect(connection).to_have_text(LIVE, timeout=BACK_MS)
        server.kill()
        expect(connection).to_have_text(LOST)
        server.start()

    expect(connection).to_have_text(LIVE, timeout=BACK_MS)


def test_connection_that_is_dead_without_a_word_is_noticed(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_page("about:blank").page
    sockets: list[WebSocketRoute] = []
    dead: list[WebSocketRoute] = []
    is_cut = False

    def relay(route: WebSocketRoute) -> None:
        upstream = route.connect_to_server()
        sockets.append(route)
        if is_cut:
            dead.append(route)
        upstream.on_message(lambda text: None if route in dead else route.send(text))
        route.on_message(lambda text: None if route in dead else upstream.send(text))

    page.route_web_socket(re.compile("/ws/competencia/"), relay)
    page.goto(f"{server.url}/competencia/1")
    connection = page.get_by_role("status")
    expect(connection).to_have_text(LIVE)
    # The heartbeat is answered: a connection where nothing happens stays.
    page.wait_for_timeout(NOTICED_MS)
    assert len(sockets) == 1

    is_cut = True
    dead.extend(sockets)
    expect(connection).to_have_text(LOST, timeout=NOTICED_MS)
    is_cut = False
    expect(connection).to_have_text(LIVE, timeout=BACK_MS)


def test_device_that_slept_connects_anew(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page("about:blank").page
    urls: list[str] = []
    page.on("websocket", lambda socket: urls.append(socket.url))
    # A device that sleeps stops its monotonic clock, and its wall clock goes on.
    page.add_init_script("const now = Date.now; Date.now = () => now() + (window.sleptMs ?? 0)")
    page.goto(f"{server.url}/competencia/1")
    connection = page.get_by_role("status")
    expect(connection).to_have_text(LIVE)

    page.evaluate("window.sleptMs = 60_000")
    page.wait_for_event("websocket")

    expect(connection).to_have_text(LIVE)
    assert len(urls) == 2


def test_page_of_a_competition_that_is_not_there(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/competencia/77").page

    expect(page.get_by_text("Esta competencia no existe.")).to_be_visible()
    page.get_by_role("link", name="Todas las competencias").click()
    expect(page.get_by_role("link", name="Carrera 5K")).to_be_visible()


def test_page_that_never_reached_the_server_says_so_and_recovers(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_page("about:blank").page
    # The page itself arrives; then the server is gone.
    page.route("**/api/**", lambda route: route.abort())
    page.route_web_socket(re.compile("/ws/"), lambda route: route.close())
    page.goto(f"{server.url}/competencia/77")
    expect(page.get_by_text("No hay conexión con el servidor.")).to_be_visible()

    page.unroute_all()
    expect(page.get_by_text("Esta competencia no existe.")).to_be_visible(timeout=BACK_MS)
