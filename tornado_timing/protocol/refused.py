"""Times that the rules refused and that were kept, over HTTP."""

from typing import Annotated

from msgspec import Meta, Struct

from tornado_timing.domain.errors import TimingError
from tornado_timing.domain.model import RefusedRecord
from tornado_timing.domain.state import State
from tornado_timing.protocol.resources import Id
from tornado_timing.protocol.texts import TEXTS, text_of
from tornado_timing.protocol.wire import iso


class RefusedOut(Struct):
    """A time that the rules refused, kept for the organizer.

    `time` is as the phone sent it; `reason` is the code of the error that it was answered. It
    cannot be accepted while its team, or its competition, is in the bin: `team_deleted`.
    """

    id: int
    judge_id: int
    judge_username: str | None
    team_id: int
    team_name: str | None
    competition_id: int | None
    record_id: str | None
    time: int
    received_at: str
    reason: str
    reason_text: str
    number: int | None
    team_deleted: bool


def refused_out(state: State, refused: RefusedRecord) -> RefusedOut:
    """`refused` as organizers read it."""
    judge = state.accounts.get(refused.judge_id)
    team = state.team_or_deleted(refused.team_id)
    competition = state.competition_or_deleted(team.competition_id) if team else None
    limit = competition.records_per_team if competition else None
    details = {"team_id": refused.team_id, "limit": limit or ""}
    return RefusedOut(
        refused.id,
        refused.judge_id,
        None if judge is None else judge.username,
        refused.team_id,
        None if team is None else team.name,
        None if team is None else team.competition_id,
        refused.record_id,
        refused.sent,
        iso(refused.received_at_ms),
        refused.reason,
        TEXTS[refused.reason].format_map(details),
        None if team is None else team.number,
        refused.team_id not in state.teams,
    )


class AcceptManyIn(Struct):
    """Refused times that are to count, as far as they can."""

    ids: Annotated[list[Id], Meta(min_length=1, max_length=10_000)]


class NotAcceptedOut(Struct):
    """A time that was not accepted: why, for people, and the stable code of it."""

    id: int
    code: str
    error: str


class AcceptedManyOut(Struct):
    """How many times were accepted, and those that were not, in the order of the request."""

    accepted: int
    refused: list[NotAcceptedOut]


def not_accepted_out(refused_id: int, error: TimingError) -> NotAcceptedOut:
    """Why a time was not accepted."""
    return NotAcceptedOut(refused_id, error.code, text_of(error))
