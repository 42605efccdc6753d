"""What came out of the race: what was lost or doubled, and which times are right. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from statistics import median
from typing import Any

from tornado_timing.demo.individual.course import Course, Runner
from tornado_timing.demo.individual.messages import SentMark
from tornado_timing.demo.individual.mistakes import OF_WHO_IS_MISSING, Kind, Mistake
from tornado_timing.demo.individual.staff import Place, RacePlan
from tornado_timing.demo.tally import Tally

RIGHT_WITHIN_MS = 500
NEAR_MS = 3_000
"""So near to a missing time or bib somebody looks in a film."""
SHOWN_ROWS = 3
"""So many rows that disagree are told one by one."""

Row = Mapping[str, Any]


class Verdict(StrEnum):
    """What is shown of a runner, beside the truth."""

    RIGHT = "right"
    WRONG = "wrong"
    WITHOUT = "without"  # arrived, and has no time
    NOT_ARRIVED = "not_arrived"  # has a time, and never arrived
    NOTHING = "nothing"  # never arrived, and has no time


HARMED = frozenset({Verdict.WRONG, Verdict.WITHOUT, Verdict.NOT_ARRIVED})


@dataclass(frozen=True, slots=True)
class Times:
    """How many runners there are of each verdict; `half_ms`: half of the wrong are off by less."""

    counts: Mapping[Verdict, int]
    half_ms: int | None = None

    def __getitem__(self, verdict: Verdict) -> int:
        return self.counts.get(verdict, 0)

    @property
    def arrived(self) -> int:
        """Of how many there should be a time."""
        return self[Verdict.RIGHT] + self[Verdict.WRONG] + self[Verdict.WITHOUT]


@dataclass(frozen=True, slots=True)
class Pointed:
    """What faults have led to: the ids of marks, and ms since the first gun when one is missing."""

    marks: Collection[str]
    moments_ms: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """How many mistakes of a kind were made, and what became of them.

    `found` are those that a fault of the reconciliation points at, `repaired` those after which all
    runners concerned have the right time. `missed` are neither; others are found and left.
    """

    kind: Kind
    count: int
    found: int
    repaired: int
    missed: int

    @property
    def left(self) -> int:
        """Who reads the faults knows of them."""
        return self.count - self.repaired - self.missed


def find_problems(
    tally: Tally[SentMark],
    plan: RacePlan,
    stored: Mapping[str, SentMark],
    shown: Sequence[Row],
    recomputed: Sequence[Row],
) -> list[str]:
    """Says everything in which marks as planned, sent, acknowledged and stored disagree.

    `stored` is what the file holds; `shown` are the rows of the results as the server tells them,
    and `recomputed` those that follow from the file. An empty list means that nothing was lost,
    nothing doubled, and that the results follow from what is stored.
    """
    wanted = {mark.id for one in plan.judges for mark in one.marks}
    problems = [*tally.errors]
    for name, found in (
        ("sent", tally.sent),
        ("acknowledged", tally.acknowledged),
        ("stored", stored),
    ):
        missing = sum(
            mark_id not in found or found[mark_id] != tally.sent.get(mark_id) for mark_id in wanted
        )
        foreign = len(found.keys() - wanted)
        if missing or foreign:
            problems.append(
                f"{name}: {missing} of {len(wanted)} marks missing or different, "
                f"{foreign} that nobody made"
            )
    return [*problems, *_differences(shown, recomputed)]


def _differences(shown: Sequence[Row], recomputed: Sequence[Row]) -> list[str]:
    unlike = [
        f"results: shown {one}, recomputed {other}"
        for one, other in zip_longest(shown, recomputed)
        if one != other
    ]
    more = len(unlike) - SHOWN_ROWS
    return unlike[:SHOWN_ROWS] + ([f"results: {more} more rows differ"] if more > 0 else [])


def judge_times(
    course: Course, runner_ids: Mapping[str, int], rows: Iterable[Row]
) -> dict[str, tuple[Verdict, int]]:
    """What is shown of each runner and by how many ms it is off, by worn bib.

    Compares the gun times of the results with the true ones.
    """
    by_id = {row["corredor"]["id"]: row for row in rows}
    judged = {}
    for runner in course.runners:
        row = by_id.get(runner_ids.get(runner.worn_bib, 0), {})
        judged[runner.worn_bib] = _verdict(runner, row)
    return judged


def _verdict(runner: Runner, row: Row) -> tuple[Verdict, int]:
    if runner.gun_ms is None:
        is_timed = row.get("tiempo_oficial") is not None
        return (Verdict.NOT_ARRIVED if is_timed else Verdict.NOTHING), 0
    shown_ms = row.get("tiempo_pistola")
    if shown_ms is None:
        return Verdict.WITHOUT, 0
    off_ms = abs(shown_ms - runner.gun_ms)
    return (Verdict.RIGHT if off_ms <= RIGHT_WITHIN_MS else Verdict.WRONG), off_ms


def count_times(judged: Mapping[str, tuple[Verdict, int]]) -> Times:
    """How many there are of each."""
    wrong = [off_ms for verdict, off_ms in judged.values() if verdict is Verdict.WRONG]
    counts = Counter(verdict for verdict, _ in judged.values())
    return Times(counts, round(median(wrong)) if wrong else None)


def check_mistakes(
    plan: RacePlan, pointed: Pointed, judged: Mapping[str, tuple[Verdict, int]]
) -> list[Made]:
    """What became of the mistakes of each kind."""
    outcomes: dict[Kind, list[tuple[bool, bool]]] = {kind: [] for kind in Kind}
    is_pointed_at = _Pointing(plan, pointed)
    for mistake in plan.mistakes:
        is_right = not any(judged[bib][0] in HARMED for bib in mistake.bibs)
        outcomes[mistake.kind].append((is_pointed_at(mistake), is_right))
    return [
        Made(
            kind,
            len(of_kind),
            found=sum(is_found for is_found, _ in of_kind),
            repaired=sum(is_right for _, is_right in of_kind),
            missed=of_kind.count((False, False)),
        )
        for kind, of_kind in outcomes.items()
    ]


class _Pointing:
    """Whether faults lead to a mistake.

    They do when they are about a mark that is wrong or too many, or one that is meant for a runner
    concerned; and to what is missing also by the moment.
    """

    def __init__(self, plan: RacePlan, pointed: Pointed) -> None:
        self._pointed = pointed
        self._crossed_ms = {one.worn_bib: one.finishes_at_ms for one in plan.course.finishers}
        self._meant_for: dict[str, list[str]] = defaultdict(list)
        for one in plan.judges:
            for planned in one.marks:
                if planned.meant_for is not None and planned.place is Place.FINISH:
                    self._meant_for[planned.meant_for].append(planned.id)

    def __call__(self, mistake: Mistake) -> bool:
        concerned = {*mistake.mark_ids}
        for bib in mistake.bibs:
            concerned.update(self._meant_for[bib])
        if not concerned.isdisjoint(self._pointed.marks):
            return True
        return mistake.kind in OF_WHO_IS_MISSING and any(map(self._is_near, mistake.bibs))

    def _is_near(self, bib: str) -> bool:
        crossed_ms = self._crossed_ms.get(bib) or 0
        return any(abs(at_ms - crossed_ms) <= NEAR_MS for at_ms in self._pointed.moments_ms)
