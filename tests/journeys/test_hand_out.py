"""Sheets and certificates, over a real server."""

import asyncio
import sys
from base64 import b64decode, b64encode
from struct import pack
from typing import Any
from urllib.parse import quote
from zlib import crc32

import pytest

from tests.journeys.test_marks import Course, mark
from tests.language_of_files import texts_of
from tests.venue import Answer, Venue, eventually
from tornado_timing.service.export_process import MAX_WAITING, ExportProcess

LOGO = b64encode(
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
).decode()


async def two_finishers(venue: Venue) -> Course:
    """Ana (7) and Bruno (8, hidden) are in."""
    course = await Course(venue).open()
    await course.marks(*(mark(bib, int(bib), tiempo=60_000, dorsal=bib) for bib in ("7", "8")))
    return course


async def asks(course: Course, path: str, status: int = 200, **how: Any) -> Answer:
    """What is answered to the organizer at a path below the competition."""
    full = f"/api/competencias/{course.number}/{path}"
    answer = await course.venue.call(how.pop("method", "GET"), full, user="organiza", **how)
    assert answer.status == status, answer.body
    return answer


@pytest.mark.gen_test(timeout=30)
async def test_a_sheet_is_a_file_with_the_name_of_race_and_list(venue: Venue) -> None:
    course = await two_finishers(venue)
    answer = await asks(course, "hojas/?hoja=overall&papel=letter&idioma=en")
    assert answer.headers["Content-Type"] == "application/pdf"
    name = venue.state.competitions[course.number].name
    encoded = quote(f"{name} - clasificación general.pdf", safe="")
    assert answer.headers["Content-Disposition"].endswith(f"filename*=UTF-8''{encoded}")
    (page,) = texts_of(answer.body)
    assert "Overall standings" in page
    assert "Live results" in page
    assert "Ana" in page
    assert "Bib 8" in page
    assert "Bruno" not in page


@pytest.mark.parametrize(
    "query",
    ["", "?hoja=all", "?hoja=overall&papel=a3", "?hoja=overall&idioma=fr"],
)
@pytest.mark.gen_test
async def test_what_cannot_be_printed_is_named(venue: Venue, query: str) -> None:
    course = await Course(venue).open()
    answer = await asks(course, f"hojas/{query}", 400)
    assert answer.json["code"] == "invalid_field"
    assert answer.json["field"] in ("hoja", "papel", "idioma")


@pytest.mark.gen_test
async def test_races_by_team_have_no_sheets(venue: Venue) -> None:
    for path in ("hojas/?hoja=overall", "certificado/", "certificados/"):
        answer = await venue.get(f"/api/competencias/1/{path}", user="organiza")
        assert (answer.status, answer.json["code"]) == (409, "competition_not_individual")


@pytest.mark.parametrize(
    "path",
    [
        *("hojas/?hoja=overall", "tablas/?tabla=csv", "certificado/", "certificados/", "premios/"),
        *("lista-premios/", "puntaje-equipos/", "clasificacion-equipos/", "locutor/"),
        *("marcas-del-recorrido/", "publicacion/", "publicaciones/", "dorsales/1/"),
        *("publicaciones/1/cambios/", "resultados/?version=1"),
    ],
)
@pytest.mark.gen_test
async def test_of_a_race_that_is_not_there_there_is_nothing(venue: Venue, path: str) -> None:
    answer = await venue.get(f"/api/competencias/999/{path}", user="organiza")
    assert (answer.status, answer.json["code"]) == (404, "not_found")


