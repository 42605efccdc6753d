"""Results as tables for spreadsheets, and as the portals of trail running take them."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from tornado_timing.domain.individual import rounding
from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.domain.individual.race import day_of
from tornado_timing.domain.individual.ranking import Placed
from tornado_timing.domain.individual.results import Status
from tornado_timing.domain.individual.rounding import SECOND_MS, Shown
from tornado_timing.domain.individual.runners import age_on
from tornado_timing.exports.words import status_key
from tornado_timing.language import Texts
from tornado_timing.spreadsheets.table import MAX_COLUMNS
from tornado_timing.spreadsheets.writing import Cell, Duration, csv_bytes, xlsx_bytes

Rows = list[Sequence[Cell]]


class TableKind(StrEnum):
    """For whom a table is, and so what file it is."""

    XLSX = "xlsx"
    CSV = "csv"
    ULTRASIGNUP = "ultrasignup"
    ITRA = "itra"

    @property
    def ending(self) -> str:
        """The ending of the file's name. UltraSignup prefers CSV, ITRA takes XLSX alone."""
        return "csv" if self in (TableKind.CSV, TableKind.ULTRASIGNUP) else "xlsx"


# help.ultrasignup.com, "Formatting Results Files", optional columns: 1 finished, 2 DNF, 3 DNS,
# 5 disqualified.
ULTRASIGNUP_STATUS: Mapping[Status, int] = {
    Status.FINISHED: 1,
    Status.DNF: 2,
    Status.DNS: 3,
    Status.DSQ: 5,
}


def table_file(results: PublicResults, kind: TableKind, texts: Texts) -> bytes:
    """A table as a file; spreadsheets get it as Spanish ones like it, portals as they do."""
    rows = table_of(results, kind, texts)
    if kind is TableKind.ULTRASIGNUP:
        return csv_bytes(rows, ",", "utf-8")
    if kind is TableKind.CSV:
        return csv_bytes(rows, decimal="," if texts.language == "es" else ".")
    return xlsx_bytes(rows, texts("table.title"))


def table_of(results: PublicResults, kind: TableKind, texts: Texts) -> Rows:
    """The rows of a table, headings first."""
    if kind is TableKind.ULTRASIGNUP:
        return _ultrasignup(results)
    if kind is TableKind.ITRA:
        return _itra(results)
    return _results(results, texts)


def _results(results: PublicResults, texts: Texts) -> Rows:
    """Everybody, with all that the public may know; headings in the reader's language."""
    headings = (
        *("place", "bib", "last_name", "first_name", "sex", "place_in_sex", "category"),
        *("place_in_category", "age", "team", "city", "nationality", "status"),
        *("official", "gun", "net", "penalty"),
    )
    assert len(headings) <= MAX_COLUMNS
    rows: Rows = [[texts(f"table.{heading}") for heading in headings]]
    day = day_of(results.scheduled_at_ms)
    for placed in results.ranking.placed():
        result = placed.result
        times = (result.official_ms, result.gun_ms, result.net_ms)
        rows.append(
            [
                _or_empty(placed.place),
                _bib(result.bib),
                *_person(placed, day, texts),
                texts(status_key(result.status, results)),
                *("" if one is None else _duration(one, results.shown) for one in times),
                result.penalty_ms / SECOND_MS if result.penalty_ms else "",
            ]
        )
    return rows


def _duration(time_ms: int, shown: Shown) -> Duration:
    return Duration(rounding.shown_ms(time_ms, shown), rounding.text(time_ms, shown))


def _person(placed: Placed, day: datetime.date, texts: Texts) -> Sequence[Cell]:
    """What stands between bib and status; of who is hidden that it is."""
    runner = placed.result.runner
    if runner.is_hidden:
        return [texts("table.hidden", bib=placed.result.bib), *[""] * 9]
    return [
        runner.last_name,
        runner.first_name,
        runner.sex or "",
        _or_empty(placed.place_in_sex),
        placed.result.category,
        _or_empty(placed.place_in_category),
        _or_empty(age_on(day, runner)),
        runner.team,
        runner.city,
        runner.nationality,
    ]


def _ultrasignup(results: PublicResults) -> Rows:
    """Those who finished, did not, did not start or were disqualified; who is out is left out.

    Columns and the numbers of `status` are those of UltraSignup's "Formatting Results Files".
    """
    rows: Rows = [["place", "time", "first", "last", "age", "gender", "bib", "status"]]
    day = day_of(results.scheduled_at_ms)
    for placed, first, last in _named(results):
        result = placed.result
        status = ULTRASIGNUP_STATUS.get(result.status)
        if status is None:
            continue
        sees = not result.runner.is_hidden
        rows.append(
            [
                _or_empty(placed.place),
                _time(result.official_ms),
                first,
                last,
                _or_empty(age_on(day, result.runner)) if sees else "",
                (result.runner.sex or "") if sees else "",
                result.bib,
                status,
            ]
        )
    return rows


def _itra(results: PublicResults) -> Rows:
    """Those who finished, and those who did not, without a time.

    Columns and rules are those of ITRA's "How to prepare the results file for your race": who did
    not start is left out, of who did not finish the ranking is DNF and the time empty.
    """
    rows: Rows = [
        [
            *("Ranking", "Time", "Family name", "First name", "Gender", "Birthdate"),
            *("Nationality", "Bib number", "City"),
        ]
    ]
    for placed, first, last in _named(results):
        result = placed.result
        if result.status not in (Status.FINISHED, Status.DNF):
            continue
        runner = result.runner
        seen: Callable[[str], str] = (lambda _: "") if runner.is_hidden else (lambda text: text)
        rows.append(
            [
                placed.place or "DNF",
                _time(result.official_ms),
                last,
                first,
                seen(runner.sex or ""),
                seen("" if runner.birth_date is None else runner.birth_date.isoformat()),
                seen(_country(runner.nationality)),
                _bib(result.bib),
                seen(runner.city),
            ]
        )
    return rows


def _named(results: PublicResults) -> Iterator[tuple[Placed, str, str]]:
    """Results in order with first and family name; portals are written to in English."""
    for placed in results.ranking.placed():
        runner = placed.result.runner
        if runner.is_hidden:
            yield placed, "Bib", placed.result.bib
        else:
            yield placed, runner.first_name, runner.last_name


def _bib(text: str) -> Cell:
    """A bib as a number, where spreadsheets write that as the bib is written: not `007`."""
    return int(text) if text.isdecimal() and str(int(text)) == text else text


def _time(official_ms: int | None) -> str:
    """``hh:mm:ss``, rounded up; empty without a time."""
    if official_ms is None:
        return ""
    text = rounding.text(official_ms, Shown.SECONDS)
    return text.rjust(len("00:00:00"), "0")


def _country(text: str) -> str:
    """A code of three letters in capitals; what is none, as it was entered."""
    return text.upper() if len(text) == len("ECU") else text


def _or_empty(value: int | None) -> Cell:
    return "" if value is None else value
