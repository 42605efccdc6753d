"""Two organizers change the same thing: nothing is overwritten blindly, nothing typed is lost."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import Organizer, go_to, open_panel, sign_in
from tests.browser.race_server import RaceServer

SOON_MS = 2_000


def open_team(page: Page, name: str) -> Locator:
    page.get_by_role("button", name=f"Cambiar {name}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


@pytest.fixture
def bruno(server: RaceServer) -> Organizer:
    """The other organizer."""
    return Organizer(server)


def test_second_one_is_told_what_it_is_now(
    server: RaceServer, open_page: OpenPage, bruno: Organizer
) -> None:
    page = open_panel(open_page, server, "races/1/teams").page
    dialog = open_team(page, "Las Liebres")
    dialog.get_by_label("Nombre del equipo").fill("Liebres de Ana")
    bruno.patch("/api/equipos/2/", {"name": "Liebres de Bruno", "category": "senior"})
    dialog.get_by_role("button", name="Guardar").click()

    expect(dialog.get_by_text("Otra persona lo cambió")).to_be_visible()
    expect(dialog.get_by_text("Ahora: Liebres de Bruno")).to_be_visible()
    expect(dialog.get_by_label("Nombre del equipo")).to_have_value("Liebres de Ana")
    # What only the other one changed follows.
    expect(dialog.get_by_label("Categoría")).to_have_value("senior")
    assert bruno.get("/api/equipos/2/")["name"] == "Liebres de Bruno"

    dialog.get_by_role("button", name="Guardar lo mío").click()
    expect(dialog).to_be_hidden()
    kept = bruno.get("/api/equipos/2/")
    assert (kept["name"], kept["category"]) == ("Liebres de Ana", "senior")


def test_theirs_can_be_taken(server: RaceServer, open_page: OpenPage, bruno: Organizer) -> None:
    page = open_panel(open_page, server, "races/1/teams").page
    dialog = open_team(page, "Las Liebres")
    dialog.get_by_label("Nombre del equipo").fill("Liebres de Ana")
    bruno.patch("/api/equipos/2/", {"name": "Liebres de Bruno"})
    dialog.get_by_role("button", name="Guardar").click()

    dialog.get_by_role("button", name="Dejar lo de ahora").click()
    expect(dialog.get_by_label("Nombre del equipo")).to_have_value("Liebres de Bruno")
    dialog.get_by_role("button", name="Guardar").click()
    expect(dialog).to_be_hidden()
    assert bruno.get("/api/equipos/2/")["name"] == "Liebres de Bruno"


def test_started_race_can_still_be_renamed(
    server: RaceServer, open_page: OpenPage, bruno: Organizer
) -> None:
    """The start changes the competition, and nothing of the form."""
    page = open_panel(open_page, server, "races/1").page
    page.get_by_label("Nombre de la competencia").fill("Carrera del pueblo")
    bruno.post("/api/competencias/1/iniciar/")
    page.get_by_role("button", name="Guardar").click()

    expect(page.get_by_text("Guardado.")).to_be_visible()
    expect(page.get_by_role("heading", name="Carrera del pueblo")).to_be_visible()
    assert bruno.get("/api/competencias/1/")["is_running"]


def test_deleting_what_somebody_just_changed_is_refused(
    server: RaceServer, open_page: OpenPage, bruno: Organizer
) -> None:
    page = open_panel(open_page, server, "races/1/teams").page
    page.get_by_role("button", name="Borrar Las Liebres").click()
    dialog = page.get_by_role("dialog")
    bruno.patch("/api/equipos/2/", {"name": "Liebres de Bruno"})
    dialog.get_by_role("button", name="Borrar", exact=True).click()

    expect(dialog.get_by_role("alert")).to_contain_text("Otra persona lo cambió")
    dialog.get_by_role("button", name="Cancelar").click()
    expect(page.get_by_role("cell", name="Liebres de Bruno", exact=True)).to_be_visible()


def test_what_the_other_one_deleted_is_said_to_be_gone(
    server: RaceServer, open_page: OpenPage, bruno: Organizer
) -> None:
    page = open_panel(open_page, server, "races/1").page
    page.get_by_label("Nombre de la competencia").fill("Lo que escribo")
    bruno.delete("/api/competencias/1/")

    expect(page.get_by_text("Ya no existe")).to_be_visible()
    expect(page.get_by_label("Nombre de la competencia")).to_have_value("Lo que escribo")


def test_list_follows_the_other_one(
    server: RaceServer, open_page: OpenPage, bruno: Organizer
) -> None:
    page = open_panel(open_page, server).page
    expect(page.get_by_role("link", name="Carrera 5K", exact=True)).to_be_visible()

    bruno.post("/api/competencias/", {"name": "Milla", "datetime": "2030-11-13T08:00:00Z"})
    expect(page.get_by_role("link", name="Milla", exact=True)).to_be_visible()

    go_to(page, "races/1/teams")
    expect(page.locator("tbody tr")).to_have_count(3)
    bruno.post("/api/equipos/", {"name": "Cumbres", "number": 7, "competition_id": 1})
    expect(page.locator("tbody tr")).to_have_count(4)


def test_lists_of_judges_and_of_their_teams_follow_too(
    server: RaceServer, open_page: OpenPage, bruno: Organizer
) -> None:
    page = open_panel(open_page, server, "judges").page
    expect(page.locator("tbody tr")).to_have_count(1)
    bruno.post("/api/jueces/", {"username": "luis", "first_name": "Luis"})
    expect(page.get_by_role("row", name="Luis")).to_be_visible(timeout=SOON_MS)

    go_to(page, "races/1/teams")
    expect(page.locator("tbody tr")).to_have_count(3)
    quick = page.get_by_role("region", name="Añadir")
    quick.get_by_label("Nombre del equipo").fill("Lo que escribo")
    page.get_by_label("Elegir 101").check()
    bruno.patch("/api/equipos/2/", {"name": "Liebres de Bruno"})
    expect(page.get_by_role("row", name="Liebres de Bruno")).to_be_visible(timeout=SOON_MS)
    expect(quick.get_by_label("Nombre del equipo")).to_have_value("Lo que escribo")
    expect(page.get_by_label("Elegir 101")).to_be_checked()


def test_sharing_out_what_somebody_just_assigned_is_told(
    server: RaceServer, open_page: OpenPage, bruno: Organizer
) -> None:
    luis = bruno.post("/api/jueces/", {"username": "luis", "first_name": "Luis"})["id"]
    bruno.post("/api/equipos/asignar/", {"team_ids": [1, 2, 3], "judge_id": None})
    page = open_panel(open_page, server, "races/1/teams").page
    page.get_by_role("button", name="Repartir").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("juez", exact=True).uncheck()
    # The page does not hear of it, as if both had pressed at once.
    page.route("**/api/equipos/?*", lambda route: route.abort())
    bruno.post("/api/equipos/asignar/", {"team_ids": [2], "judge_id": luis})
    dialog.get_by_role("button", name="Repartir por igual").click()

    alert = dialog.get_by_role("alert").filter(has_text="Otra persona")
    expect(alert).to_contain_text("102 · Las Liebres: ahora lo tiene Luis")
    expect(dialog.get_by_label("juez", exact=True)).not_to_be_checked()
    assert [team["judge_id"] for team in bruno.get("/api/equipos/")] == [None, luis, None]


def test_sharing_out_says_at_once_what_somebody_assigned(
    server: RaceServer, open_page: OpenPage, bruno: Organizer
) -> None:
    luis = bruno.post("/api/jueces/", {"username": "luis", "first_name": "Luis"})["id"]
    bruno.post("/api/equipos/asignar/", {"team_ids": [1, 2], "judge_id": None})
    page = open_panel(open_page, server, "races/1/teams").page
    page.get_by_role("button", name="Repartir").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Por repartir: 2")
    bruno.post("/api/equipos/asignar/", {"team_ids": [2], "judge_id": luis})

    alert = dialog.get_by_role("alert").filter(has_text="Otra persona")
    expect(alert).to_contain_text("102 · Las Liebres: ahora lo tiene Luis", timeout=SOON_MS)
    expect(dialog).to_contain_text("Por repartir: 1")
    dialog.get_by_role("button", name="Repartir por igual").click()
    expect(alert).to_contain_text("No se ha guardado nada")
    assert bruno.get("/api/equipos/1/")["judge_id"] is None

    dialog.get_by_role("button", name="Repartir por igual").click()
    expect(page.get_by_text("Equipos repartidos: 1.")).to_be_visible()
    assert bruno.get("/api/equipos/2/")["judge_id"] == luis


def test_start_that_somebody_corrects_is_counted_from(
    server: RaceServer, open_page: OpenPage, bruno: Organizer
) -> None:
    server.start_race()
    page = open_panel(open_page, server, "races/1/control").page
    page.get_by_role("button", name="Corregir la salida").click()
    dialog = page.get_by_role("dialog")
    pressed = datetime.fromisoformat(bruno.get("/api/competencias/1/")["started_at"])
    theirs = (pressed - timedelta(seconds=5)).isoformat()
    bruno.post("/api/competencias/1/corregir-salida/", {"started_at": theirs})

    notice = dialog.get_by_role("alert").filter(has_text="Otra persona")
    expect(notice).to_contain_text("en −0:05.000", timeout=SOON_MS)
    dialog.get_by_role("button", name="+1 min").click()
    dialog.get_by_role("button", name="Corregir la salida").click()
    expect(dialog.locator(".field-error")).to_contain_text("no puede estar en el futuro")
    for step in ("−1 min", "−10 s"):
        dialog.get_by_role("button", name=step).click()
    dialog.get_by_role("button", name="Corregir la salida").click()
    expect(dialog).to_have_count(0)
    official = datetime.fromisoformat(bruno.get("/api/competencias/1/")["started_at"])
    assert (official - pressed).total_seconds() == pytest.approx(-15, abs=0.0015)


def test_what_is_typed_is_not_left_without_a_question(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_panel(open_page, server, "races/1/teams").page
    team = open_team(page, "Las Liebres")
    page.keyboard.press("Escape")
    expect(team).to_be_hidden()

    team = open_team(page, "Las Liebres")
    team.get_by_label("Nombre del equipo").fill("Lo que escribo")
    question = page.locator("dialog.leaving")
    for _ in range(2):
        page.keyboard.press("Escape")
        expect(question).to_contain_text("sin guardar")
        page.keyboard.press("Escape")
        expect(question).to_have_count(0)
    expect(team.get_by_label("Nombre del equipo")).to_have_value("Lo que escribo")
    team.get_by_role("button", name="Cancelar").click()
    question.get_by_role("button", name="Salir sin guardar").click()
    expect(page.locator("dialog")).to_have_count(0)

    name = page.get_by_role("region", name="Añadir").get_by_label("Nombre del equipo")
    name.fill("Cumbres")
    page.go_back()
    question.get_by_role("button", name="Seguir aquí").click()
    expect(name).to_have_value("Cumbres")
    expect(page).to_have_url(re.compile("#/races/1/teams$"))
    name.press("Enter")
    expect(page.get_by_text("Añadido: 104 · Cumbres")).to_be_visible()
    page.get_by_role("link", name="Jueces").click()
    expect(page.get_by_role("heading", name="Jueces")).to_be_visible()


def test_sign_out_in_another_tab_is_said_and_the_form_waits(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_panel(open_page, server, "races/1").page
    page.get_by_label("Nombre de la competencia").fill("Lo que escribo")
    other = page.context.new_page()
    other.goto(f"{server.url}/admin/")
    other.get_by_role("button", name="Salir").click()
    expect(other.get_by_role("heading", name="Panel del organizador")).to_be_visible()
    expect(page.get_by_text("Se cerró la sesión en otra pestaña")).to_be_visible()

    sign_in(other)
    expect(page.get_by_text("Se cerró la sesión")).to_have_count(0)
    expect(page.get_by_label("Nombre de la competencia")).to_have_value("Lo que escribo")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("heading", name="Lo que escribo")).to_be_visible()


def test_taken_number_is_said_beside_its_field(server: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, server, "races/1/teams").page
    quick = page.get_by_role("region", name="Añadir")
    quick.get_by_label("Dorsal").fill("102")
    quick.get_by_label("Nombre del equipo").fill("Cumbres")
    quick.get_by_label("Nombre del equipo").press("Enter")

    number = quick.get_by_label("Dorsal")
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_have_accessible_description(
        "Ya hay un equipo con ese dorsal en esta competencia."
    )
    expect(quick.get_by_label("Nombre del equipo")).to_have_value("Cumbres")
