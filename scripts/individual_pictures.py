"""Takes the pictures of the board and the big screen of an individual race, for docs/panel.md.

    .venv/bin/python scripts/individual_pictures.py docs/pictures

It starts a server of its own with a race in progress, and drives Chromium. Look at each of them.
"""

import random
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.browser.conftest import launch_chromium
from tests.browser.finish_line import FinishLine
from tests.browser.race_server import RaceServer

SIZES = {
    360: ViewportSize(width=360, height=740),
    1280: ViewportSize(width=1280, height=800),
    1920: ViewportSize(width=1920, height=1080),
}
NAMES = {
    "F": ("Ana", "Carla", "Eva", "Gabriela", "Inés", "Lucía", "María Fernanda", "Rosa"),
    "M": ("Bruno", "Diego", "Fabián", "Hugo", "José", "Luis Alberto", "Ñusto", "Pedro"),
}
FAMILIES = ("Pérez", "Núñez", "Guamán", "Mora", "Villavicencio", "Ortiz", "Intriago", "Quishpe")
CLUBS = ("", "", "Club Montaña", "Los Cóndores", "Liga Deportiva", "Gacelas")
CATEGORIES = ("Juvenil", "Libre", "Máster")
RUNNERS = 90
FINISHED = 52
MINUTE_MS = 60_000
MINUTES_AGO = 27


def main(folder: Path) -> None:
    """Takes all pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(5)  # noqa: S311 - the same race every time, and nothing secret
    with (
        tempfile.TemporaryDirectory() as temporary,
        RaceServer(Path(temporary)) as server,
        FinishLine(server, runners(chance)) as line,
        sync_playwright() as playwright,
    ):
        run(line, chance)
        chromium = launch_chromium(playwright)
        assert chromium is not None, "needs Chromium"
        for width, size in SIZES.items():
            context = chromium.new_context(viewport=size, locale="es-EC")
            page = context.new_page()
            take(page, f"{server.url}/competencia/1", folder / f"board-individual-{width}.png")
            take(page, f"{server.url}/pantalla/1/", folder / f"screen-individual-{width}.png")
            context.close()
        chromium.close()


def take(page: Page, url: str, path: Path) -> None:
    """One picture."""
    page.goto(url)
    page.locator(".runner").first.wait_for()
    page.wait_for_timeout(900)
    page.screenshot(path=path)


def runners(chance: random.Random) -> list[dict[str, Any]]:
    """An entry list; one does not want to be shown."""
    return [
        {
            "dorsal": str(101 + number),
            "nombre": chance.choice(NAMES[sex]),
            "apellido": chance.choice(FAMILIES),
            "sexo": sex,
            "categoria": f"{chance.choice(CATEGORIES)} {sex}",
            "equipo": chance.choice(CLUBS),
            "oculto": number == 4,
        }
        for number, sex in enumerate(chance.choice("FM") for _ in range(RUNNERS))
    ]


def run(line: FinishLine, chance: random.Random) -> None:
    """A race of 27 minutes so far, with a penalty and somebody whose time is missing."""
    line.start()
    pressed = datetime.fromisoformat(line.organizer.get("/api/competencias/1/")["started_at"])
    started = pressed - timedelta(minutes=MINUTES_AGO)
    correction = {"started_at": started.isoformat(), "reason": "Se pulsó tarde"}
    line.organizer.post("/api/competencias/1/corregir-salida/", correction)
    bibs = list(line.ids)
    chance.shuffle(bibs)
    first_ms, last_ms = 16 * MINUTE_MS, MINUTES_AGO * MINUTE_MS - 5_000
    times_ms = sorted(chance.randint(first_ms, last_ms) for _ in range(FINISHED))
    # Marks count from when the start was pressed.
    marks = [
        (bib, time_ms - MINUTES_AGO * MINUTE_MS)
        for bib, time_ms in zip(bibs, times_ms, strict=False)
    ]
    for at in range(0, FINISHED, 26):
        line.marks(marks[at : at + 26])
    line.mark(bibs[FINISHED])
    line.correct("penalty", line.ids[bibs[3]], number=30_000)
    line.correct("runner_status", line.ids[bibs[-1]], text="dns")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
