"""An organizer imports teams and judges from a file: looks at it first, then carries it out."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fuzz.conftest import steady
from tests.fuzz.served import served_venue
from tests.spreadsheets.workbooks import SPANISH, bomb, excel_workbook, workbook
from tests.venue import EVENT, Answer, Venue
from tornado_timing.protocol.import_texts import FILE_TEXTS
from tornado_timing.spreadsheets.reading import read_table

PATH = "/api/importaciones/"
TEMPLATE = "/api/importaciones/plantilla/"
TEAMS = {"kind": "teams", "competition_id": 1, "filename": "equipos.csv"}
JUDGES = {"kind": "judges", "filename": "jueces.xlsx"}


async def send(venue: Venue, data: bytes, request: dict[str, Any], **more: Any) -> Answer:
    content = base64.b64encode(data).decode()
    return await venue.post(PATH, {**request, "content": content, **more}, user="organiza")


async def preview(venue: Venue, data: bytes, request: dict[str, Any], **more: Any) -> Any:
    answer = await send(venue, data, request, **more)
    assert answer.status == 200, answer.body
    return answer.json


async def team_numbers(venue: Venue) -> list[int]:
    teams = (await venue.get("/api/equipos/?competition_id=1", user="organiza")).json
    return [team["number"] for team in teams]


def codes(row: Any) -> list[tuple[str, str]]:
    return [(problem["field"], problem["code"]) for problem in row["problems"]]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SPANISH.encode("cp1252"), "cp1252"),
        (SPANISH.encode("utf-8-sig"), "utf-8"),
        (SPANISH.replace(";", "\t").encode("utf-16"), "utf-16"),
    ],
)
@pytest.mark.gen_test(timeout=30)
async def test_a_file_of_a_spanish_excel_is_looked_at_and_then_imported(
    venue: Venue, data: bytes, encoding: str
) -> None:
    seen = await preview(venue, data, TEAMS)
    assert seen == {
        "sheets": [],
        "sheet": None,
        "has_header": True,
        "headings": ["Dorsal", "Equipo", "Categoría"],
        "column_count": 3,
        "columns": {"number": 0, "name": 1, "category": 2},
        "fields": [
            {"name": "number", "required": True},
            {"name": "name", "required": True},
            {"name": "category", "required": False},
            {"name": "judge", "required": False},
        ],
        "rows": [
            {
                "line": 2,
                "values": {"number": "101", "name": "Los Ñandúes", "category": "Niños"},
                "status": "changed",
                "problems": [],
                "current": {"number": "101", "name": "Los Veloces", "category": "estudiantes"},
            },
            {
                "line": 3,
                "values": {"number": "102", "name": "Peña «El Águila»", "category": "Adultos €"},
                "status": "changed",
                "problems": [],
                "current": {"number": "102", "name": "Las Liebres", "category": ""},
            },
        ],
        "counts": {"new": 0, "changed": 2, "same": 0, "bad": 0, "total": 2},
        "encoding": encoding,
        "delimiter": "\t" if encoding == "utf-16" else ";",
        "plan": seen["plan"],
    }
    assert next(team.name for team in venue.state.teams.values()) == "Los Veloces"
    answer = await send(venue, data, TEAMS, confirm=True)
    assert (answer.status, answer.json) == (
        201,
        {
            "created": 0,
            "updated": 2,
            "unchanged": 0,
            "skipped": 0,
            "judges_without_password": [],
        },
    )
    teams = (await venue.get("/api/equipos/", user="juez1")).json
    # Their judge stays: the file has no column for it.
    assert [(team["number"], team["name"]) for team in teams] == [
        (101, "Los Ñandúes"),
        (102, "Peña «El Águila»"),
    ]


@pytest.mark.gen_test(timeout=30)
async def test_what_somebody_else_changed_after_the_preview_is_not_overwritten(
    venue: Venue,
) -> None:
    data = SPANISH.encode()
    seen = await preview(venue, data, TEAMS)
    assert (await preview(venue, data, TEAMS))["plan"] == seen["plan"]
    teams = (await venue.get("/api/equipos/?competition_id=1", user="organiza")).json
    team = next(team for team in teams if team["number"] == 101)
    change = {"name": "Los Cóndores"}
    path = f"/api/equipos/{team['id']}/"
    assert (await venue.call("PATCH", path, change, user="organiza")).status == 200

    answer = await send(venue, data, TEAMS, confirm=True, expected_plan=seen["plan"])
    assert (answer.status, answer.json["code"]) == (412, "changed_meanwhile")
    now = answer.json["current"]
    assert now["rows"][0]["current"]["name"] == "Los Cóndores"
    assert venue.state.teams[team["id"]].name == "Los Cóndores"

    answer = await send(venue, data, TEAMS, confirm=True, expected_plan=now["plan"])
    assert (answer.status, answer.json["updated"]) == (201, 2)
    # Sent once more it would write nothing, which is not what was seen.
    answer = await send(venue, data, TEAMS, confirm=True, expected_plan=now["plan"])
    assert answer.status == 412
    assert (await send(venue, data, TEAMS, confirm=True)).status == 201


@pytest.mark.gen_test(timeout=30)
async def test_a_password_that_somebody_else_set_after_the_preview_stays(venue: Venue) -> None:
    data = b"Usuario;Clave\njuez1;lago-azul-uno\n"
    seen = await preview(venue, data, JUDGES)
    judges = (await venue.get("/api/jueces/", user="organiza")).json
    judge = next(judge for judge in judges if judge["username"] == "juez1")
    change = {"password": "la-de-otra-persona"}
    path = f"/api/jueces/{judge['id']}/"
    assert (await venue.call("PATCH", path, change, user="organiza")).status == 200
    answer = await send(venue, data, JUDGES, confirm=True, expected_plan=seen["plan"])
    assert answer.status == 412
    assert "la-de-otra" not in answer.body.decode()


@pytest.mark.gen_test(timeout=30)
async def test_a_workbook_of_excel(venue: Venue) -> None:
    seen = await preview(venue, excel_workbook(), TEAMS)
    assert (seen["sheets"], seen["sheet"]) == (["Inscripción"], "Inscripción")
    assert [(row["line"], row["status"]) for row in seen["rows"]] == [
        (2, "changed"),
        (4, "changed"),
        (5, "bad"),
    ]
    assert codes(seen["rows"][2]) == [("name", "missing"), ("number", "not_a_number")]
    assert all(problem["text"] for problem in seen["rows"][2]["problems"])


@pytest.mark.gen_test(timeout=30)
async def test_a_bad_row_stops_the_import_until_it_is_to_be_skipped(venue: Venue) -> None:
    data = b"Dorsal;Equipo;Juez\n201;Nuevos;juez2\n2x2;Malos;\n203;Otros;Nadie\n"
    answer = await send(venue, data, TEAMS, confirm=True)
    assert (answer.status, answer.json["code"]) == (409, "import_has_problems")
    assert "2 filas" in answer.json["error"]
    assert answer.json["preview"]["counts"]["bad"] == 2
    assert [codes(row) for row in answer.json["preview"]["rows"]] == [
        [],
        [("number", "not_a_number")],
        [("judge", "unknown_judge")],
    ]
    assert await team_numbers(venue) == [101, 102, 103]
    answer = await send(venue, data, TEAMS, confirm=True, skip_bad=True)
    assert (answer.json["created"], answer.json["skipped"]) == (1, 2)
    await venue.restart()
    venue.access.clear()
    assert await team_numbers(venue) == [101, 102, 103, 201]


@pytest.mark.gen_test(timeout=30)
async def test_columns_and_headings_can_be_said(venue: Venue) -> None:
    data = b"7;9;Uno\n8;9;Dos\n"
    assert (await preview(venue, data, TEAMS))["columns"] == {"number": 0, "name": 2}
    seen = await preview(venue, data, TEAMS, columns={"number": 1, "name": 2}, has_header=True)
    assert seen["headings"] == ["7", "9", "Uno"]
    assert [row["values"] for row in seen["rows"]] == [{"number": "9", "name": "Dos"}]


@pytest.mark.parametrize(
    "change",
    [
        {"columns": {"number": 2}},
        {"columns": {"number": 0, "name": 0}},
        {"columns": {"email": 0}},
        {"columns": {"number": -1}},
        {"columns": {"number": "0"}},
        {"kind": "times"},
        {"filename": ""},
        {"competition_id": None},
        {"confirm": "yes"},
        {"content": None},
    ],
)
@pytest.mark.gen_test(timeout=30)
async def test_a_request_of_the_wrong_form(venue: Venue, change: dict[str, Any]) -> None:
    content = base64.b64encode(b"1;Uno\n").decode()
    body = {**TEAMS, "content": content, **change}
    answer = await venue.post(PATH, body, user="organiza")
    assert (answer.status, answer.json["code"]) == (400, "invalid_field")


@pytest.mark.gen_test(timeout=30)
async def test_a_competition_that_there_is_not(venue: Venue) -> None:
    answer = await send(venue, b"1;Uno\n", TEAMS, competition_id=9)
    assert (answer.status, answer.json["code"]) == (400, "unknown_competition")


@pytest.mark.gen_test(timeout=30)
async def test_imported_judges_are_told_from_those_without_a_password(venue: Venue) -> None:
    data = workbook(
        [
            ["Nombre y apellido", "Correo", "Teléfono", "Clave"],
            ["Ana Núñez", "ana@x.com", 99123456.0, None],
            ["Luis Gómez", None, None, "clave de luis"],
            ["Juan Pérez", None, "099 999 999", None],
        ]
    )
    seen = await preview(venue, data, JUDGES)
    assert [(row["status"], row["values"]["username"]) for row in seen["rows"]] == [
        ("new", "ana.nunez"),
        ("new", "luis.gomez"),
        ("changed", "juez1"),
    ]
    assert seen["rows"][0]["values"]["phone"] == "99123456"
    assert "clave de luis" not in json.dumps(seen)
    done = (await send(venue, data, JUDGES, confirm=True)).json
    ana = venue.state.account_by_login("ana.nunez")
    assert (done["created"], done["updated"]) == (2, 1)
    assert done["judges_without_password"] == [ana.id]
    assert (await venue.login("luis.gomez", "clave de luis")).status == 200
    assert (await venue.login("ana.nunez", "")).status == 400
    assert (await venue.login("ana.nunez", "x")).status == 401
    assert (await venue.login("juez1")).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_judges_who_are_connected_hear_of_their_new_teams(venue: Venue) -> None:
    judge = await venue.judge("juez2")
    await send(venue, b"Dorsal;Equipo;Juez\n301;Nuevos;juez2\n", TEAMS, confirm=True)
    event = await judge.read_tipo("equipo.asignado")
    assert (event["equipo"]["dorsal"], event["asignado"]) == (301, True)


@pytest.mark.gen_test(timeout=30)
async def test_the_first_rows_and_all_bad_ones_are_shown(venue: Venue) -> None:
    lines = [f"{number};Equipo {number}" for number in range(2000)]
    lines[1500] = "x;Malos"
    seen = await preview(venue, "\n".join(lines).encode(), TEAMS)
    assert seen["counts"]["total"] == 2000
    assert [row["line"] for row in seen["rows"]] == [*range(1, 201), 1501]
    seen = await preview(venue, b"x;Malos\n" * 2000, TEAMS, columns={"number": 0})
    assert (len(seen["rows"]), seen["counts"]["bad"]) == (1000, 2000)


@pytest.mark.gen_test(timeout=30)
async def test_only_headings_are_no_rows(venue: Venue) -> None:
    data = b"Dorsal;Equipo\n"
    assert (await preview(venue, data, TEAMS))["counts"]["total"] == 0
    answer = await send(venue, data, TEAMS, confirm=True)
    assert (answer.status, answer.json["created"]) == (201, 0)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"1;a\x00b\n", "not_a_table"),
        (bytes(range(256)), "not_a_table"),
        (b"\xff\xfe\x00\xd8", "unknown_encoding"),
        (workbook([["a"]])[:900], "damaged"),
        (workbook([["x"] * 51]), "too_many_columns"),
        (bomb(), "unpacks_too_large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (b"%PDF-1.7", "pdf"),
    ],
)
@pytest.mark.gen_test(timeout=30)
async def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    venue: Venue, data: bytes, reason: str
) -> None:
    answer = await send(venue, data, TEAMS)
    assert answer.status == 400
    assert (answer.json["code"], answer.json["reason"]) == ("import_unreadable", reason)
    assert answer.json["error"].startswith(FILE_TEXTS[reason].partition("{")[0])


@pytest.mark.gen_test(timeout=30)
async def test_a_sheet_that_there_is_not(venue: Venue) -> None:
    answer = await send(venue, excel_workbook(), TEAMS, sheet="Otra")
    assert (answer.status, answer.json["reason"]) == (400, "unknown_sheet")
    assert "«Otra»" in answer.json["error"]


@pytest.mark.parametrize("content", ["no base64!", "YQ", "ñ", "YQ==\n"])
@pytest.mark.gen_test(timeout=30)
async def test_what_is_no_base64(venue: Venue, content: str) -> None:
    answer = await venue.post(PATH, {**TEAMS, "content": content}, user="organiza")
    assert (answer.status, answer.json["reason"]) == (400, "not_base64")


@pytest.mark.parametrize("body", ["", "{", "[]", '{"kind": "\\ud800"}', "[" * 100_000, "\ufeff{}"])
@pytest.mark.gen_test(timeout=30)
async def test_a_body_that_is_no_object(venue: Venue, body: str) -> None:
    answer = await venue.post(PATH, body, user="organiza")
    assert (answer.status, answer.json["code"]) in {(400, "invalid_json"), (400, "invalid_field")}


@pytest.mark.gen_test(timeout=60)
async def test_only_organizers_may_send_a_big_file(venue: Venue) -> None:
    row = f"{{}};{'x' * 190};{'y' * 190};\n"
    big = "".join(row.format(number) for number in range(19_000)).encode()
    assert len(big) > 7 * 2**20
    assert (await send(venue, big, TEAMS)).status == 200
    body = json.dumps({**TEAMS, "content": base64.b64encode(big).decode()})
    assert (await venue.post(PATH, body, user="juez1")).status == 403
    assert (await venue.post(PATH, body)).status == 401
    answer = await venue.post(PATH, " " * 13 * 2**20 + body, user="organiza")
    assert (answer.status, answer.json["code"]) == (413, "body_too_large")
    answer = await send(venue, b"x" * (8 * 2**20 + 1), TEAMS)
    assert (answer.status, answer.json["reason"]) == (400, "file_too_large")


@pytest.mark.parametrize("kind", ["teams", "judges"])
@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.gen_test(timeout=30)
async def test_the_template_is_a_file_that_can_be_imported(
    venue: Venue, kind: str, format_: str
) -> None:
    answer = await venue.get(f"{TEMPLATE}?kind={kind}&format={format_}", user="organiza")
    assert answer.status == 200
    name = {"teams": "equipos", "judges": "jueces"}[kind]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.{format_}"'
    request = TEAMS if kind == "teams" else JUDGES
    seen = await preview(venue, answer.body, request)
    assert seen["has_header"]
    assert set(seen["columns"]) == {field["name"] for field in seen["fields"]}
    assert (seen["counts"]["total"], seen["counts"]["bad"]) == (2, 0)
    done = (await send(venue, answer.body, request, confirm=True)).json
    assert done["created"] + done["updated"] == 2
    again = await preview(venue, answer.body, request)
    assert again["counts"]["same"] == 2
    assert read_table(answer.body).width == seen["column_count"]


@pytest.mark.parametrize(
    "query", ["", "?kind=teams", "?kind=runners", "?kind=x&format=csv", "?format=csv"]
)
@pytest.mark.gen_test(timeout=30)
async def test_a_template_of_nothing_that_there_is(venue: Venue, query: str) -> None:
    answer = await venue.get(f"{TEMPLATE}{query}", user="organiza")
    assert (answer.status, answer.json["code"]) == (400, "invalid_field")


def test_no_bytes_are_a_fault_of_ours(tmp_path: Path) -> None:
    book = excel_workbook()
    cells = st.text(alphabet='1a;,\t"\n\r@ñ\x00\ufffd', max_size=80)
    texts = cells.map(lambda text: f"Dorsal;Equipo;Juez\n{text}".encode())
    changed = st.tuples(st.integers(0, len(book)), st.binary(min_size=1, max_size=3)).map(
        lambda change: book[: change[0]] + change[1] + book[change[0] + len(change[1]) :]
    )
    with served_venue(tmp_path / "data", EVENT) as served:

        @settings(steady, max_examples=250)
        @given(
            data=st.binary(max_size=60) | texts | cells.map(str.encode) | changed,
            kind=st.sampled_from(["teams", "judges", "runners"]),
            confirm=st.booleans(),
            header=st.sampled_from([None, True, False]),
            columns=st.none()
            | st.dictionaries(
                st.sampled_from(
                    ["number", "name", "judge", "username", "email", "password", "bib", "sex"]
                ),
                st.integers(0, 5),
                max_size=3,
            ),
        )
        @example(data=b"a\xff;\xfe", kind="judges", confirm=True, header=False, columns=None)
        def property_holds(
            data: bytes, kind: str, confirm: bool, header: bool | None, columns: Any
        ) -> None:
            request = {
                "kind": kind,
                "competition_id": 1,
                "filename": "x",
                "has_header": header,
                "columns": columns,
                "confirm": confirm,
            }
            answer = served.run(send(served.venue, data, request))
            assert answer.status in (200, 201, 400, 409), answer.body
            assert answer.json

        property_holds()


@pytest.mark.gen_test(timeout=30)
async def test_of_a_password_it_is_shown_that_there_is_one(venue: Venue) -> None:
    await venue.post("/api/jueces/", {"username": "sin"}, user="organiza")
    data = b"Usuario;Clave\njuez1;una-nueva\nsin;otra-nueva\nnuevo;tercera\n"
    rows = (await preview(venue, data, JUDGES))["rows"]
    assert [row["values"]["password"] for row in rows] == ["•" * 6] * 3
    assert [row["current"] for row in rows] == [
        {"username": "juez1", "password": "•" * 6},
        {"username": "sin", "password": ""},
        None,
    ]
