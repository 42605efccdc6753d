"""What was deleted and can be brought back: nothing in it is seen, and nothing of it is lost."""

from collections.abc import Iterable

from msgspec import Struct

from tornado_timing.domain.model import Competition, Team


class DeletedCompetition(Struct, frozen=True):
    """A competition in the bin, with the teams that went with it."""

    competition: Competition
    teams: tuple[Team, ...]
    deleted_at_ms: int


class DeletedTeam(Struct, frozen=True):
    """A team that was deleted by itself. Its competition may be in the bin as well."""

    team: Team
    deleted_at_ms: int


class Bin:
    """Deleted competitions and teams by their ids."""

    def __init__(self) -> None:
        self.competitions: dict[int, DeletedCompetition] = {}
        self.teams: dict[int, DeletedTeam] = {}

    def team_ids(self, competition_id: int | None = None) -> set[int]:
        """Ids of all teams in here, or of those of one competition: however they were deleted."""
        alone = (
            deleted.team.id
            for deleted in self.teams.values()
            if competition_id in (None, deleted.team.competition_id)
        )
        return {*alone, *(team.id for team in self._gone_with(competition_id))}

    def forget(self, competition_id: int | None = None) -> None:
        """Forgets everything, or one competition with all of its teams."""
        for team_id in self.team_ids(competition_id):
            self.teams.pop(team_id, None)
        if competition_id is None:
            self.competitions.clear()
        else:
            del self.competitions[competition_id]

    def _gone_with(self, competition_id: int | None) -> Iterable[Team]:
        for number, deleted in self.competitions.items():
            if competition_id in (None, number):
                yield from deleted.teams
