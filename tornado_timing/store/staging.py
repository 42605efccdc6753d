"""Making a data directory of a backup: beside the one there is, and then in its place.

What is restored is prepared in a folder of its own, `STAGED`, and tried there. A note, `NOTE`,
then says that it is wanted. From then on `finish` is what every start does first: it moves the old
files out and the new ones in, can be stopped by a power cut between any two of its steps, and goes
on where it was.
"""

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.domain.audit import AuditEntry
from tornado_timing.private_files import write_private
from tornado_timing.store import backups, queries
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


class RestoreNote(Struct, frozen=True):
    """What is to be restored: the old files go to `replaced`, then those of `STAGED` come in."""

    replaced: str
    database: str
    files: list[str]
    is_moving_in: bool = False


def stage(
    backup: Path, directory: Path, database: str, files: Sequence[str], entry: AuditEntry
) -> Card:
    """Prepares what is in `backup` for `directory`, and reads it as a start would.

    `files` are the names that a backup may bring along beside its `database`. `entry` goes on
    record in what is restored. Raises what `backups.verify` raises, and OSError.
    """
    card = backups.verify(backup)
    folder = directory / STAGED
    # What was decided for before is not wanted any more; never half of two.
    (directory / NOTE).unlink(missing_ok=True)
    to_the_disk(directory)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        target = folder / database
        target.touch(mode=0o600)
        with closing(open_to_read(backup)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            _make_ready(copy, folder, files, entry)
        for path in (target, *(folder / name for name in files)):
            if path.exists():
                to_the_disk(path)
                to_the_disk(path.parent)
    except (sqlite3.Error, DatabaseError, msgspec.ValidationError) as error:
        raise errors.BackupDamaged(reason=str(error)) from error
    to_the_disk(folder)
    return card


def _make_ready(
    copy: sqlite3.Connection, folder: Path, files: Sequence[str], entry: AuditEntry
) -> None:
    copy.isolation_level = None
    copy.execute("PRAGMA trusted_schema = OFF")
    copy.execute("PRAGMA journal_mode = DELETE")
    copy.execute("PRAGMA foreign_keys = ON")
    for name, content in _files_in(copy):
        # Only those that are known by name: no backup writes elsewhere.
        if name in files:
            _write(folder / name, content)
    copy.execute("DROP TABLE IF EXISTS backup_files")
    copy.execute("DROP TABLE IF EXISTS backup_card")
    bring_up_to_date(copy)
    if _objects(copy) != _objects_of_a_new_one():
        raise sqlite3.DatabaseError("it has tables or triggers that are not of this program")
    queries.load_state(copy)
    _skip_numbers(copy)
    transact(copy, [queries.add_audit_entries([entry])])


def _files_in(copy: sqlite3.Connection) -> list[tuple[str, bytes]]:
    there = "SELECT count(*) FROM sqlite_schema WHERE name = 'backup_files'"
    if not copy.execute(there).fetchone()[0]:
        return []
    return copy.execute("SELECT name, CAST(content AS BLOB) FROM backup_files").fetchall()


def _objects(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    named = "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return set(connection.execute(named))


def _objects_of_a_new_one() -> set[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        bring_up_to_date(new)
        return _objects(new)


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


def decide(directory: Path, note: RestoreNote) -> None:
    """Says that what is staged is wanted: the next start, whenever it is, brings it in."""
    _put_note(directory, note)


def give_up(directory: Path) -> None:
    """Throws away what is staged, unless it was decided for."""
    if not (directory / NOTE).exists():
        shutil.rmtree(directory / STAGED, ignore_errors=True)


def finish(directory: Path) -> bool:
    """Brings in what was decided for; whether there was anything. Raises OSError.

    For whoever holds the lock of the directory, before it opens anything of it.
    """
    try:
        note = msgspec.json.decode((directory / NOTE).read_bytes(), type=RestoreNote)
    except FileNotFoundError:
        give_up(directory)
        return False
    if not note.is_moving_in:
        if not (directory / STAGED / note.database).exists():
            # Nothing goes out for nothing.
            (directory / NOTE).unlink()
            return False
        names = [note.database, *(note.database + one for one in _COMPANIONS), *note.files]
        _move(names, directory, directory / note.replaced)
        note = msgspec.structs.replace(note, is_moving_in=True)
        # Only now: what stands in the directory from here on is new, and stays.
        _put_note(directory, note)
    _move([note.database, *note.files], directory / STAGED, directory)
    (directory / NOTE).unlink()
    to_the_disk(directory)
    give_up(directory)
    return True


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
