"""Waves of individual races: made, started each on its own, their starts set right."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, changes
from tornado_timing.domain.events import EntriesChanged, RaceStarted
from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.entering import check_wave_name, individual_competition
from tornado_timing.domain.individual.runners import Wave
from tornado_timing.domain.individual.views import WaveView
from tornado_timing.domain.model import MAX_ELAPSED_MS
from tornado_timing.service.competitions import note_of_start, started
from tornado_timing.service.core import Core, check_unchanged
from tornado_timing.store import entries, queries
from tornado_timing.store.writer import Write


class Waves:
    """Manages waves and their starts."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, competition_id: int | None = None) -> list[WaveView]:
        """The waves of a competition, or of all, by id."""
        state = self._core.state
        ids = sorted(state.competitions) if competition_id is None else [competition_id]
        books = [state.individual.book_of(number) for number in ids if number in state.competitions]
        return [book.wave_view(wave) for book in books for wave in book.waves.values()]

    def get(self, wave_id: int) -> WaveView:
        """The wave with this id. Raises NotFound."""
        view = self._core.state.individual.wave(wave_id)
        if view is None:
            raise errors.NotFound()
        return view

    async def create(self, competition_id: int, name: str, by: Actor) -> WaveView:
        """A new wave.

        Raises UnknownCompetition, CompetitionNotIndividual, WaveNameTaken.
        """
        state = self._core.state
        individual_competition(state, competition_id)
        check_wave_name(state.individual.book_of(competition_id), None, name)
        wave = Wave(id=state.new_id("wave"), competition_id=competition_id, name=name)
        return await self._put(wave, self._note(by, "wave_created", wave))

    async def rename(
        self, wave_id: int, name: str, by: Actor, *, expected: WaveView | None = None
    ) -> WaveView:
        """Gives a wave another name. Raises NotFound, ChangedMeanwhile, WaveNameTaken."""
        view = self.get(wave_id)
        check_unchanged(view, expected)
        old = view.wave
        check_wave_name(self._core.state.individual.book_of(old.competition_id), wave_id, name)
        new = replace(old, name=name)
        if new == old:
            return view
        return await self._put(new, self._note(by, "wave_changed", new, changes(old, new)))

    async def delete(self, wave_id: int, by: Actor, *, expected: WaveView | None = None) -> None:
        """Deletes a wave without runners. Raises NotFound, ChangedMeanwhile, WaveHasRunners."""
        view = self.get(wave_id)
        check_unchanged(view, expected)
        wave = view.wave
        races = self._core.state.individual
        count = races.book_of(wave.competition_id).runner_count_of_wave(wave_id)
        if count:
            raise errors.WaveHasRunners(count=count)
        races.drop_wave(wave_id)
        deletion = entries.delete("wave", wave_id, self._core.clock.now_ms())
        await self._commit(wave, [deletion, self._note(by, "wave_deleted", wave)])

    async def start(self, wave_id: int, by: Actor) -> WaveView:
        """Starts a wave now, and the competition with it if that is not in progress.

        Raises NotFound, WaveAlreadyStarted, CompetitionNotActive.
        """
        now_ms = self._core.clock.now_ms()
        view = self.get(wave_id)
        if view.official_start_ms is not None:
            raise errors.WaveAlreadyStarted()
        state = self._core.state
        competition = state.competitions[view.wave.competition_id]
        writes: list[Write] = []
        events: list[RaceStarted] = []
        if not competition.is_running:
            running = started(state, competition, now_ms)
            state.put_competition(running)
            writes += [
                queries.put_competition(running),
                note_of_start(self._core, by, running),
            ]
            events.append(RaceStarted(running))
        wave = replace(view.wave, started_at_ms=now_ms)
        state.individual.put_wave(wave)
        note = self._note(by, "wave_started", wave, {"started_at_ms": now_ms})
        await self._commit(wave, [*writes, entries.put_wave(wave), note], *events)
        return self._as_is(wave)

    async def restart(
        self, wave_id: int, reason: str, by: Actor, *, expected: WaveView | None = None
    ) -> WaveView:
        """Gives up a false start: the wave waits for its start again.

        With the start go its corrections: each is undone.
        Raises NotFound, ChangedMeanwhile, WaveNotStarted, WaveHasFinishers.
        """
        view = self.get(wave_id)
        check_unchanged(view, expected)
        if view.official_start_ms is None:
            raise errors.WaveNotStarted()
        races = self._core.state.individual
        results = races.live_of(view.wave.competition_id).ranking.results
        if any(one.runner.wave_id == wave_id and one.gun_ms is not None for one in results):
            raise errors.WaveHasFinishers()
        wave = replace(view.wave, started_at_ms=None)
        holding = races.book_of(wave.competition_id).holding
        undone = [
            self._correction(wave, by, kind=Kind.UNDO, subject=one.id, reason=reason)
            for one in holding.about(Kind.WAVE_START, str(wave_id))
        ]
        races.put_wave(wave)
        for correction in undone:
            races.add_correction(correction)
        details = {"started_at_ms": [view.official_start_ms, None], "reason": reason}
        writes = [entries.put_wave(wave), self._note(by, "wave_restarted", wave, details)]
        if undone:
            writes.append(entries.add_race_corrections(undone))
        await self._commit(wave, writes)
        return self._as_is(wave)

    async def correct_start(
        self,
        wave_id: int,
        started_at_ms: int,
        reason: str,
        by: Actor,
        *,
        expected: WaveView | None = None,
    ) -> WaveView:
        """Sets a wave's official start; the pressed one stays as it is, and results follow.

        Also where nobody has pressed it. Raises NotFound, ChangedMeanwhile, RaceNotStarted where
        the competition has not, and StartOutOfRange.
        """
        view = self.get(wave_id)
        check_unchanged(view, expected)
        wave = view.wave
        state = self._core.state
        self.check_start(wave.competition_id, started_at_ms)
        if started_at_ms == view.official_start_ms:
            return view
        correction = self._correction(
            wave,
            by,
            kind=Kind.WAVE_START,
            subject=str(wave_id),
            number=started_at_ms,
            reason=reason,
        )
        state.individual.add_correction(correction)
        details = {"started_at_ms": [view.official_start_ms, started_at_ms], "reason": reason}
        note = self._note(by, "wave_start_corrected", wave, details)
        await self._commit(wave, [entries.add_race_corrections([correction]), note])
        return self._as_is(wave)

    def check_start(self, competition_id: int, started_at_ms: int) -> None:
        """Raises unless a wave of a competition may start officially at this instant.

        Raises RaceNotStarted, StartOutOfRange.
        """
        competition = self._core.state.competitions[competition_id]
        if competition.started_at_ms is None:
            raise errors.RaceNotStarted()
        latest_ms = competition.finished_at_ms
        if latest_ms is None:
            latest_ms = self._core.clock.now_ms()
        away_ms = abs(started_at_ms - competition.started_at_ms)
        if started_at_ms > latest_ms or away_ms >= MAX_ELAPSED_MS:
            raise errors.StartOutOfRange()

    def _correction(self, wave: Wave, by: Actor, **fields: Any) -> Correction:
        book = self._core.state.individual.book_of(wave.competition_id)
        return Correction(
            id=str(uuid.uuid4()),
            competition_id=wave.competition_id,
            account_id=by.account_id,
            made_at_ms=book.moment_after(self._core.clock.now_ms()),
            **fields,
        )

    def _as_is(self, wave: Wave) -> WaveView:
        # Somebody may delete it while its change is on the way to the disk.
        return self._core.state.individual.wave(wave.id) or WaveView(wave, wave.started_at_ms)

    def _note(
        self, by: Actor, action: str, wave: Wave, details: Mapping[str, Any] | None = None
    ) -> Write:
        return self._core.note(
            by,
            action,
            ("wave", wave.id, wave.name),
            competition_id=wave.competition_id,
            details=details,
        )

    async def _put(self, wave: Wave, note: Write) -> WaveView:
        self._core.state.individual.put_wave(wave)
        await self._commit(wave, [entries.put_wave(wave), note])
        return self._as_is(wave)

    async def _commit(self, wave: Wave, writes: Sequence[Write], *events: RaceStarted) -> None:
        await self._core.commit(writes, *events, EntriesChanged(wave.competition_id))
