"""What each runner has run: a pure function of runners, marks and corrections."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.crossings import (
    BibBook,
    Crossing,
    Flag,
    MarkReader,
    crossings_of,
)
from tornado_timing.domain.individual.holding import About, Holding
from tornado_timing.domain.individual.marks import LineKind
from tornado_timing.domain.individual.passages import AtLine, AtLines, Passages
from tornado_timing.domain.individual.race import IndividualRace
from tornado_timing.domain.individual.runners import Runner, Sex, age_on, category_of
from tornado_timing.domain.individual.timers import differ


class Status(StrEnum):
    """Where a runner stands. The last three are given by a correction, the others follow.

    Who has arrived was seen at a finish line, where somebody wrote the bib, and has no time yet.
    """

    REGISTERED = "registered"
    STARTED = "started"
    ARRIVED = "arrived"
    FINISHED = "finished"
    DNS = "dns"
    DNF = "dnf"
    DSQ = "dsq"


_ALL_AGREE: frozenset[tuple[int, int]] = frozenset()


class RunnerResult(Struct, frozen=True, gc=False):
    """One runner's result.

    `gun_ms` counts from the gun of its wave, or from its own start where a correction says so;
    `net_ms` from its own mark at a start line. `official_ms` is the gun time with penalties and
    bonuses, which is what is ranked; None unless the runner has finished and is neither DNS, DNF
    nor DSQ. `arrived_at_ms` is for those alone who have arrived. All in ms.
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
    arrived_at_ms: int | None = None


class MarkView(Struct, frozen=True, gc=False):
    """A crossing, and what is odd about it."""

    crossing: Crossing
    flags: frozenset[Flag]


class Outcome(Struct, frozen=True):
    """The results of all runners, in the order in which they were entered, and all crossings."""

    results: list[RunnerResult]
    marks: list[MarkView]


def outcome_of(race: IndividualRace) -> Outcome:
    """What follows from everything that is known of `race`, whatever the order it came in."""
    corrections = Holding(race.corrections)
    bibs = BibBook(race.runners, corrections.of_kind(Kind.RUNNER_BIB))
    crossings = crossings_of(race.marks, MarkReader(corrections, bibs, race.started_at_ms))
    rules = Rules(race, corrections, bibs)
    passages = Passages(crossings)
    return Outcome(
        [rules.result_of(runner, passages.of(runner.id)) for runner in race.runners],
        [rules.view_of(crossing, passages.beside(crossing)) for crossing in crossings],
    )


