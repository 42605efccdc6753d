"""Results are made provisional, official, and provisional again; each step is a row of a log."""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.events import ResultsPublished
from tornado_timing.domain.individual.entering import individual_of_path
from tornado_timing.domain.individual.published import Published
from tornado_timing.domain.individual.publishing import (
    Publication,
    PublicResults,
    ResultChange,
    Snapshot,
    Stage,
    snapshot_of,
)
from tornado_timing.domain.individual.publishing_steps import (
    Step,
    check_official,
    check_provisional,
    check_reopening,
    step_of,
)
from tornado_timing.domain.individual.result_changes import changes_between
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.state import IndividualRaces
from tornado_timing.domain.model import Competition
from tornado_timing.service.background import Background
from tornado_timing.service.core import Core, check_unchanged
from tornado_timing.store import entries

Result = TypeVar("Result")


class _Current(Struct, frozen=True):
    """What would be published now: nothing of it changes while a thread looks at it."""

    public: PublicResults
    results: tuple[RunnerResult, ...]


class Publishing:
    """Publishes the results of individual races.

    Snapshots are made and compared beside the loop. `expected`, where given, is the step that who
    asks has seen: ChangedMeanwhile where somebody else has gone on since.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._background = Background("publishing", 1)
        # By competition, what is not published yet, and of what that was found out.
        self._pending: dict[int, tuple[object, list[ResultChange]]] = {}

    def close(self) -> None:
        """Ends the thread."""
        self._background.close()

    def step(self, competition_id: int) -> Step:
        """Where a competition stands. Raises NotFound, CompetitionNotIndividual."""
        self._competition(competition_id)
        return step_of(competition_id, self._published(competition_id).steps)

    async def pending(self, competition_id: int) -> list[ResultChange]:
        """What the next official version would change; nothing before there is one.

        Raises NotFound, CompetitionNotIndividual.
        """
        self._competition(competition_id)
        official = self._published(competition_id).last_official
        if official is None:
            return []
        current = self._current(competition_id)
        key = (official, current)
        known = self._pending.get(competition_id)
        if known is None or known[0] != key:
            changes = await self._beside(lambda: _changes(official, _snapshot(current)))
            known = self._pending[competition_id] = (key, changes)
        return known[1]

    async def provisional(
        self,
        competition_id: int,
        protests_until_ms: int | None,
        reason: str,
        by: Actor,
        *,
        expected: Step | None = None,
    ) -> Step:
        """Says that results are provisional, with protests until then.

        Raises NotFound, CompetitionNotIndividual, RaceNotStarted, ResultsOfficial,
        ProtestsInThePast, ChangedMeanwhile.
        """
        competition, step = self._competition(competition_id), self.step(competition_id)
        check_unchanged(step, expected)
        now_ms = self._core.clock.now_ms()
        check_provisional(competition, step, protests_until_ms, now_ms)
        made = _provisional(step, now_ms, protests_until_ms, reason, by)
        return await self._add(made, "results_provisional", by)

    async def official(
        self, competition_id: int, reason: str, by: Actor, *, expected: Step | None = None
    ) -> Step:
        """Freezes results as they are now, as the next official version.

        Raises NotFound, CompetitionNotIndividual, RaceNotStarted, CompetitionRunning,
        NothingChanged where they are official as they are, ChangedMeanwhile.
        """
        check_official(self._competition(competition_id))
        step = self.step(competition_id)
        check_unchanged(step, expected)
        before = self._published(competition_id).last_official
        current = self._current(competition_id)
        publication = Publication(
            competition_id=competition_id,
            stage=Stage.OFFICIAL,
            version=step.version + 1,
            at_ms=self._core.clock.now_ms(),
            reason=reason,
            account_id=by.account_id,
        )
        made = await self._beside(lambda: _frozen(publication, current, before, step))
        # While they were made somebody else may have published, or had the race go on.
        check_official(self._competition(competition_id))
        check_unchanged(self.step(competition_id), step)
        return await self._add(made, "results_official", by)

    async def reopen(
        self,
        competition_id: int,
        protests_until_ms: int | None,
        reason: str,
        by: Actor,
        *,
        expected: Step | None = None,
    ) -> Step:
        """Takes official results back to provisional; that version stays readable.

        Raises NotFound, CompetitionNotIndividual, ResultsNotOfficial, ProtestsInThePast,
        ChangedMeanwhile.
        """
        step = self.step(competition_id)
        check_unchanged(step, expected)
        now_ms = self._core.clock.now_ms()
        check_reopening(step, protests_until_ms, now_ms)
        made = _provisional(step, now_ms, protests_until_ms, reason, by)
        return await self._add(made, "results_reopened", by)

    # ---- inside ----

    async def _add(self, publication: Publication, action: str, by: Actor) -> Step:
        number = publication.competition_id
        self._races.add_publication(publication)
        details: dict[str, object] = {"version": publication.version, "reason": publication.reason}
        if publication.stage is Stage.OFFICIAL:
            details["changes"] = publication.change_count
        else:
            details["protests_until_ms"] = publication.protests_until_ms
        name = self._core.state.competitions[number].name
        note = self._core.note(
            by, action, ("competition", number, name), competition_id=number, details=details
        )
        step = self.step(number)
        write = entries.add_publication(publication)
        await self._core.commit([write, note], ResultsPublished(number))
        return step

    @property
    def _races(self) -> IndividualRaces:
        return self._core.state.individual

    def _published(self, competition_id: int) -> Published:
        return self._races.book_of(competition_id).published

    def _current(self, competition_id: int) -> _Current:
        public = self._races.current_of(competition_id)
        return _Current(public, tuple(public.ranking.results))

    def _competition(self, competition_id: int) -> Competition:
        return individual_of_path(self._core.state, competition_id)

    async def _beside(self, work: Callable[[], Result]) -> Result:
        return await self._background.run(work)


def _provisional(
    step: Step, now_ms: int, protests_until_ms: int | None, reason: str, by: Actor
) -> Publication:
    return Publication(
        competition_id=step.competition_id,
        stage=Stage.PROVISIONAL,
        version=step.version,
        at_ms=now_ms,
        protests_until_ms=protests_until_ms,
        reason=reason,
        account_id=by.account_id,
    )


def _snapshot(current: _Current) -> Snapshot:
    return snapshot_of(current.public, current.results)


def _changes(before: Publication, now: Snapshot) -> list[ResultChange]:
    return [] if before.snapshot is None else changes_between(before.snapshot, now)


def _frozen(
    publication: Publication, current: _Current, before: Publication | None, step: Step
) -> Publication:
    """The publication with its document, which is read back here, and not on the loop."""
    snapshot = _snapshot(current)
    if before is not None:
        changes = _changes(before, snapshot)
        if not changes and step.stage is Stage.OFFICIAL:
            raise errors.NothingChanged()
        snapshot = replace(snapshot, changes=tuple(changes))
    document = msgspec.json.encode(snapshot).decode()
    made = replace(publication, document=document)
    assert made.ranking is not None
    return made
