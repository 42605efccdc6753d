"""Standings of teams in individual races: made once for each version of the results."""

import asyncio
import secrets
import time
from collections import defaultdict
from itertools import count

from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.domain.individual.ranking import Cursor
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.team_scoring import (
    TeamScoring,
    TeamStandings,
    standings_of,
)
from tornado_timing.protocol.team_results import team_groups
from tornado_timing.protocol.wire import encode
from tornado_timing.service.background import Background
from tornado_timing.service.core import Core

# Results change several times a second while many come in, and each version takes up to 20 ms with
# 5,000 runners: after making one, nothing is made for so many times as long.
REST = 20


class TeamVersion(Struct, frozen=True):
    """The standings of teams, and the same as the JSON of `team_groups`."""

    of: tuple[Cursor, TeamScoring, Shown]
    standings: list[TeamStandings]
    encoded: bytes
    tag: str


class TeamBoard:
    """Standings of teams, their JSON, and the tags of their versions.

    They are made in a thread of `background`; who asks meanwhile waits for the same one.
    """

    def __init__(self, core: Core, background: Background) -> None:
        self._core = core
        self._background = background
        self._known: dict[int, TeamVersion] = {}
        self._locks: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._rested_at_s = 0.0
        # No tag is ever given twice, nor by another run of the server.
        self._run = secrets.token_hex(6)
        self._numbers = count(1)

    async def version(self, competition_id: int) -> TeamVersion:
        """The standings by what is public now. Raises NotFound once the competition is gone."""
        async with self._locks[competition_id]:
            known = self._known.get(competition_id)
            if known is not None and known.of == _of(self._public(competition_id)):
                return known
            await asyncio.sleep(max(0.0, self._rested_at_s - time.monotonic()))
            public = self._public(competition_id)
            of = _of(public)
            # The ranking goes on changing while the thread works.
            results = list(public.ranking.results)
            began_s = time.monotonic()
            standings, encoded = await self._background.run(lambda: _made(public, results))
            ended_s = time.monotonic()
            self._rested_at_s = ended_s + REST * (ended_s - began_s)
            tag = f'"{self._run}-{next(self._numbers)}"'
            known = TeamVersion(of, standings, encoded, tag)
            self._known[competition_id] = known
            return known

    def _public(self, competition_id: int) -> PublicResults:
        try:
            return self._core.state.individual.public_of(competition_id)
        except KeyError:
            raise errors.NotFound() from None


def _of(public: PublicResults) -> tuple[Cursor, TeamScoring, Shown]:
    return (public.ranking.cursor(), public.team_scoring, public.shown)


def _made(public: PublicResults, results: list[RunnerResult]) -> tuple[list[TeamStandings], bytes]:
    standings = standings_of(results, public.team_scoring)
    return standings, encode(team_groups(standings, results, public.team_scoring, public.shown))
