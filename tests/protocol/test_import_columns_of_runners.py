"""Which column of a list of runners is which, in Spanish, in English and without headings."""

import pytest

from tornado_timing.protocol.import_columns import fields_of, understand


def columns(*rows: list[str]) -> dict[str, int]:
    return understand("runners", rows).columns


@pytest.mark.parametrize(
    ("field", "heading"),
    [
        *(
            ("bib", text)
            for text in ("Dorsal", "BIB #", "Nº", "N.º de dorsal", "Número", "Race no")
        ),
        *(("first_name", text) for text in ("Nombre", "NOMBRES", "First name", "Runner")),
        *(("first_name", text) for text in ("Apellidos y nombres", "Nombre del corredor")),
        *(("last_name", text) for text in ("Apellidos", "Surname", "Primer apellido")),
        *(("sex", text) for text in ("Sexo", "SEX", "Género", "Gender", "M/F", "Sexo (M/F)")),
        *(("birth_date", text) for text in ("Fecha de nacimiento", "F. Nac.", "DOB")),
        *(("birth_date", text) for text in ("Date of birth", "Birthdate", "Fecha nac. (d/m/a)")),
        *(("age", text) for text in ("Edad", "AGE", "Años", "Edad (años)")),
        *(("category", text) for text in ("Categoría", "Age group", "Division", "Cat.")),
        *(("team", text) for text in ("Equipo", "Club", "Team", "Nombre del equipo")),
        *(("wave", text) for text in ("Ola", "Wave", "Grupo de salida", "Nombre de la ola")),
        *(("contact", text) for text in ("Contacto", "Teléfono", "E-mail", "Número de celular")),
        *(("hidden", text) for text in ("Oculto", "No mostrar", "Hidden", "¿Privado?")),
    ],
)
def test_a_heading_is_known(field: str, heading: str) -> None:
    found = columns(["Observaciones", heading], ["", "texto"])
    assert {key for key, place in found.items() if place == 1} == {field}


@pytest.mark.parametrize("heading", ["Número de cédula", "Documento (número)", "ID number"])
def test_a_number_of_papers_is_no_bib(heading: str) -> None:
    assert columns([heading, "Sexo"], ["texto", "F"]) == {"sex": 1}


def test_a_list_of_a_registration_site_is_understood() -> None:
    headings = ["Cédula", "Nombre completo", "Género", "Fecha de nacimiento", "Celular", "Dorsal"]
    rows = [headings, ["1712345678", "Ana Pérez", "F", "1990-12-31", "0991234567", "7"]]
    assert columns(*rows) == {"bib": 5, "first_name": 1, "sex": 2, "birth_date": 3, "contact": 4}


def test_columns_without_headings_are_told_by_what_they_are() -> None:
    rows = [
        ["Ana", "Pérez", "F", "31/12/1990", "101", "34", "Libre", "099 123 4567"],
        ["José", "Muñoz", "M", "01/02/1985", "102", "40", "Libre", "ana@ejemplo.com"],
        ["Eva", "Ruiz", "F", "05/06/1979", "103", "34", "Libre", ""],
        ["Luis", "Gómez", "M", "05/07/1979", "A104", "40", "Libre", "+593 99 123 456"],
    ]
    understood = understand("runners", rows)
    assert not understood.has_header
    assert understood.columns == {
        "bib": 4,
        "first_name": 0,
        "last_name": 1,
        "sex": 2,
        "birth_date": 3,
        "age": 5,
        "category": 6,
        "contact": 7,
    }


def test_beside_whole_names_the_next_words_are_no_family_names() -> None:
    rows = [["1", "Ana Pérez", "Los Veloces"], ["2", "José Muñoz", "Las Liebres"]]
    assert columns(*rows) == {"bib": 0, "first_name": 1}


def test_under_other_headings_only_the_bib_is_looked_for() -> None:
    rows = [["Startnr", "Nombre", "Xyz"], ["7", "Ana", "F"], ["8", "José", "M"]]
    assert columns(*rows) == {"bib": 0, "first_name": 1}


def test_bibs_of_five_digits_are_not_taken_for_phones() -> None:
    rows = [["10101", "Ana Pérez"], ["10102", "José Muñoz"]]
    assert columns(*rows) == {"bib": 0, "first_name": 1}


def test_a_file_must_have_the_bib_and_nothing_else() -> None:
    assert [field for field, required in fields_of("runners") if required] == ["bib"]
