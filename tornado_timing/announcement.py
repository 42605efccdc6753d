"""Under which name this server is announced; `announcing` does it."""

from msgspec import Struct

NAME = "timing"


class AnnouncingError(Exception):
    """The name cannot be announced; the text is the system's reason."""


class Announcement(Struct, frozen=True):
    """Under which name the server can be reached; None: under none, for the reason in `problem`.

    `taken_by` are the addresses of other machines that have a name which would have come first.
    """

    name: str | None = None
    taken_by: tuple[str, ...] = ()
    problem: str | None = None


def nth_name(number: int, name: str = NAME) -> str:
    """``timing.local``, ``timing-2.local`` and so on."""
    return f"{name}.local" if number == 1 else f"{name}-{number}.local"
