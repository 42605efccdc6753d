"""Runners are entered, changed and deleted; a bib is changed without losing what was marked."""

import datetime
from typing import Any

import pytest

from tests.language_of_entries import (
    correction,
    finish_ms,
    five_k,
    mark,
    runner,
    stored,
    wave,
)
from tests.language_of_races import OLGA, START_MS, Office, everything_in
from tornado_timing.domain import errors
from tornado_timing.domain.audit import actor
from tornado_timing.domain.events import EntriesChanged
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.runners import Sex


async def running(office: Office) -> None:
    """A race that runs, and a judge at its line."""
    await office.judge()
    await five_k(office)
    await office.services.competitions.start(1, OLGA)


@pytest.mark.gen_test
async def test_a_late_entry_needs_a_bib_and_nothing_else(office: Office) -> None:
    await five_k(office)
    entered = await runner(office, "7")
    assert (entered.id, entered.bib, entered.full_name, entered.registered_at_ms) == (
        1,
        "7",
        "",
        START_MS,
    )
    assert office.events[-1] == EntriesChanged(1)
    assert office.services.runners.of(1) == [entered]


@pytest.mark.gen_test
@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"bib": "007"}, errors.BibTaken),
        ({"bib": "8", "wave_id": 9}, errors.UnknownWave),
        ({"bib": "8", "competition_id": 2}, errors.CompetitionNotIndividual),
        ({"bib": "8", "competition_id": 9}, errors.UnknownCompetition),
        ({"bib": "8", "birth_date": datetime.date(1850, 1, 1)}, errors.ImpossibleBirthDate),
    ],
)
async def test_what_may_not_be_entered_changes_nothing(
    office: Office, fields: dict[str, Any], error: type[errors.TimingError]
) -> None:
    await five_k(office)
    await office.competition("teams")
    await runner(office, "7")
    before = everything_in(office.state)
    with pytest.raises(error):
        await office.services.runners.create({"competition_id": 1, **fields}, OLGA)
    assert everything_in(office.state) == before
    assert (await runner(office, "8")).id == 2


@pytest.mark.gen_test
async def test_another_bib_takes_along_what_was_marked_with_the_first(office: Office) -> None:
    await running(office)
    ana = await runner(office, "7")
    await stored(office, mark("a", 60_000, "7"))
    office.clock.pass_s(120)
    changed = await office.services.runners.change(ana.id, {"bib": "70"}, OLGA)
    bruno = await runner(office, "7")
    await stored(office, mark("b", 130_000, "7"), mark("c", 140_000, "70"))
    assert changed.bib == "70"
    assert (finish_ms(office, ana.id), finish_ms(office, bruno.id)) == (60_000, 130_000)
    # The row of the entry is as it was.
    assert office.state.individual.entered(ana.id).bib == "7"
    await office.reopen()
    assert [one.bib for one in office.services.runners.of(1)] == ["70", "7"]


@pytest.mark.gen_test
async def test_bibs_that_were_mixed_up_are_put_right_by_way_of_a_third(office: Office) -> None:
    await five_k(office)
    for bib in ("7", "8"):
        await runner(office, bib)
    runners = office.services.runners
    with pytest.raises(errors.BibTaken):
        await runners.change(1, {"bib": "8"}, OLGA)
    for runner_id, bib in ((1, "x"), (2, "7"), (1, "8")):
        await runners.change(runner_id, {"bib": bib}, OLGA)
    assert [one.bib for one in runners.of(1)] == ["8", "7"]
    # The clock of the office stands: the order is that of the changes all the same.
    assert [one.bib for one in (await office.read_back()).individual.book_of(1).runners()] == [
        "8",
        "7",
    ]


@pytest.mark.gen_test
async def test_the_correction_of_a_bib_says_who_and_when(office: Office) -> None:
    olga = await office.organizer()
    await five_k(office)
    await runner(office, "7")
    office.clock.pass_s(5)
    await office.services.runners.change(1, {"bib": "70"}, actor(olga, "10.0.0.1"))
    (made,) = office.state.individual.book_of(1).corrections
    assert (made.kind, made.subject, made.text) == (Kind.RUNNER_BIB, "1", "70")
    assert (made.account_id, made.made_at_ms) == (olga.id, START_MS + 5_000)


@pytest.mark.gen_test
async def test_a_change_of_the_rest_makes_no_correction(office: Office) -> None:
    await five_k(office)
    await runner(office, "7")
    runners = office.services.runners
    ana = await runners.change(1, {"bib": "7", "first_name": "Ana", "sex": Sex.FEMALE}, OLGA)
    assert (ana.full_name, ana.sex) == ("Ana", Sex.FEMALE)
    assert office.state.individual.book_of(1).corrections == []
    office.events.clear()
    assert await runners.change(1, {"first_name": "Ana"}, OLGA) == ana
    assert office.events == []


