"""Teams and prizes of individual races over HTTP: their rules, and who has won."""

from tornado_timing.domain import errors
from tornado_timing.domain.individual.entering import individual_of_path
from tornado_timing.domain.individual.prizes import PrizeRules, prize_list
from tornado_timing.domain.individual.team_scoring import TeamScoring
from tornado_timing.protocol.prizes import PrizeListOut, prize_list_out
from tornado_timing.protocol.team_results import TeamGroupRows
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint
from tornado_timing.web.race_settings import SettingHandler
from tornado_timing.web.team_board import TeamBoard


class TeamScoringHandler(SettingHandler):
    """``/api/competencias/{competition_id}/puntaje-equipos/``."""

    @endpoint(Access.ORGANIZER, {200: TeamScoring}, fails=(404, 409))
    def get(self, competition_id: str) -> None:
        """Read how the teams of an individual race are scored."""
        self.write_setting(competition_id, TeamScoring)

    @endpoint(
        Access.ORGANIZER,
        {200: TeamScoring},
        body=TeamScoring,
        fails=(400, 404, 409, 412, 413, 503),
    )
    async def put(self, competition_id: str) -> None:
        """Choose how the teams of an individual race are scored."""
        await self.change_setting(competition_id, self.body(TeamScoring))


class PrizeRulesHandler(SettingHandler):
    """``/api/competencias/{competition_id}/premios/``."""

    @endpoint(Access.ORGANIZER, {200: PrizeRules}, fails=(404, 409))
    def get(self, competition_id: str) -> None:
        """Read for whom there are prizes in an individual race."""
        self.write_setting(competition_id, PrizeRules)

    @endpoint(
        Access.ORGANIZER,
        {200: PrizeRules},
        body=PrizeRules,
        fails=(400, 404, 409, 412, 413, 503),
    )
    async def put(self, competition_id: str) -> None:
        """Choose for whom there are prizes in an individual race."""
        await self.change_setting(competition_id, self.body(PrizeRules))


class TeamStandingsHandler(ApiHandler):
    """``/api/competencias/{competition_id}/clasificacion-equipos/``."""

    _tag: str | None = None

    @endpoint(Access.PUBLIC, {200: list[TeamGroupRows]}, fails=(404, 409, 503))
    async def get(self, competition_id: str) -> None:
        """Read the standings of teams of an individual race; organizers before it is published."""
        number = int(competition_id)
        competition = self.services.core.state.competitions.get(number)
        if competition is None or not (competition.is_active or self._is_organizers()):
            raise errors.NotFound()
        individual_of_path(self.services.core.state, number)
        board: TeamBoard = self.application.settings["team_board"]
        version = await board.version(number)
        self._tag = version.tag
        self.set_etag_header()
        if self.check_etag_header():
            self.set_status(304)
            return
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(version.encoded)

    def _is_organizers(self) -> bool:
        try:
            self.admit(Access.ORGANIZER)
        except errors.TimingError:
            return False
        return True

    def compute_etag(self) -> str | None:
        """The tag of the version, where there is one; else Tornado makes one of the body."""
        return self._tag or super().compute_etag()


class PrizeListHandler(ApiHandler):
    """``/api/competencias/{competition_id}/lista-premios/``."""

    @endpoint(Access.ORGANIZER, {200: PrizeListOut}, fails=(404, 409, 503))
    async def get(self, competition_id: str) -> None:
        """Read who gets a prize by the results that are public now."""
        number = int(competition_id)
        individual_of_path(self.services.core.state, number)
        board: TeamBoard = self.application.settings["team_board"]
        version = await board.version(number)
        chosen = self.services.race_settings
        is_chosen = (chosen.get(number, TeamScoring), chosen.get(number, PrizeRules))
        public = self.services.core.state.individual.public_of(number)
        groups = prize_list(public.ranking, public.prizes, version.standings)
        is_as_chosen = (public.team_scoring, public.prizes) == is_chosen
        self.write_json(prize_list_out(public, groups, is_as_chosen=is_as_chosen))
