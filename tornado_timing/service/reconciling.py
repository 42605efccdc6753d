"""The reconciliation of a line: proposed by another process, repaired in one commit."""

import asyncio
import itertools
import sys
import uuid
from collections.abc import Sequence

from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.events import EntriesChanged, MarksChanged
from tornado_timing.domain.individual import correcting
from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.corrections import Correction
from tornado_timing.domain.individual.marks import Line
from tornado_timing.domain.individual.reconciling.proposal import Snapshot, snapshot_of
from tornado_timing.domain.individual.reconciling.repairs import Change, expected_of
from tornado_timing.domain.model import Competition
from tornado_timing.proposing.request import Job, encode
from tornado_timing.service.core import Core
from tornado_timing.service.export_process import ExportProcess
from tornado_timing.store import entries

COMMAND = (sys.executable, "-m", "tornado_timing.proposing")


class Made(Struct, frozen=True):
    """What is known of a line as of now; `document` is there when its process is done."""

    tag: str
    document: asyncio.Future[bytes]


class _Kept(Struct, frozen=True):
    book: RaceBook
    version: int
    competition: Competition
    made: Made

    def is_of(self, book: RaceBook, competition: Competition) -> bool:
        return (
            self.book is book
            and self.version == book.version
            and self.competition is competition
            and not (self.made.document.done() and _has_failed(self.made.document))
        )


def _has_failed(document: asyncio.Future[bytes]) -> bool:
    return document.cancelled() or document.exception() is not None


class Reconciling:
    """Proposes what belongs together at a line, once for each change of its race, and repairs."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._process = ExportProcess(COMMAND, failed=errors.ReconciliationFailed)
        self._kept: dict[int, _Kept] = {}
        self._run = uuid.uuid4().hex[:8]
        self._numbers = itertools.count(1)

    async def close(self) -> None:
        """Ends what is being made."""
        await self._process.close()

    def made(self, line_id: int) -> Made:
        """The reconciliation of a line as it is now, begun if nobody has asked for it yet.

        It is the JSON that organizers read. What is awaited of it must be shielded: others may
        wait for it too; it raises what `ExportProcess.run` raises. Raises NotFound.
        """
        line, book, competition = self._at(line_id)
        kept = self._kept.get(line_id)
        if kept is None or not kept.is_of(book, competition):
            running = asyncio.ensure_future(self._process.run(self._job(line, book, competition)))
            # Whoever has asked may have gone by then, and nobody hears why it failed.
            running.add_done_callback(lambda done: done.cancelled() or done.exception())
            tag = f'"{self._run}-{next(self._numbers)}"'
            kept = _Kept(book, book.version, competition, Made(tag, running))
            self._kept[line_id] = kept
        return kept.made

    async def repair(
        self,
        line_id: int,
        codes: tuple[str, str],
        changes: Sequence[Change],
        reason: str,
        by: Actor,
    ) -> list[Correction]:
        """Makes all changes in one commit, or none.

        `codes` are the fault and the repair, as they are to stand on record.

        Raises NotFound, MarkNotFound, MarkChangedMeanwhile, InvalidField.
        """
        line, book, _ = self._at(line_id)
        self._check_unchanged(line, changes)
        made_at_ms = book.moment_after(self._core.clock.now_ms())
        made = [
            Correction(
                id=str(uuid.uuid4()),
                competition_id=line.competition_id,
                kind=change.kind,
                subject=change.mark_id,
                number=change.number,
                text=(change.text or "").strip(),
                reason=reason,
                account_id=by.account_id,
                made_at_ms=made_at_ms,
            )
            for change in changes
        ]
        for correction in made:
            correcting.check(self._core.state, correction)
        for correction in made:
            self._core.state.individual.add_correction(correction)
        number = line.competition_id
        fault, repair = codes
        note = self._core.note(
            by,
            "line_repaired",
            ("line", line.id, line.name),
            competition_id=number,
            details={"fault": fault, "repair": repair, "count": len(made), "reason": reason},
        )
        writes = [entries.add_race_corrections(made), note]
        await self._core.commit(writes, MarksChanged(number), EntriesChanged(number))
        return made

    def _check_unchanged(self, line: Line, changes: Sequence[Change]) -> None:
        races = self._core.state.individual
        views = races.live_of(line.competition_id).views
        seen = set()
        for change in changes:
            mark = races.mark(change.mark_id)
            if mark is None or mark.id != change.mark_id or mark.line_id != line.id:
                raise errors.MarkNotFound()
            view = views.get(mark.id)
            if expected_of(None if view is None else view.crossing) != change.expected:
                raise errors.MarkChangedMeanwhile(mark_id=mark.id)
            if (change.kind, mark.id) in seen:
                raise errors.InvalidField(field="changes", problem="se repite una marca")
            seen.add((change.kind, mark.id))

    def _at(self, line_id: int) -> tuple[Line, RaceBook, Competition]:
        state = self._core.state
        view = state.individual.line(line_id)
        if view is None:
            raise errors.NotFound()
        number = view.line.competition_id
        return view.line, state.individual.book_of(number), state.competitions[number]

    def _job(self, line: Line, book: RaceBook, competition: Competition) -> bytes:
        """What the process is asked for: 3 ms of the loop with 5,000 marks."""
        state = self._core.state
        usernames = {one.id: one.username for one in state.accounts.values()}
        snapshot = self._snapshot(line, book, competition)
        return encode(Job(snapshot, book.version, competition.started_at_ms, usernames))

    def _snapshot(self, line: Line, book: RaceBook, competition: Competition) -> Snapshot:
        live = self._core.state.individual.live_of(competition.id)
        return snapshot_of(
            line,
            (view.crossing for view in live.views.values()),
            live.ranking.results,
            book.holding,
            official_start_ms=competition.official_start_ms,
            is_over=competition.finished_at_ms is not None,
        )
