"""Which times of a line belong to which of its bibs, as organizers read it and say it."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from tornado_timing.domain import errors
from tornado_timing.domain.individual.pairing import Proposal
from tornado_timing.protocol.resources import Text
from tornado_timing.protocol.texts import text_of

MarkId = Annotated[str, Meta(min_length=1, max_length=64)]


class PairOut(Struct):
    """A time and a bib that may belong together; `elapsed_ms` counts from the pressed start."""

    time_mark_id: str
    bib_mark_id: str
    at_ms: int
    elapsed_ms: int | None
    bib: str
    runner_id: int | None


class PairingOut(Struct):
    """A proposal: pairs in the order of their times, and how many of both are left over."""

    line_id: int
    times_judge_id: int | None
    bibs_judge_id: int | None
    pairs: list[PairOut]
    times_left: int
    bibs_left: int


class PairIn(Struct):
    """The mark with a time, and the one whose bib it gets."""

    time_mark_id: MarkId
    bib_mark_id: MarkId


class PairingIn(Struct):
    """Pairs to be made."""

    pairs: Annotated[list[PairIn], Meta(min_length=1, max_length=1000)]
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


def pairing_out(line_id: int, proposal: Proposal, started_at_ms: int | None) -> PairingOut:
    """A proposal as organizers read it."""
    pairs = [
        PairOut(
            pair.time.id,
            pair.written.mark.id,
            pair.at_ms,
            None if started_at_ms is None else pair.at_ms - started_at_ms,
            pair.written.bib or "",
            pair.written.runner_id,
        )
        for pair in proposal.pairs
    ]
    return PairingOut(
        line_id,
        proposal.times_judge_id,
        proposal.bibs_judge_id,
        pairs,
        proposal.times_left,
        proposal.bibs_left,
    )


def paired_out(
    corrections: Sequence[str], refused: Sequence[tuple[str, errors.TimingError]]
) -> PairedOut:
    """What became of pairs: ids of corrections; `refused` are ids of marks with a time, and why."""
    return PairedOut(
        len(corrections),
        list(corrections),
        [RefusedPairOut(mark_id, why.code, text_of(why)) for mark_id, why in refused],
    )
