"""A small language for tests of a line where one takes times and others write bibs.

>>> line = TwoLists(bibs=[7, 8, 9])
>>> line.taps(1_200).writes(7, 1_202)  # seconds since the gun
>>> line.rows()
[("7", 1200.0, "proposed")]
"""

from collections.abc import Iterable
from typing import Any, Self

from tests.language_of_runners import FINISH, GUN_MS, TIMER, WRITER, FiveK
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.holding import Holding
from tornado_timing.domain.individual.reconciling.faults import Fault, FaultKind
from tornado_timing.domain.individual.reconciling.proposal import (
    Proposal,
    Snapshot,
    propose,
    snapshot_of,
)
from tornado_timing.domain.individual.reconciling.repairs import Repair, expected_of
from tornado_timing.domain.individual.reconciling.rows import Row

OTHER_TIMER, OTHER_WRITER = 3, 4


class TwoLists(FiveK):
    """A race with a timer and a writer at its finish; moments are seconds since the gun."""

    def __init__(self, bibs: Iterable[int | str], *, is_over: bool = True) -> None:
        super().__init__()
        for bib in bibs:
            self.runner(bib)
        self.gun()
        if is_over:
            self.stop("1:00:00")

    # ---- at the line ----

    def taps(self, at_s: float, judge: int = TIMER, **fields: Any) -> Self:
        """A time."""
        at_ms = GUN_MS + round(at_s * 1000)
        return self._mark(sent=at_ms, judge_id=judge, device=f"phone {judge}", **fields)

    def writes(
        self, bib: str | int, at_s: float | None, judge: int = WRITER, **fields: Any
    ) -> Self:
        """A bib that was written then; without a moment, its phone does not say when."""
        noted = None if at_s is None else GUN_MS + round(at_s * 1000)
        fields = {"bib": str(bib), "noted": noted, "judge_id": judge, **fields}
        return self._mark(device=f"phone {judge}", **fields)

    def both(self, bib: str | int, at_s: float, judge: int = OTHER_TIMER, **fields: Any) -> Self:
        """A bib with its time, in one mark."""
        at_ms = GUN_MS + round(at_s * 1000)
        return self._mark(bib=str(bib), sent=at_ms, judge_id=judge, **fields)

    # ---- what is proposed ----

    def proposal(self, line_id: int = FINISH) -> Proposal:
        """What the server makes of it."""
        return propose(self.snapshot(line_id))

    def snapshot(self, line_id: int = FINISH) -> Snapshot:
        """What that follows from."""
        outcome, race = self.outcome(), self.race
        return snapshot_of(
            next(one for one in race.lines if one.id == line_id),
            [one.crossing for one in outcome.marks],
            outcome.results,
            Holding(race.corrections),
            official_start_ms=race.official_start_ms,
            is_over=race.finished_at_ms is not None,
        )

    def rows(self) -> list[tuple[str | None, float | None, str]]:
        """Bib, seconds since the gun and state of each row."""
        proposal = self.proposal()
        return [(bib_of(proposal, row), *_when(proposal, row)) for row in proposal.rows]

    def faults(self, *kinds: FaultKind) -> list[Fault]:
        """What is doubtful; of some kinds only."""
        return [one for one in self.proposal().faults if not kinds or one.kind in kinds]

    def kinds(self) -> list[tuple[str, tuple[int, ...]]]:
        """The kinds of faults with the numbers of their rows."""
        return [(one.kind.value, one.rows) for one in self.proposal().faults]

    # ---- what the organizer does ----

    def repairs(self, repair: Repair) -> Self:
        """Applies a repair, whose marks must be as it expects them."""
        seen = {one.crossing.mark.id: one.crossing for one in self.outcome().marks}
        for change in repair.changes:
            assert expected_of(seen.get(change.mark_id)) == change.expected
            self.correct(change.kind, change.mark_id, number=change.number, text=change.text or "")
        return self

    def accepts(self) -> int:
        """Accepts every pair that nothing speaks against; how many."""
        proposal = self.proposal()
        doubtful = {index for fault in proposal.faults for index in fault.rows}
        pairs = [
            (proposal.sheet.times[row.time], proposal.sheet.entries[row.entry].bib)
            for index, row in enumerate(proposal.rows)
            if row.is_proposed and index not in doubtful
            if row.time is not None and row.entry is not None
        ]
        for time, bib in pairs:
            for one in time.marks:
                self.correct(Kind.MARK_BIB, one.mark.id, text=bib)
        return len(pairs)

    def times_s(self) -> dict[str, float]:
        """When each runner with a time has finished, by bib, in seconds since the gun."""
        return {
            one.bib: (one.finished_at_ms - GUN_MS) / 1000
            for one in self.outcome().results
            if one.finished_at_ms is not None
        }


def bib_of(proposal: Proposal, row: Row) -> str | None:
    """The bib that stands in a row."""
    time = None if row.time is None else proposal.sheet.times[row.time]
    if time is not None and time.bib is not None:
        return time.bib
    return None if row.entry is None else proposal.sheet.entries[row.entry].bib


def _when(proposal: Proposal, row: Row) -> tuple[float | None, str]:
    if row.time is None:
        return None, "bib_only"
    time = proposal.sheet.times[row.time]
    at_s = (time.at_ms - GUN_MS) / 1000
    if time.whose is not None:
        return at_s, "paired"
    return at_s, "time_only" if row.entry is None else "proposed"
