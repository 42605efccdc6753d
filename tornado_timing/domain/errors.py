"""Everything that can be answered instead of success: one class for each, with a stable code.

The code is for programs and never changes. The words that people read live in
`tornado_timing.protocol.texts`, under the same code; `details` fill their places.
"""

from typing import ClassVar


class TimingError(Exception):
    """Something was asked for that cannot be done; nothing has been changed."""

    code: ClassVar[str]
    # Whether the times that it refuses are kept for the organizer, or stored, all of them: who
    # sent them need not hold them back. Set by the rules, told once it is durable.
    is_kept: bool = False

    def __init__(self, **details: object) -> None:
        super().__init__(self.code, details)
        self.details = details


class InvalidInput(TimingError):
    """What was sent cannot be understood or breaks a rule of form."""

    code = "invalid_input"


class NotFound(TimingError):
    """There is no such thing, or it is not for this account to see."""

    code = "not_found"


class Conflict(TimingError):
    """It was well asked, but the present state does not allow it."""

    code = "conflict"


class ChangedMeanwhile(TimingError):
    """It is no longer as the client saw it; detail `current` is what it is now."""

    code = "changed_meanwhile"


class NotAllowed(TimingError):
    """The account may not do this."""

    code = "not_allowed"


class NotAuthenticated(TimingError):
    """No credentials came, or they do not hold."""

    code = "not_authenticated"


class Unavailable(TimingError):
    """The server cannot do it now; the same request may succeed later."""

    code = "unavailable"


# ---- form of a message ----


class InvalidJson(InvalidInput):
    code = "invalid_json"


class InvalidField(InvalidInput):
    """A named field of a resource is missing or wrong: details `field` and `problem`."""

    code = "invalid_field"


class UnknownMessageType(InvalidInput):
    code = "unknown_message_type"


class MissingTeamId(InvalidInput):
    code = "missing_team_id"


class InvalidTeamId(InvalidInput):
    code = "invalid_team_id"


class NoRecords(InvalidInput):
    code = "no_records"


class TooManyRecords(InvalidInput):
    code = "too_many_records"


class TooManyMessages(Unavailable):
    code = "too_many_messages"


class TooManySockets(Unavailable):
    code = "too_many_sockets"


class WebSocketExpected(InvalidInput):
    code = "websocket_expected"


class BodyTooLarge(InvalidInput):
    code = "body_too_large"


class MethodNotAllowed(InvalidInput):
    code = "method_not_allowed"


# ---- one record ----


class RecordError(TimingError):
    """What is wrong with one record of several; the others are not touched by it."""

    code = "record_error"


class MissingTime(RecordError):
    code = "missing_time"


class TimeNotInteger(RecordError):
    code = "time_not_integer"


class NegativeTime(RecordError):
    code = "negative_time"


class TimeOutOfRange(RecordError):
    code = "time_out_of_range"


class ComponentsMismatch(RecordError):
    code = "components_mismatch"


class InvalidRecordId(RecordError):
    code = "invalid_record_id"


class InvalidClockOffset(RecordError):
    """The offset of the phone's clock, or how far that may be wrong, is no such number of ms."""

    code = "invalid_clock_offset"


class RecordNotObject(RecordError):
    code = "record_not_object"


class DuplicateTime(RecordError):
    """The team has this time already; detail `record_id` names the stored record."""

    code = "duplicate_time"


class RecordIdTaken(RecordError):
    code = "record_id_taken"


class TeamComplete(RecordError):
    code = "team_complete"


class RecordNotFound(NotFound):
    """No time came with this id."""

    code = "record_not_found"


class RecordNotAllowed(NotAllowed):
    """It is another judge's time, for another judge's team."""

    code = "record_not_allowed"


class MarkEmpty(RecordError):
    """A mark has neither a time nor a bib."""

    code = "mark_empty"


class MarkIdTaken(RecordError):
    """Another mark came with this id."""

    code = "mark_id_taken"


class InvalidMark(RecordError):
    """A named field of a mark is missing or wrong: details `field` and `problem`."""

    code = "invalid_mark"


class MarkNotFound(NotFound):
    """No mark came with this id."""

    code = "mark_not_found"


class MarkNotAllowed(NotAllowed):
    """It is another judge's mark."""

    code = "mark_not_allowed"


class CorrectionIdTaken(Conflict):
    """Another correction came with this id."""

    code = "correction_id_taken"


class MissingLineId(InvalidInput):
    code = "missing_line_id"


class LineNotFound(NotFound):
    """Detail `line_id`."""

    code = "line_not_found"


class LineNotAllowed(NotAllowed):
    """The judge stands at no line of its competition."""

    code = "line_not_allowed"


class BeforeStart(RecordError):
    """The official start has been corrected to a later instant than this time."""

    code = "before_start"


# ---- a race ----


class RaceNotRunning(Conflict):
    code = "race_not_running"


class RaceAlreadyRunning(Conflict):
    code = "race_already_running"


class RaceNotStarted(Conflict):
    code = "race_not_started"


class RaceNotStopped(Conflict):
    """There is no stop to undo: it runs, or has never run."""

    code = "race_not_stopped"


class TimesBeforeStart(Conflict):
    """Times would become negative: details `count`, and `first`, the official time of the first."""

    code = "times_before_start"


class StartOutOfRange(InvalidInput):
    """In the future, after the stop, or more than a day from the press or from a stored time."""

    code = "start_out_of_range"


class CompetitionNotActive(Conflict):
    code = "competition_not_active"


