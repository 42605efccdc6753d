"""What the players counted, and the check of it against what the server says it has."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Generic, TypeVar

from tornado_timing.demo.plan import Finish

Sent = TypeVar("Sent")


class DemoError(Exception):
    """The demonstration could not be played to its end; the text says what went wrong."""


@dataclass(slots=True)
class Tally(Generic[Sent]):
    """What all judges together have done so far. What they sent is kept under its id."""

    sent: dict[str, Sent] = field(default_factory=dict)
    acknowledged: dict[str, Sent] = field(default_factory=dict)
    duplicates: int = 0
    """Records that the server said it had already: the answer to a sending again."""
    resent_messages: int = 0
    reconnections: int = 0
    refreshed_tokens: int = 0
    errors: list[str] = field(default_factory=list)
    latencies_s: list[float] = field(default_factory=list)
    """One for each acknowledged message, from its first sending on the socket that stood."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A team's row of the standings. `position` and `best_ms` are None without a record."""

    position: int | None
    bib: int
    records: int
    total_ms: int
    best_ms: int | None


def compute_standings(finishes: Iterable[Finish], bibs: Iterable[int]) -> list[Standing]:
    """Ranks the teams from what the judges sent, without looking at the server's code.

    More records first, then the lower total; equal totals share a position and the next one is
    skipped; teams without a record come last, by bib.
    """
    times: dict[int, list[int]] = {bib: [] for bib in bibs}
    for finish in finishes:
        times[finish.bib].append(finish.elapsed_ms)
    score = {bib: (-len(of_team), sum(of_team)) for bib, of_team in times.items()}
    order = sorted(times, key=lambda bib: (score[bib], bib))
    return [
        Standing(
            1 + sum(other < score[bib] for other in score.values()) if times[bib] else None,
            bib,
            len(times[bib]),
            sum(times[bib]),
            min(times[bib], default=None),
        )
        for bib in order
    ]


def find_problems(
    tally: Tally[Finish],
    planned: Iterable[Finish],
    stored: Mapping[str, Finish],
    standings: Sequence[Standing],
) -> list[str]:
    """Says everything in which the race as planned, sent, acknowledged and stored disagree.

    `stored` is what the database file holds, `standings` what the server published. An empty list
    means that nothing was lost, nothing was doubled and the ranking is right.
    """
    wanted = {finish.record_id: finish for finish in planned}
    problems = [*tally.errors]
    for name, found in (
        ("sent", tally.sent),
        ("acknowledged", tally.acknowledged),
        ("stored", stored),
    ):
        missing = sum(found.get(record_id) != finish for record_id, finish in wanted.items())
        foreign = sum(record_id not in wanted for record_id in found)
        if missing or foreign:
            problems.append(
                f"{name}: {missing} of {len(wanted)} records missing or different, "
                f"{foreign} that nobody took"
            )
    bibs = {finish.bib for finish in wanted.values()} | {row.bib for row in standings}
    for published, own in zip_longest(standings, compute_standings(tally.sent.values(), bibs)):
        if published != own:
            problems.append(f"standings: published {published}, computed {own}")
    return problems


def percentile(values: Sequence[float], percent: float) -> float:
    """Returns the nearest-rank percentile of `values`; nan when there are none."""
    if not values:
        return math.nan
    rank = max(1, math.ceil(len(values) * percent / 100))
    return sorted(values)[rank - 1]
