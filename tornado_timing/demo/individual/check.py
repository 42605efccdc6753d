"""What came out of the race: what was lost or doubled, and which times are right. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from statistics import median
from typing import Any

from tornado_timing.demo.individual.course import Course, Runner
from tornado_timing.demo.individual.messages import SentMark
from tornado_timing.demo.individual.mistakes import Kind, Mistake
from tornado_timing.demo.individual.staff import TIMERS, WRITERS, Place, RacePlan
from tornado_timing.demo.tally import Tally

RIGHT_WITHIN_MS = 500
NO_BIB = "no_bib"
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
class Made:
    """How many mistakes of a kind were made, and at how many a flag of the server points.

    `harmless` are those by which no runner has a wrong time, or none.
    """

    kind: Kind
    count: int
    flagged: int
    harmless: int


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
    plan: RacePlan,
    runner_ids: Mapping[str, int],
    marks: Sequence[Mapping[str, Any]],
    judged: Mapping[str, tuple[Verdict, int]],
) -> list[Made]:
    """How many mistakes of each kind there were, and what became of them.

    `marks` are those of the control room. A flag points at a mistake when it is on a mark of one
    of the runners concerned, by the judge who erred or the one with whom its marks are paired.
    """
    flags = _Flags(plan, runner_ids, marks)
    harmed = (Verdict.WRONG, Verdict.WITHOUT, Verdict.NOT_ARRIVED)
    made = []
    for kind in Kind:
        of_kind = [mistake for mistake in plan.mistakes if mistake.kind is kind]
        harmless = [
            mistake
            for mistake in of_kind
            if not any(judged[bib][0] in harmed for bib in mistake.bibs)
        ]
        flagged = sum(map(flags.point_at, of_kind))
        made.append(Made(kind, len(of_kind), flagged, len(harmless)))
    return made


class _Flags:
    """The marks that have a flag, looked up by who made them and whose they are."""

    def __init__(
        self, plan: RacePlan, runner_ids: Mapping[str, int], marks: Sequence[Mapping[str, Any]]
    ) -> None:
        self._runner_ids = runner_ids
        self._marks = {mark["id"]: mark for mark in marks}
        self._partners = {
            judge.username: frozenset({timer.username, writer.username})
            for timer, writer in zip(TIMERS, WRITERS, strict=True)
            for judge in (timer, writer)
        }
        self._meant_for: dict[str, list[str]] = defaultdict(list)
        for one in plan.judges:
            for planned in one.marks:
                if planned.meant_for is not None and planned.place is Place.FINISH:
                    self._meant_for[planned.meant_for].append(planned.id)
        self._of_runner: dict[int, list[str]] = defaultdict(list)
        for mark in marks:
            if mark["runner_id"] is not None:
                self._of_runner[mark["runner_id"]].append(mark["id"])

    def point_at(self, mistake: Mistake) -> bool:
        """Whether one of the flags leads to this mistake."""
        concerned = set(mistake.mark_ids)
        for bib in mistake.bibs:
            concerned.update(self._meant_for[bib])
        runners = {self._marks[mark_id]["runner_id"] for mark_id in concerned & self._marks.keys()}
        runners |= {self._runner_ids.get(bib) for bib in mistake.bibs}
        for runner_id in runners - {None}:
            concerned.update(self._of_runner[runner_id])
        partners = self._partners[mistake.username]
        return any(self._is_flagged(mark_id, partners) for mark_id in concerned)

    def _is_flagged(self, mark_id: str, partners: frozenset[str]) -> bool:
        mark = self._marks.get(mark_id)
        if mark is None or mark["judge_username"] not in partners:
            return False
        # Nobody has paired all times of the second timer: that they have no bib tells nothing.
        told = {NO_BIB} if mark["judge_username"] == TIMERS[1].username else set()
        return bool(set(mark["flags"]) - told)
