"""Times and bibs of a line, put together by the organizer who has accepted what was proposed."""

import uuid
from collections.abc import Iterable

from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.events import EntriesChanged, MarksChanged
from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.marks import Line
from tornado_timing.domain.individual.pairing import PairsCheck
from tornado_timing.service.core import Core
from tornado_timing.store import entries


class RefusedPair(Struct, frozen=True):
    """A pair that was not made, named by its mark with a time."""

    time_mark_id: str
    error: errors.TimingError


class Pairing:
    """Gives marks with a time the bibs of others, as organizers have accepted it."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def pair(
        self, line_id: int, pairs: Iterable[tuple[str, str]], reason: str, by: Actor
    ) -> tuple[list[Correction], list[RefusedPair]]:
        """Gives each mark with a time the bib of the other mark, both named by their ids.

        The corrections that do it, in one commit, each of which may be undone; and the pairs that
        were refused. Raises NotFound.
        """
        state = self._core.state
        view = state.individual.line(line_id)
        if view is None:
            raise errors.NotFound()
        line, number = view.line, view.line.competition_id
        book = state.individual.book_of(number)
        crossings = [one.crossing for one in state.individual.live_of(number).views.values()]
        official_start_ms = state.competitions[number].official_start_ms
        check = PairsCheck(line, book.marks, crossings, official_start_ms, book.bibs())
        made_at_ms = book.moment_after(self._core.clock.now_ms())
        made: list[Correction] = []
        refused: list[RefusedPair] = []
        for time_mark_id, bib_mark_id in pairs:
            try:
                bib = check.bib_for(time_mark_id, bib_mark_id)
            except errors.TimingError as error:
                refused.append(RefusedPair(time_mark_id, error))
                continue
            made.append(
                Correction(
                    id=str(uuid.uuid4()),
                    competition_id=number,
                    kind=Kind.MARK_BIB,
                    subject=time_mark_id,
                    text=bib,
                    reason=reason,
                    account_id=by.account_id,
                    made_at_ms=made_at_ms,
                )
            )
        if made:
            await self._put(line, made, reason, by)
        return made, refused

    async def _put(self, line: Line, made: list[Correction], reason: str, by: Actor) -> None:
        number = line.competition_id
        for correction in made:
            self._core.state.individual.add_correction(correction)
        note = self._core.note(
            by,
            "marks_paired",
            ("line", line.id, line.name),
            competition_id=number,
            details={"count": len(made), "reason": reason},
        )
        writes = [entries.add_race_corrections(made), note]
        await self._core.commit(writes, MarksChanged(number), EntriesChanged(number))
