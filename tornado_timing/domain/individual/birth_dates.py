"""Dates as lists write them: the day first, or the year."""

import datetime
import re
from typing import Final, Literal

from msgspec import Struct

# A spreadsheet's date may come with a time.
_TIME: Final = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_YEAR_FIRST: Final = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_DAY_FIRST: Final = re.compile(
    rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_MONTHS: Final = 12
_SHORTEST_YEAR: Final = 4


class ReadDate(Struct, frozen=True):
    """A day, or what is wrong with the text.

    That is no date at all, or a day that no calendar has, or has the month first, or two digits
    for the year. `may_have_month_first` of a day that is another one if it has.
    """

    day: datetime.date | None = None
    problem: Literal["", "no_date", "no_day", "month_first", "short_year"] = ""
    may_have_month_first: bool = False


def read_date(text: str) -> ReadDate:
    """The date in a text: ``1990-12-31``, ``31/12/1990``, ``31-12-1990``, ``31.12.1990``.

    A month that comes first is not taken for one: who writes so would have half of the dates right.
    """
    match = _YEAR_FIRST.fullmatch(text)
    if match is not None:
        day = _day(int(match[1]), int(match[3]), int(match[4]))
        return ReadDate(day, "" if day else "no_day")
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return ReadDate(problem="no_date")
    first, second, year = int(match[1]), int(match[3]), match[4]
    if len(year) < _SHORTEST_YEAR:
        return ReadDate(problem="short_year")
    day = _day(int(year), second, first)
    if day is None:
        is_swapped = _day(int(year), first, second) is not None
        return ReadDate(problem="month_first" if is_swapped else "no_day")
    return ReadDate(day, may_have_month_first=first <= _MONTHS and first != second)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
