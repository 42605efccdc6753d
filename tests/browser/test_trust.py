"""The page that explains how a phone comes to trust the laptop, and tries whether it does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenPage, WatchedPage
from tests.browser.panel import PROJECTOR, faults_by_day_and_night, faults_of
from tests.browser.race_server import RaceServer

ANDROID = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari"


class SecureServer(RaceServer):
    """A server with HTTPS as well."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        with (directory / "config.toml").open("a", encoding="utf-8") as config:
            config.write("[tls]\nenabled = true\nport = 0\n")


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RaceServer]:
    with SecureServer(tmp_path_factory.mktemp("secure")) as server:
        yield server


def open_trust(open_page: OpenPage, server: RaceServer, **options: object) -> WatchedPage:
    watched = open_page(f"{server.url}/confianza/", **{"viewport": PHONE, **options})
    expect(watched.page.locator("h1")).to_be_visible()
    return watched


def test_phone_without_trust_is_told_the_steps(secure: RaceServer, open_page: OpenPage) -> None:
    page = open_trust(open_page, secure, user_agent=ANDROID).page

    expect(page.get_by_role("status")).to_contain_text("Este teléfono todavía no confía")
    expect(page.get_by_role("link", name="Abrir la página de los jueces")).to_have_count(0)
    expect(page.locator("details")).to_have_count(2)
    expect(page.locator("details[open] h3")).to_have_text("Android")
    expect(page.locator("details h3").first).to_have_text("Android")
    page.locator("summary", has_text="iPhone").click()
    expect(page.get_by_text("El paso que casi todos olvidan")).to_be_visible()


def test_phone_that_trusts_is_led_to_the_judges_page(
    secure: RaceServer, open_page: OpenPage
) -> None:
    page = open_trust(open_page, secure, ignore_https_errors=True, user_agent=IPHONE).page

    expect(page.get_by_role("status")).to_contain_text("Este teléfono confía en el portátil")
    expect(page.locator("details h3").first).to_have_text("iPhone, iPad")
    page.get_by_role("button", name="Abrir la página de los jueces").click()
    expect(page.get_by_role("textbox", name="Código de la tarjeta")).to_be_visible()
    assert page.url.startswith("https://127.0.0.1:")


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [(ANDROID, "autoridad.crt"), (IPHONE, "autoridad.mobileconfig")],
    ids=["android", "ios"],
)
def test_certificate_of_the_fingerprint_is_downloaded(
    secure: RaceServer, open_page: OpenPage, user_agent: str, name: str
) -> None:
    page = open_trust(open_page, secure, user_agent=user_agent).page
    told = page.evaluate("fetch('/api/confianza/').then((answer) => answer.json())")
    bytes_shown = page.locator(".fingerprint code")
    expect(bytes_shown).not_to_have_count(0)

    with page.expect_download() as downloading:
        page.get_by_role("button", name="Descargar el certificado").click()

    assert downloading.value.suggested_filename == name
    assert ":".join(bytes_shown.all_text_contents()) == told["fingerprint"]


def test_trust_is_tried_again_when_somebody_comes_back(
    secure: RaceServer, open_page: OpenPage
) -> None:
    page = open_trust(open_page, secure).page
    expect(page.get_by_role("status")).to_contain_text("todavía no confía")

    page.context.route("**/health", lambda route: route.fulfill(status=200))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.get_by_role("status")).to_contain_text("Este equipo confía en el portátil")


def test_without_https_the_organizer_is_told_how_to_switch_it_on(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    watched = open_trust(open_page, empty_server)
    page = watched.page

    expect(page.get_by_text("tornado-timing serve --https")).to_be_visible()
    expect(page.locator("details")).to_have_count(0)
    expect(page.get_by_role("link")).to_have_count(0)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trusting this laptop")
    assert faults_of(watched) == []


@pytest.mark.parametrize("viewport", [PHONE, PROJECTOR], ids=lambda size: size["width"])
def test_page_has_no_fault_with_everything_open(
    secure: RaceServer,
    open_page: OpenPage,
    viewport: dict[str, int],
) -> None:
    watched = open_trust(open_page, secure, viewport=viewport, ignore_https_errors=True)
    page = watched.page
    expect(page.locator("details[open]")).to_have_count(2)
    expect(page.locator(".phone-code svg")).to_be_visible()
    expect(page.locator(".trial-trusted")).to_be_visible()

    own = [
        fault
        for fault in faults_by_day_and_night(watched)
        if not fault.startswith("asked 127.0.0.1:")
    ]
    assert own == []
