"""Who crossed which line when: marks with all corrections, and what is odd about them."""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from tornado_timing.domain.individual.corrections import (
    Correction,
    Kind,
    timer_subject,
    withdraws,
)
from tornado_timing.domain.individual.holding import Holding
from tornado_timing.domain.individual.marks import Mark, moment_of, noted_at
from tornado_timing.domain.individual.runners import Runner, bib_key


class Flag(StrEnum):
    """What somebody should look at. No mark is refused for it."""

    UNKNOWN_BIB = "unknown_bib"
    NO_BIB = "no_bib"
    NO_TIME = "no_time"
    SECOND_MARK = "second_mark"
    DID_NOT_START = "did_not_start"
    BEFORE_START = "before_start"
    AFTER_STOP = "after_stop"
    TIMES_DIFFER = "times_differ"


Order = tuple[bool, int, int, str, int, str]


class Crossing(Struct, frozen=True, gc=False):
    """A mark as it counts now: `at_ms` epoch, `bib` as typed or corrected, whose it is.

    `at_ms` is as its judge marked it, or as it was corrected. What counts is `offset_ms` less: by
    so much its judge is late at that line, which says nothing of a time that was corrected.
    `noted_ms`, epoch, is when it was made as far as that is known: for those that have no time,
    when the bib was written, or else came in.
    """

    mark: Mark
    at_ms: int | None
    noted_ms: int
    bib: str | None
    runner_id: int | None
    offset_ms: int = 0

    @property
    def counted_ms(self) -> int | None:
        """The time that counts, epoch ms."""
        return None if self.at_ms is None else self.at_ms - self.offset_ms

    @property
    def order(self) -> Order:
        """Those with a time come first, by it, then the others; last in it is the mark's id."""
        mark = self.mark
        its_own = (mark.judge_id, mark.device, mark.sequence, mark.id)
        return (self.at_ms is None, self.noted_ms, *its_own)


# Who wears a bib that was taken off.
NOBODY = 0


class BibBook:
    """Who wore which bib when.

    A mark with a bib belongs to who wore it at that moment: so a runner whose bib is changed keeps
    what was marked before, and nothing of what is marked with the old one afterwards.
    """

    def __init__(self, runners: Iterable[Runner], corrections: Iterable[Correction]) -> None:
        self._wearers: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._bibs: dict[int, str] = {}
        for runner in runners:
            self._wear(runner.id, runner.bib, runner.registered_at_ms)
        for one in corrections:
            if one.kind is Kind.RUNNER_BIB and int(one.subject) in self._bibs:
                self._wear(int(one.subject), one.text, one.made_at_ms)
        for wearers in self._wearers.values():
            wearers.sort()

    def bib_of(self, runner_id: int) -> str:
        """The bib that the runner wears last."""
        return self._bibs[runner_id]

    def wearer(self, bib: str, at_ms: int) -> int | None:
        """Id of who wore a bib at a moment, or put it on first after it: a late entry."""
        # Most are written as their keys are.
        wearers = self._wearers.get(bib) or self._wearers.get(bib_key(bib))
        if not wearers:
            return None
        if len(wearers) == 1:
            return wearers[0][1]
        worn = [runner_id for from_ms, runner_id in wearers if from_ms <= at_ms]
        if worn and worn[-1] != NOBODY:
            return worn[-1]
        later = (runner_id for _, runner_id in wearers[len(worn) :] if runner_id != NOBODY)
        return next(later, None)

    def add(self, runner: Runner) -> bool:
        """Takes in a new runner; False, and nothing is done, where its bib is not quite new."""
        key = bib_key(runner.bib)
        if runner.id in self._bibs or self._wearers.get(key):
            return False
        self._wear(runner.id, runner.bib, runner.registered_at_ms)
        return True

    def _wear(self, runner_id: int, bib: str, from_ms: int) -> None:
        old = self._bibs.get(runner_id)
        if old and bib_key(old) != bib_key(bib):
            self._wearers[bib_key(old)].append((from_ms, NOBODY))
        self._bibs[runner_id] = bib
        if bib:
            self._wearers[bib_key(bib)].append((from_ms, runner_id))


class MarkReader:
    """Reads marks by corrections in force; `started_at_ms` is the competition's pressed start."""

    def __init__(self, corrections: Holding, bibs: BibBook, started_at_ms: int | None) -> None:
        self._corrections = corrections
        self._bibs = bibs
        self._started_at_ms = started_at_ms
        # By what `timer_subject` says. Another one makes another reader.
        self._offsets_ms = {
            one.subject: one.number
            for one in corrections.of_kind(Kind.TIMER_OFFSET)
            if one.number is not None
        }

    def crossing_of(self, mark: Mark) -> Crossing | None:
        """The mark as it counts; None where it is withdrawn."""
        about = self._corrections.of(mark.id)
        withdrawn = about.get(Kind.MARK_WITHDRAWN)
        if withdrawn and withdraws(withdrawn[-1]):
            return None
        moved, rewritten = about.get(Kind.MARK_MOMENT), about.get(Kind.MARK_BIB)
        at_ms = moved[-1].number if moved else moment_of(mark, self._started_at_ms)
        bib = (rewritten[-1].text or None) if rewritten else mark.bib
        made_ms = at_ms if at_ms is not None else noted_at(mark, self._started_at_ms)
        if made_ms is None:
            made_ms = mark.received_at_ms
        # Whoever corrects a bib means who wears it then.
        written_ms = rewritten[-1].made_at_ms if rewritten else made_ms
        runner_id = None if bib is None else self._bibs.wearer(bib, written_ms)
        offset_ms = 0
        if self._offsets_ms and not moved:
            offset_ms = self._offsets_ms.get(timer_subject(mark.line_id, mark.judge_id), 0)
        return Crossing(mark, at_ms, made_ms, bib, runner_id, offset_ms)


def crossings_of(marks: Iterable[Mark], reader: MarkReader) -> list[Crossing]:
    """The marks that are not withdrawn, each once, in a fixed order: those with a time first."""
    once = {mark.id: mark for mark in marks}.values()
    read = (reader.crossing_of(mark) for mark in once)
    return sorted((one for one in read if one is not None), key=lambda one: one.order)
