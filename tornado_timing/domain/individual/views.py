"""Things with what follows for them from rows beside their own: what is shown, and compared."""

from msgspec import Struct

from tornado_timing.domain.individual.marks import Assignment, Line
from tornado_timing.domain.individual.runners import Wave


class WaveView(Struct, frozen=True):
    """A wave and its gun, epoch ms: as it was pressed, or corrected since; None before it."""

    wave: Wave
    official_start_ms: int | None


class LineView(Struct, frozen=True):
    """A line and who stands at it."""

    line: Line
    judges: tuple[Assignment, ...]
