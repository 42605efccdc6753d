"""Setting up a whole event from a document: all of it or nothing, and twice is once."""

import asyncio
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from tornado_timing.domain.audit import Actor
from tornado_timing.domain.errors import EventInvalid
from tornado_timing.domain.event_document import (
    CompetitionEntry,
    EventDocument,
    JudgeEntry,
    OrganizerEntry,
    Problem,
    TeamEntry,
)
from tornado_timing.domain.events import AccountCut, Event, TeamsChanged
from tornado_timing.domain.model import Account, Competition, CompetitionKind, Role, Team
from tornado_timing.domain.state import State
from tornado_timing.service.core import Core
from tornado_timing.service.event_entries import (
    EntriesChange,
    competition_named,
    find_entry_problems,
)
from tornado_timing.service.passwords import MAX_PASSWORD_BYTES, Passwords
from tornado_timing.service.sign_in_codes import end_code
from tornado_timing.service.teams import assignment
from tornado_timing.store import queries
from tornado_timing.store.writer import Write

Item = TypeVar("Item")
AccountEntry = OrganizerEntry | JudgeEntry
# The username of an entry, and the hash of the account that has it ("" for none).
_Known = tuple[str, str]


class Loaded(Struct, frozen=True):
    """How many things a document named, and how many of them it made or changed."""

    named: int
    created: int
    updated: int


class EventLoading:
    """Loads event documents."""

    def __init__(self, core: Core, passwords: Passwords) -> None:
        self._core = core
        self._passwords = passwords

    async def load(self, event: EventDocument, by: Actor) -> Loaded:
        """Makes what `event` names, or changes it to what it says.

        Accounts are known by username, competitions by name, teams by competition and number.
        What an entry leaves out has its default; only a password left out stays as it is.
        Raises EventInvalid with every problem, and StorageFailed; then nothing has changed.
        """
        self._check(event)
        hashes: dict[_Known, str] = {}
        # Others may make changes while passwords are hashed: an account may be gone, or have
        # another password, by the time that its hash is there.
        while missing := [one for one in _with_password(event) if self._known(one) not in hashes]:
            hashes.update(await self._hashes(missing))
        self._check(event)
        change = _Change(self._core.state)
        for role, entries in ((Role.ORGANIZER, event.organizers), (Role.JUDGE, event.judges)):
            for entry in entries:
                change.account(role, entry, hashes.get(self._known(entry)) or None)
        for competition in event.competitions:
            change.competition(competition)
        for team in event.teams:
            change.team(team)
        races = EntriesChange(self._core.state, self._core.clock.now_ms())
        races.carry(event)
        named = sum(len(entries) for entries in asdict(event).values())
        named -= sum(line.is_default for line in event.lines)
        loaded = Loaded(named, change.created + races.created, change.updated + races.updated)
        writes = [*change.writes, *races.writes]
        if writes:
            details = asdict(loaded)
            note = self._core.note(by, "event_loaded", ("server", None, ""), details=details)
            await self._core.commit([*writes, note], *change.events, *races.events)
        return loaded

    def _check(self, event: EventDocument) -> None:
        problems = list(find_problems(self._core.state, event))
        if problems:
            raise EventInvalid(problems=problems)

    def _known(self, entry: AccountEntry) -> _Known:
        account = self._core.state.account_by_login(entry.username)
        return entry.username.casefold(), account.password_hash if account else ""

    async def _hashes(self, entries: Sequence[AccountEntry]) -> dict[_Known, str]:
        """New hashes; "" where an account has this very password already."""

        async def hash_of(entry: AccountEntry) -> tuple[_Known, str]:
            password = entry.password or ""
            async with self._passwords.turns:
                _, old_hash = known = self._known(entry)
                if old_hash and await self._passwords.matches(password, old_hash):
                    return known, ""
                return known, await self._passwords.hash(password)

        return dict(await asyncio.gather(*map(hash_of, entries)))


