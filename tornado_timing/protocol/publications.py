"""How results are published, as everybody reads it, and what organizers send for it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import asdict

from tornado_timing.domain.individual import rounding
from tornado_timing.domain.individual.open_points import OpenPoints
from tornado_timing.domain.individual.publishing import (
    ChangeKind,
    Publication,
    PublicResults,
    ResultChange,
    Stage,
)
from tornado_timing.domain.individual.publishing_steps import Step
from tornado_timing.domain.individual.results import Status
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.model import FIRST_IMPOSSIBLE_MS, Competition
from tornado_timing.domain.state import State
from tornado_timing.protocol.etags import etag_of
from tornado_timing.protocol.resources import CompetitionOut, Text, competition_out
from tornado_timing.protocol.runner_statuses import STATUSES
from tornado_timing.protocol.wire import WIRE, iso, iso_or_none

# How many changes that are not published yet organizers are told one by one.
MAX_PENDING = 200
Moment = Annotated[int, Meta(ge=0, lt=FIRST_IMPOSSIBLE_MS)]
Reason = Annotated[str, Meta(min_length=1, max_length=200)]

STAGES: Mapping[Stage, str] = MappingProxyType(
    {Stage.LIVE: "en_vivo", Stage.PROVISIONAL: "provisional", Stage.OFFICIAL: "oficial"}
)
CHANGES: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.NEW: "nuevo",
        ChangeKind.GONE: "retirado",
        ChangeKind.BIB: "dorsal",
        ChangeKind.NAME: "nombre",
        ChangeKind.CATEGORY: "categoria",
        ChangeKind.TEAM: "equipo",
        ChangeKind.STATUS: "estado",
        ChangeKind.TIME: "tiempo_oficial",
        ChangeKind.NET_TIME: "tiempo_neto",
        ChangeKind.DETAILS: "otros_datos",
        ChangeKind.PLACE: "posicion",
        ChangeKind.PLACE_IN_CATEGORY: "posicion_categoria",
        ChangeKind.RACE: "carrera",
        ChangeKind.RULES: "reglas",
    }
)
# Of who is hidden nobody is told more than that.
_PERSONAL = frozenset({ChangeKind.NAME, ChangeKind.CATEGORY, ChangeKind.TEAM, ChangeKind.DETAILS})
_TIMES = frozenset({ChangeKind.TIME, ChangeKind.NET_TIME})

# ---- what everybody reads ----


class PublicationOut(Struct, rename=WIRE):
    """What results are worth: ``en_vivo``, ``provisional`` or ``oficial``.

    `version` is that of the last official ones, 0 before there were any; `change_count` is how
    many rows an official version has changed of the one before.
    """

    stage: str
    version: int
    published_at: str | None
    protests_until: str | None
    change_count: int
    reason: str


class PublishedCompetitionOut(CompetitionOut):
    """A competition of the public list; `publication` None is one by team."""

    publication: PublicationOut | None = field(name=WIRE["publication"])


class PublishedChange(Struct, rename=WIRE):
    """One thing that a version has changed of the one before.

    `runner_id` None is the race. Times are texts as the race shows them, places numbers. `moved`:
    a place that is another because of others alone.
    """

    runner_id: int | None
    bib: str
    name: str
    what: str
    before: int | str | None
    after: int | str | None
    moved: bool
    is_hidden: bool


class PublishedChanges(Struct, rename=WIRE):
    """An official version, and all that it has changed of the one before."""

    publication: PublicationOut
    changes: list[PublishedChange]


def publication_out(publication: Publication | None) -> PublicationOut:
    """A step of publishing as everybody reads it; None is before the first."""
    if publication is None:
        return PublicationOut(STAGES[Stage.LIVE], 0, None, None, 0, "")
    return PublicationOut(
        STAGES[publication.stage],
        publication.version,
        iso(publication.at_ms),
        iso_or_none(publication.protests_until_ms),
        publication.change_count,
        publication.reason,
    )


def published_competition_out(
    state: State, competition: Competition, public: PublicResults | None
) -> PublishedCompetitionOut:
    """A competition of the public list, as it was with its official results."""
    shown = competition if public is None else public.as_published(competition)
    publication = None if public is None else publication_out(public.publication)
    return PublishedCompetitionOut(**asdict(competition_out(state, shown)), publication=publication)


def changes_out(
    changes: Iterable[ResultChange], shown: Shown, is_hidden: Callable[[int], bool]
) -> list[PublishedChange]:
    """Changes for everybody; `is_hidden` says of a runner's id who asks not to be shown."""
    resources: list[PublishedChange] = []
    told: set[int] = set()
    for change in changes:
        number = change.runner_id
        if number is None or not (change.is_hidden or is_hidden(number)):
            resources.append(change_out(change, shown))
        elif change.what is not ChangeKind.PLACE_IN_CATEGORY:
            hidden = _hidden(change, shown)
            # Its name and its category are one thing that nobody is told.
            if hidden.what != CHANGES[ChangeKind.DETAILS] or number not in told:
                resources.append(hidden)
            if hidden.what == CHANGES[ChangeKind.DETAILS]:
                told.add(number)
    return resources


def change_out(change: ResultChange, shown: Shown) -> PublishedChange:
    """A change for organizers, who see everybody's name."""
    return PublishedChange(
        change.runner_id,
        change.bib,
        change.name,
        CHANGES[change.what],
        _value(change.what, change.before, shown),
        _value(change.what, change.after, shown),
        change.moved,
        change.is_hidden,
    )


def _hidden(change: ResultChange, shown: Shown) -> PublishedChange:
    row = change_out(change, shown)
    row.name, row.is_hidden = f"Dorsal {change.bib}", True
    if change.what in _PERSONAL:
        row.what, row.before, row.after = CHANGES[ChangeKind.DETAILS], None, None
    return row


def _value(what: ChangeKind, value: int | str | None, shown: Shown) -> int | str | None:
    if what in _TIMES and isinstance(value, int):
        return rounding.text(value, shown)
    if what is ChangeKind.STATUS and isinstance(value, str):
        return STATUSES[Status(value)]
    return value


# ---- what organizers send and read ----


class PublishIn(Struct):
    """Results are to be provisional or official.

    `protests_until_ms`, epoch, is for provisional ones; `expected_version` is the version that
    who publishes has seen last.
    """

    stage: Literal["provisional", "official"]
    expected_version: Annotated[int, Meta(ge=0)]
    protests_until_ms: Moment | None = None
    reason: Text = ""


class ReopenIn(Struct):
    """Official results are to be provisional again, and everybody reads why."""

    reason: Reason
    protests_until_ms: Moment | None = None


class StepOut(Struct):
    """Where a competition stands.

    `pending` are the first of the changes that the next official version would bring, as
    everybody would read them but with all names, `pending_count` says how many rows they are, and
    `open_points` what somebody should look at first.
    """

    stage: Stage
    version: int
    published_at: str | None
    protests_until: str | None
    reason: str
    pending: list[PublishedChange]
    pending_count: int
    open_points: OpenPoints
    etag: str


def step_out(
    step: Step,
    publication: Publication | None,
    pending: Sequence[PublishedChange],
    pending_count: int,
    open_points: OpenPoints,
) -> StepOut:
    """Where a competition stands, for organizers."""
    return StepOut(
        step.stage,
        step.version,
        iso_or_none(step.at_ms),
        None if publication is None else iso_or_none(publication.protests_until_ms),
        "" if publication is None else publication.reason,
        list(pending[:MAX_PENDING]),
        pending_count,
        open_points,
        etag_of(step),
    )
