"""What a judge's message is answered, once it is known what has become of it."""

from collections.abc import Sequence

from tornado_timing.domain import errors
from tornado_timing.domain.rules import Decision
from tornado_timing.domain.submissions import Entry
from tornado_timing.domain.withdrawing import Whereabouts
from tornado_timing.protocol import answers, messages, withdrawals
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
