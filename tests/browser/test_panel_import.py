"""Importing teams and judges: what a file was taken for, and nothing written before it is said."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import LAPTOP, PHONE, Organizer, faults_by_day_and_night, open_panel
from tests.browser.race_server import RaceServer, competition, event

TEAMS_PLACE = "races/1/teams/import"
JUDGES_PLACE = "judges/import"
BACK_MS = 20_000
SLOW_MS = 20_000


@pytest.fixture
def race(empty_server: RaceServer) -> RaceServer:
    """A server with a race that has no teams yet."""
    empty_server.load(event([competition("Carrera 5K")], {}))
    return empty_server


def spanish_csv(rows: list[str]) -> bytes:
    """As a Spanish Excel saves it."""
    return "\r\n".join(rows).encode("cp1252")


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pick(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content}]
    )


def count(page: Page, status: str) -> Any:
    return page.locator(f"[data-count={status}] b")


def column(page: Page, letter: str) -> Any:
    return page.locator(".columns li").filter(has_text=f"Columna {letter}").locator("select")


def teams(organizer: Organizer) -> list[tuple[int, str]]:
    found = organizer.get("/api/equipos/?competition_id=1")
    return sorted((team["number"], team["name"]) for team in found)


def test_file_of_a_spanish_excel_is_imported(race: RaceServer, open_page: OpenPage) -> None:
    organizer = Organizer(race)
    watched = open_panel(open_page, race, TEAMS_PLACE)
    page = watched.page
    rows = ["Número;Institución;Categoría", "7;Peña Ñandú;Juvenil", "8;Los Ángeles;"]

    pick(page, "inscripción.csv", spanish_csv(rows))
    expect(count(page, "new")).to_have_text("2")
    expect(column(page, "A")).to_have_value("number")
    expect(column(page, "B")).to_have_value("name")
    expect(column(page, "C")).to_have_value("category")
    expect(page.locator(".import-rows tbody tr").first).to_contain_text("Peña Ñandú")
    assert teams(organizer) == []

    page.get_by_role("button", name="Importar 2 equipos").click()
    expect(page.get_by_role("heading", name="Importación terminada")).to_be_visible()
    expect(page.locator("[data-result=created] b")).to_have_text("2")
    assert teams(organizer) == [(7, "Peña Ñandú"), (8, "Los Ángeles")]
    page.get_by_role("button", name="Ver los equipos y repartirlos").click()
    expect(page).to_have_url(re.compile("#/races/1/teams$"))
    assert watched.complaints == []


def test_sheet_of_a_workbook_can_be_chosen(race: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, race, TEAMS_PLACE).page
    sheets = {
        "Uno": [["Dorsal", "Equipo"], [1, "Los Veloces"]],
        "Dos": [["Dorsal", "Equipo"], [2, "Las Liebres"], [3, "Los Tranquilos"]],
    }

    pick(page, "equipos.xlsx", workbook(sheets))
    expect(count(page, "new")).to_have_text("1")
    page.get_by_label("Hoja").select_option("Dos")

    expect(count(page, "new")).to_have_text("2")
    page.get_by_role("button", name="Importar 2 equipos").click()
    expect(page.locator(".import-done")).to_be_visible()
    assert teams(Organizer(race)) == [(2, "Las Liebres"), (3, "Los Tranquilos")]


def test_bad_rows_are_mended_by_changing_a_column(race: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, race, TEAMS_PLACE).page
    rows = ["dorsal;equipo;placa nueva", "siete;Los Veloces;7", "ocho;Las Liebres;8"]

    pick(page, "equipos.csv", spanish_csv(rows))
    expect(count(page, "bad")).to_have_text("2")
    expect(page.locator("td.cell-bad").first).to_contain_text("no es un número entero")
    expect(page.get_by_role("button", name="Importar 0 equipos")).to_be_disabled()

    column(page, "C").select_option("number")

    expect(count(page, "bad")).to_have_text("0")
    expect(column(page, "A")).to_have_value("")
    page.get_by_role("button", name="Importar 2 equipos").click()
    expect(page.locator(".import-done")).to_be_visible()
    assert teams(Organizer(race)) == [(7, "Los Veloces"), (8, "Las Liebres")]


def test_bad_rows_stand_first_and_can_be_left_out(race: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, race, TEAMS_PLACE).page
    rows = ["dorsal;equipo", "1;Los Veloces", "2;Las Liebres", "2;Los Repetidos", "x;Sin número"]

    pick(page, "equipos.csv", spanish_csv(rows))
    button = page.get_by_role("button", name="Importar 2 equipos")
    expect(button).to_be_disabled()
    body = page.locator(".import-rows tbody tr")
    expect(body).to_have_count(4)
    expect(body.nth(0)).to_contain_text("ya está en la fila 3")
    expect(body.nth(1)).to_contain_text("«x»")
    page.get_by_label("Solo las filas con problemas").check()
    expect(body).to_have_count(2)

    page.get_by_label("Dejar fuera las 2 filas con problemas").check()
    button.click()

    expect(page.locator("[data-result=skipped] b")).to_have_text("2")
    assert teams(Organizer(race)) == [(1, "Los Veloces"), (2, "Las Liebres")]


def test_first_row_may_be_no_heading(race: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, race, TEAMS_PLACE).page
    pick(page, "equipos.csv", spanish_csv(["1;Los Veloces", "2;Las Liebres"]))
    expect(count(page, "new")).to_have_text("2")

    page.get_by_label("La primera fila son los títulos").check()
    expect(count(page, "new")).to_have_text("1")
    page.get_by_label("La primera fila son los títulos").uncheck()
    expect(count(page, "new")).to_have_text("2")


@pytest.mark.parametrize(
    ("locale", "words"), [("es-EC", "Es un PDF"), ("en-GB", "This is a PDF")], ids=["es", "en"]
)
def test_broken_file_is_told_with_the_way_out(
    race: RaceServer, open_page: OpenPage, locale: str, words: str
) -> None:
    page = open_panel(open_page, race, TEAMS_PLACE, locale=locale).page

    pick(page, "equipos.xlsx", b"%PDF-1.7 no es una hoja")
    expect(page.locator(".import-problem")).to_contain_text(words)
    expect(page.locator(".import-rows")).to_have_count(0)

    pick(page, "equipos.csv", spanish_csv(["dorsal;equipo", "1;Los Veloces"]))
    expect(count(page, "new")).to_have_text("1")
    expect(page.locator(".import-problem")).to_have_count(0)


def test_reasons_are_told_in_the_users_language(race: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, race, TEAMS_PLACE, locale="en-GB").page
    pick(page, "teams.csv", spanish_csv(["bib;team", "x;The Hares"]))

    expect(page.locator("td.cell-bad")).to_contain_text("“x” is no whole number")


def test_file_is_kept_while_the_connection_is_lost(race: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, race, TEAMS_PLACE).page
    race.kill()
    pick(page, "equipos.csv", spanish_csv(["dorsal;equipo", "1;Los Veloces"]))
    problem = page.locator(".import-problem")
    expect(problem).to_contain_text("equipos.csv")
    expect(problem).to_contain_text("no responde")

    race.start()
    problem.get_by_role("button", name="Intentar de nuevo").click()

    expect(count(page, "new")).to_have_text("1", timeout=BACK_MS)


def test_template_comes_back_as_it_went(race: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, race, TEAMS_PLACE).page
    for button in ("Plantilla de Excel", "Plantilla CSV"):
        page.evaluate("location.reload()")
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        path = Path(download.value.path())
        pick(page, download.value.suggested_filename, path.read_bytes())
        expect(count(page, "new")).to_have_text("2")
        expect(count(page, "bad")).to_have_text("0")


def test_judges_are_imported_and_told_to_get_cards(race: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, race, JUDGES_PLACE).page
    rows = ["Nombre;Apellido;Correo", "Ana;Pérez;ana@ejemplo.com", "José;Muñoz;"]

    pick(page, "jueces.csv", spanish_csv(rows))
    expect(page.locator(".import-rows tbody")).to_contain_text("ana.perez")
    page.get_by_role("button", name="Importar 2 jueces").click()

    expect(page.locator(".import-done")).to_contain_text("Jueces sin contraseña: 2")
    page.get_by_role("button", name="Imprimir las tarjetas").click()
    expect(page).to_have_url(re.compile("#/judges/cards"))
    names = {judge["username"] for judge in Organizer(race).get("/api/jueces/")}
    assert {"ana.perez", "jose.munoz"} <= names


def test_what_changed_meanwhile_is_shown_before_anything_is_written(
    race: RaceServer, open_page: OpenPage
) -> None:
    organizer = Organizer(race)
    judge = {"username": "ana", "password": "clave-de-prueba", "first_name": "Ana"}
    number = organizer.post("/api/jueces/", judge)["id"]
    page = open_panel(open_page, race, TEAMS_PLACE).page
    pick(page, "equipos.csv", spanish_csv(["dorsal;equipo;juez", "1;Los Veloces;ana"]))
    expect(count(page, "new")).to_have_text("1")

    organizer.delete(f"/api/jueces/{number}/")
    page.get_by_role("button", name="Importar 1 equipo").click()

    expect(page.locator(".import-problem")).to_contain_text("Otra persona cambió algo")
    expect(count(page, "bad")).to_have_text("1")
    expect(page.locator("td.cell-bad")).to_contain_text("No hay ningún juez «ana»")
    assert teams(organizer) == []


def test_large_file_is_drawn_in_part_and_imported_whole(
    race: RaceServer, open_page: OpenPage
) -> None:
    page = open_panel(open_page, race, TEAMS_PLACE).page
    rows = ["dorsal;equipo", *(f"{number};Equipo {number}" for number in range(1, 5001))]

    pick(page, "equipos.csv", spanish_csv(rows))
    expect(count(page, "new")).to_have_text("5.000", timeout=SLOW_MS)
    assert page.locator(".import-rows tbody tr").count() <= 300
    page.get_by_role("button", name="Importar 5.000 equipos").click()

    expect(page.locator("[data-result=created] b")).to_have_text("5.000", timeout=SLOW_MS)
    assert len(teams(Organizer(race))) == 5000


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_import_has_no_faults(
    race: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    watched = open_panel(open_page, race, TEAMS_PLACE, viewport=viewport)
    page = watched.page
    assert faults_by_day_and_night(watched) == []
    rows = ["dorsal;equipo;categoría", "1;Los Veloces;Juvenil", "x;Las Liebres;Adultos"]
    pick(page, "equipos.csv", spanish_csv(rows))
    expect(count(page, "bad")).to_have_text("1")
    assert faults_by_day_and_night(watched) == []
    page.get_by_label("Dejar fuera la fila con problemas").check()
    page.get_by_role("button", name="Importar 1 equipo").click()
    expect(page.locator(".import-done")).to_be_visible()
    assert faults_by_day_and_night(watched) == []
