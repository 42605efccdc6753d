"""From a finish line with mistakes to what hangs on the wall: the organizer's whole afternoon."""

from io import BytesIO

from playwright.sync_api import Download, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.finish_of_159 import FinishOf159
from tests.browser.panel import go_to, open_panel
from tests.browser.race_server import RaceServer

MADE_MS = 30_000


def text_of(download: Download) -> list[str]:
    """What is written on each page of a PDF."""
    pages = PdfReader(BytesIO(download.path().read_bytes())).pages
    return [page.extract_text() for page in pages]


def reconcile(page: Page, finish: FinishOf159) -> None:
    """Accepts what fits, and takes the likeliest repair where nothing has to be known."""
    go_to(page, "reconcile/1")
    page.get_by_role("button", name="Aceptar las 154 parejas").click()
    expect(page.locator(".reconcile-summary").get_by_text("154", exact=True)).to_be_visible()
    page.get_by_role("button", name="Aceptar como está propuesto").click()
    expect(page.locator(".reconcile-summary").get_by_text("155", exact=True)).to_be_visible()
    title = page.locator(".doubt-title")
    for words in ("Falta un tiempo para el dorsal", "Dos toques", "El dorsal 270 no existe"):
        expect(title).to_contain_text(words)
        page.keyboard.press("Enter")
    expect(title).to_contain_text("Falta el dorsal")
    page.get_by_role("textbox", name="Dorsal", exact=True).fill(finish.bibs[finish.missed_bib])
    page.keyboard.press("Enter")
    expect(title).to_contain_text("está dos veces")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No hay dudas")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Todo cuadra")).to_be_visible()


def publish(page: Page, version: int, reason: str) -> None:
    go_to(page, "publish/1")
    page.get_by_role("button", name=f"Publicar como oficiales, versión {version}").click()
    dialog = page.get_by_role("dialog")
    if reason:
        dialog.get_by_label("Motivo").fill(reason)
    dialog.get_by_role("button", name="Publicar como oficiales").click()
    expect(page.locator(".worth").first).to_contain_text(f"Resultados oficiales, versión {version}")


def print_overall(page: Page) -> list[str]:
    go_to(page, "hand-out/1")
    with page.expect_download(timeout=MADE_MS) as waited:
        page.get_by_role("button", name="Descargar en PDF: Clasificación general").click()
    return text_of(waited.value)


def test_a_line_is_reconciled_published_corrected_published_again_and_printed(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with FinishOf159(empty_server) as finish:
        page = open_panel(open_page, empty_server, "races/1").page
        reconcile(page, finish)
        estimated = finish.bibs[finish.missed_tap]
        right = {bib: ms for bib, ms in finish.official().items() if bib != estimated}
        assert right == {bib: ms for bib, ms in finish.truth.items() if bib != estimated}
        finish.day.organizer.post("/api/competencias/1/detener/")
        publish(page, 1, "")
        first = print_overall(page)
        assert "Resultados oficiales, versión 1" in first[0]
        assert f"Página 1 de {len(first)}" in first[0]
        assert f"Página {len(first)} de {len(first)}" in first[-1]

        winner, second = finish.bibs[0], finish.bibs[1]
        disqualified = {"competition_id": 1, "kind": "runner_status", "text": "dsq"}
        subject = str(finish.day.ids[winner])
        finish.day.organizer.post("/api/correcciones/", {**disqualified, "subject": subject})
        board = open_page(f"{empty_server.url}/c/1/dorsal/{winner}", viewport=PHONE).page
        expect(board.locator("body")).to_contain_text("Resultados oficiales, versión 1")
        expect(board.locator("body")).to_contain_text("16:4")
        publish(page, 2, "Descalificación")
        expect(board.locator("body")).to_contain_text("Resultados oficiales, versión 2")
        expect(board.locator("body")).to_contain_text("Descalificado")
        again = print_overall(page)
        assert "Resultados oficiales, versión 2" in again[0]
        assert finish.names[second] in again[0]
        assert finish.names[winner] not in again[0]
        assert finish.names[winner] in again[-1]
