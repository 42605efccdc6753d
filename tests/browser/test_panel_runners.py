"""Runners of an individual race: entered in seconds, changed, given a status, imported."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import LAPTOP, PHONE, Organizer, faults_of, go_to, open_panel
from tests.browser.race_server import RaceServer, event
from tests.browser.test_panel_import import count, pick, spanish_csv

MOST_KEYS = 12
RACE = {"name": "Milla", "datetime": "2030-11-12T08:00:00Z", "kind": "individual"}
PEOPLE = (
    {"bib": "7", "first_name": "Ana", "last_name": "Pérez", "sex": "F", "age": 18},
    {"bib": "12", "first_name": "Bruno", "last_name": "Díaz", "sex": "M", "age": 44},
    {"bib": "A3", "first_name": "Carla", "last_name": "Núñez", "sex": "F", "age": 33},
)


class Milla:
    """An individual race with `PEOPLE`, and the organizer's requests beside the page."""

    def __init__(self, server: RaceServer) -> None:
        self.server = server
        server.load(event([], {}))
        self.organizer = Organizer(server)
        self.number = self.organizer.post("/api/competencias/", RACE)["id"]
        for person in PEOPLE:
            self.enter(**person)

    def enter(self, **fields: Any) -> Any:
        return self.organizer.post("/api/corredores/", {"competition_id": self.number, **fields})

    def runners(self) -> dict[str, Any]:
        """All runners by bib."""
        found = self.organizer.get(f"/api/corredores/?competition_id={self.number}")
        return {runner["bib"]: runner for runner in found}

    @property
    def place(self) -> str:
        return f"runners/{self.number}"


@pytest.fixture
def milla(empty_server: RaceServer) -> Milla:
    return Milla(empty_server)


def press_counted(page: Page, keys: list[str]) -> int:
    for key in keys:
        page.keyboard.press(key)
    return len(keys)


def quick(page: Page, label: str) -> Any:
    return page.locator(".quick-runner").get_by_label(label, exact=True)


def test_late_entry_takes_few_keys_and_the_next_one_can_begin(
    milla: Milla, open_page: OpenPage
) -> None:
    milla.organizer.post("/api/olas/", {"competition_id": milla.number, "name": "Élite"})
    page = open_panel(open_page, milla.server, milla.place).page
    bib = quick(page, "Dorsal")
    expect(bib).to_have_value("13")
    bib.focus()

    keys = press_counted(page, ["Tab"])
    page.keyboard.insert_text("Eva")
    keys += press_counted(page, ["Tab"])
    page.keyboard.insert_text("Paz")
    keys += press_counted(page, ["Tab", "f", "Tab"])
    page.keyboard.insert_text("15/4/1990")
    keys += press_counted(page, ["Tab", "ArrowDown", "Enter"])

    assert keys < MOST_KEYS
    expect(page.get_by_text("Inscrito: 13 · Eva Paz")).to_be_visible()
    expect(bib).to_be_focused()
    expect(bib).to_have_value("14")
    expect(page.get_by_role("row", name="Eva Paz")).to_contain_text("Élite")
    eva = milla.runners()["13"]
    assert (eva["sex"], eva["birth_date"], eva["age_shown"]) == ("F", "1990-04-15", 40)
    # What is typed now takes the place of the proposal; the wave is that of the one before.
    page.keyboard.insert_text("200")
    page.keyboard.press("Enter")
    expect(bib).to_have_value("201")
    assert milla.runners()["200"]["wave_id"] == eva["wave_id"]


