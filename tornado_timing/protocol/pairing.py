"""Which times of a line belong to which of its bibs, as organizers say it."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from tornado_timing.domain import errors
from tornado_timing.protocol.resources import Text
from tornado_timing.protocol.texts import text_of

MarkId = Annotated[str, Meta(min_length=1, max_length=64)]


class PairIn(Struct):
    """The mark with a time, and the one whose bib it gets."""

    time_mark_id: MarkId
    bib_mark_id: MarkId


class PairingIn(Struct):
    """Pairs to be made."""

    pairs: Annotated[list[PairIn], Meta(min_length=1, max_length=5000)]
    reason: Text = ""


class RefusedPairOut(Struct):
    """A pair that was not made, and why."""

    time_mark_id: str
    code: str
    error: str


class PairedOut(Struct):
    """How many pairs were made, by corrections with these ids, and those that were not."""

    paired: int
    corrections: list[str]
    refused: list[RefusedPairOut]


def paired_out(
    corrections: Sequence[str], refused: Sequence[tuple[str, errors.TimingError]]
) -> PairedOut:
    """What became of pairs: ids of corrections; `refused` are ids of marks with a time, and why."""
    return PairedOut(
        len(corrections),
        list(corrections),
        [RefusedPairOut(mark_id, why.code, text_of(why)) for mark_id, why in refused],
    )
