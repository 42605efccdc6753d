"""Which column is which: by headings of all spellings, and by what is in them."""

import pytest

from tornado_timing.domain.import_rows import ImportKind
from tornado_timing.protocol.import_columns import understand
from tornado_timing.protocol.import_templates import TEMPLATES

TEAM_ROWS = [["101", "Los Veloces", "Niños"], ["102", "Las Liebres", "Niños"]]


def columns(kind: ImportKind, *rows: list[str]) -> dict[str, int]:
    return understand(kind, rows).columns


@pytest.mark.parametrize(
    "heading",
    [
        *("Dorsal", "DORSAL", "dorsal:", "Número", "NUMERO", "num.", "Nº", "N°", "No.", "nro"),
        *("BIB", "bib #", "#", "Number", "Pechera", "Placa", "Nº de dorsal", "Número de equipo"),
        *("Nro. de corredor", " Dorsal ", "N.º"),
    ],
)
def test_the_number_of_a_team(heading: str) -> None:
    assert columns("teams", ["x", heading, "y"], ["a", "5", "b"])["number"] == 1


@pytest.mark.parametrize(
    ("field", "heading"),
    [
        ("name", "Equipo"),
        ("name", "NOMBRE DEL EQUIPO"),
        ("name", "Nombre"),
        ("name", "Team name"),
        ("name", "Club"),
        ("name", "Escuela / institución"),
        ("category", "Categoría"),
        ("category", "CATEGORIA"),
        ("category", "Cat."),
        ("category", "Categoría del equipo"),
        ("judge", "Juez"),
        ("judge", "Árbitro"),
        ("judge", "Nombre del juez"),
        ("judge", "Cronometrador/a"),
        ("judge", "Judge"),
    ],
)
def test_the_other_columns_of_teams(field: str, heading: str) -> None:
    found = columns("teams", ["Observaciones", heading], ["", "x"])
    assert {key for key, place in found.items() if place == 1} == {field}


@pytest.mark.parametrize(
    ("field", "heading"),
    [
        ("username", "Usuario"),
        ("username", "Nombre de usuario"),
        ("username", "User name"),
        ("username", "Cuenta"),
        ("first_name", "Nombre"),
        ("first_name", "NOMBRES"),
        ("first_name", "Nombre y apellidos"),
        ("first_name", "Apellidos y nombres"),
        ("first_name", "Nombre del juez"),
        ("last_name", "Apellido"),
        ("last_name", "Apellidos"),
        ("last_name", "Primer apellido"),
        ("email", "Correo electrónico"),
        ("email", "E-mail"),
        ("email", "Mail"),
        ("phone", "Teléfono"),
        ("phone", "Tel."),
        ("phone", "Móvil"),
        ("phone", "Celular / WhatsApp"),
        ("password", "Contraseña"),
        ("password", "CLAVE"),
        ("password", "Password"),
    ],
)
def test_the_columns_of_judges(field: str, heading: str) -> None:
    assert columns("judges", ["Observaciones", heading], ["", "x"]) == {field: 1}


def test_the_surest_heading_wins_and_no_column_is_two_things() -> None:
    assert columns(
        "teams",
        ["Nombre del juez", "Correo del juez", "Nombre", "Equipo", "Número de equipo", "Cat"],
        ["Ana", "a@b", "Luis", "Los Veloces", "5", "M"],
    ) == {"judge": 0, "name": 3, "number": 4, "category": 5}
    assert columns(
        "judges", ["Nombre", "Nombre de usuario", "Apellido"], ["Ana", "ana", "Pérez"]
    ) == {"username": 1, "first_name": 0, "last_name": 2}


@pytest.mark.parametrize("kind", ["teams", "judges", "runners"])
def test_the_headings_of_the_template_are_known(kind: ImportKind) -> None:
    rows = [[str(cell) for cell in row] for row in TEMPLATES[kind]]
    understood = understand(kind, rows)
    assert understood.has_header
    assert list(understood.columns.values()) == list(range(len(rows[0])))


def test_a_first_row_with_a_number_is_data() -> None:
    understood = understand("teams", [["100", "Club Atlético", "Niños"], *TEAM_ROWS])
    assert (understood.has_header, understood.headings) == (False, [])
    assert (understood.columns, understood.first_row) == (
        {"number": 0, "name": 1, "category": 2},
        0,
    )


def test_unknown_headings_over_numbers_are_headings_still() -> None:
    understood = understand("teams", [["Startnummer", "Mannschaft", "Klasse"], *TEAM_ROWS])
    assert (understood.has_header, understood.first_row) == (True, 1)
    assert understood.columns == {"number": 0, "name": 1, "category": 2}


def test_the_title_of_the_race_may_stand_above_the_headings() -> None:
    rows = [["Carrera del pueblo", "", ""], ["Dorsal", "Equipo", "Categoría"], *TEAM_ROWS]
    for has_header in (None, True):
        understood = understand("teams", rows, has_header)
        assert (understood.headings, understood.first_row) == (rows[1], 2)
    assert understand("teams", rows, has_header=False).first_row == 0


def test_what_is_required_is_looked_for_beside_the_headings_that_are_known() -> None:
    rows = [["Xyz", "Equipo", "Abc"], ["101", "Uno", "z"], ["102", "Dos", "z"]]
    assert columns("teams", *rows) == {"number": 0, "name": 1}


def test_the_number_is_the_column_with_the_most_different_numbers() -> None:
    rows = [["5", f"Equipo {number}", str(number)] for number in range(10)]
    assert columns("teams", *rows) == {"number": 2, "name": 1}


def test_judges_without_headings_are_told_by_what_they_are() -> None:
    rows = [
        ["ana.perez", "Ana", "Pérez", "ana@x.com", "099 123 456"],
        ["luis", "Luis María", "Gómez", "", "+593 99 1"],
    ]
    understood = understand("judges", rows)
    assert not understood.has_header
    assert understood.columns == {
        "username": 0,
        "first_name": 1,
        "last_name": 2,
        "email": 3,
        "phone": 4,
    }


def test_one_column_of_names_is_taken_for_names() -> None:
    assert columns("judges", ["Ana Pérez"], ["Luis Gómez"]) == {"first_name": 0}


def test_what_is_said_is_not_guessed() -> None:
    rows = [["Dorsal", "Equipo"], ["1", "Uno"]]
    assert understand("teams", rows, has_header=False).first_row == 0
    assert understand("teams", rows, None, {"name": 0}).columns == {"name": 0}
    assert understand("teams", rows, None, {}).columns == {}


def test_nothing_can_be_understood() -> None:
    assert understand("teams", []).columns == {}
    assert understand("teams", [["Dorsal", "Equipo"]]).columns == {"number": 0, "name": 1}
