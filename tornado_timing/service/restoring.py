"""Putting a backup in the place of what a data directory has: looked at first, then decided for."""

import asyncio
import errno
import os
import secrets
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from tornado_timing.config import Settings
from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, AuditEntry
from tornado_timing.service.backing_up import BackingUp
from tornado_timing.service.backup_folder import is_uploaded
from tornado_timing.service.backup_making import CARRIED_FILES, RESERVED_BYTES
from tornado_timing.service.core import Core
from tornado_timing.service.data_files import (
    AUTHORITY_FILE,
    BACKUPS,
    CERTIFICATE_FILE,
    DATABASE_FILE,
    KEY_FILE,
)
from tornado_timing.store import backups, staging
from tornado_timing.store.backups import Card, Missing
from tornado_timing.store.backups import Contents as Contents
from tornado_timing.store.staging import Attempt, RestoreNote

Result = TypeVar("Result")

# Reading a backup on a stick that hangs is given up after so long.
READ_LIMIT_S = 60.0
MOST_UPLOADED_BYTES = 512 * 1024 * 1024


class Comparison(Struct, frozen=True):
    """A backup beside what there is now: `missing` would be gone with a restore."""

    name: str
    card: Card
    now: Contents
    missing: Missing


def compare(backup: Path, directory: Path) -> Comparison:
    """Reads all of a backup and counts what it lacks. Raises what `backups.verify` raises."""
    card = backups.verify(backup)
    database = directory / DATABASE_FILE
    if not database.exists():
        nothing = Contents([], 0, 0, 0, 0, 0, 0)
        return Comparison(backup.name, card, nothing, Missing(0, 0))
    missing = backups.missing_from(backup, database)
    return Comparison(backup.name, card, backups.contents_of(database), missing)


def prepare_restore(
    directory: Path, backup: Path, by: Actor, now_ms: int, attempt: Attempt | None = None
) -> Path:
    """Prepares a backup for a data directory, tries it, and decides for it.

    The next start brings it in, or `finish_restore`. Says where the old files will be. Raises
    OSError, RestoreUnderWay, and what `backups.verify` raises; then nothing has changed.
    """
    directory.mkdir(parents=True, exist_ok=True)
    attempt = attempt or Attempt(directory)
    entry_of = partial(_entry, backup, by, now_ms)
    staging.stage(attempt, backup, DATABASE_FILE, CARRIED_FILES, entry_of)
    # Without a key of its own everybody signs in again: tokens by the key that is here would be
    # taken for those of other accounts.
    files = [KEY_FILE]
    if (attempt.folder / AUTHORITY_FILE).exists():
        # An authority and what it has signed belong together.
        files += [AUTHORITY_FILE, CERTIFICATE_FILE]
    replaced = replaced_by(attempt, now_ms)
    attempt.decide(RestoreNote(replaced.name, DATABASE_FILE, files, staged=attempt.folder.name))
    return replaced


def replaced_by(attempt: Attempt, now_ms: int) -> Path:
    """Where the old files will be."""
    stamp = f"{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%d-%H%M%S}"
    return attempt.directory / f"replaced-{stamp}-{attempt.folder.name[-4:]}"


def finish_restore(directory: Path) -> bool:
    """Brings in what was decided for, for who holds the lock; whether there was anything."""
    is_done = staging.finish(directory)
    # Nobody sends them any more.
    for draft in (directory / BACKUPS).glob(".uploaded-*"):
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return is_done


def _entry(backup: Path, by: Actor, now_ms: int, card: Card) -> AuditEntry:
    contents = card.contents
    details = {"made_at_ms": card.made_at_ms, "host": card.host}
    counts = {"times": contents.times, "marks": contents.marks}
    return AuditEntry(
        at_ms=now_ms,
        account_id=by.account_id,
        username=by.username,
        address=by.address,
        action="backup_restored",
        subject_kind="server",
        subject_id=None,
        subject_name=backup.name,
        details=msgspec.json.encode({**details, **counts}).decode(),
    )


