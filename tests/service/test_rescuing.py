"""Times off a phone's screen: stored as if the phone had sent them, once, and on record."""

import json
from typing import Any

import pytest

from tests.language_of_races import MINUTE_MS, OLGA, START_MS, Office, everything_in, time
from tornado_timing.domain import errors
from tornado_timing.domain.events import RefusedChanged, TimesStored
from tornado_timing.domain.rescue import Rescue, RescuedTime
from tornado_timing.domain.submissions import Entry


def off_screen(team_id: int, sent: int, record_id: str, **more: Any) -> RescuedTime:
    is_withdrawn = more.pop("is_withdrawn", False)
    return RescuedTime(team_id, time(sent, record_id, **more), is_withdrawn)


def counts(rescue: Rescue) -> tuple[int, int, int, list[tuple[str | None, str]]]:
    failed = [(one.entry.record_id, error.code) for one, error in rescue.failed]
    return rescue.saved, rescue.duplicates, rescue.kept, failed


async def on_record(office: Office) -> list[tuple[str, int | None, dict[str, Any]]]:
    """Username of the judge, competition and details of each rescue."""
    entries = await office.services.auditing.page(1000)
    return [
        (entry.subject_name, entry.competition_id, json.loads(entry.details))
        for _, entry in entries
        if entry.action == "times_rescued"
    ]


@pytest.mark.gen_test
async def test_times_are_stored_as_if_the_judges_phone_had_sent_them(office: Office) -> None:
    _, judge, team = await office.race_day()
    other = await office.team(102, judge_id=judge.id)
    commits = office.core.writer.commits
    office.events.clear()
    rescue = await office.services.rescuing.rescue(
        judge.id,
        [
            off_screen(team.id, START_MS + 70_000, "a", offset_ms=10_000, uncertainty_ms=25),
            off_screen(other.id, START_MS + 61_000, "b"),
            off_screen(team.id, 5_000, "c"),
        ],
        OLGA,
    )
    assert counts(rescue) == (3, 0, 0, [])
    assert office.core.writer.commits == commits + 1
    assert office.events == [TimesStored(1, team.id), TimesStored(1, other.id)]
    first, last = office.state.times_of(team.id).records
    assert (first.id, first.judge_id, first.elapsed_ms) == ("a", judge.id, 60_000)
    assert (first.clock_offset_ms, first.uncertainty_ms) == (10_000, 25)
    assert (last.id, last.elapsed_ms) == ("c", 5_000)
    assert [one.elapsed_ms for one in office.state.times_of(other.id).records] == [61_000]
    details = {"judge": "ana", "saved": 3, "duplicates": 0, "kept": 0, "failed": 0}
    assert await on_record(office) == [("ana", 1, details)]
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_read_in_twice_or_sent_by_the_phone_as_well_it_counts_once(office: Office) -> None:
    _, judge, team = await office.race_day()
    times = [off_screen(team.id, START_MS + 9, "A"), off_screen(team.id, 5, "b")]
    await office.sends(judge, team.id, time(START_MS + 9, "a"))
    rescuing = office.services.rescuing
    assert counts(await rescuing.rescue(judge.id, times, OLGA)) == (1, 1, 0, [])
    assert counts(await rescuing.rescue(judge.id, [*times, *times], OLGA)) == (0, 4, 0, [])
    again = await office.sends(judge, team.id, time(5, "b"))
    assert again.accepted == []
    assert len(office.state.times_of(team.id).records) == 2


@pytest.mark.gen_test
async def test_after_the_race_what_is_new_is_kept_and_what_was_stored_is_a_duplicate(
    office: Office,
) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(1, "a"))
    await office.services.competitions.stop(1, OLGA)
    times = [off_screen(team.id, 1, "a"), off_screen(team.id, 2, "b"), off_screen(999, 3, "c")]
    office.events.clear()
    for _ in range(2):
        rescue = await office.services.rescuing.rescue(judge.id, times, OLGA)
        assert counts(rescue) == (0, 1, 1, [("c", "team_not_found")])
    assert office.events == [RefusedChanged()]
    (kept,) = office.services.timing.refused()
    assert (kept.judge_id, kept.record_id, kept.reason) == (judge.id, "b", "race_not_running")
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_one_bad_time_spoils_no_other(office: Office) -> None:
    _, judge, team = await office.race_day(limit=2)
    unreadable = RescuedTime(0, Entry(record_id="x", error=errors.TimeNotInteger()))
    times = [
        unreadable,
        off_screen(team.id, -1, "y"),
        off_screen(team.id, 1, "a"),
        off_screen(team.id, 2, "b"),
        off_screen(team.id, 3, "over"),
    ]
    rescue = await office.services.rescuing.rescue(judge.id, times, OLGA)
    assert counts(rescue) == (2, 0, 1, [("x", "time_not_integer"), ("y", "negative_time")])
    ((_, _, details),) = await on_record(office)
    assert details == {"judge": "ana", "saved": 2, "duplicates": 0, "kept": 1, "failed": 2}


