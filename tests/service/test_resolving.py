"""What organizers decide over refused times: many at once, and what was dismissed taken back."""

import asyncio
import json
import sqlite3
from typing import Any

import pytest

from tests.language_of_races import OLGA, START_MS, Office, everything_in, time
from tornado_timing.domain import errors
from tornado_timing.domain.events import RefusedChanged, TimesStored
from tornado_timing.domain.model import Account, Team


async def stopped_race_with_kept_times(
    office: Office, *times_ms: int
) -> tuple[Account, Team, list[int]]:
    """A judge with a team, and the numbers of times that came when the race was over."""
    _, judge, team = await office.race_day()
    await office.services.competitions.stop(1, OLGA)
    for time_ms in times_ms:
        with pytest.raises(errors.RaceNotRunning):
            await office.sends(judge, team.id, time(time_ms, f"t{time_ms}"))
    office.events.clear()
    return judge, team, [kept.id for kept in office.services.timing.refused()]


def codes(failed: dict[int, errors.TimingError]) -> dict[int, str]:
    return {number: error.code for number, error in failed.items()}


async def actions(office: Office) -> list[str]:
    return [entry.action for _, entry in reversed(await office.services.auditing.page(1000))]


# ---- many at once ----


@pytest.mark.gen_test
async def test_many_are_accepted_in_one_commit(office: Office) -> None:
    _, team, ids = await stopped_race_with_kept_times(office, *range(1, 201))
    commits, on_record = office.core.writer.commits, len(await actions(office))
    accepted, failed = await office.services.timing.accept_many(ids, OLGA)
    assert (accepted, failed) == (200, {})
    assert office.core.writer.commits == commits + 1
    assert office.events == [RefusedChanged(), TimesStored(1, team.id)]
    assert len(office.state.times_of(team.id).records) == 200
    assert office.services.timing.refused() == []
    assert (await actions(office))[on_record:] == ["refused_accepted"] * 200
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_accepted_again_they_are_refused_and_count_once(office: Office) -> None:
    _, team, ids = await stopped_race_with_kept_times(office, 5, 6)
    timing = office.services.timing
    assert await timing.accept_many([*ids, *ids], OLGA) == (2, {})
    before = everything_in(office.state)
    office.events.clear()
    accepted, failed = await timing.accept_many(ids, OLGA)
    assert (accepted, codes(failed)) == (0, dict.fromkeys(ids, "already_resolved"))
    assert everything_in(office.state) == before
    assert office.events == []
    assert len(office.state.times_of(team.id).records) == 2


@pytest.mark.gen_test
async def test_those_that_cannot_be_accepted_stay_and_stop_no_other(office: Office) -> None:
    judge, team, _ = await stopped_race_with_kept_times(office, 5)
    other = await office.team(102, judge_id=judge.id)
    late = START_MS - 1_000
    for team_id, sent in ((other.id, 6), (team.id, late), (team.id, 7)):
        with pytest.raises(errors.RaceNotRunning):
            await office.sends(judge, team_id, time(sent))
    await office.services.teams.delete(other.id, OLGA)
    first, gone, negative, last = [kept.id for kept in office.services.timing.refused()]
    await office.services.timing.dismiss_refused(first, OLGA)
    accepted, failed = await office.services.timing.accept_many(
        [99, first, gone, negative, last], OLGA
    )
    assert accepted == 1
    assert codes(failed) == {
        99: "not_found",
        first: "already_resolved",
        gone: "team_not_found",
        negative: "negative_time",
    }
    assert [kept.id for kept in office.services.timing.refused()] == [gone, negative]
    assert [record.elapsed_ms for record in office.state.times_of(team.id).records] == [7]


