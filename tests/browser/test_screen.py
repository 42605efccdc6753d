"""The big screen of a hall: everything in view, by itself, for hours."""

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, TEAMS, OpenPage
from tests.browser.race_server import RaceServer, competition, event

HD = {"width": 1280, "height": 720}
FULL_HD = {"width": 1920, "height": 1080}
ROWS = ".sheet:last-child [role=row]"
CODE = {"url": "http://192.168.1.15:8000/competencia/1", "size": 29, "path": "M4 4h7v1h-7z"}


def expect_bibs(page: Page, bibs: list[int]) -> None:
    expect(page.locator(f"{ROWS} .bib")).to_have_text([str(bib) for bib in bibs])


def places_in_order(page: Page) -> list[str]:
    """The bibs as they are read on the screen: down a column, then down the next."""
    places = page.locator(ROWS).evaluate_all(
        """rows => rows.map(row => {
          const {x, y} = new DOMMatrix(row.style.transform).transformPoint({x: 0, y: 0});
          return [Math.round(x), Math.round(y), row.querySelector('.bib').textContent];
        })"""
    )
    return [bib for _, _, bib in sorted(places)]


def load_many(server: RaceServer, count: int) -> None:
    teams = {bib: f"Equipo {bib}" for bib in range(1, count + 1)}
    server.load(event([competition("Carrera 5K")], teams))


def test_it_shows_the_race_its_clock_the_standings_and_who_came_in(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    server.record(102, [61_000, 125_250])
    server.record(101, [62_000])

    watched = open_page(f"{server.url}/pantalla/1/", viewport=HD)
    page = watched.page

    expect(page.get_by_role("heading", level=1)).to_have_text("Carrera 5K")
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"0:00:0\d"))
    expect(page.locator(".phase")).to_have_text("En curso")
    expect_bibs(page, [102, 101, 103])
    first = page.locator(ROWS).first
    expect(first.locator(".total")).to_have_text("3:06.250")
    expect(first.locator(".records")).to_have_text("2/15")
    newest = page.locator(".arrivals li").first
    expect(newest).to_contain_text("Los Veloces")
    expect(newest.locator(".time")).to_have_text("1:02.000")
    expect(page.locator(".arrivals li")).to_have_count(3)
    expect(page.locator(".plot canvas")).to_be_visible()
    expect(page.locator(".plot")).to_have_attribute("aria-label", re.compile("2 como máximo"))


