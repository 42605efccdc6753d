"""Times that a phone could not send: somebody else reads them in, in the name of its judge."""

from msgspec import Struct

from tornado_timing.domain.errors import TimingError
from tornado_timing.domain.submissions import Entry


class RescuedTime(Struct, frozen=True):
    """One time off the phone's screen; with `is_withdrawn` its judge had taken it back there.

    Where the protocol could not read it, the error is that of its `entry`.
    """

    team_id: int
    entry: Entry
    is_withdrawn: bool = False


class Rescue(Struct):
    """What became of such times, each of which counts once here.

    `saved` are new, `duplicates` had been stored before, and `kept` were refused and are kept
    for the organizer. `failed` are in none of these, with the reason.
    """

    saved: int
    duplicates: int
    kept: int
    failed: list[tuple[RescuedTime, TimingError]]