@pytest.mark.gen_test
async def test_a_time_that_was_kept_and_now_may_be_stored_leaves_the_list(office: Office) -> None:
    judge = await office.judge()
    await office.competition()
    team = await office.team(judge_id=judge.id)
    with pytest.raises(errors.RaceNotRunning):
        await office.sends(judge, team.id, time(START_MS - 5, "a"))
    await office.services.competitions.start(1, OLGA)
    await office.services.competitions.correct_start(1, START_MS - MINUTE_MS, "", OLGA)
    times = [off_screen(team.id, START_MS - 5, "a")]
    assert counts(await office.services.rescuing.rescue(judge.id, times, OLGA))[:3] == (1, 0, 0)
    assert office.services.timing.refused() == []
    assert [one.elapsed_ms for one in office.state.times_of(team.id).records] == [-5]
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_what_its_judge_took_back_is_stored_and_counts_nowhere(office: Office) -> None:
    _, judge, team = await office.race_day(limit=2)
    await office.sends(judge, team.id, time(1, "sent"))
    times = [
        off_screen(team.id, 1, "sent", is_withdrawn=True),
        off_screen(team.id, 2, "new", is_withdrawn=True),
        off_screen(team.id, 3, "counts"),
        off_screen(team.id, 4, "counts too"),
        off_screen(team.id, 5, "refused", is_withdrawn=True),
    ]
    rescuing = office.services.rescuing
    assert counts(await rescuing.rescue(judge.id, times, OLGA)) == (3, 1, 1, [])
    assert [one.id for one in office.state.times_of(team.id).records] == ["counts", "counts too"]
    assert office.services.timing.refused() == []
    assert [one.record_id for one in office.services.timing.dismissed()] == ["refused"]
    assert [one.record.id for one in office.services.withdrawing.withdrawn()] == ["new", "sent"]
    # Read in again it is all there, and dismissed once.
    assert counts(await rescuing.rescue(judge.id, times, OLGA)) == (0, 4, 1, [])
    assert [one.record_id for one in office.services.timing.dismissed()] == ["refused"]
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_a_withdrawn_time_whose_id_is_another_ones_leaves_that_alone(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(1, "a"))
    times = [off_screen(team.id, 2, "a", is_withdrawn=True)]
    assert counts(await office.services.rescuing.rescue(judge.id, times, OLGA)) == (0, 0, 1, [])
    assert [one.elapsed_ms for one in office.state.times_of(team.id).records] == [1]
    (kept,) = office.services.timing.refused()
    assert (kept.record_id, kept.sent) == ("a", 2)


@pytest.mark.gen_test
async def test_a_team_that_has_gone_to_another_judge_keeps_its_times(office: Office) -> None:
    _, judge, team = await office.race_day()
    bruno = await office.judge("bruno")
    await office.sends(judge, team.id, time(1, "a"))
    await office.services.teams.change(team.id, {"judge_id": bruno.id}, OLGA)
    mine = [off_screen(team.id, 1, "a"), off_screen(team.id, 2, "b")]
    rescuing = office.services.rescuing
    assert counts(await rescuing.rescue(judge.id, mine, OLGA)) == (0, 1, 1, [])
    assert counts(await rescuing.rescue(bruno.id, mine, OLGA)) == (1, 1, 0, [])
    assert [one.judge_id for one in office.state.times_of(team.id).records] == [judge.id, bruno.id]


@pytest.mark.gen_test
async def test_times_of_several_competitions_are_on_record_for_none_of_them(office: Office) -> None:
    _, judge, team = await office.race_day()
    second = await office.competition("10K")
    other = await office.team(7, second.id, judge_id=judge.id)
    times = [off_screen(team.id, 1, "a"), off_screen(other.id, 2, "b")]
    assert counts(await office.services.rescuing.rescue(judge.id, times, OLGA)) == (1, 0, 1, [])
    ((_, competition_id, _),) = await on_record(office)
    assert competition_id is None


@pytest.mark.parametrize("judge_id", [99, 1])
@pytest.mark.gen_test
async def test_times_of_nobody_are_refused(office: Office, judge_id: int) -> None:
    organizer, _, team = await office.race_day()
    assert organizer.id == 1
    with pytest.raises(errors.NotFound):
        await office.services.rescuing.rescue(judge_id, [off_screen(team.id, 1, "a")], OLGA)
    assert office.state.record_count() == 0
    assert await on_record(office) == []
