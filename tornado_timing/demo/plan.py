"""Who finishes when, and which message each judge sends for it. Pure: no clock, no network."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from tornado_timing.demo.event import RUNNERS_PER_TEAM, EventDocument

BATCHING_JUDGES = 4
"""One judge in this many keeps its last times and sends them together."""
BATCHED_FINISHES = 6


@dataclass(frozen=True, slots=True)
class Finish:
    """One runner over the line: what one stored record must say."""

    bib: int
    record_id: str
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class Tap:
    """One message of a judge: one finish, or several of one team sent together."""

    due_ms: int
    """Race time at which the judge sends it."""
    bib: int
    finishes: tuple[Finish, ...]
    batch: bool


@dataclass(frozen=True, slots=True)
class JudgePlan:
    """What one judge does in the race."""

    username: str
    password: str
    taps: tuple[Tap, ...]
    drops_after: int | None
    """The number of taps after which this judge loses its socket; None for never."""

    @property
    def finishes(self) -> tuple[Finish, ...]:
        """Every finish of this judge's teams, in the order in which they are sent."""
        return tuple(finish for tap in self.taps for finish in tap.finishes)


def plan_race(event: EventDocument, times_ms: Sequence[int], seed: int) -> tuple[JudgePlan, ...]:
    """Shares the finish times out among the teams of `event` and plans each judge's messages.

    `times_ms` has one elapsed time for each runner of each team. The first judge drops its
    socket in the middle of its race. Raises ValueError when the number of times does not match.
    """
    runners = len(event["equipos"]) * RUNNERS_PER_TEAM
    if len(times_ms) != runners:
        raise ValueError(f"{runners} runners need as many finish times, not {len(times_ms)}")
    source = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    bibs = [team["dorsal"] for team in event["equipos"] for _ in range(RUNNERS_PER_TEAM)]
    source.shuffle(bibs)
    finishes = [
        Finish(bib, str(uuid.UUID(int=source.getrandbits(128), version=4)), time_ms)
        for bib, time_ms in zip(bibs, sorted(times_ms), strict=True)
    ]
    judge_of = {team["dorsal"]: team["juez"] for team in event["equipos"]}
    plans = []
    for index, judge in enumerate(event["jueces"]):
        own = [finish for finish in finishes if judge_of[finish.bib] == judge["username"]]
        taps = plan_taps(own, BATCHED_FINISHES if index % BATCHING_JUDGES == 1 else 0)
        drops_after = len(taps) // 2 if index == 0 and taps else None
        plans.append(JudgePlan(judge["username"], judge["password"], taps, drops_after))
    return tuple(plans)


def plan_taps(finishes: Sequence[Finish], batched: int) -> tuple[Tap, ...]:
    """Returns one tap for each finish, but the last `batched` together, one message for each team.

    `finishes` is in the order of their times. The batches are due with the very last finish, since
    a judge can send a time only when it has been taken.
    """
    single_count = max(0, len(finishes) - batched)
    taps = [
        Tap(finish.elapsed_ms, finish.bib, (finish,), batch=False)
        for finish in finishes[:single_count]
    ]
    kept = finishes[single_count:]
    for bib in sorted({finish.bib for finish in kept}):
        of_team = tuple(finish for finish in kept if finish.bib == bib)
        taps.append(Tap(kept[-1].elapsed_ms, bib, of_team, batch=True))
    return tuple(taps)
