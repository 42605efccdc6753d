"""Lines of individual races, and who stands at them."""

import pytest

from tests.language_of_entries import five_k, mark, runner, stored
from tests.language_of_races import OLGA, Office
from tornado_timing.domain import errors
from tornado_timing.domain.events import EntriesChanged, LineAssigned
from tornado_timing.domain.individual.marks import Assignment, LineKind, Mode
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.model import CompetitionKind


@pytest.mark.gen_test
async def test_an_individual_race_has_a_finish_line_from_the_beginning(office: Office) -> None:
    await office.services.competitions.create(
        {"name": "5K", "scheduled_at_ms": 0, "kind": CompetitionKind.INDIVIDUAL},
        OLGA,
        finish_line="Meta",
    )
    (view,) = office.services.lines.of(1)
    assert (view.line.name, view.line.kind, view.judges) == ("Meta", LineKind.FINISH, ())
    await office.reopen()
    assert office.services.lines.of(1) == [view]


@pytest.mark.gen_test
async def test_a_race_of_teams_has_none_until_it_becomes_individual(office: Office) -> None:
    await office.competition()
    competitions, lines = office.services.competitions, office.services.lines
    assert lines.of(1) == []
    individual = {"kind": CompetitionKind.INDIVIDUAL, "shown": Shown.TENTHS}
    changed = await competitions.change(1, individual, OLGA, finish_line="Meta")
    assert changed.shown is Shown.TENTHS
    assert [view.line.name for view in lines.of(1)] == ["Meta"]
    # There and back: it has one already.
    await competitions.change(1, {"kind": CompetitionKind.TEAMS}, OLGA)
    await competitions.change(1, individual, OLGA, finish_line="Meta")
    await competitions.change(1, {"name": "10K"}, OLGA)
    await office.reopen()
    assert [view.line.id for view in office.services.lines.of(1)] == [1]


@pytest.mark.gen_test
async def test_a_finish_line_that_was_deleted_does_not_come_back_by_itself(
    office: Office,
) -> None:
    await five_k(office)
    await office.services.lines.delete(1, OLGA)
    await office.services.competitions.change(1, {"name": "10K"}, OLGA)
    assert office.services.lines.of(1) == []


@pytest.mark.gen_test
async def test_a_competition_with_runners_stays_individual(office: Office) -> None:
    await five_k(office)
    await runner(office, "7")
    with pytest.raises(errors.CompetitionHasRunners):
        await office.services.competitions.change(1, {"kind": CompetitionKind.TEAMS}, OLGA)
    assert office.state.competitions[1].kind is CompetitionKind.INDIVIDUAL


@pytest.mark.gen_test
async def test_a_line_is_made_changed_and_deleted(office: Office) -> None:
    await five_k(office)
    lines = office.services.lines
    made = await lines.create(1, "Largada", LineKind.START, OLGA)
    assert (made.line.id, made.line.kind) == (2, LineKind.START)
    changed = await lines.change(2, {"name": "Salida"}, OLGA)
    assert changed.line.name == "Salida"
    office.events.clear()
    await lines.change(2, {"name": "Salida"}, OLGA)
    assert office.events == []
    await lines.delete(2, OLGA)
    await office.reopen()
    assert [view.line.id for view in office.services.lines.of()] == [1]
    with pytest.raises(errors.NotFound):
        office.services.lines.get(2)
    await office.competition("teams")
    with pytest.raises(errors.CompetitionNotIndividual):
        await office.services.lines.create(2, "Meta", LineKind.FINISH, OLGA)


@pytest.mark.gen_test
async def test_a_line_with_marks_stays(office: Office) -> None:
    await office.judge()
    await five_k(office)
    await stored(office, mark("a", 5, "7"))
    with pytest.raises(errors.LineHasMarks) as caught:
        await office.services.lines.delete(1, OLGA)
    assert caught.value.details == {"count": 1}


