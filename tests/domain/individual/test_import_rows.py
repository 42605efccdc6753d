"""What a cell of a runner may hold, and what one cell says of another."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tornado_timing.domain.import_rows import FIELDS, Draft
from tornado_timing.domain.individual.import_rows import answer_in, bib_in, read_runners, sex_in
from tornado_timing.domain.individual.runners import Runner, Sex


def read(*rows: dict[str, str]) -> list[Draft]:
    return read_runners([(line, {"bib": str(line), **cells}) for line, cells in enumerate(rows, 2)])


def codes(*rows: dict[str, str]) -> list[tuple[int, str, str]]:
    return [
        (draft.line, problem.field, problem.code)
        for draft in read(*rows)
        for problem in draft.problems
    ]


@pytest.mark.parametrize(
    ("texts", "sex"),
    [
        ("M m H male Masculino MASC. hombre varón Varon", Sex.MALE),
        ("F f mujer female Femenino fem. dama W woman", Sex.FEMALE),
        ("X x otro OTRA other", Sex.OTHER),
        ("Z 1 hembrita MF ?", None),
    ],
)
def test_the_sex_in_a_text(texts: str, sex: Sex | None) -> None:
    assert {sex_in(text) for text in texts.split()} == {sex}


@pytest.mark.parametrize(
    ("text", "bib"),
    [
        ("7", "7"),
        ("007", "007"),
        ("#12", "12"),
        ("# A12", "A12"),
        ("101.0", "101"),
        ("101,00", "101"),
        ("1.5", "1.5"),
        ("A-12/b", "A-12/b"),
        ("Ñ7", "Ñ7"),
        ("１２", "12"),
        ("123456789012", "123456789012"),
        ("1234567890123", None),
        ("A 12", None),
        ("12;3", None),
        ("", None),
        ("#", None),
        ("(7)", None),
    ],
)
def test_the_bib_in_a_text(text: str, bib: str | None) -> None:
    assert bib_in(text) == bib


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        ("sí SI s yes Y true VERDADERO 1 x", True),
        ("no NO n false Falso 0", False),
        ("quizás 2 -", None),
    ],
)
def test_yes_and_no(texts: str, answer: bool | None) -> None:
    assert {answer_in(text) for text in texts.split()} == {answer}


def test_a_row_comes_to_what_its_cells_stand_for() -> None:
    (draft,) = read_runners(
        [
            (
                2,
                {
                    "bib": " 7 ",
                    "first_name": "Ana",
                    "last_name": " Pérez  García ",
                    "sex": "Femenino",
                    "birth_date": "31/12/1990",
                    "age": "34.0",
                    "category": "Élite",
                    "team": "",
                    "wave": "Ola 1",
                    "contact": "099",
                    "hidden": "Sí",
                },
            )
        ]
    )
    assert draft == Draft(
        2,
        {
            "bib": "7",
            "first_name": "Ana",
            "last_name": "Pérez García",
            "sex": "F",
            "birth_date": "1990-12-31",
            "age": "34",
            "category": "Élite",
            "team": "",
            "wave": "Ola 1",
            "contact": "099",
            "hidden": "yes",
        },
        [],
        entry={
            "first_name": "Ana",
            "last_name": "Pérez García",
            "sex": Sex.FEMALE,
            "birth_date": datetime.date(1990, 12, 31),
            "age": 34,
            "category": "Élite",
            "contact": "099",
            "is_hidden": True,
        },
    )


def test_a_whole_name_in_one_column_is_cut_and_in_two_it_is_not() -> None:
    one, two = read({"first_name": "Pérez, Ana"}, {"first_name": "Ana María", "last_name": ""})
    assert (one.entry["first_name"], one.entry["last_name"]) == ("Ana", "Pérez")
    assert two.entry == {"first_name": "Ana María"}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"bib": ""}, [("bib", "missing")]),
        ({"bib": "A 1"}, [("bib", "invalid_bib")]),
        ({"bib": "7\0"}, [("bib", "unprintable")]),
        ({"bib": "2026-03-12"}, [("bib", "bib_is_a_date")]),
        ({"bib": "12-3"}, []),
        ({"sex": "Z"}, [("sex", "unknown_sex")]),
        ({"age": "130"}, []),
        ({"age": "131"}, [("age", "invalid_age")]),
        ({"age": "-1"}, [("age", "invalid_age")]),
        ({"age": "cuarenta"}, [("age", "invalid_age")]),
        ({"hidden": "tal vez"}, [("hidden", "not_yes_or_no")]),
        ({"birth_date": "ayer"}, [("birth_date", "not_a_date")]),
        ({"birth_date": "31/02/1990"}, [("birth_date", "impossible_date")]),
        ({"birth_date": "05/06/85"}, [("birth_date", "short_year")]),
        ({"birth_date": "12/31/1990"}, [("birth_date", "month_first_date")]),
        ({"birth_date": "9" * 201}, [("birth_date", "too_long")]),
        ({"team": "x" * 201}, [("team", "too_long")]),
        (
            {"bib": "", "sex": "Z", "age": "x"},
            [("sex", "unknown_sex"), ("age", "invalid_age"), ("bib", "missing")],
        ),
    ],
)
def test_what_is_wrong_with_a_runner(cells: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert [(field, code) for _, field, code in codes(cells)] == found


def test_without_a_column_for_the_bib_it_is_missing() -> None:
    (draft,) = read_runners([(2, {"first_name": "Ana"})])
    assert [(problem.field, problem.code) for problem in draft.problems] == [("bib", "missing")]


def test_where_one_date_has_the_month_first_those_that_may_have_it_are_doubted() -> None:
    dates = ["05/06/1985", "12/31/1990", "31/12/1990", "1985-06-05", "6/6/1985", ""]
    assert codes(*({"birth_date": date} for date in dates)) == [
        (2, "birth_date", "ambiguous_date"),
        (3, "birth_date", "month_first_date"),
    ]
    assert codes({"birth_date": "05/06/1985"}, {"birth_date": "31/12/1990"}) == []


def test_m_beside_h_alone_may_be_a_woman() -> None:
    assert codes({"sex": "H"}, {"sex": "M"}, {"sex": ""}) == [(3, "sex", "ambiguous_sex")]


@pytest.mark.parametrize(
    "sexes", [["H", "M", "F"], ["M", "H", "male", "masculino"], ["M", "M"], ["H", "H"]]
)
def test_m_is_a_man_where_another_word_tells_it_or_there_is_no_h(sexes: list[str]) -> None:
    drafts = read(*({"sex": sex} for sex in sexes))
    assert [draft.problems for draft in drafts] == [[]] * len(sexes)
    assert [draft.entry["sex"] for draft in drafts if draft.texts["sex"] != "F"] == [
        Sex.MALE for sex in sexes if sex != "F"
    ]


def test_no_rows_are_no_drafts() -> None:
    assert read_runners([]) == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(FIELDS["runners"]),
            st.text(max_size=12)
            | st.sampled_from(["12/31/1990", "05/06/1985", "M", "H", "7", "sí", "0000-01-01"]),
        ),
        max_size=4,
    )
)
def test_whatever_cells_hold_a_row_is_good_or_says_what_is_wrong(
    rows: list[dict[str, str]],
) -> None:
    for draft in read_runners(list(enumerate(rows, 1))):
        assert {problem.field for problem in draft.problems} <= set(FIELDS["runners"])
        if not draft.problems:
            Runner(
                id=1, competition_id=1, registered_at_ms=0, bib=draft.texts["bib"], **draft.entry
            )
            # What was read is read again as the same.
            (again,) = read_runners([(draft.line, draft.texts)])
            assert (again.entry, again.texts) == (draft.entry, draft.texts)
