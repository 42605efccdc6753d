"""What the judges make of the race: every mark of every phone, mistakes and all. Pure.

All moments are ms since the first gun.
"""

import random
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tornado_timing.demo.individual.course import Course, Runner
from tornado_timing.demo.individual.mistakes import (
    OF_TIMERS,
    OF_WRITERS,
    Kind,
    Mistake,
    draw_mistake,
    misread,
)

SHORTEST_TAP_MS = 90
SHORTEST_BIB_MS = 600
"""Nobody types bibs faster one after the other."""
WRITES_AFTER_MS = (1_000, 6_000)
NOTES_START_EVERY_MS = 1_600
"""At the start line only some of those who pass can be written down with a time."""
REACTION_MS = 40
OUTAGE_MS = (15_000, 60_000)
OUTAGES = 2
MESSAGES_SENT_TWICE = 0.02


class Place(StrEnum):
    """The lines of the race."""

    START = "start"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Judge:
    """Who somebody is at the line; `mode` is `times` or `bibs`.

    A timer is late by `late_ms` on the average, give or take `spread_ms`. The clock of the phone
    is ahead by `clock_offset_ms`, and it believes to be by `measured_offset_ms`.
    """

    username: str
    first_name: str
    last_name: str
    device: str
    mode: str
    late_ms: int
    spread_ms: int
    clock_offset_ms: int
    measured_offset_ms: int
    uncertainty_ms: int


JUDGES = (
    Judge("crono1", "Inés", "Vélez", "Moto G", "times", 60, 50, 1_840, 1_822, 25),
    Judge("crono2", "Raúl", "Peña", "Galaxy A15", "times", 180, 90, -620, -641, 30),
    Judge("dorsal1", "Belén", "Andrade", "iPhone SE", "bibs", 0, 0, 95, 88, 20),
    Judge("dorsal2", "Tomás", "Guamán", "Redmi 12", "bibs", 0, 0, -3_400, -3_377, 40),
)
TIMERS, WRITERS = JUDGES[:2], JUDGES[2:]
NOTES_STARTS = WRITERS[1]
"""Who stands at the start line first."""


@dataclass(frozen=True, slots=True)
class PlannedMark:
    """One mark: `at_ms` when its time was tapped, `noted_ms` when a bib alone was written.

    `due_ms` is when the phone has it complete and may send it. `bibs` are those that the runners
    wear whom it is meant for; none for a mark that is too many.
    """

    id: str
    place: Place
    due_ms: int
    at_ms: int | None = None
    noted_ms: int | None = None
    bib: str | None = None
    meant_for: str | None = None


@dataclass(frozen=True, slots=True)
class JudgePlan:
    """What one judge does: `marks` in the order of their making, outages of the Wi-Fi by time.

    `repeats` are the numbers, from 1, of the messages that the phone sends twice at once.
    """

    judge: Judge
    marks: tuple[PlannedMark, ...]
    outages: tuple[tuple[int, int], ...]
    repeats: frozenset[int]


