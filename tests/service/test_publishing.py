"""Publishing: stages and versions, on record, told, and the same after a restart."""

import asyncio
import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.language_of_entries import correction, five_k, mark, runner, stored
from tests.language_of_races import MINUTE_MS, OLGA, START_MS, Office, everything_in
from tornado_timing.domain import errors
from tornado_timing.domain.events import ResultsPublished
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.publishing import ChangeKind, Stage
from tornado_timing.domain.individual.publishing_steps import Step
from tornado_timing.domain.model import CompetitionKind


async def finished(office: Office) -> None:
    """A race that is over, in which bib 7 was first and bib 8 second."""
    await office.judge()
    await five_k(office)
    await runner(office, "7", first_name="Ana", contact="099")
    await runner(office, "8", first_name="Luz")
    await office.services.competitions.start(1, OLGA)
    await stored(office, mark("a", 60_000, "7"), mark("b", 61_000, "8"))
    office.clock.pass_s(600)
    await office.services.competitions.stop(1, OLGA)


def noted(office: Office, action: str) -> list[dict[str, Any]]:
    """The details of what is on record."""
    with closing(sqlite3.connect(office.path)) as connection:
        rows = connection.execute("SELECT details FROM audit_log WHERE action = ?", (action,))
        return [json.loads(details) for (details,) in rows]


def places(office: Office) -> list[str]:
    """The bibs that everybody reads, in order."""
    ranking = office.state.individual.public_of(1).ranking
    return [placed.result.bib for placed in ranking.placed()]


@pytest.mark.gen_test
async def test_from_live_to_provisional_official_and_a_second_version(office: Office) -> None:
    await finished(office)
    publishing = office.services.publishing
    assert publishing.step(1) == Step(1)
    now_ms = office.clock.now_ms()
    office.events.clear()
    step = await publishing.provisional(1, now_ms + 15 * MINUTE_MS, "", OLGA)
    assert step == Step(1, Stage.PROVISIONAL, 0, now_ms)
    assert office.events == [ResultsPublished(1)]

    assert (await publishing.official(1, "", OLGA)).version == 1
    await stored(office, correction("p", Kind.PENALTY, 1, number=5_000))
    assert places(office) == ["7", "8"]
    pending = await publishing.pending(1)
    assert [(one.bib, one.what) for one in pending if not one.moved] == [
        ("7", ChangeKind.TIME),
        ("7", ChangeKind.PLACE),
    ]

    assert (await publishing.official(1, "penalty of 7", OLGA)).version == 2
    assert places(office) == ["8", "7"]
    assert await publishing.pending(1) == []
    last = office.state.individual.public_of(1).publication
    assert last is not None
    assert (last.change_count, last.reason) == (1, "penalty of 7")
    assert noted(office, "results_provisional") == [
        {"version": 0, "reason": "", "protests_until_ms": now_ms + 15 * MINUTE_MS}
    ]
    assert noted(office, "results_official")[-1] == {
        "version": 2,
        "reason": "penalty of 7",
        "changes": 1,
    }


@pytest.mark.gen_test
async def test_what_is_published_is_the_same_after_a_restart(office: Office) -> None:
    await finished(office)
    await office.services.publishing.official(1, "", OLGA)
    await stored(office, correction("p", Kind.PENALTY, 1, number=5_000))
    assert everything_in(office.state) == everything_in(await office.read_back())
    before = office.state.individual.public_of(1).publication
    await office.reopen()
    assert places(office) == ["7", "8"]
    assert office.state.individual.public_of(1).publication == before
    assert office.services.publishing.step(1).version == 1
    with closing(sqlite3.connect(office.path)) as connection:
        (document,) = connection.execute("SELECT document FROM publications").fetchone()
    assert "099" not in document


@pytest.mark.gen_test
async def test_who_was_hidden_and_deleted_stays_hidden_after_a_restart(office: Office) -> None:
    await finished(office)
    await office.services.publishing.official(1, "", OLGA)
    await office.services.runners.change(1, {"is_hidden": True}, OLGA)
    for number in (1, 2):
        await office.services.runners.delete(number, OLGA)
    await office.services.publishing.official(1, "", OLGA)
    await office.reopen()
    for version in (1, 2):
        public = office.state.individual.official_of(1, version)
        assert public is not None
        results = [placed.result for placed in public.ranking.placed()]
        hidden = {result.bib for result in results if result.runner.is_hidden}
        assert hidden == ({"7"} if version == 1 else set())
    book = office.state.individual.book_of(1)
    assert (book.is_hidden(1), book.is_hidden(2)) == (True, False)


@pytest.mark.gen_test
async def test_there_is_no_new_version_of_what_has_not_changed(office: Office) -> None:
    await finished(office)
    publishing = office.services.publishing
    await publishing.official(1, "", OLGA)
    with pytest.raises(errors.NothingChanged):
        await publishing.official(1, "", OLGA)
    # Protests came to nothing: what was official is so again.
    await publishing.reopen(1, None, "a protest", OLGA)
    assert (await publishing.official(1, "", OLGA)).version == 2
    last = office.state.individual.public_of(1).publication
    assert last is not None
    assert last.change_count == 0


@pytest.mark.gen_test
async def test_reopened_results_show_corrections_and_keep_their_number(office: Office) -> None:
    await finished(office)
    publishing = office.services.publishing
    await publishing.official(1, "", OLGA)
    step = await publishing.reopen(1, None, "a protest", OLGA)
    assert (step.stage, step.version) == (Stage.PROVISIONAL, 1)
    await stored(office, correction("p", Kind.PENALTY, 1, number=5_000))
    assert places(office) == ["8", "7"]
    assert [one.what for one in await publishing.pending(1) if one.moved] == [ChangeKind.PLACE]
    assert noted(office, "results_reopened") == [
        {"version": 1, "reason": "a protest", "protests_until_ms": None}
    ]
    with pytest.raises(errors.ResultsNotOfficial):
        await publishing.reopen(1, None, "again", OLGA)


@pytest.mark.gen_test
async def test_two_organizers_do_not_publish_the_same_version_twice(office: Office) -> None:
    await finished(office)
    publishing = office.services.publishing
    outcomes = await asyncio.gather(
        publishing.official(1, "one", OLGA),
        publishing.official(1, "other", OLGA),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [Step, errors.ChangedMeanwhile]
    assert len(office.state.individual.book_of(1).published.steps) == 1
    with pytest.raises(errors.ChangedMeanwhile):
        await publishing.provisional(1, None, "", OLGA, expected=Step(1))


@pytest.mark.gen_test
async def test_a_race_that_goes_on_while_results_are_frozen_is_not_official(
    office: Office,
) -> None:
    await finished(office)
    publishing = asyncio.create_task(office.services.publishing.official(1, "", OLGA))
    await asyncio.sleep(0)
    await office.services.competitions.resume(1, OLGA)
    with pytest.raises(errors.CompetitionRunning):
        await publishing
    assert office.services.publishing.step(1) == Step(1)


@pytest.mark.gen_test
async def test_only_individual_races_that_are_there_are_published(office: Office) -> None:
    await office.competition()
    publishing = office.services.publishing
    with pytest.raises(errors.CompetitionNotIndividual):
        publishing.step(1)
    with pytest.raises(errors.NotFound):
        await publishing.official(9, "", OLGA)
    await office.competition(kind=CompetitionKind.INDIVIDUAL)
    assert await publishing.pending(2) == []
    with pytest.raises(errors.RaceNotStarted):
        await publishing.provisional(2, START_MS, "", OLGA)
