"""Times that are taken back, and given back: whose they are, and which may count again.

Nothing here changes the state; the service carries out what is decided.
"""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from tornado_timing.domain import errors, rules
from tornado_timing.domain.keeping import MAX_REFUSED_PER_JUDGE
from tornado_timing.domain.model import Competition, RefusedRecord, TimeRecord, Withdrawal
from tornado_timing.domain.state import State

# Each is a row for good, so that a broken phone cannot fill the disk; nobody corrects one time as
# often as that by hand.
MAX_CHANGES_BY_JUDGE = 20


class Whereabouts(Struct):
    """What has become of times by their ids, as these were asked; `missing` is unknown here."""

    stored: list[str]
    withdrawn: list[str]
    refused: list[str]
    missing: list[str]


def find(state: State, record_id: str, judge_id: int | None) -> TimeRecord | list[RefusedRecord]:
    """The stored time with this id, else those that were refused and are kept under it.

    With `judge_id` only what that judge recorded, or what is of a team that it times now; without,
    any stored time. Raises RecordNotFound, and RecordNotAllowed where it is of others only.
    """
    record = state.record(record_id)
    if record is not None and (judge_id is None or _is_of(state, judge_id, record)):
        return record
    kept = state.kept.with_record_id(record_id) if judge_id is not None else ()
    own = [one for one in kept if judge_id is not None and _is_of(state, judge_id, one)]
    if own:
        return own
    if record is None and not kept:
        raise errors.RecordNotFound()
    raise errors.RecordNotAllowed()


def check_giving_back(state: State, record: TimeRecord) -> None:
    """Checks that a withdrawn time may count again; the race need not be in progress.

    Raises TeamNotFound where the team is in the bin,
    TimesOfEarlierStart, TimeOutOfRange, NegativeTime, BeforeStart or TeamComplete.
    """
    team = state.teams.get(record.team_id)
    if team is None:
        raise errors.TeamNotFound(team_id=record.team_id)
    competition = state.competitions[team.competition_id]
    if is_of_earlier_start(state.withdrawn[record.id.lower()], competition):
        raise errors.TimesOfEarlierStart(name=team.name)
    rules.check_range(record.elapsed_ms, competition)
    limit = competition.records_per_team
    if limit is not None and len(state.times_of(team.id).records) >= limit:
        raise errors.TeamComplete(limit=limit)


def check_changes(state: State, record: TimeRecord) -> None:
    """Checks that its judge may take a time back, or give it back, once more.

    Raises TooManyChanges.
    """
    if state.withdrawn.changes_of(record.id) >= MAX_CHANGES_BY_JUDGE:
        raise errors.TooManyChanges()


def to_recover(state: State, found: list[RefusedRecord], judge_id: int) -> list[RefusedRecord]:
    """Those of the refused times `found` that wait again when a judge gives them back.

    They are all that this judge dismissed; what an organizer dismissed stays so. What waits
    already, because its phone has sent it again, is not among them. Raises RecordNotAllowed where
    there is nothing of the judge's, and RefusedListFull.
    """
    own = state.kept.dismissed_by(judge_id, found)
    if not own and not any(state.kept.one(one.id) for one in found):
        raise errors.RecordNotAllowed()
    # The same time may have been dismissed twice: the last of them.
    again = {
        (one.judge_id, one.key): one
        for one in own
        if one.key not in state.kept.of_judge(one.judge_id)
    }
    for number, count in Counter(one.judge_id for one in again.values()).items():
        if len(state.kept.of_judge(number)) + count > MAX_REFUSED_PER_JUDGE:
            raise errors.RefusedListFull()
    return list(again.values())


def is_of_earlier_start(withdrawal: Withdrawal, competition: Competition) -> bool:
    """Whether the race of a withdrawn time has begun anew since it was withdrawn.

    It begins anew only where no time counts: what was taken from an earlier start had been
    withdrawn by then.
    """
    return withdrawal.at_ms < (competition.started_at_ms or 0)


def whereabouts(state: State, record_ids: Iterable[str], judge_id: int) -> Whereabouts:
    """Where the times of a judge, or of its teams, are; those of others are `missing` too."""
    found = Whereabouts([], [], [], [])
    for record_id in record_ids:
        try:
            one = find(state, record_id, judge_id)
        except errors.TimingError:
            found.missing.append(record_id)
            continue
        if not isinstance(one, TimeRecord):
            found.refused.append(record_id)
        elif state.is_withdrawn(one.id):
            found.withdrawn.append(record_id)
        else:
            found.stored.append(record_id)
    return found


def _is_of(state: State, judge_id: int, one: TimeRecord | RefusedRecord) -> bool:
    if one.judge_id == judge_id:
        return True
    team = state.teams.get(one.team_id)
    return team is not None and team.judge_id == judge_id
