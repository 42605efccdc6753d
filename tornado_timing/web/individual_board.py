"""The standings of individual races as they are sent out: made once for each version of them."""

import secrets
from collections import defaultdict
from itertools import count

from msgspec import Struct

from tornado_timing.domain.individual.publishing import PublicResults, Stage
from tornado_timing.domain.individual.ranking import Changes, Cursor, Ranking
from tornado_timing.domain.model import Competition
from tornado_timing.protocol.individual_results import StandingsWriter
from tornado_timing.service.core import Core


class _Version(Struct):
    """What a tag stands for; `encoded` is None until somebody wants to read it."""

    cursor: Cursor
    competition: Competition
    public: PublicResults
    tag: str
    encoded: bytes | None = None


class IndividualBoard:
    """Encoded standings, and the tags of their versions: what is official, or else what is live."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._writers: dict[int, StandingsWriter] = defaultdict(StandingsWriter)
        self._versions: dict[int, _Version] = {}
        # Official versions that somebody asked for by their numbers.
        self._official: dict[tuple[int, int], tuple[Ranking, Competition, bytes]] = {}
        # No tag is ever given twice, nor by another run of the server.
        self._run = secrets.token_hex(6)
        self._numbers = count(1)

    def public(self, competition_id: int) -> PublicResults:
        """What everybody sees of a race as it is now. Raises KeyError unless it is there."""
        return self._core.state.individual.public_of(competition_id)

    def tag(self, competition: Competition) -> str:
        """The entity tag of the standings: another one after every change of them."""
        return self._version(competition).tag

    def encoded(self, competition: Competition) -> bytes:
        """The whole `IndividualResults` as JSON."""
        version = self._version(competition)
        if version.encoded is None:
            writer = self._writers[competition.id]
            version.encoded = self._encode(writer, version.public, version.competition)
        return version.encoded

    def official(self, competition: Competition, version: int) -> bytes | None:
        """The whole `IndividualResults` of an official version; None where there is none."""
        public = self._core.state.individual.official_of(competition.id, version)
        if public is None:
            return None
        shown = public.as_published(competition)
        key = (competition.id, version)
        ranking, as_of, encoded = self._official.get(key, (None, None, b""))
        if ranking is not public.ranking or as_of != shown:
            encoded = self._encode(StandingsWriter(), public, shown)
            self._official[key] = (public.ranking, shown, encoded)
        return encoded

    def update(self, competition: Competition, changes: Changes) -> bytes:
        """An `IndividualUpdated` with what has changed as JSON."""
        public = self.public(competition.id)
        return self._writers[competition.id].update(
            public.ranking, public.as_published(competition), changes, self._core.clock.now_ms()
        )

    def _encode(
        self, writer: StandingsWriter, public: PublicResults, competition: Competition
    ) -> bytes:
        publication = public.publication
        at_ms = self._core.clock.now_ms()
        if publication is not None and public.stage is Stage.OFFICIAL:
            # Official results are the same bytes whenever they are made.
            at_ms = publication.at_ms
        return writer.results(
            public.ranking, competition, at_ms, publication, public.team_scoring.method
        )

    def _version(self, competition: Competition) -> _Version:
        public = self.public(competition.id)
        shown, cursor = public.as_published(competition), public.ranking.cursor()
        known = self._versions.get(competition.id)
        if known is None or (known.cursor, known.competition, known.public) != (
            cursor,
            shown,
            public,
        ):
            tag = f'"{self._run}-{next(self._numbers)}"'
            known = self._versions[competition.id] = _Version(cursor, shown, public, tag)
        return known