def test_taken_bib_is_said_with_whose_it_is_and_nothing_typed_is_lost(
    milla: Milla, open_page: OpenPage
) -> None:
    page = open_panel(open_page, milla.server, milla.place, locale="en-GB").page
    name = quick(page, "First name")
    name.fill("Eva")
    quick(page, "Bib").fill("007")
    quick(page, "Bib").press("Enter")
    error = page.locator(".quick-runner .field-error")
    expect(error).to_have_text("This bib is already Ana Pérez’s.")
    expect(quick(page, "Bib")).to_be_focused()
    expect(name).to_have_value("Eva")

    # Somebody takes the next one meanwhile, and this page has not heard of it.
    page.route(f"**/api/corredores/?competition_id={milla.number}", stale := Stale())
    expect(page.get_by_role("row", name="Ana Pérez")).to_be_visible()
    milla.enter(bib="13", first_name="Luis")
    quick(page, "Bib").fill("13")
    stale.is_over = True
    quick(page, "Bib").press("Enter")
    expect(error).to_have_text("This bib is already Luis’s.")
    expect(name).to_have_value("Eva")

    quick(page, "Birth date or age").fill("31/2/1990")
    quick(page, "Bib").fill("14")
    quick(page, "Bib").press("Enter")
    expect(error).to_contain_text("Write day/month/year")
    quick(page, "Birth date or age").fill("36")
    quick(page, "Birth date or age").press("Enter")
    expect(page.get_by_role("row", name="Eva")).to_contain_text("36")


class Stale:
    """Answers as if nobody had been entered since, until it `is_over`."""

    is_over = False

    def __call__(self, route: Any) -> None:
        if self.is_over:
            route.continue_()
        else:
            route.abort()


def test_runner_is_changed_and_keeps_the_times_with_another_bib(
    milla: Milla, open_page: OpenPage
) -> None:
    page = open_panel(open_page, milla.server, milla.place).page
    page.get_by_role("button", name="Cambiar Ana Pérez").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Dorsal").fill("12")
    expect(dialog).to_contain_text("Sus tiempos se quedan con este corredor.")
    dialog.get_by_label("Nacimiento o edad").fill("1/2/2010")
    dialog.get_by_label("Contacto").fill("099 123 456")
    dialog.get_by_label("No mostrar su nombre").check()
    dialog.get_by_role("button", name="Guardar").click()
    expect(dialog.locator(".field-error")).to_have_text("Ese dorsal ya es de Bruno Díaz.")
    dialog.get_by_label("Dorsal").fill("20")
    dialog.get_by_role("button", name="Guardar").click()
    expect(dialog).to_be_hidden()

    expect(page.get_by_role("row", name="Ana Pérez")).to_contain_text("20")
    ana = milla.runners()["20"]
    assert (ana["age"], ana["birth_date"], ana["contact"]) == (None, "2010-02-01", "099 123 456")
    assert ana["is_hidden"] is True
    page.get_by_role("button", name="Cambiar Ana Pérez").click()
    dialog.get_by_role("button", name="Borrar corredor").click()
    expect(dialog).to_contain_text("No va a la papelera")
    dialog.get_by_role("button", name="Borrar", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)
    assert set(milla.runners()) == {"12", "A3"}


def test_those_who_did_not_start_are_marked_together(milla: Milla, open_page: OpenPage) -> None:
    wave = milla.organizer.post("/api/olas/", {"competition_id": milla.number, "name": "Tarde"})
    milla.enter(bib="30", first_name="Diego", wave_id=wave["id"])
    milla.enter(bib="31", first_name="Eva", wave_id=wave["id"])
    milla.server.start_race(milla.number)
    page = open_panel(open_page, milla.server, milla.place).page
    expect(page.get_by_role("row", name="Ana Pérez")).to_contain_text("En carrera")

    page.get_by_role("button", name="Elegir a quienes no han salido (2)").click()
    page.get_by_role("button", name="Poner el estado").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("30 · Diego")
    dialog.get_by_label("Motivo").fill("No vino")
    dialog.get_by_role("button", name="Poner").click()
    expect(page.get_by_text("No salió (DNS): 2. Queda en el registro.")).to_be_visible()
    expect(page.get_by_role("row", name="Diego")).to_contain_text("No vino")
    statuses = {bib: runner["status"] for bib, runner in milla.runners().items()}
    assert statuses == {"7": "started", "12": "started", "A3": "started", "30": "dns", "31": "dns"}

    page.get_by_label("Estado").first.select_option("dns")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Estado de Eva").click()
    expect(dialog.get_by_label("Estado", exact=True)).to_have_value("none")
    dialog.get_by_role("button", name="Poner").click()
    expect(page.locator("tbody tr")).to_have_count(1)


