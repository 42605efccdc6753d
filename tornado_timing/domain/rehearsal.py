"""The rehearsal before a race: who is to be there, with what phone, and a trial tap of each."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from tornado_timing.domain.model import Account, Competition, is_clock_reading

HOUR_MS = 60 * 60 * 1000
# What was due this long ago and has not begun is still to come: races start late.
OVERDUE_MS = 12 * HOUR_MS
# Races that are due this long after the next one are of the same day.
SAME_DAY_MS = 12 * HOUR_MS


class Phone(Struct, frozen=True):
    """A judge's open socket: what is known of its clock and of the way there and back.

    `offset_ms` is the phone's clock less the server's, wrong by at most `uncertainty_ms`; None is
    not known yet. `can_rehearse`: it is told of the rehearsal.
    """

    device: str
    offset_ms: int | None
    uncertainty_ms: int | None
    round_trip_ms: float | None
    unsent: int | None
    can_rehearse: bool


class TrialTap(Struct, frozen=True):
    """A tap that is thrown away: `delay_ms` from the touch until it was here, if it can be told."""

    received_at_ms: int
    delay_ms: int | None
    uncertainty_ms: int | None


class JudgeReadiness(Struct, frozen=True, kw_only=True):
    """A judge of the next races; `phone` is None while it is not connected.

    `seen_at_ms` is when it was heard last, `is_asked` whether its phone is to show the trial.
    """

    judge_id: int
    name: str
    races: list[str]
    is_racing: bool
    phone: Phone | None
    seen_at_ms: int | None
    is_asked: bool
    tap: TrialTap | None


def races_ahead(competitions: Iterable[Competition], now_ms: int) -> list[Competition]:
    """The published races of the day that is next, and those in progress, by their time."""
    ours = sorted(
        (one for one in competitions if one.is_active and one.finished_at_ms is None),
        key=lambda one: (one.scheduled_at_ms, one.id),
    )
    ahead = [one for one in ours if one.scheduled_at_ms >= now_ms - OVERDUE_MS]
    next_ms = (
        ahead[0].scheduled_at_ms if ahead else max((o.scheduled_at_ms for o in ours), default=0)
    )
    return [
        one for one in ours if one.is_running or 0 <= one.scheduled_at_ms - next_ms <= SAME_DAY_MS
    ]


def is_racing(competitions: Sequence[Competition]) -> bool:
    """Whether one of a judge's races is in progress: nothing may come between it and its taps."""
    return any(one.is_running for one in competitions)


def delay_of(sent: int, offset_ms: int | None, received_at_ms: int) -> int | None:
    """How long a tap was on its way, from the reading of the phone's clock that it carries.

    None where it carries none, or nothing is known of that clock. Clocks are known within their
    uncertainty only, so that a quick way may seem to be none at all.
    """
    if offset_ms is None or not is_clock_reading(sent):
        return None
    return max(0, received_at_ms - (sent - offset_ms))


def name_of(judge: Account) -> str:
    """What the organizer calls a judge."""
    return judge.full_name or judge.username