class Rules:
    """What follows for one runner, and for one mark, from where they were seen.

    `runners` may get others, and `stop_ms` may change; `corrections` and `bibs` may be kept up as
    long as no wave starts otherwise.
    """

    def __init__(self, race: IndividualRace, corrections: Holding, bibs: BibBook) -> None:
        self._race = race
        self._bibs = bibs
        self._corrections = corrections
        self.runners = {runner.id: runner for runner in race.runners}
        self.stop_ms = race.finished_at_ms
        self._start_ms = race.official_start_ms
        self._finish_lines = {one.id: one for one in race.lines if one.kind is LineKind.FINISH}
        self._start_lines = {one.id: one for one in race.lines if one.kind is LineKind.START}
        # Of those who have none of their own, by sex and age: most have that of somebody before.
        self._categories: dict[tuple[Sex | None, int | None], str] = {}
        # One for all marks that are odd alike: a set for each is much for the garbage collector.
        self._flags: dict[tuple[Flag, ...], frozenset[Flag]] = {}
        self._guns_ms = {
            wave.id: self._gun_of_wave(wave.id, wave.started_at_ms) for wave in race.waves
        }

    def result_of(self, runner: Runner, at_lines: AtLines) -> RunnerResult:
        """One runner's result; `at_lines` is where it was seen."""
        about = self._corrections.of(str(runner.id))
        gun_at_ms = self._start_of(runner, about)
        finished_at_ms = self._finish_at(at_lines, gun_at_ms)
        net_from_ms = self._own_start_at(at_lines, gun_at_ms, finished_at_ms)
        gun_ms = _span(gun_at_ms, finished_at_ms)
        penalty_ms = sum(one.number or 0 for one in about.get(Kind.PENALTY, ()))
        given = _last(about, Kind.RUNNER_STATUS)
        arrived_at_ms = None
        if finished_at_ms is None and gun_at_ms is not None:
            arrived_at_ms = self._arrival_at(at_lines, gun_at_ms)
        status = _status(given, gun_at_ms, gun_ms, arrived_at_ms)
        is_placed = status is Status.FINISHED and gun_ms is not None
        return RunnerResult(
            runner=runner,
            bib=self._bibs.bib_of(runner.id),
            category=runner.category or self._category_of(runner),
            status=status,
            reason=given.reason if given is not None and given.text else "",
            finished_at_ms=finished_at_ms,
            gun_ms=gun_ms,
            net_ms=_span(net_from_ms, finished_at_ms),
            penalty_ms=penalty_ms,
            official_ms=max(0, gun_ms + penalty_ms) if is_placed and gun_ms is not None else None,
            arrived_at_ms=arrived_at_ms if status is Status.ARRIVED else None,
        )

    def view_of(self, crossing: Crossing, beside: AtLine | None) -> MarkView:
        """A crossing with what is odd about it; `beside` is all that its runner has there."""
        flags = tuple(self._flags_of(crossing, beside))
        shared = self._flags.get(flags)
        if shared is None:
            shared = self._flags[flags] = frozenset(flags)
        return MarkView(crossing, shared)

    def counts_at(self, crossing: Crossing, beside: AtLine) -> bool:
        """Whether its runner has a time at its line; one from before the gun was a test."""
        if not beside.times:
            return False
        if crossing.mark.line_id not in self._finish_lines:
            return True
        runner = self.runners.get(crossing.runner_id or 0)
        start_ms = None if runner is None else self.start_of(runner)
        return start_ms is None or beside.times[-1][0] >= start_ms

    def differing(self, crossing: Crossing, beside: AtLine) -> frozenset[tuple[int, int]]:
        """Each judge's id and time of its runner at its line, where they do not agree; else none.

        Of several times of one judge it is the one that counts: see `result_of`.
        """
        if len(beside.times) < 2:
            return _ALL_AGREE
        runner = self.runners.get(crossing.runner_id or 0)
        start_ms = None if runner is None else self.start_of(runner)
        known = beside.differing
        if known is None or known[0] != start_ms:
            times_ms = self._differing(crossing.mark.line_id, beside, start_ms)
            known = beside.differing = (start_ms, times_ms)
        return known[1]

    def _differing(
        self, line_id: int, beside: AtLine, start_ms: int | None
    ) -> frozenset[tuple[int, int]]:
        line = self._finish_lines.get(line_id)
        if line is not None:
            times_ms = beside.first_of_each(start_ms)
        else:
            line = self._start_lines.get(line_id)
            times_ms = beside.last_of_each(start_ms, None)
        return frozenset(times_ms) if line is not None and differ(times_ms, line) else _ALL_AGREE

    def _flags_of(self, crossing: Crossing, beside: AtLine | None) -> list[Flag]:
        flags = []
        if crossing.bib is None:
            flags.append(Flag.NO_BIB)
        elif crossing.runner_id is None:
            flags.append(Flag.UNKNOWN_BIB)
        about = self._corrections.of(str(crossing.runner_id))
        at_ms = crossing.counted_ms
        if at_ms is None:
            if beside is None or not self.counts_at(crossing, beside):
                flags.append(Flag.NO_TIME)
        else:
            if self._is_before_start(crossing, at_ms, about):
                flags.append(Flag.BEFORE_START)
            if self.stop_ms is not None and at_ms > self.stop_ms:
                flags.append(Flag.AFTER_STOP)
            its_own = (crossing.mark.judge_id, at_ms)
            if beside is not None and its_own in self.differing(crossing, beside):
                flags.append(Flag.TIMES_DIFFER)
        if beside is not None:
            if beside.is_again(crossing):
                flags.append(Flag.SECOND_MARK)
            given = _last(about, Kind.RUNNER_STATUS)
            if given is not None and given.text == Status.DNS:
                flags.append(Flag.DID_NOT_START)
        return flags

    def _category_of(self, runner: Runner) -> str:
        key = (runner.sex, age_on(self._race.day, runner))
        category = self._categories.get(key)
        if category is None:
            category = category_of(runner, self._race.bands, self._race.day)
            self._categories[key] = category
        return category

    def _is_before_start(self, crossing: Crossing, at_ms: int, about: About) -> bool:
        if crossing.mark.line_id in self._start_lines:
            return False
        runner = self.runners.get(crossing.runner_id or 0)
        start_ms = self._start_ms if runner is None else self._start_of(runner, about)
        return start_ms is None or at_ms < start_ms

    def _gun_of_wave(self, wave_id: int, started_at_ms: int | None) -> int | None:
        corrected = self._corrections.last(Kind.WAVE_START, str(wave_id))
        return started_at_ms if corrected is None else corrected.number

    def start_of(self, runner: Runner) -> int | None:
        """From when a runner's time counts: a start of its own, its wave's, or the race's."""
        return self._start_of(runner, self._corrections.of(str(runner.id)))

    def _start_of(self, runner: Runner, about: About) -> int | None:
        own = _last(about, Kind.RUNNER_START)
        if own is not None and own.number is not None:
            return own.number
        if runner.wave_id is None:
            return self._start_ms
        return self._guns_ms.get(runner.wave_id)

    def _finish_at(self, at_lines: AtLines, gun_at_ms: int | None) -> int | None:
        """The first time at a finish line after the gun: what is before it was a test.

        Of several judges' first ones at a line it is what the line's rule makes of them, and of
        several lines the first line's.
        """
        finish_lines = self._finish_lines
        times = (
            at.first_by_rule(finish_lines[line_id], gun_at_ms)
            for line_id, at in at_lines.items()
            if line_id in finish_lines
        )
        return min(_known(times), default=None)

    def _arrival_at(self, at_lines: AtLines, gun_at_ms: int) -> int | None:
        """When the first bib without a time was written at a finish line, after the gun."""
        lines = (at for line_id, at in at_lines.items() if line_id in self._finish_lines)
        return min(_known(at.first_noted(gun_at_ms) for at in lines), default=None)

    def _own_start_at(
        self, at_lines: AtLines, gun_at_ms: int | None, finished_at_ms: int | None
    ) -> int | None:
        """The last time at a start line before the finish: who comes back over it starts then.

        What is before the gun is a test, or a false start.
        """
        start_lines = self._start_lines
        times = (
            at.last_by_rule(start_lines[line_id], gun_at_ms, finished_at_ms)
            for line_id, at in at_lines.items()
            if line_id in start_lines
        )
        last_ms = max(_known(times), default=None)
        is_test = last_ms is not None and gun_at_ms is not None and last_ms < gun_at_ms
        return None if is_test else last_ms


def _status(
    given: Correction | None, gun_at_ms: int | None, gun_ms: int | None, arrived_at_ms: int | None
) -> Status:
    if given is not None and given.text:
        return Status(given.text)
    if gun_ms is not None:
        return Status.FINISHED
    if gun_at_ms is None:
        return Status.REGISTERED
    return Status.STARTED if arrived_at_ms is None else Status.ARRIVED


def _last(about: About, kind: Kind) -> Correction | None:
    of_kind = about.get(kind)
    return of_kind[-1] if of_kind else None


def _known(moments_ms: Iterable[int | None]) -> Iterator[int]:
    return (at_ms for at_ms in moments_ms if at_ms is not None)


def _span(from_ms: int | None, to_ms: int | None) -> int | None:
    return None if from_ms is None or to_ms is None else to_ms - from_ms