def test_categories_begin_with_the_usual_ones_and_say_how_many_fall_in(
    milla: Milla, open_page: OpenPage
) -> None:
    page = open_panel(open_page, milla.server, f"{milla.place}/categories").page
    page.get_by_role("button", name="Empezar con las habituales").click()
    rows = page.locator(".band-row")
    expect(rows).to_have_count(10)
    expect(rows.nth(0).locator(".band-count b")).to_have_text("1")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Guardado.")).to_be_visible()
    go_to(page, milla.place)
    expect(page.get_by_role("row", name="Bruno Díaz")).to_contain_text("Máster 40 masculino")

    go_to(page, f"{milla.place}/categories")
    rows.nth(1).get_by_label("Hasta").fill("5")
    rows.nth(2).get_by_label("Categoría").fill("sub-20 femenino")
    rows.nth(2).get_by_label("Hasta").fill("3")
    page.get_by_role("button", name="Guardar").click()
    expect(rows.nth(2).locator(".field-error")).to_have_text(
        ["Ya hay una con ese nombre.", "Es menor que «Desde»."]
    )
    expect(rows.nth(2).get_by_label("Categoría")).to_be_focused()
    page.locator("a.brand").click()
    expect(page.locator("dialog.leaving")).to_contain_text("cambios sin guardar")


def test_kind_is_chosen_with_the_race_and_stays_once_there_are_runners(
    milla: Milla, open_page: OpenPage
) -> None:
    page = open_panel(open_page, milla.server, "races/new").page
    page.get_by_label("Nombre de la competencia").fill("Vuelta al lago")
    expect(page.get_by_label("Tiempos por equipo")).to_be_visible()
    page.get_by_label("Tipo de carrera").select_option("individual")
    expect(page.get_by_label("Tiempos por equipo")).to_have_count(0)
    page.get_by_label("Cómo se muestran los tiempos").select_option("tenths")
    page.get_by_role("button", name="Crear y seguir").click()
    expect(page).to_have_url(re.compile("/walk/runners$"))
    made = milla.organizer.get("/api/competencias/")[-1]
    assert (made["name"], made["kind"], made["shown"]) == ("Vuelta al lago", "individual", "tenths")

    go_to(page, "")
    card = page.locator(".race-card", has_text="Milla")
    expect(card).to_contain_text("Individual")
    expect(card.locator("div", has_text="Corredores").locator("dd").first).to_have_text("3")
    go_to(page, f"races/{milla.number}")
    expect(page.get_by_role("button", name="Corredores (3)")).to_be_visible()
    expect(page.get_by_role("link", name="Equipos", exact=True)).to_have_count(0)
    page.get_by_label("Tipo de carrera").select_option("teams")
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".field-error")).to_contain_text("Ya tiene corredores inscritos")
    expect(page.get_by_label("Tipo de carrera")).to_be_focused()


