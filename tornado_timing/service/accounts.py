"""Judges and organizers: made, changed, deleted."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, SubjectKind, changes
from tornado_timing.domain.events import AccountCut, EntriesChanged, TeamAssigned
from tornado_timing.domain.model import Account, Role
from tornado_timing.domain.state import State
from tornado_timing.service.core import Core, check_unchanged
from tornado_timing.service.passwords import Passwords
from tornado_timing.service.sign_in_codes import end_code
from tornado_timing.store import entries, queries
from tornado_timing.store.writer import Write


class Accounts:
    """Manages the people who sign in."""

    def __init__(self, core: Core, passwords: Passwords) -> None:
        self._core = core
        self._passwords = passwords

    def judges(self) -> list[Account]:
        """All judges, by username."""
        accounts = self._core.state.accounts.values()
        judges = [account for account in accounts if account.role is Role.JUDGE]
        return sorted(judges, key=lambda judge: judge.username.casefold())

    def judge(self, judge_id: int) -> Account:
        """The judge with this id. Raises NotFound."""
        judge = self._core.state.judge(judge_id)
        if judge is None:
            raise errors.NotFound()
        return judge

    async def create(
        self, role: Role, password: str | None, fields: dict[str, Any], by: Actor
    ) -> Account:
        """A new account from `fields` of `Account`; without a password none opens it.

        Raises UsernameTaken, PasswordTooLong.
        """
        password_hash = "" if password is None else await self._passwords.hash(password)
        state = self._core.state
        check_logins(state, None, fields)
        account = Account(
            id=state.new_id("account"), role=role, password_hash=password_hash, **fields
        )
        state.put_account(account)
        note = self._note(by, f"{role}_created", account)
        await self._core.commit([queries.put_account(account), note])
        return account

    async def change_judge(
        self,
        judge_id: int,
        fields: dict[str, Any],
        by: Actor,
        *,
        password: str | None = None,
        expected: Account | None = None,
    ) -> Account:
        """Changes `fields` of a judge, and the password where one is given.

        Only if the judge still is as `expected` says, also after the password has been hashed.
        A judge who is deactivated or gets a new password is cut off at once.
        Raises NotFound, ChangedMeanwhile, UsernameTaken, PasswordTooLong.
        """
        self.judge(judge_id)
        if password is not None:
            fields = {**fields, "password_hash": await self._passwords.hash(password)}
        old = self.judge(judge_id)
        check_unchanged(old, expected)
        check_logins(self._core.state, judge_id, fields)
        if password is not None:
            fields["token_version"] = old.token_version + 1
        new = replace(old, **fields)
        differences = changes(old, new)
        notes = [self._note(by, "judge_changed", new, differences)] if differences else []
        if password is not None:
            notes.append(self._note(by, "password_set", new))
        self._core.state.put_account(new)
        is_deactivated = old.is_active and not new.is_active
        ended = end_code(self._core.state, judge_id) if is_deactivated else []
        cut = password is not None or is_deactivated
        await self._core.commit(
            [queries.put_account(new), *ended, *notes], *([AccountCut(judge_id)] if cut else [])
        )
        return new

    async def delete_judge(
        self, judge_id: int, by: Actor, *, expected: Account | None = None
    ) -> None:
        """Deletes a judge; its teams are free again, the times it took stay.

        Raises NotFound, ChangedMeanwhile.
        """
        judge = self.judge(judge_id)
        check_unchanged(judge, expected)
        state = self._core.state
        teams = [replace(team, judge_id=None) for team in state.teams_of_judge(judge_id)]
        for team in teams:
            state.put_team(team)
        stood_in = state.individual.competitions_of_judge(judge_id)
        state.drop_account(judge_id)
        await self._core.commit(
            [
                *(queries.put_team(team) for team in teams),
                queries.delete("account", judge_id, self._core.clock.now_ms()),
                queries.drop_sign_in_codes([judge_id]),
                entries.drop_assignments_of(judge_id),
                self._note(by, "judge_deleted", judge, {"team_ids": [team.id for team in teams]}),
            ],
            *(TeamAssigned(team, judge_id, False) for team in teams),
            *(EntriesChanged(competition_id) for competition_id in stood_in),
            AccountCut(judge_id),
        )

    async def set_password(self, login: str, password: str, by: Actor) -> Account:
        """Gives any account a new password and ends its sessions. Raises NotFound."""
        account = self._core.state.account_by_login(login)
        if account is None:
            raise errors.NotFound()
        password_hash = await self._passwords.hash(password)
        account = self._core.state.accounts.get(account.id)
        if account is None:
            raise errors.NotFound()
        account = replace(
            account, password_hash=password_hash, token_version=account.token_version + 1
        )
        self._core.state.put_account(account)
        note = self._note(by, "password_set", account)
        await self._core.commit([queries.put_account(account), note], AccountCut(account.id))
        return account

    def _note(
        self, by: Actor, action: str, account: Account, details: Mapping[str, Any] | None = None
    ) -> Write:
        kind: SubjectKind = "judge" if account.role is Role.JUDGE else "organizer"
        return self._core.note(by, action, (kind, account.id, account.username), details=details)


def check_logins(state: State, account_id: int | None, fields: dict[str, Any]) -> None:
    """Raises UsernameTaken if `fields` name another account's username or e-mail.

    Both open the sign-in, so neither may be anybody else's.
    """
    for field in ("username", "email"):
        value = fields.get(field)
        other = state.account_by_login(value) if value else None
        if other is not None and other.id != account_id:
            raise errors.UsernameTaken(field=field, value=value)