@pytest.mark.gen_test
async def test_a_line_of_a_race_in_progress_stays_for_the_marks_that_phones_still_hold(
    office: Office,
) -> None:
    await five_k(office)
    await office.services.competitions.start(1, OLGA)
    with pytest.raises(errors.CompetitionRunning) as caught:
        await office.services.lines.delete(1, OLGA)
    assert caught.value.details == {"name": office.state.competitions[1].name}
    await office.services.competitions.stop(1, OLGA)
    await office.services.lines.delete(1, OLGA)
    assert office.services.lines.of(1) == []


@pytest.mark.gen_test
async def test_those_who_stand_at_a_line_are_set_as_a_whole_and_told(office: Office) -> None:
    ana, bruno, carla = [await office.judge(name) for name in ("ana", "bruno", "carla")]
    await five_k(office)
    lines = office.services.lines
    await lines.set_judges(1, {ana.id: Mode.TIMES, bruno.id: Mode.BIBS}, OLGA)
    office.events.clear()
    view = await lines.set_judges(
        1, {carla.id: Mode.BOTH, bruno.id: Mode.BIBS, ana.id: Mode.BIBS}, OLGA
    )
    assert view.judges == (
        Assignment(ana.id, 1, Mode.BIBS),
        Assignment(bruno.id, 1, Mode.BIBS),
        Assignment(carla.id, 1, Mode.BOTH),
    )
    assert office.events == [
        LineAssigned(view.line, ana.id, Mode.BIBS),
        LineAssigned(view.line, carla.id, Mode.BOTH),
        EntriesChanged(1),
    ]
    office.events.clear()
    await lines.set_judges(1, {one.judge_id: one.mode for one in view.judges}, OLGA)
    assert office.events == []
    await lines.set_judges(1, {}, OLGA)
    assert office.events[0] == LineAssigned(view.line, ana.id, None)
    await office.reopen()
    assert office.services.lines.get(1).judges == ()


@pytest.mark.gen_test
async def test_only_judges_stand_at_lines(office: Office) -> None:
    olga = await office.organizer()
    await five_k(office)
    for nobody in (olga.id, 99):
        with pytest.raises(errors.UnknownJudge):
            await office.services.lines.set_judges(1, {nobody: Mode.BOTH}, OLGA)


@pytest.mark.gen_test
async def test_a_judge_at_a_line_sees_its_competition(office: Office) -> None:
    ana = await office.judge()
    await five_k(office)
    competitions = office.services.competitions
    assert competitions.visible_to(ana) == []
    await office.services.lines.set_judges(1, {ana.id: Mode.BOTH}, OLGA)
    assert competitions.visible_to(ana) == [office.state.competitions[1]]
    assert competitions.current_of_judge(ana.id) == office.state.competitions[1]
    await office.services.accounts.delete_judge(ana.id, OLGA)
    assert EntriesChanged(1) in office.events
    assert office.services.lines.get(1).judges == ()


@pytest.mark.gen_test
async def test_a_deleted_line_lets_its_judges_go(office: Office) -> None:
    ana = await office.judge()
    await five_k(office)
    await office.services.lines.set_judges(1, {ana.id: Mode.BOTH}, OLGA)
    view = office.services.lines.get(1)
    await office.services.lines.delete(1, OLGA)
    assert LineAssigned(view.line, ana.id, None) in office.events
    assert office.services.competitions.visible_to(ana) == []
    await office.reopen()
    assert office.state.competitions_of_judge(ana.id) == []


@pytest.mark.gen_test
async def test_what_another_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    ana = await office.judge()
    await five_k(office)
    lines = office.services.lines
    seen = lines.get(1)
    now = await lines.set_judges(1, {ana.id: Mode.BOTH}, OLGA)
    for late in (
        lines.change(1, {"name": "x"}, OLGA, expected=seen),
        lines.delete(1, OLGA, expected=seen),
        lines.set_judges(1, {}, OLGA, expected=seen),
    ):
        with pytest.raises(errors.ChangedMeanwhile) as caught:
            await late
        assert caught.value.details["current"] == now
