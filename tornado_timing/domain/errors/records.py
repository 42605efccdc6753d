"""Times of teams: one record, and those that wait for the organizer."""

from tornado_timing.domain.errors.kinds import Conflict, NotAllowed, NotFound, TimingError


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


class BeforeStart(RecordError):
    """The official start has been corrected to a later instant than this time."""

    code = "before_start"


class AlreadyResolved(Conflict):
    """A kept record was accepted or dismissed before."""

    code = "already_resolved"


class AlreadyWaiting(Conflict):
    """The same time of the same judge waits for a decision already."""

    code = "already_waiting"


class RefusedListFull(Conflict):
    """As many refused times of the judge wait as may be kept."""

    code = "refused_list_full"
