"""Repairs of a line, and undoing many corrections, as organizers ask for them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from tornado_timing.domain import errors
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.line_steps import LineStep
from tornado_timing.domain.individual.reconciling.repairs import Change, Expected
from tornado_timing.domain.model import FIRST_IMPOSSIBLE_MS, Account
from tornado_timing.protocol.resources import Text
from tornado_timing.protocol.texts import text_of
from tornado_timing.protocol.wire import iso

MarkId = Annotated[str, Meta(min_length=1, max_length=64)]
Code = Annotated[str, Meta(max_length=40)]
MOST_CHANGES = 5_000


class MarkExpected(Struct):
    """What a mark is, and must still be when it is changed."""

    bib: Text | None
    at_ms: int | None
    is_withdrawn: bool = False


class ChangeIn(Struct):
    """One correction of a mark, which must still be as `expected`."""

    kind: Literal["mark_bib", "mark_moment", "mark_withdrawn"]
    mark_id: MarkId
    expected: MarkExpected
    number: Annotated[int, Meta(gt=-FIRST_IMPOSSIBLE_MS, lt=FIRST_IMPOSSIBLE_MS)] | None = None
    text: Text | None = None


class RepairIn(Struct):
    """A repair that is to be made whole or not at all; `fault` and `repair` stand on record."""

    repair: Code
    changes: Annotated[list[ChangeIn], Meta(min_length=1, max_length=MOST_CHANGES)]
    fault: Code | None = None
    reason: Text = ""


class RepairedOut(Struct):
    """The corrections that made the repair, by their ids."""

    corrections: list[str]


class UndoManyIn(Struct):
    """Corrections that are not to hold any more."""

    ids: Annotated[list[MarkId], Meta(min_length=1, max_length=MOST_CHANGES)]
    reason: Text = ""


class RefusedUndoOut(Struct):
    """A correction that was not undone, and why."""

    id: str
    code: str
    error: str


class UndoneOut(Struct):
    """The corrections that undo others, by their ids, and which were not undone."""

    corrections: list[str]
    refused: list[RefusedUndoOut]


class LineStepOut(Struct):
    """What was set right at a line at once.

    `holds` is how many of its `count` corrections nobody has undone; `bibs` are the first few.
    """

    made_at: str
    made_by: str | None
    reason: str
    count: int
    holds: int
    kinds: list[Kind]
    ids: list[str]
    bibs: list[str]


def changes_of(body: RepairIn) -> list[Change]:
    """The changes of a repair. Raises InvalidField where one lacks what it needs."""
    changes = []
    for index, one in enumerate(body.changes):
        kind = Kind(one.kind)
        missing = {Kind.MARK_BIB: ("text", one.text), Kind.MARK_MOMENT: ("number", one.number)}
        field, value = missing.get(kind, ("", ""))
        if value is None:
            raise errors.InvalidField(field=f"changes[{index}].{field}", problem="falta")
        expected = Expected(one.expected.bib, one.expected.at_ms, one.expected.is_withdrawn)
        changes.append(Change(kind, one.mark_id, expected, one.number, one.text))
    return changes


def undone_out(
    corrections: Sequence[str], refused: Sequence[tuple[str, errors.TimingError]]
) -> UndoneOut:
    """What became of corrections that were to be undone."""
    why_not = [RefusedUndoOut(one, error.code, text_of(error)) for one, error in refused]
    return UndoneOut(list(corrections), why_not)


def line_steps_out(steps: Sequence[LineStep], accounts: Mapping[int, Account]) -> list[LineStepOut]:
    """Steps as organizers read them; `accounts` by their ids."""
    resources = []
    for step in steps:
        first = step.corrections[0]
        account = accounts.get(first.account_id or 0)
        resources.append(
            LineStepOut(
                iso(first.made_at_ms),
                None if account is None else account.username,
                first.reason,
                len(step.corrections),
                step.holds,
                sorted({one.kind for one in step.corrections}),
                [one.id for one in step.corrections],
                step.bibs,
            )
        )
    return resources
