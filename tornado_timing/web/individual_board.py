"""The standings of individual races as they are sent out: made once for each version of them."""

import secrets
from collections import defaultdict
from itertools import count

from msgspec import Struct

from tornado_timing.domain.individual.ranking import Changes, Cursor, Ranking
from tornado_timing.domain.model import Competition
from tornado_timing.protocol.individual_results import StandingsWriter
from tornado_timing.service.core import Core


class _Version(Struct):
    """What a tag stands for; `encoded` is None until somebody wants to read it."""

    cursor: Cursor
    competition: Competition
    tag: str
    encoded: bytes | None = None


class IndividualBoard:
    """Encoded standings, and the tags of their versions."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._writers: dict[int, StandingsWriter] = defaultdict(StandingsWriter)
        self._versions: dict[int, _Version] = {}
        # No tag is ever given twice, nor by another run of the server.
        self._run = secrets.token_hex(6)
        self._numbers = count(1)

    def ranking(self, competition_id: int) -> Ranking:
        """The standings as they are now, kept up."""
        return self._core.state.individual.live_of(competition_id).ranking

    def tag(self, competition: Competition) -> str:
        """The entity tag of the standings: another one after every change of them."""
        return self._version(competition).tag

    def encoded(self, competition: Competition) -> bytes:
        """The whole `IndividualResults` as JSON."""
        version = self._version(competition)
        if version.encoded is None:
            version.encoded = self._writers[competition.id].results(
                self.ranking(competition.id), competition, self._core.clock.now_ms()
            )
        return version.encoded

    def update(self, competition: Competition, changes: Changes) -> bytes:
        """An `IndividualUpdated` with what has changed as JSON."""
        return self._writers[competition.id].update(
            self.ranking(competition.id), competition, changes, self._core.clock.now_ms()
        )

    def _version(self, competition: Competition) -> _Version:
        cursor = self.ranking(competition.id).cursor()
        known = self._versions.get(competition.id)
        if known is None or (known.cursor, known.competition) != (cursor, competition):
            tag = f'"{self._run}-{next(self._numbers)}"'
            known = self._versions[competition.id] = _Version(cursor, competition, tag)
        return known
