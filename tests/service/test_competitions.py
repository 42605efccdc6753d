"""Competitions: which one matters, start and stop."""

import pytest

from tests.language_of_races import DAY_MS, HOUR_MS, OLGA, START_MS, Office, time
from tornado_timing.domain import errors
from tornado_timing.domain.events import RaceStarted, RaceStopped, TeamsChanged


async def scheduled(office: Office, name: str, in_ms: int, **more: object) -> int:
    """A competition of the judge's, so long from now."""
    item = await office.competition(name, scheduled_at_ms=START_MS + in_ms, **more)
    (judge,) = office.services.accounts.judges()
    await office.team(item.id, item.id, judge_id=judge.id)
    return item.id


async def current(office: Office) -> str | None:
    (judge,) = office.services.accounts.judges()
    item = office.services.competitions.current_of_judge(judge.id)
    return None if item is None else item.name


# ---- which one matters to a judge ----


@pytest.mark.gen_test
async def test_a_judge_without_a_team_has_no_competition(office: Office) -> None:
    await office.judge()
    await office.competition()
    assert await current(office) is None


@pytest.mark.gen_test
async def test_of_several_it_is_the_one_in_progress(office: Office) -> None:
    await office.judge()
    await scheduled(office, "soon", HOUR_MS)
    running = await scheduled(office, "running", -5 * DAY_MS)
    await office.services.competitions.start(running, OLGA)
    assert await current(office) == "running"


@pytest.mark.gen_test
async def test_else_the_next_by_date(office: Office) -> None:
    await office.judge()
    await scheduled(office, "later", 9 * DAY_MS)
    await scheduled(office, "next", DAY_MS)
    assert await current(office) == "next"


@pytest.mark.gen_test
async def test_the_next_one_and_not_one_long_past_that_never_ran(office: Office) -> None:
    await office.judge()
    await scheduled(office, "never ran", -3 * DAY_MS)
    await scheduled(office, "next", 5 * DAY_MS)
    assert await current(office) == "next"


@pytest.mark.gen_test
async def test_a_race_that_is_a_few_minutes_late_is_still_the_next(office: Office) -> None:
    await office.judge()
    await scheduled(office, "late", -5 * 60_000)
    await scheduled(office, "next week", 7 * DAY_MS)
    assert await current(office) == "late"


@pytest.mark.gen_test
async def test_a_finished_one_comes_after_those_to_come(office: Office) -> None:
    await office.judge()
    done = await scheduled(office, "done", -HOUR_MS)
    await office.services.competitions.start(done, OLGA)
    await office.services.competitions.stop(done, OLGA)
    assert await current(office) == "done"
    await scheduled(office, "next", 5 * DAY_MS)
    assert await current(office) == "next"


@pytest.mark.gen_test
async def test_one_that_is_not_active_does_not_count(office: Office) -> None:
    await office.judge()
    await scheduled(office, "hidden", HOUR_MS, is_active=False)
    assert await current(office) is None


# ---- who sees what ----


@pytest.mark.gen_test
async def test_a_judge_sees_the_competitions_of_its_teams_and_an_organizer_all(
    office: Office,
) -> None:
    organizer, judge, _ = await office.race_day()
    other = await office.competition("10K")
    competitions = office.services.competitions
    assert [item.id for item in competitions.visible_to(judge)] == [1]
    assert [item.id for item in competitions.visible_to(organizer)] == [1, 2]
    assert competitions.one_visible_to(organizer, other.id) == other
    for account, number in ((judge, other.id), (organizer, 99)):
        with pytest.raises(errors.NotFound):
            competitions.one_visible_to(account, number)


@pytest.mark.gen_test
async def test_the_public_sees_the_next_one_first_and_those_of_the_past_after_it(
    office: Office,
) -> None:
    await office.judge()
    await scheduled(office, "yesterday", -DAY_MS)
    await scheduled(office, "next", 2 * DAY_MS)
    await scheduled(office, "hidden", 0, is_active=False)
    assert [item.name for item in office.services.competitions.published()] == [
        "next",
        "yesterday",
    ]


# ---- start and stop ----


@pytest.mark.gen_test
async def test_a_race_starts_now_and_says_so(office: Office) -> None:
    await office.competition()
    office.events.clear()
    office.clock.pass_ms(250)
    started = await office.services.competitions.start(1, OLGA)
    assert (started.is_running, started.started_at_ms) == (True, START_MS + 250)
    assert office.events == [RaceStarted(started)]
    office.clock.pass_ms(HOUR_MS)
    stopped = await office.services.competitions.stop(1, OLGA)
    assert (stopped.is_running, stopped.started_at_ms) == (False, START_MS + 250)
    assert stopped.finished_at_ms == START_MS + 250 + HOUR_MS
    assert office.events[-1] == RaceStopped(stopped)
    await office.reopen()
    assert office.state.competitions[1] == stopped


@pytest.mark.gen_test
async def test_what_runs_is_not_started_and_what_does_not_is_not_stopped(office: Office) -> None:
    await office.competition()
    competitions = office.services.competitions
    with pytest.raises(errors.RaceNotRunning):
        await competitions.stop(1, OLGA)
    await competitions.start(1, OLGA)
    with pytest.raises(errors.RaceAlreadyRunning):
        await competitions.start(1, OLGA)
    hidden = await office.competition("hidden", is_active=False)
    with pytest.raises(errors.CompetitionNotActive):
        await competitions.start(hidden.id, OLGA)
    for act in (competitions.start, competitions.stop, competitions.delete):
        with pytest.raises(errors.NotFound):
            await act(99, OLGA)


@pytest.mark.gen_test
async def test_a_race_that_goes_on_keeps_its_first_start_once_it_has_times(office: Office) -> None:
    _, judge, team = await office.race_day()
    competitions = office.services.competitions
    await office.sends(judge, team.id, time(5))
    await competitions.stop(1, OLGA)
    office.clock.pass_ms(HOUR_MS)
    again = await competitions.start(1, OLGA)
    assert (again.started_at_ms, again.finished_at_ms) == (START_MS, None)


@pytest.mark.gen_test
async def test_after_a_false_start_the_clock_begins_anew(office: Office) -> None:
    await office.race_day()
    await office.services.competitions.stop(1, OLGA)
    office.clock.pass_ms(HOUR_MS)
    again = await office.services.competitions.start(1, OLGA)
    assert again.started_at_ms == START_MS + HOUR_MS


@pytest.mark.gen_test
async def test_a_running_race_is_neither_hidden_nor_deleted(office: Office) -> None:
    await office.race_day()
    competitions = office.services.competitions
    with pytest.raises(errors.CompetitionRunning) as caught:
        await competitions.change(1, {"is_active": False}, OLGA)
    assert caught.value.details == {"name": "5K"}
    with pytest.raises(errors.CompetitionRunning):
        await competitions.delete(1, OLGA)
    changed = await competitions.change(1, {"name": "10K", "records_per_team": 3}, OLGA)
    assert (changed.name, changed.records_per_team, changed.is_running) == ("10K", 3, True)


@pytest.mark.gen_test
async def test_a_deleted_competition_is_gone_with_its_teams_and_its_number(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5, "a"))
    competitions = office.services.competitions
    await competitions.stop(1, OLGA)
    await competitions.delete(1, OLGA)
    assert TeamsChanged(1) in office.events
    await office.reopen()
    assert office.state.competitions == {}
    assert office.state.teams == {}
    assert office.state.record("a") is not None
    assert (await office.competition()).id == 2
