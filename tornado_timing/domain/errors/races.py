"""Competitions, teams and judges."""

from tornado_timing.domain.errors.kinds import Conflict, InvalidInput, NotAllowed, NotFound


class RaceNotRunning(Conflict):
    code = "race_not_running"


class RaceAlreadyRunning(Conflict):
    code = "race_already_running"


class RaceNotStarted(Conflict):
    code = "race_not_started"


class RaceNotStopped(Conflict):
    """There is no stop to undo: it runs, or has never run."""

    code = "race_not_stopped"


class RehearsalOver(Conflict):
    """No trial tap is asked of this judge: what came as one may be meant for the race."""

    code = "rehearsal_over"


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


class UnknownCompetition(InvalidInput):
    code = "unknown_competition"


class UnknownJudge(InvalidInput):
    code = "unknown_judge"


class UsernameTaken(Conflict):
    code = "username_taken"


class TooManyChanges(Conflict):
    """Its judge has taken it back and given it back as often as it may."""

    code = "too_many_changes"