async def aside(work: Callable[[], Result], ended: Callable[[], None] = lambda: None) -> Result:
    """What `work` returns or raises, in a thread that nobody waits for when it hangs.

    `ended` is called when the thread has really come to its end, waited for or not. Raises
    BackupUnreadable after `READ_LIMIT_S`.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: BaseException | None) -> None:
        ended()
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, failure = None, None
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001
            # Whatever it is, somebody waits for it.
            failure = error
        # The server may have ended meanwhile.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="reading a backup", daemon=True).start()
    try:
        return await asyncio.wait_for(done, READ_LIMIT_S)
    except TimeoutError as error:
        raise errors.BackupUnreadable(reason="it does not answer") from error
    except OSError as error:
        raise errors.BackupUnreadable(reason=error.strerror or str(error)) from error


class Upload:
    """A backup that a browser sends up, some of it at a time, before it has been looked at."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        self.path = folder / f"uploaded-{stamp}.db"
        self._draft = folder / f".{self.path.name}"
        self._draft.touch(mode=0o600, exist_ok=False)
        self._file = self._draft.open("wb")

    def write(self, data: bytes) -> None:
        """Takes the next part. Raises OSError."""
        self._file.write(data)

    def finish(self) -> Card:
        """Looks at all of it; the one that was sent up before is let go.

        Raises OSError, and what `backups.verify` raises.
        """
        self._file.close()
        card = backups.verify(self._draft)
        for old in self.path.parent.iterdir():
            if is_uploaded(old.name):
                old.unlink(missing_ok=True)
        self._draft.replace(self.path)
        return card

    def drop(self) -> None:
        """Lets it go, unless it was finished."""
        self._file.close()
        self._draft.unlink(missing_ok=True)


class Restoring:
    """Looks at backups and restores them, in a server that can start itself anew."""

    def __init__(self, core: Core, settings: Settings, backing_up: BackingUp) -> None:
        self._core = core
        self._directory = settings.data_dir
        self._backing_up = backing_up
        # From the first restore on until its thread has failed; for good, when it was decided for.
        self._is_busy = False
        # Where the files that are there now will be, once a restore was decided for.
        self.replaced: Path | None = None
        # Set by whoever runs the server: stops it and starts it again, on the same port.
        self.start_anew: Callable[[], None] | None = None

    async def compare(self, name: str) -> Comparison:
        """A backup beside what there is now. Raises NotFound, and what `verify` raises."""
        return await aside(partial(compare, self._backing_up.path_of(name), self._directory))

    async def restore(self, name: str, by: Actor) -> None:
        """Has the server start anew with a backup; what there is stays in a folder of its own.

        Raises NotFound, RestoreUnavailable, RestoreUnderWay, and what `backups.verify` raises; then
        all is as it was.
        """
        if self.start_anew is None:
            raise errors.RestoreUnavailable()
        backup = self._backing_up.path_of(name)
        if self._is_busy:
            raise errors.RestoreUnderWay()
        self._is_busy = True
        attempt = Attempt(self._directory)
        now_ms = self._core.clock.now_ms()
        prepare = partial(prepare_restore, self._directory, backup, by, now_ms, attempt)

        def ended() -> None:
            self._is_busy = attempt.is_decided

        try:
            await aside(prepare, ended)
        except errors.BackupUnreadable:
            # Who is told that it failed must not find it done later; in a thread, because it may
            # be being decided for just now.
            if await asyncio.to_thread(attempt.give_up):
                raise
        self.replaced = replaced_by(attempt, now_ms)
        self.start_anew()

    async def note_download(self, name: str, by: Actor) -> None:
        """Puts on record who has taken a backup away. Raises StorageFailed."""
        note = self._core.note(by, "backup_downloaded", ("server", None, name))
        await self._core.commit([note])

    def begin_upload(self, size: int) -> Upload:
        """Room for a backup of so many bytes that is sent up. Raises OSError."""
        if shutil.disk_usage(self._directory).free < size + RESERVED_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return Upload(self._backing_up.folder)