def test_walk_of_an_individual_race_leads_from_runners_to_the_lines(
    milla: Milla, open_page: OpenPage
) -> None:
    page = open_panel(open_page, milla.server, f"races/{milla.number}/walk").page
    for heading in ("¿Quiénes corren?", "¿Quiénes cronometran?", "¿Quién marca dónde?"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        page.locator(".walk-buttons a").last.click()
    go_to(page, f"races/{milla.number}/walk/ready")
    expect(page.get_by_text("Corredores: 3")).to_be_visible()
    expect(page.get_by_role("link", name="Línea de meta sin juez: Meta")).to_be_visible()

    judge = milla.organizer.get("/api/jueces/")[0]
    line = milla.organizer.get(f"/api/lineas/?competition_id={milla.number}")[0]
    rows = [{"judge_id": judge["id"], "mode": "both"}]
    milla.organizer.put(f"/api/lineas/{line['id']}/jueces/", rows)
    expect(page.get_by_role("heading", name="¡Todo listo para la salida!")).to_be_visible()
    page.get_by_role("link", name="Líneas").click()
    expect(page.locator(".who-has-whom")).to_contain_text("juez (tiempos y dorsales)")


def test_runners_are_imported_and_problems_are_told_in_the_users_language(
    milla: Milla, open_page: OpenPage
) -> None:
    watched = open_panel(open_page, milla.server, f"{milla.place}/import", locale="en-GB")
    page = watched.page
    rows = [
        "Dorsal;Nombre;Apellido;Sexo;Fecha de nacimiento;Oculto",
        "7;Ana;Pérez;mujer;15/04/2010;sí",
        "50;Luis;Vaca;H;31/02/1990;no",
        "51;Rosa;Vera;?;;quizás",
        "52;Eva;Paz;F;04/15/1990;",
        "53;Iván;Ruiz;H;28/2/1990;",
    ]
    pick(page, "inscripción.csv", spanish_csv(rows))
    expect(count(page, "bad")).to_have_text("3")
    table = page.locator(".import-rows")
    expect(table).to_contain_text("There is no such day as “31/02/1990”.")
    expect(table).to_contain_text("“?” is not understood as a sex.")
    expect(table).to_contain_text("“quizás” is neither yes nor no.")
    expect(table).to_contain_text("“04/15/1990” has the month before the day.")
    expect(table.locator("tr", has_text="Ana").locator("ins")).to_contain_text(["yes"])
    assert faults_of(watched) == []

    page.get_by_label("Leave out").check()
    page.get_by_role("button", name="Import 2 runners").click()
    expect(page.locator("[data-result=created] b")).to_have_text("1")
    expect(page.locator("[data-result=updated] b")).to_have_text("1")
    page.get_by_role("button", name="See the runners").click()
    expect(page.get_by_role("row", name="Iván Ruiz")).to_contain_text("Male")
    go_to(page, "record")
    expect(page.locator(".record").first).to_contain_text("Imported runners into “Milla”")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"]
)
def test_no_page_of_runners_has_a_fault(
    milla: Milla, open_page: OpenPage, viewport: dict[str, int], scheme: str
) -> None:
    long = "Asociación Deportiva y Cultural de Amigos del Monte y del Río"
    milla.enter(bib="ÑANDÚ-1234/5", first_name=long, last_name=long, team=long, category=long)
    watched = open_panel(
        open_page, milla.server, milla.place, viewport=viewport, color_scheme=scheme
    )
    page = watched.page
    expect(page.locator("tbody tr")).to_have_count(4)
    found = {"list": faults_of(watched)}
    page.get_by_role("button", name="Cambiar Ana Pérez").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["change"] = faults_of(watched)
    page.keyboard.press("Escape")
    page.get_by_label("Elegir todos").check()
    found["picked"] = faults_of(watched)
    page.get_by_role("button", name="Poner el estado").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["status"] = faults_of(watched)
    page.keyboard.press("Escape")
    for step in ("race", "runners", "lines"):
        go_to(page, f"races/{milla.number}/walk/{step}")
        expect(page.locator(".steps .here")).to_be_visible()
        found[step] = faults_of(watched)
    go_to(page, f"{milla.place}/categories")
    page.get_by_role("button", name="Empezar con las habituales").click()
    page.get_by_role("button", name="Añadir una categoría").click()
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".field-error")).to_be_visible()
    found["categories"] = faults_of(watched)

    assert {part: faults for part, faults in found.items() if faults} == {}


def test_five_thousand_runners_are_drawn_in_part_and_found_at_once(
    milla: Milla, open_page: OpenPage
) -> None:
    rows = ["dorsal;nombre;apellido", *(f"{n};Nombre{n};Apellido{n}" for n in range(100, 5100))]
    page = open_panel(open_page, milla.server, f"{milla.place}/import").page
    pick(page, "todos.csv", spanish_csv(rows))
    expect(count(page, "new")).to_have_text("5.000", timeout=20_000)
    page.get_by_role("button", name="Importar 5.000 corredores").click()
    expect(page.locator("[data-result=created] b")).to_have_text("5.000", timeout=20_000)

    page.get_by_role("button", name="Ver los corredores").click()
    expect(page.locator("tbody tr")).to_have_count(200)
    expect(quick(page, "Dorsal")).to_have_value("5100")
    page.get_by_label("Buscar").fill("apellido4321")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="Nombre4321")).to_have_attribute(
        "href", re.compile(r"#/runner/\d+$")
    )
