"""The board and the big screen of a race of people with bibs."""

import random
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from scripts.pictures.staging import SIZES, start_earlier
from tests.browser.finish_line import FinishLine
from tests.browser.race_server import RaceServer

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


def take_runners(chromium: Browser, folder: Path) -> None:
    """Both at each size, with a race in progress."""
    chance = random.Random(5)  # noqa: S311 - the same race every time, and nothing secret
    with (
        tempfile.TemporaryDirectory() as temporary,
        RaceServer(Path(temporary)) as server,
        FinishLine(server, runners(chance)) as line,
    ):
        run(line, chance)
        for width, size in SIZES.items():
            context = chromium.new_context(viewport=size, locale="es-EC")
            page = context.new_page()
            take(page, f"{server.url}/competencia/1", folder / f"board-individual-{width}.png")
            take(page, f"{server.url}/pantalla/1/", folder / f"screen-individual-{width}.png")
            context.close()


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
    start_earlier(line.organizer, MINUTES_AGO)
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
