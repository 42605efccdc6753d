"""What an organizer chooses for a race: scoring of teams, prizes, certificates, records."""

from typing import TypeVar

from msgspec import Struct

from tornado_timing.domain.audit import Actor, changes
from tornado_timing.domain.events import EntriesChanged
from tornado_timing.domain.individual.entering import individual_of_path
from tornado_timing.domain.individual.settings import name_of
from tornado_timing.service.core import Core, check_unchanged
from tornado_timing.store import entries

Setting = TypeVar("Setting", bound=Struct)
# Pictures are longer, and nobody reads them on record.
MAX_ON_RECORD = 500


class RaceSettings:
    """Keeps one structure of each kind of `settings.SETTINGS` for each competition."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def get(self, competition_id: int, kind: type[Setting]) -> Setting:
        """What was chosen, or what holds where nothing was.

        Raises NotFound, CompetitionNotIndividual.
        """
        individual_of_path(self._core.state, competition_id)
        return self._core.state.individual.book_of(competition_id).setting(kind)

    async def put(
        self, competition_id: int, value: Setting, by: Actor, *, expected: Setting | None = None
    ) -> Setting:
        """Chooses `value`, if what was chosen still is as `expected` says.

        Raises NotFound, CompetitionNotIndividual, ChangedMeanwhile.
        """
        old = self.get(competition_id, type(value))
        check_unchanged(old, expected)
        if value == old:
            return old
        state = self._core.state
        state.individual.put_setting(competition_id, value)
        name = state.competitions[competition_id].name
        changed = {
            field: change if len(str(change)) <= MAX_ON_RECORD else ["…", "…"]
            for field, change in changes(old, value).items()
        }
        note = self._core.note(
            by,
            "race_setting_changed",
            ("competition", competition_id, name),
            competition_id=competition_id,
            details={"setting": name_of(type(value)), "changes": changed},
        )
        write = entries.put_setting(competition_id, value)
        await self._core.commit([write, note], EntriesChanged(competition_id))
        return value
