"""Sheets and certificates from the panel: downloaded, written, and seen before they are printed."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Download, expect
from pypdf import PdfReader

from tests.browser.conftest import OpenPage
from tests.browser.panel import LAPTOP, PHONE, faults_of, open_panel
from tests.browser.race_day import ANA, RaceDay
from tests.browser.race_server import RaceServer

HAND_OUT = "hand-out/1"
# A file is made in a process of its own, by a laptop that does other things as well.
MADE_MS = 30_000
LOGO = Path(__file__).parents[2] / "static/judge/icons/icon-192.png"


def text_of(download: Download) -> str:
    pages = PdfReader(BytesIO(download.path().read_bytes())).pages
    return "\n".join(page.extract_text() for page in pages)


def test_a_sheet_is_downloaded_and_called_after_race_and_list(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        day.marks(ANA, (61_000, "7"))
        page = open_panel(open_page, empty_server, HAND_OUT).page
        page.get_by_label("Papel").select_option("letter")
        with page.expect_download(timeout=MADE_MS) as waited:
            page.get_by_role("button", name="Descargar en PDF: Clasificación general").click()
        assert waited.value.suggested_filename == "Milla - Clasificación general.pdf"
        said = text_of(waited.value)
        assert "Eva Ruiz" in said
        assert "Resultados en vivo" in said
        # The next file is for the same paper.
        page.reload()
        expect(page.get_by_label("Papel")).to_have_value("letter")


def test_a_certificate_is_written_seen_saved_and_made_for_every_finisher(
    empty_server: RaceServer, open_page: OpenPage
) -> None:
    with RaceDay(empty_server) as day:
        day.start()
        day.marks(ANA, (61_000, "7"), (62_000, "8"))
        page = open_panel(open_page, empty_server, HAND_OUT).page
        card = page.get_by_role("region", name="Certificados")
        preview = card.get_by_role("img", name="Vista previa del certificado")
        expect(preview).to_be_visible(timeout=MADE_MS)
        before = preview.get_attribute("src")

        lines = card.get_by_label("Texto, una línea por renglón")
        lines.fill("para {nombr}")
        card.get_by_role("button", name="Guardar").click()
        expect(card.get_by_text("No hay ningún dato que se llame «nombr»")).to_be_visible()
        lines.fill("Corrió con nosotros: ")
        card.get_by_role("button", name="Nombre", exact=True).click()
        expect(lines).to_have_value("Corrió con nosotros: {nombre}")
        card.get_by_label("Logotipo").set_input_files(LOGO)
        expect(card.get_by_text("Guarde primero los cambios")).to_be_visible()
        card.get_by_role("button", name="Guardar").click()
        expect(card.get_by_text("Guardado")).to_be_visible(timeout=MADE_MS)
        expect(preview).not_to_have_attribute("src", before or "", timeout=MADE_MS)
        kept = day.organizer.get("/api/competencias/1/certificado/")
        assert kept["lines"] == ["Corrió con nosotros: {name}"]

        with page.expect_download(timeout=MADE_MS) as waited:
            card.get_by_role("button", name="Descargar los certificados").click()
        said = text_of(waited.value)
        assert "Corrió con nosotros: Eva Ruiz" in said
        assert "Corrió con nosotros: Fabio León" in said


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"]
)
def test_the_page_to_hand_out_has_no_faults(
    empty_server: RaceServer, open_page: OpenPage, viewport: dict[str, int], scheme: str
) -> None:
    RaceDay(empty_server, at_finish={})
    watched = open_panel(open_page, empty_server, HAND_OUT, viewport=viewport, color_scheme=scheme)
    preview = watched.page.get_by_role("img", name="Vista previa del certificado")
    expect(preview).to_be_visible(timeout=MADE_MS)
    watched.page.get_by_label("Solo para algunos corredores").check()
    expect(watched.page.get_by_label("Desde el dorsal")).to_be_visible()
    assert faults_of(watched) == []
