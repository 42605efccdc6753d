"""Teams, judges and competitions: deleting and having back, assigning, passwords and cards."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import Organizer, go_to, open_panel
from tests.browser.race_server import RaceServer


@pytest.fixture
def organizer(server: RaceServer) -> Organizer:
    return Organizer(server)


def test_competition_with_times_asks_for_its_name_and_comes_back(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    server.record(102, [61_000, 122_000])
    server.stop_race()
    page = open_panel(open_page, server, "races/1").page

    page.get_by_role("button", name="Borrar la competencia").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("equipos (3)")
    expect(dialog).to_contain_text("tiempos (2)")
    confirm = dialog.get_by_role("button", name="Borrar la competencia")
    expect(confirm).to_be_disabled()
    dialog.get_by_label("Para confirmar").fill("carrera")
    expect(confirm).to_be_disabled()
    dialog.get_by_label("Para confirmar").fill(" carrera 5k ")
    confirm.click()
    expect(page.get_by_text("Todavía no hay competencias")).to_be_visible()

    go_to(page, "bin")
    page.get_by_role("button", name="Recuperar Carrera 5K").click()
    expect(page.get_by_text("La papelera está vacía.")).to_be_visible()
    go_to(page, "races/1/teams")
    expect(page.get_by_role("row", name="Las Liebres").locator("td").nth(5)).to_have_text("2")


def test_running_race_is_not_deleted(server: RaceServer, open_page: OpenPage) -> None:
    server.start_race()
    page = open_panel(open_page, server, "races/1").page
    page.get_by_role("button", name="Borrar la competencia").click()
    dialog = page.get_by_role("dialog")

    expect(dialog).to_contain_text("deténgala primero")
    expect(dialog.get_by_role("button", name="Borrar la competencia")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("heading", name="Carrera 5K")).to_be_visible()


def test_team_with_times_comes_back_from_the_bin_and_the_bin_is_emptied(
    server: RaceServer, open_page: OpenPage, organizer: Organizer
) -> None:
    server.start_race()
    server.record(102, [61_000])
    server.record(103, [62_000])
    page = open_panel(open_page, server, "races/1/teams").page
    for name in ("Las Liebres", "Los Tranquilos"):
        page.get_by_role("button", name=f"Borrar {name}").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Para confirmar").fill(name)
        dialog.get_by_role("button", name="Borrar", exact=True).click()
        expect(dialog).to_be_hidden()
    expect(page.locator("tbody tr")).to_have_count(1)

    go_to(page, "bin")
    page.get_by_role("button", name="Recuperar 102").click()
    expect(page.locator(".bin-list li")).to_have_count(1)
    page.get_by_role("button", name="Vaciar la papelera").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Borrar para siempre")).to_be_disabled()
    dialog.get_by_label("Para confirmar").fill("vaciar")
    dialog.get_by_role("button", name="Borrar para siempre").click()
    expect(page.get_by_text("La papelera está vacía.")).to_be_visible()
    kept = {team["number"]: team["record_count"] for team in organizer.get("/api/equipos/")}
    assert kept == {101: 0, 102: 1}


def test_picked_teams_are_given_to_a_judge(
    server: RaceServer, open_page: OpenPage, organizer: Organizer
) -> None:
    organizer.post("/api/jueces/", {"username": "luis", "first_name": "Luis"})
    page = open_panel(open_page, server, "races/1/teams").page
    page.get_by_label("Buscar").fill("los")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_label("Elegir todos").check()
    page.get_by_role("button", name="Asignar").click()
    expect(page.get_by_text("Elija un juez, o «Nadie».")).to_be_visible()
    page.get_by_label("al juez").select_option(label="Luis")
    page.get_by_role("button", name="Asignar").click()

    expect(page.get_by_role("cell", name="Luis")).to_have_count(2)
    expect(page.get_by_text("Equipos asignados a Luis: 2.")).to_be_visible()
    page.get_by_label("Buscar").fill("")
    expect(page.get_by_role("row", name="Las Liebres")).to_contain_text("juez")


def test_teams_are_shared_out_among_those_chosen(
    server: RaceServer, open_page: OpenPage, organizer: Organizer
) -> None:
    for username in ("ana", "luis"):
        organizer.post("/api/jueces/", {"username": username})
    page = open_panel(open_page, server, "races/1/teams").page
    page.get_by_role("button", name="Repartir").click()
    dialog = page.get_by_role("dialog")
    # Whoever judges here already is ticked, and a complete assignment is left alone.
    expect(dialog.get_by_label("ana")).not_to_be_checked()
    expect(dialog).to_contain_text("no hay nada que repartir")
    expect(dialog.get_by_role("button", name="Repartir por igual")).to_be_disabled()
    dialog.get_by_label("juez", exact=True).uncheck()
    dialog.get_by_label("ana").check()
    dialog.get_by_label("luis").check()
    dialog.get_by_label("Solo los equipos que no tienen juez").uncheck()
    expect(dialog).to_contain_text("A cada uno le tocan 1 o 2")
    expect(dialog).to_contain_text("Esto cambia el juez de 3 equipos.")
    expect(dialog.locator("button.danger")).to_have_count(0)
    server.start_race()
    expect(dialog).to_contain_text("La carrera está en curso")
    dialog.locator("button.danger", has_text="Repartir y cambiar jueces").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Equipos repartidos: 3.")).to_be_visible()

    shares = sorted(team["judge_username"] for team in organizer.get("/api/equipos/"))
    assert shares in (["ana", "ana", "luis"], ["ana", "luis", "luis"])


def test_picked_teams_are_deleted_at_once(
    server: RaceServer, open_page: OpenPage, organizer: Organizer
) -> None:
    server.start_race()
    server.record(102, [61_000])
    page = open_panel(open_page, server, "races/1/teams").page
    page.get_by_label("Elegir 101").check()
    page.get_by_label("Elegir 102").check()
    page.get_by_role("button", name="Borrar los elegidos").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Con tiempos: 1 (tiempos: 1)")
    expect(dialog).to_contain_text("Sin tiempos: 1")
    dialog.get_by_label("Para confirmar").fill("borrar")
    dialog.get_by_role("button", name="Borrar", exact=True).click()

    expect(page.get_by_text("Equipos borrados: 2.")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert {team["number"] for team in organizer.get("/api/papelera/")["teams"]} == {101, 102}


def sign_in_as_judge(page: Page, username: str, password: str) -> int:
    """The status that the server answers."""
    body = json.dumps({"username": username, "password": password})
    answer = page.request.post(
        "/api/login/", data=body, headers={"Content-Type": "application/json"}
    )
    return answer.status


def test_password_of_four_words_is_shown_once_and_signs_in(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_panel(open_page, server, "judges", base_url=server.url).page
    page.get_by_role("button", name="Nuevo juez").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nombre", exact=True).fill("Ana")
    dialog.get_by_label("Usuario").fill("ana")
    dialog.get_by_label("Cómo entra").select_option("words")
    dialog.get_by_role("button", name="Guardar").click()
    password = page.locator(".slip .secret").inner_text()
    assert len(password.split("-")) == 4
    page.go_back()
    question = page.locator("dialog.leaving")
    expect(question).to_contain_text("se muestra solo esta vez")
    question.get_by_role("button", name="Seguir aquí").click()
    expect(page.locator(".slip .secret")).to_have_text(password)
    assert sign_in_as_judge(page, "ana", password) == 200
    page.get_by_role("button", name="Ya las anoté").click()
    expect(page.locator("tbody")).to_contain_text("ana")
    assert password not in page.content()

    page.get_by_label("Elegir Ana").check()
    page.get_by_role("button", name="Contraseñas nuevas").click()
    page.get_by_role("button", name="Hacer contraseñas").click()
    renewed = page.locator(".slip .secret").inner_text()
    assert sign_in_as_judge(page, "ana", renewed) == 200
    assert sign_in_as_judge(page, "ana", password) == 401


def test_taken_username_is_said_beside_its_field(server: RaceServer, open_page: OpenPage) -> None:
    page = open_panel(open_page, server, "judges", locale="en-GB").page
    page.get_by_role("button", name="New judge").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Username").fill("JUEZ")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog.locator(".field-error")).to_have_text("There is an account of that name already.")
    expect(dialog.get_by_label("Username")).to_be_focused()


def test_card_signs_in_once(server: RaceServer, open_page: OpenPage, organizer: Organizer) -> None:
    organizer.post("/api/jueces/", {"username": "luis", "first_name": "Luis"})
    page = open_panel(open_page, server, "judges", base_url=server.url).page
    expect(page.get_by_role("row", name="Luis")).to_contain_text("Solo con tarjeta")
    page.get_by_label("Elegir Luis").check()
    page.locator(".picked-bar").get_by_role("button", name="Tarjetas con QR").click()
    page.get_by_role("button", name="Hacer las tarjetas (1)").click()

    card = page.locator(".judge-card")
    expect(card).to_have_count(1)
    expect(card.get_by_role("img", name="Código QR de Luis")).to_be_visible()
    page.locator("a.brand").click()
    question = page.locator("dialog.leaving")
    expect(question.get_by_role("button", name="Salir sin imprimir")).to_be_visible()
    question.get_by_role("button", name="Seguir aquí").click()
    code = card.locator(".judge-card-code strong").inner_text()
    body = {"code": code}
    first = page.request.post("/api/login/codigo/", data=body)
    assert first.status == 200, first.text()
    assert first.json()["juez"]["username"] == "luis"
    assert page.request.post("/api/login/codigo/", data=body).status == 401

    page.get_by_role("button", name="Imprimir").click()
    page.locator("a.brand").click()
    expect(page).to_have_url(re.compile(r"#/(races)?$"))
    expect(question).to_have_count(0)


def test_card_leads_to_the_address_that_was_chosen(server: RaceServer, open_page: OpenPage) -> None:
    """A laptop in two networks: the organizer knows on which one the phones are."""
    urls = ["http://10.255.255.1:8000", server.url]
    page = open_panel(open_page, server).page
    page.route("**/api/direcciones/", lambda route: route.fulfill(json={"urls": urls}))
    go_to(page, "judges/cards")
    page.get_by_label("Dirección de este portátil").select_option(server.url)
    page.get_by_role("button", name="Hacer las tarjetas (1)").click()

    expect(page.locator(".judge-card-byhand strong")).to_have_text(
        f"{server.url.removeprefix('http://')}/juez"
    )


def test_nine_cards_are_two_pages_of_paper(
    server: RaceServer, open_page: OpenPage, organizer: Organizer
) -> None:
    for number in range(8):
        organizer.post("/api/jueces/", {"username": f"j{number}"})
    page = open_panel(open_page, server, "judges/cards").page
    page.get_by_role("button", name="Hacer las tarjetas (9)").click()
    expect(page.locator(".judge-card")).to_have_count(9)

    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type/Page/") == 2
