import random

import pytest

from tornado_timing.demo.individual.mistakes import (
    OF_TIMERS,
    OF_WRITERS,
    RATES,
    Kind,
    draw_mistake,
    misread,
)

WORN = frozenset(str(number) for number in range(1, 501))


def test_a_digit_read_wrong_is_the_bib_of_somebody_else() -> None:
    source = random.Random(1)
    for _ in range(200):
        wrong = misread(source, "89", WORN, known=True)
        assert wrong is not None
        assert wrong in WORN
        assert sum(one != other for one, other in zip(wrong, "89", strict=True)) == 1


def test_an_unknown_bib_is_nobody_s() -> None:
    source = random.Random(1)
    wrong = {misread(source, "489", WORN, known=False) for _ in range(50)}
    assert wrong.isdisjoint(WORN | {None})


def test_there_may_be_no_such_bib() -> None:
    assert misread(random.Random(1), "7", frozenset({"7"}), known=True) is None
    assert misread(random.Random(1), "7", WORN, known=False) is None


@pytest.mark.parametrize("kinds", [OF_TIMERS, OF_WRITERS])
def test_mistakes_are_as_frequent_as_their_rates(kinds: tuple[Kind, ...]) -> None:
    source = random.Random(1)
    drawn = [draw_mistake(source, kinds) for _ in range(100_000)]
    for kind in kinds:
        assert drawn.count(kind) / 100_000 == pytest.approx(RATES[kind], rel=0.15)
