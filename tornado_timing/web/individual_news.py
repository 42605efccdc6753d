"""What spectators of individual races are told when something changes."""

import asyncio
from collections.abc import Callable
from functools import partial

from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.publishing import Publication, PublicResults
from tornado_timing.domain.individual.ranking import Cursor
from tornado_timing.domain.individual.team_scoring import TeamScoring
from tornado_timing.live.frames import text_frame
from tornado_timing.live.hub import Hub
from tornado_timing.service.core import Core
from tornado_timing.web.individual_board import IndividualBoard

_Beside = tuple[Publication | None, TeamScoring, PrizeRules]


class IndividualNews:
    """Tells the rows that have changed; everything where that cannot be told by rows.

    `topic` gives the topic of a competition's spectators, `full_results` the frame that replaces
    all that they have, in parts. What happens within `merge_s` is told together.
    """

    def __init__(
        self,
        core: Core,
        hub: Hub,
        board: IndividualBoard,
        *,
        topic: Callable[[int], str],
        full_results: Callable[[int], tuple[bytes, ...]],
        merge_s: float,
    ) -> None:
        self._core = core
        self._hub = hub
        self._board = board
        self._topic = topic
        self._full_results = full_results
        self._merge_s = merge_s
        self._fresh: set[int] = set()
        # How far spectators have been told, by competition, and what no row says of that.
        self._told: dict[int, tuple[Cursor, _Beside]] = {}

    def follow(self, competition_id: int) -> None:
        """Somebody is being told everything: from now on of the changes."""
        if competition_id not in self._told:
            public = self._board.public(competition_id)
            self._told[competition_id] = (public.ranking.cursor(), _beside(public))

    def changed(self, competition_id: int) -> None:
        """Something may have changed: it is told soon, with what else does."""
        if competition_id not in self._fresh:
            self._fresh.add(competition_id)
            loop = asyncio.get_running_loop()
            loop.call_later(self._merge_s, self._tell, competition_id)

    def _tell(self, competition_id: int) -> None:
        self._fresh.discard(competition_id)
        competition = self._core.state.competitions.get(competition_id)
        topic = self._topic(competition_id)
        if competition is None or not competition.is_active or not self._hub.size(topic):
            self._told.pop(competition_id, None)
            return
        public = self._board.public(competition_id)
        cursor, told = self._told.get(competition_id, (None, None))
        changed, beside = public.ranking.changed_since(cursor), _beside(public)
        self._told[competition_id] = (public.ranking.cursor(), beside)
        if changed is None or beside != told:
            frame = b"".join(self._full_results(competition_id))
        elif changed.results or changed.places:
            frame = text_frame(self._board.update(competition, changed))
        else:
            return
        self._hub.offer([topic], "results", frame, partial(self._full_results, competition_id))


def _beside(public: PublicResults) -> _Beside:
    return (public.publication, public.team_scoring, public.prizes)
