"""Importing runners: known by the bibs that they wear, all of it or nothing, and twice is once."""

import datetime
import json
import sqlite3
from typing import Any

import pytest
from msgspec.structs import asdict

from tests.language_of_entries import finish_ms, five_k, mark, runner, stored, wave
from tests.language_of_races import OLGA, START_MS, Office, everything_in
from tornado_timing.domain import errors
from tornado_timing.domain.events import EntriesChanged
from tornado_timing.domain.import_rows import CheckedRow, plan_of
from tornado_timing.domain.individual.import_rows import read_runners
from tornado_timing.domain.individual.runners import Runner, Sex
from tornado_timing.service.importing import Imported, ImportPlan
from tornado_timing.store.writer import Write


def runners(*rows: dict[str, str], competition_id: int = 1) -> ImportPlan:
    drafts = read_runners(list(enumerate(rows, 2)))
    return ImportPlan("runners", competition_id, "corredores.csv", drafts)


async def check(office: Office, plan: ImportPlan) -> list[CheckedRow]:
    return await office.services.importing.check(plan)


async def run(office: Office, plan: ImportPlan, skip_bad: bool = False, **more: Any) -> Imported:
    return await office.services.importing.carry_out(plan, skip_bad, OLGA, **more)


def statuses(rows: list[CheckedRow]) -> list[str]:
    return [row.status for row in rows]


def noted(office: Office) -> list[tuple[Any, ...]]:
    with sqlite3.connect(office.path) as connection:
        rows = connection.execute(
            "SELECT username, subject_kind, subject_id, subject_name, competition_id, details"
            " FROM audit_log WHERE action = 'runners_imported' ORDER BY id"
        ).fetchall()
    connection.close()
    return rows


ANA = {
    "bib": "7",
    "first_name": "Ana",
    "last_name": "Pérez",
    "sex": "mujer",
    "birth_date": "31/12/1990",
    "age": "34",
    "category": "Élite",
    "team": "Los Veloces",
    "wave": "OLA 1",
    "contact": "099",
    "hidden": "sí",
    "nationality": "ECU",
    "city": "Ibarra",
}


@pytest.mark.gen_test
async def test_runners_are_made_with_all_that_their_rows_say_and_it_is_on_record(
    office: Office,
) -> None:
    await five_k(office)
    first = await wave(office)
    office.events.clear()
    plan = runners(ANA, {"bib": "A8"})
    rows = await check(office, plan)
    assert statuses(rows) == ["new", "new"]
    assert (rows[0].values["wave"], rows[0].values["sex"]) == ("Ola 1", "F")
    assert office.services.runners.of(1) == []
    assert await run(office, plan) == Imported(2, 0, 0, 0, [])
    state = await office.read_back()
    ana, late = state.individual.book_of(1).runners()
    assert asdict(ana) == {
        "id": 1,
        "competition_id": 1,
        "bib": "7",
        "registered_at_ms": START_MS,
        "first_name": "Ana",
        "last_name": "Pérez",
        "sex": Sex.FEMALE,
        "birth_date": datetime.date(1990, 12, 31),
        "age": 34,
        "category": "Élite",
        "team": "Los Veloces",
        "wave_id": first.wave.id,
        "contact": "099",
        "is_hidden": True,
        "nationality": "ECU",
        "city": "Ibarra",
    }
    assert late == Runner(id=2, competition_id=1, bib="A8", registered_at_ms=START_MS)
    assert everything_in(state) == everything_in(office.state)
    assert office.events == [EntriesChanged(1)]
    ((*who, details),) = noted(office)
    assert who == ["olga", "competition", 1, "5K", 1]
    assert json.loads(details) == {
        "filename": "corredores.csv",
        "total": 2,
        "created": 2,
        "updated": 0,
        "skipped": 0,
    }


@pytest.mark.gen_test
async def test_twice_is_once(office: Office) -> None:
    await five_k(office)
    await wave(office)
    plan = runners(ANA, {"bib": "8", "first_name": "José Muñoz"})
    await run(office, plan)
    office.events.clear()
    before, commits = everything_in(office.state), office.core.writer.commits
    assert statuses(await check(office, plan)) == ["same", "same"]
    assert await run(office, plan) == Imported(0, 0, 2, 0, [])
    assert everything_in(office.state) == before
    assert (office.events, office.core.writer.commits) == ([], commits)


@pytest.mark.gen_test
async def test_an_empty_cell_or_a_missing_column_leaves_what_there_is(office: Office) -> None:
    await five_k(office)
    await wave(office)
    await run(office, runners(ANA))
    (before,) = office.services.runners.of(1)
    await run(office, runners({**dict.fromkeys(ANA, ""), "bib": "7", "team": "Otro"}))
    await run(office, runners({"bib": "7", "age": "35"}))
    (after,) = office.services.runners.of(1)
    changed = {key: value for key, value in asdict(after).items() if value != asdict(before)[key]}
    assert changed == {"team": "Otro", "age": 35}


