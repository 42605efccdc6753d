"""Marks through the services: durable before they are answered, told, on record, set right."""

import asyncio
from typing import Any

import msgspec
import pytest

from tests.language_of_entries import finish_ms, five_k, runner, wave
from tests.language_of_races import OLGA, START_MS, Office
from tests.venue import eventually
from tornado_timing.domain import errors
from tornado_timing.domain.events import EntriesChanged, MarksChanged
from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.marking import CorrectionRequest, MarkEntry
from tornado_timing.domain.individual.marks import Mode
from tornado_timing.domain.individual.watching import MarkOutcome, StoredMark
from tornado_timing.domain.model import Account


async def race(office: Office) -> Account:
    """A race in progress with runner 1, who wears 7, and a judge at its line."""
    judge = await office.judge()
    await five_k(office)
    await runner(office, "7", first_name="Ana")
    await office.services.lines.set_judges(1, {judge.id: Mode.BOTH}, OLGA)
    await office.services.competitions.start(1, OLGA)
    office.events.clear()
    return judge


def entry(mark_id: str, sent: int | None = 60_000, bib: str | None = "7") -> MarkEntry:
    return MarkEntry(mark_id, 1, sent, bib=bib)


async def marks(office: Office, judge: Account, *entries: MarkEntry) -> list[MarkOutcome]:
    """Records marks; raises what the message is answered."""
    done: asyncio.Future[list[MarkOutcome]] = asyncio.get_running_loop().create_future()

    def settled(outcomes: list[MarkOutcome], error: errors.TimingError | None) -> None:
        if error is None:
            done.set_result(outcomes)
        else:
            done.set_exception(error)

    now_ms = office.clock.now_ms()
    office.services.marking.record_marks(judge, 1, "phone", list(entries), None, now_ms, settled)
    return await done


async def corrects(office: Office, judge: Account, correction_id: str, **what: Any) -> bool:
    """Sets mark "a" right; whether it was before."""
    done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def settled(is_duplicate: bool, error: errors.TimingError | None) -> None:
        if error is None:
            done.set_result(is_duplicate)
        else:
            done.set_exception(error)

    request = CorrectionRequest(
        correction_id=correction_id, mark_id="a", made_at_ms=office.clock.now_ms(), **what
    )
    office.services.marking.correct(judge, request, "10.0.0.7", settled)
    return await done


async def made(office: Office, kind: Kind, subject: object, **more: Any) -> Correction:
    """An organizer's correction of race 1."""
    fields = {"number": None, "text": "", "reason": "", **more}
    fields |= {"competition_id": 1, "kind": kind, "subject": str(subject)}
    return await office.services.correcting.make(fields, OLGA)


@pytest.mark.gen_test
async def test_a_mark_is_in_the_file_when_it_is_answered_and_told_once(office: Office) -> None:
    judge = await race(office)
    (outcome,) = await marks(office, judge, entry("a"))
    assert isinstance(outcome, StoredMark)
    assert (outcome.is_duplicate, outcome.seen.elapsed_ms) == (False, 60_000)
    assert outcome.runner == office.state.individual.runner(1)
    assert office.events == [MarksChanged(1)]
    (again,) = await marks(office, judge, entry("a"))
    assert isinstance(again, StoredMark)
    assert again.is_duplicate
    assert office.events == [MarksChanged(1)]
    await office.reopen()
    assert finish_ms(office, 1) == 60_000
    assert office.state.individual.mark("a") == outcome.mark


@pytest.mark.gen_test
async def test_after_a_commit_that_failed_nothing_is_kept(office: Office) -> None:
    judge = await race(office)
    await office.core.database.run(lambda file: file.execute("PRAGMA query_only = ON"))
    with pytest.raises(errors.StorageFailed):
        await marks(office, judge, entry("a"))
    assert office.events == []
    await office.core.database.run(lambda file: file.execute("PRAGMA query_only = OFF"))

    async def is_read_back() -> bool:
        return office.state.individual.mark("a") is None

    await eventually(is_read_back, "the state is read back")
    (outcome,) = await marks(office, judge, entry("a"))
    assert isinstance(outcome, StoredMark)
    assert not outcome.is_duplicate


