"""The rows of a file, and what cells of teams and judges may hold, without regard to the state.

For those of runners see `domain.individual.import_rows`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, Literal

from msgspec import Struct

from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.model import Account, Team

ImportKind = Literal["teams", "judges", "runners"]
Status = Literal["new", "changed", "same", "bad"]

FIELDS: Mapping[ImportKind, tuple[str, ...]] = {
    "teams": ("number", "name", "category", "judge"),
    "judges": ("username", "first_name", "last_name", "email", "phone", "password"),
    "runners": (
        *("bib", "first_name", "last_name", "sex", "birth_date", "age"),
        *("category", "team", "wave", "contact", "hidden", "nationality", "city"),
    ),
}
# Without a column for these a file of the kind cannot be imported.
REQUIRED: Mapping[ImportKind, frozenset[str]] = {
    "teams": frozenset({"number", "name"}),
    "judges": frozenset(),
    "runners": frozenset({"bib"}),
}
MAX_NUMBER: Final = 999_999_999
MAX_TEXT: Final = 200
MAX_USERNAME: Final = 150
PLAN_LENGTH: Final = 16
# bcrypt reads no more.
MAX_PASSWORD_BYTES: Final = 72

# ``12``, and what is left of it after a program has taken it for a decimal. Not ``1.000``, which
# is a thousand to some.
_NUMBER: Final = re.compile(r"#?\s*([0-9]{1,15})(?:[.,]0{1,2})?")
_LONGEST_NUMBER: Final = 30
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f\ufffd\ud800-\udfff]")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
# They begin a family name.
_PARTICLES: Final = frozenset({"de", "del", "la", "las", "los", "da", "do", "dos", "di", "van"})


class CellProblem(Struct, frozen=True):
    """What is wrong with a cell: `code` is stable, `details` fill its text."""

    field: str
    code: str
    details: dict[str, str | int] = {}


class Draft(Struct, frozen=True):
    """A row with what can be told from itself alone.

    `texts` are by field, of the columns that the file has; an empty text leaves what there is
    as it is. `number` is a team's, None where it cannot be read. `entry` is what the filled cells
    of a runner stand for, by fields of `Runner`; its bib and wave are looked up later.
    """

    line: int
    texts: dict[str, str]
    problems: list[CellProblem] = []
    number: int | None = None
    entry: dict[str, Any] = {}


class CheckedRow(Struct):
    """A row beside the state: what it would make (`new`, its id 0 until made) of what (`old`).

    `current` is what there is now in the place of `values`, where the row would change it.
    """

    line: int
    values: dict[str, str]
    status: Status
    problems: list[CellProblem]
    old: Team | Account | Runner | None = None
    new: Team | Account | Runner | None = None
    password: str = ""
    current: dict[str, str] | None = None


def plan_of(rows: Iterable[CheckedRow]) -> str:
    """A short text that is another one when the rows would write or replace something else.

    Of a password it is not in it which, but which one it replaces: that may be a newer one.
    """
    digest = sha256()
    for row in rows:
        current = row.current or {}
        cells = [
            (field, text if field != "password" else "", current.get(field))
            for field, text in sorted(row.values.items())
            # An empty cell writes nothing, and replaces nothing.
            if text
        ]
        codes = [(problem.field, problem.code) for problem in row.problems]
        old_hash = row.old.password_hash if row.password and isinstance(row.old, Account) else ""
        old_id = None if row.old is None else row.old.id
        parts = (row.line, row.status, cells, codes, old_id, old_hash)
        digest.update(repr(parts).encode())
    return digest.hexdigest()[:PLAN_LENGTH]


def read_row(kind: Literal["teams", "judges"], line: int, cells: Mapping[str, str]) -> Draft:
    """A row from its cells by field."""
    texts = {
        # A password is taken as it is.
        field: text if field == "password" else " ".join(text.split())
        for field, text in cells.items()
    }
    problems = list(_problems_of_form(kind, texts))
    if kind == "judges":
        return Draft(line, with_split_name(texts), problems)
    number = number_in(texts.get("number", ""))
    if number is not None:
        texts["number"] = str(number)
    return Draft(line, texts, problems, number)


def number_in(text: str) -> int | None:
    """The whole number that a text stands for, None if it stands for none."""
    if len(text) > _LONGEST_NUMBER:
        return None
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(match[1]) if match else None


def split_name(full_name: str) -> tuple[str, str]:
    """First and family names in a full name, as far as Spanish names show where to cut.

    >>> split_name("Ana Pérez García"), split_name("Pérez, Ana"), split_name("Ana de la Cruz")
    (('Ana', 'Pérez García'), ('Ana', 'Pérez'), ('Ana', 'de la Cruz'))
    """
    last, comma, first = full_name.partition(",")
    if comma and first.strip():
        return first.strip(), last.strip()
    words = full_name.split()
    cut = next(
        (index for index, word in enumerate(words) if index and word.lower() in _PARTICLES),
        1 if len(words) <= 3 else 2,
    )
    return " ".join(words[:cut]), " ".join(words[cut:])


def full_name_of(texts: Mapping[str, str]) -> str:
    """The first and family name of a row together."""
    return f"{texts.get('first_name', '')} {texts.get('last_name', '')}".strip()


def with_split_name(texts: dict[str, str]) -> dict[str, str]:
    """One column for the whole name is cut in two."""
    if "last_name" in texts or not texts.get("first_name"):
        return texts
    first_name, last_name = split_name(texts["first_name"])
    return {**texts, "first_name": first_name, "last_name": last_name}


def problems_of_texts(texts: Mapping[str, str]) -> list[CellProblem]:
    """What is wrong with texts of any kind: too long, or not to be read."""
    problems = []
    for field, text in texts.items():
        limit = MAX_USERNAME if field == "username" else MAX_TEXT
        if field == "password":
            if len(text.encode("utf-8", "replace")) > MAX_PASSWORD_BYTES:
                limits: dict[str, str | int] = {"limit": MAX_PASSWORD_BYTES}
                problems.append(CellProblem(field, "password_too_long", limits))
        elif len(text) > limit:
            problems.append(CellProblem(field, "too_long", {"limit": limit}))
        if _UNPRINTABLE.search(text):
            problems.append(CellProblem(field, "unprintable"))
    return problems


def _problems_of_form(
    kind: Literal["teams", "judges"], texts: Mapping[str, str]
) -> Sequence[CellProblem]:
    problems = problems_of_texts(texts)
    if kind == "teams":
        problems += _problems_of_team(texts)
    else:
        email = texts.get("email", "")
        if email and not _EMAIL.fullmatch(email):
            problems.append(CellProblem("email", "invalid_email", {"value": email}))
        if not any(texts.get(field) for field in ("username", "first_name", "last_name")):
            problems.append(CellProblem("username", "missing"))
    return problems


def _problems_of_team(texts: Mapping[str, str]) -> Sequence[CellProblem]:
    problems = [
        CellProblem(field, "missing") for field in ("number", "name") if not texts.get(field)
    ]
    text = texts.get("number", "")
    number = number_in(text)
    if text and number is None:
        problems.append(CellProblem("number", "not_a_number", {"value": text}))
    elif number is not None and number > MAX_NUMBER:
        problems.append(CellProblem("number", "number_too_large", {"limit": MAX_NUMBER}))
    return problems
