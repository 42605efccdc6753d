"""The event that the demonstration plays: 16 judges, 3 teams each, 15 runners a team.

The document has the form that `tornado-timing load` reads, so that the demonstration goes through
the same door as an organizer's own event. Its passwords follow from the seed: they serve a server
that only this machine can reach and that ends with the demonstration.
"""

import random
from datetime import datetime
from typing import TypedDict

JUDGES = 16
TEAMS_PER_JUDGE = 3
RUNNERS_PER_TEAM = 15
FIRST_BIB = 101
COMPETITION_NAME = "Carrera 5K de demostración"
ORGANIZER_USERNAME = "organiza"

GIVEN_NAMES = (
    "José", "María", "Andrés", "Lucía", "Martín", "Sofía", "Raúl", "Inés",
    "Iván", "Belén", "Tomás", "Verónica", "Joaquín", "Mónica", "Germán", "Begoña",
)  # fmt: skip
FAMILY_NAMES = (
    "Pérez", "Muñoz", "González", "Ibáñez", "Suárez", "Peña", "Gutiérrez", "Cárdenas",
    "Zúñiga", "Ordóñez", "Castillo", "Jaramillo", "Vélez", "Núñez", "Cevallos", "Güemes",
)  # fmt: skip
TEAM_NOUNS = (
    "Cóndores", "Jaguares", "Águilas", "Halcones", "Pumas", "Colibríes", "Búhos", "Lobos",
    "Delfines", "Linces", "Ñandúes", "Zorros", "Venados", "Gacelas", "Guepardos", "Tucanes",
)  # fmt: skip
TEAM_PLACES = (
    "del Sur", "de la Montaña", "del Río", "de la Sierra", "del Páramo", "del Volcán", "del Ávila",
    "de la Costa", "del Ñuble", "de Córdoba", "del Bío Bío", "de Medellín",
)  # fmt: skip
CATEGORIES = ("estudiantes", "docentes", "egresados")


class OrganizerEntry(TypedDict):
    """An entry of `organizadores`."""

    username: str
    password: str


class JudgeEntry(TypedDict):
    """An entry of `jueces`."""

    username: str
    password: str
    first_name: str
    last_name: str
    email: str
    telefono: str
    activo: bool


class CompetitionEntry(TypedDict):
    """An entry of `competencias`."""

    nombre: str
    fecha_hora: str
    activa: bool
    registros_por_equipo: int


class TeamEntry(TypedDict):
    """An entry of `equipos`."""

    nombre: str
    dorsal: int
    categoria: str
    competencia: str
    juez: str


class EventDocument(TypedDict):
    """The whole document, as `load` reads it."""

    organizadores: list[OrganizerEntry]
    jueces: list[JudgeEntry]
    competencias: list[CompetitionEntry]
    equipos: list[TeamEntry]


def make_event(seed: int, scheduled_at: datetime) -> EventDocument:
    """Returns the event document; the same arguments give the same names and passwords."""
    source = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    judges = _make_judges(source)
    return {
        "organizadores": [{"username": ORGANIZER_USERNAME, "password": make_password(source)}],
        "jueces": judges,
        "competencias": [
            {
                "nombre": COMPETITION_NAME,
                "fecha_hora": scheduled_at.isoformat(timespec="seconds"),
                "activa": True,
                "registros_por_equipo": RUNNERS_PER_TEAM,
            }
        ],
        "equipos": _make_teams(source, judges),
    }


def _make_judges(source: random.Random) -> list[JudgeEntry]:
    given = source.sample(GIVEN_NAMES, JUDGES)
    family = source.sample(FAMILY_NAMES, JUDGES)
    return [
        {
            "username": f"juez{number}",
            "password": make_password(source),
            "first_name": given[number - 1],
            "last_name": family[number - 1],
            "email": f"juez{number}@ejemplo.com",
            "telefono": f"09{source.randrange(10**8):08d}",
            "activo": True,
        }
        for number in range(1, JUDGES + 1)
    ]


def _make_teams(source: random.Random, judges: list[JudgeEntry]) -> list[TeamEntry]:
    names = [f"{noun} {place}" for noun in TEAM_NOUNS for place in TEAM_PLACES]
    chosen = source.sample(names, JUDGES * TEAMS_PER_JUDGE)
    return [
        {
            "nombre": name,
            "dorsal": FIRST_BIB + index,
            "categoria": source.choice(CATEGORIES),
            "competencia": COMPETITION_NAME,
            "juez": judges[index // TEAMS_PER_JUDGE]["username"],
        }
        for index, name in enumerate(chosen)
    ]


def make_password(source: random.Random) -> str:
    """Twelve letters and digits."""
    # No letters or digits that are mistaken for one another when read from a screen.
    return "".join(source.choices("abcdefghjkmnpqrstuvwxyz23456789", k=12))
