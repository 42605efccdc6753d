"""The rows of a file of runners: what each cell may hold, without regard to the state."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tornado_timing.domain.folding import fold
from tornado_timing.domain.import_rows import (
    CellProblem,
    Draft,
    number_in,
    problems_of_texts,
    with_split_name,
)
from tornado_timing.domain.individual.birth_dates import ReadDate, read_date
from tornado_timing.domain.individual.entering import BIB_PATTERN, MAX_AGE
from tornado_timing.domain.individual.runners import Sex

# As lists write it, folded.
_SEXES: Mapping[str, Sex] = {
    **dict.fromkeys(
        (
            *("m", "h", "male", "man", "men", "masculino", "masculina", "masc", "hombre"),
            *("hombres", "varon", "varones", "caballero", "caballeros", "boy", "nino", "chico"),
        ),
        Sex.MALE,
    ),
    **dict.fromkeys(
        (
            *("f", "w", "female", "woman", "women", "femenino", "femenina", "fem", "mujer"),
            *("mujeres", "dama", "damas", "girl", "nina", "chica"),
        ),
        Sex.FEMALE,
    ),
    **dict.fromkeys(
        (
            *("x", "otro", "otra", "otre", "otros", "other", "no binario", "no binaria"),
            *("non binary", "nonbinary", "non-binary", "nb"),
        ),
        Sex.OTHER,
    ),
}
# What is taken as it is written.
_TEXTS: Final = (
    *("first_name", "last_name", "category", "team", "contact", "nationality", "city"),
)
_YES: Final = frozenset({"si", "s", "yes", "y", "true", "verdadero", "1", "x"})
_NO: Final = frozenset({"no", "n", "false", "falso", "0"})
# What a program that took a bib for a decimal has left of it, and what some write before it.
_BIB: Final = re.compile(r"#?\s*(.*?)", re.DOTALL)
_DECIMAL: Final = re.compile(r"([0-9]{1,12})[.,]0{1,2}")


def read_runners(rows: Sequence[tuple[int, Mapping[str, str]]]) -> list[Draft]:
    """Rows, each with its line, from their cells by field.

    What one cell leaves open the others of its column may tell. Where one date has the month
    first, the rest may have it too; and beside ``H`` alone ``M`` may well be a woman (*mujer*).
    """
    tidied = [
        (line, {field: " ".join(text.split()) for field, text in cells.items()})
        for line, cells in rows
    ]
    dates = [read_date(texts.get("birth_date", "")) for _, texts in tidied]
    is_month_first = any(date.problem == "month_first" for date in dates)
    sexes = {fold(texts.get("sex", "")) for _, texts in tidied} - {""}
    read = _Reader(is_month_first, is_m_ambiguous=sexes == {"h", "m"})
    return [
        read.draft(line, texts, date) for (line, texts), date in zip(tidied, dates, strict=True)
    ]


def sex_in(text: str) -> Sex | None:
    """The sex that a text stands for, None if it stands for none."""
    return _SEXES.get(fold(text).strip("."))


def bib_in(text: str) -> str | None:
    """The bib in a text, None where it can be none: ``101`` of ``#101`` and of ``101.0``."""
    match = _BIB.fullmatch(unicodedata.normalize("NFKC", text).strip())
    bib = "" if match is None else match[1]
    decimal = _DECIMAL.fullmatch(bib)
    if decimal is not None:
        bib = decimal[1]
    return bib if re.match(BIB_PATTERN, bib) else None


def answer_in(text: str) -> bool | None:
    """Whether a text says yes or no, None if neither."""
    folded = fold(text)
    if folded in _YES:
        return True
    return False if folded in _NO else None


class _Reader:
    """Reads rows of runners with what their columns have told."""

    def __init__(self, is_month_first: bool, is_m_ambiguous: bool) -> None:
        self._is_month_first = is_month_first
        self._is_m_ambiguous = is_m_ambiguous

    def draft(self, line: int, texts: dict[str, str], date: ReadDate) -> Draft:
        """One row."""
        problems = problems_of_texts(texts)
        unreadable = {problem.field for problem in problems}
        texts = with_split_name(texts)
        entry: dict[str, Any] = {field: texts[field] for field in _TEXTS if texts.get(field)}
        for field, read in (
            ("bib", self._bib),
            ("sex", self._sex),
            ("age", self._age),
            ("hidden", self._hidden),
        ):
            if texts.get(field) and field not in unreadable:
                problems += read(texts, entry)
        if texts.get("birth_date") and "birth_date" not in unreadable:
            problems += self._birth_date(texts, entry, date)
        if not texts.get("bib"):
            problems.append(CellProblem("bib", "missing"))
        return Draft(line, texts, problems, entry=entry)

    def _bib(self, texts: dict[str, str], _entry: dict[str, Any]) -> list[CellProblem]:
        bib = bib_in(texts["bib"])
        if bib is None:
            return [CellProblem("bib", "invalid_bib", {"value": texts["bib"]})]
        if read_date(bib).day is not None:
            # Spreadsheets make a date of ``12-3``.
            return [CellProblem("bib", "bib_is_a_date", {"value": bib})]
        texts["bib"] = bib
        return []

    def _sex(self, texts: dict[str, str], entry: dict[str, Any]) -> list[CellProblem]:
        text = texts["sex"]
        if self._is_m_ambiguous and fold(text) == "m":
            return [CellProblem("sex", "ambiguous_sex", {"value": text})]
        sex = sex_in(text)
        if sex is None:
            return [CellProblem("sex", "unknown_sex", {"value": text})]
        texts["sex"], entry["sex"] = sex.value, sex
        return []

    def _age(self, texts: dict[str, str], entry: dict[str, Any]) -> list[CellProblem]:
        age = number_in(texts["age"])
        if age is None or age > MAX_AGE:
            return [CellProblem("age", "invalid_age", {"value": texts["age"], "limit": MAX_AGE})]
        texts["age"], entry["age"] = str(age), age
        return []

    def _hidden(self, texts: dict[str, str], entry: dict[str, Any]) -> list[CellProblem]:
        answer = answer_in(texts["hidden"])
        if answer is None:
            return [CellProblem("hidden", "not_yes_or_no", {"value": texts["hidden"]})]
        texts["hidden"], entry["is_hidden"] = "yes" if answer else "no", answer
        return []

    def _birth_date(
        self, texts: dict[str, str], entry: dict[str, Any], date: ReadDate
    ) -> list[CellProblem]:
        details: dict[str, str | int] = {"value": texts["birth_date"]}
        if date.day is None:
            return [CellProblem("birth_date", _PROBLEMS_OF_DATES[date.problem], details)]
        if self._is_month_first and date.may_have_month_first:
            return [CellProblem("birth_date", "ambiguous_date", details)]
        texts["birth_date"], entry["birth_date"] = date.day.isoformat(), date.day
        return []


_PROBLEMS_OF_DATES: Mapping[str, str] = {
    "no_date": "not_a_date",
    "no_day": "impossible_date",
    "month_first": "month_first_date",
    "short_year": "short_year",
}
