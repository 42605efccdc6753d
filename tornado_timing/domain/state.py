"""What the server knows, in memory: every question is answered from here, none by a query.

`State` is built from the file at start-up and changed only by its own methods, each of which
mirrors one write to the store. No method awaits, so nothing can come between a check and
the change that it guards.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from typing import Literal, get_args

from tornado_timing.domain.arrivals import Arrivals
from tornado_timing.domain.bin import Bin, DeletedCompetition, DeletedTeam
from tornado_timing.domain.individual.state import IndividualRaces
from tornado_timing.domain.kept import Kept
from tornado_timing.domain.model import (
    Account,
    Competition,
    Role,
    SignInCode,
    Team,
    TimeRecord,
    Withdrawal,
)
from tornado_timing.domain.team_times import NO_TIMES, TeamTimes
from tornado_timing.domain.withdrawn import Withdrawn

Kind = Literal["account", "competition", "team", "refused", "runner", "wave", "line", "band"]


class State:
    """All live accounts, competitions, teams and times, with the indexes that rules ask for."""

    def __init__(self) -> None:
        # Counts the changes that results can show; whoever keeps something made from the state
        # compares it.
        self.version = 0
        # The number of the newest entry on record that is in the file, 0 for none.
        self.newest_audit_id = 0
        self.accounts: dict[int, Account] = {}
        self.competitions: dict[int, Competition] = {}
        self.teams: dict[int, Team] = {}
        self.individual = IndividualRaces(self.competitions)
        self.bin = Bin()
        self.kept = Kept()
        self.revoked_sessions: dict[str, int] = {}
        # By the account that each belongs to.
        self.sign_in_codes: dict[int, SignInCode] = {}
        self._logins: dict[str, int] = {}
        self._teams_of_competition: dict[int, dict[int, Team]] = {}
        self._teams_of_judge: dict[int, dict[int, Team]] = {}
        self._times: dict[int, TeamTimes] = {}
        # In the order in which they were stored.
        self._records: dict[str, TimeRecord] = {}
        self.withdrawn = Withdrawn()
        # By competition, once somebody asked; kept up by new times, and forgotten when anything
        # else changes what is in them.
        self._arrivals: dict[int, Arrivals] = {}
        self._last_id: dict[Kind, int] = dict.fromkeys(get_args(Kind), 0)

    # ---- numbers ----

    def new_id(self, kind: Kind) -> int:
        """The next number of this kind; a number is never given twice, also after a delete."""
        self._last_id[kind] += 1
        return self._last_id[kind]

    def note_id(self, kind: Kind, number: int) -> None:
        """Remembers that `number` has been given."""
        self._last_id[kind] = max(self._last_id[kind], number)

    def was_given(self, kind: Kind, number: int) -> bool:
        """Whether `number` has ever been given."""
        return 1 <= number <= self._last_id[kind]

    # ---- accounts ----

    def put_account(self, account: Account) -> None:
        """Adds an account or replaces the one with its id."""
        self._unlink_account(account.id)
        self.note_id("account", account.id)
        self.accounts[account.id] = account
        for login in self._logins_of(account):
            self._logins[login] = account.id

    def drop_account(self, account_id: int) -> None:
        """Forgets an account, its code and its lines; others must have its teams by now."""
        self._unlink_account(account_id)
        self.individual.drop_judge(account_id)
        self.drop_sign_in_code(account_id)

    def _unlink_account(self, account_id: int) -> None:
        account = self.accounts.pop(account_id, None)
        if account is not None:
            for login in self._logins_of(account):
                self._logins.pop(login, None)

    def account_by_login(self, login: str) -> Account | None:
        """The account with this username or e-mail, in any case of letters."""
        account_id = self._logins.get(login.strip().casefold())
        return None if account_id is None else self.accounts[account_id]

    def judge(self, judge_id: int) -> Account | None:
        """The judge with this id; None also where the id is an organizer's."""
        account = self.accounts.get(judge_id)
        return account if account is not None and account.role is Role.JUDGE else None

    def has_organizer(self) -> bool:
        """Whether anybody can manage this server yet."""
        return any(account.role is Role.ORGANIZER for account in self.accounts.values())

    def revoke_session(self, session_id: str, expires_at_ms: int, now_ms: int) -> None:
        """Remembers a session as ended until its tokens expire by themselves."""
        expired = [key for key, end_ms in self.revoked_sessions.items() if end_ms < now_ms]
        for key in expired:
            del self.revoked_sessions[key]
        self.revoked_sessions[session_id] = expires_at_ms

    def put_sign_in_code(self, code: SignInCode) -> None:
        """Gives a judge a code, in the place of the one it had."""
        self.sign_in_codes[code.account_id] = code

    def drop_sign_in_code(self, account_id: int) -> None:
        """Forgets the code of a judge, if it has one."""
        self.sign_in_codes.pop(account_id, None)

    @staticmethod
    def _logins_of(account: Account) -> list[str]:
        return [name.casefold() for name in (account.username, account.email) if name]

    # ---- competitions and teams ----

    def put_competition(self, competition: Competition) -> None:
        """Adds a competition or replaces the one with its id."""
        self.version += 1
        self._arrivals.pop(competition.id, None)
        self.note_id("competition", competition.id)
        self.competitions[competition.id] = competition
        self._teams_of_competition.setdefault(competition.id, {})

    def drop_competition(self, competition_id: int, at_ms: int) -> None:
        """Puts a competition with its teams and their times into the bin."""
        competition = self.competitions.get(competition_id)
        if competition is None:
            return
        self.version += 1
        teams = tuple(self.teams_of(competition_id))
        for team in teams:
            self._hide_team(team.id)
        del self.competitions[competition_id]
        del self._teams_of_competition[competition_id]
        self._arrivals.pop(competition_id, None)
        self.bin.put_competition(DeletedCompetition(competition, teams, at_ms))

    def restore_competition(self, competition: Competition, teams: Iterable[Team]) -> None:
        """Takes a competition out of the bin, with `teams`: those that it was deleted with."""
        self.bin.take_competition(competition.id)
        self.put_competition(competition)
        for team in (back := list(teams)):
            self.put_team(team)
        self._count_again(back)

    def put_team(self, team: Team) -> None:
        """Adds a team or replaces the one with its id; its times stay."""
        self.version += 1
        self._unlink_team(team.id)
        self.note_id("team", team.id)
        self.teams[team.id] = team
        self._arrivals.pop(team.competition_id, None)
        self._teams_of_competition[team.competition_id][team.id] = team
        if team.judge_id is not None:
            self._teams_of_judge.setdefault(team.judge_id, {})[team.id] = team

    def drop_team(self, team_id: int, at_ms: int) -> None:
        """Puts a team into the bin. The ids of its times stay taken: they are in the file."""
        self.bin.teams[team_id] = DeletedTeam(self.teams[team_id], at_ms)
        self._hide_team(team_id)

    def restore_team(self, team: Team) -> None:
        """Takes a team with its times out of the bin."""
        del self.bin.teams[team.id]
        self.put_team(team)
        self._count_again([team])

    def _hide_team(self, team_id: int) -> None:
        self.version += 1
        self._unlink_team(team_id)
        self.teams.pop(team_id, None)
        self._times.pop(team_id, None)

    def _unlink_team(self, team_id: int) -> None:
        old = self.teams.get(team_id)
        if old is not None:
            self._teams_of_competition[old.competition_id].pop(team_id, None)
            self._arrivals.pop(old.competition_id, None)
            if old.judge_id is not None:
                self._teams_of_judge[old.judge_id].pop(team_id, None)

    def _count_again(self, teams: list[Team]) -> None:
        times = {team.id: TeamTimes() for team in teams}
        for record in self._records.values():
            if record.team_id in times:
                times[record.team_id].add(record, counts=not self.is_withdrawn(record.id))
        self._times.update((number, one) for number, one in times.items() if one.stored)

    def empty_bin(self, competition_id: int | None = None) -> None:
        """Forgets all that is in the bin, or one competition of it, with its times."""
        team_ids = self.bin.team_ids(competition_id)
        self.forget_records([one.id for one in self._records.values() if one.team_id in team_ids])
        self.kept.forget_teams(team_ids)
        self.individual.forget(self.bin.forget(competition_id))

    def team_or_deleted(self, team_id: int) -> Team | None:
        """The team with this id, also where it is in the bin."""
        return self.teams.get(team_id) or self.bin.team(team_id)

    def competition_or_deleted(self, competition_id: int) -> Competition | None:
        """The competition with this id, also where it is in the bin."""
        return self.competitions.get(competition_id) or self.bin.competition(competition_id)

    def teams_of(self, competition_id: int) -> Iterable[Team]:
        """The teams of a competition."""
        return self._teams_of_competition.get(competition_id, {}).values()

    def teams_of_judge(self, judge_id: int) -> Iterable[Team]:
        """The teams that a judge times."""
        return self._teams_of_judge.get(judge_id, {}).values()

    def competitions_of_judge(self, judge_id: int) -> list[Competition]:
        """The competitions in which a judge has a team or stands at a line, each once, by id."""
        ids = {team.competition_id for team in self.teams_of_judge(judge_id)}
        ids |= self.individual.competitions_of_judge(judge_id)
        return [self.competitions[competition_id] for competition_id in sorted(ids)]

    def judges_of(self, competition_id: int) -> set[int]:
        """Ids of the judges who have a team in a competition or stand at one of its lines."""
        ids = {team.judge_id for team in self.teams_of(competition_id) if team.judge_id is not None}
        return ids | self.individual.judges_of(competition_id)

    # ---- times ----

    def add_record(self, record: TimeRecord) -> None:
        """Counts a time in, once; a team that is gone keeps the id taken and nothing else."""
        key = record.id.lower()
        if key in self._records:
            return
        self.version += 1
        self._records[record.id if key == record.id else key] = record
        team = self.teams.get(record.team_id)
        if team is not None:
            times = self._times.get(record.team_id)
            if times is None:
                times = self._times[record.team_id] = TeamTimes()
            # One that is withdrawn is being read back, and there are no arrivals yet.
            times.add(record, counts=key not in self.withdrawn)
            arrivals = self._arrivals.get(team.competition_id)
            if arrivals is not None:
                arrivals.add(record)

    def put_withdrawal(self, withdrawal: Withdrawal) -> None:
        """Takes a time out of all that counts, or counts it in again, in its old place.

        That of a team that is gone is noted, and so is one that is still to be read back.
        """
        key = withdrawal.record_id.lower()
        was_withdrawn = self.withdrawn.put(withdrawal)
        record = self._records.get(key)
        team = None if record is None else self.teams.get(record.team_id)
        if record is None or team is None:
            return
        self.version += 1
        stored, self._times[team.id] = self._times[team.id].stored, TeamTimes()
        for one in stored:
            self._times[team.id].add(one, counts=not self.is_withdrawn(one.id))
        arrivals = self._arrivals.get(team.competition_id)
        if arrivals is not None and withdrawal.is_withdrawn and not was_withdrawn:
            arrivals.remove(record)
        else:
            self._arrivals.pop(team.competition_id, None)

    def is_withdrawn(self, record_id: str) -> bool:
        """Whether the record with this id is stored and does not count."""
        return record_id.lower() in self.withdrawn

    def record(self, record_id: str) -> TimeRecord | None:
        """The record with this id, in any case of letters; it may be withdrawn."""
        return self._records.get(record_id.lower())

    def times_of(self, team_id: int) -> TeamTimes:
        """The times of a team; do not change what is returned."""
        return self._times.get(team_id, NO_TIMES)

    def latest_records(self, competition_id: int, limit: int) -> list[TimeRecord]:
        """The times of a competition, at most `limit`, the one stored last first."""
        return self._arrivals_of(competition_id).latest(limit)

    def records_per_minute(self, competition_id: int) -> list[int]:
        """How many times a competition has in each minute of official elapsed time.

        The first minute first, up to the last one that has any.
        """
        return self._arrivals_of(competition_id).per_minute()

    def _arrivals_of(self, competition_id: int) -> Arrivals:
        competition = self.competitions.get(competition_id)
        if competition is None:
            return Arrivals(0)
        arrivals = self._arrivals.get(competition_id)
        if arrivals is None:
            teams = self._teams_of_competition[competition_id]
            arrivals = Arrivals(competition.start_correction_ms, self.counting_records_of(teams))
            self._arrivals[competition_id] = arrivals
        return arrivals

    def forget_records(self, record_ids: Iterable[str]) -> None:
        """Forgets these times, which must be all that their teams have."""
        self.version += 1
        self._arrivals.clear()
        for record_id in record_ids:
            record = self._records.pop(record_id.lower(), None)
            self.withdrawn.forget(record_id)
            if record is not None:
                self._times.pop(record.team_id, None)

    def record_count_of(self, competition_id: int) -> int:
        """How many times the teams of a competition have."""
        return sum(len(self.times_of(team.id).records) for team in self.teams_of(competition_id))

    def records_by_team(self, team_ids: set[int]) -> Counter[int]:
        """How many times these teams have, those in the bin among them; no withdrawn ones."""
        return Counter(one.team_id for one in self.counting_records_of(team_ids))

    def start_correction_of(self, team_id: int) -> int:
        """The `start_correction_ms` that holds for a team's times; 0 for one that is gone."""
        team = self.teams.get(team_id)
        return 0 if team is None else self.competitions[team.competition_id].start_correction_ms

    def counting_records_of(self, team_ids: Container[int]) -> Iterator[TimeRecord]:
        """The times of these teams, in the bin or not, without those that are withdrawn."""
        return (one for one in self.records_of(team_ids) if not self.is_withdrawn(one.id))

    def records_of(self, team_ids: Container[int]) -> Iterator[TimeRecord]:
        """All times of these teams, as they were stored: in the bin or not, withdrawn or not."""
        return (one for one in self._records.values() if one.team_id in team_ids)

    def record_count(self) -> int:
        """How many times are stored in all, with the withdrawn."""
        return len(self._records)
