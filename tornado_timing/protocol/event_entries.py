"""The sections of an event file about individual races: waves, lines and runners."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal

from msgspec import Meta, Struct

from tornado_timing.domain.event_document import (
    CompetitionEntry,
    LineEntry,
    RunnerEntry,
    WaveEntry,
)
from tornado_timing.domain.individual.entering import BIB_PATTERN, MAX_AGE
from tornado_timing.domain.individual.marks import LineKind, Mode
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.model import CompetitionKind
from tornado_timing.protocol.texts import FINISH_LINE

# No control characters.
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=PRINTABLE)]
Username = Annotated[str, Meta(min_length=1, max_length=150, pattern=PRINTABLE)]
Text = Annotated[str, Meta(max_length=200, pattern=PRINTABLE)]
Bib = Annotated[str, Meta(pattern=BIB_PATTERN)] | Annotated[int, Meta(ge=0, le=999_999_999_999)]

KINDS: Mapping[str, CompetitionKind] = MappingProxyType(
    {"equipos": CompetitionKind.TEAMS, "individual": CompetitionKind.INDIVIDUAL}
)
SHOWN: Mapping[str, Shown] = MappingProxyType({"segundos": Shown.SECONDS, "decimas": Shown.TENTHS})
_LINE_KINDS: Mapping[str, LineKind] = MappingProxyType(
    {"salida": LineKind.START, "meta": LineKind.FINISH}
)
_MODES: Mapping[str, Mode] = MappingProxyType(
    {"tiempos": Mode.TIMES, "dorsales": Mode.BIBS, "ambos": Mode.BOTH}
)


class WaveRow(Struct, forbid_unknown_fields=True):
    """One of ``olas``."""

    nombre: Name
    competencia: Name

    def entry(self) -> WaveEntry:
        """The entry in the words of the code."""
        return WaveEntry(self.nombre, self.competencia)


class LineRow(Struct, forbid_unknown_fields=True):
    """One of ``lineas``; ``jueces`` says what each judge marks, by username."""

    nombre: Name
    competencia: Name
    tipo: Literal["salida", "meta"] = "meta"
    jueces: dict[Username, Literal["tiempos", "dorsales", "ambos"]] = {}

    def entry(self) -> LineEntry:
        """The entry in the words of the code."""
        judges = {username: _MODES[mode] for username, mode in self.jueces.items()}
        return LineEntry(self.nombre, self.competencia, _LINE_KINDS[self.tipo], judges)


class RunnerRow(Struct, forbid_unknown_fields=True):
    """One of ``corredores``."""

    dorsal: Bib
    competencia: Name
    nombre: Text = ""
    apellido: Text = ""
    sexo: Sex | None = None
    fecha_nacimiento: date | None = None
    edad: Annotated[int, Meta(ge=0, le=MAX_AGE)] | None = None
    categoria: Text = ""
    equipo: Text = ""
    ola: Name | None = None
    contacto: Text = ""
    oculto: bool = False
    nacionalidad: Text = ""
    ciudad: Text = ""

    def entry(self) -> RunnerEntry:
        """The entry in the words of the code."""
        return RunnerEntry(
            str(self.dorsal),
            self.competencia,
            self.nombre,
            self.apellido,
            self.sexo,
            self.fecha_nacimiento,
            self.edad,
            self.categoria,
            self.equipo,
            self.ola,
            self.contacto,
            self.oculto,
            self.nacionalidad,
            self.ciudad,
        )


def default_lines(
    competitions: Iterable[CompetitionEntry], lines: Iterable[LineEntry]
) -> list[LineEntry]:
    """A finish line for each individual competition for which the file names none."""
    named = {line.competition.casefold() for line in lines if line.kind is LineKind.FINISH}
    return [
        LineEntry(FINISH_LINE, one.name, is_default=True)
        for one in competitions
        if one.kind is CompetitionKind.INDIVIDUAL and one.name.casefold() not in named
    ]
