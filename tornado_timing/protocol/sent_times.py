"""Times over HTTP: what the two requests carry and what they are answered."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, field

from tornado_timing.domain.durations import split
from tornado_timing.domain.model import Competition, Team, TimeRecord
from tornado_timing.domain.submissions import MAX_RECORDS_PER_MESSAGE, Entry
from tornado_timing.protocol.answers import FailedRecord, SavedRecord
from tornado_timing.protocol.records import TimeFields, read_entries, read_team_id
from tornado_timing.protocol.results import RecordView, record_view
from tornado_timing.protocol.wire import WIRE


class SendTimesIn(Struct, rename=WIRE):
    """Times of one team; only the first 15 count, the answer says how many more came."""

    team_id: int
    records: Annotated[list[TimeFields], Meta(min_length=1)]


class SendTeamTimesIn(Struct, rename=WIRE):
    """1 to 15 times of the team in the path."""

    records: Annotated[list[TimeFields], Meta(min_length=1, max_length=MAX_RECORDS_PER_MESSAGE)]


class TimesSentOut(Struct, rename=WIRE):
    """What became of the times."""

    team_id: int
    total_sent: int
    total_saved: int
    total_failed: int
    ignored: int
    saved: list[SavedRecord]
    failed: list[FailedRecord]


class SentRecord(Struct, rename=WIRE):
    """A stored time in the answer to `SendTeamTimesIn`; `withdrawn` as in `SavedRecord`."""

    index: int
    record_id: str
    time: int
    race_ms: int
    duplicate: bool
    hours: int
    minutes: int
    seconds: int
    milliseconds: int
    withdrawn: bool | UnsetType = UNSET


class TeamTimesOut(Struct, rename=WIRE):
    """What became of the times of the team in the path."""

    success: bool
    message: str
    team_id: int
    team_name: str
    team_number: int
    total_saved: int
    records: list[SentRecord]
    failed: list[FailedRecord]


class TeamTimesError(Struct, rename=WIRE):
    """None of the times of the team in the path was stored.

    `kept`: true where all of them are kept for the organizer, else left out.
    """

    success: bool
    error: str
    code: str = field(name="code")
    kept: bool | UnsetType = UNSET


class TimesNotSent(Struct, rename={"kept": WIRE["kept"]}):
    """None of the times was stored. Who is refused finds the sentence under `detail` as well.

    `kept`: true where all of them are kept for the organizer, else left out.
    """

    error: str
    code: str
    detail: str | UnsetType = UNSET
    kept: bool | UnsetType = UNSET


class TeamStatusOut(Struct, rename=WIRE):
    """How many times a team has, and whether it may have more."""

    team_id: int
    team_name: str
    total_records: int
    limit: int | None
    may_send: bool
    records: list[RecordView]


def read_sent_times(document: dict[str, Any]) -> tuple[int, list[Entry], int]:
    """Team, the first 15 entries, and how many more came, of a `SendTimesIn`."""
    team_id = read_team_id(document)
    entries = read_entries(document.get(WIRE["records"]), limit=None)
    return (
        team_id,
        entries[:MAX_RECORDS_PER_MESSAGE],
        max(0, len(entries) - MAX_RECORDS_PER_MESSAGE),
    )


def read_team_times(document: dict[str, Any]) -> list[Entry]:
    """The entries of a `SendTeamTimesIn`."""
    return read_entries(document.get(WIRE["records"]))


def times_sent(
    team_id: int, ignored: int, saved: list[SavedRecord], failed: list[FailedRecord]
) -> TimesSentOut:
    """The answer to a `SendTimesIn`; the ignored ones are not among the sent."""
    total = len(saved) + len(failed)
    return TimesSentOut(team_id, total, len(saved), len(failed), ignored, saved, failed)


def team_times(
    team_id: int, team: Team | None, saved: list[SavedRecord], failed: list[FailedRecord]
) -> TeamTimesOut:
    """The answer to a `SendTeamTimesIn`.

    `team` is None where the times were stored before, and the team has been deleted since.
    """
    records = [
        SentRecord(
            item.index,
            item.record_id,
            item.time,
            item.race_ms,
            item.duplicate,
            *split(item.race_ms),
            item.withdrawn,
        )
        for item in saved
    ]
    message = f"Se guardaron {len(saved)} registros"
    name, number = (team.name, team.number) if team is not None else ("", 0)
    return TeamTimesOut(True, message, team_id, name, number, len(saved), records, failed)


def team_status(team: Team, competition: Competition, records: list[TimeRecord]) -> TeamStatusOut:
    """How `team` stands."""
    limit = competition.records_per_team
    has_room = limit is None or len(records) < limit
    return TeamStatusOut(
        team.id,
        team.name,
        len(records),
        limit,
        competition.is_running and has_room,
        [record_view(record) for record in records],
    )
