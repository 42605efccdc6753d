"""Runners and categories of individual races: entered, changed, deleted."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import asdict, replace

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, changes
from tornado_timing.domain.events import EntriesChanged
from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.entering import check_runner, individual_competition
from tornado_timing.domain.individual.race import day_of
from tornado_timing.domain.individual.runners import AgeBand, Runner
from tornado_timing.service.core import Core, check_unchanged
from tornado_timing.store import entries
from tornado_timing.store.writer import Write


class Runners:
    """Manages runners. What it hands out wears the bib of now; rows keep the first one."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, competition_id: int | None = None) -> list[Runner]:
        """The runners of a competition, or of all, in the order in which they were entered."""
        state = self._core.state
        ids = sorted(state.competitions) if competition_id is None else [competition_id]
        known = [number for number in ids if number in state.competitions]
        return [runner for number in known for runner in state.individual.book_of(number).runners()]

    def get(self, runner_id: int) -> Runner:
        """The runner with this id. Raises NotFound."""
        runner = self._core.state.individual.runner(runner_id)
        if runner is None:
            raise errors.NotFound()
        return runner

    async def create(self, fields: dict[str, Any], by: Actor) -> Runner:
        """A new runner from `fields` of `Runner`.

        Raises UnknownCompetition, CompetitionNotIndividual, BibTaken, UnknownWave,
        ImpossibleBirthDate.
        """
        state = self._core.state
        now_ms = self._core.clock.now_ms()
        runner = Runner(id=0, registered_at_ms=now_ms, **fields)
        self._check(runner)
        runner = replace(runner, id=state.new_id("runner"))
        state.individual.put_runner(runner)
        await self._commit(
            runner, [entries.put_runners([runner])], self._note(by, "runner_created", runner)
        )
        return runner

    async def change(
        self, runner_id: int, fields: dict[str, Any], by: Actor, *, expected: Runner | None = None
    ) -> Runner:
        """Changes `fields` of the runner, if it still is as `expected` says.

        Another bib is a correction: what was marked with the old one stays the runner's.
        Raises NotFound, ChangedMeanwhile, BibTaken, UnknownWave, ImpossibleBirthDate.
        """
        races = self._core.state.individual
        old = self.get(runner_id)
        check_unchanged(old, expected)
        new = replace(old, **fields)
        self._check(new)
        if new == old:
            return old
        writes: list[Write] = []
        row = replace(new, bib=races.entered(runner_id).bib)
        if row != races.entered(runner_id):
            races.put_runner(row)
            writes.append(entries.put_runners([row]))
        if new.bib != old.bib:
            correction = self._other_bib(new, by)
            races.add_correction(correction)
            writes.append(entries.add_race_corrections([correction]))
        note = self._note(by, "runner_changed", new, changes(old, new))
        await self._commit(new, writes, note)
        return new

    async def delete(self, runner_id: int, by: Actor, *, expected: Runner | None = None) -> None:
        """Deletes a runner; its row stays in the file, and so do marks with its bib.

        They are those of whoever is entered with the bib again. Raises NotFound, ChangedMeanwhile.
        """
        runner = self.get(runner_id)
        check_unchanged(runner, expected)
        self._core.state.individual.drop_runner(runner_id)
        deletion = entries.delete("runner", runner_id, self._core.clock.now_ms())
        note = self._note(by, "runner_deleted", runner, {"bib": runner.bib})
        await self._commit(runner, [deletion], note)

    # ---- categories ----

    def bands(self, competition_id: int) -> Sequence[AgeBand]:
        """The categories of a competition, in the order in which they are tried.

        Raises NotFound.
        """
        if competition_id not in self._core.state.competitions:
            raise errors.NotFound()
        return self._core.state.individual.book_of(competition_id).bands

    async def set_bands(
        self, competition_id: int, rows: Sequence[Mapping[str, Any]], by: Actor
    ) -> Sequence[AgeBand]:
        """Gives a competition categories from `rows`, fields of `AgeBand`, and no others.

        Raises NotFound, CompetitionNotIndividual.
        """
        state = self._core.state
        old = self.bands(competition_id)
        competition = individual_competition(state, competition_id)
        if [_fields(band) for band in old] == [dict(row) for row in rows]:
            return old
        bands = tuple(
            AgeBand(id=state.new_id("band"), competition_id=competition_id, **row) for row in rows
        )
        state.individual.put_bands(competition_id, bands)
        note = self._core.note(
            by,
            "age_bands_changed",
            ("competition", competition_id, competition.name),
            competition_id=competition_id,
            details={"bands": [[_fields(band) for band in old], [dict(row) for row in rows]]},
        )
        await self._core.commit(
            [*entries.put_bands(competition_id, bands), note], EntriesChanged(competition_id)
        )
        return bands

    def _check(self, runner: Runner) -> None:
        state = self._core.state
        competition = individual_competition(state, runner.competition_id)
        book = state.individual.book_of(competition.id)
        check_runner(book, runner, day_of(competition.scheduled_at_ms))

    def _other_bib(self, runner: Runner, by: Actor) -> Correction:
        book = self._core.state.individual.book_of(runner.competition_id)
        return Correction(
            id=str(uuid.uuid4()),
            competition_id=runner.competition_id,
            kind=Kind.RUNNER_BIB,
            subject=str(runner.id),
            text=runner.bib,
            account_id=by.account_id,
            made_at_ms=book.moment_after(self._core.clock.now_ms()),
        )

    def _note(
        self, by: Actor, action: str, runner: Runner, details: Mapping[str, Any] | None = None
    ) -> Write:
        name = runner.full_name or runner.bib
        return self._core.note(
            by,
            action,
            ("runner", runner.id, name),
            competition_id=runner.competition_id,
            details=details,
        )

    async def _commit(self, runner: Runner, writes: Sequence[Write], note: Write) -> None:
        await self._core.commit([*writes, note], EntriesChanged(runner.competition_id))


def _fields(band: AgeBand) -> dict[str, Any]:
    fields = asdict(band)
    del fields["id"], fields["competition_id"]
    return fields