@pytest.mark.gen_test
async def test_one_time_that_was_kept_twice_counts_once(office: Office) -> None:
    """Without an id, under another reason: sent before the start and after the end."""
    judge, team, _ = await stopped_race_with_kept_times(office)
    for _ in range(2):
        with pytest.raises(errors.RaceNotRunning):
            await office.sends(judge, team.id, time(5))
        (kept, *_) = office.services.timing.refused()
        await office.services.timing.dismiss_refused(kept.id, OLGA)
    first, second = (kept.id for kept in office.services.timing.dismissed())
    await office.services.timing.recover_refused(first, OLGA)
    with pytest.raises(errors.AlreadyWaiting):
        await office.services.timing.recover_refused(second, OLGA)
    assert await office.services.timing.accept_many([first], OLGA) == (1, {})
    await office.services.timing.recover_refused(second, OLGA)
    assert await office.services.timing.accept_many([second], OLGA) == (1, {})
    assert [record.elapsed_ms for record in office.state.times_of(team.id).records] == [5]
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_of_two_who_accept_at_once_each_time_counts_once(office: Office) -> None:
    _, team, ids = await stopped_race_with_kept_times(office, 5, 6, 7)
    timing = office.services.timing
    outcomes: list[Any] = await asyncio.gather(
        timing.accept_refused(ids[1], OLGA),
        timing.accept_many(ids, OLGA),
        timing.accept_many(ids, OLGA),
        timing.accept_refused(ids[0], OLGA),
        return_exceptions=True,
    )
    alone, (first, first_failed), (second, second_failed), late = outcomes
    assert alone.elapsed_ms == 6
    assert (first, codes(first_failed)) == (2, {ids[1]: "already_resolved"})
    assert (second, codes(second_failed)) == (0, dict.fromkeys(ids, "already_resolved"))
    assert isinstance(late, errors.AlreadyResolved)
    assert sorted(record.elapsed_ms for record in office.state.times_of(team.id).records) == [
        *(5, 6, 7)
    ]
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_when_they_cannot_be_stored_none_counts_for_anybody(office: Office) -> None:
    _, _, ids = await stopped_race_with_kept_times(office, 5, 6)
    before = everything_in(office.state)
    await office.core.database.run(_fill_the_disk)
    # The second is told nothing that the first has not made durable.
    outcomes = await asyncio.gather(
        office.services.timing.accept_many(ids, OLGA),
        office.services.timing.accept_many(ids, OLGA),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [errors.StorageFailed] * 2
    await office.core.database.run(lambda connection: connection.execute("DROP TRIGGER full"))
    await office.reopen()
    assert everything_in(office.state) == before
    assert (await office.services.timing.accept_many(ids, OLGA))[0] == 2


def _fill_the_disk(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON refused_resolutions BEGIN"
        " SELECT RAISE(ABORT, 'database or disk is full'); END"
    )


# ---- dismissed, and taken back ----


@pytest.mark.gen_test
async def test_a_dismissed_time_waits_again_also_after_a_restart(office: Office) -> None:
    _, team, (first, second, third) = await stopped_race_with_kept_times(office, 5, 6, 7)
    for number in (third, first):
        office.clock.pass_s(1)
        await office.services.timing.dismiss_refused(number, OLGA)
    for _ in range(2):
        assert [kept.id for kept in office.services.timing.dismissed()] == [first, third]
        assert office.services.timing.dismissed(1) == office.services.timing.dismissed()
        assert office.services.timing.dismissed(2) == []
        await office.reopen()
    office.events.clear()
    recovered = await office.services.timing.recover_refused(first, OLGA)
    assert (recovered.id, recovered.sent) == (first, 5)
    assert office.events == [RefusedChanged()]
    for _ in range(2):
        assert [kept.id for kept in office.services.timing.refused()] == [first, second]
        assert [kept.id for kept in office.services.timing.dismissed()] == [third]
        await office.reopen()
    assert everything_in(await office.read_back()) == everything_in(office.state)
    record = await office.services.timing.accept_refused(first, OLGA)
    assert (record.id, record.team_id) == ("t5", team.id)
    assert (await actions(office))[-4:] == [
        "refused_dismissed",
        "refused_dismissed",
        "refused_recovered",
        "refused_accepted",
    ]


@pytest.mark.gen_test
async def test_only_what_was_dismissed_is_recovered(office: Office) -> None:
    _, _, (waiting, accepted) = await stopped_race_with_kept_times(office, 5, 6)
    await office.services.timing.accept_refused(accepted, OLGA)
    before = everything_in(office.state)
    for number in (waiting, accepted, 99):
        with pytest.raises(errors.NotFound):
            await office.services.timing.recover_refused(number, OLGA)
    assert everything_in(office.state) == before


@pytest.mark.gen_test
async def test_emptying_the_bin_takes_dismissed_times_along(office: Office) -> None:
    _, team, (number,) = await stopped_race_with_kept_times(office, 5)
    await office.services.timing.dismiss_refused(number, OLGA)
    await office.services.teams.delete(team.id, OLGA)
    assert [kept.id for kept in office.services.timing.dismissed(1)] == [number]
    await office.services.bin.empty(OLGA)
    assert office.services.timing.dismissed() == []
    assert everything_in(await office.read_back()) == everything_in(office.state)
    with pytest.raises(errors.NotFound):
        await office.services.timing.recover_refused(number, OLGA)


# ---- what is on record ----


@pytest.mark.gen_test
async def test_on_record_is_the_official_time_with_the_names_of_the_moment(
    office: Office,
) -> None:
    judge, team, ids = await stopped_race_with_kept_times(office, 60_000, START_MS + 70_000)
    await office.services.competitions.correct_start(1, START_MS - 1_000, "", OLGA)
    await office.services.timing.accept_many(ids[:1], OLGA)
    await office.services.accounts.delete_judge(judge.id, OLGA)
    await office.services.teams.delete(team.id, OLGA)
    await office.services.timing.dismiss_refused(ids[1], OLGA)
    (_, dismissed), _, _, (_, accepted) = await office.services.auditing.page(4)
    for entry, elapsed_ms, username in ((accepted, 61_000, "ana"), (dismissed, 71_000, None)):
        details = json.loads(entry.details)
        assert (entry.subject_name, entry.competition_id) == ("Team 101", 1)
        assert (details["number"], details["team"]) == (101, "Team 101")
        assert (details["judge"], details["elapsed_ms"]) == (username, elapsed_ms)


@pytest.mark.gen_test
async def test_a_clock_reading_without_a_start_is_no_elapsed_time(office: Office) -> None:
    judge = await office.judge()
    await office.competition()
    team = await office.team(1, judge_id=judge.id)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(START_MS + 5))
    (kept,) = office.services.timing.refused()
    await office.services.timing.dismiss_refused(kept.id, OLGA)
    ((_, entry),) = await office.services.auditing.page(1)
    details = json.loads(entry.details)
    assert (details["sent"], details["elapsed_ms"]) == (START_MS + 5, None)