@pytest.mark.gen_test
async def test_who_wears_the_bib_now_is_meant_and_keeps_the_times(office: Office) -> None:
    await five_k(office)
    await office.judge()
    await office.services.competitions.start(1, OLGA)
    ana = await runner(office, "7", first_name="Ana")
    await stored(office, mark("a", at_ms=1_000_000, bib="7"))
    await office.services.runners.change(ana.id, {"bib": "70"}, OLGA)
    done = await run(office, runners({"bib": "070", "first_name": "Eva"}))
    assert done == Imported(0, 1, 0, 0, [])
    (eva,) = office.services.runners.of(1)
    assert (eva.id, eva.bib, eva.full_name) == (ana.id, "70", "Eva")
    assert office.state.individual.entered(ana.id).bib == "7"
    assert finish_ms(office, ana.id) == 1_000_000
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_twice_is_once_though_a_bib_was_changed_in_between(office: Office) -> None:
    await five_k(office)
    plan = runners({"bib": "2", "first_name": "Ana"}, {"bib": "3"})
    await run(office, plan)
    await office.services.runners.change(1, {"bib": "22"}, OLGA)
    before = everything_in(office.state)
    rows = await check(office, plan)
    assert statuses(rows) == ["same", "same"]
    assert rows[0].values["bib"] == "22"
    assert await run(office, plan) == Imported(0, 0, 2, 0, [])
    assert everything_in(office.state) == before

    assert await run(office, runners({"bib": "002", "team": "Otro"})) == Imported(0, 1, 0, 0, [])
    ana = office.services.runners.get(1)
    assert (ana.bib, ana.team, office.state.individual.entered(1).bib) == ("22", "Otro", "2")


@pytest.mark.gen_test
async def test_a_bad_row_stops_everything_unless_it_is_to_be_skipped(office: Office) -> None:
    await five_k(office)
    plan = runners({"bib": "1"}, {"bib": "2", "sex": "Z"}, {"bib": "3", "wave": "?"}, {"bib": "4"})
    before = everything_in(office.state)
    with pytest.raises(errors.ImportHasProblems) as caught:
        await run(office, plan)
    assert caught.value.details["count"] == 2
    assert everything_in(office.state) == before == everything_in(await office.read_back())
    assert noted(office) == []
    assert await run(office, plan, skip_bad=True) == Imported(2, 0, 0, 2, [])
    assert [one.bib for one in office.services.runners.of(1)] == ["1", "4"]


@pytest.mark.gen_test
async def test_runners_are_for_individual_races(office: Office) -> None:
    await office.competition()
    for number, error in ((1, errors.CompetitionNotIndividual), (9, errors.UnknownCompetition)):
        plan = runners({"bib": "1"}, competition_id=number)
        with pytest.raises(error):
            await check(office, plan)
        with pytest.raises(error):
            await run(office, plan)


@pytest.mark.gen_test
async def test_a_bib_that_others_entered_after_the_preview_stops_the_plan(office: Office) -> None:
    await five_k(office)
    plan = runners({"bib": "1", "first_name": "Ana"}, {"bib": "2"})
    seen = plan_of(await check(office, plan))
    await runner(office, "01", first_name="Hers")
    with pytest.raises(errors.ChangedMeanwhile):
        await run(office, plan, expected_plan=seen)
    assert [one.full_name for one in office.services.runners.of(1)] == ["Hers"]
    seen = plan_of(await check(office, plan))
    assert await run(office, plan, expected_plan=seen) == Imported(1, 1, 0, 0, [])


@pytest.mark.parametrize("change", ["runner", "wave", "day"])
@pytest.mark.gen_test
async def test_what_others_change_while_rows_are_checked_counts(
    office: Office, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    await five_k(office)
    importing = office.services.importing
    off_the_loop = importing.off_the_loop
    checks = 0

    async def slowly(work: Any) -> Any:
        nonlocal checks
        checks += 1
        rows = await off_the_loop(work)
        if checks == 1 and change == "runner":
            await runner(office, "1")
        elif checks == 1 and change == "wave":
            await wave(office, "Ola 1")
        elif checks == 1:
            later = {"scheduled_at_ms": START_MS + 86_400_000}
            await office.services.competitions.change(1, later, OLGA)
        return rows

    monkeypatch.setattr(importing, "off_the_loop", slowly)
    done = await run(office, runners({"bib": "1", "first_name": "Ana"}))
    assert checks == 2
    assert (done.created, done.updated) == ((0, 1) if change == "runner" else (1, 0))


@pytest.mark.gen_test
async def test_a_commit_that_fails_imports_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL", "tornado_timing.store.writer")
    await five_k(office)
    plan = runners({"bib": "1"}, {"bib": "2"})
    nonsense = Write("INSERT INTO nowhere VALUES (1)", [()])
    monkeypatch.setattr(office.core, "note", lambda *_by, **_details: nonsense)
    with pytest.raises(errors.StorageFailed):
        await run(office, plan)
    monkeypatch.undo()
    for _ in range(100):
        if not office.services.runners.of(1):
            break
        await office.core.database.run(lambda connection: None)
    assert office.services.runners.of(1) == []
    assert (await run(office, plan)).created == 2
