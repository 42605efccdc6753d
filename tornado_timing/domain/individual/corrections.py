"""What is set right after the fact: rows that say who, when and why; undoing is another row.

Corrections come from several people, and may come twice and late. What holds depends on the set of
them alone, not on the order in which they came.
"""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a correction does to its subject: a mark, a runner, a wave, a timer or a correction.

    A timer is a judge at a line, see `timer_of`.
    """

    MARK_MOMENT = "mark_moment"  # a mark's time is `number`, epoch ms
    MARK_BIB = "mark_bib"  # a mark's bib is `text`; empty: nobody's
    MARK_WITHDRAWN = "mark_withdrawn"  # a mark counts nowhere; where `number` is 0, it counts again
    RUNNER_BIB = "runner_bib"  # a runner wears `text` from then on
    RUNNER_STATUS = "runner_status"  # `text` is dns, dnf, dsq, or empty for none of them
    RUNNER_START = "runner_start"  # a runner started at `number`, epoch ms
    PENALTY = "penalty"  # `number` ms more; negative: a bonus. They add up.
    WAVE_START = "wave_start"  # a wave's official start is `number`, epoch ms
    TIMER_OFFSET = "timer_offset"  # `number` ms are taken from a judge's times at a line
    UNDO = "undo"  # the correction `subject` does not hold


# The `number` of a `MARK_WITHDRAWN` that gives the mark back.
COUNTS_AGAIN = 0
OF_MARKS = frozenset({Kind.MARK_MOMENT, Kind.MARK_BIB, Kind.MARK_WITHDRAWN})
# Of runners, those that change no mark's owner.
OF_RESULTS = frozenset({Kind.RUNNER_STATUS, Kind.RUNNER_START, Kind.PENALTY})
OF_RUNNERS = OF_RESULTS | {Kind.RUNNER_BIB}


class Correction(Struct, frozen=True, kw_only=True):
    """One row. `subject` is the id of what it is about, as a text."""

    id: str
    competition_id: int
    kind: Kind
    subject: str
    number: int | None = None
    text: str = ""
    reason: str = ""
    account_id: int | None = None
    made_at_ms: int

    @property
    def order(self) -> tuple[int, str]:
        """Of two that say the same of one thing, the later one holds."""
        return (self.made_at_ms, self.id)


def in_force(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that hold, in their order, each once, without the undoing ones."""
    return [one for one in standing(corrections) if one.kind is not Kind.UNDO]


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that hold, in their order, each once.

    An undo that is itself undone undoes nothing. Of corrections that undo each other in a circle,
    which nobody can make by hand, none holds.
    """
    by_id = {one.id: one for one in corrections}
    waits_for: dict[str, int] = defaultdict(int)
    for one in by_id.values():
        if one.kind is Kind.UNDO:
            waits_for[one.subject] += 1
    # From those that nobody undoes to what they undo; who is in a circle is never reached.
    decided = [one for one in by_id.values() if not waits_for[one.id]]
    holds = {one.id: True for one in decided}
    for one in decided:
        subject = by_id.get(one.subject) if one.kind is Kind.UNDO else None
        if subject is None:
            continue
        waits_for[subject.id] -= 1
        if subject.id not in holds and (holds[one.id] or not waits_for[subject.id]):
            holds[subject.id] = not holds[one.id]
            decided.append(subject)
    return sorted((by_id[one] for one, is_so in holds.items() if is_so), key=_order)


def _order(one: Correction) -> tuple[int, str]:
    return one.order


def timer_of(subject: str) -> tuple[int, int]:
    """Line and judge, by their ids, that a `TIMER_OFFSET` is about: ``3:17``. Raises ValueError."""
    line_id, judge_id = subject.split(":")
    return int(line_id), int(judge_id)


def timer_subject(line_id: int, judge_id: int) -> str:
    """What `timer_of` reads."""
    return f"{line_id}:{judge_id}"


def withdraws(last: Correction | None) -> bool:
    """Whether the last `MARK_WITHDRAWN` of a mark, which may have none, leaves it withdrawn."""
    return last is not None and last.number != COUNTS_AGAIN
