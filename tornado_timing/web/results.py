"""Results over HTTP, and the one copy of them that all spectators share."""

from tornado_timing.domain import errors
from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.domain.model import Competition, CompetitionKind
from tornado_timing.domain.standings import StandingsRow, standings
from tornado_timing.domain.state import State
from tornado_timing.protocol.individual_results import IndividualResults
from tornado_timing.protocol.results import Results, ResultsWriter
from tornado_timing.service.core import Core
from tornado_timing.web.api import MAX_DIGITS, ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint
from tornado_timing.web.individual_board import IndividualBoard

VERSION = Query(("version",), int, "an official version, also one that another has followed")


class ResultsBoard:
    """Standings and encoded results, made once for each version of the state."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._writer = ResultsWriter()
        self._rows: dict[int, tuple[State, int, list[StandingsRow]]] = {}
        self._encoded: dict[int, tuple[State, int, bytes]] = {}
        self.individual = IndividualBoard(core)

    def published(self, competition_id: int) -> Competition:
        """A competition that the public may see. Raises NotFound."""
        competition = self._core.state.competitions.get(competition_id)
        if competition is None or not competition.is_active:
            raise errors.NotFound()
        return competition

    def as_published(self, competition: Competition) -> Competition:
        """A competition as the public sees it: with official results it is as it was with them."""
        public = self.public(competition)
        return competition if public is None else public.as_published(competition)

    def public(self, competition: Competition) -> PublicResults | None:
        """What everybody sees of an individual race; None of one by team."""
        if competition.kind is not CompetitionKind.INDIVIDUAL:
            return None
        return self.individual.public(competition.id)

    def rows(self, competition_id: int) -> list[StandingsRow]:
        """The standings."""
        state = self._core.state
        known_state, version, rows = self._rows.get(competition_id, (None, -1, []))
        if known_state is not state or version != state.version:
            rows = standings(state, competition_id)
            self._rows[competition_id] = (state, state.version, rows)
        return rows

    def encoded(self, competition: Competition) -> bytes:
        """The whole `Results`, or `IndividualResults`, as JSON."""
        state = self._core.state
        if competition.kind is CompetitionKind.INDIVIDUAL:
            return self.individual.encoded(competition)
        known_state, version, encoded = self._encoded.get(competition.id, (None, -1, b""))
        if known_state is not state or version != state.version:
            if known_state is not state:
                # Read back after a commit that failed: what was kept may never have come to be.
                self._writer = ResultsWriter()
            encoded = self._writer.encode(
                state, competition, self.rows(competition.id), self._core.clock.now_ms()
            )
            self._encoded[competition.id] = (state, state.version, encoded)
        return encoded

    def tag(self, competition: Competition) -> str | None:
        """The entity tag of what `encoded` gives; None where one must be made of the bytes."""
        if competition.kind is CompetitionKind.INDIVIDUAL:
            return self.individual.tag(competition)
        return None


class ResultsHandler(ApiHandler):
    """``/api/competencias/{competition_id}/resultados/``."""

    _tag: str | None = None

    @endpoint(
        Access.PUBLIC, {200: (Results, IndividualResults)}, query=(VERSION,), fails=(400, 404)
    )
    def get(self, competition_id: str) -> None:
        """Read the results of a published competition, or an official version of them."""
        board: ResultsBoard = self.application.settings["results_board"]
        competition = board.published(int(competition_id))
        asked = self.query_value(*VERSION.names)
        if asked is not None:
            if asked.isascii() and asked.isdigit() and len(asked) > MAX_DIGITS:
                # As in a path: nothing has such a number.
                raise errors.NotFound()
            official = board.individual.official(competition, self.query_int(*VERSION.names) or 0)
            if official is None:
                raise errors.NotFound()
            self.set_header("Content-Type", "application/json; charset=utf-8")
            self.finish(official)
            return
        self._tag = board.tag(competition)
        if self._tag is not None:
            self.set_etag_header()
            if self.check_etag_header():
                # Nothing is encoded for who has it already.
                self.set_status(304)
                return
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(board.encoded(competition))

    def compute_etag(self) -> str | None:
        """The tag of the version, where there is one; else Tornado makes one of the body."""
        return self._tag or super().compute_etag()
