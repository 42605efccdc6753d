"""One folder of backups: what its files are called, which of them stay, what is in it."""

import errno
import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.store import backups
from tornado_timing.store.backups import Card

# When it was made, by which data directory, and which one of that second.
_NAME = re.compile(r"tornado-timing-(?P<stamp>\d{8}-\d{6})-(?P<origin>[0-9a-f]{6})(-\d{1,3})?\.db")
_STAMP = "%Y%m%d-%H%M%S"
# One that was sent up by a browser, to be restored.
_UPLOADED = re.compile(r"uploaded-\d{8}-\d{6}-[0-9a-f]{6}\.db")
# What is not the newest any more: one of each of so many spans, in seconds, stays.
_STEPS = ((10 * 60, 12), (60 * 60, 24), (24 * 60 * 60, 30))
# More than so much only the newest few may fill.
MOST_BYTES = 2 * 1024**3
FEWEST = 3
# A draft that nobody has finished for so long was left behind by a process that died.
DRAFT_LIFE_S = 3600


# A stick may have been made by somebody who means ill: what is on it leads nowhere else. Systems
# without such a flag look first.
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# On Windows, a folder that leads to another one.
_JUNCTION = 0xA0000003


class Found(Struct, frozen=True):
    """A backup in a folder; `card` is None where it cannot be read."""

    name: str
    size: int
    card: Card | None


def origin_of(host: str, directory: Path) -> str:
    """A short name for a data directory of a laptop: only its own backups does it ever delete."""
    return sha256(f"{host}\n{directory.absolute()}".encode()).hexdigest()[:6]


def is_name(name: str) -> bool:
    """Whether a file of this name may be a backup, or one that was sent up."""
    return bool(_NAME.fullmatch(name) or _UPLOADED.fullmatch(name))


def is_plain(path: Path) -> bool:
    """Whether this is a file itself, and no link, pipe or device."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def refuse_link(folder: Path) -> None:
    """Raises OSError where a folder is there, but is a link or no folder at all."""
    with suppress(FileNotFoundError):
        status = folder.lstat()
        is_junction = getattr(status, "st_reparse_tag", 0) == _JUNCTION
        if is_junction or not stat.S_ISDIR(status.st_mode):
            raise OSError(errno.ENOTDIR, f"{folder.name} is no folder of its own")


def open_plain(path: Path, flags: int = os.O_RDONLY) -> int:
    """Opens a file of a backup folder, never what a link there leads to. Raises OSError."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, f"{path.name} is a link")
    handle = os.open(path, flags | _NO_LINKS, 0o600)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, f"{path.name} is no file")
    return handle


def is_uploaded(name: str) -> bool:
    """Whether a browser has sent it up."""
    return bool(_UPLOADED.fullmatch(name))


def new_path(folder: Path, origin: str, now: datetime) -> Path:
    """Where a backup that is made now goes: behind all others of its second."""
    stem = f"tornado-timing-{now.astimezone(UTC):{_STAMP}}-{origin}"
    there = [path.name for path in folder.glob(f"{stem}*.db") if is_name(path.name)]
    if not there:
        return folder / f"{stem}.db"
    last = max(there, key=_age_key).removeprefix(stem).removesuffix(".db")
    return folder / f"{stem}-{int(last.lstrip('-') or 1) + 1}.db"


def stamp_of(name: str) -> datetime:
    """When a backup of this name was made."""
    match = _NAME.fullmatch(name)
    assert match is not None, name
    return datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=UTC)


def too_many(names: Iterable[str], keep: int) -> list[str]:
    """Which of these backups of one origin are not needed any more.

    The newest `keep` stay. Of older ones the newest of each ten minutes, for two hours of them;
    then one of each hour, and one of each day.
    """
    newest_first = sorted(names, key=_age_key, reverse=True)
    made_s = {name: int(stamp_of(name).timestamp()) for name in newest_first}
    staying = set(newest_first[:keep])
    for span_s, most in _STEPS:
        slots: dict[int, str] = {}
        for name in newest_first:
            slots.setdefault(made_s[name] // span_s, name)
        staying.update(list(slots.values())[:most])
    return [name for name in newest_first if name not in staying]


def _age_key(name: str) -> tuple[datetime, int, str]:
    return stamp_of(name), len(name), name


class BackupFolder:
    """The backups in a folder; it deletes only those of its own `origin`."""

    def __init__(self, path: Path, origin: str, keep: int) -> None:
        self.path = path
        self._origin = origin
        self._keep = keep
        self._cards: dict[tuple[str, int, int], Card | None] = {}

    def look(self) -> list[Found]:
        """What is in the folder, the newest first. Raises OSError."""
        cards: dict[tuple[str, int, int], Card | None] = {}
        found = []
        for path in self._files():
            with suppress(FileNotFoundError):
                status = path.lstat()
                key = path.name, status.st_size, status.st_mtime_ns
                cards[key] = self._cards[key] if key in self._cards else _card_of(path)
                found.append(Found(path.name, status.st_size, cards[key]))
        self._cards = cards
        return sorted(found, key=_newest_last, reverse=True)

    def newest_own(self, found: Iterable[Found]) -> str:
        """The newest of its own among these, by its name; empty without one."""
        own = [one.name for one in found if self._is_own(one.name)]
        return max(own, key=_age_key, default="")

    def thin(self, newest: str) -> None:
        """Deletes what is not needed any more, never `newest`. Raises OSError."""
        own = {path.name: path.lstat().st_size for path in self._own()}
        unneeded = too_many(own, self._keep)
        newest_first = [
            name for name in sorted(own, key=_age_key, reverse=True) if name not in unneeded
        ]
        total = 0
        for place, name in enumerate(newest_first):
            total += own[name]
            if place >= FEWEST and total > MOST_BYTES:
                unneeded.append(name)
        for name in unneeded:
            if name != newest:
                (self.path / name).unlink(missing_ok=True)

    def drop_oldest(self) -> bool:
        """Makes room by the oldest of its own backups, if there are others; whether it did."""
        own = sorted((path.name for path in self._own()), key=_age_key)
        if len(own) < FEWEST:
            return False
        (self.path / own[0]).unlink(missing_ok=True)
        return True

    def clear_drafts(self, now_s: float) -> None:
        """Deletes what a process that died has left behind. Raises OSError."""
        for path in self.path.glob(".tornado-timing-*"):
            with suppress(FileNotFoundError):
                if now_s - path.lstat().st_mtime > DRAFT_LIFE_S:
                    path.unlink()

    def _files(self) -> list[Path]:
        if not self.path.is_dir():
            return []
        return [path for path in self.path.iterdir() if is_name(path.name) and is_plain(path)]

    def _own(self) -> list[Path]:
        return [path for path in self._files() if self._is_own(path.name)]

    def _is_own(self, name: str) -> bool:
        match = _NAME.fullmatch(name)
        return match is not None and match["origin"] == self._origin


def _card_of(path: Path) -> Card | None:
    with suppress(errors.TimingError):
        return backups.read_card(path)
    return None


def _newest_last(found: Found) -> tuple[int, str]:
    made_at_ms = found.card.made_at_ms if found.card else None
    return made_at_ms or 0, found.name
