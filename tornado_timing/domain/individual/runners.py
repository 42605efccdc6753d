"""Who runs: people with bibs, their categories and their waves."""

import datetime
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct


class Sex(StrEnum):
    """As entry lists have it; results by sex leave out those of whom it is not known."""

    FEMALE = "F"
    MALE = "M"
    OTHER = "X"


class AgeBand(Struct, frozen=True, kw_only=True):
    """A category that follows from age and sex: ``Veteranas A``, women from 35 to 39.

    `sex` None is for all; `max_age` None has no end. Ages are whole years on the day of the race.
    """

    id: int
    competition_id: int
    name: str
    sex: Sex | None = None
    min_age: int = 0
    max_age: int | None = None

    def takes(self, sex: Sex | None, age: int | None) -> bool:
        """Whether a runner of this sex and age is in it."""
        if self.sex is not None and sex is not self.sex:
            return False
        if self.min_age == 0 and self.max_age is None:
            return True
        if age is None:
            return False
        return self.min_age <= age and (self.max_age is None or age <= self.max_age)


class Runner(Struct, frozen=True, kw_only=True):
    """Somebody who is entered for a competition.

    `bib` is what the entry list says; corrections may have changed it since. `category` is given,
    or empty where it follows from the bands. `contact` is never public, and of who `is_hidden` the
    public sees the bib alone. `nationality` is as portals of results want it: three letters.
    """

    id: int
    competition_id: int
    bib: str
    registered_at_ms: int
    first_name: str = ""
    last_name: str = ""
    sex: Sex | None = None
    birth_date: datetime.date | None = None
    age: int | None = None
    category: str = ""
    team: str = ""
    wave_id: int | None = None
    contact: str = ""
    is_hidden: bool = False
    nationality: str = ""
    city: str = ""

    @property
    def full_name(self) -> str:
        """First and family name."""
        return f"{self.first_name} {self.last_name}".strip()


class Wave(Struct, frozen=True, kw_only=True):
    """Runners who start together. `started_at_ms` is when its start was pressed, None before."""

    id: int
    competition_id: int
    name: str
    started_at_ms: int | None = None


def bib_key(bib: str) -> str:
    """The same for all ways to write a bib: ``007``, `` 7`` and ``7``; ``a12`` and ``A12``."""
    key = "".join(bib.split()).upper()
    return key.lstrip("0") or "0" if key.isdecimal() else key


def age_on(day: datetime.date, runner: Runner) -> int | None:
    """Whole years on the day of the race, from the birth date where it is known."""
    born = runner.birth_date
    if born is None:
        return runner.age
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)


def category_of(runner: Runner, bands: Sequence[AgeBand], day: datetime.date) -> str:
    """The runner's category: that of the entry list, else the first band that fits, else empty."""
    if runner.category:
        return runner.category
    age = age_on(day, runner)
    return next((band.name for band in bands if band.takes(runner.sex, age)), "")
