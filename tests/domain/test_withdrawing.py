"""Times that are taken back count nowhere and keep their ids; given back, they count again."""

import pytest
from msgspec.structs import replace

from tests.language_of_races import (
    ANA,
    BRUNO,
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    START_MS,
    Race,
    race,
    said,
    time,
)
from tornado_timing.domain import errors, withdrawing
from tornado_timing.domain.corrections import correction_to
from tornado_timing.domain.keeping import MAX_REFUSED_PER_JUDGE
from tornado_timing.domain.model import RefusedRecord
from tornado_timing.domain.standings import standings

CARLA, OLGA_ID = 3, 7


def newest(course: Race) -> list[str]:
    return [record.id for record in course.state.latest_records(1, 12)]


def places(course: Race) -> list[tuple[int, int | None, int]]:
    """Team, place and total of each row."""
    return [(row.team.id, row.position, row.total_ms) for row in standings(course.state, 1)]


def three_times() -> Race:
    course = race().team(101).team(102, judge=BRUNO).running()
    course.sends(101, time(30_000, "a"), time(10_000, "b"), time(3 * MINUTE_MS, "c"))
    return course


# ---- what counts ----


def test_a_withdrawn_time_counts_nowhere() -> None:
    course = three_times()
    course.sends(102, time(45_000, "d"), time(45_000, "e"), judge=BRUNO)
    assert places(course)[0] == (101, 1, 220_000)
    assert (newest(course), course.state.records_per_minute(1)) == (list("edcba"), [4, 0, 0, 1])
    course.withdraws("b")
    course.withdraws("c")
    times = course.state.times_of(101)
    assert (course.times(101), times.total_ms, times.best_ms) == ([30_000], 30_000, 30_000)
    assert set(times.by_time) == {30_000}
    assert places(course) == [(102, 1, 90_000), (101, 2, 30_000)]
    assert (newest(course), course.state.records_per_minute(1)) == (["e", "d", "a"], [3])
    assert course.state.record_count_of(1) == 3
    assert course.state.records_by_team({101, 102}) == {101: 1, 102: 2}


def test_given_back_it_counts_again_in_its_old_place() -> None:
    course = three_times()
    before = (course.times(101), places(course), newest(course))
    for record_id in ("a", "b"):
        course.withdraws(record_id)
    course.sends(101, time(50_000, "later"))
    assert course.times(101) == [3 * MINUTE_MS, 50_000]
    course.gives_back("b")
    assert course.times(101) == [10_000, 3 * MINUTE_MS, 50_000]
    course.gives_back("a")
    course.withdraws("later")
    assert (course.times(101), places(course), newest(course)) == before
    assert course.state.times_of(101).best_ms == 10_000
    assert course.state.records_per_minute(1) == [2, 0, 0, 1]


def test_a_team_of_which_everything_is_withdrawn_has_no_place() -> None:
    course = three_times()
    for record_id in "abc":
        course.withdraws(record_id)
    assert places(course) == [(101, None, 0), (102, None, 0)]
    assert (newest(course), course.state.records_per_minute(1)) == ([], [])
    course.gives_back("c")
    assert course.times(101) == [3 * MINUTE_MS]


def test_the_best_of_two_equal_times_stays_where_the_other_goes() -> None:
    course = race().team(101).running()
    course.sends(101, time(5_000, "a"), time(5_000, "b"))
    course.withdraws("a")
    times = course.state.times_of(101)
    assert (times.best_ms, times.by_time[5_000].id) == (5_000, "b")


def test_what_results_show_has_changed() -> None:
    course = three_times()
    versions = [course.state.version]
    course.withdraws("a")
    versions.append(course.state.version)
    course.gives_back("a")
    versions.append(course.state.version)
    assert versions == sorted(set(versions))


def test_withdrawn_twice_it_is_missing_once() -> None:
    course = three_times()
    assert newest(course) == ["c", "b", "a"]
    for _ in range(2):
        course.withdraws("a")
        assert (newest(course), course.state.records_per_minute(1)) == (["c", "b"], [1, 0, 0, 1])


