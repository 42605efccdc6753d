"""Carrying checked rows of a file over into the state."""

from collections.abc import Mapping

from msgspec.structs import replace

from tornado_timing.domain.events import AccountCut, Event
from tornado_timing.domain.import_rows import CheckedRow
from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.model import Account, Team
from tornado_timing.service.core import Core
from tornado_timing.service.teams import assignment
from tornado_timing.store import entries, queries
from tornado_timing.store.writer import Write

# A row with a password by its line, and the hash of the judge whom it is about.
KnownPassword = tuple[int, str]


class ImportChange:
    """Carries checked rows over into the state, collecting what to write and to tell."""

    def __init__(self, core: Core, hashes: Mapping[KnownPassword, str]) -> None:
        self._state = core.state
        self._now_ms = core.clock.now_ms()
        self._hashes = hashes
        self._writes: list[Write] = []
        self._runners: list[Runner] = []
        self.events: list[Event] = []
        self.created = 0
        self.updated = 0
        self.unchanged = 0
        self.skipped = 0
        self.without_password: list[int] = []

    def writes(self) -> list[Write]:
        """What there is to write of the rows so far."""
        runners = [entries.put_runners(self._runners)] if self._runners else []
        return [*self._writes, *runners]

    def carry_out(self, row: CheckedRow) -> None:
        """One row."""
        if row.status == "bad":
            self.skipped += 1
        elif isinstance(row.new, Team):
            self._team(row.old if isinstance(row.old, Team) else None, row.new)
        elif isinstance(row.new, Account):
            self._judge(row.old if isinstance(row.old, Account) else None, row.new, row)
        elif isinstance(row.new, Runner):
            self._runner(row.old if isinstance(row.old, Runner) else None, row.new)

    def _team(self, old: Team | None, new: Team) -> None:
        if old == new:
            self.unchanged += 1
            return
        if old is None:
            new = replace(new, id=self._state.new_id("team"))
        self._count(old is None)
        self._state.put_team(new)
        self._writes.append(queries.put_team(new))
        self.events.extend(assignment(old, new))

    def _judge(self, old: Account | None, new: Account, row: CheckedRow) -> None:
        password_hash = self._hashes.get(known_password(row))
        if password_hash:
            version = old.token_version + 1 if old is not None else 1
            new = replace(new, password_hash=password_hash, token_version=version)
        if old is None:
            new = replace(new, id=self._state.new_id("account"))
        if not new.password_hash:
            self.without_password.append(new.id)
        if old == new:
            self.unchanged += 1
            return
        self._count(old is None)
        self._state.put_account(new)
        self._writes.append(queries.put_account(new))
        if old is not None and password_hash:
            self.events.append(AccountCut(old.id))

    def _runner(self, old: Runner | None, new: Runner) -> None:
        if old == new:
            self.unchanged += 1
            return
        races = self._state.individual
        if old is None:
            new_id = self._state.new_id("runner")
            row = replace(new, id=new_id, registered_at_ms=self._now_ms)
        else:
            # The bib of now is a correction's; the row keeps the first one.
            row = replace(new, bib=races.entered(old.id).bib)
        self._count(old is None)
        races.put_runner(row)
        self._runners.append(row)

    def _count(self, is_new: bool) -> None:
        self.created += is_new
        self.updated += not is_new


def known_password(row: CheckedRow) -> KnownPassword:
    """What stands for the password of a row; the hash made for it is good as long as that is."""
    return row.line, row.old.password_hash if isinstance(row.old, Account) else ""
