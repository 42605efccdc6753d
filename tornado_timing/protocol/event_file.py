"""The file that sets up an event: reading its form, JSON or TOML."""

import json
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from tornado_timing.domain.errors import EventInvalid
from tornado_timing.domain.event_document import (
    CompetitionEntry,
    EventDocument,
    JudgeEntry,
    OrganizerEntry,
    Problem,
    TeamEntry,
)
from tornado_timing.protocol.event_entries import (
    KINDS,
    SHOWN,
    LineRow,
    Name,
    RunnerRow,
    Text,
    Username,
    WaveRow,
    default_lines,
)
from tornado_timing.protocol.instants import InvalidInstantError, instant_ms

Entry = TypeVar("Entry")
Row = TypeVar("Row", bound=Struct)
Password = Annotated[str, Meta(min_length=1, max_length=72)]
# A password may begin with blanks, and TOML's dates are no midnights here.
_AS_IT_IS = ("password", "fecha_nacimiento")


class OrganizerRow(Struct, forbid_unknown_fields=True):
    """One of ``organizadores``."""

    username: Username
    password: Password | None = None

    def entry(self) -> OrganizerEntry:
        """The entry in the words of the code."""
        return OrganizerEntry(self.username, self.password)


class JudgeRow(Struct, forbid_unknown_fields=True):
    """One of ``jueces``."""

    username: Username
    password: Password | None = None
    first_name: Text = ""
    last_name: Text = ""
    email: Text = ""
    telefono: Text = ""
    activo: bool = True

    def entry(self) -> JudgeEntry:
        """The entry in the words of the code."""
        return JudgeEntry(
            self.username,
            self.password,
            self.first_name,
            self.last_name,
            self.email,
            self.telefono,
            self.activo,
        )


class CompetitionRow(Struct, forbid_unknown_fields=True):
    """One of ``competencias``."""

    nombre: Name
    fecha_hora: datetime
    activa: bool = True
    registros_por_equipo: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    tipo: Literal["equipos", "individual"] = "equipos"
    mostrar: Literal["segundos", "decimas"] = "segundos"

    def entry(self) -> CompetitionEntry:
        """The entry in the words of the code. Raises InvalidInstantError."""
        return CompetitionEntry(
            self.nombre,
            instant_ms(self.fecha_hora),
            self.activa,
            self.registros_por_equipo,
            KINDS[self.tipo],
            SHOWN[self.mostrar],
        )


class TeamRow(Struct, forbid_unknown_fields=True):
    """One of ``equipos``."""

    nombre: Name
    dorsal: Annotated[int, Meta(ge=0, le=999_999_999)]
    competencia: Name
    categoria: Text = ""
    juez: Username | None = None

    def entry(self) -> TeamEntry:
        """The entry in the words of the code."""
        return TeamEntry(
            self.nombre,
            self.dorsal,
            self.competencia,
            self.categoria,
            self.juez,
        )


def parse(text: bytes, *, toml: bool) -> object:
    """The document in a file. Raises ValueError with the place where it breaks off."""
    content = text.decode("utf-8-sig")
    if toml:
        return tomllib.loads(content)
    # The first says at which line it breaks off; the second also refuses half characters.
    json.loads(content)
    return msgspec.json.decode(content)


def read_event(document: object) -> EventDocument:
    """The event in a decoded document. Raises EventInvalid with every mistake of form."""
    if not isinstance(document, dict):
        raise EventInvalid(problems=[Problem("", 0, "", "not_an_object")])
    known = {"organizadores", "jueces", "competencias", "equipos", "olas", "lineas", "corredores"}
    problems = [
        Problem(section, 0, "", "unknown_section") for section in document if section not in known
    ]

    def read(section: str, kind: type[Row], entry: Callable[[Row], Entry]) -> list[Entry]:
        rows = document.get(section, [])
        if not isinstance(rows, list):
            problems.append(Problem(section, 0, "", "not_a_list"))
            return []
        entries = []
        for index, row in enumerate(rows):
            try:
                entries.append(entry(msgspec.convert(_clean(row), kind)))
            except msgspec.ValidationError as error:
                problems.append(_problem(section, index, str(error)))
            except InvalidInstantError as error:
                problems.append(Problem(section, index, "fecha_hora", "out_of_range"))
                del error
        return entries

    organizers = read("organizadores", OrganizerRow, OrganizerRow.entry)
    judges = read("jueces", JudgeRow, JudgeRow.entry)
    competitions = read("competencias", CompetitionRow, CompetitionRow.entry)
    lines = read("lineas", LineRow, LineRow.entry)
    event = EventDocument(
        organizers,
        judges,
        competitions,
        read("equipos", TeamRow, TeamRow.entry),
        read("olas", WaveRow, WaveRow.entry),
        [*lines, *default_lines(competitions, lines)],
        read("corredores", RunnerRow, RunnerRow.entry),
    )
    if problems:
        raise EventInvalid(problems=problems)
    return event


def _clean(row: object) -> object:
    """Texts without the blanks around them, and dates of TOML as the midnight they begin with."""
    if not isinstance(row, dict):
        return row
    return {key: value if key in _AS_IT_IS else _clean_value(value) for key, value in row.items()}


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def _problem(section: str, index: int, text: str) -> Problem:
    """Msgspec's sentence as a problem: which field, and what was expected."""
    sentence, _, place = text.partition(" - at ")
    field = place.strip("`").removeprefix("$.") if place else ""
    if sentence.startswith("Object missing required field"):
        return Problem(section, index, sentence.split("`")[1], "missing")
    if sentence.startswith("Object contains unknown field"):
        return Problem(section, index, sentence.split("`")[1], "unknown_field")
    return Problem(section, index, field, "invalid", {"problem": sentence})
