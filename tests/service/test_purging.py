"""Deleting the times of races long past."""

import pytest

from tests.language_of_races import OLGA, START_MS, Office, everything_in, said, time
from tornado_timing.service.purging import Purgeable

DAY_S = 86_400


async def finished(office: Office) -> None:
    """A finished race with two times, one of a team that was deleted."""
    _, judge, team = await office.race_day()
    gone = await office.team(102, judge_id=judge.id)
    await office.sends(judge, team.id, time(5, "a"))
    await office.sends(judge, gone.id, time(6, "b"))
    await office.services.teams.delete(gone.id, OLGA)
    await office.services.competitions.stop(1, OLGA)


@pytest.mark.gen_test
async def test_what_finished_long_ago_is_planned_and_then_deleted(office: Office) -> None:
    await finished(office)
    office.clock.pass_s(90 * DAY_S)
    assert await office.services.purging.plan(90) == []
    office.clock.pass_s(1)
    plan = await office.services.purging.plan(90)
    assert plan == [Purgeable(1, "5K", START_MS, 2)]
    assert office.state.record_count() == 2
    assert await office.services.purging.purge(90, OLGA) == plan
    assert office.state.record_count() == 0
    assert everything_in(office.state) == everything_in(await office.read_back())
    assert await office.services.purging.purge(90, OLGA) == []


@pytest.mark.gen_test
async def test_a_race_in_progress_is_never_purged(office: Office) -> None:
    await finished(office)
    await office.services.competitions.start(1, OLGA)
    office.clock.pass_s(900 * DAY_S)
    assert await office.services.purging.purge(0, OLGA) == []
    assert office.state.record_count() == 2


@pytest.mark.gen_test
async def test_a_race_that_never_ran_or_is_recent_is_not_purged(office: Office) -> None:
    await finished(office)
    assert await office.services.purging.purge(1, OLGA) == []
    await office.competition("other")
    await office.team(1, 2)
    assert await office.services.purging.purge(1, OLGA) == []


@pytest.mark.gen_test
async def test_the_times_of_a_deleted_competition_are_purged_too(office: Office) -> None:
    await finished(office)
    await office.services.competitions.delete(1, OLGA)
    office.clock.pass_s(2 * DAY_S)
    (purged,) = await office.services.purging.purge(1, OLGA)
    assert purged.record_count == 2
    assert everything_in(office.state) == everything_in(await office.read_back())


@pytest.mark.gen_test
async def test_other_competitions_keep_their_times(office: Office) -> None:
    await finished(office)
    (judge,) = office.services.accounts.judges()
    await office.competition("10K")
    team = await office.team(1, 2, judge_id=judge.id)
    office.clock.pass_s(2 * DAY_S)
    await office.services.competitions.start(2, OLGA)
    await office.sends(judge, team.id, time(7, "c"))
    await office.services.purging.purge(1, OLGA)
    assert office.state.record("c") is not None
    assert office.state.record_count() == 1
    assert said(await office.sends(judge, team.id, time(8, "a"))) == ["stored"]


@pytest.mark.parametrize("days", [10**6, 10**12])
@pytest.mark.gen_test
async def test_longer_ago_than_there_is_time_is_nothing(office: Office, days: int) -> None:
    await finished(office)
    assert await office.services.purging.plan(days) == []
