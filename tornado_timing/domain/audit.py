"""Who did what: the actor of a change, and the entry that it leaves on record."""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict

from tornado_timing.domain.model import Account

_Found = Literal["competition", "team", "judge", "organizer", "refused", "session", "server"]
SubjectKind = _Found | Literal["runner", "wave", "line"]


class Actor(Struct, frozen=True):
    """Who asks for a change, and from which network address.

    `account_id` is None for whoever needs no account: the command line of this machine, and the
    first organizer before there is one.
    """

    account_id: int | None
    username: str
    address: str


COMMAND_LINE = Actor(None, "tornado-timing", "localhost")


def actor(account: Account, address: str) -> Actor:
    """A signed-in account as an actor."""
    return Actor(account.id, account.username, address)


class AuditEntry(Struct, frozen=True, kw_only=True):
    """One change on record, with the names of the moment.

    `action` is a stable snake_case verb in the past (``race_started``); `details` is a JSON
    object, for a change ``{"field": [before, after]}``. `id` is given by the file.
    """

    at_ms: int
    account_id: int | None
    username: str
    address: str
    action: str
    subject_kind: SubjectKind
    subject_id: int | None
    subject_name: str
    competition_id: int | None = None
    details: str = "{}"


# Never on record: what a password could be guessed from, and what only counts its changes.
_SECRETS = frozenset({"password_hash", "token_version"})


def changes(before: Struct, after: Struct) -> Mapping[str, Any]:
    """What differs between two states of one thing: ``{"field": [before, after]}``."""
    old, new = asdict(before), asdict(after)
    return {
        field: [old[field], new[field]]
        for field in old
        if field not in _SECRETS and old[field] != new[field]
    }
