"""Times taken back and given back through the services: durable, on record, and told."""

import asyncio
import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.language_of_races import OLGA, START_MS, Office, everything_in, said, time
from tests.venue import eventually
from tornado_timing.domain import errors
from tornado_timing.domain.audit import actor
from tornado_timing.domain.events import RecordsChanged, RefusedChanged, TimesStored
from tornado_timing.domain.model import Account, Team
from tornado_timing.domain.rescue import RescuedTime
from tornado_timing.domain.withdrawing import MAX_CHANGES_BY_JUDGE, Whereabouts
from tornado_timing.service.withdrawing import Changed


async def race_with_times(
    office: Office, *record_ids: str, limit: int | None = None
) -> tuple[Account, Team]:
    """A race that runs, with a time for each id; the second is of 2 s, and so on."""
    _, judge, team = await office.race_day(limit)
    for number, record_id in enumerate(record_ids, start=1):
        await office.sends(judge, team.id, time(1_000 * number, record_id))
    office.events.clear()
    return judge, team


async def log(office: Office) -> list[tuple[Any, ...]]:
    """The rows of the log, without their numbers."""
    statement = "SELECT record_id, is_withdrawn, account_id, at_ms FROM withdrawals ORDER BY seq"
    return await office.core.database.run(lambda c: c.execute(statement).fetchall())


def rows_in(office: Office, table: str) -> int:
    """How many rows a table of the file has by now, as another process would see it."""
    with closing(sqlite3.connect(office.path)) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


async def on_record(office: Office, count: int) -> list[tuple[str, Any]]:
    """Action and details of the newest entries, the newest last."""
    page = await office.services.auditing.page(count)
    return [(entry.action, json.loads(entry.details)) for _, entry in reversed(page)]


def counting(office: Office, team: Team) -> list[str]:
    return [record.id for record in office.state.times_of(team.id).records]


@pytest.mark.gen_test
async def test_who_took_a_time_back_and_when_is_in_the_file(office: Office) -> None:
    judge, team = await race_with_times(office, "A", "b")
    assert await office.withdraws(judge, "a") == Changed(team.id, False)
    office.clock.pass_s(5)
    assert await office.gives_back(judge, "a") == Changed(team.id, False)
    # Spelt as it was stored.
    assert await log(office) == [
        ("A", 1, judge.id, START_MS),
        ("A", 0, judge.id, START_MS + 5_000),
    ]
    stored = await office.core.database.run(
        lambda c: c.execute("SELECT id FROM time_records").fetchall()
    )
    assert stored == [("A",), ("b",)]


@pytest.mark.gen_test
async def test_it_is_on_record_with_the_names_of_the_moment(office: Office) -> None:
    judge, team = await race_with_times(office, "a", "b")
    await office.services.competitions.correct_start(1, START_MS - 500, "", OLGA)
    await office.withdraws(judge, "b")
    await office.gives_back(judge, "b")
    (withdrawn, details), (given_back, again) = await on_record(office, 2)
    assert (withdrawn, given_back) == ("time_withdrawn", "time_given_back")
    assert details == again
    assert details == {
        "record_id": "b",
        "team_id": team.id,
        "number": 101,
        "team": "Team 101",
        "judge_id": judge.id,
        "judge": "ana",
        "sent": 2_000,
        "elapsed_ms": 2_500,
    }
    ((_, entry),) = await office.services.auditing.page(1)
    assert (entry.username, entry.account_id, entry.address) == ("ana", judge.id, "127.0.0.1")
    assert (entry.subject_kind, entry.subject_id, entry.subject_name) == (
        "team",
        team.id,
        "Team 101",
    )
    assert entry.competition_id == 1


@pytest.mark.gen_test
async def test_the_newest_entry_on_record_is_counted_up(office: Office) -> None:
    judge, _ = await race_with_times(office, "a")
    heard: list[int] = []
    office.core.listen_to_record(lambda: heard.append(office.state.newest_audit_id))
    before = office.state.newest_audit_id
    await office.withdraws(judge, "a")
    assert heard == [before + 1]
    assert (await office.read_back()).newest_audit_id == before + 1


