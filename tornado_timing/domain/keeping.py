"""Which refused times are kept for the organizer, and which of them are kept already."""

from tornado_timing.domain.model import MAX_ELAPSED_MS, RefusedRecord, is_clock_reading
from tornado_timing.domain.state import State
from tornado_timing.domain.submissions import Entry, Submission

# A judge's list of kept-but-refused times is bounded, so that a broken phone cannot fill the
# disk; 500 is more than anybody times by hand in a race.
MAX_REFUSED_PER_JUDGE = 500


class Keeping:
    """Refused entries of one message on their way to the organizer, as far as there is room."""

    def __init__(self, state: State, submission: Submission) -> None:
        self._state = state
        self._submission = submission
        # Else never a team of this server: there is nothing that an organizer could accept it for.
        self._is_team = state.was_given("team", submission.team_id)
        self._kept = state.kept.of_judge(submission.judge_id)
        self._new: dict[tuple[int, str, int], RefusedRecord] = {}

    @property
    def new(self) -> list[RefusedRecord]:
        """What is new to the judge's list."""
        return list(self._new.values())

    def keep(self, entry: Entry, reason: str) -> bool:
        """Keeps `entry` if it can; whether it is kept or stored, be it from before."""
        if not self._is_team or entry.error is not None or not _worth_keeping(entry.sent):
            return False
        if _is_stored(self._state, self._submission, entry):
            return True
        record = self._record(entry, reason)
        if record.key in self._kept or record.key in self._new:
            return True
        if len(self._kept) + len(self._new) >= MAX_REFUSED_PER_JUDGE:
            return False
        self._new[record.key] = record
        return True

    def _record(self, entry: Entry, reason: str) -> RefusedRecord:
        submission = self._submission
        own_ms = entry.clock_offset_ms
        return RefusedRecord(
            id=0,
            judge_id=submission.judge_id,
            team_id=submission.team_id,
            record_id=entry.record_id,
            sent=entry.sent,
            clock_offset_ms=submission.clock_offset_ms if own_ms is None else own_ms,
            received_at_ms=submission.received_at_ms,
            phone_timestamp=entry.phone_timestamp,
            reason=reason,
            uncertainty_ms=entry.uncertainty_ms,
        )


def _is_stored(state: State, submission: Submission, entry: Entry) -> bool:
    if entry.record_id is None:
        return entry.sent in state.times_of(submission.team_id).by_time
    record = state.record(entry.record_id)
    return record is not None and (record.team_id, record.sent) == (submission.team_id, entry.sent)


def _worth_keeping(sent: int) -> bool:
    """Whether `sent` can ever be accepted: in range, or a reading of a clock."""
    return 0 <= sent <= MAX_ELAPSED_MS or is_clock_reading(sent)
