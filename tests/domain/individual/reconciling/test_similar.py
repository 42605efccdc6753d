"""Bibs that are taken for each other."""

import pytest

from tornado_timing.domain.individual.reconciling.similar import Why, candidates_for, why_similar


@pytest.mark.parametrize(
    ("written", "meant", "why"),
    [
        ("19", "89", Why.ONE_DIGIT),
        ("12", "15", Why.NEIGHBOUR_KEY),
        ("80", "81", Why.ONE_DIGIT),
        ("80", "88", Why.NEIGHBOUR_KEY),
        ("12", "21", Why.SWAPPED_DIGITS),
        ("132", "231", None),
        ("13", "123", Why.MISSING_DIGIT),
        ("1123", "123", Why.ADDED_DIGIT),
        ("A12", "A13", Why.NEIGHBOUR_KEY),
        ("A12", "B12", Why.ONE_DIGIT),
        ("7", "8", None),
        ("7", "78", None),
        ("12", "34", None),
        ("12", "1234", None),
        ("012", "12", None),
    ],
)
def test_one_slip_of_the_thumb_makes_bibs_alike(written: str, meant: str, why: Why | None) -> None:
    assert why_similar(written, meant) is why


def test_candidates_are_those_who_are_out_the_likeliest_first() -> None:
    out = {bib: bib for bib in ("89", "91", "190", "9", "18", "55")}
    found = [(one.bib, one.why) for one in candidates_for("019", out, 5)]
    assert found == [
        ("18", Why.NEIGHBOUR_KEY),
        ("91", Why.SWAPPED_DIGITS),
        ("89", Why.ONE_DIGIT),
        ("190", Why.MISSING_DIGIT),
    ]
    assert len(candidates_for("19", out, 2)) == 2
