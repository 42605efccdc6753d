"""Which times of a line get which of the bibs that were written there, as organizers accept it.

What is proposed to them is made in `reconciling`; what they accept are corrections.
"""

from collections.abc import Iterable

from tornado_timing.domain import errors
from tornado_timing.domain.individual.crossings import BibBook, Crossing
from tornado_timing.domain.individual.marks import Line, Mark
from tornado_timing.domain.individual.reconciling.streams import Whose, at_line, whose_of
from tornado_timing.domain.individual.runners import bib_key

# Times of several timers that are so near are of one crossing, whatever their offset.
SAME_CROSSING_MS = 60_000


class PairsCheck:
    """Which of the pairs that an organizer makes at a line can be made, one after the other."""

    def __init__(
        self,
        line: Line,
        marks: Iterable[Mark],
        crossings: Iterable[Crossing],
        official_start_ms: int | None,
        bibs: BibBook,
    ) -> None:
        """`marks` are all that were made, `crossings` those that count; `bibs` are worn now."""
        self._ids = {mark.id for mark in marks if mark.line_id == line.id}
        self._crossings = {one.mark.id: one for one in crossings}
        self._bibs = bibs
        # By whose they are the times that count, each judge's first one, epoch ms.
        self._timed: dict[Whose, dict[int, int]] = {}
        for one in at_line(line, self._crossings.values(), official_start_ms):
            whose = whose_of(one)
            if whose is not None and one.at_ms is not None:
                self._timed.setdefault(whose, {}).setdefault(one.mark.judge_id, one.at_ms)
        self._taken: set[str] = set()

    def bib_for(self, time_mark_id: str, bib_mark_id: str) -> str:
        """The bib that the mark with a time gets; the next pair is checked as if it had it.

        Several timers may have a time of one crossing each.

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
        whose = whose_of(written)
        if whose is None or written.bib is None:
            raise errors.MarkHasNoBib()
        timed = self._timed.setdefault(whose, {})
        is_elsewhere = any(abs(at_ms - time.at_ms) >= SAME_CROSSING_MS for at_ms in timed.values())
        if written.at_ms is not None or time.mark.judge_id in timed or is_elsewhere:
            raise errors.BibHasTime(bib=written.bib)
        timed[time.mark.judge_id] = time.at_ms
        self._taken.add(time_mark_id)
        return self._worn_now(written.runner_id, written.bib)

    def _worn_now(self, runner_id: int | None, bib: str) -> str:
        """A correction means who wears the bib when it is made, which may be another one by now."""
        worn = bib if runner_id is None else self._bibs.bib_of(runner_id)
        return bib if bib_key(worn) == bib_key(bib) else worn
