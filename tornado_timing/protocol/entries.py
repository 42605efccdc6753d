"""What HTTP requests carry of individual races, and what they are answered."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from tornado_timing.domain import errors
from tornado_timing.domain.individual.entering import BIB_PATTERN, MAX_AGE
from tornado_timing.domain.individual.race import day_of
from tornado_timing.domain.individual.results import Status
from tornado_timing.domain.individual.runners import AgeBand, Runner, Sex, age_on, category_of
from tornado_timing.domain.individual.views import WaveView
from tornado_timing.domain.state import State
from tornado_timing.protocol.etags import etag_of
from tornado_timing.protocol.resources import Id, Instant, Name, Text, domain_fields
from tornado_timing.protocol.wire import iso_or_none

Bib = Annotated[str, Meta(pattern=BIB_PATTERN)]
Age = Annotated[int, Meta(ge=0, le=MAX_AGE)]

# ---- runners ----


class RunnerIn(Struct):
    """A new runner: at the venue, a bib is enough."""

    competition_id: Id
    bib: Bib
    first_name: Text = ""
    last_name: Text = ""
    sex: Sex | None = None
    birth_date: dt.date | None = None
    age: Age | None = None
    category: Text = ""
    team: Text = ""
    wave_id: Id | None = None
    contact: Text = ""
    is_hidden: bool = False
    nationality: Text = ""
    city: Text = ""


class RunnerChange(Struct):
    """Changes to a runner; what is left out stays. Times stay the runner's with another bib."""

    bib: Bib | UnsetType = UNSET
    first_name: Text | UnsetType = UNSET
    last_name: Text | UnsetType = UNSET
    sex: Sex | None | UnsetType = UNSET
    birth_date: dt.date | None | UnsetType = UNSET
    age: Age | None | UnsetType = UNSET
    category: Text | UnsetType = UNSET
    team: Text | UnsetType = UNSET
    wave_id: Id | None | UnsetType = UNSET
    contact: Text | UnsetType = UNSET
    is_hidden: bool | UnsetType = UNSET
    nationality: Text | UnsetType = UNSET
    city: Text | UnsetType = UNSET


class RunnerOut(Struct):
    """A runner as organizers read it.

    `bib` is the one that it wears now. `category` and `age` are as they were given;
    `category_shown` follows from the age bands where none was, and `age_shown` is that on the day
    of the race.
    """

    id: int
    competition_id: int
    bib: str
    first_name: str
    last_name: str
    full_name: str
    sex: Sex | None
    birth_date: dt.date | None
    age: int | None
    age_shown: int | None
    category: str
    category_shown: str
    team: str
    wave_id: int | None
    contact: str
    is_hidden: bool
    nationality: str
    city: str
    status: Status
    status_reason: str
    etag: str


class WornBibOut(Struct):
    """Who wears a bib, for a judge's phone; also of those who are not to be shown to the public."""

    id: int
    bib: str
    name: str
    team: str
    wave_id: int | None


def runner_out(state: State, runner: Runner) -> RunnerOut:
    """`runner`, who wears its bib of now, as organizers read it."""
    return runners_out(state, [runner])[0]


def runners_out(state: State, runners: Sequence[Runner]) -> list[RunnerOut]:
    """Runners, who wear their bibs of now, as organizers read them."""
    resources = []
    for runner in runners:
        # Somebody may delete it while its change is on the way to the disk.
        ranking = state.individual.live_of(runner.competition_id).ranking
        result = ranking.result_of(runner.id)
        competition = state.competition_or_deleted(runner.competition_id)
        day = day_of(0 if competition is None else competition.scheduled_at_ms)
        bands = state.individual.book_of(runner.competition_id).bands
        resources.append(
            RunnerOut(
                runner.id,
                runner.competition_id,
                runner.bib,
                runner.first_name,
                runner.last_name,
                runner.full_name,
                runner.sex,
                runner.birth_date,
                runner.age,
                age_on(day, runner),
                runner.category,
                category_of(runner, bands, day),
                runner.team,
                runner.wave_id,
                runner.contact,
                runner.is_hidden,
                runner.nationality,
                runner.city,
                Status.REGISTERED if result is None else result.status,
                "" if result is None else result.reason,
                etag_of(runner),
            )
        )
    return resources


def worn_bib_out(runner: Runner) -> WornBibOut:
    """`runner`, who wears its bib of now, as a judge's phone keeps it."""
    return WornBibOut(runner.id, runner.bib, runner.full_name, runner.team, runner.wave_id)


# ---- categories ----


class AgeBandRow(Struct):
    """A category by age on the day of the race, and by sex; null is for all, and without an end."""

    name: Name
    sex: Sex | None = None
    min_age: Age = 0
    max_age: Age | None = None


AgeBandRows = Annotated[list[AgeBandRow], Meta(max_length=200)]


def band_fields(rows: Sequence[AgeBandRow]) -> list[dict[str, Any]]:
    """The fields of each row under their names in the domain.

    Raises InvalidField, whose field names the row by its index from 0: ``[2].max_age``.
    """
    fields = []
    names: set[str] = set()
    for index, row in enumerate(rows):
        try:
            one = domain_fields(row)
        except errors.InvalidField as error:
            raise in_row(index, str(error.details["field"]), error.details["problem"]) from error
        if row.max_age is not None and row.max_age < row.min_age:
            raise in_row(index, "max_age", "es menor que min_age")
        if one["name"].casefold() in names:
            raise in_row(index, "name", "está repetido")
        names.add(one["name"].casefold())
        fields.append(one)
    return fields


def band_row(band: AgeBand) -> AgeBandRow:
    """A category as organizers read it."""
    return AgeBandRow(band.name, band.sex, band.min_age, band.max_age)


# ---- waves ----


class WaveIn(Struct):
    """A new wave."""

    competition_id: Id
    name: Name


class WaveChange(Struct):
    """Changes to a wave; what is left out stays."""

    name: Name | UnsetType = UNSET


class FalseStart(Struct):
    """Why a wave waits for its start again."""

    reason: Text = ""


class WaveStartCorrection(Struct):
    """Where a wave's official start is, and why it is not where it was pressed."""

    started_at: Instant
    reason: Text = ""


class WaveOut(Struct):
    """A wave: when its start was pressed, and where it officially is."""

    id: int
    competition_id: int
    name: str
    started_at: str | None
    official_start_at: str | None
    runner_count: int
    etag: str


def wave_out(state: State, view: WaveView) -> WaveOut:
    """A wave as organizers read it."""
    wave = view.wave
    return WaveOut(
        wave.id,
        wave.competition_id,
        wave.name,
        iso_or_none(wave.started_at_ms),
        iso_or_none(view.official_start_ms),
        state.individual.book_of(wave.competition_id).runner_count_of_wave(wave.id),
        etag_of(view),
    )


def in_row(index: int, field: str, problem: object) -> errors.InvalidField:
    """What is wrong with a field of a row, named by the row's index from 0: ``[1].name``."""
    return errors.InvalidField(field=f"[{index}].{field}", problem=problem)
