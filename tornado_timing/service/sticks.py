"""USB sticks: which are plugged in, and which ones an organizer has said yes to."""

import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec
import psutil
from msgspec import Struct

from tornado_timing.private_files import write_private

# Where systems show what was plugged in.
_LINUX = ("/media", "/run/media", "/mnt")
_MAC = "/Volumes"
LOOK_S = 10.0

FindSticks = Callable[[], Sequence[Path]]


def plugged_sticks() -> list[Path]:
    """The folders under which sticks can be written to now."""
    return [
        Path(partition.mountpoint)
        for partition in psutil.disk_partitions(all=False)
        if is_stick(partition.mountpoint, partition.opts)
    ]


def is_stick(mountpoint: str, options: str, platform: str = sys.platform) -> bool:
    """Whether what is mounted there may be carried away."""
    if platform == "win32":
        return "removable" in options.split(",")
    folders = (_MAC,) if platform == "darwin" else _LINUX
    return any(PurePosixPath(folder) in PurePosixPath(mountpoint).parents for folder in folders)


class StickWatch:
    """A thread that looks for sticks now and then: on some systems that takes seconds."""

    def __init__(
        self, find: FindSticks, tell: Callable[[list[Path]], None], look_s: float = LOOK_S
    ) -> None:
        self._find = find
        self._tell = tell
        self._look_s = look_s
        self._is_over = threading.Event()

    def start(self) -> None:
        """Begins; `tell` is called in the thread."""
        threading.Thread(target=self._run, name="sticks", daemon=True).start()

    def stop(self) -> None:
        """Ends it."""
        self._is_over.set()

    def _run(self) -> None:
        while True:
            with suppress(OSError, psutil.Error):
                self._tell(list(self._find()))
            if self._is_over.wait(self._look_s):
                return


class Known(Struct, frozen=True):
    """A stick that is used: by the mark on it, and where it was last."""

    mark: str
    path: str


class KnownSticks:
    """The sticks that are used, as they are kept in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.all: tuple[Known, ...] = ()
        with suppress(FileNotFoundError, ValueError):
            self.all = tuple(msgspec.json.decode(path.read_bytes(), type=list[Known]))

    def knows(self, mark: str | None) -> bool:
        """Whether the stick with this mark is used."""
        return any(known.mark == mark for known in self.all)

    def use(self, mark: str, path: Path) -> None:
        """Notes that a stick is used from now on. Raises OSError."""
        self._keep((*(one for one in self.all if one.mark != mark), Known(mark, str(path))))

    def drop(self, mark: str) -> None:
        """Notes that a stick is not used any more. Raises OSError."""
        self._keep(tuple(one for one in self.all if one.mark != mark))

    def _keep(self, sticks: tuple[Known, ...]) -> None:
        write_private(self._path, msgspec.json.encode(sticks))
        self.all = sticks
