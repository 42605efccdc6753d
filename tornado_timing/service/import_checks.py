"""Rows of a file beside the state: what each would make or change, and what stands against it."""

import re
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain.folding import fold
from tornado_timing.domain.import_rows import (
    MAX_USERNAME,
    CellProblem,
    CheckedRow,
    Draft,
    full_name_of,
)
from tornado_timing.domain.model import Account, Role, Team
from tornado_timing.domain.state import State

# Hashing keeps a processor busy for a quarter of a second or so each.
MAX_PASSWORDS: Final = 500


class Present(Struct, frozen=True):
    """What rows are checked against: all accounts, and the teams of the competition, if any.

    It is taken from the state in a moment, and equal to another one in a moment too: the checks
    of thousands of rows in between need not keep the event loop.
    """

    accounts: list[Account]
    teams: list[Team]


def present(state: State, competition_id: int | None) -> Present:
    """What there is now."""
    teams = [] if competition_id is None else list(state.teams_of(competition_id))
    return Present(list(state.accounts.values()), teams)


def check_teams(present: Present, competition_id: int, drafts: Sequence[Draft]) -> list[CheckedRow]:
    """Teams are known by their number."""
    check = _TeamCheck(present, competition_id)
    return [check.row(draft) for draft in drafts]


def check_judges(present: Present, drafts: Sequence[Draft]) -> list[CheckedRow]:
    """Judges are known by username, else by e-mail, else by name; a username may be made up."""
    check = _JudgeCheck(present, drafts)
    return [check.row(draft) for draft in drafts]


class _Judges:
    """The accounts by login, and the judges by what else somebody may write to name one."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self._by_login: dict[str, Account] = {}
        self._by_name: dict[str, dict[int, Account]] = {}
        for account in accounts:
            for login in filter(None, (account.username, account.email)):
                self._by_login[login.casefold()] = account
            if account.role is Role.JUDGE:
                for name in (account.full_name, f"{account.last_name} {account.first_name}"):
                    self._by_name.setdefault(fold(name), {})[account.id] = account

    def by_login(self, login: str) -> Account | None:
        """The account with this username or e-mail, a judge's or not."""
        return self._by_login.get(login.casefold())

    def named(self, name: str) -> list[Account]:
        """The judges of this name, the family name first or last."""
        return list(self._by_name.get(fold(name.replace(",", " ")), {}).values())

    def meant_by(self, text: str) -> list[Account]:
        """Those whom `text` may mean: by username or e-mail it is one, by name perhaps more."""
        account = self.by_login(text)
        if account is not None and account.role is Role.JUDGE:
            return [account]
        return self.named(text)


class _TeamCheck:
    """Checks rows of teams one after the other."""

    def __init__(self, present: Present, competition_id: int) -> None:
        self._competition_id = competition_id
        self._teams = {team.number: team for team in present.teams}
        self._judges = _Judges(present.accounts)
        self._meant: dict[str, list[Account]] = {}
        self._usernames = {account.id: account.username for account in present.accounts}
        self._lines: dict[int, int] = {}

    def row(self, draft: Draft) -> CheckedRow:
        """The next row."""
        problems = list(draft.problems)
        values = dict(draft.texts)
        if draft.number is not None:
            first_line = self._lines.setdefault(draft.number, draft.line)
            if first_line != draft.line:
                details: dict[str, str | int] = {"value": draft.number, "line": first_line}
                problems.append(CellProblem("number", "repeated", details))
        judge = self._judge(draft.texts.get("judge", ""), problems)
        if problems:
            return CheckedRow(draft.line, values, "bad", problems)
        assert draft.number is not None
        old = self._teams.get(draft.number)
        fields: dict[str, Any] = {
            field: draft.texts[field] for field in ("name", "category") if draft.texts.get(field)
        }
        if judge is not None:
            fields["judge_id"] = judge.id
            values["judge"] = self._usernames[judge.id]
        if old is not None:
            new = replace(old, **fields)
        else:
            new = Team(id=0, competition_id=self._competition_id, number=draft.number, **fields)
        row = _compared(draft.line, values, old, new)
        if row.status == "changed" and old is not None:
            row.current = {field: self._current(old, field) for field in values}
        return row

    def _current(self, team: Team, field: str) -> str:
        if field == "judge":
            return "" if team.judge_id is None else self._usernames[team.judge_id]
        return str(getattr(team, field))

    def _judge(self, text: str, problems: list[CellProblem]) -> Account | None:
        if not text:
            return None
        if text not in self._meant:
            self._meant[text] = self._judges.meant_by(text)
        judges = self._meant[text]
        if len(judges) == 1:
            return judges[0]
        code = "ambiguous_judge" if judges else "unknown_judge"
        problems.append(CellProblem("judge", code, {"value": text}))
        return None


