"""A proposal which times of one judge at a line belong to which bibs that another one wrote there.

Times of the one come in the order of their moments, bibs of the other in the order in which they
were written; `alignment` puts the two together. Withdrawn marks are out, and so is what was done
before the start, as a test. Times that have a bib by now, and bibs that have a time at this line,
are not proposed again; they still tell what rhythm the judges had, and the latter what is before
and after them.

Nothing is paired by this: organizers say which of it is right, and `PairsCheck` which pairs they
can make.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.domain.individual.alignment import Note, Tap, aligned, in_line_order
from tornado_timing.domain.individual.crossings import BibBook, Crossing
from tornado_timing.domain.individual.marks import Line, LineKind, Mark
from tornado_timing.domain.individual.runners import bib_key
from tornado_timing.domain.model import is_clock_reading

# A runner's number, or the key of a bib that nobody wears.
Whose = int | str


class ProposedPair(Struct, frozen=True):
    """A mark with a time and no bib, at `at_ms` (epoch), and one with a bib and no time."""

    time: Mark
    at_ms: int
    written: Crossing


class Proposal(Struct, frozen=True):
    """Pairs in the order of their times, and how many of both are left over.

    The judges are those whose marks these are; None where nobody has marks of the kind.
    """

    times_judge_id: int | None
    bibs_judge_id: int | None
    pairs: list[ProposedPair]
    times_left: int
    bibs_left: int


class LineMarks:
    """What counts at one line: times without bibs, bibs without times, and who has a time."""

    def __init__(
        self, line: Line, crossings: Iterable[Crossing], official_start_ms: int | None
    ) -> None:
        """`crossings` may be of all lines, in any order; see `Competition.official_start_ms`."""
        # Runners may cross a start line before the gun; elsewhere, that is a test.
        start_ms = None if line.kind is LineKind.START else official_start_ms
        here = [
            one
            for one in crossings
            if one.mark.line_id == line.id and (start_ms is None or _made_ms(one) >= start_ms)
        ]
        here.sort(key=lambda one: one.order)
        self._timed = [one for one in here if one.at_ms is not None]
        self._written = [one for one in here if one.at_ms is None and one.bib is not None]
        self._crossed_ms: dict[Whose, int] = {}
        for one in self._timed:
            whose = _whose(one)
            if whose is not None and one.at_ms is not None:
                self._crossed_ms.setdefault(whose, one.at_ms)

    def crossed_ms(self, written: Crossing) -> int | None:
        """When who wears a written bib crossed this line, epoch ms; None without a time."""
        whose = _whose(written)
        return None if whose is None else self._crossed_ms.get(whose)

    def propose(self, times_judge_id: int | None, bibs_judge_id: int | None) -> Proposal:
        """Pairs of these two judges; where none is named, of who has most that is not paired."""
        if times_judge_id is None:
            times_judge_id = _busiest(one for one in self._timed if one.bib is None)
        if bibs_judge_id is None:
            open_ones = (one for one in self._written if self.crossed_ms(one) is None)
            bibs_judge_id = _busiest(open_ones)
        times = [one for one in self._timed if one.mark.judge_id == times_judge_id]
        taps = [Tap(one.noted_ms, is_open=one.bib is None) for one in times]
        written = self._stream_of(bibs_judge_id)
        notes = self._notes_of(written)
        has_rhythm = all(_is_moment_known(one.mark) for one in written)
        pairs: dict[Whose, ProposedPair] = {}
        for tap, note in aligned(taps, notes, has_rhythm=has_rhythm):
            time, bib = times[tap], written[note]
            # Of a bib that was written for two runners one is wrong, and nobody knows which.
            pairs.setdefault(_whose(bib) or "", ProposedPair(time.mark, time.noted_ms, bib))
        return Proposal(
            times_judge_id,
            bibs_judge_id,
            list(pairs.values()),
            sum(tap.is_open for tap in taps) - len(pairs),
            sum(note.is_open for note in notes) - len(pairs),
        )

    def _stream_of(self, judge_id: int | None) -> list[Crossing]:
        """The bibs of one judge in the order in which they were written."""
        written = [one for one in self._written if one.mark.judge_id == judge_id]
        keyed = [(one.mark.device, one.mark.sequence, _made_ms(one)) for one in written]
        return [written[index] for index in in_line_order(keyed)]

    def _notes_of(self, written: Sequence[Crossing]) -> list[Note]:
        # Twice in a row is one runner, whom the thumb wrote twice.
        repeated = {two.mark.id for one, two in pairwise(written) if _whose(one) == _whose(two)}
        notes = []
        for one in written:
            crossed_ms = self.crossed_ms(one)
            is_open = crossed_ms is None and one.mark.id not in repeated
            notes.append(Note(_made_ms(one), is_open, crossed_ms))
        return notes


class PairsCheck:
    """Which of the pairs that an organizer makes at a line can be made, one after the other."""

    def __init__(
        self,
        line: Line,
        marks: Iterable[Mark],
        crossings: Iterable[Crossing],
        at_line: LineMarks,
        bibs: BibBook,
    ) -> None:
        """`marks` are all that were made, `crossings` those that count; `bibs` are worn now."""
        self._ids = {mark.id for mark in marks if mark.line_id == line.id}
        self._crossings = {one.mark.id: one for one in crossings}
        self._at_line = at_line
        self._bibs = bibs
        self._given: set[Whose] = set()
        self._taken: set[str] = set()

    def _worn_now(self, runner_id: int | None, bib: str) -> str:
        """A correction means who wears the bib when it is made, which may be another one by now."""
        worn = bib if runner_id is None else self._bibs.bib_of(runner_id)
        return bib if bib_key(worn) == bib_key(bib) else worn

    def bib_for(self, time_mark_id: str, bib_mark_id: str) -> str:
        """The bib that the mark with a time gets; the next pair is checked as if it had it.

        Raises MarkNotFound, MarkWithdrawn, MarkHasNoTime, MarkHasBib, MarkHasNoBib, BibHasTime.
        """
        if not {time_mark_id, bib_mark_id} <= self._ids:
            raise errors.MarkNotFound()
        time, written = self._crossings.get(time_mark_id), self._crossings.get(bib_mark_id)
        if time is None or written is None:
            raise errors.MarkWithdrawn()
        if time.at_ms is None:
            raise errors.MarkHasNoTime()
        if time.bib is not None or time_mark_id in self._taken:
            raise errors.MarkHasBib()
        whose = _whose(written)
        if whose is None or written.bib is None:
            raise errors.MarkHasNoBib()
        has_time = written.at_ms is not None or self._at_line.crossed_ms(written) is not None
        if has_time or whose in self._given:
            raise errors.BibHasTime(bib=written.bib)
        self._given.add(whose)
        self._taken.add(time_mark_id)
        return self._worn_now(written.runner_id, written.bib)


def _whose(crossing: Crossing) -> Whose | None:
    if crossing.bib is None:
        return None
    return bib_key(crossing.bib) if crossing.runner_id is None else crossing.runner_id


def _busiest(crossings: Iterable[Crossing]) -> int | None:
    """Who has most of these; of several the first account."""
    counts = Counter(one.mark.judge_id for one in crossings)
    return max(counts, key=lambda judge_id: (counts[judge_id], -judge_id), default=None)


def _made_ms(crossing: Crossing) -> int:
    """When a mark was made, epoch ms; of a bib at the latest, where nobody knows it better."""
    is_known = crossing.at_ms is not None or _is_moment_known(crossing.mark)
    return crossing.noted_ms if is_known else crossing.mark.received_at_ms


def _is_moment_known(mark: Mark) -> bool:
    """Whether it is known when a bib was written: a clock that nobody measured says nothing."""
    if mark.noted is None:
        return False
    return not is_clock_reading(mark.noted) or mark.clock_offset_ms is not None