# ---- what is known of the phone's clock ----


@pytest.mark.gen_test
async def test_an_accepted_time_keeps_what_its_phone_said_of_its_clock(office: Office) -> None:
    judge, team, _ = await stopped_race_with_kept_times(office)
    reading = time(START_MS + 9_000, "a", offset_ms=2_000, uncertainty_ms=30)
    elapsed = time(5, "b", offset_ms=2_000, uncertainty_ms=40)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, reading, elapsed, offset_ms=7)
    ids = [kept.id for kept in office.services.timing.refused()]
    assert await office.services.timing.accept_many(ids, OLGA) == (2, {})
    assert [
        (record.id, record.elapsed_ms, record.clock_offset_ms, record.uncertainty_ms)
        for record in office.state.times_of(team.id).records
    ] == [("a", 7_000, 2_000, 30), ("b", 5, None, 40)]
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_a_reading_from_before_the_press_is_accepted_once_the_start_is_right(
    office: Office,
) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(START_MS - 5, "a"), time(START_MS - 5_001, "b"))
    early, too_early = [kept.id for kept in office.services.timing.refused()]
    timing = office.services.timing
    accepted, failed = await timing.accept_many([early, too_early], OLGA)
    assert (accepted, codes(failed)) == (0, dict.fromkeys([early, too_early], "negative_time"))
    await office.services.competitions.correct_start(1, START_MS - 5_000, "pressed late", OLGA)
    accepted, failed = await timing.accept_many([early, too_early], OLGA)
    assert (accepted, codes(failed)) == (1, {too_early: "negative_time"})
    (record,) = office.state.times_of(team.id).records
    assert (record.id, record.elapsed_ms) == ("a", -5)
    entries = await office.services.auditing.page(1000)
    (noted,) = [json.loads(one.details) for _, one in entries if one.action == "refused_accepted"]
    assert noted["elapsed_ms"] == 4_995
    # It counts from then on: the start may not go behind it again.
    with pytest.raises(errors.TimesBeforeStart):
        await office.services.competitions.correct_start(1, START_MS, "", OLGA)
