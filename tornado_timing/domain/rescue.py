"""What a phone could not send: somebody else reads it in, in the name of its judge."""

from msgspec import Struct

from tornado_timing.domain.errors import TimingError
from tornado_timing.domain.individual.marking import CorrectionRequest, MarkEntry
from tornado_timing.domain.submissions import Entry


class RescuedTime(Struct, frozen=True):
    """One time off the phone's screen; with `is_withdrawn` its judge had taken it back there.

    Where the protocol could not read it, the error is that of its `entry`.
    """

    team_id: int
    entry: Entry
    is_withdrawn: bool = False


class RescuedMark(Struct, frozen=True):
    """One mark off the phone's screen, and what its judge had set right of it, in order.

    Where the protocol could not read it, the error is that of its `entry`.
    """

    line_id: int
    device: str
    entry: MarkEntry
    corrections: list[CorrectionRequest] = []


class Rescue(Struct):
    """What became of such times and marks, each of which counts once here.

    `saved` are new, `duplicates` had been stored before, and `kept` were refused and are kept
    for the organizer. `failed` and `failed_marks` are in none of these, with the reason.
    """

    saved: int
    duplicates: int
    kept: int
    failed: list[tuple[RescuedTime, TimingError]]
    failed_marks: list[tuple[RescuedMark, TimingError]] = []
