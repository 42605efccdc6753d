"""A mark as its judge is answered: at once, with what is odd about it."""

from msgspec import Struct

from tornado_timing.domain.errors import RecordError
from tornado_timing.domain.individual.marks import Mark
from tornado_timing.domain.individual.results import MarkView
from tornado_timing.domain.individual.runners import Runner


class Seen(Struct, frozen=True):
    """A mark as its judge is answered: `view` is None where it is withdrawn.

    `elapsed_ms` counts from the pressed start; None without a time, or before the start.
    """

    view: MarkView | None
    elapsed_ms: int | None


class StoredMark(Struct, frozen=True):
    """A stored mark as it was when it was answered; `runner` is whose it is."""

    mark: Mark
    seen: Seen
    runner: Runner | None
    is_duplicate: bool


MarkOutcome = StoredMark | RecordError