@pytest.mark.gen_test
async def test_results_are_told_when_it_is_durable(office: Office) -> None:
    judge, team = await race_with_times(office, "a")
    await office.withdraws(judge, "a")
    stored = TimesStored(1, team.id)
    assert office.events == [stored, RecordsChanged(judge.id, ["a"], [])]
    office.events.clear()
    await office.gives_back(judge, "A")
    assert office.events == [stored, RecordsChanged(judge.id, [], ["a"])]


@pytest.mark.gen_test
async def test_asked_twice_it_is_done_once(office: Office) -> None:
    judge, team = await race_with_times(office, "a", "b")
    for record_id, duplicate in (("a", False), ("A", True), ("a", True)):
        assert await office.withdraws(judge, record_id) == Changed(team.id, duplicate)
    rows, entries = await log(office), await on_record(office, 1)
    assert len(rows) == 1
    assert await office.gives_back(judge, "b") == Changed(team.id, True)
    assert (await log(office), await on_record(office, 1)) == (rows, entries)
    assert counting(office, team) == ["b"]


@pytest.mark.gen_test
async def test_a_second_request_waits_for_the_commit_of_the_first(office: Office) -> None:
    judge, _ = await race_with_times(office, "a")
    done: list[str] = []

    async def withdraw(name: str) -> None:
        await office.withdraws(judge, "a")
        done.append(f"{name} {rows_in(office, 'withdrawals')}")

    await asyncio.gather(withdraw("first"), withdraw("second"))
    assert done == ["first 1", "second 1"]


@pytest.mark.gen_test
async def test_after_a_restart_it_is_still_withdrawn(office: Office) -> None:
    judge, team = await race_with_times(office, "a", "b", "c")
    for record_id in ("c", "a", "b"):
        await office.withdraws(judge, record_id)
    await office.gives_back(judge, "b")
    before = everything_in(office.state)
    await office.reopen()
    assert everything_in(office.state) == before
    assert counting(office, team) == ["b"]
    assert said(await office.sends(judge, team.id, time(1_000, "a"))) == ["again, withdrawn"]
    assert await office.gives_back(judge, "a") == Changed(team.id, False)
    assert counting(office, team) == ["a", "b"]


@pytest.mark.gen_test
async def test_what_cannot_be_changed_leaves_no_trace(office: Office) -> None:
    _, team = await race_with_times(office, "a")
    other = await office.judge("bruno")
    before, entries = everything_in(office.state), await on_record(office, 1)
    with pytest.raises(errors.RecordNotAllowed):
        await office.withdraws(other, "a")
    with pytest.raises(errors.RecordNotFound):
        await office.gives_back(other, "b")
    assert everything_in(office.state) == before
    assert (await log(office), await on_record(office, 1)) == ([], entries)
    assert (office.events, counting(office, team)) == ([], ["a"])


@pytest.mark.gen_test
async def test_a_commit_that_fails_changes_nothing(office: Office) -> None:
    judge, team = await race_with_times(office, "a")
    await office.core.database.run(lambda c: c.execute("PRAGMA query_only = ON"))
    with pytest.raises(errors.StorageFailed):
        await office.withdraws(judge, "a")
    await office.core.database.run(lambda c: c.execute("PRAGMA query_only = OFF"))

    async def is_read_back() -> bool:
        return not office.state.withdrawn

    await eventually(is_read_back, "the state is read back")
    assert counting(office, team) == ["a"]
    assert await office.withdraws(judge, "a") == Changed(team.id, False)


