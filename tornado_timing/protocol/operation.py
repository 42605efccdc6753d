"""How the server does, for the organizer's page: figures, phones, and what it has warned of."""

from collections.abc import Sequence

from msgspec import Struct

from tornado_timing.protocol.wire import iso


class SpanOut(Struct):
    """How long something takes, in ms: half of it, and 99 of 100; None where there was nothing."""

    count: int
    p50_ms: float | None
    p99_ms: float | None


class SpansOut(Struct):
    """The same in the last minute, and since the server has started."""

    last_minute: SpanOut
    since_start: SpanOut


class RecordsOut(Struct):
    """Times and marks since the start: stored, sent once more, and refused."""

    stored: int
    duplicate: int
    refused: int


class SocketsOut(Struct):
    """Open sockets; `behind` are those that have not read yet what was sent to them."""

    judges: int
    organizers: int
    spectators: int
    behind: int


class PhoneOut(Struct, kw_only=True):
    """A judge's open socket; None is what has not been measured or said yet.

    `waited_ms` is how long the last tap that came had been on the phone, `unsent` how many the
    phone says it still has.
    """

    id: int
    judge_id: int
    username: str
    name: str
    device: str
    address: str
    since: str
    seen_at: str
    round_trip_ms: int | None
    waited_ms: int | None
    unsent: int | None
    is_behind: bool


class WarningOut(Struct):
    """A warning or a fault from the log."""

    at: str
    level: str
    text: str


class LogOut(Struct):
    """The log: the last warnings, the newest first, and why it is not written, if it is not."""

    warnings: list[WarningOut]
    lines_lost: int
    problem: str | None


class OperationOut(Struct, kw_only=True):
    """How the server does, just now. `commits_per_second` are of the last minute, oldest first."""

    now: str
    started_at: str
    version: str
    acknowledgements: SpansOut
    commits: SpansOut
    commit_failures: int
    commits_per_second: list[int]
    waiting: int
    records: RecordsOut
    sockets: SocketsOut
    phones: list[PhoneOut]
    memory_bytes: int
    disk_free_bytes: int | None
    log: LogOut


def warnings_out(warned: Sequence[tuple[int, str, str]]) -> list[WarningOut]:
    """Warnings given as when (epoch ms), how grave, and what."""
    return [WarningOut(iso(at_ms), level, text) for at_ms, level, text in warned]
