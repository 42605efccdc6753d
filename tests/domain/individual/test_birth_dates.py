"""Dates as lists write them: with the day first or the year, and what is none."""

import datetime

import pytest

from tornado_timing.domain.individual.birth_dates import read_date

LAST_OF_1990 = datetime.date(1990, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        *("1990-12-31", "1990/12/31", "31/12/1990", "31-12-1990", "31.12.1990"),
        *("1990-12-31 00:00:00", "1990-12-31T08:30:00.5", "31/12/1990 0:00"),
    ],
)
def test_a_date_is_read(text: str) -> None:
    read = read_date(text)
    assert (read.day, read.problem, read.may_have_month_first) == (LAST_OF_1990, "", False)


@pytest.mark.parametrize(
    ("text", "may_have_month_first"),
    [("5/6/1985", True), ("05/06/1985", True), ("6/6/1985", False), ("1985-06-05", False)],
)
def test_a_date_with_the_day_first_may_be_another_one(
    text: str, may_have_month_first: bool
) -> None:
    read = read_date(text)
    assert read.day is not None
    assert read.day.month == 6
    assert read.may_have_month_first is may_have_month_first


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31/02/1990", "no_day"),
        ("1990-02-30", "no_day"),
        ("29/02/1989", "no_day"),
        ("45/13/1990", "no_day"),
        ("01/01/0000", "no_day"),
        ("12/31/1990", "month_first"),
        ("05/06/85", "short_year"),
        ("31/12/90", "short_year"),
        ("", "no_date"),
        ("1990", "no_date"),
        ("33238", "no_date"),
        ("ayer", "no_date"),
        ("31/12-1990", "no_date"),
        ("31/12/199", "no_date"),
        ("31/12/1990 tarde", "no_date"),
        ("٣١/١٢/١٩٩٠", "no_date"),
    ],
)
def test_what_is_no_date_says_why(text: str, problem: str) -> None:
    read = read_date(text)
    assert (read.day, read.problem) == (None, problem)
