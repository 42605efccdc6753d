"""What becomes of the marks that a judge sends, and of what it sets right of its own.

`admit` and `correct` read the state and change nothing; the service carries out what they decide.
A mark that was made is stored whatever is odd about it: only what cannot be read fails, and what is
for no line of the judge's races.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.individual.corrections import (
    COUNTS_AGAIN,
    Correction,
    Kind,
    withdraws,
)
from tornado_timing.domain.individual.marks import Mark
from tornado_timing.domain.state import State
from tornado_timing.domain.withdrawing import Whereabouts

MAX_MARKS_PER_MESSAGE = 50
# Each is a row for good, so that a broken phone cannot fill the disk.
MAX_CORRECTIONS_BY_JUDGE = 50


class MarkEntry(Struct, frozen=True, gc=False):
    """One mark as it was sent, read but not yet decided over; for its fields see `Mark`.

    `error` is set where the protocol could not read it; then only the id may be told.
    """

    mark_id: str = ""
    sequence: int = 0
    sent: int | None = None
    clock_offset_ms: int | None = None
    uncertainty_ms: int | None = None
    bib: str | None = None
    noted: int | None = None
    error: errors.RecordError | None = None


class MarkSubmission(Struct, frozen=True, gc=False):
    """What one judge marked at one line, in one message.

    `clock_offset_ms` is phone clock less server clock, where the server has measured it; it
    counts for marks that have none of their own and say a moment. One that `is_rescued` is read in
    by an organizer, from the phone of a judge who may have been taken from the line since.
    """

    judge_id: int
    line_id: int
    device: str
    entries: list[MarkEntry]
    received_at_ms: int
    clock_offset_ms: int | None = None
    is_rescued: bool = False


class MarkDecision(Struct):
    """What becomes of a submission.

    `outcomes` holds, for each entry in order, the mark that is stored for it or the error. Of
    these, `accepted` are new. With `error` set the message failed as a whole, and nothing is
    stored.
    """

    competition_id: int
    outcomes: list[Mark | errors.RecordError]
    accepted: list[Mark]
    error: errors.TimingError | None = None


class CorrectionRequest(Struct, frozen=True, kw_only=True):
    """What a judge sets right of a mark: its bib (empty: nobody's), or whether it counts."""

    correction_id: str
    mark_id: str
    bib: str | None = None
    is_withdrawn: bool | None = None
    made_at_ms: int


def admit(state: State, submission: MarkSubmission) -> MarkDecision:
    """Decides over marks."""
    competition_id = state.individual.competition_of_line(submission.line_id) or 0
    error = _message_error(state, submission, competition_id)
    accepted: dict[str, Mark] = {}
    outcomes = [_outcome(state, submission, one, accepted) for one in submission.entries]
    if error is None:
        return MarkDecision(competition_id, outcomes, list(accepted.values()))
    if not accepted and all(isinstance(one, Mark) for one in outcomes):
        # All of it was stored before; its phone lost the answer, and must see success.
        return MarkDecision(competition_id, outcomes, [])
    return MarkDecision(competition_id, [], [], error)


def _message_error(
    state: State, submission: MarkSubmission, competition_id: int
) -> errors.TimingError | None:
    if competition_id not in state.competitions:
        return errors.LineNotFound(line_id=submission.line_id)
    races = state.individual
    is_vouched_for = submission.is_rescued and races.line(submission.line_id) is not None
    if not is_vouched_for and not races.stands_in(competition_id, submission.judge_id):
        return errors.LineNotAllowed()
    return None


def _outcome(
    state: State, submission: MarkSubmission, entry: MarkEntry, accepted: dict[str, Mark]
) -> Mark | errors.RecordError:
    if entry.error is not None:
        return entry.error
    if entry.sent is None and entry.bib is None:
        return errors.MarkEmpty()
    key = entry.mark_id.lower()
    stored = state.individual.mark(key) or accepted.get(key)
    if stored is not None:
        return stored if _is_same(stored, submission, entry) else errors.MarkIdTaken()
    offset_ms = entry.clock_offset_ms
    if offset_ms is None and (entry.sent, entry.noted) != (None, None):
        offset_ms = submission.clock_offset_ms
    accepted[key] = mark = Mark(
        entry.mark_id,
        submission.line_id,
        submission.judge_id,
        submission.device,
        entry.sequence,
        entry.sent,
        offset_ms,
        entry.uncertainty_ms,
        entry.bib,
        submission.received_at_ms,
        entry.noted,
    )
    return mark


def _is_same(stored: Mark, submission: MarkSubmission, entry: MarkEntry) -> bool:
    # Not the offset, of which the phone may know more by now, nor the device, which people rename.
    here = (stored.line_id, stored.judge_id, stored.sequence)
    said = (stored.sent, stored.bib, stored.noted)
    return (*here, *said) == (
        submission.line_id,
        submission.judge_id,
        entry.sequence,
        entry.sent,
        entry.bib,
        entry.noted,
    )


def correct(
    state: State, judge_id: int, request: CorrectionRequest, now_ms: int
) -> tuple[Mark, Correction | None]:
    """The mark that a judge sets right, and the correction to store; None where it is a resend.

    Raises MarkNotFound, MarkNotAllowed, CorrectionIdTaken, TooManyChanges.
    """
    mark = state.individual.mark(request.mark_id)
    if mark is None:
        raise errors.MarkNotFound()
    if mark.judge_id != judge_id:
        raise errors.MarkNotAllowed()
    # It cannot be without one: the file has no mark without its line.
    competition_id = state.individual.competition_of_line(mark.line_id) or 0
    book = state.individual.book_of(competition_id)
    # A phone whose clock is ahead would else have the last word for ever; what it did one after the
    # other stays so.
    made_at_ms = min(request.made_at_ms, book.moment_after(now_ms))
    new = Correction(
        id=request.correction_id,
        competition_id=competition_id,
        kind=Kind.MARK_BIB if request.is_withdrawn is None else Kind.MARK_WITHDRAWN,
        subject=mark.id,
        number=COUNTS_AGAIN if request.is_withdrawn is False else None,
        text=request.bib or "",
        account_id=judge_id,
        made_at_ms=made_at_ms,
    )
    known = state.individual.correction(request.correction_id)
    if known is not None:
        # Not the moment, which a resend may know better.
        if replace(known, id=new.id, made_at_ms=made_at_ms) != new:
            raise errors.CorrectionIdTaken()
        return mark, None
    if book.correction_count_of(mark.id) >= MAX_CORRECTIONS_BY_JUDGE:
        raise errors.TooManyChanges()
    return mark, new


def whereabouts(state: State, mark_ids: Sequence[str], judge_id: int) -> Whereabouts:
    """Where the marks of a judge are; those of others are `missing` too."""
    found = Whereabouts([], [], [], [])
    for mark_id in mark_ids:
        mark = state.individual.mark(mark_id)
        if mark is None or mark.judge_id != judge_id:
            found.missing.append(mark_id)
        elif is_withdrawn(state, mark):
            found.withdrawn.append(mark_id)
        else:
            found.stored.append(mark_id)
    return found


def is_withdrawn(state: State, mark: Mark) -> bool:
    """Whether a mark counts nowhere."""
    competition_id = state.individual.competition_of_line(mark.line_id) or 0
    holding = state.individual.book_of(competition_id).holding
    return withdraws(holding.last(Kind.MARK_WITHDRAWN, mark.id))
