"""Second places for backups, a USB stick or a shared folder, each with a thread of its own.

A stick may be pulled out, full, locked, or hang for minutes: its thread alone waits for it.
"""

import errno
import hashlib
import logging
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.service.backup_folder import (
    BackupFolder,
    Found,
    is_plain,
    open_plain,
    refuse_link,
)
from tornado_timing.store.backups import to_the_disk

log = logging.getLogger(__name__)

FOLDER = "tornado-timing"
# On a stick that is used: by it the stick is known again, whatever the system calls it.
MARK = "place-id"
MARK_LENGTH = 32
_MARK = re.compile(rb"[0-9a-f]{%d}" % MARK_LENGTH)
CHUNK_BYTES = 256 * 1024
# How often a place is looked at without a new backup, and after how long in one step it hangs.
LOOK_S = 10.0
HANGING_AFTER_S = 30.0

# `waiting` has had no backup yet, `offered` is a stick that nobody has said yes to.
PlaceState = Literal[
    "waiting", "good", "offered", "missing", "full", "read_only", "failed", "no_answer"
]


class PlaceStatus(Struct, frozen=True):
    """How a place is; `last_name` is the newest backup that is there whole."""

    state: PlaceState = "waiting"
    reason: str = ""
    last_name: str = ""
    free_bytes: int | None = None
    is_same_disk: bool = False
    found: tuple[Found, ...] = ()
    mark: str | None = None


