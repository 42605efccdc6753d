"""Links for announcers: who holds one reads what is worth saying of the runners."""

import hashlib
import hmac
import secrets

from tornado_timing.domain.audit import Actor
from tornado_timing.domain.individual.announcing import AnnouncerLink
from tornado_timing.domain.individual.entering import individual_of_path
from tornado_timing.service.core import Core
from tornado_timing.store import entries

KEY_BYTES = 24


class AnnouncerLinks:
    """Makes the key of a race's announcer, ends it, and knows it again."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def link_of(self, competition_id: int) -> AnnouncerLink:
        """The link that there is. Raises NotFound, CompetitionNotIndividual."""
        individual_of_path(self._core.state, competition_id)
        return self._core.state.individual.book_of(competition_id).setting(AnnouncerLink)

    def holds_key(self, competition_id: int, key: str) -> bool:
        """Whether `key` is that of the race's link."""
        if competition_id not in self._core.state.competitions:
            return False
        book = self._core.state.individual.book_of(competition_id)
        known = book.setting(AnnouncerLink).key_hash
        return bool(known) and hmac.compare_digest(known, hash_of(key))

    async def make(self, competition_id: int, by: Actor) -> str:
        """A new key, which can be read nowhere else and never again; the one before is dead.

        Raises NotFound, CompetitionNotIndividual.
        """
        key = secrets.token_urlsafe(KEY_BYTES)
        made_at_ms = self._core.clock.now_ms()
        link = AnnouncerLink(key_hash=hash_of(key), made_at_ms=made_at_ms)
        await self._put(competition_id, link, by, "announcer_link_made")
        return key

    async def end(self, competition_id: int, by: Actor) -> None:
        """Ends the link, if there is one.

        Raises NotFound, CompetitionNotIndividual.
        """
        if self.link_of(competition_id).key_hash:
            await self._put(competition_id, AnnouncerLink(), by, "announcer_link_ended")

    async def _put(self, competition_id: int, link: AnnouncerLink, by: Actor, action: str) -> None:
        competition = individual_of_path(self._core.state, competition_id)
        self._core.state.individual.put_setting(competition_id, link)
        note = self._core.note(
            by,
            action,
            ("competition", competition_id, competition.name),
            competition_id=competition_id,
        )
        await self._core.commit([entries.put_setting(competition_id, link), note])


def hash_of(key: str) -> str:
    """The hash under which a key is kept; 192 random bits need no slow one."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