@pytest.mark.gen_test
async def test_what_another_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    await five_k(office)
    seen = await runner(office, "7")
    runners = office.services.runners
    now = await runners.change(1, {"bib": "70"}, OLGA)
    for late in (
        runners.change(1, {"team": "x"}, OLGA, expected=seen),
        runners.delete(1, OLGA, expected=seen),
    ):
        with pytest.raises(errors.ChangedMeanwhile) as caught:
            await late
        assert caught.value.details["current"] == now
    await runners.delete(1, OLGA, expected=now)
    with pytest.raises(errors.NotFound):
        runners.get(1)


@pytest.mark.gen_test
async def test_the_marks_of_a_deleted_runner_wait_for_who_is_entered_with_the_bib(
    office: Office,
) -> None:
    await running(office)
    await runner(office, "7")
    await stored(office, mark("a", 60_000, "7"))
    await office.services.runners.delete(1, OLGA)
    again = await runner(office, "7")
    assert (again.id, finish_ms(office, 2)) == (2, 60_000)


@pytest.mark.gen_test
async def test_runners_are_listed_by_competition_or_all(office: Office) -> None:
    await five_k(office)
    await five_k(office, name="10K")
    for bib, competition_id in (("7", 2), ("8", 1), ("9", 2)):
        await runner(office, bib, competition_id)
    runners = office.services.runners
    assert [one.bib for one in runners.of(2)] == ["7", "9"]
    assert [one.bib for one in runners.of()] == ["8", "7", "9"]
    await office.services.competitions.delete(2, OLGA)
    assert ([one.bib for one in runners.of()], runners.of(2)) == (["8"], [])
    with pytest.raises(errors.NotFound):
        runners.get(1)


@pytest.mark.gen_test
async def test_categories_are_set_as_a_whole(office: Office) -> None:
    await five_k(office)
    runners = office.services.runners
    rows: list[dict[str, Any]] = [
        {"name": "Veteranas", "sex": Sex.FEMALE, "min_age": 40, "max_age": None},
        {"name": "Libre", "sex": None, "min_age": 0, "max_age": None},
    ]
    made = await runners.set_bands(1, rows, OLGA)
    assert [band.name for band in made] == ["Veteranas", "Libre"]
    assert office.events[-1] == EntriesChanged(1)
    assert await runners.set_bands(1, rows, OLGA) == made
    await runners.set_bands(1, rows[1:], OLGA)
    await office.reopen()
    assert [band.name for band in office.services.runners.bands(1)] == ["Libre"]
    await office.services.runners.set_bands(1, [], OLGA)
    assert (await office.read_back()).individual.book_of(1).bands == ()


@pytest.mark.gen_test
async def test_only_individual_races_have_categories(office: Office) -> None:
    await office.competition()
    with pytest.raises(errors.CompetitionNotIndividual):
        await office.services.runners.set_bands(1, [], OLGA)
    for asked in (9, 2):
        with pytest.raises(errors.NotFound):
            office.services.runners.bands(asked)


@pytest.mark.gen_test
async def test_a_purge_takes_marks_and_corrections_and_leaves_the_bibs_that_are_worn(
    office: Office,
) -> None:
    await running(office)
    await runner(office, "7")
    await stored(office, mark("a", 60_000, "7"), correction("p", Kind.PENALTY, 1, number=5))
    await office.services.runners.change(1, {"bib": "70"}, OLGA)
    await office.services.competitions.stop(1, OLGA)
    office.clock.pass_s(86_400 * 3)
    (purged,) = await office.services.purging.purge(1, OLGA)
    assert (purged.competition_id, purged.record_count) == (1, 1)
    await office.reopen()
    book = office.state.individual.book_of(1)
    assert (book.marks, book.corrections) == ([], [])
    assert office.services.runners.get(1).bib == "70"
    assert await office.services.purging.plan(1) == []


@pytest.mark.gen_test
async def test_a_competition_comes_out_of_the_bin_with_all_its_entries(office: Office) -> None:
    await running(office)
    await wave(office)
    await runner(office, "7", wave_id=1)
    await stored(office, mark("a", 60_000, "7"))
    await office.services.competitions.stop(1, OLGA)
    before = everything_in(office.state)
    await office.services.competitions.delete(1, OLGA)
    (binned,) = office.services.bin.competitions()
    assert (binned.runner_count, binned.mark_count) == (1, 1)
    await office.services.bin.restore_competition(1, OLGA)
    assert everything_in(office.state) == before
    await office.services.competitions.delete(1, OLGA)
    await office.services.bin.empty(OLGA)
    await office.reopen()
    assert office.state.individual.book_of(1).entered == {}
    assert office.state.individual.mark("a") is None