def test_a_time_of_a_judge_appears_everywhere_without_any_request(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    server.record(101, [62_000])
    watched = open_page(f"{server.url}/pantalla/1/", viewport=HD)
    page = watched.page
    expect_bibs(page, [101, 102, 103])
    before = [url for url in watched.requests if "/api/qr/" not in url]

    server.record(103, [61_000])

    expect(page.locator(".arrivals li").first).to_contain_text("Los Tranquilos")
    expect(page.locator("[data-counter=records]")).to_have_text("2")
    assert places_in_order(page) == ["103", "101", "102"]
    assert [url for url in watched.requests if "/api/qr/" not in url] == before


def test_other_rows_are_not_written_again_for_a_time(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    server.record(101, [62_000])
    page = open_page("about:blank", viewport=HD).page
    # The code would make the head higher, and all rows lower, whenever it arrives.
    page.route("**/api/qr/**", lambda route: route.fulfill(status=404, body="{}"))
    page.goto(f"{server.url}/pantalla/1/")
    expect_bibs(page, [101, 102, 103])
    expect(page.locator(".plot canvas")).to_be_visible()
    page.evaluate(
        """selector => {
          window.written = new Set();
          const note = changes => changes.forEach(({target}) => {
            const node = target.nodeType === 1 ? target : target.parentElement;
            const row = node?.closest('[role=row]');
            if (row) window.written.add(row.querySelector('.bib').textContent);
          });
          new MutationObserver(note).observe(document.querySelector('.standings'),
            {subtree: true, childList: true, characterData: true, attributes: true});
        }""",
        ROWS,
    )

    server.record(102, [63_000])

    expect(page.locator("[data-counter=records]")).to_have_text("2")
    expect(page.locator(ROWS, has_text="102").locator(".total")).to_have_text("1:03.000")
    assert page.evaluate("[...window.written]") == ["102"]


@pytest.mark.parametrize("viewport", [HD, FULL_HD], ids=lambda size: size["width"])
def test_nothing_has_to_be_scrolled_in_a_hall(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    load_many(empty_server, 200)
    page = open_page(f"{empty_server.url}/pantalla/1/", viewport=viewport).page
    expect(page.locator(ROWS).first).to_be_visible()

    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollHeight - innerHeight") <= 0
    assert page.evaluate(f"{root}.scrollWidth - innerWidth") <= 0
    columns = page.locator(ROWS).evaluate_all(
        "rows => new Set(rows.map(row => new DOMMatrix(row.style.transform).e)).size"
    )
    assert columns >= 2


def test_a_phone_is_never_scrolled_sideways(server: RaceServer, open_page: OpenPage) -> None:
    name = "Asociación Deportiva y Cultural de la Universidad Técnica del Norte"
    server.load(event([competition(name)], {**TEAMS, 104: name}))
    page = open_page(f"{server.url}/pantalla/2/", viewport=PHONE).page
    expect(page.locator(ROWS).first).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_only_the_rows_in_view_are_on_the_page(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    load_many(empty_server, 1000)
    page = open_page(f"{empty_server.url}/pantalla/1/", viewport=HD).page

    expect(page.locator(".pager p")).to_have_text("1–18 de 1.000")
    assert page.locator("[data-team]").count() < 40
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".pager p")).to_have_text("991–1.000 de 1.000")
    expect_bibs(page, list(range(991, 1001)))
    page.keyboard.press("ArrowRight")
    expect_bibs(page, list(range(1, 19)))


def test_pages_turn_by_themselves_until_space_is_pressed(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    load_many(empty_server, 40)
    page = open_page("about:blank", viewport=HD).page
    page.clock.install()
    page.goto(f"{empty_server.url}/pantalla/1/")
    expect_bibs(page, list(range(1, 19)))
    page.clock.run_for(21_000)
    expect(page.locator(".pager p")).to_have_text("19–36 de 40")
    page.clock.run_for(11_000)
    expect(page.locator(".pager p")).to_have_text("37–40 de 40")

    page.keyboard.press(" ")
    button = page.get_by_role("button", name="Continuar")
    expect(button).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.locator(".pager p")).to_have_text("37–40 de 40")
    button.focus()
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Pausar")).to_be_visible()
    page.clock.run_for(11_000)
    expect(page.locator(".pager p")).to_have_text("1–18 de 40")


def test_pages_change_without_motion_for_those_who_asked_for_less(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    load_many(empty_server, 40)
    page = open_page(f"{empty_server.url}/pantalla/1/", viewport=HD, reduced_motion="reduce").page
    expect_bibs(page, list(range(1, 19)))

    page.keyboard.press("ArrowRight")

    expect(page.locator(".pager p")).to_have_text("19–36 de 40")
    assert page.locator(".sheet").count() == 1
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_lost_connection_is_said_at_once_and_the_standings_stay(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    server.record(101, [62_000])
    page = open_page(f"{server.url}/pantalla/1/", viewport=HD).page
    expect_bibs(page, [101, 102, 103])
    expect(page.locator(".lost")).to_be_hidden()

    server.kill()
    expect(page.locator(".lost")).to_contain_text("Sin conexión")
    expect_bibs(page, [101, 102, 103])

    server.start()
    expect(page.locator(".lost")).to_be_hidden(timeout=15_000)


def test_the_code_leads_phones_to_the_board(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page("about:blank", viewport=HD).page
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="application/json", body=json.dumps(CODE))

    page.route("**/api/qr/**", answer)
    page.goto(f"{server.url}/pantalla/1/")

    expect(page.locator(".follow svg path")).to_have_attribute("d", CODE["path"])
    expect(page.locator(".follow p")).to_have_text("192.168.1.15:8000/competencia/1")
    assert asked[0].endswith("/api/qr/?path=%2Fcompetencia%2F1")


def test_without_a_code_there_is_no_empty_place_for_it(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_page("about:blank", viewport=HD).page
    page.route("**/api/qr/**", lambda route: route.fulfill(status=404, body="{}"))
    page.goto(f"{server.url}/pantalla/1/")

    expect(page.locator(ROWS)).to_have_count(3)
    expect(page.locator(".follow")).to_have_count(0)


def test_the_plot_is_drawn_anew_for_other_figures_and_other_colours_alone(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    server.record(101, [62_000])
    page = open_page("about:blank", viewport=HD).page
    page.add_init_script(
        """window.drawn = 0;
        const clear = CanvasRenderingContext2D.prototype.clearRect;
        CanvasRenderingContext2D.prototype.clearRect = function (...place) {
          window.drawn += 1;
          clear.apply(this, place);
        };"""
    )
    page.goto(f"{server.url}/pantalla/1/")
    expect(page.locator(".plot canvas")).to_be_visible()
    page.wait_for_function("window.drawn > 0")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    drawn = page.evaluate("window.drawn")

    server.stop_race()
    expect(page.locator(".phase")).to_have_text("Finalizada")
    assert page.evaluate("window.drawn") == drawn
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("drawn => window.drawn > drawn", arg=drawn)
    drawn = page.evaluate("window.drawn")
    server.start_race()
    server.record(101, [63_000])
    page.wait_for_function("drawn => window.drawn > drawn", arg=drawn)


def test_the_display_is_kept_on(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page("about:blank", viewport=HD).page
    page.add_init_script(
        """window.locks = [];
        Object.defineProperty(navigator, 'wakeLock', {value: {
          request: (kind) => { window.locks.push(kind); return Promise.resolve({}); },
        }});"""
    )
    page.goto(f"{server.url}/pantalla/1/")

    page.wait_for_function("window.locks.length === 1 && window.locks[0] === 'screen'")


def test_a_competition_that_is_not_there_is_said(server: RaceServer, open_page: OpenPage) -> None:
    page = open_page(f"{server.url}/pantalla/77/", viewport=HD).page

    expect(page.get_by_text("Esta competencia no existe.")).to_be_visible()


def test_the_board_leads_to_the_screen_and_has_the_code(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_page("about:blank").page
    body = json.dumps(CODE)
    page.route("**/api/qr/**", lambda route: route.fulfill(status=200, body=body))
    page.goto(f"{server.url}/competencia/1")

    expect(page.locator(".sharing svg")).to_have_count(0)
    page.get_by_text("Compartir").click()
    expect(page.locator(".sharing svg")).to_be_visible()
    page.get_by_role("link", name="Pantalla grande").click()
    expect(page.locator(ROWS)).to_have_count(3)
