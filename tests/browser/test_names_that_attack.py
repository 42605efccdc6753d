"""A name is text on every page, whatever is in it: no script runs, nothing is loaded."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.hostile_event import BROUGHT_IN, IMAGE, MARK, NAME, HostileEvent
from tests.browser.judge_page import sign_in_by_password
from tests.browser.panel import go_to, sign_in
from tests.browser.race_server import RaceServer
from tornado_timing.app import static_dir
from tornado_timing.web.routes import PAGE_ROUTES

# Where each place of the panel is visited; those that show no text of the event are in `BARE`.
PLACES = {
    "races": [""],
    "firstStart": ["inicio/x"],
    "newRace": ["races/new"],
    "walk": ["races/1/walk"],
    "walkImport": ["races/1/walk/teams/import"],
    "walkStep": [
        *(
            f"races/1/walk/{step}"
            for step in ("race", "teams", "judges", "share", "cards", "ready")
        ),
        *(f"races/2/walk/{step}" for step in ("race", "runners", "judges", "cards", "ready")),
    ],
    "race": ["races/1", "races/2"],
    "teams": ["races/1/teams"],
    "importTeams": ["races/1/teams/import"],
    "control": ["races/1/control"],
    "walkImportRunners": ["races/2/walk/runners/import"],
    "runners": ["runners/2"],
    "importRunners": ["runners/2/import"],
    "ageBands": ["runners/2/categories"],
    "lines": ["lines/2"],
    "marks": ["marks/2"],
    "reconcile": ["reconcile/{line}"],
    "publish": ["publish/2"],
    "runner": ["runner/{runner}"],
    "handOut": ["hand-out/2"],
    "scoring": ["scoring/2"],
    "bibSheets": ["hand-out/2/bibs"],
    "judges": ["judges"],
    "importJudges": ["judges/import"],
    "cards": ["judges/cards"],
    "cardsOf": ["judges/cards/juez"],
    "room": ["room"],
    "rescue": ["rescate"],
    "laptop": ["laptop"],
    "rehearsal": ["ensayo"],
    "backups": ["respaldos"],
    "operation": ["funcionamiento"],
    "record": ["record"],
    "bin": ["bin"],
}
BARE = {"firstStart", "newRace", "importJudges", "rescue", "laptop", "backups", "operation"}
PAGES = {
    "/": ["/", "/?lista"],
    "/competencia/{competition_id}/": ["/competencia/1/", "/competencia/2/"],
    "/pantalla/{competition_id}/": ["/pantalla/1/", "/pantalla/2/"],
    "/c/{competition_id}/dorsal/{bib}/": ["/c/2/dorsal/7/", "/c/2/dorsal/8/"],
    "/locutor/{competition_id}/": ["/locutor/2/#{key}"],
    # Their tests are those of the places, and of the judge.
    "/admin/": [],
    "/juez/": [],
    # Nothing that anybody typed stands on these.
    "/confianza/": [],
    "/api/schema/swagger-ui/": [],
    "/api/schema/redoc/": [],
}


@pytest.fixture
def attack(empty_server: RaceServer) -> Iterator[HostileEvent]:
    with HostileEvent(empty_server) as attack:
        yield attack


def test_every_page_is_visited() -> None:
    routes = (static_dir() / "admin" / "routes.js").read_text("utf-8")
    assert set(PLACES) == set(re.findall(r"^  \['(\w+)', '", routes, re.MULTILINE))
    assert set(PAGES) == {path for path, *_ in PAGE_ROUTES}


def shows_the_name(watched: WatchedPage) -> None:
    """Waits until the name stands on the page or in one of its fields, as it was typed."""
    page = watched.page
    for _ in range(500):
        if page.evaluate(
            """mark => document.body.innerText.includes(mark)
              || [...document.querySelectorAll('input, textarea, option')]
                .some((field) => `${field.value}${field.text}`.includes(mark))""",
            MARK,
        ):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"no name on {page.url}: {page.locator('body').inner_text()}")


def check_nothing_ran(watched: WatchedPage, place: str) -> None:
    page = watched.page
    assert page.evaluate("window.ran") is None, place
    assert page.locator(BROUGHT_IN).count() == 0, (
        place,
        page.locator(BROUGHT_IN).all_inner_texts(),
    )
    assert not [url for url in watched.requests if url.endswith("/x")], place


def watch(watched: WatchedPage) -> WatchedPage:
    """Takes a dialog for a complaint."""
    watched.page.on("dialog", lambda dialog: watched.complaints.append(dialog.message))
    return watched


def test_no_page_of_the_public_runs_a_name(
    empty_server: RaceServer, attack: HostileEvent, open_page: OpenPage
) -> None:
    attack.publish()
    watched = watch(open_page(f"{empty_server.url}/"))
    for path in [path for paths in PAGES.values() for path in paths]:
        watched.page.goto("about:blank")
        watched.page.goto(empty_server.url + path.format(key=attack.key))
        shows_the_name(watched)
        check_nothing_ran(watched, path)

    assert watched.complaints == []


def test_no_place_of_the_panel_runs_a_name(
    empty_server: RaceServer, attack: HostileEvent, open_page: OpenPage
) -> None:
    watched = watch(open_page(f"{empty_server.url}/admin/"))
    sign_in(watched.page)
    for name, paths in PLACES.items():
        for path in paths:
            go_to(watched.page, path.format(runner=attack.runner, line=attack.line))
            if name not in BARE:
                shows_the_name(watched)
            check_nothing_ran(watched, path)

    assert watched.complaints == []


def test_the_judges_page_runs_no_name(
    empty_server: RaceServer, attack: HostileEvent, open_page: OpenPage
) -> None:
    watched = watch(open_page(f"{empty_server.url}/juez"))
    sign_in_by_password(watched.page, "juez")
    shows_the_name(watched)
    check_nothing_ran(watched, "/juez")

    assert watched.complaints == []


def test_no_address_makes_a_page_run_what_is_in_it(
    empty_server: RaceServer, attack: HostileEvent, open_page: OpenPage
) -> None:
    """Somebody sends a link to an organizer or a judge, or hangs up a QR code."""
    sent = quote(NAME, safe="")
    watched = watch(open_page(f"{empty_server.url}/"))
    for path in (
        f"/?lista={sent}#{sent}",
        f"/pantalla/2/?{sent}#{NAME}",
        f"/c/2/dorsal/{quote(IMAGE, safe='')}/",
        f"/locutor/2/#{NAME}",
        f"/admin/?{sent}#/inicio/{sent}",
        f"/admin/?{sent}#/{NAME}",
        f"/admin/?{sent}#/rescate/{NAME}",
        f"/juez?{sent}#{NAME}",
        f"/confianza/?{sent}#{NAME}",
        f"/api/schema/swagger-ui/?url=javascript:window.ran=1&configUrl={sent}",
    ):
        watched.page.goto(empty_server.url + path)
        expect(watched.page.locator("main, #swagger-ui *").first).to_be_visible()
        check_nothing_ran(watched, path)

    said = " ".join(watched.complaints)
    assert "Content Security Policy" not in said
    assert "script" not in said
