"""The judge's page without the laptop: it was kept on the phone."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.race_server import RaceServer
from tornado_timing.app import static_dir
from tornado_timing.web.offline import worker_script

UNTIL_KEPT = """async () => {
  const workers = navigator.serviceWorker;
  if (workers.controller !== null) return;
  await new Promise((resolve) => workers.addEventListener('controllerchange', resolve));
}"""
UNTIL_GONE = """async (name) => {
  while (await caches.has(name)) await new Promise((resolve) => setTimeout(resolve, 20));
}"""
CODE_FIELD = {"es": "Código de la tarjeta", "en": "Code of the card"}


def wait_until_kept(page: Page) -> None:
    """Until the page is kept on the phone and answered from there."""
    page.evaluate(UNTIL_KEPT)


def code_field(page: Page, language: str) -> Any:
    return page.get_by_role("textbox", name=CODE_FIELD[language])


@contextmanager
def pages_of(folder: Path) -> Iterator[str]:
    """The address of a server that knows of pages only, those of `folder`/static."""

    class Files(SimpleHTTPRequestHandler):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given, directory=str(folder))

        def do_GET(self) -> None:
            if self.path == "/juez/servicio.js":
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript")
                self.send_header("Service-Worker-Allowed", "/juez")
                self.end_headers()
                self.wfile.write(worker_script(folder / "static").encode())
                return
            if self.path == "/juez/":
                self.path = "/static/judge/index.html"
            super().do_GET()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_page_opens_with_its_texts_while_the_laptop_is_away(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    # Without the last slash, as the links of the cards lead here.
    page = open_page(f"{empty_server.url}/juez", viewport=PHONE, is_kept=True).page
    wait_until_kept(page)

    empty_server.kill()
    page.reload()
    expect(code_field(page, "es")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(code_field(page, "en")).to_be_visible()
    page.goto(f"{empty_server.url}/juez/")
    expect(code_field(page, "en")).to_be_visible()


def test_answers_of_the_api_and_other_pages_are_not_kept(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/juez/", viewport=PHONE, is_kept=True).page
    wait_until_kept(page)
    ask = "path => fetch(path).then((answer) => answer.status)"
    assert page.evaluate(ask, "/api/competencias/publicas/") == 200
    assert page.evaluate(ask, "/health") == 200

    kept = page.evaluate(
        """async () => {
          const names = await caches.keys();
          const requests = await (await caches.open(names[0])).keys();
          return { names, paths: requests.map((request) => new URL(request.url).pathname) };
        }"""
    )

    assert len(kept["names"]) == 1
    strangers = ("/juez/", "/static/judge/", "/static/shared/", "/static/ui/", "/static/vendor/")
    assert [path for path in kept["paths"] if not path.startswith(strangers)] == []


def test_new_version_leaves_the_page_alone_until_its_next_load(
    tmp_path: Path, open_page: OpenPage
) -> None:
    shutil.copytree(static_dir(), tmp_path / "static")
    texts = tmp_path / "static/judge/locales/es.json"
    with pages_of(tmp_path) as url:
        page = open_page(f"{url}/juez/", viewport=PHONE, is_kept=True).page
        wait_until_kept(page)
        kept = page.evaluate("caches.keys()")
        old_title = page.title()
        texts.write_text(
            json.dumps({**json.loads(texts.read_text("utf-8")), "judge.title": "Otro título"})
        )

        page.reload()
        page.evaluate("window.isThatOfBefore = true")
        page.evaluate(UNTIL_GONE, kept[0])

        assert page.title() == old_title
        assert page.evaluate("window.isThatOfBefore") is True
        page.reload()
        expect(page).to_have_title("Otro título")
