"""The individual races of an event document: waves, lines and runners."""

import datetime
from typing import Any

import pytest

from tests.language_of_entries import five_k, mark, runner, stored
from tests.language_of_races import OLGA, START_MS, Office, everything_in
from tornado_timing.domain.errors import EventInvalid
from tornado_timing.domain.event_document import (
    CompetitionEntry,
    EventDocument,
    JudgeEntry,
    LineEntry,
    RunnerEntry,
    TeamEntry,
    WaveEntry,
)
from tornado_timing.domain.events import EntriesChanged, LineAssigned
from tornado_timing.domain.individual.marks import LineKind, Mode
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.model import CompetitionKind
from tornado_timing.service.event_loading import Loaded

FIVE_K = CompetitionEntry("5K", START_MS, kind=CompetitionKind.INDIVIDUAL, shown=Shown.TENTHS)
ANA = RunnerEntry(
    "007", "5k", "Ana", "Pérez", Sex.FEMALE, datetime.date(1990, 1, 2), wave="élite", contact="099"
)
EVENT = EventDocument(
    judges=[JudgeEntry("ana", "a")],
    competitions=[FIVE_K, CompetitionEntry("Equipos", START_MS)],
    waves=[WaveEntry("Élite", "5K")],
    lines=[
        LineEntry("Salida", "5K", LineKind.START),
        LineEntry("Llegada", "5k", LineKind.FINISH, {"ANA": Mode.BOTH}),
        LineEntry("Meta", "5K", is_default=True),
    ],
    runners=[ANA, RunnerEntry("8", "5K")],
)


async def load(office: Office, **sections: Any) -> Loaded:
    event = EventDocument(**sections) if sections else EVENT
    return await office.services.event_loading.load(event, OLGA)


def problems_of(error: EventInvalid) -> list[tuple[str, int, str, str]]:
    found: Any = error.details["problems"]
    return [(item.section, item.index, item.field, item.code) for item in found]


@pytest.mark.gen_test
async def test_everything_that_is_named_is_made(office: Office) -> None:
    assert await load(office) == Loaded(named=8, created=8, updated=0)
    await office.reopen()
    competition = office.state.competitions[1]
    assert (competition.kind, competition.shown) == (CompetitionKind.INDIVIDUAL, Shown.TENTHS)
    services = office.services
    assert [view.line.name for view in services.lines.of(1)] == ["Salida", "Llegada"]
    assert [one.mode for one in services.lines.get(2).judges] == [Mode.BOTH]
    ana, other = services.runners.of(1)
    assert (ana.bib, ana.full_name, ana.sex, ana.contact) == (
        "007",
        "Ana Pérez",
        Sex.FEMALE,
        "099",
    )
    assert (ana.birth_date, ana.wave_id, other.wave_id) == (datetime.date(1990, 1, 2), 1, None)


@pytest.mark.gen_test
async def test_twice_is_once(office: Office) -> None:
    await load(office)
    before = everything_in(office.state)
    office.events.clear()
    assert await load(office) == Loaded(named=8, created=0, updated=0)
    assert everything_in(office.state) == before
    assert office.events == []


@pytest.mark.gen_test
async def test_a_race_without_a_finish_line_gets_the_usual_one(office: Office) -> None:
    lines = [LineEntry("Meta", "5K", is_default=True)]
    assert await load(office, competitions=[FIVE_K], lines=lines) == Loaded(1, 2, 0)
    assert [view.line.name for view in office.services.lines.of(1)] == ["Meta"]


@pytest.mark.gen_test
async def test_what_is_named_again_is_changed_and_keeps_its_bib(office: Office) -> None:
    await load(office)
    await office.services.runners.change(1, {"bib": "70"}, OLGA)
    office.events.clear()
    loaded = await load(
        office,
        lines=[LineEntry("llegada", "5K", LineKind.FINISH, {"ana": Mode.BIBS})],
        runners=[RunnerEntry("70", "5K", "Anita"), RunnerEntry("9", "5K")],
    )
    assert loaded == Loaded(named=3, created=1, updated=2)
    anita = office.services.runners.get(1)
    assert (anita.bib, anita.first_name, anita.contact) == ("70", "Anita", "")
    assert office.state.individual.entered(1).bib == "007"
    view = office.services.lines.get(2)
    assert office.events == [LineAssigned(view.line, 1, Mode.BIBS), EntriesChanged(1)]
    assert everything_in(await office.read_back()) == everything_in(office.state)


