"""Deleting the times of races long past."""

from msgspec import Struct

from tornado_timing.domain.audit import Actor
from tornado_timing.domain.events import TeamsChanged
from tornado_timing.service.competitions import entry_counts
from tornado_timing.service.core import Core
from tornado_timing.store import entries, queries

DAY_MS = 24 * 60 * 60 * 1000


class Purgeable(Struct, frozen=True):
    """A finished competition whose times a purge would delete; marks are counted among them.

    What was published of them goes too: `version_count` official versions.
    """

    competition_id: int
    name: str
    finished_at_ms: int
    record_count: int
    version_count: int = 0


class Purging:
    """Purges; the only way in which times leave the file."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def plan(self, days: int) -> list[Purgeable]:
        """What `purge` would delete: times of competitions that finished over `days` days ago.

        Never one in progress, nor one that was not finished. Deleted ones are among them.
        """
        before_ms = max(0, self._core.clock.now_ms() - days * DAY_MS)
        rows = await self._core.database.run(
            lambda connection: queries.purgeable(connection, before_ms)
        )
        return [Purgeable(*row) for row in rows]

    async def purge(self, days: int, by: Actor) -> list[Purgeable]:
        """Deletes them for good and says what it deleted. Raises StorageFailed."""
        purged = []
        for item in await self.plan(days):
            # It may have been started again since the plan was made.
            state = self._core.state
            competition = state.competitions.get(item.competition_id)
            if competition is None or competition.finished_at_ms == item.finished_at_ms:
                team_ids = {team.id for team in state.teams_of(item.competition_id)}
                team_ids |= state.bin.team_ids(item.competition_id)
                record_ids = [record.id for record in state.records_of(team_ids)]
                state.forget_records(record_ids)
                counts = entry_counts(state, item.competition_id)
                if item.version_count:
                    counts = {**counts, "versions": item.version_count}
                runners = state.individual.forget_marks(item.competition_id)
                purged.append(item)
                note = self._core.note(
                    by,
                    "records_purged",
                    ("competition", item.competition_id, item.name),
                    competition_id=item.competition_id,
                    details={"records": len(record_ids), **counts},
                )
                await self._core.commit(
                    [
                        *queries.purge_records(item.competition_id),
                        # With the bibs that corrections have given them.
                        *([entries.put_runners(runners)] if runners else []),
                        note,
                    ],
                    TeamsChanged(item.competition_id),
                )
        return purged
