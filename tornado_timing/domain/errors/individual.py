"""Races of people with bibs: runners, waves, lines, marks and corrections."""

from tornado_timing.domain.errors.kinds import Conflict, InvalidInput, NotAllowed, NotFound
from tornado_timing.domain.errors.records import RecordError


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


class MarkWithdrawn(Conflict):
    """A mark that is to be paired counts no more."""

    code = "mark_withdrawn"


class MarkHasNoTime(Conflict):
    """A mark that is to be paired as a time has none."""

    code = "mark_has_no_time"


class MarkHasBib(Conflict):
    """A mark that is to get a bib has one."""

    code = "mark_has_bib"


class MarkHasNoBib(Conflict):
    """A mark that is to be paired as a bib has none."""

    code = "mark_has_no_bib"


class BibHasTime(Conflict):
    """Detail `bib`: who wears it has a time at the line."""

    code = "bib_has_time"


class MarkChangedMeanwhile(Conflict):
    """A mark is not what a repair was thought of for: detail `mark_id`."""

    code = "mark_changed_meanwhile"


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


class CompetitionHasRunners(Conflict):
    """A competition with runners stays individual."""

    code = "competition_has_runners"


class CompetitionNotIndividual(Conflict):
    """Runners, bands, waves and lines are for individual races: detail `name`."""

    code = "competition_not_individual"


class CompetitionNotByTeams(Conflict):
    """Teams are for races by team: detail `name`."""

    code = "competition_not_by_teams"


class BibNotFound(NotFound):
    """Nobody wears the bib, in what is published: detail `bib`."""

    code = "bib_not_found"


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


class ResultsOfficial(Conflict):
    """Official results become provisional again by reopening them, which takes a reason."""

    code = "results_official"


class ResultsNotOfficial(Conflict):
    """There is nothing to reopen."""

    code = "results_not_official"


class NothingChanged(Conflict):
    """Official results are as they were published: there is no new version to make."""

    code = "nothing_changed"


class ProtestsInThePast(InvalidInput):
    """The time for protests would be over already."""

    code = "protests_in_the_past"
