"""What organizers read besides the things themselves: the bin, and what is on record."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from tornado_timing.domain.audit import AuditEntry
from tornado_timing.domain.model import Competition, Team
from tornado_timing.protocol.wire import iso

# ---- the bin ----


class BinnedCompetitionOut(Struct):
    """A deleted competition, and what would come back with it."""

    id: int
    name: str
    datetime: str
    deleted_at: str
    team_count: int
    record_count: int
    runner_count: int
    mark_count: int


class BinnedTeamOut(Struct):
    """A deleted team that has times."""

    id: int
    name: str
    number: int
    competition_id: int
    competition_name: str
    deleted_at: str
    record_count: int


class BinOut(Struct):
    """What can be brought back, the last deleted first."""

    competitions: list[BinnedCompetitionOut]
    teams: list[BinnedTeamOut]


def binned_competition_out(
    competition: Competition,
    deleted_at_ms: int,
    *,
    team_count: int,
    record_count: int,
    runner_count: int,
    mark_count: int,
) -> BinnedCompetitionOut:
    """A competition in the bin as organizers read it."""
    return BinnedCompetitionOut(
        competition.id,
        competition.name,
        iso(competition.scheduled_at_ms),
        iso(deleted_at_ms),
        team_count,
        record_count,
        runner_count,
        mark_count,
    )


def binned_team_out(
    team: Team, competition: Competition, deleted_at_ms: int, record_count: int
) -> BinnedTeamOut:
    """A team in the bin as organizers read it."""
    return BinnedTeamOut(
        team.id,
        team.name,
        team.number,
        competition.id,
        competition.name,
        iso(deleted_at_ms),
        record_count,
    )


# ---- the record ----


class AuditEntryOut(Struct):
    """One change on record, with the names of its time.

    `details` of a change are ``{"field": [before, after]}``.
    """

    id: int
    at: str
    username: str
    address: str
    action: str
    subject_kind: str
    subject_id: int | None
    subject_name: str
    competition_id: int | None
    details: dict[str, Any]


class AuditPageOut(Struct):
    """Entries, the newest first; `next_before` asks for those before them, null at the end."""

    entries: list[AuditEntryOut]
    next_before: int | None


def audit_entry_out(number: int, entry: AuditEntry) -> AuditEntryOut:
    """An entry as organizers read it."""
    return AuditEntryOut(
        number,
        iso(entry.at_ms),
        entry.username,
        entry.address,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.subject_name,
        entry.competition_id,
        msgspec.json.decode(entry.details),
    )


# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def audit_rows(entries: Iterable[tuple[int, AuditEntry]]) -> list[list[str | int]]:
    """Entries as rows of a table whose headings are the fields of `AuditEntryOut`.

    A text that a spreadsheet would take for a formula gets an apostrophe in front: the names in
    it were typed by others.
    """
    return [
        [
            _cell(cell)
            for cell in (
                number,
                iso(entry.at_ms),
                entry.username,
                entry.address,
                entry.action,
                entry.subject_kind,
                entry.subject_id,
                entry.subject_name,
                entry.competition_id,
                entry.details,
            )
        ]
        for number, entry in entries
    ]


def _cell(value: str | int | None) -> str | int:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