def test_the_one_withdrawn_last_is_the_last() -> None:
    course = three_times()
    for record_id in ("c", "a", "b"):
        course.withdraws(record_id)
    course.gives_back("c")
    course.withdraws("C")
    assert list(course.state.withdrawn) == ["a", "b", "c"]


# ---- its id ----


def test_sent_again_it_is_a_duplicate_and_stays_withdrawn() -> None:
    course = three_times()
    course.withdraws("a")
    assert said(course.sends(101, time(30_000, "A"), time(10_000, "b"), time(1, "new"))) == [
        "again, withdrawn",
        "again",
        "stored",
    ]
    assert course.times(101) == [10_000, 3 * MINUTE_MS, 1]
    course.stopped()
    assert said(course.sends(101, time(30_000, "a"))) == ["again, withdrawn"]
    assert course.kept() == []


def test_its_id_is_taken_for_other_times() -> None:
    course = three_times()
    course.withdraws("a")
    assert said(course.sends(101, time(9, "a"))) == ["El id_registro ya existe con otros datos"]


def test_the_same_time_without_an_id_is_another() -> None:
    course = three_times()
    assert said(course.sends(101, time(30_000))) == ["Ya existe un registro con este tiempo"]
    course.withdraws("a")
    assert said(course.sends(101, time(30_000))) == ["stored"]


# ---- the limit ----


def test_a_complete_team_has_room_for_another_time() -> None:
    course = race(limit=2).team(101).running()
    course.sends(101, time(1, "a"), time(2, "b"))
    assert said(course.sends(101, time(3, "c"))) == ["El equipo ya completó sus 2 registros"]
    course.withdraws("a")
    assert said(course.sends(101, time(3, "c"))) == ["stored"]
    with pytest.raises(errors.TeamComplete) as caught:
        course.gives_back("a")
    assert caught.value.details == {"limit": 2}
    course.withdraws("b")
    course.gives_back("a")
    assert course.times(101) == [1, 3]


# ---- whose it is ----


def test_who_recorded_it_and_whose_team_it_is_now_may_take_it_back() -> None:
    course = three_times()
    course.team(101, judge=BRUNO)
    course.withdraws("a", judge=ANA)
    course.withdraws("b", judge=BRUNO)
    course.gives_back("a", judge=BRUNO)
    assert course.times(101) == [30_000, 3 * MINUTE_MS]
    with pytest.raises(errors.RecordNotAllowed):
        course.withdraws("c", judge=CARLA)


def test_another_judges_time_and_one_that_there_is_not_are_told_apart() -> None:
    course = three_times()
    with pytest.raises(errors.RecordNotAllowed):
        course.withdraws("a", judge=BRUNO)
    with pytest.raises(errors.RecordNotFound):
        course.withdraws("nobody's")
    with pytest.raises(errors.RecordNotFound):
        course.withdraws("nobody's", judge=None)
    course.withdraws("A", judge=None)
    assert course.times(101) == [10_000, 3 * MINUTE_MS]


def test_who_recorded_it_may_take_it_back_when_the_team_is_gone() -> None:
    course = three_times()
    course.state.drop_team(101, START_MS)
    with pytest.raises(errors.RecordNotAllowed):
        course.withdraws("a", judge=BRUNO)
    course.withdraws("a")
    with pytest.raises(errors.TeamNotFound):
        course.gives_back("a")


def test_an_organizer_takes_back_nothing_that_was_refused() -> None:
    course = race().team(101)
    course.sends(101, time(5, "a"))
    (kept,) = course.kept()
    assert withdrawing.find(course.state, "A", ANA) == [kept]
    with pytest.raises(errors.RecordNotFound):
        withdrawing.find(course.state, "a", None)
    with pytest.raises(errors.RecordNotAllowed):
        withdrawing.find(course.state, "a", CARLA)


# ---- when it may count again ----


