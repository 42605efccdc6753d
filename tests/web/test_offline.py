"""The worker that keeps the judge's page on phones: what it is told to keep, and how it is sent."""

import json
import posixpath
import re
from pathlib import Path
from typing import Any

import pytest

from tests.venue import Venue
from tornado_timing.app import static_dir
from tornado_timing.web.offline import SCOPE, kept_files, worker_script

STATIC = static_dir()
IMPORT = re.compile(r"(?:\bfrom|\bimport\s*\(?)\s*'(\.[^']+)'")


def told(script: str) -> tuple[str, list[str]]:
    """The version and the files of a worker."""
    version = re.search(r'^const VERSION = "(.+)";$', script, re.MULTILINE)
    files = re.search(r"^const FILES = (\[.*?\]);$", script, re.MULTILINE | re.DOTALL)
    assert version is not None
    assert files is not None
    return version[1], json.loads(files[1])


def reachable(module: str) -> set[str]:
    """The modules that `module` loads, itself first, as paths below static/."""
    found, waiting = set(), [module]
    while waiting:
        name = waiting.pop()
        found.add(name)
        for address in IMPORT.findall((STATIC / name).read_text("utf-8")):
            other = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            if other not in found:
                waiting.append(other)
    return found


def a_page(folder: Path) -> Path:
    """The folders of a small page."""
    files = {
        "judge/index.html": '<script type="module" src="/static/judge/judge.js"></script>',
        "judge/judge.js": "import { h } from '../vendor/html/html.js';",
        "judge/service-worker.js": "self.addEventListener('install', keep);",
        "judge/.notes.js": "",
        "ui/locales/es.json": "{}",
        "shared/clock.js": "",
        "admin/admin.js": "",
        "vendor/html/html.js": "",
        "vendor/charts/charts.js": "",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_all_that_the_page_may_load_is_kept_and_nothing_of_other_pages(tmp_path: Path) -> None:
    assert kept_files(a_page(tmp_path)) == [
        "judge/judge.js",
        "shared/clock.js",
        "ui/locales/es.json",
        "vendor/html/html.js",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "judge/index.html",
        "judge/judge.js",
        "judge/service-worker.js",
        "ui/locales/es.json",
        "vendor/html/html.js",
    ],
)
def test_another_byte_of_the_page_is_another_version(tmp_path: Path, name: str) -> None:
    page = a_page(tmp_path)
    version, _ = told(worker_script(page))
    assert told(worker_script(page))[0] == version

    path = page / name
    path.write_text(path.read_text("utf-8") + " ", "utf-8")

    assert told(worker_script(page))[0] != version


def test_a_file_by_another_name_is_another_version(tmp_path: Path) -> None:
    page = a_page(tmp_path)
    version, _ = told(worker_script(page))

    (page / "shared/clock.js").rename(page / "shared/clocks.js")

    assert told(worker_script(page))[0] != version


def test_another_page_leaves_the_version_as_it_is(tmp_path: Path) -> None:
    page = a_page(tmp_path)
    version, _ = told(worker_script(page))

    (page / "admin/admin.js").write_text("alert();", "utf-8")

    assert told(worker_script(page))[0] == version


def test_every_module_that_the_page_reaches_is_kept() -> None:
    modules = reachable("judge/judge.js")

    assert {"judge/judge.js", "shared/i18n.js", "vendor/htm-preact/standalone.module.js"} <= modules
    assert modules - set(kept_files(STATIC)) == set()


def test_every_file_that_the_page_names_is_kept() -> None:
    named = re.findall(r'"/static/([^"]+)"', (STATIC / "judge/index.html").read_text("utf-8"))

    assert "judge/judge.css" in named
    assert set(named) - set(kept_files(STATIC)) == set()


def test_the_texts_of_both_languages_are_kept() -> None:
    folders = ("judge", "shared", "ui")
    texts = {f"{folder}/locales/{name}.json" for folder in folders for name in ("es", "en")}

    assert texts - set(kept_files(STATIC)) == set()


def manifest() -> Any:
    return json.loads((STATIC / "judge/manifest.webmanifest").read_text("utf-8"))


def test_icons_have_the_sizes_that_the_manifest_promises() -> None:
    drawn = [icon for icon in manifest()["icons"] if icon["type"] == "image/png"]

    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in drawn}
    assert "maskable" in {icon.get("purpose") for icon in drawn}
    for icon in drawn:
        start = (STATIC / icon["src"].removeprefix("/static/")).read_bytes()[:24]
        size = int.from_bytes(start[16:20]), int.from_bytes(start[20:24])
        assert "{}x{}".format(*size) == icon["sizes"], icon["src"]


@pytest.mark.gen_test
async def test_anybody_gets_the_worker_and_it_may_serve_the_whole_page(venue: Venue) -> None:
    answer = await venue.get("/juez/servicio.js")

    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == SCOPE
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.body.decode() == worker_script(STATIC)
    head = await venue.call("HEAD", "/juez/servicio.js")
    assert (head.status, head.body) == (200, b"")
    assert (await venue.post("/juez/servicio.js", {})).status == 405


@pytest.mark.gen_test(timeout=30)
async def test_every_file_that_is_to_be_kept_is_served(venue: Venue) -> None:
    """The worker keeps all or nothing: one that is missing would cost the phone the page."""
    _, files = told(worker_script(STATIC))

    assert files[0] == "/juez/"
    for path in files:
        answer = await venue.get(path)
        assert (answer.status, bool(answer.body)) == (200, True), path


@pytest.mark.gen_test
async def test_the_manifest_is_of_its_type_and_opens_the_judges_page(venue: Venue) -> None:
    answer = await venue.get("/static/judge/manifest.webmanifest")

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (await venue.get(manifest()["start_url"])).status == 200
    assert manifest()["start_url"].startswith(manifest()["scope"])
    for icon in manifest()["icons"]:
        served = await venue.get(icon["src"])
        assert served.headers["Content-Type"] == icon["type"]