class BackupPlace:
    """A folder that gets every backup that is made, the newest first.

    `accepts` says of the mark on it (None without) whether it may be used. What the loop asks of it
    never waits for the disk.
    """

    def __init__(
        self,
        path: Path,
        *,
        is_stick: bool,
        origin: str,
        keep: int,
        data_dir: Path,
        accepts: Callable[[str | None], bool] = lambda _mark: True,
        look_s: float = LOOK_S,
        hanging_after_s: float = HANGING_AFTER_S,
    ) -> None:
        self.path = path
        self.is_stick = is_stick
        self._folder = BackupFolder(path / FOLDER, origin, keep)
        self._data_dir = data_dir
        self._accepts = accepts
        self._look_s = look_s
        self._hanging_after_s = hanging_after_s
        self._status = PlaceStatus()
        self._wanted: Path | None = None
        self._to_be_marked: str | None = None
        self._busy_since_s: float | None = None
        self._is_over = False
        self._woken = threading.Event()
        self._idle = threading.Event()
        # It must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name=f"backups {path}", daemon=True)

    def start(self) -> None:
        """Begins to look after the place."""
        self._thread.start()

    @property
    def folder(self) -> Path:
        """Where its backups are."""
        return self._folder.path

    @property
    def status(self) -> PlaceStatus:
        """How the place is, as far as is known now."""
        since_s = self._busy_since_s
        if since_s is not None and time.monotonic() - since_s > self._hanging_after_s:
            return replace(self._status, state="no_answer")
        return self._status

    def bring(self, backup: Path) -> None:
        """Has a backup copied there; of several that wait, the newest alone."""
        self._wanted = backup
        self.look()

    def mark(self, mark: str) -> None:
        """Has the stick marked as one that is used."""
        self._to_be_marked = mark
        self.look()

    def look(self) -> None:
        """Has the place looked at now."""
        self._idle.clear()
        self._woken.set()

    def wait(self, timeout_s: float) -> bool:
        """Waits, in another thread, until there is nothing left to do; whether there is not."""
        return self._idle.wait(timeout_s)

    def close(self) -> None:
        """Ends its thread, as soon as the place lets it."""
        self._is_over = True
        self._woken.set()

    # ---- in its thread ----

    def _run(self) -> None:
        self._woken.set()
        while not self._is_over:
            self._woken.wait(self._look_s)
            self._woken.clear()
            self._begin_step()
            try:
                status = self._visit()
            except OSError as error:
                status = self._status_of(error)
            self._busy_since_s = None
            self._tell(status)
            if not self._woken.is_set():
                self._idle.set()

    def _begin_step(self) -> None:
        self._busy_since_s = time.monotonic()

    def _visit(self) -> PlaceStatus:
        if not self.path.is_dir():
            return replace(self._status, state="missing", reason="", found=())
        refuse_link(self.folder)
        mark = None
        if self.is_stick:
            if self._to_be_marked is not None:
                self._write_mark(self._to_be_marked)
                self._to_be_marked = None
            mark = self.read_mark()
            if not self._accepts(mark):
                return PlaceStatus(state="offered", mark=mark)
        wanted, last_name = self._wanted, self._status.last_name
        if not last_name:
            # Of an earlier run of the server.
            last_name = self._folder.newest_own(self._folder.look())
        is_there = bool(last_name) and is_plain(self.folder / last_name)
        is_new = wanted is not None and (wanted.name != last_name or not is_there)
        if wanted is not None and is_new and self._receive(wanted):
            last_name, is_there = wanted.name, True
        self._begin_step()
        free_bytes = shutil.disk_usage(self.path).free
        is_same_disk = self.path.stat().st_dev == self._data_dir.stat().st_dev
        found = tuple(self._folder.look())
        state: PlaceState = "good" if is_there else "waiting"
        return PlaceStatus(state, "", last_name, free_bytes, is_same_disk, found, mark)

    def read_mark(self) -> str | None:
        """The mark of a stick; None without one. Raises OSError where there is another thing."""
        refuse_link(self.folder)
        try:
            handle = open_plain(self.folder / MARK)
        except FileNotFoundError:
            return None
        with os.fdopen(handle, "rb") as file:
            mark = file.read(MARK_LENGTH + 1)
        if not _MARK.fullmatch(mark):
            raise OSError(errno.EINVAL, f"{FOLDER}/{MARK} is no mark: delete it")
        return mark.decode("ascii")

    def _write_mark(self, mark: str) -> None:
        if self.read_mark() is not None:
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        path = self.folder / MARK
        handle = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(mark.encode("ascii"))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            # Half a mark would be taken for somebody else's.
            with suppress(OSError):
                path.unlink()
            raise

    def _receive(self, backup: Path) -> bool:
        """Copies a backup; False where it has been thinned out meanwhile."""
        folder = self._folder
        # Never the place itself: where no stick is plugged in, there is only an empty folder.
        folder.path.mkdir(mode=0o700, exist_ok=True)
        folder.clear_drafts(time.time())
        while True:
            try:
                copy_whole(backup, folder.path / backup.name, self._begin_step)
                break
            except FileNotFoundError:
                if backup.exists():
                    raise
                return False
            except OSError as error:
                if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not folder.drop_oldest():
                    raise
        folder.thin(backup.name)
        return True

    def _status_of(self, error: OSError) -> PlaceStatus:
        state: PlaceState = "failed"
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            state = "full"
        elif error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            state = "read_only"
        elif not self.path.is_dir():
            state = "missing"
        return replace(self._status, state=state, reason=error.strerror or str(error))

    def _tell(self, status: PlaceStatus) -> None:
        before, self._status = self._status, status
        if status.state == before.state:
            return
        if status.state in ("good", "waiting", "offered"):
            log.info("Backups at %s: %s", self.path, status.state)
        else:
            log.warning("Backups at %s: %s %s", self.path, status.state, status.reason)


def copy_whole(source: Path, target: Path, on_step: Callable[[], None] = lambda: None) -> None:
    """Copies a file so that `target` appears when it is whole, on the disk, and read back the same.

    `on_step` is called now and then while it goes on. Raises OSError.
    """
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        sent = _copy(source, draft, on_step)
        if _digest(draft, on_step) != sent:
            raise OSError(errno.EIO, "it does not read back what was written")
        draft.replace(target)
        on_step()
        with suppress(OSError):
            # Some file systems of sticks have no such thing.
            to_the_disk(target.parent)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _copy(source: Path, draft: Path, on_step: Callable[[], None]) -> bytes:
    digest = hashlib.sha256()
    handle = os.open(
        draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
    )
    with source.open("rb") as file, os.fdopen(handle, "wb") as copy:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            copy.write(chunk)
            on_step()
        copy.flush()
        os.fsync(copy.fileno())
        if hasattr(os, "posix_fadvise"):
            # Or it would be read back from memory, and not from the stick.
            with suppress(OSError):
                os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return digest.digest()


def _digest(path: Path, on_step: Callable[[], None]) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            on_step()
    return digest.digest()