@dataclass(frozen=True, slots=True)
class RacePlan:
    """The race as it is to be played."""

    course: Course
    judges: tuple[JudgePlan, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def mark_count(self) -> int:
        """How many marks all judges make."""
        return sum(len(plan.marks) for plan in self.judges)


@dataclass(slots=True)
class _Desk:
    """One judge at work: what it has marked so far, and done wrong."""

    source: random.Random
    judge: Judge
    worn: Collection[str]
    marks: list[PlannedMark] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def new_id(self) -> str:
        return str(uuid.UUID(int=self.source.getrandbits(128), version=4))

    def errs(self, kind: Kind, *bibs: str, marks: tuple[str, ...] = ()) -> None:
        self.mistakes.append(Mistake(kind, self.judge.username, bibs, marks))


def plan_race(course: Course, seed: int) -> RacePlan:
    """Plans every mark; the same arguments give the same ones, with the same ids."""
    source = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    worn = frozenset(runner.worn_bib for runner in course.runners)
    finishers = course.finishers
    desks = [_Desk(source, judge, worn) for judge in JUDGES]
    for desk in desks:
        if desk.judge is NOTES_STARTS:
            _note_starts(desk, course.starters)
        if desk.judge.mode == "times":
            _take_times(desk, finishers)
        else:
            _write_bibs(desk, finishers)
    return RacePlan(
        course,
        tuple(_plan_of(desk, finishers) for desk in desks),
        tuple(mistake for desk in desks for mistake in desk.mistakes),
    )


def _note_starts(desk: _Desk, starters: Sequence[Runner]) -> None:
    """Bib and time of as many as can be typed in one after the other."""
    free_at_ms = 0
    for runner in starters:
        crossed_ms = runner.crosses_start_at_ms or 0
        if crossed_ms >= free_at_ms:
            free_at_ms = crossed_ms + NOTES_START_EVERY_MS
            at_ms = crossed_ms + round(desk.source.gauss(REACTION_MS, 60))
            bib = runner.worn_bib
            mark = PlannedMark(desk.new_id(), Place.START, free_at_ms, at_ms, None, bib, bib)
            desk.marks.append(mark)


def _take_times(desk: _Desk, finishers: Sequence[Runner]) -> None:
    taps: list[PlannedMark] = []
    last_ms = 0
    for runner in finishers:
        bib = runner.worn_bib
        mistake = draw_mistake(desk.source, OF_TIMERS)
        if mistake is Kind.MISSED_TIME:
            desk.errs(mistake, bib)
            continue
        late_ms = desk.source.gauss(desk.judge.late_ms, desk.judge.spread_ms)
        # Who sees several at once taps for one after the other.
        last_ms = max((runner.finishes_at_ms or 0) + round(late_ms), last_ms + SHORTEST_TAP_MS)
        taps.append(_tap(desk, last_ms, bib))
        if mistake is Kind.DOUBLE_TAP:
            extra = _tap(desk, last_ms + desk.source.randint(110, 420), None)
            taps.append(extra)
            desk.errs(mistake, bib, marks=(extra.id,))
    desk.marks.extend(sorted(taps, key=lambda tap: tap.due_ms))


def _tap(desk: _Desk, at_ms: int, meant_for: str | None) -> PlannedMark:
    return PlannedMark(desk.new_id(), Place.FINISH, at_ms, at_ms, meant_for=meant_for)


def _write_bibs(desk: _Desk, finishers: Sequence[Runner]) -> None:
    last_ms = 0
    is_swapped = False
    for runner in finishers:
        bib = runner.worn_bib
        mistake = draw_mistake(desk.source, OF_WRITERS)
        if mistake is Kind.MISSED_BIB:
            desk.errs(mistake, bib)
            continue
        noted_ms = (runner.finishes_at_ms or 0) + desk.source.randint(*WRITES_AFTER_MS)
        last_ms = max(noted_ms, last_ms + SHORTEST_BIB_MS)
        written = _written(desk, bib, mistake)
        mark = PlannedMark(
            *(desk.new_id(), Place.FINISH, last_ms), noted_ms=last_ms, bib=written, meant_for=bib
        )
        desk.marks.append(mark)
        if mistake in (Kind.WRONG_DIGIT, Kind.UNKNOWN_BIB) and written != bib:
            others = (written,) if mistake is Kind.WRONG_DIGIT else ()
            desk.errs(mistake, bib, *others, marks=(mark.id,))
        elif is_swapped:
            _swap_last_two(desk)
        is_swapped = mistake is Kind.SWAPPED


def _written(desk: _Desk, bib: str, mistake: Kind | None) -> str:
    if mistake not in (Kind.WRONG_DIGIT, Kind.UNKNOWN_BIB):
        return bib
    return misread(desk.source, bib, desk.worn, known=mistake is Kind.WRONG_DIGIT) or bib


def _swap_last_two(desk: _Desk) -> None:
    first, second = desk.marks[-2:]
    desk.marks[-2:] = [_rewritten(first, second), _rewritten(second, first)]
    if first.meant_for and second.meant_for:
        desk.errs(Kind.SWAPPED, first.meant_for, second.meant_for, marks=(first.id, second.id))


def _rewritten(mark: PlannedMark, other: PlannedMark) -> PlannedMark:
    """`mark` with the bib that belongs to `other`."""
    return PlannedMark(
        *(mark.id, mark.place, mark.due_ms, mark.at_ms, mark.noted_ms),
        bib=other.bib,
        meant_for=mark.meant_for,
    )


def _plan_of(desk: _Desk, finishers: Sequence[Runner]) -> JudgePlan:
    """With the outages of the phone's Wi-Fi, all of them while runners come in."""
    first, last = (finishers[place].finishes_at_ms or 0 for place in (0, -1))
    part_ms = (last - first) // (OUTAGES + 1)
    outages = []
    for number in range(OUTAGES):
        begin_ms = first + number * part_ms + desk.source.randrange(part_ms // 2)
        outages.append((begin_ms, begin_ms + desk.source.randint(*OUTAGE_MS)))
    count = len(desk.marks)
    repeats = {number for number in range(1, count) if desk.source.random() < MESSAGES_SENT_TWICE}
    # The first message of a phone is always sent twice, so that every race has one.
    return JudgePlan(desk.judge, tuple(desk.marks), tuple(outages), frozenset({1, *repeats}))
