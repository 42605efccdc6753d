"""What a judge's message is answered, once it is known what has become of it."""

from collections.abc import Callable, Sequence

from tornado_timing.domain import errors
from tornado_timing.domain.individual.marking import MarkEntry
from tornado_timing.domain.individual.watching import MarkOutcome, StoredMark
from tornado_timing.domain.rules import Decision
from tornado_timing.domain.submissions import Entry
from tornado_timing.domain.withdrawing import Whereabouts
from tornado_timing.protocol import answers, marks, messages, withdrawals
from tornado_timing.service.withdrawing import Changed


def of_times(
    message: messages.SentTimes,
    entries: Sequence[Entry],
    decision: Decision,
    error: errors.TimingError | None,
) -> object:
    """The answer to times."""
    if error is not None:
        return answers.error_answer(error, message.ref)
    if message.is_batch:
        saved, failed = answers.saved_and_failed(
            entries, decision.outcomes, decision.accepted, decision.withdrawn
        )
        return answers.times_recorded(message.team_id, saved, failed, message.ref)
    return answers.time_recorded(
        entries[0],
        decision.outcomes[0],
        duplicate=not decision.accepted,
        ref=message.ref,
        withdrawn=decision.withdrawn,
    )


def of_change(
    message: messages.WithdrawRecord | messages.GiveBackRecord,
    changed: Changed | None,
    error: errors.TimingError | None,
) -> object:
    """The answer to a time that was taken back, or given back."""
    if changed is None or error is not None:
        return answers.error_answer(error or errors.NotFound(), message.ref)
    is_withdrawn = isinstance(message, messages.WithdrawRecord)
    make = withdrawals.record_withdrawn if is_withdrawn else withdrawals.record_given_back
    return make(message.record_id, changed.team_id, duplicate=changed.is_duplicate, ref=message.ref)


def of_check(
    message: messages.CheckRecords, found: Whereabouts, error: errors.TimingError | None
) -> object:
    """The answer to the question which times are here."""
    if error is not None:
        return answers.error_answer(error, message.ref)
    return withdrawals.records_checked(found, message.ref)


def of_marks(
    message: messages.SentMarks,
    entries: Sequence[MarkEntry],
    outcomes: Sequence[MarkOutcome],
    error: errors.TimingError | None,
) -> object:
    """The answer to marks."""
    if error is not None:
        return answers.error_answer(error, message.ref)
    return marks.marks_recorded(message.line_id, entries, outcomes, message.ref)


def of_correction(
    message: messages.CorrectMark,
    stored: Callable[[str], StoredMark | None],
    is_duplicate: bool,
    error: errors.TimingError | None,
) -> object:
    """The answer to a mark that was set right; `stored` gives a mark as it is now."""
    mark = stored(message.mark_id)
    if mark is None or error is not None:
        return answers.error_answer(error or errors.MarkNotFound(), message.ref)
    return marks.mark_corrected(
        mark, message.correction_id, duplicate=is_duplicate, ref=message.ref
    )


def of_mark_check(
    message: messages.CheckMarks,
    missing_corrections: list[str] | None,
    found: Whereabouts,
    error: errors.TimingError | None,
) -> object:
    """The answer to the question which marks are here."""
    if error is not None:
        return answers.error_answer(error, message.ref)
    return marks.marks_checked(found, missing_corrections, message.ref)
