"""A network for tests: addresses that come and go, and names that nobody hears."""

from collections.abc import Sequence

from tornado_timing.announcement import Announcement, AnnouncingError
from tornado_timing.reachability import Surroundings

# Nothing watches by itself in a test: it says when to look.
NEVER_S = 3600.0


class Network:
    """What a server finds around it, set by hand."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)
        self.name: str | None = "timing.local"
        self.taken_by: tuple[str, ...] = ()
        self.problem: str | None = None
        self.announced: list[list[str]] = []
        self.is_closed = False

    @property
    def surroundings(self) -> Surroundings:
        """For a server in this network."""
        return self.watched_every(NEVER_S)

    def watched_every(self, watch_s: float) -> Surroundings:
        """For one that looks by itself."""
        return Surroundings(lambda: list(self.addresses), lambda _port: self, watch_s)  # type: ignore[arg-type,return-value]

    async def announce(self, addresses: Sequence[str]) -> Announcement:
        """As an `Announcer`."""
        self.announced.append(list(addresses))
        if self.problem is not None:
            raise AnnouncingError(self.problem)
        return Announcement(self.name, self.taken_by)

    async def close(self) -> None:
        """As an `Announcer`."""
        self.is_closed = True
