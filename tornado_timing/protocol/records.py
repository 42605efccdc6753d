"""Reading the times that clients send, each by itself: one broken record spoils no other."""

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from tornado_timing.domain import durations, errors
from tornado_timing.domain.model import FIRST_IMPOSSIBLE_MS, MAX_ELAPSED_MS
from tornado_timing.domain.submissions import MAX_RECORDS_PER_MESSAGE, Entry
from tornado_timing.protocol.wire import WIRE

# No control characters: SQLite compares texts without regard to case only up to a NUL.
RECORD_ID = r"^[^\x00-\x1f\x7f]{1,64}$(?!\n)"
RecordId = Annotated[str, Meta(pattern=RECORD_ID, description="UUID of the record")]
Component = Annotated[int, Meta(ge=0)]
Offset = Annotated[
    int,
    Meta(
        gt=-FIRST_IMPOSSIBLE_MS,
        lt=FIRST_IMPOSSIBLE_MS,
        description="the phone's clock less the server's, in ms, when `tiempo` was read off it",
    ),
]
Uncertainty = Annotated[
    int, Meta(ge=0, le=MAX_ELAPSED_MS, description="how far `desfase_ms` may be wrong, in ms")
]


class TimeFields(Struct, rename=WIRE):
    """One time: `time` in ms, elapsed or from 10^12 on the phone's own clock.

    The components may be left out; where given they must add up to `time`. `offset_ms` is what
    the phone has measured; without it the server goes by its own measuring.
    """

    time: int
    record_id: RecordId | None = None
    hours: Component | None = None
    minutes: Component | None = None
    seconds: Component | None = None
    milliseconds: Component | None = None
    timestamp: Any = None
    offset_ms: Offset | None = None
    uncertainty_ms: Uncertainty | None = None

    def entry(self) -> Entry:
        """What the rules need of it."""
        if (
            self.hours is not None
            or self.minutes is not None
            or self.seconds is not None
            or self.milliseconds is not None
        ):
            total_ms = durations.join(
                self.hours or 0, self.minutes or 0, self.seconds or 0, self.milliseconds or 0
            )
            if total_ms != self.time:
                return Entry(error=errors.ComponentsMismatch())
        stamp = self.timestamp
        if not isinstance(stamp, str) or not re.search(RECORD_ID, stamp):
            # Only a remark of the phone's: no reason to lose a time.
            stamp = None
        return Entry(self.time, self.record_id, stamp, None, self.offset_ms, self.uncertainty_ms)


class _ClockFields(Struct, rename=WIRE):
    offset_ms: Offset | None = None
    uncertainty_ms: Uncertainty | None = None


def read_entry(document: object) -> Entry:
    """One decoded record as an entry; what is wrong with it becomes the entry's error."""
    try:
        return msgspec.convert(document, TimeFields).entry()
    except msgspec.ValidationError:
        return Entry(error=_what_is_wrong(document))


def read_entries(documents: object, *, limit: int | None = MAX_RECORDS_PER_MESSAGE) -> list[Entry]:
    """The records of a message. Raises NoRecords, or TooManyRecords over `limit`."""
    if not isinstance(documents, list) or not documents:
        raise errors.NoRecords()
    if limit is not None and len(documents) > limit:
        raise errors.TooManyRecords(limit=limit, count=len(documents))
    return [read_entry(document) for document in documents]


def read_team_id(document: dict[str, Any]) -> int:
    """The team of a message. Raises MissingTeamId, or InvalidTeamId where it is no integer."""
    team_id = document.get("equipo_id")
    if team_id is None:
        raise errors.MissingTeamId()
    if type(team_id) is not int:
        raise errors.InvalidTeamId()
    return team_id


def _what_is_wrong(document: object) -> errors.RecordError:
    if not isinstance(document, dict):
        return errors.RecordNotObject()
    if "tiempo" not in document:
        return errors.MissingTime()
    if type(document["tiempo"]) is not int:
        return errors.TimeNotInteger()
    record_id = document.get("id_registro")
    if record_id is not None and not (
        isinstance(record_id, str) and re.search(RECORD_ID, record_id)
    ):
        return errors.InvalidRecordId()
    try:
        msgspec.convert(document, _ClockFields)
    except msgspec.ValidationError:
        return errors.InvalidClockOffset()
    return errors.ComponentsMismatch()