class CompetitionRunning(Conflict):
    """Detail `name`: the competition that must be stopped first."""

    code = "competition_running"


class TeamNotFound(NotFound):
    code = "team_not_found"


class TeamNotAllowed(NotAllowed):
    code = "team_not_allowed"


class NumberTaken(Conflict):
    code = "number_taken"


class CompetitionDeleted(Conflict):
    """Detail `name`: the competition that must be taken out of the bin first."""

    code = "competition_deleted"


class TimesOfEarlierStart(Conflict):
    """A deleted team's times count from a start that has been given up since: detail `name`."""

    code = "times_of_earlier_start"


class TeamHasTimes(Conflict):
    """A team with times stays in its competition."""

    code = "team_has_times"


class CompetitionHasTimes(Conflict):
    """A competition with times or marks stays of its kind."""

    code = "competition_has_times"


class CompetitionHasRunners(Conflict):
    """A competition with runners stays individual."""

    code = "competition_has_runners"


class CompetitionNotIndividual(Conflict):
    """Runners, bands, waves and lines are for individual races: detail `name`."""

    code = "competition_not_individual"


class BibTaken(Conflict):
    """Another runner wears the bib: details `bib`, `name` and `runner_id` of who does."""

    code = "bib_taken"


class ImpossibleBirthDate(InvalidInput):
    """After the race, or in another century than runners are from."""

    code = "impossible_birth_date"


class UnknownWave(InvalidInput):
    """The competition has no such wave: detail `wave_id`."""

    code = "unknown_wave"


class WaveNameTaken(Conflict):
    """Another wave of the competition has this name: detail `name`."""

    code = "wave_name_taken"


class WaveAlreadyStarted(Conflict):
    code = "wave_already_started"


class WaveNotStarted(Conflict):
    """There is no start of the wave to give up."""

    code = "wave_not_started"


class WaveHasFinishers(Conflict):
    """Runners of the wave have finished: its start may be corrected, and not given up."""

    code = "wave_has_finishers"


class WaveHasRunners(Conflict):
    """Detail `count`: the runners who must leave the wave first."""

    code = "wave_has_runners"


class LineHasMarks(Conflict):
    """Marks were made at the line: they would count no more."""

    code = "line_has_marks"


class UnknownSubject(InvalidInput):
    """What a correction is about is not in its competition: detail `subject`."""

    code = "unknown_subject"


class AlreadyUndone(Conflict):
    """A correction that is to be undone does not hold any more."""

    code = "already_undone"


class UnknownCompetition(InvalidInput):
    code = "unknown_competition"


class UnknownJudge(InvalidInput):
    code = "unknown_judge"


class UsernameTaken(Conflict):
    code = "username_taken"


class AlreadyResolved(Conflict):
    """A kept record was accepted or dismissed before."""

    code = "already_resolved"


class AlreadyWaiting(Conflict):
    """The same time of the same judge waits for a decision already."""

    code = "already_waiting"


class RefusedListFull(Conflict):
    """As many refused times of the judge wait as may be kept."""

    code = "refused_list_full"


class TooManyChanges(Conflict):
    """Its judge has taken it back and given it back as often as it may."""

    code = "too_many_changes"


# ---- sessions ----


class MissingCredentials(NotAuthenticated):
    code = "missing_credentials"


class InvalidToken(NotAuthenticated):
    code = "token_not_valid"


class MissingLoginFields(InvalidInput):
    code = "missing_login_fields"


class InvalidCredentials(NotAuthenticated):
    code = "invalid_credentials"


class AccountInactive(NotAllowed):
    code = "account_inactive"


class TooManyAttempts(Unavailable):
    """Detail `retry_after_s`: seconds until the next attempt is looked at."""

    code = "too_many_attempts"


class InvalidCode(NotAuthenticated):
    """The one-time code of a card: wrong, used, replaced by a newer one, or too old."""

    code = "invalid_code"


class OrganizerExists(Conflict):
    """The first organizer has been made; the others are made by organizers."""

    code = "organizer_exists"


class SetupNotAllowed(NotAllowed):
    """Not from this machine, and without the secret of the one-time link."""

    code = "setup_not_allowed"


class MissingRefreshToken(InvalidInput):
    code = "missing_refresh_token"


class InvalidRefreshToken(NotAuthenticated):
    code = "invalid_refresh_token"


class RefreshTokenUsed(InvalidInput):
    code = "refresh_token_used"


class JudgesOnly(NotAllowed):
    code = "judges_only"


class OrganizersOnly(NotAllowed):
    code = "organizers_only"


class OtherJudge(NotAllowed):
    code = "other_judge"


class NoActiveCompetition(NotAllowed):
    code = "no_active_competition"


class ForeignOrigin(NotAllowed):
    code = "foreign_origin"


class PasswordTooLong(InvalidInput):
    """bcrypt reads 72 bytes; a longer password would be cut without a word."""

    code = "password_too_long"


# ---- the machine ----


class StorageFailed(Unavailable):
    """The commit failed (disk full, say); nothing of it is stored and it may be sent again."""

    code = "storage_failed"


class ServerStopping(Unavailable):
    code = "server_stopping"


class ImportUnreadable(InvalidInput):
    """A file cannot be read as a table; details `reason`, a stable name, and `problem`."""

    code = "import_unreadable"


class ImportHasProblems(Conflict):
    """Rows of a file cannot be imported, `count` of them; detail `rows` has all rows, checked."""

    code = "import_has_problems"


class EventInvalid(InvalidInput):
    """A file that sets up an event has mistakes; detail `problems` lists them all."""

    code = "event_invalid"