def test_a_time_counts_again_also_after_the_stop() -> None:
    course = three_times()
    course.stopped()
    course.withdraws("a")
    course.gives_back("a")
    assert course.times(101) == [30_000, 10_000, 3 * MINUTE_MS]


def test_the_official_start_does_not_wait_for_withdrawn_times() -> None:
    course = three_times()
    start_ms = START_MS + 20_000
    with pytest.raises(errors.TimesBeforeStart):
        correction_to(course.state, course.competition, start_ms, START_MS + HOUR_MS)
    course.withdraws("b")
    now_ms = START_MS + HOUR_MS
    assert correction_to(course.state, course.competition, start_ms, now_ms) == 20_000
    course.corrected(20_000)
    with pytest.raises(errors.BeforeStart):
        course.gives_back("b")
    assert course.times(101) == [30_000, 3 * MINUTE_MS]
    course.corrected(0)
    course.gives_back("b")


def test_a_time_that_has_become_too_long_does_not_count_again() -> None:
    course = race().team(101).running()
    course.sends(101, time(DAY_MS, "a"))
    course.withdraws("a")
    course.corrected(-1)
    with pytest.raises(errors.TimeOutOfRange):
        course.gives_back("a")


def test_a_time_of_an_earlier_start_does_not_count_again() -> None:
    course = three_times()
    course.withdraws("a")
    competition = replace(course.competition, started_at_ms=START_MS + 2 * HOUR_MS)
    course.state.put_competition(competition)
    with pytest.raises(errors.TimesOfEarlierStart):
        course.gives_back("a")


# ---- the bin ----


def test_what_comes_back_out_of_the_bin_leaves_withdrawn_times_out() -> None:
    course = three_times()
    state = course.state
    for record_id in ("a", "b"):
        course.withdraws(record_id)
    team = state.teams[101]
    state.drop_team(101, START_MS)
    assert state.records_by_team({101}) == {101: 1}
    state.restore_team(team)
    assert course.times(101) == [3 * MINUTE_MS]
    course.gives_back("a")
    state.drop_competition(1, START_MS)
    deleted = state.bin.competitions[1]
    state.restore_competition(deleted.competition, deleted.teams)
    assert course.times(101) == [30_000, 3 * MINUTE_MS]


def test_a_time_withdrawn_in_the_bin_is_missing_when_the_team_comes_back() -> None:
    course = three_times()
    team = course.state.teams[101]
    course.state.drop_team(101, START_MS)
    course.withdraws("b")
    course.state.restore_team(team)
    assert course.times(101) == [30_000, 3 * MINUTE_MS]


def test_a_team_with_nothing_but_withdrawn_times_keeps_them_in_the_bin() -> None:
    course = race().team(101).running()
    course.sends(101, time(5, "a"))
    course.withdraws("a")
    team = course.state.teams[101]
    course.state.drop_team(101, START_MS)
    course.state.restore_team(team)
    course.gives_back("a")
    assert course.times(101) == [5]


def test_forgotten_times_are_withdrawn_no_more() -> None:
    course = three_times()
    course.withdraws("a")
    course.state.forget_records(["a", "b", "c"])
    assert course.state.withdrawn == {}
    assert said(course.sends(101, time(30_000, "a"))) == ["stored"]
    assert course.times(101) == [30_000]


# ---- how often ----


def changed(course: Race, count: int, judge: int | None = ANA) -> None:
    for number in range(count):
        change = course.gives_back if number % 2 else course.withdraws
        change("a", judge)


def test_a_judge_changes_one_time_so_often_and_no_more() -> None:
    course = three_times()
    record = course.state.record("A")
    other = course.state.record("b")
    assert record is not None
    assert other is not None
    changed(course, withdrawing.MAX_CHANGES_BY_JUDGE - 1)
    withdrawing.check_changes(course.state, record)
    course.gives_back("a")
    with pytest.raises(errors.TooManyChanges):
        withdrawing.check_changes(course.state, record)
    withdrawing.check_changes(course.state, other)


