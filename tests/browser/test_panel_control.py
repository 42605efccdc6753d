"""Race control: the start, the stop, and what sets both right."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.panel import (
    LAPTOP,
    PHONE,
    Organizer,
    faults_by_day_and_night,
    go_to,
    open_panel,
    sign_in,
)
from tests.browser.race_server import RaceServer, competition, event

TEAMS = {101: "Los Veloces", 102: "Las Liebres", 103: "Los Tranquilos"}
CONTROL = "races/1/control"
COUNTDOWN_MS = 8_000
BACK_MS = 20_000


def press_start(page: Page, countdown: str) -> None:
    """Presses the button and confirms, with a countdown as its label says."""
    page.get_by_role("button", name="Dar la salida", exact=True).click()
    dialog = page.get_by_role("dialog", name="¿Dar la salida?")
    expect(dialog).to_contain_text("Carrera 5K")
    dialog.get_by_label(countdown).check()
    dialog.locator("button.go").click()


def is_running(organizer: Organizer, number: int = 1) -> bool:
    return bool(organizer.get(f"/api/competencias/{number}/")["is_running"])


def starts_on_record(organizer: Organizer) -> int:
    entries = organizer.get("/api/auditoria/?limit=100")["entries"]
    return sum(entry["action"] == "race_started" for entry in entries)


def instant(text: str) -> float:
    """Epoch seconds of an instant of the API."""
    return datetime.fromisoformat(text).timestamp()


def test_start_counts_down_and_starts_once(server: RaceServer, open_page: OpenPage) -> None:
    organizer = Organizer(server)
    watched = open_panel(open_page, server, CONTROL)
    page = watched.page

    press_start(page, "5 segundos")
    countdown = page.locator("dialog.countdown")
    expect(countdown.get_by_role("timer")).to_have_text("5")
    assert not is_running(organizer)

    expect(page.locator(".phase")).to_have_text("En curso", timeout=COUNTDOWN_MS)
    expect(countdown).to_have_count(0)
    expect(page.locator(".control-clock")).to_have_text(re.compile(r"^0:00:0[1-9]$"))
    assert is_running(organizer)
    assert starts_on_record(organizer) == 1
    assert watched.complaints == []


@pytest.mark.parametrize("how", ["Escape", "button"])
def test_countdown_can_be_stopped(server: RaceServer, open_page: OpenPage, how: str) -> None:
    organizer = Organizer(server)
    page = open_panel(open_page, server, CONTROL).page
    press_start(page, "5 segundos")
    countdown = page.locator("dialog.countdown")
    expect(countdown.get_by_role("timer")).to_have_text("4")

    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        countdown.get_by_role("button", name="Parar la cuenta").click()

    expect(countdown).to_have_count(0)
    page.wait_for_timeout(5_000)
    expect(page.locator(".phase")).to_have_text("Programada")
    assert not is_running(organizer)


def test_start_is_not_hit_by_the_keyboard_alone(server: RaceServer, open_page: OpenPage) -> None:
    """Enter, hit again and again, opens the question and never answers it with yes."""
    organizer = Organizer(server)
    page = open_panel(open_page, server, CONTROL).page
    page.get_by_role("button", name="Dar la salida", exact=True).focus()

    for _ in range(5):
        page.keyboard.press("Enter")

    expect(page.locator("dialog.countdown")).to_have_count(0)
    assert not is_running(organizer)


def test_start_that_the_server_does_not_answer_is_told_and_set_right(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_panel(open_page, server, CONTROL).page
    press_start(page, "5 segundos")
    expect(page.locator("dialog.countdown").get_by_role("timer")).to_have_text("2")
    server.kill()

    alert = page.locator(".loud")
    expect(alert).to_contain_text("no ha respondido", timeout=COUNTDOWN_MS)
    expect(alert.get_by_role("button")).to_have_count(0)

    server.start()
    expect(alert).to_contain_text("NO ha empezado", timeout=BACK_MS)
    alert.get_by_role("button", name="Dar la salida ahora").click()
    expect(page.locator(".phase")).to_have_text("En curso", timeout=BACK_MS)

    organizer = Organizer(server)
    pressed = instant(organizer.get("/api/competencias/1/")["started_at"])
    page.get_by_role("button", name="Corregir la salida a la señal").click()
    page.get_by_role("dialog").get_by_role("button", name="Corregir la salida").click()
    expect(page.get_by_text("Salida corregida")).to_be_visible()
    corrected = organizer.get("/api/competencias/1/")
    assert instant(corrected["started_at"]) < pressed - 1
    assert starts_on_record(organizer) == 1


def test_start_whose_answer_is_lost_is_not_sent_again(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_panel(open_page, server, CONTROL).page
    sent: list[str] = []

    def lose_the_answer(route: Route) -> None:
        sent.append("start")
        route.fetch()
        route.abort()

    page.route("**/iniciar/", lose_the_answer)
    press_start(page, "Sin cuenta atrás")

    expect(page.locator(".phase")).to_have_text("En curso")
    expect(page.locator("dialog.countdown")).to_have_count(0)
    page.wait_for_timeout(3_000)
    assert sent == ["start"]
    assert starts_on_record(Organizer(server)) == 1


def test_unpublished_competition_cannot_be_started(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    empty_server.load(event([competition("Carrera 5K", activa=False)], TEAMS))
    page = open_panel(open_page, empty_server, CONTROL).page

    expect(page.get_by_role("button", name="Dar la salida", exact=True)).to_be_disabled()
    expect(page.locator(".checklist")).to_contain_text("Sin publicar")


def test_stop_has_to_be_held_and_can_be_undone(server: RaceServer, open_page: OpenPage) -> None:
    server.start_race()
    organizer = Organizer(server)
    started = organizer.get("/api/competencias/1/")["started_at"]
    page = open_panel(open_page, server, CONTROL).page
    stop = page.get_by_role("button", name="Detener la carrera")

    stop.click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("¿Detener «Carrera 5K»?")
    assert is_running(organizer)
    question.get_by_role("button", name="Cancelar").click()
    expect(question).to_have_count(0)

    stop.hover()
    page.mouse.down()
    expect(page.locator(".phase")).to_have_text("Finalizada")
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not is_running(organizer)

    page.get_by_role("button", name="Deshacer la parada").click()
    expect(page.locator(".phase")).to_have_text("En curso")
    resumed = organizer.get("/api/competencias/1/")
    assert resumed["started_at"] == started
    assert resumed["finished_at"] is None


def test_stop_by_keyboard_has_to_be_held(server: RaceServer, open_page: OpenPage) -> None:
    server.start_race()
    page = open_panel(open_page, server, CONTROL).page
    stop = page.get_by_role("button", name="Detener la carrera")
    stop.focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    stop.focus()
    page.keyboard.down(" ")
    expect(page.locator(".phase")).to_have_text("Finalizada")
    page.keyboard.up(" ")


def test_start_is_corrected_after_times_came_in(server: RaceServer, open_page: OpenPage) -> None:
    server.start_race()
    server.record(101, [61_000])
    organizer = Organizer(server)
    pressed = instant(organizer.get("/api/competencias/1/")["started_at"])
    page = open_panel(open_page, server, CONTROL).page

    page.get_by_role("button", name="Corregir la salida").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="−10 s").click()
    expect(dialog.locator(".effect")).to_contain_text("+0:10.000")
    expect(dialog.locator(".effect")).to_contain_text("Los Veloces")
    expect(dialog.locator(".effect strong")).to_have_text("1:11.000")
    dialog.get_by_label("Motivo").fill("Se pulsó tarde")
    dialog.get_by_role("button", name="Corregir la salida").click()
    expect(dialog).to_have_count(0)

    assert instant(organizer.get("/api/competencias/1/")["started_at"]) == pytest.approx(
        pressed - 10, abs=0.0005
    )
    expect(page.locator(".control-facts")).to_contain_text("Corregida −0:10.000")
    results = organizer.get("/api/competencias/1/resultados/")
    assert results["clasificacion"][0]["mejor_tiempo"] == 71_000

    page.get_by_role("button", name="Corregir la salida").click()
    dialog.get_by_role("button", name="Volver a la hora en que se pulsó").click()
    dialog.get_by_role("button", name="Corregir la salida").click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".control-facts")).not_to_contain_text("Corregida")
    assert instant(organizer.get("/api/competencias/1/")["started_at"]) == pytest.approx(
        pressed, abs=0.0005
    )


def test_correction_that_somebody_else_made_is_told(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    bruno = Organizer(server)
    page = open_panel(open_page, server, CONTROL).page
    page.get_by_role("button", name="Corregir la salida").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="−10 s").click()
    page.wait_for_load_state("networkidle")
    pressed = instant(bruno.get("/api/competencias/1/")["started_at"])
    theirs = datetime.fromtimestamp(pressed - 5, UTC).isoformat()
    bruno.post("/api/competencias/1/corregir-salida/", {"started_at": theirs})

    dialog.get_by_role("button", name="Corregir la salida").click()
    expect(dialog).to_contain_text("Otra persona corrigió la salida")
    assert instant(bruno.get("/api/competencias/1/")["started_at"]) == pytest.approx(pressed - 5)

    for _ in range(11):
        dialog.get_by_role("button", name="−1 min").click()
    dialog.get_by_role("button", name="Corregir la salida").click()
    expect(dialog).to_contain_text("¿Seguro? La salida cambia 11 min hacia atrás.")
    dialog.get_by_role("button", name="Sí, corregir la salida").click()
    expect(dialog).to_have_count(0)
    corrected = instant(bruno.get("/api/competencias/1/")["started_at"])
    assert corrected == pytest.approx(pressed - 670, abs=0.0005)


def test_correction_that_cannot_be_is_told_at_its_field(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    server.record(101, [5])
    page = open_panel(open_page, server, CONTROL).page
    page.get_by_role("button", name="Corregir la salida").click()
    dialog = page.get_by_role("dialog")
    error = dialog.locator(".field-error")

    dialog.get_by_role("button", name="+100 ms").click()
    dialog.get_by_role("button", name="Corregir la salida").click()
    expect(error).to_contain_text("antes de la salida")

    dialog.get_by_label("Hora exacta").fill("a las diez")
    dialog.get_by_role("button", name="Corregir la salida").click()
    expect(error).to_contain_text("Escriba una hora como")
    expect(dialog.get_by_label("Hora exacta")).to_be_focused()


def test_panel_whose_clock_is_off_shows_the_races_clock(
    server: RaceServer, open_page: OpenPage
) -> None:
    server.start_race()
    watched = open_page("about:blank")
    watched.page.add_init_script("const now = Date.now; Date.now = () => now() + 3_600_000")
    watched.page.goto(f"{server.url}/admin/")
    sign_in(watched.page)
    go_to(watched.page, CONTROL)

    expect(watched.page.locator(".control-clock")).to_have_text(re.compile(r"^0:00:[0-3]\d$"))


def test_two_races_at_once_and_a_second_organizer(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    races = [competition("Carrera 5K"), competition("Mini 1K")]
    empty_server.load(event(races, TEAMS))
    first = open_panel(open_page, empty_server, CONTROL).page
    second = open_panel(open_page, empty_server, "races/2/control").page

    press_start(first, "Sin cuenta atrás")
    expect(first.locator(".phase")).to_have_text("En curso")
    tab = second.get_by_role("navigation", name="Cambiar de competencia").get_by_role(
        "link", name="Carrera 5K"
    )
    expect(tab).to_contain_text(re.compile(r"0:00:\d\d"))
    expect(second.locator(".phase")).to_have_text("Programada")

    Organizer(empty_server).post("/api/competencias/2/iniciar/")
    expect(second.locator(".phase")).to_have_text("En curso")
    tab.click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Carrera 5K")
    expect(second.locator(".phase")).to_have_text("En curso")
    second.get_by_role("button", name="Detener la carrera").click()
    second.get_by_role("dialog").get_by_role("button", name="Detener la carrera").click()
    expect(first.locator(".phase")).to_have_text("Finalizada")


def test_countdown_ends_when_another_organizer_has_started(
    server: RaceServer, open_page: OpenPage
) -> None:
    page = open_panel(open_page, server, CONTROL).page
    press_start(page, "10 segundos")
    expect(page.locator("dialog.countdown")).to_be_visible()

    server.start_race()

    expect(page.locator("dialog.countdown")).to_have_count(0)
    expect(page.locator(".phase")).to_have_text("En curso")
    assert starts_on_record(Organizer(server)) == 1


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_control_has_no_faults(
    server: RaceServer, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    watched = open_panel(open_page, server, CONTROL, viewport=viewport)
    expect(watched.page.locator(".checklist .judge-list li")).to_have_count(1)
    assert faults_by_day_and_night(watched) == []

    watched.page.get_by_role("button", name="Dar la salida", exact=True).click()
    expect(watched.page.get_by_role("dialog")).to_be_visible()
    assert faults_by_day_and_night(watched) == []
    watched.page.keyboard.press("Escape")

    server.start_race()
    server.record(101, [61_000])
    expect(watched.page.get_by_role("button", name="Detener la carrera")).to_be_visible()
    assert faults_by_day_and_night(watched) == []
    watched.page.get_by_role("button", name="Corregir la salida").click()
    expect(watched.page.get_by_role("dialog")).to_be_visible()
    assert faults_by_day_and_night(watched) == []
