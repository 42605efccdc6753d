"""The people who run: names, sex, birth dates and clubs. Pure."""

import datetime
import random
from dataclasses import dataclass
from typing import Literal

Sex = Literal["F", "M"]

WOMEN = (
    "María", "Lucía", "Sofía", "Inés", "Belén", "Verónica", "Mónica", "Begoña", "Ana", "Carmen",
    "Paula", "Elena", "Gabriela", "Daniela", "Valentina", "Camila", "Rosa", "Pilar", "Natalia",
    "Ximena", "Doménica", "Micaela", "Nuria", "Adriana",
)  # fmt: skip
MEN = (
    "José", "Andrés", "Martín", "Raúl", "Iván", "Tomás", "Joaquín", "Germán", "Luis", "Carlos",
    "Diego", "Javier", "Pablo", "Mateo", "Sebastián", "Santiago", "Esteban", "Rubén", "Óscar",
    "Álvaro", "Hernán", "Cristian", "Fabián", "Efraín",
)  # fmt: skip
FAMILY_NAMES = (
    "Pérez", "Muñoz", "González", "Ibáñez", "Suárez", "Peña", "Gutiérrez", "Cárdenas", "Zúñiga",
    "Ordóñez", "Castillo", "Jaramillo", "Vélez", "Núñez", "Cevallos", "Güemes", "Rodríguez",
    "Andrade", "Quishpe", "Guamán", "Morales", "Salazar", "Espinoza", "Villacís", "Toapanta",
    "Bravo", "Mendoza", "Paredes", "Yánez", "Aguirre", "Ortiz", "Chávez",
)  # fmt: skip
CLUBS = (
    "Club Cóndores del Sur", "Atlético La Sierra", "Correcaminos del Páramo", "Liga del Valle",
    "Runners Águilas", "Club Ñandú", "Maratonistas del Río", "Colegio San Martín",
)  # fmt: skip
MEMBERS = 0.55
"""The share of runners who have a club."""
WOMEN_SHARE = 0.45
HIDDEN_SHARE = 0.012
AGE_GROUPS = ((14, 17, 0.08), (18, 29, 0.27), (30, 39, 0.27), (40, 49, 0.22), (50, 74, 0.16))
"""The youngest, the oldest, and the share of all."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, as an entry list says it."""

    first_name: str
    last_name: str
    sex: Sex
    birth_date: datetime.date
    club: str
    contact: str
    is_hidden: bool


def draw_people(source: random.Random, count: int, day: datetime.date) -> list[Person]:
    """`count` people as old as runners of a 5K are on that day."""
    return [_person(source, day) for _ in range(count)]


def _person(source: random.Random, day: datetime.date) -> Person:
    sex: Sex = "F" if source.random() < WOMEN_SHARE else "M"
    first, second = source.sample(FAMILY_NAMES, 2)
    youngest, oldest, _ = source.choices(AGE_GROUPS, [share for *_, share in AGE_GROUPS])[0]
    born = day - datetime.timedelta(days=round(source.uniform(youngest, oldest + 0.99) * 365.25))
    return Person(
        first_name=source.choice(WOMEN if sex == "F" else MEN),
        last_name=f"{first} {second}",
        sex=sex,
        birth_date=born,
        club=source.choice(CLUBS) if source.random() < MEMBERS else "",
        contact=f"09{source.randrange(10**8):08d}",
        is_hidden=source.random() < HIDDEN_SHARE,
    )