def test_a_time_that_is_gone_for_good_was_never_changed() -> None:
    course = three_times()
    changed(course, 3)
    course.state.forget_records(["a", "b", "c"])
    assert course.state.withdrawn.changes_of("a") == 0


# ---- refused, taken back, and given back ----


def refused_times(course: Race, count: int, record_id: str = "a") -> list[RefusedRecord]:
    """Times of Ana that wait for the organizer, all with one id."""
    course.sends(101, *(time(number + 1, record_id) for number in range(count)))
    return course.kept()[-count:]


def test_all_that_the_judge_dismissed_waits_again_and_nothing_else() -> None:
    course = race().team(101)
    first, second, third = found = refused_times(course, 3)
    kept = course.state.kept
    kept.dismiss(first.id, ANA)
    kept.dismiss(second.id, OLGA_ID)
    kept.dismiss(third.id, ANA)
    assert withdrawing.to_recover(course.state, found, ANA) == [first, third]
    kept.recover(first.id)
    assert withdrawing.to_recover(course.state, found, ANA) == [third]
    kept.recover(third.id)
    assert withdrawing.to_recover(course.state, found, ANA) == []


def test_what_only_an_organizer_dismissed_is_not_the_judges_to_give_back() -> None:
    course = race().team(101)
    (refused,) = refused_times(course, 1)
    for account_id in (OLGA_ID, None, BRUNO):
        course.state.kept.dismiss(refused.id, account_id)
        with pytest.raises(errors.RecordNotAllowed):
            withdrawing.to_recover(course.state, [refused], ANA)
        course.state.kept.recover(refused.id)


def test_the_same_time_dismissed_twice_waits_once() -> None:
    course = race().team(101)
    kept = course.state.kept
    (first,) = refused_times(course, 1)
    kept.dismiss(first.id, ANA)
    (second,) = refused_times(course, 1)
    assert (second.key, second.id) == (first.key, first.id + 1)
    assert withdrawing.to_recover(course.state, [first, second], ANA) == []
    kept.dismiss(second.id, ANA)
    assert withdrawing.to_recover(course.state, [first, second], ANA) == [second]


def test_nothing_waits_again_where_the_judges_list_is_full() -> None:
    course = race().team(101)
    found = refused_times(course, 2)
    for refused in found:
        course.state.kept.dismiss(refused.id, ANA)
    course.sends(101, *(time(1_000 + n, f"other {n}") for n in range(MAX_REFUSED_PER_JUDGE - 1)))
    assert len(course.kept()) == MAX_REFUSED_PER_JUDGE - 1
    with pytest.raises(errors.RefusedListFull):
        withdrawing.to_recover(course.state, found, ANA)
    assert withdrawing.to_recover(course.state, found[:1], ANA) == found[:1]


# ---- where they are ----


def test_a_judge_is_told_where_its_times_are_by_the_ids_that_it_asked() -> None:
    course = race(limit=3).team(101).team(102, judge=BRUNO).running()
    course.sends(101, time(1, "a"), time(2, "b"), time(3, "c"), time(4, "full"), time(5, "out"))
    course.sends(102, time(6, "other's"), judge=BRUNO)
    course.withdraws("b")
    (dismissed,) = [kept.id for kept in course.kept() if kept.record_id == "out"]
    course.state.kept.dismiss(dismissed, ANA)
    asked = ["A", "b", "full", "OUT", "other's", "unknown", "a", ""]
    found = withdrawing.whereabouts(course.state, asked, ANA)
    assert found == withdrawing.Whereabouts(
        stored=["A", "a"],
        withdrawn=["b"],
        refused=["full", "OUT"],
        missing=["other's", "unknown", ""],
    )
    course.team(102, judge=ANA)
    assert withdrawing.whereabouts(course.state, ["other's"], ANA).stored == ["other's"]
    assert withdrawing.whereabouts(course.state, ["a", "full"], CARLA).missing == ["a", "full"]
