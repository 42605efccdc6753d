"""Times that a phone could not send, read in by an organizer over HTTP."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from tornado_timing.domain import errors
from tornado_timing.domain.rescue import Rescue, RescuedTime
from tornado_timing.domain.submissions import Entry
from tornado_timing.protocol.records import Offset, RecordId, Uncertainty, read_entry
from tornado_timing.protocol.resources import Id
from tornado_timing.protocol.texts import text_of
from tornado_timing.protocol.wire import WIRE

MAX_RESCUED = 500


class RescuedTimeIn(Struct, rename=WIRE):
    """A time as the phone would have sent it; `withdrawn`: its judge had taken it back there."""

    team_id: int
    record_id: RecordId
    time: int
    offset_ms: Offset | None = None
    uncertainty_ms: Uncertainty | None = None
    withdrawn: bool = False


class RescueIn(Struct):
    """Times of one judge; one that cannot be read spoils no other."""

    judge_id: Id
    records: Annotated[list[RescuedTimeIn], Meta(min_length=1, max_length=MAX_RESCUED)]


class RescueEnvelope(Struct):
    """A `RescueIn` whose times are still to be read, each by itself."""

    judge_id: Id
    records: Annotated[list[Any], Meta(min_length=1, max_length=MAX_RESCUED)]


class NotRescuedOut(Struct, rename={"record_id": WIRE["record_id"]}):
    """A time that is neither stored nor kept: why, for people, and the stable code of it."""

    record_id: str | None
    code: str
    error: str


class RescueOut(Struct):
    """What became of the times, each of which is in one place.

    `saved` are new, `duplicates` had been stored before, and `kept` are among the refused.
    """

    saved: int
    duplicates: int
    kept: int
    failed: list[NotRescuedOut]


def read_rescued(document: object) -> RescuedTime:
    """One decoded time; what is wrong with it becomes its entry's error.

    A broken one keeps its id as it came, so that whoever reads it in finds it again.
    """
    entry = read_entry(document)
    try:
        read = msgspec.convert(document, RescuedTimeIn)
    except msgspec.ValidationError:
        record_id = document.get(WIRE["record_id"]) if isinstance(document, dict) else None
        if not isinstance(record_id, str):
            return RescuedTime(0, Entry(error=entry.error or errors.InvalidRecordId()))
        error = entry.error or errors.RecordError()
        return RescuedTime(0, Entry(record_id=record_id, error=error))
    if entry.error is not None:
        entry = Entry(record_id=read.record_id, error=entry.error)
    return RescuedTime(read.team_id, entry, read.withdrawn)


def rescue_out(rescue: Rescue) -> RescueOut:
    """What became of the times, as the organizer reads it."""
    failed = [
        NotRescuedOut(time.entry.record_id, error.code, text_of(error))
        for time, error in rescue.failed
    ]
    return RescueOut(rescue.saved, rescue.duplicates, rescue.kept, failed)