@pytest.mark.gen_test
async def test_a_race_without_times_that_count_begins_anew_and_keeps_its_withdrawn_ones_out(
    office: Office,
) -> None:
    judge, team = await race_with_times(office, "a")
    office.clock.pass_s(60)
    await office.withdraws(judge, "a")
    competitions = office.services.competitions
    await competitions.stop(1, OLGA)
    office.clock.pass_s(60)
    started = await competitions.start(1, OLGA)
    assert started.started_at_ms == START_MS + 120_000
    with pytest.raises(errors.TimesOfEarlierStart):
        await office.gives_back(judge, "a")
    assert counting(office, team) == []
    # Nor is it offered to an organizer, who could not give it back either.
    assert office.services.withdrawing.withdrawn() == []
    await office.sends(judge, team.id, time(1_000, "b"))
    await office.withdraws(judge, "b")
    assert [one.record.id for one in office.services.withdrawing.withdrawn()] == ["b"]


@pytest.mark.gen_test
async def test_a_team_whose_times_are_withdrawn_stays_in_its_competition(office: Office) -> None:
    judge, team = await race_with_times(office, "a")
    await office.withdraws(judge, "a")
    await office.competition("10K")
    with pytest.raises(errors.TeamHasTimes):
        await office.services.teams.change(team.id, {"competition_id": 2}, OLGA)


# ---- what was refused ----


@pytest.mark.gen_test
async def test_a_refused_time_that_is_taken_back_is_dismissed_until_it_is_given_back(
    office: Office,
) -> None:
    judge, team = await race_with_times(office)
    await office.services.competitions.stop(1, OLGA)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(5, "a"))
    office.events.clear()
    timing = office.services.timing
    for duplicate in (False, True):
        assert await office.withdraws(judge, "A") == Changed(team.id, duplicate)
        assert (timing.refused(), len(timing.dismissed())) == ([], 1)
    assert office.events == [RefusedChanged(), RecordsChanged(judge.id, ["a"], [])]
    assert await log(office) == []
    await office.reopen()
    timing = office.services.timing
    for duplicate in (False, True):
        assert await office.gives_back(judge, "a") == Changed(team.id, duplicate)
        assert ([kept.record_id for kept in timing.refused()], timing.dismissed()) == (["a"], [])
    actions = [action for action, _ in await on_record(office, 2)]
    assert actions == ["refused_dismissed", "refused_recovered"]


@pytest.mark.gen_test
async def test_accepted_later_it_is_withdrawn_like_any_other(office: Office) -> None:
    judge, team = await race_with_times(office, "first", limit=1)
    await office.sends(judge, team.id, time(5, "a"))
    (kept,) = office.services.timing.refused()
    await office.services.timing.accept_refused(kept.id, OLGA)
    assert await office.withdraws(judge, "a") == Changed(team.id, False)
    assert counting(office, team) == ["first"]
    with pytest.raises(errors.TeamComplete):
        await office.gives_back(judge, "a")


