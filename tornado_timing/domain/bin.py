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

    def is_of_earlier_start(self, competition: Competition) -> bool:
        """Whether the race was started anew since: its times count from a start that is no more.

        When they came in says nothing of it: a time that was refused before the start may have
        been accepted after it.
        """
        return self.deleted_at_ms < (competition.started_at_ms or 0)


class Bin:
    """Deleted competitions and teams by their ids."""

    def __init__(self) -> None:
        self.competitions: dict[int, DeletedCompetition] = {}
        self.teams: dict[int, DeletedTeam] = {}
        # The teams that went with their competitions.
        self._gone: dict[int, Team] = {}

    def put_competition(self, deleted: DeletedCompetition) -> None:
        """Takes a competition in, with its teams."""
        self.competitions[deleted.competition.id] = deleted
        self._gone.update((team.id, team) for team in deleted.teams)

    def take_competition(self, competition_id: int) -> None:
        """Hands a competition out, with the teams that went with it."""
        for team in self.competitions.pop(competition_id).teams:
            self._gone.pop(team.id, None)

    def team(self, team_id: int) -> Team | None:
        """The team with this id, however it was deleted."""
        alone = self.teams.get(team_id)
        return self._gone.get(team_id) if alone is None else alone.team

    def competition(self, competition_id: int) -> Competition | None:
        """The competition with this id."""
        deleted = self.competitions.get(competition_id)
        return None if deleted is None else deleted.competition

    def team_ids(self, competition_id: int | None = None) -> set[int]:
        """Ids of all teams in here, or of those of one competition: however they were deleted."""
        alone = (
            deleted.team.id
            for deleted in self.teams.values()
            if competition_id in (None, deleted.team.competition_id)
        )
        return {*alone, *(team.id for team in self._gone_with(competition_id))}

    def forget(self, competition_id: int | None = None) -> list[int]:
        """Forgets everything, or one competition with all of its teams: ids of competitions."""
        for team_id in self.team_ids(competition_id):
            self.teams.pop(team_id, None)
        numbers = list(self.competitions) if competition_id is None else [competition_id]
        for number in numbers:
            self.take_competition(number)
        return numbers

    def _gone_with(self, competition_id: int | None) -> Iterable[Team]:
        for number, deleted in self.competitions.items():
            if competition_id in (None, number):
                yield from deleted.teams
