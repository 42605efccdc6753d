"""What a cell may hold, and where a name is cut."""

import pytest

from tornado_timing.domain.folding import fold
from tornado_timing.domain.import_rows import Draft, number_in, read_row, split_name


def codes(draft: Draft) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in draft.problems]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" 012 ", 12),
        ("12.0", 12),
        ("12,00", 12),
        ("#12", 12),
        ("０１２", 12),
        ("0", 0),
        ("1.000", None),
        ("1,5", None),
        ("-1", None),
        ("12a", None),
        ("", None),
        ("1e3", None),
        ("9" * 40, None),
        ("²", 2),
        ("٣", None),
    ],
)
def test_the_number_in_a_text(text: str, number: int | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("full_name", "parts"),
    [
        ("Ana", ("Ana", "")),
        ("Ana Pérez", ("Ana", "Pérez")),
        ("Ana Pérez García", ("Ana", "Pérez García")),
        ("Ana María Pérez García", ("Ana María", "Pérez García")),
        ("Ana de la Cruz", ("Ana", "de la Cruz")),
        ("María José del Río", ("María José", "del Río")),
        ("Pérez García, Ana", ("Ana", "Pérez García")),
        ("Pérez,", ("Pérez,", "")),
        ("", ("", "")),
    ],
)
def test_where_a_full_name_is_cut(full_name: str, parts: tuple[str, str]) -> None:
    assert split_name(full_name) == parts


def test_a_row_of_a_team_is_tidied() -> None:
    draft = read_row("teams", 3, {"number": "007.0", "name": "Los\r\n  Veloces", "judge": ""})
    assert draft == Draft(3, {"number": "7", "name": "Los Veloces", "judge": ""}, [], 7)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, [("number", "missing"), ("name", "missing")]),
        ({"number": "x", "name": "A"}, [("number", "not_a_number")]),
        ({"number": "1000000000", "name": "A"}, [("number", "number_too_large")]),
        ({"number": "999999999", "name": "A" * 200}, []),
        ({"number": "1", "name": "A" * 201}, [("name", "too_long")]),
        ({"number": "1", "name": "A\0B"}, [("name", "unprintable")]),
        ({"number": "1", "name": "A\ufffd"}, [("name", "unprintable")]),
        ({"number": "1", "name": "A", "category": "B" * 201}, [("category", "too_long")]),
    ],
)
def test_what_is_wrong_with_a_team(cells: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert codes(read_row("teams", 1, cells)) == found


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"phone": "1"}, [("username", "missing")]),
        ({"username": "ana"}, []),
        ({"last_name": "Pérez"}, []),
        ({"username": "a" * 151}, [("username", "too_long")]),
        ({"username": "ana", "email": "no es"}, [("email", "invalid_email")]),
        ({"username": "ana", "email": "a b@c"}, [("email", "invalid_email")]),
        ({"username": "ana", "password": "ñ" * 36}, []),
        ({"username": "ana", "password": "ñ" * 37}, [("password", "password_too_long")]),
    ],
)
def test_what_is_wrong_with_a_judge(cells: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert codes(read_row("judges", 1, cells)) == found


def test_a_whole_name_in_one_column_is_cut_and_in_two_it_is_not() -> None:
    assert read_row("judges", 1, {"first_name": "Ana Pérez"}).texts == {
        "first_name": "Ana",
        "last_name": "Pérez",
    }
    two = {"first_name": "Ana María", "last_name": ""}
    assert read_row("judges", 1, two).texts == two


def test_a_password_is_left_as_it_is() -> None:
    draft = read_row("judges", 1, {"username": "ana", "password": "dos  espacios"})
    assert draft.texts["password"] == "dos  espacios"


def test_texts_are_compared_without_case_accents_and_blanks() -> None:
    assert fold("  PÉREZ   Ñandú ") == fold("perez nandu") == "perez nandu"
