"""What is odd about a mark when it comes in: at once, however many marks there are."""

from msgspec import Struct

from tornado_timing.domain.errors import RecordError
from tornado_timing.domain.individual.corrections import in_force
from tornado_timing.domain.individual.crossings import BibBook, MarkReader, crossings_of
from tornado_timing.domain.individual.marks import Mark
from tornado_timing.domain.individual.race import IndividualRace
from tornado_timing.domain.individual.results import MarkView, Rules
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


class Watch:
    """A race as it is now, kept up mark by mark; any other change of the race needs a new one."""

    def __init__(self, race: IndividualRace) -> None:
        corrections = in_force(race.corrections)
        bibs = BibBook(race.runners, corrections)
        self._started_at_ms = race.started_at_ms
        self._rules = Rules(race, corrections, bibs)
        self._reader = MarkReader(corrections, bibs, race.started_at_ms)
        # The mark that came first, by line and runner.
        self._first: dict[tuple[int, int], str] = {}
        for crossing in crossings_of(race.marks, self._reader):
            if crossing.runner_id is not None:
                key = (crossing.mark.line_id, crossing.runner_id)
                self._first.setdefault(key, crossing.mark.id)

    def add(self, mark: Mark) -> None:
        """Takes a new mark in."""
        crossing = self._reader.crossing_of(mark)
        if crossing is not None and crossing.runner_id is not None:
            self._first.setdefault((mark.line_id, crossing.runner_id), mark.id)

    def see(self, mark: Mark) -> Seen:
        """A mark that was taken in, and what is odd about it so far."""
        crossing = self._reader.crossing_of(mark)
        if crossing is None:
            return Seen(None, None)
        key = (mark.line_id, crossing.runner_id or 0)
        others = {key} if self._first.get(key, mark.id) != mark.id else set()
        started_at_ms, at_ms = self._started_at_ms, crossing.at_ms
        elapsed_ms = None if at_ms is None or started_at_ms is None else at_ms - started_at_ms
        return Seen(
            MarkView(crossing, frozenset(self._rules.flags_of(crossing, others))), elapsed_ms
        )
