"""Which times count: the decision over every time that a judge sends.

`admit` reads the state and changes nothing. Its `Decision` says what to store, what to keep
aside for the organizer and what to answer; the service carries it out in one step.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.domain.keeping import Keeping
from tornado_timing.domain.model import (
    FIRST_CLOCK_READING_MS,
    MAX_ELAPSED_MS,
    Competition,
    RefusedRecord,
    Team,
    TimeRecord,
    is_clock_reading,
)
from tornado_timing.domain.state import State
from tornado_timing.domain.submissions import Entry, Submission

Outcome = TimeRecord | errors.RecordError


class Decision(Struct):
    """What becomes of a submission.

    `outcomes` holds, for each entry in order, the record that is stored for it or the error.
    Of these, `accepted` are new; the others were stored before. With `error` set the message
    failed as a whole, and nothing is stored. `refused` is kept for the organizer, and
    `arrived` are numbers of kept records that have now come in by the regular way. An error
    says by `is_kept` whether what it refuses is kept, from now on or from before. `withdrawn` are
    the ids of those outcomes that have been withdrawn since they were stored.
    """

    team: Team | None
    outcomes: list[Outcome]
    accepted: list[TimeRecord]
    refused: list[RefusedRecord]
    arrived: list[int]
    error: errors.TimingError | None = None
    withdrawn: frozenset[str] = frozenset()

    def keep_nothing(self) -> None:
        """Gives up what was to be kept for the organizer: there is nobody to keep it for."""
        self.refused = []
        for failure in (self.error, *self.outcomes):
            if isinstance(failure, errors.TimingError):
                failure.is_kept = False


def admit(state: State, submission: Submission, new_record_id: Callable[[], str]) -> Decision:
    """Decides over `submission`. `new_record_id` names records that came without an id."""
    team = state.teams.get(submission.team_id)
    error = _message_error(state, submission, team)
    if error is not None:
        stored = _stored_before(state, submission)
        if stored:
            return Decision(team, list(stored), [], [], [], withdrawn=_withdrawn(state, stored))
        keeping = Keeping(state, submission)
        # Each of them is looked at, also after one that is not kept.
        kept = [keeping.keep(entry, error.code) for entry in submission.entries]
        error.is_kept = all(kept)
        return Decision(team, [], [], keeping.new, [], error)
    assert team is not None
    admission = _Admission(state, submission, team, new_record_id)
    for entry in submission.entries:
        admission.decide(entry)
    return Decision(
        team,
        admission.outcomes,
        admission.accepted,
        admission.refused(),
        admission.arrived,
        withdrawn=_withdrawn(state, admission.outcomes),
    )


def _message_error(
    state: State, submission: Submission, team: Team | None
) -> errors.TimingError | None:
    if team is None:
        return errors.TeamNotFound(team_id=submission.team_id)
    if team.judge_id != submission.judge_id:
        return errors.TeamNotAllowed(team_id=team.id)
    if not state.competitions[team.competition_id].is_running:
        return errors.RaceNotRunning()
    return None


def _stored_before(state: State, submission: Submission) -> list[TimeRecord]:
    """The stored records, if all of the submission was stored for this judge before, else [].

    A phone that lost the answer sends again, perhaps after the race was stopped or its team was
    given away: it must see success, or it would hold its times back for ever.
    """
    stored = []
    for entry in submission.entries:
        record = state.record(entry.record_id) if entry.record_id else None
        if (
            record is None
            or record.judge_id != submission.judge_id
            or record.team_id != submission.team_id
            or record.sent != entry.sent
        ):
            return []
        stored.append(record)
    return stored


def _withdrawn(state: State, outcomes: Sequence[Outcome]) -> frozenset[str]:
    if not state.withdrawn:
        return frozenset()
    return frozenset(
        one.id for one in outcomes if isinstance(one, TimeRecord) and state.is_withdrawn(one.id)
    )


class _Admission:
    """The entries of one message that may be stored, decided one after the other."""

    def __init__(
        self, state: State, submission: Submission, team: Team, new_record_id: Callable[[], str]
    ) -> None:
        self._state = state
        self._submission = submission
        self._team = team
        self._new_record_id = new_record_id
        self._competition = state.competitions[team.competition_id]
        self._times = state.times_of(team.id)
        self._kept = state.kept.of_judge(submission.judge_id)
        self._new_ids: dict[str, TimeRecord] = {}
        self._new_times: dict[int, TimeRecord] = {}
        self.outcomes: list[Outcome] = []
        self.accepted: list[TimeRecord] = []
        self.arrived: list[int] = []
        self._refused: list[tuple[Entry, errors.RecordError]] = []

    def decide(self, entry: Entry) -> None:
        """Decides over the next entry."""
        try:
            self.outcomes.append(self._admit(entry))
        except errors.RecordError as error:
            self.outcomes.append(error)
            if _can_be_accepted(entry, error):
                self._refused.append((entry, error))

    def refused(self) -> list[RefusedRecord]:
        """What is new for the organizer among the entries; their errors say what is kept."""
        if not self._refused:
            return []
        keeping = Keeping(self._state, self._submission)
        for entry, error in self._refused:
            error.is_kept = keeping.keep(entry, error.code)
        return keeping.new

    def _admit(self, entry: Entry) -> TimeRecord:
        if entry.error is not None:
            raise entry.error
        clock_offset_ms = entry.clock_offset_ms
        if clock_offset_ms is None:
            clock_offset_ms = self._submission.clock_offset_ms
        elapsed_ms = elapsed(entry.sent, self._competition, clock_offset_ms)
        if entry.record_id is not None:
            stored = self._state.record(entry.record_id) or self._new_ids.get(
                entry.record_id.lower()
            )
            if stored is not None:
                if stored.team_id == self._team.id and (
                    stored.sent == entry.sent or stored.elapsed_ms == elapsed_ms
                ):
                    return stored
                raise errors.RecordIdTaken(record_id=entry.record_id)
        else:
            same = self._times.by_time.get(entry.sent) or self._times.by_time.get(elapsed_ms)
            same = same or self._new_times.get(entry.sent) or self._new_times.get(elapsed_ms)
            if same is not None:
                raise errors.DuplicateTime(record_id=same.id)
        check_range(elapsed_ms, self._competition)
        limit = self._competition.records_per_team
        if limit is not None and len(self._times.records) + len(self.accepted) >= limit:
            raise errors.TeamComplete(limit=limit)
        return self._accept(entry, elapsed_ms, clock_offset_ms)

    def _accept(self, entry: Entry, elapsed_ms: int, clock_offset_ms: int | None) -> TimeRecord:
        record = TimeRecord(
            entry.record_id if entry.record_id is not None else self._new_record_id(),
            self._team.id,
            self._submission.judge_id,
            elapsed_ms,
            entry.sent,
            clock_offset_ms if entry.sent != elapsed_ms else None,
            self._submission.received_at_ms,
            entry.phone_timestamp,
            entry.uncertainty_ms,
        )
        self.accepted.append(record)
        self._new_ids[record.id.lower()] = record
        self._new_times[entry.sent] = record
        self._new_times[elapsed_ms] = record
        if self._kept:
            kept = self._kept.get((self._team.id, (entry.record_id or "").lower(), entry.sent))
            if kept is not None:
                self.arrived.append(kept.id)
        return record


def elapsed(sent: int, competition: Competition, clock_offset_ms: int | None) -> int:
    """Elapsed ms for a time as it was sent, from the pressed start.

    A reading of the phone's clock is first set right by the phone's offset, where known; it may
    be from before that start. Raises NegativeTime for elapsed ms under 0, and RaceNotRunning
    where the start is needed and there has been none.
    """
    if sent < FIRST_CLOCK_READING_MS:
        if sent < 0:
            raise errors.NegativeTime()
        return sent
    if competition.started_at_ms is None:
        raise errors.RaceNotRunning()
    return sent - (clock_offset_ms or 0) - competition.started_at_ms


def check_range(elapsed_ms: int, competition: Competition) -> None:
    """Checks that the official time is 0 to 24 h, and that `elapsed_ms` is at most 24 h.

    Raises TimeOutOfRange, or for a negative official time NegativeTime where it is from before
    the pressed start too, else BeforeStart.
    """
    official_ms = elapsed_ms - competition.start_correction_ms
    if elapsed_ms > MAX_ELAPSED_MS or official_ms > MAX_ELAPSED_MS:
        raise errors.TimeOutOfRange()
    if official_ms < 0:
        raise errors.NegativeTime() if elapsed_ms < 0 else errors.BeforeStart()


def _can_be_accepted(entry: Entry, error: errors.RecordError) -> bool:
    """Whether the organizer could count an entry after all that is refused with `error`."""
    if isinstance(error, errors.NegativeTime | errors.TimeOutOfRange):
        # Read off a clock, it is in range as soon as the official start is right.
        return is_clock_reading(entry.sent)
    return isinstance(error, errors.TeamComplete | errors.RecordIdTaken | errors.BeforeStart)
