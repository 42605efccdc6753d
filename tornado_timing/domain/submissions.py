"""What judges send: times as they came, read but not yet decided over."""

from msgspec import Struct

from tornado_timing.domain import errors

MAX_RECORDS_PER_MESSAGE = 15


class Entry(Struct, frozen=True, gc=False):
    """One time as it was sent: elapsed ms, or from 10^12 on a reading of the phone's clock.

    `error` is set where the protocol could not read the entry; then nothing else counts.
    `clock_offset_ms` is the phone's clock less the server's when this was read off it, as the
    phone has measured it, and may be wrong by `uncertainty_ms`.
    """

    sent: int = 0
    record_id: str | None = None
    phone_timestamp: str | None = None
    error: errors.RecordError | None = None
    clock_offset_ms: int | None = None
    uncertainty_ms: int | None = None


class Submission(Struct, frozen=True, gc=False):
    """What one judge sent for one team in one message.

    `clock_offset_ms` is phone clock less server clock, where the server has measured it; it
    counts for entries that have none of their own.
    """

    judge_id: int
    team_id: int
    entries: list[Entry]
    received_at_ms: int
    clock_offset_ms: int | None = None