class _Change:
    """Carries a checked document over into the state, collecting what to write and to tell."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.writes: list[Write] = []
        self.events: list[Event] = []
        self.created = 0
        self.updated = 0

    def account(self, role: Role, entry: AccountEntry, password_hash: str | None) -> None:
        """Makes or changes an account; a new password ends its sessions."""
        fields = asdict(entry)
        del fields["password"]
        old = self._state.account_by_login(entry.username)
        if password_hash is not None:
            fields["password_hash"] = password_hash
            fields["token_version"] = old.token_version + 1 if old else 1
        if old is None:
            new = Account(id=self._state.new_id("account"), role=role, **fields)
        else:
            new = replace(old, **fields)
            is_deactivated = old.is_active and not new.is_active
            if is_deactivated:
                self.writes += end_code(self._state, old.id)
            if password_hash is not None or is_deactivated:
                self.events.append(AccountCut(old.id))
        self._put(old, new, self._state.put_account, queries.put_account)

    def competition(self, entry: CompetitionEntry) -> None:
        """Makes or changes a competition; whether it runs is not changed by a document."""
        old = competition_named(self._state, entry.name)
        if old is None:
            new = Competition(id=self._state.new_id("competition"), **asdict(entry))
        else:
            new = replace(old, **asdict(entry))
        if self._put(old, new, self._state.put_competition, queries.put_competition):
            self.events.append(TeamsChanged(new.id))

    def team(self, entry: TeamEntry) -> None:
        """Makes or changes a team."""
        competition = competition_named(self._state, entry.competition)
        assert competition is not None
        judge = self._state.account_by_login(entry.judge) if entry.judge else None
        fields: dict[str, Any] = {
            "name": entry.name,
            "category": entry.category,
            "judge_id": judge and judge.id,
        }
        numbers = {team.number: team for team in self._state.teams_of(competition.id)}
        old = numbers.get(entry.number)
        if old is None:
            new = Team(
                id=self._state.new_id("team"),
                competition_id=competition.id,
                number=entry.number,
                **fields,
            )
        else:
            new = replace(old, **fields)
        if self._put(old, new, self._state.put_team, queries.put_team):
            self.events.extend(assignment(old, new))
            self.events.append(TeamsChanged(competition.id))

    def _put(
        self,
        old: Item | None,
        new: Item,
        put: Callable[[Item], None],
        write: Callable[[Item], Write],
    ) -> bool:
        if old == new:
            return False
        put(new)
        self.writes.append(write(new))
        self.created += old is None
        self.updated += old is not None
        return True


def _with_password(event: EventDocument) -> list[AccountEntry]:
    entries: list[AccountEntry] = [*event.organizers, *event.judges]
    return [entry for entry in entries if entry.password is not None]


def find_problems(state: State, event: EventDocument) -> Iterable[Problem]:
    """Everything that stands against carrying `event` over into `state`."""
    yield from _account_problems(state, event)
    yield from _repeated("competencias", "nombre", [e.name.casefold() for e in event.competitions])
    for index, competition in enumerate(event.competitions):
        old = competition_named(state, competition.name)
        if old is not None and old.is_running and not competition.is_active:
            yield Problem("competencias", index, "activa", "running")
    numbers = [(entry.competition.casefold(), entry.number) for entry in event.teams]
    yield from _repeated("equipos", "dorsal", numbers)
    judges = {entry.username.casefold() for entry in event.judges}
    named = {entry.name.casefold(): entry for entry in event.competitions}
    for index, team in enumerate(event.teams):
        found = named.get(team.competition.casefold()) or competition_named(state, team.competition)
        details: dict[str, str | int] = {"value": team.competition}
        if found is None:
            yield Problem("equipos", index, "competencia", "unknown", details)
        elif found.kind is not CompetitionKind.TEAMS:
            yield Problem("equipos", index, "competencia", "not_by_teams", details)
        if team.judge is not None and team.judge.casefold() not in judges:
            account = state.account_by_login(team.judge)
            if account is None or account.role is not Role.JUDGE:
                yield Problem("equipos", index, "juez", "unknown", {"value": team.judge})
    yield from find_entry_problems(state, event)


def _account_problems(state: State, event: EventDocument) -> Iterable[Problem]:
    sections: Sequence[tuple[str, Role, Sequence[AccountEntry]]] = (
        ("organizadores", Role.ORGANIZER, event.organizers),
        ("jueces", Role.JUDGE, event.judges),
    )
    logins: dict[str, tuple[str, int]] = {}
    for section, role, entries in sections:
        for index, entry in enumerate(entries):
            old = state.account_by_login(entry.username)
            taken = old is not None and (
                old.role is not role or old.username.casefold() != entry.username.casefold()
            )
            if taken:
                yield Problem(section, index, "username", "taken", {"value": entry.username})
            elif old is None and entry.password is None:
                yield Problem(section, index, "password", "missing")
            if entry.password and len(entry.password.encode()) > MAX_PASSWORD_BYTES:
                yield Problem(section, index, "password", "too_long")
            email = getattr(entry, "email", "")
            other = state.account_by_login(email) if email else None
            if other is not None and (old is None or other.id != old.id):
                yield Problem(section, index, "email", "taken", {"value": email})
            for field, login in (("username", entry.username), ("email", email)):
                place = logins.setdefault(login.casefold(), (section, index)) if login else None
                if place is not None and place != (section, index):
                    yield Problem(section, index, field, "repeated", {"value": login})


def _repeated(section: str, field: str, keys: Sequence[Hashable]) -> Iterable[Problem]:
    seen: set[Hashable] = set()
    for index, key in enumerate(keys):
        if key in seen:
            value = key[-1] if isinstance(key, tuple) else key
            yield Problem(section, index, field, "repeated", {"value": str(value)})
        seen.add(key)