class _JudgeCheck:
    """Checks rows of judges one after the other."""

    def __init__(self, present: Present, drafts: Sequence[Draft]) -> None:
        self._judges = _Judges(present.accounts)
        # What the file gives to a person by itself, so that nobody else is given it.
        self._given = {
            draft.texts.get(field, "").casefold()
            for draft in drafts
            for field in ("username", "email")
        }
        self._lines: dict[str, int] = {}
        self._known: dict[int, int] = {}
        self._names: dict[tuple[str, str], int] = {}
        self._made_of: dict[str, int] = {}
        self._passwords = 0

    def row(self, draft: Draft) -> CheckedRow:
        """The next row."""
        problems = list(draft.problems)
        texts = dict(draft.texts)
        old = self._old(texts, problems)
        self._check_repeated(draft.line, texts, old, problems)
        if texts.get("password"):
            self._passwords += 1
            if self._passwords > MAX_PASSWORDS:
                details: dict[str, str | int] = {"limit": MAX_PASSWORDS}
                problems.append(CellProblem("password", "too_many_passwords", details))
        if problems:
            return CheckedRow(draft.line, texts, "bad", problems)
        texts["username"] = old.username if old else texts.get("username") or self._made_up(texts)
        self._lines.setdefault(texts["username"].casefold(), draft.line)
        fields: dict[str, Any] = {
            field: texts[field]
            for field in ("first_name", "last_name", "email", "phone")
            if texts.get(field)
        }
        if old is None:
            new = Account(
                id=0, role=Role.JUDGE, username=texts["username"], password_hash="", **fields
            )
        else:
            if full_name_of(texts) == old.full_name:
                # Where a full name was cut is not worth a change.
                for field in ("first_name", "last_name"):
                    if fields.pop(field, None) is not None:
                        texts[field] = getattr(old, field)
            new = replace(old, **fields)
        row = _compared(draft.line, texts, old, new, texts.get("password", ""))
        if row.status == "changed" and old is not None:
            row.current = {field: _current(old, field) for field in texts}
        return row

    def _old(self, texts: dict[str, str], problems: list[CellProblem]) -> Account | None:
        """The judge whom a row is about, None for a new one."""
        username, email = texts.get("username", ""), texts.get("email", "")
        old = None
        if username:
            old = self._judges.by_login(username)
            if old is not None and not _is_judge_called(old, username):
                problems.append(CellProblem("username", "taken", {"value": username}))
                return None
        owner = self._judges.by_login(email) if email else None
        if owner is not None and not username and _is_judge_with(owner, email):
            return owner
        if owner is not None and (old is None or owner.id != old.id):
            problems.append(CellProblem("email", "taken", {"value": email}))
            return None
        return old if username else self._named(texts, problems)

    def _named(self, texts: dict[str, str], problems: list[CellProblem]) -> Account | None:
        name = full_name_of(texts)
        if not name:
            return None
        email = texts.get("email")
        # Two e-mails are two people, who may well have one name.
        found = [judge for judge in self._judges.named(name) if not (email and judge.email)]
        if len(found) > 1:
            problems.append(CellProblem("first_name", "ambiguous_name", {"value": name}))
        return found[0] if len(found) == 1 else None

    def _check_repeated(
        self, line: int, texts: dict[str, str], old: Account | None, problems: list[CellProblem]
    ) -> None:
        """Adds a problem if an earlier row is about the same person."""
        seen = [
            (field, texts[field], self._lines.setdefault(texts[field].casefold(), line))
            for field in ("username", "email")
            if texts.get(field)
        ]
        name = full_name_of(texts)
        if old is not None:
            seen.append(("first_name", name, self._known.setdefault(old.id, line)))
        if name and not texts.get("username"):
            key = (fold(name), texts.get("email", "").casefold())
            seen.append(("first_name", name, self._names.setdefault(key, line)))
        for field, value, first_line in seen:
            if first_line != line and all(problem.field != field for problem in problems):
                details: dict[str, str | int] = {"value": value, "line": first_line}
                problems.append(CellProblem(field, "repeated", details))
                return

    def _made_up(self, texts: dict[str, str]) -> str:
        """A username from the name: ``ana.perez``, or ``ana.perez2`` where that one is taken."""
        parts = [texts.get("first_name", ""), texts.get("last_name", "")]
        words = [re.sub(r"[^a-z0-9]", "", (fold(part).split() or [""])[0]) for part in parts]
        stem = ".".join(word for word in words if word)[: MAX_USERNAME - 6] or "juez"
        # Counting goes on where it was left: a thousand of one name must not take a million steps.
        number = self._made_of.get(stem, 0) + 1
        while self._is_taken(name := stem if number == 1 else f"{stem}{number}"):
            number += 1
        self._made_of[stem] = number
        return name

    def _is_taken(self, username: str) -> bool:
        return (
            username in self._given
            or username in self._lines
            or self._judges.by_login(username) is not None
        )


def _is_judge_called(account: Account, username: str) -> bool:
    return account.role is Role.JUDGE and account.username.casefold() == username.casefold()


def _is_judge_with(account: Account, email: str) -> bool:
    return account.role is Role.JUDGE and account.email.casefold() == email.casefold()


def _current(judge: Account, field: str) -> str:
    if field == "password":
        # Only whether there is one; what is shown of it is the same for all.
        return "yes" if judge.password_hash else ""
    return str(getattr(judge, field))


def _compared(
    line: int,
    values: dict[str, str],
    old: Team | Account | None,
    new: Team | Account,
    password: str = "",
) -> CheckedRow:
    if old is None:
        return CheckedRow(line, values, "new", [], None, new, password)
    status = "same" if old == new and not password else "changed"
    return CheckedRow(line, values, status, [], old, new, password)  # type: ignore[arg-type]
