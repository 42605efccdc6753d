"""The bin: what was deleted is looked at, brought back, or deleted for good."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.events import RefusedChanged, TeamsChanged
from tornado_timing.domain.model import Competition, Team
from tornado_timing.service.competitions import entry_counts
from tornado_timing.service.core import Core
from tornado_timing.service.teams import assignment, check_team
from tornado_timing.store import queries
from tornado_timing.store.writer import Write


class BinnedCompetition(Struct, frozen=True):
    """A deleted competition; the counts are of what would come back with it."""

    competition: Competition
    deleted_at_ms: int
    team_count: int
    record_count: int
    runner_count: int = 0
    mark_count: int = 0


class BinnedTeam(Struct, frozen=True):
    """A team that was deleted by itself."""

    team: Team
    competition: Competition
    deleted_at_ms: int
    record_count: int


class BinKeeping:
    """Restores what was deleted, or empties the bin."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def competitions(self) -> list[BinnedCompetition]:
        """The deleted competitions, the one deleted last first."""
        state = self._core.state
        counts = state.records_by_team(state.bin.team_ids())
        binned = [
            BinnedCompetition(
                deleted.competition,
                deleted.deleted_at_ms,
                len(deleted.teams),
                sum(counts[team.id] for team in deleted.teams),
                len(state.individual.book_of(deleted.competition.id).entered),
                len(state.individual.book_of(deleted.competition.id).marks),
            )
            for deleted in state.bin.competitions.values()
        ]
        return sorted(binned, key=lambda one: (-one.deleted_at_ms, one.competition.id))

    def teams(self) -> list[BinnedTeam]:
        """The teams that were deleted by themselves, the last first."""
        state = self._core.state
        counts = state.records_by_team(set(state.bin.teams))
        binned = [
            BinnedTeam(
                deleted.team,
                self._competition(deleted.team.competition_id),
                deleted.deleted_at_ms,
                counts[deleted.team.id],
            )
            for deleted in state.bin.teams.values()
        ]
        return sorted(binned, key=lambda one: (-one.deleted_at_ms, one.team.id))

    async def restore_competition(self, competition_id: int, by: Actor) -> Competition:
        """Brings a competition back with the teams and times that it was deleted with.

        Raises NotFound where it is not in the bin.
        """
        state = self._core.state
        deleted = state.bin.competitions.get(competition_id)
        if deleted is None:
            raise errors.NotFound()
        teams = [self._with_judge_of_today(team) for team in deleted.teams]
        state.restore_competition(deleted.competition, teams)
        details = {
            "teams": len(teams),
            "records": state.record_count_of(competition_id),
            **entry_counts(state, competition_id),
        }
        changed = [team for team, old in zip(teams, deleted.teams, strict=True) if team != old]
        await self._core.commit(
            [
                queries.restore("competition", competition_id),
                *(queries.put_team(team) for team in changed),
                self._note(by, "competition_restored", deleted.competition, details),
            ],
            *(event for team in teams for event in assignment(None, team)),
            TeamsChanged(competition_id),
        )
        return deleted.competition

    async def restore_team(self, team_id: int, by: Actor) -> Team:
        """Brings a team back with its times; it has no judge if that was deleted meanwhile.

        Raises NotFound where it is not in the bin, CompetitionDeleted, NumberTaken, and
        TimesOfEarlierStart where the race was started anew after it was deleted.
        """
        state = self._core.state
        deleted = state.bin.teams.get(team_id)
        if deleted is None:
            raise errors.NotFound()
        team = self._with_judge_of_today(deleted.team)
        competition = self._competition(team.competition_id)
        if competition.id not in state.competitions:
            raise errors.CompetitionDeleted(name=competition.name)
        check_team(state, None, {"competition_id": competition.id, "number": team.number})
        if deleted.is_of_earlier_start(competition) and any(state.records_of({team.id})):
            raise errors.TimesOfEarlierStart(name=team.name)
        state.restore_team(team)
        note = self._core.note(
            by,
            "team_restored",
            ("team", team.id, team.name),
            competition_id=competition.id,
            details={"number": team.number, "records": len(state.times_of(team.id).records)},
        )
        await self._core.commit(
            [queries.restore("team", team.id), queries.put_team(team), note],
            *assignment(None, team),
            TeamsChanged(competition.id),
        )
        return team

    async def delete_competition(self, competition_id: int, by: Actor) -> None:
        """Deletes a competition for good, with all teams and times that it ever had.

        Raises NotFound where it is not in the bin.
        """
        state = self._core.state
        deleted = state.bin.competitions.get(competition_id)
        if deleted is None:
            raise errors.NotFound()
        team_ids = state.bin.team_ids(competition_id)
        details = {
            "teams": len(team_ids),
            "records": state.records_by_team(team_ids).total(),
            **entry_counts(state, competition_id),
        }
        state.empty_bin(competition_id)
        note = self._note(by, "competition_deleted_for_good", deleted.competition, details)
        await self._core.commit([*queries.empty_bin(competition_id), note], RefusedChanged())

    async def empty(self, by: Actor) -> None:
        """Deletes for good all that is in the bin."""
        state = self._core.state
        if not state.bin.competitions and not state.bin.teams:
            return
        team_ids = state.bin.team_ids()
        details = {
            "competitions": [
                {"id": deleted.competition.id, "name": deleted.competition.name}
                for deleted in state.bin.competitions.values()
            ],
            "teams": len(team_ids),
            "records": state.records_by_team(team_ids).total(),
            **entry_counts(state, *state.bin.competitions),
        }
        state.empty_bin()
        note = self._core.note(by, "bin_emptied", ("server", None, ""), details=details)
        await self._core.commit([*queries.empty_bin(), note], RefusedChanged())

    def _competition(self, competition_id: int) -> Competition:
        state = self._core.state
        present = state.competitions.get(competition_id)
        return present or state.bin.competitions[competition_id].competition

    def _with_judge_of_today(self, team: Team) -> Team:
        if team.judge_id is None or self._core.state.judge(team.judge_id) is not None:
            return team
        return replace(team, judge_id=None)

    def _note(
        self, by: Actor, action: str, competition: Competition, details: Mapping[str, Any]
    ) -> Write:
        return self._core.note(
            by,
            action,
            ("competition", competition.id, competition.name),
            competition_id=competition.id,
            details=details,
        )
