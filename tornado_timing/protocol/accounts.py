"""Accounts and their sessions over HTTP."""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from tornado_timing.domain.model import Account, Competition, Role
from tornado_timing.domain.state import State
from tornado_timing.protocol.answers import CompetitionBrief, competition_brief
from tornado_timing.protocol.etags import etag_of
from tornado_timing.protocol.resources import Password, Text, Username
from tornado_timing.protocol.wire import WIRE

# Only these two are Spanish in the REST form of a judge.
_JUDGE_NAMES: Mapping[str, str] = {
    "phone": WIRE["phone"],
    "is_active": WIRE["is_active"],
    "role": WIRE["role"],
}

ROLES: Mapping[Role, str] = {Role.JUDGE: "juez", Role.ORGANIZER: "organizador"}


# ---- sessions ----


class FirstOrganizerIn(Struct):
    """The first organizer; `secret` is what the server's one-time link ends in."""

    username: Username
    password: Password
    secret: Annotated[str, Meta(max_length=200)] | None = None
    first_name: Text = ""
    last_name: Text = ""


class SetupOut(Struct):
    """Whether there is no organizer yet, and whether this client needs the secret to make one."""

    needed: bool
    needs_secret: bool


class CredentialsIn(Struct):
    """Username or e-mail, in any case of letters, and password."""

    username: Annotated[str, Meta(min_length=1, max_length=320)]
    password: Annotated[str, Meta(min_length=1, max_length=1024)]


class RefreshIn(Struct):
    """A refresh token."""

    refresh: Annotated[str, Meta(min_length=1, max_length=4096)]


class SignedInJudge(Struct, rename=WIRE):
    """The judge who signed in, with the competition that matters now."""

    id: int
    username: str
    email: str
    # Kept in English on the wire, like the judge's REST form.
    first_name: str
    last_name: str
    phone: str
    is_active: bool
    competition: CompetitionBrief | None


class SignedInOut(Struct, rename=WIRE):
    """Tokens and who signed in; `judge` is null for an organizer."""

    access: str
    refresh: str
    judge: SignedInJudge | None
    role: str
    message: str = msgspec.field(default="Login exitoso", name="message")


class TokensOut(Struct):
    """Both tokens of a new session."""

    access: str
    refresh: str


class AccessOut(Struct):
    """A new access token."""

    access: str
    message: str = "Token refrescado exitosamente"


class TicketOut(Struct, rename=WIRE):
    """A ticket for one socket, and for how many seconds it is good."""

    ticket: str
    expires_in_s: int


class AccountOut(Struct, rename=_JUDGE_NAMES):
    """An account."""

    id: int
    username: str
    email: str
    first_name: str
    last_name: str
    full_name: str
    phone: str
    is_active: bool
    role: str


def account_out(account: Account) -> AccountOut:
    """`account` as its owner and organizers read it."""
    return AccountOut(
        account.id,
        account.username,
        account.email,
        account.first_name,
        account.last_name,
        account.full_name,
        account.phone,
        account.is_active,
        ROLES[account.role],
    )


def signed_in_out(
    account: Account, access: str, refresh: str, current: Competition | None
) -> SignedInOut:
    """The answer to a sign-in; `current` is a judge's competition."""
    judge = None
    if account.role is Role.JUDGE:
        judge = SignedInJudge(
            account.id,
            account.username,
            account.email,
            account.first_name,
            account.last_name,
            account.phone,
            account.is_active,
            None if current is None else competition_brief(current),
        )
    return SignedInOut(access, refresh, judge, ROLES[account.role])


# ---- judges ----


class JudgeIn(Struct, rename=_JUDGE_NAMES):
    """A new judge; without a password only the code of a card signs in."""

    username: Username
    password: Password | None = None
    email: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    phone: Text = ""
    is_active: bool = True


class JudgeChange(Struct, rename=_JUDGE_NAMES):
    """Changes to a judge; what is left out stays."""

    username: Username | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    email: Text | UnsetType = UNSET
    first_name: Text | UnsetType = UNSET
    last_name: Text | UnsetType = UNSET
    phone: Text | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class JudgeOut(AccountOut, rename=_JUDGE_NAMES):
    """A judge as organizers read it; without a password it signs in by a card's code."""

    has_password: bool
    team_count: int
    etag: str


def judge_out(state: State, judge: Account) -> JudgeOut:
    """`judge` as organizers read it."""
    return JudgeOut(
        **structs.asdict(account_out(judge)),
        has_password=bool(judge.password_hash),
        team_count=sum(1 for _ in state.teams_of_judge(judge.id)),
        etag=etag_of(judge),
    )
