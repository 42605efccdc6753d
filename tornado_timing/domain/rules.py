"""Which times count: the decision over every time that a judge sends.

`admit` reads the state and changes nothing. Its `Decision` says what to store, what to keep
aside for the organizer and what to answer; the service carries it out in one step.
"""

from collections.abc import Callable

from msgspec import Struct

from tornado_timing.domain import errors
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

MAX_RECORDS_PER_MESSAGE = 15

# A judge's list of kept-but-refused times is bounded, so that a broken phone cannot fill the
# disk; 500 is more than anybody times by hand in a race.
MAX_REFUSED_PER_JUDGE = 500

Outcome = TimeRecord | errors.RecordError


class Entry(Struct, frozen=True, gc=False):
    """One time as it was sent: elapsed ms, or from 10^12 on a reading of the phone's clock.

    `error` is set where the protocol could not read the entry; then nothing else counts.
    """

    sent: int = 0
    record_id: str | None = None
    phone_timestamp: str | None = None
    error: errors.RecordError | None = None


class Submission(Struct, frozen=True, gc=False):
    """What one judge sent for one team in one message.

    `clock_offset_ms` is phone clock less server clock, where it has been measured.
    """

    judge_id: int
    team_id: int
    entries: list[Entry]
    received_at_ms: int
    clock_offset_ms: int | None = None


class Decision(Struct):
    """What becomes of a submission.

    `outcomes` holds, for each entry in order, the record that is stored for it or the error.
    Of these, `accepted` are new; the others were stored before. With `error` set the message
    failed as a whole, and nothing is stored. `refused` is kept for the organizer, and
    `arrived` are numbers of kept records that have now come in by the regular way.
    """

    team: Team | None
    outcomes: list[Outcome]
    accepted: list[TimeRecord]
    refused: list[RefusedRecord]
    arrived: list[int]
    error: errors.TimingError | None = None


def admit(state: State, submission: Submission, new_record_id: Callable[[], str]) -> Decision:
    """Decides over `submission`. `new_record_id` names records that came without an id."""
    team = state.teams.get(submission.team_id)
    error = _message_error(state, submission, team)
    if error is not None:
        stored = _stored_before(state, submission)
        if stored:
            return Decision(team, list(stored), [], [], [])
        refused = _keep(state, submission, [(entry, error.code) for entry in submission.entries])
        return Decision(team, [], [], refused, [], error)
    assert team is not None
    admission = _Admission(state, submission, team, new_record_id)
    for entry in submission.entries:
        admission.decide(entry)
    return Decision(
        team,
        admission.outcomes,
        admission.accepted,
        _keep(state, submission, admission.refused) if admission.refused else [],
        admission.arrived,
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
        self.refused: list[tuple[Entry, str]] = []
        self.arrived: list[int] = []

    def decide(self, entry: Entry) -> None:
        """Decides over the next entry."""
        try:
            self.outcomes.append(self._admit(entry))
        except errors.RecordError as error:
            self.outcomes.append(error)
            if isinstance(error, errors.TeamComplete | errors.RecordIdTaken | errors.BeforeStart):
                self.refused.append((entry, error.code))

    def _admit(self, entry: Entry) -> TimeRecord:
        if entry.error is not None:
            raise entry.error
        elapsed_ms = elapsed(entry.sent, self._competition, self._submission.clock_offset_ms)
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
        return self._accept(entry, elapsed_ms)

    def _accept(self, entry: Entry, elapsed_ms: int) -> TimeRecord:
        record = TimeRecord(
            entry.record_id if entry.record_id is not None else self._new_record_id(),
            self._team.id,
            self._submission.judge_id,
            elapsed_ms,
            entry.sent,
            self._submission.clock_offset_ms if entry.sent != elapsed_ms else None,
            self._submission.received_at_ms,
            entry.phone_timestamp,
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

    A reading of the phone's clock is first set right by the phone's offset, where known.
    Raises RaceNotRunning where the start is needed and there has been none.
    """
    if sent < FIRST_CLOCK_READING_MS:
        return sent
    if competition.started_at_ms is None:
        raise errors.RaceNotRunning()
    return sent - (clock_offset_ms or 0) - competition.started_at_ms


def check_range(elapsed_ms: int, competition: Competition) -> None:
    """Checks that 0 <= `elapsed_ms` <= 24 h, and that so is the official time.

    Raises NegativeTime, TimeOutOfRange, or BeforeStart for a negative official time.
    """
    official_ms = elapsed_ms - competition.start_correction_ms
    if elapsed_ms < 0:
        raise errors.NegativeTime()
    if elapsed_ms > MAX_ELAPSED_MS or official_ms > MAX_ELAPSED_MS:
        raise errors.TimeOutOfRange()
    if official_ms < 0:
        raise errors.BeforeStart()


def _keep(
    state: State, submission: Submission, refused: list[tuple[Entry, str]]
) -> list[RefusedRecord]:
    """The refused entries that are new to the judge's list, as far as it has room."""
    if not state.was_given("team", submission.team_id):
        # Never a team of this server: there is nothing that an organizer could accept it for.
        return []
    kept = state.kept.of_judge(submission.judge_id)
    room = MAX_REFUSED_PER_JUDGE - len(kept)
    new: dict[tuple[int, str, int], RefusedRecord] = {}
    for entry, reason in refused:
        if len(new) >= room:
            break
        if (
            entry.error is not None
            or not _worth_keeping(entry.sent)
            or _is_stored(state, submission, entry)
        ):
            continue
        record = RefusedRecord(
            id=0,
            judge_id=submission.judge_id,
            team_id=submission.team_id,
            record_id=entry.record_id,
            sent=entry.sent,
            clock_offset_ms=submission.clock_offset_ms,
            received_at_ms=submission.received_at_ms,
            phone_timestamp=entry.phone_timestamp,
            reason=reason,
        )
        if record.key not in kept:
            new[record.key] = record
    return list(new.values())


def _is_stored(state: State, submission: Submission, entry: Entry) -> bool:
    if entry.record_id is None:
        return entry.sent in state.times_of(submission.team_id).by_time
    record = state.record(entry.record_id)
    return record is not None and (record.team_id, record.sent) == (submission.team_id, entry.sent)


def _worth_keeping(sent: int) -> bool:
    """Whether `sent` can ever be accepted: in range, or a reading of a clock."""
    return 0 <= sent <= MAX_ELAPSED_MS or is_clock_reading(sent)
