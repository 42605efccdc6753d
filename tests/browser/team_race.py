"""A race of three clubs as pages see it, ten runners of which eight are in."""

from typing import Any

from tests.browser.finish_line import FinishLine
from tests.browser.race_server import RaceServer

MEMBERS = (
    ("1", "Ana", "Núñez", "F", "Liga Ñan", "Libre"),
    ("2", "José", "Pérez", "M", "Club Cóndor", "Libre"),
    ("3", "Eva", "Mora", "F", "Club Cóndor", "Máster"),
    ("4", "Luis", "Reyes", "M", "Liga Ñan", "Máster"),
    ("5", "Rosa", "Paz", "F", "Liga Ñan", "Libre"),
    ("6", "Iván", "Cruz", "M", "CLUB CONDOR", "Libre"),
    ("7", "Sara", "Vega", "F", "Corredores del Chimborazo", "Libre"),
    ("8", "Hugo", "Lema", "M", "Club Cóndor", "Libre"),
    ("9", "Inés", "Rea", "F", "Corredores del Chimborazo", "Máster"),
    ("10", "Noé", "Sosa", "M", "", "Libre"),
)
TIMES = {"method": "times", "scorers": 3}
PLACES = {"method": "places", "scorers": 3, "displacers": 2}


class TeamRace(FinishLine):
    """The race, running, with those who are in: the lower the bib, the faster.

    >>> with TeamRace(server) as race:
    ...     race.choose("puntaje-equipos", **TIMES)
    """

    def __init__(self, server: RaceServer) -> None:
        super().__init__(
            server,
            [
                {
                    "dorsal": bib,
                    "nombre": first,
                    "apellido": last,
                    "sexo": sex,
                    "equipo": team,
                    "categoria": category,
                    "oculto": bib == "6",
                }
                for bib, first, last, sex, team, category in MEMBERS
            ],
        )

    def __enter__(self) -> "TeamRace":
        super().__enter__()
        self.start()
        self.marks([(str(bib), 1_000_000 + 20_500 * bib) for bib in range(1, 9)])
        return self

    def choose(self, name: str, **fields: Any) -> None:
        """The organizer chooses rules: of ``puntaje-equipos``, or of ``premios``."""
        self.organizer.put(f"/api/competencias/1/{name}/", fields)
