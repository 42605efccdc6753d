"""What each runner has run: a pure function of runners, marks and corrections."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from tornado_timing.domain.individual.corrections import Correction, Kind, in_force
from tornado_timing.domain.individual.crossings import (
    BibBook,
    Crossing,
    Flag,
    MarkReader,
    crossings_of,
)
from tornado_timing.domain.individual.marks import LineKind
from tornado_timing.domain.individual.race import IndividualRace
from tornado_timing.domain.individual.runners import Runner, category_of


class Status(StrEnum):
    """Where a runner stands. The last three are given by a correction, the others follow."""

    REGISTERED = "registered"
    STARTED = "started"
    FINISHED = "finished"
    DNS = "dns"
    DNF = "dnf"
    DSQ = "dsq"


class RunnerResult(Struct, frozen=True):
    """One runner's result.

    `gun_ms` counts from the gun of its wave, or from its own start where a correction says so;
    `net_ms` from its own mark at a start line. `official_ms` is the gun time with penalties and
    bonuses, which is what is ranked; None unless the runner has finished and is neither DNS, DNF
    nor DSQ. All in ms.
    """

    runner: Runner
    bib: str
    category: str
    status: Status
    reason: str
    finished_at_ms: int | None
    gun_ms: int | None
    net_ms: int | None
    penalty_ms: int
    official_ms: int | None


class MarkView(Struct, frozen=True):
    """A crossing, and what is odd about it."""

    crossing: Crossing
    flags: frozenset[Flag]


class Outcome(Struct, frozen=True):
    """The results of all runners, in the order in which they were entered, and all crossings."""

    results: list[RunnerResult]
    marks: list[MarkView]


def outcome_of(race: IndividualRace) -> Outcome:
    """What follows from everything that is known of `race`, whatever the order it came in."""
    corrections = in_force(race.corrections)
    bibs = BibBook(race.runners, corrections)
    crossings = crossings_of(race.marks, MarkReader(corrections, bibs, race.started_at_ms))
    rules = Rules(race, corrections, bibs)
    by_runner: dict[int, list[Crossing]] = defaultdict(list)
    for crossing in crossings:
        if crossing.runner_id is not None and crossing.at_ms is not None:
            by_runner[crossing.runner_id].append(crossing)
    results = [rules.result_of(runner, by_runner[runner.id]) for runner in race.runners]
    return Outcome(results, list(rules.flagged(crossings)))


class Rules:
    """The corrections in force, looked up by what they are about."""

    def __init__(
        self, race: IndividualRace, corrections: Sequence[Correction], bibs: BibBook
    ) -> None:
        self._race = race
        self._bibs = bibs
        self._runners = {runner.id: runner for runner in race.runners}
        self._last = {(one.kind, one.subject): one for one in corrections}
        self._penalties_ms: dict[str, int] = defaultdict(int)
        for one in corrections:
            if one.kind is Kind.PENALTY:
                self._penalties_ms[one.subject] += one.number or 0
        self._line_kinds = {line.id: line.kind for line in race.lines}
        self._guns_ms = {
            wave.id: self._gun_of_wave(wave.id, wave.started_at_ms) for wave in race.waves
        }

    def result_of(self, runner: Runner, crossings: Sequence[Crossing]) -> RunnerResult:
        """One runner's result; `crossings` are its own with a time, the earliest first."""
        gun_at_ms = self._start_of(runner)
        finished_at_ms = self._finish_among(crossings, gun_at_ms)
        net_from_ms = self._own_start_among(crossings, finished_at_ms)
        gun_ms = _span(gun_at_ms, finished_at_ms)
        penalty_ms = self._penalties_ms[str(runner.id)]
        given = self._last.get((Kind.RUNNER_STATUS, str(runner.id)))
        status = self._status(given, gun_at_ms, gun_ms)
        return RunnerResult(
            runner=runner,
            bib=self._bibs.bib_of(runner.id),
            category=category_of(runner, self._race.bands, self._race.day),
            status=status,
            reason=given.reason if given is not None and given.text else "",
            finished_at_ms=finished_at_ms,
            gun_ms=gun_ms,
            net_ms=_span(net_from_ms, finished_at_ms),
            penalty_ms=penalty_ms,
            official_ms=None
            if status is not Status.FINISHED or gun_ms is None
            else gun_ms + penalty_ms,
        )

    def flagged(self, crossings: Iterable[Crossing]) -> Iterable[MarkView]:
        """Each crossing with what is odd about it; `crossings` are in their order."""
        seen: set[tuple[int, int]] = set()
        for crossing in crossings:
            yield MarkView(crossing, frozenset(self.flags_of(crossing, seen)))
            if crossing.runner_id is not None:
                seen.add((crossing.mark.line_id, crossing.runner_id))

    def flags_of(self, crossing: Crossing, seen: Container[tuple[int, int]]) -> Iterable[Flag]:
        """What is odd about a crossing; `seen` are line and runner of others that count."""
        if crossing.bib is None:
            yield Flag.NO_BIB
        elif crossing.runner_id is None:
            yield Flag.UNKNOWN_BIB
        if crossing.at_ms is None:
            yield Flag.NO_TIME
        elif self._is_before_start(crossing):
            yield Flag.BEFORE_START
        stop_ms = self._race.finished_at_ms
        if stop_ms is not None and crossing.at_ms is not None and crossing.at_ms > stop_ms:
            yield Flag.AFTER_STOP
        if crossing.runner_id is None:
            return
        if (crossing.mark.line_id, crossing.runner_id) in seen:
            yield Flag.SECOND_MARK
        given = self._last.get((Kind.RUNNER_STATUS, str(crossing.runner_id)))
        if given is not None and given.text == Status.DNS:
            yield Flag.DID_NOT_START

    def _is_before_start(self, crossing: Crossing) -> bool:
        if self._line_kinds.get(crossing.mark.line_id) is LineKind.START:
            return False
        runner = self._runners.get(crossing.runner_id or 0)
        start_ms = self._race.official_start_ms if runner is None else self._start_of(runner)
        return start_ms is None or (crossing.at_ms is not None and crossing.at_ms < start_ms)

    def _gun_of_wave(self, wave_id: int, started_at_ms: int | None) -> int | None:
        corrected = self._last.get((Kind.WAVE_START, str(wave_id)))
        return started_at_ms if corrected is None else corrected.number

    def _start_of(self, runner: Runner) -> int | None:
        own = self._last.get((Kind.RUNNER_START, str(runner.id)))
        if own is not None and own.number is not None:
            return own.number
        if runner.wave_id is None:
            return self._race.official_start_ms
        return self._guns_ms.get(runner.wave_id)

    def _finish_among(self, crossings: Sequence[Crossing], gun_at_ms: int | None) -> int | None:
        """The first time at a finish line after the gun: what is before it was a test."""
        moments = (
            crossing.at_ms
            for crossing in crossings
            if self._line_kinds.get(crossing.mark.line_id) is LineKind.FINISH
            and crossing.at_ms is not None
            and (gun_at_ms is None or crossing.at_ms >= gun_at_ms)
        )
        return next(moments, None)

    def _own_start_among(
        self, crossings: Sequence[Crossing], finished_at_ms: int | None
    ) -> int | None:
        """The last time at a start line before the finish: who comes back over it starts then."""
        moments = [
            crossing.at_ms
            for crossing in crossings
            if self._line_kinds.get(crossing.mark.line_id) is LineKind.START
            and crossing.at_ms is not None
            and (finished_at_ms is None or crossing.at_ms <= finished_at_ms)
        ]
        return moments[-1] if moments else None

    @staticmethod
    def _status(given: Correction | None, gun_at_ms: int | None, gun_ms: int | None) -> Status:
        if given is not None and given.text:
            return Status(given.text)
        if gun_ms is not None:
            return Status.FINISHED
        return Status.REGISTERED if gun_at_ms is None else Status.STARTED


def _span(from_ms: int | None, to_ms: int | None) -> int | None:
    return None if from_ms is None or to_ms is None else to_ms - from_ms
