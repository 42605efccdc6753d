"""Refused times: those that wait, and those that were dismissed and can be brought back."""

from msgspec.structs import replace

from tests.language_of_races import ANA, BRUNO, START_MS
from tornado_timing.domain.kept import Kept
from tornado_timing.domain.model import RefusedRecord

OLGA = 7


def refused(number: int, sent: int = 1, judge: int = ANA, team: int = 9) -> RefusedRecord:
    return RefusedRecord(
        id=number,
        judge_id=judge,
        team_id=team,
        record_id=None,
        sent=sent,
        clock_offset_ms=None,
        received_at_ms=START_MS,
        phone_timestamp=None,
        reason="team_not_found",
    )


def waiting(kept: Kept) -> list[int]:
    return [one.id for one in kept.waiting()]


def dismissed(kept: Kept) -> list[int]:
    return [one.id for one in kept.dismissed()]


def three() -> Kept:
    kept = Kept()
    for one in (refused(1, sent=1), refused(2, sent=2), refused(3, sent=1, judge=BRUNO)):
        kept.add(one)
    return kept


def test_they_are_found_by_number_and_by_judge_oldest_first() -> None:
    kept = three()
    assert waiting(kept) == [1, 2, 3]
    assert len(kept.of_judge(ANA)) == 2
    kept.drop(1)
    assert kept.one(1) is None
    assert [one.id for one in kept.of_judge(ANA).values()] == [2]
    assert kept.of_judge(77) == {}


def test_what_is_dismissed_waits_no_more_until_it_is_recovered() -> None:
    kept = three()
    kept.dismiss(2, OLGA)
    kept.dismiss(1, OLGA)
    assert (waiting(kept), dismissed(kept)) == ([3], [1, 2])
    assert kept.of_judge(ANA) == {}
    assert kept.one(1) is None
    assert kept.one_dismissed(1) == refused(1)
    assert kept.one_dismissed(3) is None
    kept.recover(1)
    # In its old place.
    assert (waiting(kept), dismissed(kept)) == ([1, 3], [2])
    assert list(kept.of_judge(ANA)) == [refused(1).key]
    kept.drop(1)


def test_who_dismissed_which_is_known_until_it_is_recovered() -> None:
    kept = three()
    kept.dismiss(1, OLGA)
    kept.dismiss(2, ANA)
    kept.add_dismissed(refused(4, sent=4), None)
    ours = [refused(2, sent=2), refused(1), refused(3), refused(4, sent=4)]
    assert kept.dismissed_by(ANA, ours) == [refused(2, sent=2)]
    assert kept.dismissed_by(OLGA, ours) == [refused(1)]
    kept.recover(2)
    assert kept.dismissed_by(ANA, ours) == []
    kept.dismiss(2, OLGA)
    assert [one.id for one in kept.dismissed_by(OLGA, ours)] == [2, 1]


def test_what_is_gone_for_good_takes_its_times_along() -> None:
    kept = three()
    kept.add(refused(4, team=8, sent=4))
    kept.add(refused(5, team=8, sent=5))
    kept.dismiss(1, OLGA)
    kept.dismiss(4, OLGA)
    kept.forget_teams({9})
    assert (waiting(kept), dismissed(kept)) == ([5], [4])
    assert list(kept.of_judge(ANA)) == [refused(5, team=8, sent=5).key]


def test_those_with_an_id_are_found_by_it_whether_they_wait_or_not() -> None:
    kept = Kept()
    for number, record_id in ((1, "A"), (2, "a"), (3, "b"), (4, None)):
        kept.add(replace(refused(number, sent=number), record_id=record_id))

    def found(record_id: str) -> list[int]:
        return [one.id for one in kept.with_record_id(record_id)]

    assert (found("a"), found("B"), found("")) == ([1, 2], [3], [])
    kept.dismiss(1, OLGA)
    # The one dismissed last is the last.
    assert found("A") == [2, 1]
    kept.recover(1)
    kept.drop(2)
    assert found("a") == [1]
    kept.dismiss(3, OLGA)
    kept.forget_teams({9})
    assert (found("a"), found("b")) == ([], [])
