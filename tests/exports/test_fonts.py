"""Texts on paper: nothing of them is cut off."""

import pytest

from tornado_timing.exports.fonts import (
    PLAIN,
    balanced,
    clean,
    fitting_size,
    register_fonts,
    width_of,
    wrapped,
)

SIZE = 8.0


@pytest.fixture(autouse=True)
def _fonts() -> None:
    register_fonts()


@pytest.mark.parametrize(
    "text",
    ["Ana", "María de los Ángeles Ñáñez Wolfeschlegelsteinhausenbergerdorff", "一二三四五六"],
)
@pytest.mark.parametrize("width", [20.0, 60.0, 500.0])
def test_wrapped_lines_fit_and_say_all_of_it(text: str, width: float) -> None:
    lines = wrapped(text, PLAIN, SIZE, width)
    assert all(width_of(line, PLAIN, SIZE) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_letter_that_is_wider_than_the_column_has_a_line_of_its_own() -> None:
    assert wrapped("WW", PLAIN, SIZE, 1.0) == ["W", "W"]


def test_balanced_lines_are_no_more_and_about_as_long() -> None:
    text = "por haber terminado la carrera el 21 de noviembre de 2026 en"
    width = width_of(text, PLAIN, SIZE) - 1
    first, second = balanced(text, PLAIN, SIZE, width)
    assert abs(width_of(first, PLAIN, SIZE) - width_of(second, PLAIN, SIZE)) < width / 3


def test_a_text_that_does_not_fit_is_made_smaller_as_far_as_it_may() -> None:
    wide = width_of("Nombre", PLAIN, SIZE)
    assert fitting_size("Nombre", PLAIN, SIZE, wide, 1.0) == SIZE
    assert fitting_size("Nombre", PLAIN, SIZE, wide / 2, 1.0) == pytest.approx(SIZE / 2)
    assert fitting_size("Nombre", PLAIN, SIZE, 1.0, 6.0) == 6.0


def test_accents_in_two_characters_become_one_and_what_is_not_seen_goes() -> None:
    assert clean("Jose\u0301 \u200dLo\tpez\n") == "José Lo pez"
