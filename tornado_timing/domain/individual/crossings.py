"""Who crossed which line when: marks with all corrections, and what is odd about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.marks import Mark, moment_of
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


class Crossing(Struct, frozen=True):
    """A mark as it counts now: `at_ms` epoch, `bib` as typed or corrected, whose it is."""

    mark: Mark
    at_ms: int | None
    bib: str | None
    runner_id: int | None


class BibBook:
    """Who wore which bib when.

    A mark with a bib belongs to who wore it at that moment: so a runner whose bib is changed keeps
    what was marked before, also when somebody else wears the old one afterwards.
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
        wearers = self._wearers.get(bib_key(bib), ())
        earlier = [runner_id for from_ms, runner_id in wearers if from_ms <= at_ms]
        if earlier:
            return earlier[-1]
        return wearers[0][1] if wearers else None

    def _wear(self, runner_id: int, bib: str, from_ms: int) -> None:
        self._bibs[runner_id] = bib
        if bib:
            self._wearers[bib_key(bib)].append((from_ms, runner_id))


class MarkReader:
    """Reads marks by corrections in force; `started_at_ms` is the competition's pressed start."""

    def __init__(
        self, corrections: Sequence[Correction], bibs: BibBook, started_at_ms: int | None
    ) -> None:
        self._last = _last_of_each(corrections)
        self._bibs = bibs
        self._started_at_ms = started_at_ms

    def crossing_of(self, mark: Mark) -> Crossing | None:
        """The mark as it counts; None where it is withdrawn."""
        last = self._last
        if (Kind.MARK_WITHDRAWN, mark.id) in last:
            return None
        moved = last.get((Kind.MARK_MOMENT, mark.id))
        at_ms = moment_of(mark, self._started_at_ms) if moved is None else moved.number
        rewritten = last.get((Kind.MARK_BIB, mark.id))
        bib = mark.bib if rewritten is None else rewritten.text or None
        worn_at_ms = mark.received_at_ms if at_ms is None else at_ms
        runner_id = None if bib is None else self._bibs.wearer(bib, worn_at_ms)
        return Crossing(mark, at_ms, bib, runner_id)


def crossings_of(marks: Iterable[Mark], reader: MarkReader) -> list[Crossing]:
    """The marks that are not withdrawn, each once, in a fixed order: those with a time first."""
    once = {mark.id: mark for mark in marks}.values()
    read = (reader.crossing_of(mark) for mark in once)
    return sorted((crossing for crossing in read if crossing is not None), key=_order)


def _order(crossing: Crossing) -> tuple[bool, int, object]:
    return (crossing.at_ms is None, crossing.at_ms or 0, crossing.mark.order)


def _last_of_each(corrections: Sequence[Correction]) -> Mapping[tuple[Kind, str], Correction]:
    """The one that holds, of each kind for each subject; `corrections` are in their order."""
    return {(one.kind, one.subject): one for one in corrections}
