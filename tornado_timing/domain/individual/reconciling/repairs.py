"""How a fault can be set right: corrections of marks, together one repair."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.crossings import Crossing
from tornado_timing.domain.individual.reconciling.bibs import Entry
from tornado_timing.domain.individual.reconciling.similar import Candidate
from tornado_timing.domain.individual.reconciling.streams import Time

TO_TYPE = "to_type"
ESTIMATE = "estimate"
# What a repair costs beside the likeliest one of its fault: see `costs`.
UNLIKELY = 3.0
_NO_DETAILS: Mapping[str, object] = MappingProxyType({})


class RepairKind(StrEnum):
    """What a repair does, in the words of who decides about it."""

    INSERT_TIME = "insert_time"
    INSERT_BIB = "insert_bib"
    DROP_TIME = "drop_time"
    DROP_BIB = "drop_bib"
    SWAP = "swap"
    SHIFT_DOWN = "shift_down"
    SHIFT_UP = "shift_up"
    REPLACE_BIB = "replace_bib"
    NO_BIB = "no_bib"
    ACCEPT = "accept"


class Expected(Struct, frozen=True, gc=False):
    """What a mark must still be when it is changed: as `Crossing`, or withdrawn."""

    bib: str | None
    at_ms: int | None
    is_withdrawn: bool


class Change(Struct, frozen=True, gc=False):
    """One correction of a mark, see `corrections.Kind`.

    A bib whose `text` is None is to be typed.
    """

    kind: Kind
    mark_id: str
    expected: Expected
    number: int | None = None
    text: str | None = None


class Repair(Struct, frozen=True):
    """Changes that belong together; `cost` orders the repairs of one fault, 0 is the likeliest."""

    kind: RepairKind
    changes: tuple[Change, ...]
    details: Mapping[str, object]
    cost: float


def expected_of(crossing: Crossing | None) -> Expected:
    """What a mark is now; None is one that is withdrawn."""
    if crossing is None:
        return Expected(None, None, True)
    return Expected(crossing.bib, crossing.at_ms, False)


def bib_changes(marks: Iterable[Crossing], bib: str | None) -> list[Change]:
    """Has these marks show a bib: nobody's if it is empty, one to be typed if it is None."""
    return [Change(Kind.MARK_BIB, one.mark.id, expected_of(one), text=bib) for one in marks]


def dropped(kind: RepairKind, marks: Iterable[Crossing], cost: float) -> Repair:
    """Marks are withdrawn."""
    changes = [Change(Kind.MARK_WITHDRAWN, one.mark.id, expected_of(one)) for one in marks]
    return Repair(kind, tuple(changes), _NO_DETAILS, cost)


def replaced(
    time: Time | None, entry: Entry | None, candidate: Candidate, more_cost: float = 0.0
) -> Repair:
    """Everything in a row that shows its bib shows another one; it may cost more than usual."""
    details = {"to_bib": candidate.bib, "why": candidate.why}
    return _replaced(time, entry, candidate.bib, details, candidate.cost + more_cost)


def replaced_by_typed(time: Time | None, entry: Entry | None) -> Repair:
    """As `replaced`, by a bib that somebody knows."""
    return _replaced(time, entry, None, {"why": TO_TYPE}, UNLIKELY)


def _replaced(
    time: Time | None,
    entry: Entry | None,
    bib: str | None,
    details: Mapping[str, object],
    cost: float,
) -> Repair:
    marks = [one for one in (() if time is None else time.marks) if one.bib is not None]
    marks += () if entry is None else entry.marks
    written = entry.bib if entry is not None else "" if time is None else time.bib
    changes = tuple(bib_changes(marks, bib))
    return Repair(RepairKind.REPLACE_BIB, changes, {"from_bib": written, **details}, cost)


def bib_to_type(time: Time) -> Repair:
    """A time gets a bib that somebody knows."""
    changes = bib_changes(time.marks, None)
    return Repair(RepairKind.INSERT_BIB, tuple(changes), {"why": TO_TYPE}, 0.0)


def bib_inserted(time: Time, candidate: Candidate) -> Repair:
    """A time gets a bib."""
    details = {"to_bib": candidate.bib, "why": candidate.why}
    changes = bib_changes(time.marks, candidate.bib)
    return Repair(RepairKind.INSERT_BIB, tuple(changes), details, candidate.cost)


def nobodys(marks: Iterable[Crossing], cost: float) -> Repair:
    """Times stay, and are nobody's."""
    return Repair(RepairKind.NO_BIB, tuple(bib_changes(marks, "")), _NO_DETAILS, cost)


def time_inserted(entry: Entry, at_ms: int) -> Repair:
    """A bib gets a time that is estimated."""
    mark = entry.marks[0]
    change = Change(Kind.MARK_MOMENT, mark.mark.id, expected_of(mark), number=at_ms)
    details = {"number": at_ms, "why": ESTIMATE}
    return Repair(RepairKind.INSERT_TIME, (change,), details, 0.0)


def accepted(pairs: Sequence[tuple[Time, str]]) -> Repair:
    """Times get the bibs that are proposed for them."""
    changes = [
        change
        for time, bib in pairs
        for change in bib_changes([one for one in time.marks if one.bib is None], bib)
    ]
    return Repair(RepairKind.ACCEPT, tuple(changes), {"count": len(pairs)}, 0.0)


def given(kind: RepairKind, bibs: Iterable[tuple[Time, str]], gain: float) -> Repair:
    """Times get these bibs instead of theirs; empty: nobody's."""
    changes = [change for time, bib in bibs for change in bib_changes(time.marks, bib)]
    return Repair(kind, tuple(changes), {"count": len(changes), "gain": round(gain, 1)}, 0.0)
