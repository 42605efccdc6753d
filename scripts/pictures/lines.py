"""A judge's phone at a line, in each of its three modes."""

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ViewportSize

from scripts.pictures.staging import PHONES, judge, open_in, start_earlier
from tests.browser.judge_phone import JudgePhone
from tests.browser.panel import Organizer
from tests.browser.race_server import RaceServer, competition, event
from tests.browser.venue_wifi import VenueWifi

RACE = "10K de la laguna"
NAMES = ("Ana Pérez", "Bruno Díaz", "Carla Núñez", "Diego Mora", "Eva Paz", "Hugo Intriago")
CLUBS = ("Club Montaña", "", "Liga Cantonal", "Trotamundos", "")
JUDGES = {"tiempos": "Ana Vera", "dorsales": "Luis Ortiz", "ambos": "Rosa Quinde"}
RUNNERS = 320


def take_lines(chromium: Browser, folder: Path) -> None:
    """The judge's page in each mode on each phone, at work; and both with a queue and no laptop."""
    with tempfile.TemporaryDirectory() as temporary, RaceServer(Path(temporary)) as server:
        server.load(race())
        organizer = Organizer(server)
        organizer.post("/api/competencias/1/iniciar/")
        start_earlier(organizer, 41)
        for name, size in PHONES.items():
            open_page = partial(open_in, chromium)
            phone = JudgePhone.open(open_page, server, viewport=size, username="tiempos")
            phone.tap(5, pause_ms=800)
            phone.page.get_by_role("button", name="Deshacer").click()
            take(phone, folder / f"judge-times-{name}.png")
            phone = JudgePhone.open(open_page, server, viewport=size, username="dorsales")
            for bib in ("118", "42", "907", "205", "42", "61"):
                phone.type_bib(bib)
            phone.type_bib("302", enter=False)
            take(phone, folder / f"judge-bibs-{name}.png")
            take_both(open_page, server, size, folder, name)


def take_both(
    open_page: Any, server: RaceServer, size: ViewportSize, folder: Path, name: str
) -> None:
    """Times and bibs together: with the laptop, and with a queue without it."""
    with VenueWifi(server.port) as wifi:
        phone = JudgePhone.open(
            open_page, server, base_url=wifi.url, viewport=size, username="ambos"
        )
        for bib in ("75", "131", "8"):
            phone.tap(pause_ms=600)
            phone.type_bib(bib)
        phone.type_bib("84")
        take(phone, folder / f"judge-both-{name}.png")
        phone.tap()
        wifi.go_silent()
        phone.is_offline()
        phone.tap(4, pause_ms=450)
        phone.type_bib("200", enter=False)
        phone.page.wait_for_timeout(400)
        phone.page.screenshot(path=folder / f"judge-both-offline-{name}.png")
        phone.page.context.close()


def take(phone: JudgePhone, path: Path) -> None:
    """What the phone shows once all is at the laptop."""
    phone.all_sent()
    phone.page.wait_for_timeout(400)
    phone.page.screenshot(path=path)


def race() -> dict[str, Any]:
    """A race of people with bibs, and a judge for each mode at its finish."""
    document = event([competition(RACE, tipo="individual")], {})
    document["jueces"] = [judge(mode, name) for mode, name in JUDGES.items()]
    document["lineas"] = [
        {"nombre": "Meta", "competencia": RACE, "jueces": {mode: mode for mode in JUDGES}}
    ]
    document["corredores"] = [
        {
            "competencia": RACE,
            "dorsal": str(bib),
            "nombre": NAMES[bib * 7 % len(NAMES)].split()[0],
            "apellido": NAMES[bib % len(NAMES)].split()[1],
            "equipo": CLUBS[bib % len(CLUBS)],
        }
        for bib in range(1, RUNNERS + 1)
    ]
    return document
