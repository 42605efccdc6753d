"""Times and marks that a phone could not send, read in by an organizer over HTTP."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from tornado_timing.domain import errors
from tornado_timing.domain.individual.marking import CorrectionRequest, MarkEntry
from tornado_timing.domain.model import FIRST_IMPOSSIBLE_MS
from tornado_timing.domain.rescue import Rescue, RescuedMark, RescuedTime
from tornado_timing.domain.submissions import Entry
from tornado_timing.protocol.marks import MarkFields, read_mark
from tornado_timing.protocol.messages import CORRECTION_ID, DEVICE, MARK_BIB_OR_NONE
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


class RescuedCorrectionIn(Struct, rename=WIRE):
    """What its judge had set right of a mark: its bib, or whether it counts."""

    correction_id: Annotated[str, Meta(pattern=CORRECTION_ID)]
    made_at_ms: Annotated[int, Meta(ge=0, lt=FIRST_IMPOSSIBLE_MS)]
    bib: Annotated[str, Meta(pattern=MARK_BIB_OR_NONE)] | None | UnsetType = UNSET
    mark_withdrawn: bool | UnsetType = UNSET


class RescuedMarkIn(MarkFields, rename=WIRE, kw_only=True):
    """A mark as the phone would have sent it, and in order what was set right of it."""

    line_id: int
    device: Annotated[str, Meta(pattern=DEVICE)]
    corrections: list[RescuedCorrectionIn] = msgspec.field(default_factory=list)


class RescueIn(Struct):
    """Times and marks of one judge, one at least; one that cannot be read spoils no other."""

    judge_id: Id
    records: Annotated[list[RescuedTimeIn], Meta(max_length=MAX_RESCUED)] = []
    marks: Annotated[list[RescuedMarkIn], Meta(max_length=MAX_RESCUED)] = []


class RescueEnvelope(Struct):
    """A `RescueIn` whose times and marks are still to be read, each by itself."""

    judge_id: Id
    records: Annotated[list[Any], Meta(max_length=MAX_RESCUED)] = []
    marks: Annotated[list[Any], Meta(max_length=MAX_RESCUED)] = []

    def __post_init__(self) -> None:
        """Raises ValueError for nothing at all."""
        if not self.records and not self.marks:
            raise ValueError("nothing in it - at `$.records`")


class NotRescuedOut(Struct, rename={"record_id": WIRE["record_id"]}):
    """A time that is neither stored nor kept: why, for people, and the stable code of it."""

    record_id: str | None
    code: str
    error: str


class MarkNotRescuedOut(Struct, rename={"mark_id": WIRE["mark_id"]}):
    """A mark of which not everything is stored, and why."""

    mark_id: str | None
    code: str
    error: str


class RescueOut(Struct):
    """What became of the times and marks, each of which is in one place.

    `saved` are new, `duplicates` had been stored before, and `kept` are among the refused.
    `failed_marks` is left out where there is none.
    """

    saved: int
    duplicates: int
    kept: int
    failed: list[NotRescuedOut]
    failed_marks: list[MarkNotRescuedOut] | UnsetType = UNSET


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


def read_rescued_mark(document: object) -> RescuedMark:
    """One decoded mark; what is wrong with it becomes its entry's error."""
    entry = read_mark(document)
    try:
        read = msgspec.convert(document, RescuedMarkIn)
        corrections = [_request_of(read.mark_id, one) for one in read.corrections]
    except (msgspec.ValidationError, errors.RecordError):
        error = entry.error or errors.RecordError()
        return RescuedMark(0, "", MarkEntry(entry.mark_id, error=error))
    return RescuedMark(read.line_id, read.device, entry, corrections)


def _request_of(mark_id: str, read: RescuedCorrectionIn) -> CorrectionRequest:
    if (read.bib is UNSET) is (read.mark_withdrawn is UNSET):
        raise errors.RecordError()
    return CorrectionRequest(
        correction_id=read.correction_id,
        mark_id=mark_id,
        bib=None if read.bib is UNSET else (read.bib or "").strip(),
        is_withdrawn=None if read.mark_withdrawn is UNSET else read.mark_withdrawn,
        made_at_ms=read.made_at_ms,
    )


def rescue_out(rescue: Rescue) -> RescueOut:
    """What became of the times, as the organizer reads it."""
    failed = [
        NotRescuedOut(time.entry.record_id, error.code, text_of(error))
        for time, error in rescue.failed
    ]
    failed_marks = [
        MarkNotRescuedOut(mark.entry.mark_id or None, error.code, text_of(error))
        for mark, error in rescue.failed_marks
    ]
    return RescueOut(rescue.saved, rescue.duplicates, rescue.kept, failed, failed_marks or UNSET)
