"""The indexes in memory."""

from msgspec.structs import replace

from tests.language_of_races import ANA, BRUNO, HOUR_MS, START_MS, race, time
from tornado_timing.domain.model import Account, Competition, Role
from tornado_timing.domain.state import State


def account(number: int, username: str, **more: object) -> Account:
    fields = {"role": Role.JUDGE, "password_hash": "", **more}
    return Account(id=number, username=username, **fields)  # type: ignore[arg-type]


def test_an_account_is_found_by_username_and_email_in_any_case_of_letters() -> None:
    state = State()
    state.put_account(account(1, "Juez1", email="Ana@Ejemplo.com"))
    for login in ("juez1", "JUEZ1", " juez1 ", "ana@ejemplo.com", "ANA@EJEMPLO.COM"):
        found = state.account_by_login(login)
        assert found is not None
        assert found.id == 1
    assert state.account_by_login("") is None
    assert state.account_by_login("other") is None


def test_a_renamed_account_is_not_found_by_its_old_names() -> None:
    state = State()
    state.put_account(account(1, "old", email="old@x"))
    state.put_account(account(1, "new", email=""))
    assert state.account_by_login("old") is None
    assert state.account_by_login("old@x") is None
    assert state.account_by_login("new") is not None
    state.drop_account(1)
    assert state.account_by_login("new") is None
    state.drop_account(1)


def test_an_organizer_is_no_judge() -> None:
    state = State()
    assert not state.has_organizer()
    state.put_account(account(1, "olga", role=Role.ORGANIZER))
    assert state.has_organizer()
    assert state.judge(1) is None
    assert state.judge(2) is None


def test_a_number_is_never_given_twice() -> None:
    state = State()
    state.put_competition(Competition(id=7, name="x", scheduled_at_ms=0))
    state.drop_competition(7, START_MS)
    assert state.new_id("competition") == 8
    assert state.was_given("competition", 7)
    assert not state.was_given("competition", 9)
    assert not state.was_given("competition", 0)
    assert state.new_id("team") == 1


def test_teams_are_found_by_competition_and_by_judge() -> None:
    course = race().team(1).team(2, judge=BRUNO).team(3, judge=None)
    state = course.state
    assert [team.id for team in state.teams_of(1)] == [1, 2, 3]
    assert [team.id for team in state.teams_of_judge(ANA)] == [1]
    assert state.judges_of(1) == {ANA, BRUNO}
    assert [item.id for item in state.competitions_of_judge(BRUNO)] == [1]
    assert list(state.teams_of(99)) == []
    assert list(state.teams_of_judge(99)) == []


def test_a_team_that_moves_or_changes_hands_leaves_no_trace_behind() -> None:
    course = race().team(1)
    state = course.state
    state.put_competition(Competition(id=2, name="10K", scheduled_at_ms=0))
    state.put_team(replace(state.teams[1], competition_id=2, judge_id=BRUNO))
    assert list(state.teams_of(1)) == []
    assert list(state.teams_of_judge(ANA)) == []
    assert [team.id for team in state.teams_of(2)] == [1]
    assert state.competitions_of_judge(ANA) == []


def test_totals_are_kept_up_as_times_come_in() -> None:
    course = race().team(1).running()
    course.sends(1, time(30), time(10), time(20))
    times = course.state.times_of(1)
    assert (times.total_ms, times.best_ms) == (60, 10)
    assert [record.elapsed_ms for record in times.records] == [30, 10, 20]
    assert course.state.record_count() == 3


def test_a_team_that_changes_keeps_its_times() -> None:
    course = race().team(1).running()
    course.sends(1, time(30))
    course.team(1, judge=BRUNO)
    assert course.times(1) == [30]


def test_the_ids_of_a_deleted_teams_times_stay_taken() -> None:
    course = race().team(1).team(2).running()
    course.sends(1, time(30, "a"))
    course.state.drop_team(1, START_MS)
    assert course.times(1) == []
    assert course.state.record("A") is not None


def test_a_deleted_competition_takes_its_teams_with_it() -> None:
    course = race().team(1).team(2).running()
    course.sends(1, time(30, "a"))
    state = course.state
    state.drop_competition(1, START_MS)
    assert state.teams == {}
    assert list(state.teams_of_judge(ANA)) == []
    assert state.times_of(1).records == []
    state.drop_competition(1, START_MS)


def test_forgotten_records_free_their_ids() -> None:
    course = race().team(1).running()
    course.sends(1, time(30, "A"))
    course.state.forget_records(["a"])
    assert course.state.record_count() == 0
    assert course.times(1) == []
    assert course.sends(1, time(31, "a")).accepted


def test_nobodys_times_are_never_added_to() -> None:
    course = race().team(1).team(2).running()
    course.sends(1, time(30))
    assert course.times(2) == []
    assert State().times_of(5).records == []


def test_every_change_that_results_show_raises_the_version() -> None:
    course = race().team(1).running()
    state = course.state
    versions = [state.version]
    course.sends(1, time(30, "a"))
    versions.append(state.version)
    course.stopped()
    versions.append(state.version)
    course.team(1, judge=None)
    versions.append(state.version)
    state.forget_records(["a"])
    versions.append(state.version)
    state.drop_team(1, START_MS)
    versions.append(state.version)
    state.drop_competition(1, START_MS)
    versions.append(state.version)
    assert versions == sorted(set(versions))


def test_a_revoked_session_is_remembered_until_its_tokens_die() -> None:
    state = State()
    state.revoke_session("a", expires_at_ms=1000, now_ms=0)
    state.revoke_session("b", expires_at_ms=5000, now_ms=1000)
    assert set(state.revoked_sessions) == {"a", "b"}
    state.revoke_session("c", expires_at_ms=5000, now_ms=1001)
    assert set(state.revoked_sessions) == {"b", "c"}


def test_full_names_and_categories_as_people_read_them() -> None:
    assert account(1, "juez1", first_name="Juan", last_name="Pérez").full_name == "Juan Pérez"
    assert account(1, "juez1", last_name="Pérez").full_name == "Pérez"
    assert account(1, "juez1").full_name == "juez1"
    team = race().team(1).state.teams[1]
    assert replace(team, category="estudiantes_uni").category_display == "Estudiantes uni"
    assert team.category_display == ""
    assert HOUR_MS == 3_600_000
