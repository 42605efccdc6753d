"""What a race is made of: competitions, teams, accounts and the times recorded for them.

Everything is frozen: a change is a new object that `State` puts in the place of the old one.
Instants are ``*_at_ms``: epoch milliseconds, UTC, on the server's clock. Spans are ``*_ms``.
"""

from enum import StrEnum

from msgspec import Struct

from tornado_timing.domain.individual.rounding import Shown

# Rule 6 of a time record: nothing that we time lasts longer than a day.
MAX_ELAPSED_MS = 24 * 60 * 60 * 1000

# From here on a time is read as a reading of the phone's clock (``Date.now()``), not as elapsed:
# 10^12 ms is September 2001 as a date, and 31 years as a race.
FIRST_CLOCK_READING_MS = 10**12


# What comes as a clock reading from here on is no clock's, and no column's either.
FIRST_IMPOSSIBLE_MS = 2**53


def is_clock_reading(value: float) -> bool:
    """Whether `value` can be epoch milliseconds of a phone's clock."""
    return FIRST_CLOCK_READING_MS <= value < FIRST_IMPOSSIBLE_MS


class Role(StrEnum):
    """What an account may do."""

    JUDGE = "judge"
    ORGANIZER = "organizer"


class Account(Struct, frozen=True, kw_only=True):
    """Somebody who signs in.

    `token_version` is part of every token; raising it ends all sessions of the account.
    """

    id: int
    role: Role
    username: str
    password_hash: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    is_active: bool = True
    token_version: int = 1

    @property
    def full_name(self) -> str:
        """First and last name, or the username where both are empty."""
        return f"{self.first_name} {self.last_name}".strip() or self.username


class SignInCode(Struct, frozen=True):
    """The one-time code of a judge's card. The code itself is on the card alone; here is its hash.

    A judge has at most one. `expires_at_ms` 0: it was ended before its time.
    """

    code_hash: str
    account_id: int
    expires_at_ms: int


class CompetitionKind(StrEnum):
    """Whether times belong to teams, or marks to runners with bibs."""

    TEAMS = "teams"
    INDIVIDUAL = "individual"


class Competition(Struct, frozen=True, kw_only=True):
    """One race. `is_active` means published; `is_running` means that its clock runs.

    `started_at_ms` is when the start was pressed: what judges are told, and where the times that
    they send and that are stored count from, for good. `start_correction_ms` is by how much the
    official start is later than that (negative: earlier); results count from there.
    `records_per_team` limits how many times a team may have; None is no limit. `shown` is how an
    individual race shows its times.
    """

    id: int
    name: str
    scheduled_at_ms: int
    is_active: bool = True
    is_running: bool = False
    started_at_ms: int | None = None
    finished_at_ms: int | None = None
    records_per_team: int | None = None
    start_correction_ms: int = 0
    kind: CompetitionKind = CompetitionKind.TEAMS
    shown: Shown = Shown.SECONDS

    @property
    def official_start_ms(self) -> int | None:
        """Where official times count from; None before the start."""
        if self.started_at_ms is None:
            return None
        return self.started_at_ms + self.start_correction_ms


class Team(Struct, frozen=True, kw_only=True):
    """A team of one competition; `number` is unique in it. At most one judge times it."""

    id: int
    competition_id: int
    name: str
    number: int
    category: str = ""
    judge_id: int | None = None

    @property
    def category_display(self) -> str:
        """The category as people read it: ``estudiantes_uni`` is ``Estudiantes uni``."""
        return self.category.replace("_", " ").strip().capitalize()


class TimeRecord(Struct, frozen=True, gc=False):
    """One elapsed time of a team, stored for good.

    `id` is as its phone wrote it; it is the same record in upper and lower case, because some
    phones write UUIDs in capitals. `sent` is the time as it was sent: `elapsed_ms`, or a reading
    of the phone's clock that was turned into `elapsed_ms` with `clock_offset_ms`, which may be
    wrong by as much as `uncertainty_ms`, where the phone says so. `elapsed_ms` counts from the
    pressed start, and is negative where that is later than the official one and than this time.
    """

    id: str
    team_id: int
    judge_id: int | None
    elapsed_ms: int
    sent: int
    clock_offset_ms: int | None
    received_at_ms: int
    phone_timestamp: str | None = None
    uncertainty_ms: int | None = None


class Withdrawal(Struct, frozen=True):
    """A stored time was withdrawn, or given back: who and when.

    `record_id` is spelt as the time's own; `account_id` is None for the command line.
    """

    record_id: str
    is_withdrawn: bool
    account_id: int | None
    at_ms: int


class RefusedRecord(Struct, frozen=True, kw_only=True):
    """A well-formed time that the rules refused, kept for the organizer to look at.

    `reason` is the code of the error that the judge was answered.
    """

    id: int
    judge_id: int
    team_id: int
    record_id: str | None
    sent: int
    clock_offset_ms: int | None
    received_at_ms: int
    phone_timestamp: str | None
    reason: str
    uncertainty_ms: int | None = None

    @property
    def key(self) -> tuple[int, str, int]:
        """What makes two sendings of one refused time the same."""
        return (self.team_id, (self.record_id or "").lower(), self.sent)
