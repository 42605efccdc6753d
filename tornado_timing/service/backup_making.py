"""Making one backup of a data directory, whether a server works on it or not."""

import errno
import os
import platform
import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tornado_timing import __version__
from tornado_timing.service.backup_folder import BackupFolder, new_path, origin_of
from tornado_timing.service.data_files import (
    AUTHORITY_FILE,
    BACKUPS,
    CERTIFICATE_FILE,
    DATABASE_FILE,
    KEY_FILE,
)
from tornado_timing.store import backups

# So much of the disk is the race's own: no backup is made for which less would be left.
RESERVED_BYTES = 64 * 1024 * 1024
# What a backup brings along besides the database.
CARRIED_FILES = (KEY_FILE, AUTHORITY_FILE, CERTIFICATE_FILE)


def make_backup(
    directory: Path, target: Path | None, keep: int, now_s: float | None = None
) -> Path:
    """Makes a backup of a data directory and says where it is. Raises OSError.

    `now_s` is on the server's clock, by which the newest one is the newest also when the laptop's
    was set back.
    Without `target` it goes to the others in the directory, and old ones are thinned out.
    """
    folder = directory / BACKUPS
    now_s = time.time() if now_s is None else now_s
    origin = origin_of(platform.node(), directory)
    own = BackupFolder(folder, origin, keep)
    if target is None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_room(own, (directory / DATABASE_FILE).stat().st_size)
    path = target or new_path(folder, origin, datetime.fromtimestamp(now_s, UTC))
    files = {}
    for name in CARRIED_FILES:
        with suppress(FileNotFoundError):
            files[name] = (directory / name).read_bytes()
    backups.make(
        directory / DATABASE_FILE,
        path,
        files,
        made_at_ms=round(now_s * 1000),
        program=__version__,
        host=platform.node(),
        has_key=KEY_FILE in files,
    )
    if target is None:
        own.thin(path.name)
        # Files have the times of the laptop's own clock.
        own.clear_drafts(time.time())
    return path


def _make_room(own: BackupFolder, size: int) -> None:
    """Sees to it that the race has room left on the disk beside a backup. Raises OSError."""
    while shutil.disk_usage(own.path).free < size + RESERVED_BYTES:
        if not own.drop_oldest():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
