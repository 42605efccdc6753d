"""Every page of the panel and the public, and a judge's phone, while a race by team runs."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from scripts.pictures.staging import PHONES, SIZES, judge, open_in, start_earlier
from tests.browser.crowd import Crowd
from tests.browser.judge_phone import JudgePhone
from tests.browser.panel import ORGANIZER, Organizer, sign_in
from tests.browser.race_server import PASSWORD, RaceServer, competition
from tests.browser.venue_wifi import VenueWifi

CLUBS = ("Veloces", "Liebres", "Halcones", "Trotamundos", "Gacelas", "Cóndores", "Peñas", "Rayos")
RUNNERS = (
    ("Ana", "Pérez"),
    ("Bruno", "Díaz"),
    ("Carla", "Núñez"),
    ("Diego", "Mora"),
    ("Eva", "Paz"),
    ("Fabián", "Ortiz"),
    ("Gabriela", "Intriago"),
    ("Hugo", "Vera"),
)
CONNECTED = (1, 2, 3)
# Times with the page; the others' times are made by sockets.
PHONE_JUDGE = "juez4"
JUDGES = ("Ana Pérez", "Bruno Díaz", "Carla Núñez", "Diego Mora")
# Panel pages by the name of their picture: the part of the address behind ``#/``.
PANEL = {
    "races": "",
    "race": "races/1",
    "teams": "races/1/teams",
    "import": "races/1/teams/import",
    "control": "races/1/control",
    "walk": "races/2/walk/judges",
    "judges": "judges",
    "cards": "judges/cards",
    "room": "room",
    "rescue": "rescate",
    "record": "record",
    "bin": "bin",
    "runners": "runners/4",
    "lines": "lines/4",
    "waves": "races/4/control",
    "marks": "marks/4",
    "runner": "runner/1",
    "age-bands": "runners/4/categories",
}
PUBLIC = {
    "board": "/competencia/1",
    "screen": "/pantalla/1",
    "list": "/?lista",
    "trust": "/confianza/",
    "judge-sign-in": "/juez",
}
LIST_OF_TEAMS = "Dorsal;Equipo;Categoría;Árbitro\n31;Club Montaña;mixto;juez1\nx2;;libre;juez9\n"


def take_pages(chromium: Browser, folder: Path, only: Sequence[str] = ()) -> None:
    """Takes all of them into `folder`, or those of the panel whose names are in `only`."""
    with tempfile.TemporaryDirectory() as temporary, race(Path(temporary)) as server:
        for width, size in SIZES.items():
            context = chromium.new_context(viewport=size, locale="es-EC")
            # They read nothing of what they are told, and are dropped for it after a while.
            with Crowd(server) as crowd:
                for number in CONNECTED:
                    crowd.join(f"juez{number}")
                    unsent, device = number - 1, f"Teléfono {number}"
                    crowd.ping(f"juez{number}", pendientes=unsent, dispositivo=device)
                take_all(context.new_page(), server, folder, width, only)
            context.close()
        for name, size in () if only else PHONES.items():
            take_phone(chromium, server, folder, name, size)


def take_phone(
    chromium: Browser, server: RaceServer, folder: Path, name: str, size: ViewportSize
) -> None:
    """The judge's page on one phone, with its laptop and without."""
    open_page = partial(open_in, chromium)
    with VenueWifi(server.port) as wifi:
        phone = JudgePhone.open(
            open_page, server, base_url=wifi.url, viewport=size, username=PHONE_JUDGE
        )
        page = phone.page
        phone.tap(3, pause_ms=700)
        phone.all_sent()
        page.get_by_role("button", name="Deshacer").click()
        phone.all_sent()
        page.screenshot(path=folder / f"judge-{name}.png")
        wifi.go_silent()
        phone.is_offline()
        phone.tap(2, pause_ms=900)
        page.screenshot(path=folder / f"judge-offline-{name}.png")
        page.locator(".signal-menu").click()
        page.wait_for_timeout(600)
        page.screenshot(path=folder / f"judge-menu-{name}.png")
        page.get_by_text("Entregar los toques sin conexión").click()
        page.wait_for_timeout(600)
        page.screenshot(path=folder / f"judge-codes-{name}.png")
        page.context.close()


def take_all(
    page: Page, server: RaceServer, folder: Path, width: int, only: Sequence[str] = ()
) -> None:
    """Every page at one width, or those of the panel whose names are in `only`."""

    def take(name: str) -> None:
        page.wait_for_timeout(900)
        page.screenshot(path=folder / f"{name}-{width}.png")

    for name, path in () if only else PUBLIC.items():
        page.goto(server.url + path)
        take(name)
    page.goto(f"{server.url}/admin/")
    if not only:
        take("panel-sign-in")
    sign_in(page)
    for name, place in PANEL.items():
        if only and name not in only:
            continue
        page.evaluate("place => { location.hash = `#/${place}`; }", place)
        page.locator("main h1").first.wait_for()
        if name == "import":
            content = LIST_OF_TEAMS.encode("cp1252")
            file = {"name": "equipos.csv", "mimeType": "text/csv", "buffer": content}
            page.locator("input[type=file]").set_input_files(files=[file])
        if name == "cards":
            page.get_by_role("button", name="Hacer las tarjetas").click()
            page.locator(".judge-card svg, .judge-card img").first.wait_for()
        take(f"panel-{name}")
        if name in ("import", "cards"):
            # They ask before they are left.
            page.evaluate("location.hash = '#/races'")
            page.locator("dialog.leaving button.danger").click()


