"""Making a data directory of a backup: beside the one there is, and then in its place.

What is restored is prepared in a folder of its own, `STAGED` and a random ending, and tried there.
A note, `NOTE`, then says that it is wanted; who comes second is refused. From then on `finish` is
what every start does first: it moves the old files out and the new ones in, can be stopped by a
power cut between any two of its steps, and goes on where it was.
"""

import os
import secrets
import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.domain.audit import AuditEntry
from tornado_timing.private_files import write_private
from tornado_timing.store import backup_schema, backups, queries
from tornado_timing.store.backups import Card, open_to_read, to_the_disk
from tornado_timing.store.database import DatabaseError, bring_up_to_date
from tornado_timing.store.writer import transact

STAGED = "restore-new"
NOTE = "restoring.json"
# Beside a database; they are of it alone.
_COMPANIONS = ("-wal", "-shm", "-journal")
# Numbers that were given after the backup are given to nothing else: a phone may still hold a time
# for the team that had one, and a token the number of its account.
SKIPPED_NUMBERS = 10_000
# A key or a certificate that a backup brings along is some kilobytes.
_MOST_FILE_BYTES = 1024 * 1024
_DECIDING = threading.Lock()
# How often each directory was started on in this process: what was prepared before is void.
_starts: Counter[Path] = Counter()


class RestoreNote(Struct, frozen=True):
    """What is to be restored: the old files go to `replaced`, then those of `staged` come in."""

    replaced: str
    database: str
    files: list[str]
    is_moving_in: bool = False
    staged: str = STAGED


class Attempt:
    """One try to restore; until it is decided for, whoever waits for it may give it up."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.folder = directory / f"{STAGED}-{secrets.token_hex(8)}"
        self.is_decided = False
        self._is_given_up = False
        self._start = _starts[directory.absolute()]

    def give_up(self) -> bool:
        """Sees to it that it is not decided for any more; False when it has been already."""
        with _DECIDING:
            self._is_given_up = True
            return not self.is_decided

    def decide(self, note: RestoreNote) -> None:
        """Says that what is staged is wanted: the next start, whenever it is, brings it in.

        Raises BackupUnreadable when it was given up, RestoreUnderWay when another one was decided
        for, OSError.
        """
        path = self.directory / NOTE
        try:
            with _DECIDING:
                if self._is_given_up or self._start != _starts[self.directory.absolute()]:
                    raise errors.BackupUnreadable(reason="it was given up")
                if path.exists():
                    raise errors.RestoreUnderWay()
                try:
                    _put_note(self.directory, note)
                except OSError:
                    path.unlink(missing_ok=True)
                    raise
                self.is_decided = True
        finally:
            if not self.is_decided:
                self.drop()

    def drop(self) -> None:
        """Throws away what is staged."""
        shutil.rmtree(self.folder, ignore_errors=True)


def stage(
    attempt: Attempt,
    backup: Path,
    database: str,
    files: Sequence[str],
    entry_of: Callable[[Card], AuditEntry],
) -> None:
    """Prepares what is in `backup`, and reads it as a start would.

    `files` are the names that a backup may bring along beside its `database`. The entry goes on
    record in what is restored. Raises what `backups.verify` raises, RestoreUnderWay and OSError.
    """
    if (attempt.directory / NOTE).exists():
        raise errors.RestoreUnderWay()
    # At a glance, so that nothing large is copied for nothing.
    backups.read_card(backup)
    folder = attempt.folder
    folder.mkdir(mode=0o700)
    try:
        target = folder / database
        target.touch(mode=0o600)
        with closing(open_to_read(backup)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            _make_ready(copy, folder, files, entry_of)
        for path in (target, *(folder / name for name in files)):
            if path.exists():
                to_the_disk(path)
                to_the_disk(path.parent)
        to_the_disk(folder)
    except BaseException as error:
        attempt.drop()
        if isinstance(error, sqlite3.Error | DatabaseError | msgspec.ValidationError):
            raise errors.BackupDamaged(reason=str(error)) from error
        raise


def _make_ready(
    copy: sqlite3.Connection,
    folder: Path,
    files: Sequence[str],
    entry_of: Callable[[Card], AuditEntry],
) -> None:
    copy.isolation_level = None
    backup_schema.bound(copy, backups.READ_LIMIT_S)
    copy.execute("PRAGMA trusted_schema = OFF")
    copy.execute("PRAGMA journal_mode = DELETE")
    copy.execute("PRAGMA foreign_keys = ON")
    # The copy is looked at, not the file on the stick, which may be another one by now.
    card = backups.check_all(copy)
    _, is_backup = backup_schema.check(copy)
    if is_backup:
        # Only those that are known by name: no backup writes elsewhere.
        for name in files:
            _bring_along(copy, name, folder / name)
        copy.execute("DROP TABLE backup_files")
        copy.execute("DROP TABLE backup_card")
    bring_up_to_date(copy)
    queries.load_state(copy)
    _skip_numbers(copy)
    transact(copy, [queries.add_audit_entries([entry_of(card)])])


def _bring_along(copy: sqlite3.Connection, name: str, path: Path) -> None:
    query = "SELECT CAST(content AS BLOB) FROM backup_files WHERE name = ? AND length(content) <= ?"
    row = copy.execute(query, (name, _MOST_FILE_BYTES)).fetchone()
    if row is not None:
        _write(path, row[0])


def _skip_numbers(copy: sqlite3.Connection) -> None:
    copy.execute("BEGIN IMMEDIATE")
    for table in queries.NUMBERED:
        row = copy.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        if row is None:
            copy.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, SKIPPED_NUMBERS))
        else:
            number = row[0] + SKIPPED_NUMBERS
            copy.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (number, table))
    copy.execute("COMMIT")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def finish(directory: Path) -> bool:
    """Brings in what was decided for; whether there was anything. Raises OSError.

    For whoever holds the lock of the directory, before it opens anything of it. What is still
    being prepared for the directory in this process is void from here on.
    """
    with _DECIDING:
        _starts[directory.absolute()] += 1
        is_done = _finish(directory)
        _clear(directory)
        return is_done


def _finish(directory: Path) -> bool:
    try:
        note = msgspec.json.decode((directory / NOTE).read_bytes(), type=RestoreNote)
    except FileNotFoundError:
        return False
    staged = directory / note.staged
    if not note.is_moving_in:
        if not (staged / note.database).exists():
            # Nothing goes out for nothing.
            (directory / NOTE).unlink()
            return False
        names = [note.database, *(note.database + one for one in _COMPANIONS), *note.files]
        _move(names, directory, directory / note.replaced)
        note = msgspec.structs.replace(note, is_moving_in=True)
        # Only now: what stands in the directory from here on is new, and stays.
        _put_note(directory, note)
    _move([note.database, *note.files], staged, directory)
    (directory / NOTE).unlink()
    to_the_disk(directory)
    return True


def _clear(directory: Path) -> None:
    """Throws away what no note speaks of: prepared for nothing, or cut off."""
    for folder in directory.glob(f"{STAGED}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for draft in directory.glob(f".{NOTE}.*"):
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _move(names: Sequence[str], origin: Path, target: Path) -> None:
    """Moves those files that are there; doing it twice is doing it once."""
    for name in names:
        if (origin / name).exists():
            (target / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            (origin / name).replace(target / name)
            to_the_disk((target / name).parent)
            to_the_disk((origin / name).parent)


def _put_note(directory: Path, note: RestoreNote) -> None:
    write_private(directory / NOTE, msgspec.json.encode(note))
