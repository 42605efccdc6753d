"""Which column of a file without headings is which: by what is in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tornado_timing.domain.import_rows import ImportKind, number_in
from tornado_timing.domain.individual.birth_dates import read_date
from tornado_timing.domain.individual.entering import MAX_AGE
from tornado_timing.domain.individual.import_rows import sex_in
from tornado_timing.protocol.import_headings import Columns

Cells = Sequence[str]
# ``101``, ``A12``, ``12-B``; a phone has more digits.
_BIB: Final = re.compile(r"#?[A-Za-z]{0,4}[-/.]?[0-9]{1,6}[-/.]?[A-Za-z]{0,2}")


def has_data(kind: ImportKind, cells: Cells) -> bool:
    """Whether a row is none of headings, as far as its cells show."""
    return any(map(_LOOKS_LIKE_DATA[kind], cells))


def columns_by_content(
    kind: ImportKind, rows: Sequence[Cells], known: Columns, *, is_alone: bool
) -> Columns:
    """Columns that can be told by what is in them, beside those that are `known`.

    With headings over other columns (not `is_alone`) only what must be there is looked for.
    """
    free = [
        _Column(place, [row[place] for row in rows])
        for place in range(len(rows[0]) if rows else 0)
        if place not in known.values()
    ]
    free = [column for column in free if column.filled]
    if kind == "teams":
        return _team_columns(free, known, is_alone)
    if kind == "runners":
        return _runner_columns(free, known, is_alone)
    return _judge_columns(free) if is_alone else {}


class _Column:
    """A column without a heading, and what its cells look like."""

    def __init__(self, place: int, cells: Cells) -> None:
        self.place = place
        self.filled = [cell for cell in cells if cell]
        self.distinct = len(set(self.filled))

    def share(self, looks_right: Callable[[str], bool]) -> float:
        """Which part of the filled cells looks right."""
        return sum(map(looks_right, self.filled)) / len(self.filled)


def _team_columns(free: list[_Column], known: Columns, is_alone: bool) -> Columns:
    found: Columns = {}
    if "number" not in known:
        numbers = [column for column in free if column.share(_is_number) >= 0.8]
        if numbers:
            best = max(numbers, key=lambda column: (column.distinct, -column.place))
            found["number"] = best.place
    words = [
        column
        for column in free
        if column.place not in found.values() and column.share(_is_number) < 0.5
    ]
    if "name" not in known and words:
        best = max(words, key=lambda column: (column.distinct, -column.place))
        found["name"] = best.place
    rest = [
        column
        for column in words
        if column.place not in found.values() and 2 * column.distinct <= len(column.filled)
    ]
    if is_alone and rest:
        found["category"] = rest[0].place
    return found


def _runner_columns(free: list[_Column], known: Columns, is_alone: bool) -> Columns:
    found: Columns = {}
    if is_alone:
        found = _first_that_look(
            free, (("birth_date", _is_date), ("contact", _is_runner_contact), ("sex", _is_sex))
        )
    rest = [column for column in free if column.place not in found.values()]
    bibs = [column for column in rest if column.share(_is_bib) >= 0.8]
    if "bib" not in known and bibs:
        best = max(bibs, key=lambda column: (column.distinct, -column.place))
        found["bib"] = best.place
    if not is_alone:
        return found
    rest = [column for column in rest if column.place not in found.values()]
    found |= _first_that_look(rest, (("age", _is_age),))
    return found | _columns_of_words([column for column in rest if column.share(_is_name) >= 0.6])


def _columns_of_words(words: list[_Column]) -> Columns:
    """Names differ from row to row, categories come again and again."""
    found: Columns = {}
    names = [column for column in words if 2 * column.distinct > len(column.filled)]
    if names:
        found["first_name"] = names[0].place
        # Where the first holds whole names the next one is something else.
        if len(names) > 1 and names[0].share(_is_whole_name) < 0.6:
            found["last_name"] = names[1].place
    rest = [column for column in words if column not in names]
    if rest:
        found["category"] = rest[0].place
    return found


def _judge_columns(free: list[_Column]) -> Columns:
    return _first_that_look(
        free,
        (
            ("email", _is_email),
            ("phone", _is_phone),
            ("username", _is_username),
            ("first_name", _is_name),
            ("last_name", _is_name),
        ),
    )


def _first_that_look(
    free: list[_Column], looks: Sequence[tuple[str, Callable[[str], bool]]]
) -> Columns:
    """For each field the first column that looks right for it."""
    found: Columns = {}
    for field, looks_right in looks:
        for column in free:
            if column.place not in found.values() and column.share(looks_right) >= 0.6:
                found[field] = column.place
                break
    return found


def _is_number(text: str) -> bool:
    return number_in(text) is not None


def _is_email(text: str) -> bool:
    return "@" in text


def _is_phone(text: str) -> bool:
    return bool(re.fullmatch(r"[+(]?[0-9][0-9 ().-]{4,}", text))


def _is_contact(text: str) -> bool:
    return _is_email(text) or _is_phone(text)


def _is_username(text: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9_-]+[.a-z0-9_-]*", text)) and not text.isdigit()


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_][^\d@_]*", text))


def _is_date(text: str) -> bool:
    return read_date(text).problem != "no_date"


def _is_runner_contact(text: str) -> bool:
    """A bib of five digits is no phone."""
    return _is_email(text) or (_is_phone(text) and not _is_bib(text))


def _is_sex(text: str) -> bool:
    return sex_in(text) is not None


def _is_bib(text: str) -> bool:
    return bool(_BIB.fullmatch(text))


def _is_age(text: str) -> bool:
    number = number_in(text)
    return number is not None and number <= MAX_AGE


def _is_whole_name(text: str) -> bool:
    return len(text.split()) > 1


def _is_data_of_runner(text: str) -> bool:
    return _is_number(text) or _is_date(text) or _is_contact(text)


_LOOKS_LIKE_DATA: Mapping[ImportKind, Callable[[str], bool]] = {
    "teams": _is_number,
    "judges": _is_contact,
    "runners": _is_data_of_runner,
}
