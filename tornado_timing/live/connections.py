"""Who holds a connection, so that nobody takes all of them: places are bounded, and made."""

from collections.abc import Hashable
from ipaddress import IPv6Address, ip_address
from typing import Protocol

# Of the places of an address, and of all, so many are not for those who only listen: there the
# next one who comes finds one, by ending the connection that has asked for nothing the longest.
KEPT_FREE = 0.25


class Line(Protocol, Hashable):
    """A connection."""

    def close(self) -> None:
        """Ends it."""


class _Crowd:
    """The connections of one address: those that ask, the longest silent first, and listeners."""

    __slots__ = ("asking", "listening")

    def __init__(self) -> None:
        self.asking: dict[Line, None] = {}
        self.listening: set[Line] = set()

    def __len__(self) -> int:
        return len(self.asking) + len(self.listening)


class Connections:
    """The connections to this server: who asks, who listens, and who is signed in.

    Whoever comes is let in, also by ending another connection: of the same address where that
    has `per_address` already, else of the address that has the most. Open sockets are not ended
    for that; of those without a sign-in there are only so many that room can always be made.
    Those that are signed in count for no address, and nobody else comes at their cost.
    """

    def __init__(self, per_address: int, in_all: int) -> None:
        self._per_address = per_address
        self._in_all = in_all
        self._crowds: dict[str, _Crowd] = {}
        self._group_of: dict[Line, str] = {}
        self._listeners = 0

    def __len__(self) -> int:
        """How many there are."""
        return len(self._group_of)

    def came(self, line: Line, group: str) -> bool:
        """Takes in a connection of an address (see `group_of`); False if there is no room."""
        crowd = self._crowds.get(group)
        if crowd is not None and len(crowd) >= self._per_address:
            self._end_one(crowd)
        elif len(self) >= self._in_all and not self.make_room():
            return False
        self._crowds.setdefault(group, _Crowd()).asking[line] = None
        self._group_of[line] = group
        return True

    def asked(self, line: Line) -> str:
        """Notes that a request has come: it is the last to be ended for others. Its group."""
        group = self.group(line)
        crowd = self._crowds.get(group)
        if crowd is not None and line in crowd.asking:
            del crowd.asking[line]
            crowd.asking[line] = None
        return group

    def group(self, line: Line) -> str:
        """The group that a connection came from; "" once it has ended."""
        return self._group_of.get(line, "")

    def listens(self, line: Line) -> bool:
        """Notes that a socket without a sign-in is to be opened; False if there are too many."""
        crowd = self._crowds.get(self.group(line))
        if crowd is None or line not in crowd.asking:
            return crowd is not None and line in crowd.listening
        kept = 1 - KEPT_FREE
        if len(crowd.listening) >= self._per_address * kept or self._listeners >= (
            self._in_all * kept
        ):
            return False
        del crowd.asking[line]
        crowd.listening.add(line)
        self._listeners += 1
        return True

    def signed_in(self, line: Line) -> None:
        """Notes that a connection is a socket of somebody who is signed in."""
        self._leave_crowd(line)

    def gone(self, line: Line) -> None:
        """Forgets a connection that has ended."""
        self._leave_crowd(line)
        self._group_of.pop(line, None)

    def make_room(self) -> bool:
        """Ends a connection of whoever holds the most; False if there is none to end."""
        fullest = max(self._crowds.values(), key=lambda crowd: len(crowd.asking), default=None)
        return fullest is not None and self._end_one(fullest)

    def _end_one(self, crowd: _Crowd) -> bool:
        longest_silent = next(iter(crowd.asking), None)
        if longest_silent is None:
            return False
        # Known to be gone before it is: closing tells of it only later.
        self.gone(longest_silent)
        longest_silent.close()
        return True

    def _leave_crowd(self, line: Line) -> None:
        group = self.group(line)
        crowd = self._crowds.get(group)
        if crowd is None:
            return
        crowd.asking.pop(line, None)
        if line in crowd.listening:
            crowd.listening.remove(line)
            self._listeners -= 1
        if not len(crowd):
            del self._crowds[group]


def group_of(address: str) -> str:
    """Which connections count as those of one: those from an address, or an IPv6 network.

    A phone gives itself as many IPv6 addresses of its network (/64) as it likes.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