@contextmanager
def race(folder: Path) -> Iterator[RaceServer]:
    """A server with a race in progress, one to come, judges connected, and one missing."""
    with RaceServer(folder) as server, Crowd(server) as crowd:
        server.load(event())
        organizer = Organizer(server)
        organizer.post("/api/competencias/1/iniciar/")
        for number in CONNECTED:
            crowd.join(f"juez{number}")
        start_earlier(organizer, 58)
        teams = organizer.get("/api/equipos/?competition_id=1")
        for turn in range(6):
            for place, team in enumerate(teams):
                time_ms = 10_000 * turn + 1_137 * place + 11 * turn * place
                number = place % len(JUDGES) + 1
                if number in CONNECTED:
                    crowd.record(f"juez{number}", team["id"], time_ms)
        # Another judge's team: refused, and kept.
        crowd.record("juez1", teams[-1]["id"], 1_234_567)
        deleted = organizer.post("/api/competencias/", new("Carrera infantil"))
        organizer.delete(f"/api/competencias/{deleted['id']}/")
        run_individually(organizer, crowd, enter_runners(organizer))
        yield server


def enter_runners(organizer: Organizer) -> int:
    """An individual race with waves, categories and runners, one of whom did not start; its id."""
    body = {**new("Milla de la plaza"), "kind": "individual"}
    number = organizer.post("/api/competencias/", body)["id"]
    waves = [
        organizer.post("/api/olas/", {"competition_id": number, "name": name})["id"]
        for name in ("Élite", "Popular")
    ]
    bands = [
        {"name": f"{name} {sex}", "sex": letter, "min_age": first, "max_age": last}
        for name, first, last in (("Sub-20", 0, 19), ("Libre", 20, 39), ("Máster", 40, None))
        for sex, letter in (("femenino", "F"), ("masculino", "M"))
    ]
    organizer.put(f"/api/competencias/{number}/categorias/", bands)
    for place, (first, last) in enumerate(RUNNERS):
        runner = {
            "competition_id": number,
            "bib": str(101 + place),
            "first_name": first,
            "last_name": last,
            "sex": "FM"[place % 2],
            "age": 17 + 11 * place % 45,
            "team": CLUBS[place] if place % 3 else "",
            "wave_id": waves[place // 3 > 0],
            "is_hidden": place == 4,
        }
        entered = organizer.post("/api/corredores/", runner)
    status = {"kind": "runner_status", "subject": str(entered["id"]), "text": "dns"}
    reason = "No retiró su dorsal"
    organizer.post("/api/correcciones/", {"competition_id": number, **status, "reason": reason})
    return int(number)


def run_individually(organizer: Organizer, crowd: Crowd, number: int) -> None:
    """The first wave runs, and its marks come in: some without a bib, and some corrected."""
    line = organizer.get(f"/api/lineas/?competition_id={number}")[0]["id"]
    judges = {one["username"]: one["id"] for one in organizer.get("/api/jueces/")}
    modes = {"juez1": "times", "juez2": "bibs", "juez3": "both"}
    rows = [{"judge_id": judges[name], "mode": mode} for name, mode in modes.items()]
    organizer.put(f"/api/lineas/{line}/jueces/", rows)
    wave = organizer.get(f"/api/olas/?competition_id={number}")[0]["id"]
    organizer.post(f"/api/olas/{wave}/iniciar/")
    marks: dict[str, list[dict[str, object]]] = {
        "juez1": [{"tiempo": ms} for ms in (312_480, 318_020, 331_950)],
        "juez2": [{"dorsal": bib, "anotado": 1_000 + ms} for bib, ms in
                  (("102", 312_480), ("103", 318_020))],
        "juez3": [{"dorsal": "101", "tiempo": 298_310}, {"dorsal": "19", "tiempo": 335_700},
                  {"dorsal": "101", "tiempo": 338_240}],
    }  # fmt: skip
    for name, made in marks.items():
        sent = [{"id_marca": f"{name}-{at}", "secuencia": at, **one} for at, one in enumerate(made)]
        message = {"tipo": "marcar", "linea_id": line, "dispositivo": "Moto G", "marcas": sent}
        crowd.ask(name, message, "marcas_registradas")
    base = {"competition_id": number, "kind": "penalty", "subject": "1", "number": 10_000}
    given = organizer.post("/api/correcciones/", {**base, "reason": "Atajó la curva"})
    organizer.post(f"/api/correcciones/{given['id']}/deshacer/", {"reason": "No fue ella"})
    withdrawn = {"kind": "mark_withdrawn", "subject": "juez3-2", "reason": "Doble toque"}
    organizer.post("/api/correcciones/", {"competition_id": number, **withdrawn})


def new(name: str) -> dict[str, str]:
    """A competition as the panel makes it."""
    return {"name": name, "datetime": "2030-11-12T08:00:00Z"}


def event() -> dict[str, list[dict[str, object]]]:
    """Two competitions, four judges, and teams with accents."""
    judges = [judge(f"juez{number}", name) for number, name in enumerate(JUDGES, 1)]
    teams = [
        {
            "nombre": f"{club} {'A' if number < len(CLUBS) else 'B'}",
            "dorsal": 101 + number,
            "categoria": ("femenino", "masculino", "mixto")[number % 3],
            "competencia": "Carrera 5K del pueblo",
            "juez": f"juez{number % len(JUDGES) + 1}",
        }
        for number, club in enumerate([*CLUBS, *CLUBS])
    ]
    return {
        "organizadores": [{"username": ORGANIZER, "password": PASSWORD}],
        "jueces": judges,
        "competencias": [
            competition("Carrera 5K del pueblo", registros_por_equipo=15),
            competition("Relevos escolares"),
        ],
        "equipos": teams,
    }
