"""Several timers of a line: chosen, compared and set right, and kept."""

import pytest

from tests.language_of_entries import five_k, mark, runner, stored
from tests.language_of_races import OLGA, START_MS, Office
from tornado_timing.domain import errors
from tornado_timing.domain.events import EntriesChanged, LineAssigned
from tornado_timing.domain.individual.corrections import Correction, Kind, timer_subject
from tornado_timing.domain.individual.marks import Line, Mode, TimingRule

PRIMARY = {"rule": TimingRule.PRIMARY, "agreement_ms": 500}


async def race(office: Office) -> tuple[int, int]:
    """Ana and Bea stand at the finish; five runners, whom Bea has seen two seconds later."""
    ana, bea = (await office.judge("ana")).id, (await office.judge("bea")).id
    await five_k(office)
    await office.services.lines.set_judges(1, {ana: Mode.TIMES, bea: Mode.BOTH}, OLGA)
    await office.services.competitions.start(1, OLGA)
    for number in range(1, 6):
        await runner(office, str(number))
        at_ms = 60_000 * number
        await stored(
            office,
            mark(f"a{number}", at_ms, str(number), judge_id=ana),
            mark(f"b{number}", at_ms + 2_000, str(number), judge_id=bea),
        )
    return ana, bea


async def offset(office: Office, subject: str, number: int | None, **more: object) -> Correction:
    fields = {"competition_id": 1, "kind": Kind.TIMER_OFFSET, "subject": subject, "text": ""}
    return await office.services.correcting.make(
        {**fields, "number": number, "reason": "", **more}, OLGA
    )


def official_ms(office: Office) -> list[int | None]:
    return [one.official_ms for one in office.state.individual.outcome_of(1).results]


@pytest.mark.gen_test
async def test_the_rule_of_a_line_is_kept_and_makes_other_results(office: Office) -> None:
    _, bea = await race(office)
    office.events.clear()
    view = await office.services.lines.change(1, {**PRIMARY, "primary_judge_id": bea}, OLGA)
    line = Line(id=1, competition_id=1, name="Finish", primary_judge_id=bea, **PRIMARY)
    assert view.line == line
    # Phones need not know it.
    assert office.events == [EntriesChanged(1)]
    assert official_ms(office)[:2] == [62_000, 122_000]
    await office.reopen()
    assert office.services.lines.get(1).line == line
    assert official_ms(office)[:2] == [62_000, 122_000]


@pytest.mark.gen_test
async def test_another_name_is_told_to_who_stands_there(office: Office) -> None:
    ana, bea = await race(office)
    office.events.clear()
    await office.services.lines.change(1, {"name": "Arco"}, OLGA)
    told = [event.judge_id for event in office.events if isinstance(event, LineAssigned)]
    assert told == [ana, bea]


@pytest.mark.gen_test
async def test_only_a_judge_is_primary(office: Office) -> None:
    olga = await office.organizer()
    await race(office)
    for nobody in (olga.id, 99):
        with pytest.raises(errors.UnknownJudge) as caught:
            await office.services.lines.change(1, {"primary_judge_id": nobody}, OLGA)
        assert caught.value.details["field"] == "primary_judge_id"


@pytest.mark.gen_test
async def test_a_primary_judge_who_leaves_or_is_deleted_has_marked_what_counts(
    office: Office,
) -> None:
    ana, bea = await race(office)
    lines = office.services.lines
    await lines.change(1, {**PRIMARY, "primary_judge_id": bea}, OLGA)
    await lines.set_judges(1, {ana: Mode.TIMES}, OLGA)
    await office.services.accounts.delete_judge(bea, OLGA)
    await office.reopen()
    assert official_ms(office)[:2] == [62_000, 122_000]
    report = await office.services.timers.at(1)
    assert [(one.judge_id, one.is_reference) for one in report.timers] == [
        (ana, False),
        (bea, True),
    ]
    # What else is changed leaves her the primary.
    view = await office.services.lines.change(1, {"agreement_ms": 0, "primary_judge_id": bea}, OLGA)
    assert (view.line.agreement_ms, view.line.primary_judge_id) == (0, bea)
    await offset(office, timer_subject(1, bea), 2_000)
    assert official_ms(office)[:2] == [60_000, 120_000]


@pytest.mark.gen_test
async def test_an_offset_is_found_applied_kept_and_undone(office: Office) -> None:
    _, bea = await race(office)
    await office.services.lines.change(1, {"rule": TimingRule.AGREEMENT}, OLGA)
    assert official_ms(office)[0] == 62_000
    report = await office.services.timers.at(1)
    found = report.timers[1].offset
    assert found is not None
    assert (found.offset_ms, len(report.disagreements)) == (2_000, 5)

    made = await offset(office, timer_subject(1, bea), found.offset_ms)
    await office.reopen()
    report = await office.services.timers.at(1)
    assert (report.timers[1].applied_offset_ms, report.disagreements) == (2_000, ())
    assert official_ms(office)[0] == 60_000

    await office.services.correcting.undo(made.id, "", OLGA)
    assert official_ms(office)[0] == 62_000
    _, entry = (await office.services.auditing.page(1))[0]
    assert (entry.subject_kind, entry.subject_name) == ("line", "Finish")


@pytest.mark.gen_test
@pytest.mark.parametrize(
    ("subject", "number", "error"),
    [
        ("1", 5, errors.UnknownSubject),
        ("1:99", 5, errors.UnknownSubject),
        ("2:1", 5, errors.UnknownSubject),
        ("01:1", 5, errors.UnknownSubject),
        ("1:1:1", 5, errors.UnknownSubject),
        ("1:-1", 5, errors.UnknownSubject),
        ("1:1", None, errors.InvalidField),
        ("1:1", 86_400_001, errors.InvalidField),
    ],
)
async def test_an_offset_is_of_a_judge_at_a_line_and_shorter_than_a_day(
    office: Office, subject: str, number: int | None, error: type[errors.TimingError]
) -> None:
    await race(office)
    with pytest.raises(error):
        await offset(office, subject, number)


@pytest.mark.gen_test
async def test_an_offset_of_none_is_one(office: Office) -> None:
    ana, _ = await race(office)
    await offset(office, timer_subject(1, ana), 0)
    assert (await office.services.timers.at(1)).timers[0].applied_offset_ms == 0
    with pytest.raises(errors.NotFound):
        await office.services.timers.at(2)
    assert office.state.individual.book_of(1).corrections[0].made_at_ms >= START_MS
