"""What an organizer chooses for a race, over HTTP: one resource for each kind of setting."""

from typing import Any

from msgspec import Struct

from tornado_timing.protocol.etags import etag_of
from tornado_timing.web.tagged import TaggedHandler


class SettingHandler(TaggedHandler):
    """A setting of a race; its JSON is the structure itself, its tag that of the whole.

    Subclasses declare ``get`` and ``put`` for their kind.
    """

    def resource(self, item: Any) -> Any:
        """The setting as it is."""
        return item

    def write_setting(self, competition_id: str, kind: type[Struct]) -> None:
        """Answers with what was chosen."""
        self._write(self.services.race_settings.get(int(competition_id), kind))

    async def change_setting(self, competition_id: str, value: Struct) -> None:
        """Chooses `value`, unless somebody was faster, and answers with it."""
        settings, number = self.services.race_settings, int(competition_id)
        old = settings.get(number, type(value))
        expected = self.expected(old)
        self._write(await settings.put(number, value, self.actor, expected=expected))

    def _write(self, value: Struct) -> None:
        self._is_tagged = True
        self.set_header("ETag", etag_of(value))
        self.write_json(value)
