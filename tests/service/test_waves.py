"""Waves: each starts on its own, starts again after a false start, and is set right later."""

import asyncio

import pytest

from tests.language_of_entries import correction, finish_ms, five_k, mark, runner, stored, wave
from tests.language_of_races import DAY_MS, OLGA, START_MS, Office, everything_in
from tornado_timing.domain import errors
from tornado_timing.domain.events import EntriesChanged, RaceStarted
from tornado_timing.domain.individual.corrections import Kind


async def two_waves(office: Office) -> None:
    """Runner 7 in wave 1, runner 8 in wave 2, nothing started."""
    await office.judge()
    await five_k(office)
    for name, bib in (("A", "7"), ("B", "8")):
        made = await wave(office, name)
        await runner(office, bib, wave_id=made.wave.id)


@pytest.mark.gen_test
async def test_the_first_wave_starts_the_competition_and_the_next_does_not(office: Office) -> None:
    await two_waves(office)
    waves = office.services.waves
    office.events.clear()
    first = await waves.start(1, OLGA)
    assert first.official_start_ms == START_MS
    competition = office.state.competitions[1]
    assert (competition.is_running, competition.started_at_ms) == (True, START_MS)
    assert office.events == [RaceStarted(competition), EntriesChanged(1)]
    office.clock.pass_s(60)
    office.events.clear()
    second = await waves.start(2, OLGA)
    assert second.wave.started_at_ms == START_MS + 60_000
    assert office.state.competitions[1] == competition
    assert office.events == [EntriesChanged(1)]
    await office.reopen()
    assert [view.official_start_ms for view in office.services.waves.of(1)] == [
        START_MS,
        START_MS + 60_000,
    ]


@pytest.mark.gen_test
async def test_each_counts_from_its_own_gun(office: Office) -> None:
    await two_waves(office)
    await office.services.waves.start(1, OLGA)
    office.clock.pass_s(60)
    await office.services.waves.start(2, OLGA)
    await stored(office, mark("a", 600_000, "7"), mark("b", 600_000, "8"))
    assert [finish_ms(office, number) for number in (1, 2)] == [600_000, 540_000]


@pytest.mark.gen_test
async def test_a_wave_starts_once_whoever_else_presses(office: Office) -> None:
    await two_waves(office)
    waves = office.services.waves
    pressed = await asyncio.gather(
        waves.start(1, OLGA), waves.start(1, OLGA), return_exceptions=True
    )
    assert isinstance(pressed[1], errors.WaveAlreadyStarted)
    with pytest.raises(errors.NotFound):
        await waves.start(9, OLGA)


@pytest.mark.gen_test
async def test_a_wave_of_an_unpublished_competition_does_not_start(office: Office) -> None:
    await two_waves(office)
    await office.services.competitions.change(1, {"is_active": False}, OLGA)
    before = everything_in(office.state)
    with pytest.raises(errors.CompetitionNotActive):
        await office.services.waves.start(1, OLGA)
    assert everything_in(office.state) == before


@pytest.mark.gen_test
async def test_a_false_start_is_given_up_and_the_wave_starts_again(office: Office) -> None:
    await two_waves(office)
    waves = office.services.waves
    await waves.start(1, OLGA)
    await waves.correct_start(1, START_MS - 1_000, "late press", OLGA)
    office.clock.pass_s(30)
    waiting = await waves.restart(1, "called back", OLGA)
    assert (waiting.wave.started_at_ms, waiting.official_start_ms) == (None, None)
    # The clock of the race goes on: elapsed times of phones count from it.
    assert office.state.competitions[1].started_at_ms == START_MS
    assert (await waves.start(1, OLGA)).official_start_ms == START_MS + 30_000
    await office.reopen()
    assert office.services.waves.get(1).official_start_ms == START_MS + 30_000
    undone = office.state.individual.book_of(1).corrections
    assert [(one.kind, one.reason) for one in undone] == [
        (Kind.WAVE_START, "late press"),
        (Kind.UNDO, "called back"),
    ]


@pytest.mark.gen_test
async def test_a_start_with_finishers_is_not_given_up(office: Office) -> None:
    await two_waves(office)
    waves = office.services.waves
    with pytest.raises(errors.WaveNotStarted):
        await waves.restart(1, "", OLGA)
    await waves.start(1, OLGA)
    await waves.start(2, OLGA)
    await stored(office, mark("a", 600_000, "7"))
    with pytest.raises(errors.WaveHasFinishers):
        await waves.restart(1, "", OLGA)
    # Nobody of this one has.
    await waves.restart(2, "", OLGA)
    await stored(office, correction("-a", Kind.MARK_WITHDRAWN, "a"))
    await waves.restart(1, "", OLGA)


