"""Everything is on record: a page and a download."""

import csv
import io

import pytest

from tests.venue import Venue


@pytest.mark.gen_test(timeout=30)
async def test_who_did_what_when_and_from_where(venue: Venue) -> None:
    await venue.call("PATCH", "/api/competencias/1/", {"name": "10K"}, user="organiza")
    page = (await venue.get("/api/auditoria/", user="organiza")).json
    assert page["next_before"] is None
    newest, signed_in, loaded = page["entries"]
    assert newest.pop("at").endswith("Z")
    assert newest == {
        "id": 3,
        "username": "organiza",
        "address": "127.0.0.1",
        "action": "competition_changed",
        "subject_kind": "competition",
        "subject_id": 1,
        "subject_name": "10K",
        "competition_id": 1,
        "details": {"name": ["Carrera 5K", "10K"]},
    }
    assert (signed_in["action"], signed_in["address"]) == ("signed_in", "127.0.0.1")
    assert (loaded["action"], loaded["username"]) == ("event_loaded", "tornado-timing")
    assert loaded["subject_id"] is None


@pytest.mark.gen_test(timeout=30)
async def test_signing_out_is_on_record(venue: Venue) -> None:
    signed_in = (await venue.login("juez1")).json
    await venue.post("/api/logout/", {"refresh": signed_in["refresh"]}, token=signed_in["access"])
    page = (await venue.get("/api/auditoria/?limit=3", user="organiza")).json
    assert [(entry["action"], entry["username"]) for entry in page["entries"]] == [
        ("signed_in", "organiza"),
        ("signed_out", "juez1"),
        ("signed_in", "juez1"),
    ]


@pytest.mark.gen_test(timeout=30)
async def test_it_is_read_page_by_page_and_by_competition(venue: Venue) -> None:
    for number in (201, 202, 203):
        body = {"name": "x", "number": number, "competition_id": 1}
        await venue.post("/api/equipos/", body, user="organiza")
    seen: list[int] = []
    path = "/api/auditoria/?limit=2"
    while True:
        page = (await venue.get(path, user="organiza")).json
        seen += [entry["id"] for entry in page["entries"]]
        if page["next_before"] is None:
            break
        assert page["next_before"] == seen[-1]
        path = f"/api/auditoria/?limit=2&before={page['next_before']}"
    assert seen == [5, 4, 3, 2, 1]
    of_it = (await venue.get("/api/auditoria/?competition_id=1", user="organiza")).json
    assert {entry["action"] for entry in of_it["entries"]} == {"team_created"}
    none = (await venue.get("/api/auditoria/?competition_id=9", user="organiza")).json
    assert none == {"entries": [], "next_before": None}


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=501", "limit"), ("limit=x", "limit"), ("before=-1", "before")],
)
async def test_a_page_that_there_is_not_is_said(venue: Venue, query: str, field: str) -> None:
    answer = await venue.get(f"/api/auditoria/?{query}", user="organiza")
    assert (answer.status, answer.json["code"]) == (400, "invalid_field")
    assert answer.json["field"] == field


@pytest.mark.gen_test(timeout=30)
async def test_it_is_downloaded_as_a_spreadsheet_opens_it(venue: Venue) -> None:
    body = {"name": '=HYPERLINK("http://x")', "number": 7, "competition_id": 1}
    await venue.post("/api/equipos/", body, user="organiza")
    answer = await venue.get("/api/auditoria/descarga/", user="organiza")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="auditoria.csv"'
    assert answer.body.startswith("﻿id;at;username;address;action;".encode())
    heading, *rows = csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";")
    assert [row[0] for row in rows] == ["3", "2", "1"]
    newest = dict(zip(heading, rows[0], strict=True))
    assert newest["subject_name"] == '\'=HYPERLINK("http://x")'
    assert answer.body.count("﻿".encode()) == 1


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("path", ["/api/auditoria/", "/api/auditoria/descarga/", "/api/papelera/"])
async def test_it_is_for_organizers(venue: Venue, path: str) -> None:
    assert (await venue.get(path, user="juez1")).status == 403
    assert (await venue.get(path)).status == 401
