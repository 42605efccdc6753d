"""Which column of a file is which: by what stands over it, else by what is in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from tornado_timing.domain.folding import fold
from tornado_timing.domain.import_rows import FIELDS, REQUIRED, ImportKind, number_in

Columns = dict[str, int]
Cells = Sequence[str]

# The words over a column, folded, the surest first. Fields are asked in this order for what is
# only part of a heading: "nombre del juez" is the judge, and "número de equipo" the number.
_HEADINGS: Mapping[ImportKind, Mapping[str, tuple[str, ...]]] = {
    "teams": {
        "judge": (
            *("juez", "arbitro", "cronometrador", "cronometrista", "cronometradora", "jueza"),
            *("judge", "timer", "timekeeper", "referee", "marshal"),
        ),
        "number": (
            *("dorsal", "numero", "num", "no", "nro", "nr", "n", "bib", "pechera", "placa"),
            *("number", "numero de dorsal", "bib number"),
        ),
        "category": (
            *("categoria", "cat", "category", "categ", "division", "modalidad", "rama", "class"),
        ),
        "name": (
            *("equipo", "nombre del equipo", "nombre equipo", "team", "team name", "nombre"),
            *("name", "club", "escuela", "institucion", "colegio", "school", "participante"),
            *("corredor", "corredora", "atleta", "nombre completo", "nombre y apellido"),
            *("nombre y apellidos", "nombres y apellidos", "apellidos y nombres", "runner"),
        ),
    },
    "judges": {
        "password": ("contrasena", "clave", "password", "pass", "pin"),
        "email": ("correo", "correo electronico", "e mail", "email", "mail"),
        "username": (
            *("usuario", "nombre de usuario", "user", "username", "user name", "cuenta"),
            *("login", "account"),
        ),
        "phone": (
            *("telefono", "tel", "telf", "tlf", "movil", "celular", "cel", "phone", "mobile"),
            *("whatsapp", "telephone"),
        ),
        "last_name": (
            *("apellido", "apellidos", "last name", "lastname", "surname", "family name"),
        ),
        "first_name": (
            *("nombre", "nombres", "first name", "firstname", "given name", "name"),
            *("nombre completo", "nombre y apellido", "nombre y apellidos", "full name"),
            *(
                "nombres y apellidos",
                "apellidos y nombres",
                "apellido y nombre",
                "apellidos nombres",
            ),
            *("juez", "jueza", "judge", "arbitro", "cronometrador", "cronometrista", "timer"),
        ),
    },
}
# These words name a person as a whole, and must not be taken for the family name alone.
_WHOLE_NAME = re.compile(r"\bnombres?\b.*\bapellidos?\b|\bapellidos?\b.*\bnombres?\b")
# A part of a heading this short would be found in anything.
_SHORTEST_PART = 3

# They are enough to guess from.
ROWS_LOOKED_AT: Final = 1000
LONGEST_HEADING: Final = 100
# Among so many rows the headings are looked for.
ROWS_ABOVE: Final = 10

# The template: what the import reads back without a problem.
TEMPLATES: Mapping[ImportKind, tuple[tuple[str | int, ...], ...]] = {
    "teams": (
        ("Dorsal", "Equipo", "Categoría", "Juez"),
        (101, "Los Veloces", "Juvenil", ""),
        (102, "Las Liebres de Ñandú", "Adultos", ""),
    ),
    "judges": (
        ("Usuario", "Nombre", "Apellido", "Correo", "Teléfono", "Contraseña"),
        ("ana.perez", "Ana", "Pérez", "ana@ejemplo.com", "099 123 456", ""),
        ("", "José", "Muñoz", "", "", ""),
    ),
}
TEMPLATE_NAMES: Mapping[ImportKind, str] = {"teams": "equipos", "judges": "jueces"}


class Understood(Struct, frozen=True):
    """How a file was read: which column holds what, and whether a row says so.

    `first_row` is the index of the first row after it.
    """

    has_header: bool
    headings: list[str]
    columns: Columns
    first_row: int


def understand(
    kind: ImportKind,
    rows: Sequence[Cells],
    has_header: bool | None = None,
    columns: Columns | None = None,
) -> Understood:
    """How to read `rows`, all of one width; what is given is not guessed."""
    first_row = _row_after_header(kind, rows, has_header)
    headings = list(rows[first_row - 1]) if first_row else []
    if columns is None:
        columns = columns_by_heading(kind, headings)
        content = rows[first_row:][:ROWS_LOOKED_AT]
        columns |= columns_by_content(kind, content, columns, is_alone=not columns)
    in_order = {field: columns[field] for field in FIELDS[kind] if field in columns}
    return Understood(first_row > 0, headings, in_order, first_row)


def _row_after_header(kind: ImportKind, rows: Sequence[Cells], has_header: bool | None) -> int:
    """The index of the first row of data: 0 where no row names the columns.

    The name of the race may stand above the headings.
    """
    if has_header is False or not rows:
        return 0
    for index, cells in enumerate(rows[:ROWS_ABOVE]):
        if _has_data(kind, cells):
            break
        if len(columns_by_heading(kind, cells)) > 1:
            return index + 1
    return int(bool(has_header) or looks_like_header(kind, rows))


def looks_like_header(kind: ImportKind, rows: Sequence[Cells]) -> bool:
    """Whether the first row names the columns.

    A row with a number (of a team) or an e-mail or phone (of a judge) in it is data.
    """
    if _has_data(kind, rows[0]):
        return False
    if columns_by_heading(kind, rows[0]):
        return True
    return len(rows) > 1 and _has_data(kind, rows[1])


def _has_data(kind: ImportKind, cells: Cells) -> bool:
    return any(map(_is_number if kind == "teams" else _is_contact, cells))


def columns_by_heading(kind: ImportKind, headings: Sequence[str]) -> Columns:
    """The columns whose headings are known: as a whole first, then by a part."""
    words = [_heading(text) for text in headings]
    found: Columns = {}
    for field, known in _HEADINGS[kind].items():
        ranked = [(known.index(text), place) for place, text in enumerate(words) if text in known]
        if ranked:
            found[field] = min(ranked)[1]
    for field, known in _HEADINGS[kind].items():
        if field in found:
            continue
        for place, text in enumerate(words):
            if place not in found.values() and _has_part(field, text, known):
                found[field] = place
                break
    return found


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


def _judge_columns(free: list[_Column]) -> Columns:
    found: Columns = {}
    looks: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("email", _is_email),
        ("phone", _is_phone),
        ("username", _is_username),
        ("first_name", _is_name),
        ("last_name", _is_name),
    )
    for field, looks_right in looks:
        for column in free:
            if column.place not in found.values() and column.share(looks_right) >= 0.6:
                found[field] = column.place
                break
    return found


def _heading(text: str) -> str:
    """``Nº`` and ``No.`` as ``no``, ``#`` as ``numero``, ``E-mail`` as ``e mail``."""
    text = text[:LONGEST_HEADING]
    text = fold(text.replace("#", " numero ").replace("°", "o").replace("º", "o"))
    return " ".join(re.findall(r"[a-z0-9]+", text))


def _has_part(field: str, text: str, known: Sequence[str]) -> bool:
    if field == "last_name" and _WHOLE_NAME.search(text):
        return False
    padded = f" {text} "
    return any(f" {part} " in padded for part in known if len(part) >= _SHORTEST_PART)


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


def fields_of(kind: ImportKind) -> list[tuple[str, bool]]:
    """The fields of a kind, and whether a file must have each."""
    return [(field, kind == "teams" and field in REQUIRED) for field in FIELDS[kind]]