@pytest.mark.gen_test
async def test_a_corrected_start_moves_results_and_not_what_was_pressed(office: Office) -> None:
    await two_waves(office)
    waves = office.services.waves
    await waves.start(1, OLGA)
    office.clock.pass_s(600)
    await stored(office, mark("a", 600_000, "7"))
    corrected = await waves.correct_start(1, START_MS + 5_000, "seen late", OLGA)
    assert (corrected.wave.started_at_ms, corrected.official_start_ms) == (
        START_MS,
        START_MS + 5_000,
    )
    assert finish_ms(office, 1) == 595_000
    (made,) = office.state.individual.book_of(1).corrections
    assert (made.kind, made.subject, made.number) == (Kind.WAVE_START, "1", START_MS + 5_000)
    assert await waves.correct_start(1, START_MS + 5_000, "again", OLGA) == corrected
    assert office.state.individual.book_of(1).corrections == [made]
    await waves.correct_start(1, START_MS, "it was right", OLGA)
    assert finish_ms(office, 1) == 600_000


@pytest.mark.gen_test
async def test_a_start_that_nobody_pressed_is_set_afterwards(office: Office) -> None:
    await two_waves(office)
    waves = office.services.waves
    with pytest.raises(errors.RaceNotStarted):
        await waves.correct_start(2, START_MS, "", OLGA)
    await waves.start(1, OLGA)
    office.clock.pass_s(60)
    forgotten = await waves.correct_start(2, START_MS + 30_000, "forgotten", OLGA)
    assert forgotten.official_start_ms == START_MS + 30_000
    with pytest.raises(errors.WaveAlreadyStarted):
        await waves.start(2, OLGA)


@pytest.mark.gen_test
async def test_a_start_is_neither_in_the_future_nor_on_another_day(office: Office) -> None:
    await two_waves(office)
    waves = office.services.waves
    await waves.start(1, OLGA)
    for started_at_ms in (START_MS + 1, START_MS - DAY_MS):
        with pytest.raises(errors.StartOutOfRange):
            await waves.correct_start(1, started_at_ms, "", OLGA)
    office.clock.pass_s(60)
    await office.services.competitions.stop(1, OLGA)
    office.clock.pass_s(60)
    await waves.correct_start(1, START_MS + 60_000, "", OLGA)
    with pytest.raises(errors.StartOutOfRange):
        await waves.correct_start(1, START_MS + 60_001, "", OLGA)


@pytest.mark.gen_test
async def test_a_wave_with_runners_stays(office: Office) -> None:
    await two_waves(office)
    waves = office.services.waves
    with pytest.raises(errors.WaveHasRunners) as caught:
        await waves.delete(1, OLGA)
    assert caught.value.details == {"count": 1}
    await office.services.runners.change(1, {"wave_id": 2}, OLGA)
    await waves.delete(1, OLGA)
    assert [view.wave.name for view in waves.of(1)] == ["B"]
    await office.reopen()
    assert [view.wave.name for view in office.services.waves.of()] == ["B"]


@pytest.mark.gen_test
async def test_two_waves_have_two_names(office: Office) -> None:
    await two_waves(office)
    waves = office.services.waves
    with pytest.raises(errors.WaveNameTaken):
        await wave(office, "a")
    with pytest.raises(errors.WaveNameTaken):
        await waves.rename(1, "b", OLGA)
    assert (await waves.rename(1, "Élite", OLGA)).wave.name == "Élite"
    office.events.clear()
    await waves.rename(1, "Élite", OLGA)
    assert office.events == []
    await five_k(office, name="10K")
    assert (await wave(office, "B", 2)).wave.competition_id == 2
    await office.competition("teams")
    with pytest.raises(errors.CompetitionNotIndividual):
        await wave(office, "C", 3)


@pytest.mark.gen_test
async def test_what_another_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    await two_waves(office)
    waves = office.services.waves
    await waves.start(1, OLGA)
    seen = waves.get(1)
    now = await waves.correct_start(1, START_MS - 5, "", OLGA)
    for late in (
        waves.rename(1, "x", OLGA, expected=seen),
        waves.delete(1, OLGA, expected=seen),
        waves.restart(1, "", OLGA, expected=seen),
        waves.correct_start(1, START_MS - 9, "", OLGA, expected=seen),
    ):
        with pytest.raises(errors.ChangedMeanwhile) as caught:
            await late
        assert caught.value.details["current"] == now


@pytest.mark.gen_test
async def test_a_race_that_was_stopped_goes_on_from_its_start_if_it_has_marks(
    office: Office,
) -> None:
    await two_waves(office)
    competitions = office.services.competitions
    await competitions.start(1, OLGA)
    await stored(office, mark("a", 5_000, "7"))
    await competitions.stop(1, OLGA)
    office.clock.pass_s(60)
    assert (await competitions.start(1, OLGA)).started_at_ms == START_MS
    await competitions.stop(1, OLGA)
    await stored(office, correction("-a", Kind.MARK_WITHDRAWN, "a"))
    # A false start, and a mark that was a test.
    assert (await competitions.start(1, OLGA)).started_at_ms == START_MS + 60_000
