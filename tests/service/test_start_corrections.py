"""Setting the official start right, and undoing a stop."""

import json

import pytest

from tests.language_of_races import HOUR_MS, MINUTE_MS, OLGA, START_MS, Office, time
from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.events import RaceStarted, TeamsChanged

EVA = Actor(None, "eva", "192.168.1.9")


async def on_record(office: Office, action: str) -> list[tuple[str, str, int, dict[str, object]]]:
    """Who did `action`, from where, to which competition, and the details."""
    found = await office.core.database.run(
        lambda connection: connection.execute(
            "SELECT username, address, competition_id, details FROM audit_log WHERE action = ?",
            (action,),
        ).fetchall()
    )
    return [(*entry[:3], json.loads(entry[3])) for entry in found]


@pytest.mark.gen_test
async def test_a_correction_outlives_a_restart_and_is_on_record(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(5 * MINUTE_MS, "a"))
    office.clock.pass_ms(HOUR_MS)
    office.events.clear()
    start_ms = START_MS + MINUTE_MS
    corrected = await office.services.competitions.correct_start(1, start_ms, "late", EVA)
    assert corrected.started_at_ms == START_MS
    assert (corrected.start_correction_ms, corrected.official_start_ms) == (MINUTE_MS, start_ms)
    assert office.events == [TeamsChanged(1)]
    await office.services.competitions.correct_start(1, START_MS - 5, "", OLGA)
    await office.reopen()
    assert office.state.competitions[1].start_correction_ms == -5
    assert [record.elapsed_ms for record in office.state.times_of(team.id).records] == [300_000]
    assert await on_record(office, "start_corrected") == [
        ("eva", "192.168.1.9", 1, {"started_at_ms": [START_MS, start_ms], "reason": "late"}),
        ("olga", "127.0.0.1", 1, {"started_at_ms": [start_ms, START_MS - 5], "reason": ""}),
    ]


@pytest.mark.gen_test
async def test_times_of_a_false_start_that_are_in_the_bin_stand_in_no_way(office: Office) -> None:
    _, judge, team = await office.race_day()
    competitions = office.services.competitions
    await office.sends(judge, team.id, time(5))
    await competitions.stop(1, OLGA)
    await office.services.teams.delete(team.id, OLGA)
    office.clock.pass_ms(MINUTE_MS)
    # No team has a time now: the clock begins anew, and what was deleted cannot come back.
    started = await competitions.start(1, OLGA)
    assert started.started_at_ms is not None
    office.clock.pass_ms(HOUR_MS)
    late_ms = started.started_at_ms + MINUTE_MS
    assert (await competitions.correct_start(1, late_ms, "", OLGA)).official_start_ms == late_ms
    with pytest.raises(errors.TimesOfEarlierStart):
        await office.services.bin.restore_team(team.id, OLGA)


@pytest.mark.gen_test
async def test_a_correction_that_may_not_be_changes_nothing(office: Office) -> None:
    await office.competition()
    competitions = office.services.competitions
    with pytest.raises(errors.RaceNotStarted):
        await competitions.correct_start(1, START_MS, "", OLGA)
    with pytest.raises(errors.NotFound):
        await competitions.correct_start(9, START_MS, "", OLGA)
    await competitions.start(1, OLGA)
    office.events.clear()
    with pytest.raises(errors.StartOutOfRange):
        await competitions.correct_start(1, START_MS + 1, "", OLGA)
    await competitions.correct_start(1, START_MS, "the same", OLGA)
    assert office.state.competitions[1].start_correction_ms == 0
    assert office.events == []
    assert await on_record(office, "start_corrected") == []


@pytest.mark.gen_test
async def test_a_race_that_goes_on_keeps_its_correction_and_a_fresh_start_has_none(
    office: Office,
) -> None:
    _, judge, team = await office.race_day()
    competitions = office.services.competitions
    await competitions.correct_start(1, START_MS - MINUTE_MS, "", OLGA)
    await competitions.stop(1, OLGA)
    assert (await competitions.start(1, OLGA)).start_correction_ms == 0

    await competitions.correct_start(1, START_MS - MINUTE_MS, "", OLGA)
    await office.sends(judge, team.id, time(5))
    await competitions.stop(1, OLGA)
    assert (await competitions.start(1, OLGA)).start_correction_ms == -MINUTE_MS


@pytest.mark.gen_test
async def test_a_stop_is_undone_as_if_it_had_not_been(office: Office) -> None:
    """Without times too: starting again would begin the clock anew."""
    await office.race_day()
    competitions = office.services.competitions
    before = await competitions.correct_start(1, START_MS - MINUTE_MS, "", OLGA)
    office.clock.pass_ms(HOUR_MS)
    await competitions.stop(1, OLGA)
    office.clock.pass_ms(HOUR_MS)
    resumed = await competitions.resume(1, EVA)
    assert resumed == before
    assert office.events[-1] == RaceStarted(resumed)
    await office.reopen()
    assert office.state.competitions[1] == before
    details = {"finished_at_ms": [START_MS + HOUR_MS, None]}
    assert await on_record(office, "race_resumed") == [("eva", "192.168.1.9", 1, details)]


@pytest.mark.gen_test
async def test_only_a_stop_of_a_published_race_is_undone(office: Office) -> None:
    await office.competition()
    competitions = office.services.competitions
    with pytest.raises(errors.RaceNotStopped):
        await competitions.resume(1, OLGA)
    await competitions.start(1, OLGA)
    with pytest.raises(errors.RaceNotStopped):
        await competitions.resume(1, OLGA)
    await competitions.stop(1, OLGA)
    await competitions.change(1, {"is_active": False}, OLGA)
    with pytest.raises(errors.CompetitionNotActive):
        await competitions.resume(1, OLGA)
    with pytest.raises(errors.NotFound):
        await competitions.resume(9, OLGA)


@pytest.mark.gen_test
async def test_a_kept_time_counts_from_the_pressed_start_and_not_before_the_official_one(
    office: Office,
) -> None:
    _, judge, team = await office.race_day()
    competitions, timing = office.services.competitions, office.services.timing
    office.clock.pass_ms(HOUR_MS)
    await competitions.correct_start(1, START_MS + MINUTE_MS, "", OLGA)
    await office.sends(judge, team.id, time(START_MS + 59_000, "a"), offset_ms=0)
    await competitions.stop(1, OLGA)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(START_MS + 61_000, "b"), offset_ms=0)
    early, late = timing.refused()
    with pytest.raises(errors.BeforeStart):
        await timing.accept_refused(early.id, OLGA)
    assert early in timing.refused()
    assert (await timing.accept_refused(late.id, OLGA)).elapsed_ms == 61_000
    await competitions.correct_start(1, START_MS, "", OLGA)
    assert (await timing.accept_refused(early.id, OLGA)).elapsed_ms == 59_000
