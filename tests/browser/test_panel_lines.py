"""Lines, judges at lines and waves: set up in seconds, and waves started in race control."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import LAPTOP, PHONE, Organizer, faults_of, go_to, open_panel
from tests.browser.race_day import ANA, BRUNO, CARLA, DIEGO, RaceDay
from tests.browser.race_server import RaceServer

LINES, CONTROL = "lines/1", "races/1/control"
HELD_MS = 5_000


def standing(organizer: Organizer) -> dict[str, str]:
    """What each judge marks at the finish."""
    line = organizer.get("/api/lineas/?competition_id=1")[0]
    return {one["judge_username"]: one["mode"] for one in line["judges"]}


def wave(organizer: Organizer, name: str) -> Any:
    waves = organizer.get("/api/olas/?competition_id=1")
    return next(one for one in waves if one["name"] == name)


def hold(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).hover()
    page.mouse.down()


def test_four_judges_are_put_at_a_line_with_a_touch_each(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    day = RaceDay(empty_server, at_finish={})
    page = open_panel(open_page, empty_server, LINES, viewport=PHONE).page
    card = page.get_by_role("listitem", name="Meta")
    for name in ("Ana Paz", "Bruno Díaz", "Carla Núñez", "Diego Mora"):
        card.get_by_role("button", name=name, exact=True).click()
        expect(card.get_by_role("group", name=f"Qué marca {name}")).to_be_visible()
    ana = card.get_by_role("group", name="Qué marca Ana Paz")
    ana.get_by_text("Tiempos").click()
    card.get_by_role("group", name="Qué marca Bruno Díaz").get_by_text("Dorsales").click()
    card.get_by_role("button", name="Quitar a Diego Mora de la línea").click()
    expect(card.get_by_role("button", name="Diego Mora", exact=True)).to_be_visible()
    expect(ana.get_by_label("Tiempos")).to_be_checked()

    wanted = {ANA: "times", BRUNO: "bibs", CARLA: "both"}
    expect(card.get_by_text("Guardando")).to_have_count(0)
    page.reload()
    expect(ana.get_by_label("Tiempos")).to_be_checked()
    assert standing(day.organizer) == wanted
    assert DIEGO not in standing(day.organizer)


def test_a_line_with_marks_and_a_wave_with_runners_say_why_they_stay(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server, waves={"Élite": ["7", "8"]}) as day:
        day.start()
        day.marks(ANA, (61_000, "7"))
        page = open_panel(open_page, empty_server, LINES).page
        page.get_by_role("button", name="Borrar Meta").click()
        question = page.get_by_role("dialog")
        expect(question).to_contain_text("hay marcas (1)")
        expect(question.get_by_role("button", name="Borrar")).to_have_count(0)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Cambiar Meta").click()
        question.get_by_label("Qué es").select_option("start")
        expect(question).to_contain_text("Aquí hay marcas (1). Con el cambio dejan de ser llegadas")
        question.get_by_label("Qué es").select_option("finish")
        expect(question.get_by_text("Aquí hay marcas")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(question).to_have_count(0)
        page.get_by_role("button", name="Borrar Élite").click()
        expect(page.get_by_role("dialog")).to_contain_text("tiene 2 corredores")
        page.keyboard.press("Escape")

        page.get_by_role("textbox", name="Nueva ola").fill("Popular")
        page.keyboard.press("Enter")
        expect(page.get_by_role("listitem", name="Popular")).to_contain_text("0 corredores")
        page.get_by_role("button", name="Borrar Popular").click()
        page.get_by_role("dialog").get_by_role("button", name="Borrar", exact=True).click()
        expect(page.get_by_role("listitem", name="Popular")).to_have_count(0)


def test_a_line_is_added_and_named_anew(empty_server: RaceServer, open_page: OpenPage) -> None:
    RaceDay(empty_server, at_finish={})
    page = open_panel(open_page, empty_server, LINES).page
    page.get_by_text("Añadir una línea").click()
    form = page.get_by_role("form", name="Añadir una línea")
    form.get_by_label("Nombre de la línea").fill("Arco")
    expect(form.get_by_label("Qué es")).to_have_value("start")
    page.keyboard.press("Enter")
    card = page.get_by_role("listitem", name="Arco")
    expect(card).to_contain_text("Salida")
    card.get_by_role("button", name="Cambiar Arco").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nombre de la línea").fill("Arco sur")
    dialog.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("listitem", name="Arco sur")).to_be_visible()


def test_a_wave_is_started_by_holding_given_up_and_started_again(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    day = RaceDay(empty_server, waves={"Élite": ["7", "8"], "Popular": ["9"]})
    page = open_panel(open_page, empty_server, CONTROL).page
    elite = page.get_by_role("listitem", name="Élite")
    expect(elite).to_contain_text("Sus corredores esperan")
    expect(elite).to_contain_text("También da la salida a 2 corredores sin ola")

    elite.get_by_role("button", name="Dar la salida de Élite").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("empieza con esta ola")
    question.get_by_role("button", name="Cancelar").click()
    expect(question).to_have_count(0)
    assert wave(day.organizer, "Élite")["started_at"] is None

    hold(page, "Dar la salida de Élite")
    expect(elite).to_contain_text("Salida oficial", timeout=HELD_MS)
    page.mouse.up()
    expect(page.locator(".control-head .phase")).to_have_text("En curso")
    expect(page.get_by_role("listitem", name="Popular")).to_contain_text("Esperando")

    elite.get_by_role("button", name="Salida falsa de Élite").click()
    expect(question.get_by_role("button", name="Corregir la salida de la carrera")).to_be_visible()
    expect(question).to_contain_text("se queda como está")
    question.get_by_label("Motivo").fill("Se adelantaron")
    question.get_by_role("button", name="Anular esta salida").click()
    expect(elite).to_contain_text("Esperando")
    newest = day.organizer.get("/api/auditoria/?limit=1")["entries"][0]
    assert (newest["action"], newest["details"]["reason"]) == ("wave_restarted", "Se adelantaron")
    given_up = page.get_by_text("Salida de Élite anulada")
    expect(given_up).to_be_visible()
    hold(page, "Dar la salida de Élite")
    expect(elite).to_contain_text("Salida oficial", timeout=HELD_MS)
    page.mouse.up()
    expect(given_up).to_have_count(0)


def test_the_start_of_a_wave_that_nobody_pressed_is_set_and_corrected(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    day = RaceDay(empty_server, waves={"Élite": ["7", "8"]})
    day.start()
    race = day.organizer.get("/api/competencias/1/")
    page = open_panel(open_page, empty_server, CONTROL).page
    page.get_by_role("button", name="Poner la hora de salida de Élite").click()
    dialog = page.get_by_role("dialog", name="Salida de Élite")
    expect(dialog).to_contain_text("Nadie ha pulsado esta salida")
    dialog.get_by_role("button", name="Poner la hora de salida").click()
    expect(page.get_by_text("Hora de salida de Élite puesta")).to_be_visible()
    assert wave(day.organizer, "Élite")["official_start_at"] == race["started_at"]

    page.get_by_role("button", name="Corregir la salida de Élite").click()
    dialog.get_by_role("button", name="−10 s").click()
    expect(dialog).to_contain_text("de los corredores de esta ola cambian en +0:10.000")
    dialog.get_by_label("Motivo").fill("Reloj del juez")
    dialog.get_by_role("button", name="Corregir la salida").click()
    expect(dialog).to_have_count(0)
    assert wave(day.organizer, "Élite")["official_start_at"] < race["started_at"]

    page.get_by_role("button", name="Corregir la salida", exact=True).click()
    race_dialog = page.get_by_role("dialog", name="Corregir la salida")
    race_dialog.get_by_role("button", name="−10 s").click()
    expect(race_dialog).to_contain_text("Quien está en una ola conserva el suyo")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_lines_and_their_race_control_have_no_faults(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    with RaceDay(empty_server, waves={"Élite": ["7"], "Popular": ["9"]}) as day:
        day.start()
        day.organizer.post("/api/olas/1/iniciar/")
        watched = open_panel(open_page, empty_server, LINES, viewport=viewport)
        expect(watched.page.get_by_role("listitem", name="Popular")).to_be_visible()
        assert faults_of(watched) == []
        go_to(watched.page, CONTROL)
        expect(watched.page.get_by_role("listitem", name="Popular")).to_be_visible()
        assert faults_of(watched) == []
