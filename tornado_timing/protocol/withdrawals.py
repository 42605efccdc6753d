"""Times that are taken back and given back: answers to judges, and what organizers read."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from tornado_timing.domain.errors import TimingError
from tornado_timing.domain.model import Team, TimeRecord
from tornado_timing.domain.withdrawing import Whereabouts
from tornado_timing.protocol.texts import text_of
from tornado_timing.protocol.wire import WIRE, iso

MAX_GIVEN_BACK = 1_000

Ref = str | UnsetType

# ---- to judges ----


class RecordWithdrawn(Struct, tag_field="tipo", tag="registro_retirado", rename=WIRE):
    """A time counts no more; with `duplicate` it did not before."""

    record_id: str
    team_id: int
    duplicate: bool
    ref: Ref = UNSET


class RecordGivenBack(Struct, tag_field="tipo", tag="registro_devuelto", rename=WIRE):
    """A time counts again; with `duplicate` it did before."""

    record_id: str
    team_id: int
    duplicate: bool
    ref: Ref = UNSET


class RecordsChecked(Struct, tag_field="tipo", tag="registros_comprobados", rename=WIRE):
    """Which times are here, by their ids as they were asked; each stands in one of the lists."""

    stored: list[str]
    withdrawn_ids: list[str]
    refused: list[str]
    missing: list[str]
    ref: Ref = UNSET


class RecordsChanged(Struct, tag_field="tipo", tag="registros_cambiados", rename=WIRE):
    """Times were withdrawn, or given back, by somebody else; their ids as they are stored."""

    withdrawn_ids: list[str]
    given_back_ids: list[str]


def record_withdrawn(
    record_id: str, team_id: int, *, duplicate: bool, ref: str | None
) -> RecordWithdrawn:
    """The answer to a `WithdrawRecord`."""
    return RecordWithdrawn(record_id, team_id, duplicate, UNSET if ref is None else ref)


def record_given_back(
    record_id: str, team_id: int, *, duplicate: bool, ref: str | None
) -> RecordGivenBack:
    """The answer to a `GiveBackRecord`."""
    return RecordGivenBack(record_id, team_id, duplicate, UNSET if ref is None else ref)


def records_checked(found: Whereabouts, ref: str | None) -> RecordsChecked:
    """The answer to a `CheckRecords`."""
    return RecordsChecked(
        found.stored,
        found.withdrawn,
        found.refused,
        found.missing,
        UNSET if ref is None else ref,
    )


def records_changed(withdrawn: list[str], given_back: list[str]) -> RecordsChanged:
    """What the other phones of the judge are told who recorded these times."""
    return RecordsChanged(withdrawn, given_back)


# ---- over HTTP ----


class WithdrawnOut(Struct):
    """A time that was taken back, and by whom: null where that account is gone.

    `elapsed_ms` counts from the official start.
    """

    record_id: str
    team_id: int
    team_name: str
    number: int
    competition_id: int
    elapsed_ms: int
    withdrawn_at: str
    withdrawn_by: str | None


class GiveBackIn(Struct):
    """Times that are to count again, as far as they may."""

    record_ids: Annotated[list[str], Meta(min_length=1, max_length=MAX_GIVEN_BACK)]


class NotGivenBackOut(Struct):
    """A time that does not count again: why, for people, and the stable code of it."""

    record_id: str
    code: str
    error: str


class GivenBackOut(Struct):
    """How many of the times count now, and the others, in the order of the request."""

    given_back: int
    refused: list[NotGivenBackOut]


def withdrawn_out(
    record: TimeRecord, team: Team, elapsed_ms: int, at_ms: int, by: str | None
) -> WithdrawnOut:
    """A withdrawn time as organizers read it."""
    return WithdrawnOut(
        record.id,
        team.id,
        team.name,
        team.number,
        team.competition_id,
        elapsed_ms,
        iso(at_ms),
        by,
    )


def not_given_back_out(record_id: str, error: TimingError) -> NotGivenBackOut:
    """Why a time does not count again."""
    return NotGivenBackOut(record_id, error.code, text_of(error))