@pytest.mark.gen_test
async def test_what_a_judge_sets_right_is_durable_and_on_record(office: Office) -> None:
    judge = await race(office)
    await marks(office, judge, entry("a", bib=None))
    assert await corrects(office, judge, "c1", bib="7") is False
    assert await corrects(office, judge, "c1", bib="7") is True
    assert finish_ms(office, 1) == 60_000
    assert await corrects(office, judge, "c2", is_withdrawn=True) is False
    assert await corrects(office, judge, "c3", is_withdrawn=False) is False
    await office.reopen()
    assert finish_ms(office, 1) == 60_000
    page = await office.services.auditing.page(3, None, 1)
    noted = [(one.action, one.username, one.address) for _, one in page]
    assert noted == [
        ("race_corrected", "ana", "10.0.0.7"),
        ("race_corrected", "ana", "10.0.0.7"),
        ("race_corrected", "ana", "10.0.0.7"),
    ]
    numbers = [msgspec.json.decode(one.details)["number"] for _, one in page]
    assert numbers == [0, None, None]
    with pytest.raises(errors.MarkNotAllowed):
        await corrects(office, await office.judge("bruno"), "c4", bib="8")


@pytest.mark.gen_test
async def test_an_organizers_correction_holds_until_it_is_undone(office: Office) -> None:
    judge = await race(office)
    await marks(office, judge, entry("a"))
    office.events.clear()
    moment_ms = office.state.competitions[1].started_at_ms or 0
    one = await made(office, Kind.MARK_MOMENT, "a", number=moment_ms + 90_000)
    assert office.events == [MarksChanged(1), EntriesChanged(1)]
    assert finish_ms(office, 1) == 90_000
    undo = await office.services.correcting.undo(one.id, "", OLGA)
    assert finish_ms(office, 1) == 60_000
    with pytest.raises(errors.AlreadyUndone):
        await office.services.correcting.undo(one.id, "", OLGA)
    await office.services.correcting.undo(undo.id, "", OLGA)
    await office.reopen()
    assert finish_ms(office, 1) == 90_000
    with pytest.raises(errors.NotFound):
        await office.services.correcting.undo("nobody's", "", OLGA)


@pytest.mark.gen_test
async def test_undoing_gives_no_bib_to_two_runners(office: Office) -> None:
    await race(office)
    one = await made(office, Kind.RUNNER_BIB, 1, text="70")
    await runner(office, "7")
    with pytest.raises(errors.BibTaken):
        await office.services.correcting.undo(one.id, "", OLGA)
    with pytest.raises(errors.BibTaken):
        await made(office, Kind.RUNNER_BIB, 2, text="070")


@pytest.mark.gen_test
async def test_a_wave_starts_officially_where_it_can(office: Office) -> None:
    await race(office)
    await wave(office)
    started_at_ms = office.state.competitions[1].started_at_ms or 0
    with pytest.raises(errors.StartOutOfRange):
        await made(office, Kind.WAVE_START, 1, number=started_at_ms + 86_400_000)
    with pytest.raises(errors.InvalidField):
        await made(office, Kind.WAVE_START, 1)
    await made(office, Kind.WAVE_START, 1, number=started_at_ms - 5)
    view = office.state.individual.wave(1)
    assert view is not None
    assert view.official_start_ms == started_at_ms - 5


@pytest.mark.gen_test
async def test_the_corrections_of_a_runner_are_those_of_its_marks_too(office: Office) -> None:
    judge = await race(office)
    await runner(office, "8")
    await marks(office, judge, entry("a"), entry("b", 61_000, "8"))
    status = await made(office, Kind.RUNNER_STATUS, 1, text="dsq")
    moved = await made(office, Kind.MARK_MOMENT, "a", number=START_MS)
    other = await made(office, Kind.PENALTY, 2, number=1)
    undo = await office.services.correcting.undo(status.id, "", OLGA)
    correcting = office.services.correcting
    assert correcting.of(1, 1) == [undo, moved, status]
    assert correcting.of(1, 2) == [other]
    assert correcting.of(1) == [undo, other, moved, status]
    assert correcting.of(9) == []
