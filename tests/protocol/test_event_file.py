"""Reading the file that sets up an event."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tornado_timing.domain.errors import EventInvalid
from tornado_timing.domain.event_document import (
    CompetitionEntry,
    EventDocument,
    JudgeEntry,
    OrganizerEntry,
    Problem,
    TeamEntry,
)
from tornado_timing.protocol.event_file import parse, read_event

FULL: dict[str, Any] = {
    "organizadores": [{"username": "organiza", "password": "o"}],
    "jueces": [
        {
            "username": " juez1 ",
            "password": " con blancos ",
            "first_name": "Juan",
            "last_name": "Pérez",
            "email": " juez1@ejemplo.com ",
            "telefono": "099123456",
            "activo": False,
        },
        {"username": "juez2"},
    ],
    "competencias": [
        {
            "nombre": "Carrera 5K",
            "fecha_hora": "2025-11-12T08:00:00Z",
            "activa": False,
            "registros_por_equipo": 15,
        },
        {"nombre": "10K", "fecha_hora": "2025-11-12T08:00:00.250-03:00"},
    ],
    "equipos": [
        {
            "nombre": "Los Veloces",
            "dorsal": 101,
            "categoria": "estudiantes",
            "competencia": "Carrera 5K",
            "juez": "juez1",
        },
        {"nombre": "Las Liebres", "dorsal": 0, "competencia": "10K"},
    ],
}
START_MS = 1_762_934_400_000


def problems(document: object) -> list[Problem]:
    with pytest.raises(EventInvalid) as caught:
        read_event(document)
    found = caught.value.details["problems"]
    assert isinstance(found, list)
    return found


def places(document: object) -> list[tuple[str, int, str, str]]:
    return [(item.section, item.index, item.field, item.code) for item in problems(document)]


def test_the_whole_form_is_read() -> None:
    assert read_event(FULL) == EventDocument(
        [OrganizerEntry("organiza", "o")],
        [
            JudgeEntry(
                "juez1",
                " con blancos ",
                "Juan",
                "Pérez",
                "juez1@ejemplo.com",
                "099123456",
                False,
            ),
            JudgeEntry("juez2", None, "", "", "", "", True),
        ],
        [
            CompetitionEntry("Carrera 5K", START_MS, False, 15),
            CompetitionEntry("10K", START_MS + 3 * 3_600_000 + 250, True, None),
        ],
        [
            TeamEntry("Los Veloces", 101, "Carrera 5K", "estudiantes", "juez1"),
            TeamEntry("Las Liebres", 0, "10K", "", None),
        ],
    )


def test_every_section_may_be_left_out() -> None:
    assert read_event({}) == EventDocument()


def test_toml_and_json_say_the_same() -> None:
    toml = b"""
    [[competencias]]
    nombre = "Carrera 5K"
    fecha_hora = 2025-11-12T08:00:00Z
    registros_por_equipo = 15
    [[equipos]]
    nombre = "Los Veloces"
    dorsal = 101
    competencia = "Carrera 5K"
    """
    json = b"""\xef\xbb\xbf{
    "competencias": [{"nombre": "Carrera 5K", "fecha_hora": "2025-11-12T08:00:00Z",
                      "registros_por_equipo": 15}],
    "equipos": [{"nombre": "Los Veloces", "dorsal": 101, "competencia": "Carrera 5K"}]}
    """
    assert read_event(parse(toml, toml=True)) == read_event(parse(json, toml=False))


def test_a_date_of_toml_without_a_time_is_the_midnight_it_begins_with() -> None:
    toml = b'[[competencias]]\nnombre = "x"\nfecha_hora = 2025-11-12\n'
    (entry,) = read_event(parse(toml, toml=True)).competitions
    assert entry.scheduled_at_ms == datetime(2025, 11, 12).timestamp() * 1000


def test_a_time_without_a_zone_is_in_the_laptops_zone() -> None:
    document = {"competencias": [{"nombre": "x", "fecha_hora": "2025-11-12T08:00:00"}]}
    (entry,) = read_event(document).competitions
    assert entry.scheduled_at_ms == datetime(2025, 11, 12, 8).astimezone(UTC).timestamp() * 1000


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"\xff", b'{"a": NaN}', b'{"jueces": [{"username": "\\ud800"}]}', b"[1] x"],
)
def test_json_that_is_broken_is_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError):
        parse(text, toml=False)


@pytest.mark.parametrize("text", [b"= 1", b"\xff", b"a = ", b"a = 1\na = 2"])
def test_toml_that_is_broken_is_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError):
        parse(text, toml=True)


@pytest.mark.parametrize("document", [None, [], "x", 5, True])
def test_a_file_must_hold_an_object(document: object) -> None:
    assert places(document) == [("", 0, "", "not_an_object")]


def test_unknown_sections_and_sections_that_are_no_list_are_named() -> None:
    assert places({"judges": [], "jueces": {}, "equipos": None}) == [
        ("judges", 0, "", "unknown_section"),
        ("jueces", 0, "", "not_a_list"),
        ("equipos", 0, "", "not_a_list"),
    ]


def test_every_mistake_names_its_entry_and_its_field() -> None:
    document = {
        "organizadores": [{"username": "a"}, {"password": "x"}, 5],
        "jueces": [{"username": "b", "activo": 1}, {"username": "c", "edad": 5}],
        "competencias": [
            {"nombre": "x"},
            {"nombre": "x", "fecha_hora": "mañana"},
            {"nombre": "x", "fecha_hora": "1900-01-01T00:00:00Z"},
            {"nombre": "x", "fecha_hora": "2025-11-12T08:00:00Z", "registros_por_equipo": 0},
            {"nombre": "x", "fecha_hora": 1762934400},
        ],
        "equipos": [
            {"nombre": "x", "dorsal": "101", "competencia": "x"},
            {"nombre": "x", "dorsal": True, "competencia": "x"},
            {"nombre": "x", "dorsal": -1, "competencia": "x"},
            {"nombre": "", "dorsal": 1, "competencia": "x"},
            {"nombre": "x", "dorsal": 1},
        ],
    }
    assert places(document) == [
        ("organizadores", 1, "username", "missing"),
        ("organizadores", 2, "", "invalid"),
        ("jueces", 0, "activo", "invalid"),
        ("jueces", 1, "edad", "unknown_field"),
        ("competencias", 0, "fecha_hora", "missing"),
        ("competencias", 1, "fecha_hora", "invalid"),
        ("competencias", 2, "fecha_hora", "out_of_range"),
        ("competencias", 3, "registros_por_equipo", "invalid"),
        ("competencias", 4, "fecha_hora", "invalid"),
        ("equipos", 0, "dorsal", "invalid"),
        ("equipos", 1, "dorsal", "invalid"),
        ("equipos", 2, "dorsal", "invalid"),
        ("equipos", 3, "nombre", "invalid"),
        ("equipos", 4, "competencia", "missing"),
    ]


@pytest.mark.parametrize(
    ("section", "entry", "field"),
    [
        ("jueces", {"username": "  "}, "username"),
        ("organizadores", {"username": " ", "password": "x"}, "username"),
        ("competencias", {"nombre": " ", "fecha_hora": "2025-11-12T08:00:00Z"}, "nombre"),
        ("equipos", {"nombre": "\t", "dorsal": 1, "competencia": "x"}, "nombre"),
        ("jueces", {"username": "a\u0000b"}, "username"),
        ("jueces", {"username": "x", "first_name": "a\u0000b"}, "first_name"),
        ("jueces", {"username": "x" * 151}, "username"),
        ("jueces", {"username": "x", "password": ""}, "password"),
    ],
)
def test_texts_of_blanks_or_control_characters_are_refused(
    section: str, entry: dict[str, Any], field: str
) -> None:
    assert places({section: [entry]}) == [(section, 0, field, "invalid")]