@pytest.mark.gen_test
async def test_a_withdrawn_time_that_an_organizer_accepts_counts_again(office: Office) -> None:
    """Refused and dismissed, come in after all, taken back, and then found on the list."""
    _, judge, team = await office.race_day()
    await office.services.competitions.stop(1, OLGA)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(5, "a"))
    timing = office.services.timing
    (kept,) = timing.refused()
    await timing.dismiss_refused(kept.id, OLGA)
    await office.services.competitions.resume(1, OLGA)
    await office.sends(judge, team.id, time(5, "a"))
    await office.withdraws(judge, "a")
    await timing.recover_refused(kept.id, OLGA)
    office.events.clear()
    assert (await timing.accept_refused(kept.id, OLGA)).id == "a"
    assert counting(office, team) == ["a"]
    assert office.events == [
        RefusedChanged(),
        TimesStored(1, team.id),
        RecordsChanged(judge.id, [], ["a"]),
    ]
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_who_dismissed_a_time_is_known_after_a_restart(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.services.competitions.stop(1, OLGA)
    for record_id in ("mine", "olga's"):
        with pytest.raises(errors.RaceNotRunning):
            await office.sends(judge, team.id, time(5, record_id))
    organizer = await office.organizer("olga2")
    _, other = office.services.timing.refused()
    by = actor(organizer, "127.0.0.1")
    await office.services.timing.dismiss_refused(other.id, by)
    await office.withdraws(judge, "mine")
    before = everything_in(office.state)
    await office.reopen()
    assert everything_in(office.state) == before
    with pytest.raises(errors.RecordNotAllowed):
        await office.gives_back(judge, "olga's")
    assert await office.gives_back(judge, "mine") == Changed(team.id, False)
    assert [kept.record_id for kept in office.services.timing.refused()] == ["mine"]


@pytest.mark.gen_test
async def test_times_of_one_id_are_taken_back_and_given_back_together(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.services.competitions.stop(1, OLGA)
    for elapsed_ms in (5, 6):
        with pytest.raises(errors.RaceNotRunning):
            await office.sends(judge, team.id, time(elapsed_ms, "a"))
    await office.withdraws(judge, "a")
    assert office.services.timing.refused() == []
    assert await office.gives_back(judge, "a") == Changed(team.id, False)
    assert [kept.sent for kept in office.services.timing.refused()] == [5, 6]
    assert await office.gives_back(judge, "a") == Changed(team.id, True)


# ---- how often ----


@pytest.mark.gen_test
async def test_a_judge_is_stopped_at_the_bound_also_after_a_restart_and_no_organizer_is(
    office: Office,
) -> None:
    judge, team = await race_with_times(office, "a", "b")
    for number in range(MAX_CHANGES_BY_JUDGE - 1):
        change = office.gives_back if number % 2 else office.withdraws
        assert await change(judge, "a") == Changed(team.id, False)
    before = everything_in(office.state)
    await office.reopen()
    assert everything_in(office.state) == before
    await office.gives_back(judge, "a")
    rows = await log(office)
    with pytest.raises(errors.TooManyChanges):
        await office.withdraws(judge, "a")
    # Nothing changes, and nothing is refused.
    assert await office.gives_back(judge, "a") == Changed(team.id, True)
    assert (await log(office), counting(office, team)) == (rows, ["a", "b"])
    assert await office.withdraws(judge, "b") == Changed(team.id, False)


@pytest.mark.gen_test
async def test_an_organizer_gives_back_what_its_judge_may_change_no_more(office: Office) -> None:
    judge, team = await race_with_times(office, "a")
    await office.withdraws(judge, "a")
    assert await office.services.withdrawing.give_back_many(["a"], OLGA) == (1, {})
    for number in range(MAX_CHANGES_BY_JUDGE - 2):
        change = office.gives_back if number % 2 else office.withdraws
        await change(judge, "a")
    with pytest.raises(errors.TooManyChanges):
        await office.withdraws(judge, "a")
    time_of_judge = RescuedTime(team.id, time(1_000, "a"), True)
    rescue = await office.services.rescuing.rescue(judge.id, [time_of_judge], OLGA)
    assert (rescue.duplicates, rescue.failed) == (1, [])
    assert counting(office, team) == []
    assert (await office.services.withdrawing.give_back_many(["a"], OLGA))[0] == 1
    assert counting(office, team) == ["a"]


# ---- organizers ----


@pytest.mark.gen_test
async def test_an_organizer_gives_many_back_in_one_commit(office: Office) -> None:
    judge, team = await race_with_times(office, *"abcd")
    for record_id in "abcd":
        await office.withdraws(judge, record_id)
    office.events.clear()
    commits = office.core.writer.commits
    given_back, failed = await office.services.withdrawing.give_back_many(
        ["b", "nobody's", "A", "a", "b"], OLGA
    )
    assert given_back == 3
    assert {key: error.code for key, error in failed.items()} == {"nobody's": "record_not_found"}
    assert office.core.writer.commits == commits + 1
    assert counting(office, team) == ["a", "b"]
    assert office.events == [
        TimesStored(1, team.id),
        RecordsChanged(judge.id, [], ["b", "a"]),
    ]
    assert [row[:3] for row in (await log(office))[-2:]] == [("b", 0, None), ("a", 0, None)]
    assert [action for action, _ in await on_record(office, 2)] == ["time_given_back"] * 2
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_the_limit_holds_for_those_of_one_request_together(office: Office) -> None:
    judge, team = await race_with_times(office, *"abc", limit=3)
    for record_id in "abc":
        await office.withdraws(judge, record_id)
    await office.sends(judge, team.id, time(9_000, "d"))
    given_back, failed = await office.services.withdrawing.give_back_many("abc", OLGA)
    assert (given_back, [error.code for error in failed.values()]) == (2, ["team_complete"])
    assert counting(office, team) == ["a", "b", "d"]


@pytest.mark.gen_test
async def test_organizers_see_what_was_withdrawn_the_last_first(office: Office) -> None:
    judge, team = await race_with_times(office, *"abc")
    await office.services.competitions.correct_start(1, START_MS - 500, "", OLGA)
    await office.withdraws(judge, "c")
    office.clock.pass_s(1)
    await office.withdraws(judge, "a")
    withdrawing = office.services.withdrawing
    shown = [
        (one.record.id, one.team, one.elapsed_ms, one.at_ms, one.by)
        for one in withdrawing.withdrawn()
    ]
    assert shown == [
        ("a", team, 1_500, START_MS + 1_000, "ana"),
        ("c", team, 3_500, START_MS, "ana"),
    ]
    assert withdrawing.withdrawn(1) == withdrawing.withdrawn()
    assert withdrawing.withdrawn(2) == []
    await office.services.accounts.delete_judge(judge.id, OLGA)
    assert [one.by for one in withdrawing.withdrawn()] == [None, None]
    await office.services.teams.delete(team.id, OLGA)
    assert withdrawing.withdrawn() == []


# ---- what is gone for good ----


@pytest.mark.gen_test
async def test_a_purge_takes_the_log_of_its_times_along(office: Office) -> None:
    judge, _ = await race_with_times(office, "a")
    await office.competition("10K")
    other = await office.team(7, 2, judge_id=judge.id)
    await office.services.competitions.start(2, OLGA)
    await office.sends(judge, other.id, time(5, "other"))
    for record_id in ("a", "other"):
        await office.withdraws(judge, record_id)
    await office.services.competitions.stop(1, OLGA)
    office.clock.pass_s(2 * 86_400)
    (purged,) = await office.services.purging.purge(1, OLGA)
    assert purged.record_count == 1
    assert [row[0] for row in await log(office)] == ["other"]
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
@pytest.mark.parametrize("all_of_it", [True, False])
async def test_emptying_the_bin_takes_the_log_of_its_times_along(
    office: Office, all_of_it: bool
) -> None:
    judge, team = await race_with_times(office, "a")
    await office.withdraws(judge, "a")
    await office.services.competitions.stop(1, OLGA)
    await office.services.competitions.delete(1, OLGA)
    if all_of_it:
        await office.services.bin.empty(OLGA)
    else:
        await office.services.bin.delete_competition(1, OLGA)
    assert await log(office) == []
    assert office.state.withdrawn == {}
    assert office.state.record("a") is None
    assert everything_in(await office.read_back()) == everything_in(office.state)
    with pytest.raises(errors.RecordNotFound):
        await office.withdraws(judge, "a")
    assert team.id not in office.state.teams


# ---- where they are ----


@pytest.mark.gen_test
async def test_what_is_said_to_be_stored_is_durable(office: Office) -> None:
    judge, team = await race_with_times(office, "b")
    told: list[tuple[Whereabouts, int]] = []

    def settled(found: Whereabouts, error: errors.TimingError | None) -> None:
        assert error is None
        told.append((found, rows_in(office, "time_records")))

    office.services.timing.record_times(
        judge, team.id, [time(5, "a")], None, START_MS, lambda *_: None
    )
    office.services.withdrawing.whereabouts(judge, ["a", "c"], settled)
    assert told == []
    await office.core.commit([])
    assert told == [(Whereabouts(["a"], [], [], ["c"]), 2)]
