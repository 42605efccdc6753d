"""Names that would be formulas, markup or addresses are text in every file that is handed out."""

import asyncio
import csv
import io
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.journeys.test_marks import Course, mark, send
from tests.venue import Answer, Venue
from tornado_timing.exports.making import make
from tornado_timing.protocol.openapi import FileReply
from tornado_timing.service.export_process import ExportProcess
from tornado_timing.web.api import METHODS
from tornado_timing.web.endpoint import endpoint_of
from tornado_timing.web.routes import API_ROUTES

BEGINS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
COMMAND = "cmd|' /C calc'!A0"
# Of somebody whose phone is abroad, and of a club: nothing of them may get lost.
PLAIN = ["+593 99 123 4567", "Los -5 grados", "1:02:03"]
SECRET = "solo-del-disco"


def files_of(course: Course) -> dict[tuple[str, str], list[str]]:
    """By route that answers with a file, the queries that name all of them."""
    race = f"/api/competencias/{course.number}"
    tables = [f"{race}/tablas/?tabla={name}" for name in ("xlsx", "csv", "ultrasignup", "itra")]
    sheets = ("overall", "categories", "sexes", "teams", "prizes", "statistics")
    kinds = ("teams", "judges", "runners")
    return {
        ("GET", "/api/competencias/{competition_id}/hojas/"): [
            f"{race}/hojas/?hoja={name}" for name in sheets
        ],
        ("GET", "/api/competencias/{competition_id}/tablas/"): tables,
        ("POST", "/api/competencias/{competition_id}/certificado/vista/"): [],
        ("GET", "/api/competencias/{competition_id}/certificados/"): [f"{race}/certificados/"],
        ("GET", "/api/importaciones/plantilla/"): [
            f"/api/importaciones/plantilla/?kind={kind}&format={ending}"
            for kind in kinds
            for ending in ("csv", "xlsx")
        ],
        ("GET", "/api/auditoria/descarga/"): ["/api/auditoria/descarga/"],
    }


# No program takes them for a table or a page: certificates, numbers, a database, lines of a log.
NO_TABLES = {
    ("GET", "/metrics"),
    ("GET", "/api/respaldos/{backup_name}/"),
    ("GET", "/api/funcionamiento/registro/"),
    ("GET", "/confianza/autoridad.crt"),
    ("GET", "/confianza/autoridad.mobileconfig"),
}


@pytest.fixture(autouse=True)
def made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are made as their process makes them, without starting one for each of so many."""

    async def run(_process: ExportProcess, request: bytes) -> bytes:
        return await asyncio.to_thread(make, request)

    monkeypatch.setattr(ExportProcess, "run", run)


async def race_of(venue: Venue, name: str, texts: list[str]) -> Course:
    """A race with these texts in every field of its runners, all of whom have come in."""
    course = await Course(venue).open()
    await send(venue, "PATCH", f"/api/competencias/{course.number}/", {"name": name})
    fields = ("last_name", "first_name", "team", "city", "nationality", "category", "contact")
    for number, text in enumerate(texts, 20):
        await course.enter(f"-{number}", **dict.fromkeys(fields, text), sex="F")
        await course.marks(mark(f"m{number}", number, tiempo=number * 60_000, dorsal=f"-{number}"))
    return course


def cells_of(answer: Answer) -> list[str]:
    """Every cell of a table, as a program finds it that looks for formulas."""
    if answer.headers["Content-Type"].startswith("text/csv"):
        text = answer.body.decode("utf-8-sig")
        delimiter = ";" if ";" in text.splitlines()[0] else ","
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [cell for row in rows for cell in row]
    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(answer.body)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    return [cell.value for cell in cells if isinstance(cell.value, str)]


def is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def test_every_route_that_hands_out_a_file_is_looked_at() -> None:
    handing_out = {
        (method, path)
        for path, handler in API_ROUTES
        for method in METHODS
        if (found := endpoint_of(handler, method)) is not None
        and any(isinstance(reply, FileReply) for reply in found.replies.values())
    }
    course = Course.__new__(Course)
    course.number = 1
    assert handing_out == set(files_of(course)) | NO_TABLES


@pytest.mark.gen_test(timeout=60)
async def test_no_cell_of_any_table_is_run_as_a_formula(venue: Venue) -> None:
    names = [f"{begin}{COMMAND}" for begin in BEGINS]
    course = await race_of(venue, f"={COMMAND}", names + PLAIN)
    seen = 0
    for paths in files_of(course).values():
        for path in paths:
            if "tabla" not in path and "plantilla" not in path and "auditoria" not in path:
                continue
            answer = await venue.get(path, user="organiza")
            assert answer.status == 200, (path, answer.body)
            for cell in cells_of(answer):
                assert not cell.startswith(BEGINS) or is_number(cell), (path, cell)
                seen += COMMAND in cell
            if "tabla" in path or "auditoria" in path:
                whole = "\n".join(cells_of(answer))
                for plain in PLAIN:
                    assert plain in whole, path
    assert seen > 100


@pytest.mark.gen_test(timeout=60)
async def test_what_looks_like_markup_is_printed_as_it_is(venue: Venue) -> None:
    """A paragraph's <img> reads any file of the laptop, or asks any address, as it is drawn."""
    secret = venue.data_dir / "secret.txt"
    secret.write_text(SECRET)
    asked: list[str] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode())
        writer.close()

    trap = await asyncio.start_server(note, "127.0.0.1", 0)
    port = trap.sockets[0].getsockname()[1]
    names = [
        f'<img src="file://{secret}"/>',
        f'<img src="http://127.0.0.1:{port}/a.png"/>',
        f'<a href="http://127.0.0.1:{port}/b">x</a>',
        "<para>&lt;b&gt; {name} %s {0.__class__}",
        '</para><font color="[[[getattr]]]">',
    ]
    course = await race_of(venue, names[0], names)
    design = {"title": names[1], "lines": ["{name}", names[2], "{team}"], "signatures": names[1:3]}
    certificate = f"/api/competencias/{course.number}/certificado/"
    await send(venue, "PUT", certificate, design)
    preview = await venue.post(f"{certificate}vista/", design, user="organiza")
    assert preview.body.startswith(b"\x89PNG")
    for paths in files_of(course).values():
        for path in paths:
            if "hojas" not in path and "certificados" not in path:
                continue
            answer = await venue.get(path, user="organiza")
            assert answer.status == 200, (path, answer.body)
            pdf = PdfReader(BytesIO(answer.body))
            shown = "".join("".join(page.extract_text().split()) for page in pdf.pages)
            if "overall" in path or "categories" in path or "certificados" in path:
                for name in names:
                    # What is too wide for its cell is wrapped.
                    assert "".join(name.split())[:9] in shown, (path, name)
            assert SECRET not in shown
            for action in ("/URI", "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/Annots"):
                assert action.encode() not in answer.body, (path, action)
    trap.close()
    assert asked == []
