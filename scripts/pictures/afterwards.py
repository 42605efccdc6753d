"""After the race: reconciling a line, publishing, handing out."""

import random
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from scripts.pictures.runners import FAMILIES, NAMES, run, runners
from scripts.pictures.staging import SIZES
from tests.browser.finish_line import FinishLine
from tests.browser.finish_of_159 import FINISHERS, FinishOf159
from tests.browser.panel import sign_in
from tests.browser.race_server import RaceServer

# Places of the panel, and pages for everybody.
PANEL = {
    "panel-publish": "publish/1",
    "panel-scoring": "scoring/1",
    "panel-hand-out": "hand-out/1",
}
PUBLIC = {
    "runner": "/c/1/dorsal/{bib}",
    "announcer": "/locutor/1/",
    "board-charts": "/competencia/1#vista=graficos",
}
TEAM_SCORING = {"method": "times", "scorers": 3}


def take_afterwards(chromium: Browser, folder: Path) -> None:
    """Each page at each size."""
    chance = random.Random(5)  # noqa: S311 - the same race every time, and nothing secret
    take_reconciling(chromium, folder, chance)
    take_published(chromium, folder, chance)


def take_reconciling(chromium: Browser, folder: Path, chance: random.Random) -> None:
    """A line with five mistakes, of which the first has been dealt with."""
    firsts = [name for names in NAMES.values() for name in names if " " not in name]
    names = [f"{chance.choice(firsts)} {chance.choice(FAMILIES)}" for _ in range(FINISHERS)]
    with (
        tempfile.TemporaryDirectory() as temporary,
        RaceServer(Path(temporary)) as server,
        FinishOf159(server, names) as finish,
    ):
        for width, size in SIZES.items():
            context = chromium.new_context(viewport=size, locale="es-EC")
            page = context.new_page()
            page.goto(f"{server.url}/admin/#/reconcile/{finish.day.line['id']}")
            sign_in(page)
            page.locator(".pair-row[data-id]").first.wait_for()
            shoot(page, folder / f"panel-reconcile-{width}.png")
            context.close()


def take_published(chromium: Browser, folder: Path, chance: random.Random) -> None:
    """A race whose results are official, with a correction since."""
    with (
        tempfile.TemporaryDirectory() as temporary,
        RaceServer(Path(temporary)) as server,
        FinishLine(server, runners(chance)) as line,
    ):
        run(line, chance)
        organizer = line.organizer
        organizer.put("/api/competencias/1/puntaje-equipos/", TEAM_SCORING)
        organizer.post("/api/competencias/1/detener/")
        official = {"stage": "official", "expected_version": 0}
        organizer.post("/api/competencias/1/publicar/", official)
        rows = organizer.get("/api/competencias/1/resultados/")["clasificacion"]
        line.correct("penalty", str(rows[1]["corredor"]["id"]), number=60_000)
        winner = rows[0]["corredor"]["dorsal"]
        for width, size in SIZES.items():
            context = chromium.new_context(viewport=size, locale="es-EC")
            page = context.new_page()
            for name, path in PUBLIC.items():
                page.goto(server.url + path.format(bib=winner))
                shoot(page, folder / f"{name}-{width}.png")
            page.goto(f"{server.url}/admin/")
            sign_in(page)
            for name, place in PANEL.items():
                page.evaluate("place => { location.hash = `#/${place}`; }", place)
                page.locator("main h1").first.wait_for()
                shoot(page, folder / f"{name}-{width}.png")
            context.close()


def shoot(page: Page, path: Path) -> None:
    """One picture, when all of it is there."""
    page.wait_for_timeout(2_500)
    page.screenshot(path=path)
