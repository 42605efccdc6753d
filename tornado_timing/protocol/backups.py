"""Backups as organizers see them, and what one would bring back and take away."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from tornado_timing.protocol.resources import Text

PlaceState = Literal[
    "waiting", "good", "offered", "missing", "full", "read_only", "failed", "no_answer"
]


class RaceInBackupOut(Struct):
    """A competition in a backup."""

    name: str
    is_running: bool


class ContentsOut(Struct):
    """How much there is; `newest_at` is when the newest time or mark came."""

    races: list[RaceInBackupOut]
    accounts: int
    teams: int
    runners: int
    times: int
    marks: int
    newest_at: str | None


class BackupOut(Struct):
    """A backup and the folders that it is in; `made_at` is None for a copy of the bare database.

    `contents` is None for one that cannot be read. `has_key` tells whether sessions go on with it.
    """

    name: str
    size_bytes: int
    folders: list[str]
    made_at: str | None
    host: str
    program: str
    has_key: bool
    is_uploaded: bool
    contents: ContentsOut | None


class PlaceOut(Struct):
    """A place that gets backups: the data directory, one of the settings, or a stick.

    A stick that is `offered` gets none before an organizer has said so. `reason` is the system's
    words for what went wrong.
    """

    path: str
    kind: Literal["data", "config", "stick"]
    state: PlaceState
    reason: str
    last_name: str | None
    free_bytes: int | None
    is_same_disk: bool


class BackupsOut(Struct):
    """All places and backups, the newest first; `can_restore`: the server can start itself anew."""

    is_enabled: bool
    every_s: int
    is_making: bool
    can_restore: bool
    places: list[PlaceOut]
    backups: list[BackupOut]


class StickIn(Struct):
    """A stick by the folder under which it is, and whether it is to get backups."""

    path: Annotated[str, Meta(min_length=1, max_length=4096)]
    use: bool


class ComparisonOut(Struct):
    """A backup beside what there is now: so many times and marks it lacks."""

    name: str
    made_at: str | None
    host: str
    has_key: bool
    contents: ContentsOut
    now: ContentsOut
    missing_times: int
    missing_marks: int


class MadeOut(Struct):
    """The name of a backup that was made or sent up."""

    name: Text


class RestoringOut(Struct):
    """The server stops now and starts again with the backup, under the same address."""

    is_restarting: bool
