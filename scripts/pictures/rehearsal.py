"""The rehearsal: on the phones of judges, and in the panel."""

import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, expect

from scripts.pictures.staging import PHONES, SIZES, judge, open_in
from tests.browser.judge_phone import JudgePhone
from tests.browser.panel import Organizer, sign_in
from tests.browser.race_server import PASSWORD, RaceServer, competition

RACE = "Carrera del malecón"
JUDGES = {"ana": "Ana Vera", "luis": "Luis Ortiz", "rosa": "Rosa Quinde"}
EVENT = {
    "organizadores": [{"username": "organiza", "password": PASSWORD}],
    "jueces": [judge(username, name) for username, name in JUDGES.items()],
    "competencias": [competition(RACE)],
    "equipos": [
        {"nombre": f"Colegio {bib}", "dorsal": bib, "competencia": RACE, "juez": username}
        for bib, username in enumerate(JUDGES, 31)
    ],
}


def take_rehearsal(chromium: Browser, folder: Path) -> None:
    """One judge has tapped, one is asked, and one is not there yet."""
    with tempfile.TemporaryDirectory() as temporary, RaceServer(Path(temporary)) as server:
        server.load(EVENT)
        open_page = partial(open_in, chromium)
        phones = [
            JudgePhone.open(open_page, server, viewport=size, username=username)
            for size, username in zip(PHONES.values(), JUDGES, strict=False)
        ]
        Organizer(server).post("/api/ensayo/")
        for name, phone in zip(PHONES, phones, strict=True):
            expect(phone.page.locator(".timing-trial")).to_be_visible()
            phone.page.screenshot(path=folder / f"judge-trial-{name}.png")
        phones[0].tap()
        for width, size in SIZES.items():
            page = chromium.new_context(viewport=size, locale="es-EC").new_page()
            page.goto(f"{server.url}/admin/#/ensayo")
            sign_in(page)
            expect(page.locator(".findings li").first).to_be_visible()
            page.wait_for_timeout(900)
            page.screenshot(path=folder / f"panel-rehearsal-{width}.png")
            page.context.close()
        for phone in phones:
            phone.page.context.close()