@pytest.mark.gen_test
async def test_twice_is_once_though_a_bib_was_changed_in_between(office: Office) -> None:
    await load(office)
    await office.services.runners.change(1, {"bib": "22"}, OLGA)
    before = everything_in(office.state)
    assert await load(office) == Loaded(named=8, created=0, updated=0)
    assert everything_in(office.state) == before
    with pytest.raises(EventInvalid) as caught:
        await load(office, runners=[RunnerEntry("7", "5K"), RunnerEntry("22", "5K")])
    (problem,) = problems_of(caught.value)
    assert problem == ("corredores", 1, "dorsal", "repeated")


@pytest.mark.gen_test
async def test_teams_are_for_competitions_by_team(office: Office) -> None:
    await five_k(office)
    await five_k(office, name="10K")
    before = everything_in(office.state)
    with pytest.raises(EventInvalid) as caught:
        await load(
            office,
            competitions=[
                CompetitionEntry("10K", START_MS),
                CompetitionEntry("21K", START_MS, kind=CompetitionKind.INDIVIDUAL),
            ],
            teams=[
                TeamEntry("A", 1, "10k"),
                TeamEntry("B", 2, "5k"),
                TeamEntry("C", 3, "21K"),
            ],
        )
    assert problems_of(caught.value) == [
        ("equipos", 1, "competencia", "not_by_teams"),
        ("equipos", 2, "competencia", "not_by_teams"),
    ]
    assert everything_in(office.state) == before


@pytest.mark.gen_test
async def test_a_problem_names_its_entry_and_nothing_is_loaded(office: Office) -> None:
    await office.judge("bruno")
    await office.organizer("olga")
    before = everything_in(office.state)
    with pytest.raises(EventInvalid) as caught:
        await load(
            office,
            competitions=EVENT.competitions,
            waves=[WaveEntry("A", "5K"), WaveEntry("a", "5k"), WaveEntry("A", "Equipos")],
            lines=[
                LineEntry("M", "nowhere"),
                LineEntry("M", "5K", judges={"bruno": Mode.BOTH, "olga": Mode.BOTH}),
            ],
            runners=[
                RunnerEntry("7", "5K", wave="B"),
                RunnerEntry("07", "5K", wave="a"),
                RunnerEntry("8", "5K", birth_date=datetime.date(2090, 1, 1)),
                RunnerEntry("9", "Equipos"),
            ],
        )
    assert problems_of(caught.value) == [
        ("olas", 1, "nombre", "repeated"),
        ("olas", 2, "competencia", "not_individual"),
        ("lineas", 0, "competencia", "unknown"),
        ("lineas", 1, "jueces", "unknown"),
        ("corredores", 0, "ola", "unknown"),
        ("corredores", 1, "dorsal", "repeated"),
        ("corredores", 2, "fecha_nacimiento", "out_of_range"),
        ("corredores", 3, "competencia", "not_individual"),
    ]
    assert everything_in(office.state) == before


@pytest.mark.gen_test
async def test_a_competition_with_runners_or_marks_keeps_its_kind(office: Office) -> None:
    await office.judge()
    await five_k(office)
    await runner(office, "7")
    await five_k(office, name="10K")
    await stored(office, mark("a", 5, line_id=2))
    with pytest.raises(EventInvalid) as caught:
        await load(
            office,
            competitions=[CompetitionEntry("5K", START_MS), CompetitionEntry("10K", START_MS)],
        )
    found: Any = caught.value.details["problems"]
    assert [(item.index, item.field, item.code) for item in found] == [
        (0, "tipo", "competition_has_runners"),
        (1, "tipo", "competition_has_times"),
    ]