@pytest.mark.gen_test(timeout=30)
async def test_who_goes_leaves_the_place_in_the_queue_to_others(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = await Course(venue).open()
    process = ExportProcess((sys.executable, "-c", "import time; time.sleep(600)"))
    monkeypatch.setattr(venue.server.services.exporting, "_process", process)
    token = (await venue.login("organiza")).json["access"]
    head = f"GET /api/competencias/{course.number}/hojas/?hoja=overall HTTP/1.1\r\nHost: x\r\n"
    request = f"{head}Authorization: Bearer {token}\r\n\r\n".encode()
    clients = []
    for _ in range(MAX_WAITING + 1):
        reader, writer = await asyncio.open_connection("127.0.0.1", venue.server.port)
        writer.write(request)
        clients.append((reader, writer))

    async def is_waited_for(count: int) -> None:
        async def is_so() -> bool:
            return process.waiting == count

        await eventually(is_so, f"{count} files are waited for", 10)

    await is_waited_for(MAX_WAITING + 1)
    for _, writer in clients[1:]:
        writer.close()
    await is_waited_for(1)
    # The one that is made is given up when the server stops, and its client told why.
    await venue.server.stop()
    answer = await clients[0][0].read()
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"server_stopping" in answer
    clients[0][1].close()


@pytest.mark.gen_test(timeout=30)
async def test_a_certificate_is_chosen_and_made_for_those_who_are_asked_for(venue: Venue) -> None:
    course = await two_finishers(venue)
    first = await asks(course, "certificado/")
    assert first.json["lines"] == []
    design = {"title": "Diploma", "lines": ["{name}", "en {time}"], "logo": LOGO}
    tag = {"If-Match": first.headers["ETag"]}
    kept = await asks(course, "certificado/", method="PUT", body=design, headers=tag)
    assert kept.json["lines"] == design["lines"]
    await asks(course, "certificado/", 412, method="PUT", body={}, headers=tag)

    pages = texts_of((await asks(course, "certificados/?desde=7&hasta=7")).body)
    assert len(pages) == 1
    assert "DIPLOMA" in pages[0]
    assert "Ana" in pages[0]
    assert len(texts_of((await asks(course, "certificados/")).body)) == 2
    nobody = await asks(course, "certificados/?desde=100", 409)
    assert nobody.json["code"] == "nobody_to_certify"


@pytest.mark.gen_test(timeout=30)
async def test_what_is_wrong_with_a_design_is_named_and_nothing_is_kept(venue: Venue) -> None:
    course = await Course(venue).open()
    # Its head alone says how large it is.
    head = b"IHDR" + pack(">IIBBBBB", 1, 16_000_000, 8, 6, 0, 0, 0)
    tall = b64encode(
        b64decode(LOGO)[:8] + pack(">I", 13) + head + pack(">I", crc32(head)) + b64decode(LOGO)[33:]
    ).decode()
    for design, code, field in (
        ({"lines": ["{name}", "{club}"]}, "unknown_placeholder", "lines[1]"),
        ({"color": "red"}, "invalid_field", "color"),
        ({"accent": "#123456\n"}, "invalid_field", "accent"),
        ({"logo": tall}, "logo_too_large", "logo"),
        ({"logo": "GIF"}, "logo_unreadable", "logo"),
        # Its head is right, and the rest is not there.
        ({"logo": LOGO[:40]}, "logo_unreadable", "logo"),
        ({"logo": "A" * 500_000}, "logo_too_large", "logo"),
    ):
        for path, method in (("certificado/", "PUT"), ("certificado/vista/", "POST")):
            answer = await asks(course, path, 400, method=method, body=design)
            assert (answer.json["code"], answer.json["field"]) == (code, field)
    assert (await asks(course, "certificado/")).json["color"] == "#12355b"


@pytest.mark.gen_test(timeout=30)
async def test_a_preview_is_a_picture_and_keeps_nothing(venue: Venue) -> None:
    course = await Course(venue).open()
    design = {"title": "Diploma", "orientation": "portrait"}
    answer = await asks(course, "certificado/vista/?papel=letter", method="POST", body=design)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.body.startswith(b"\x89PNG")
    assert (await asks(course, "certificado/")).json["title"] == ""


@pytest.mark.gen_test(timeout=30)
async def test_files_say_the_official_version_and_stay_as_it_was(venue: Venue) -> None:
    course = await two_finishers(venue)
    await venue.stop_race(course.number)
    await asks(
        course, "publicar/", method="POST", body={"stage": "official", "expected_version": 0}
    )
    await course.enter("9", first_name="Carla")
    (page,) = texts_of((await asks(course, "hojas/?hoja=overall")).body)
    assert "Resultados oficiales, versión 1" in page
    assert "Carla" not in page
