"""Where the log goes: to the terminal and to files of bounded size, never at a race's expense.

Lines are made where something is logged and written by a thread for each place: a disk that is
full, a stick that hangs or a terminal that somebody has stopped keeps no judge waiting.
"""

import logging
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from tornado_timing import tracing
from tornado_timing.log_lines import Calm, JsonLines, PersonLines, cleaned

DIRECTORY = "logs"
FILE = "tornado-timing.log"
# Every request that is answered without a fault; only ``--verbose`` tells of them.
REQUESTS = "tornado_timing.requests"
# Lines that may wait for a place that does not take them; then they are counted instead.
MAX_WAITING = 2000
# After a line could not be written, the next is tried so much later.
RETRY_S = 30.0
MOST_WARNINGS = 50
FAREWELL_S = 2.0


class Warned(Struct, frozen=True):
    """A warning or a fault, as the panel shows it; `at_ms` is by the laptop's own clock."""

    at_ms: int
    level: str
    text: str


class Writing:
    """Hands lines to `write` in a thread of its own; `write` may fail and may hang."""

    def __init__(self, name: str, write: Callable[[str], None]) -> None:
        self._write = write
        self._lines: queue.Queue[str | None] = queue.Queue(MAX_WAITING)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.dropped = 0

    def start(self) -> None:
        """Begins to write; lines that came before have waited."""
        self._thread.start()

    def put(self, line: str) -> None:
        """Leaves a line to be written; never waits."""
        try:
            self._lines.put_nowait(line)
        except queue.Full:
            self.dropped += 1

    def close(self) -> None:
        """Writes what is left, but for what hangs."""
        if self._thread.is_alive():
            with suppress(queue.Full):
                self._lines.put(None, timeout=FAREWELL_S)
            self._thread.join(FAREWELL_S)

    def _run(self) -> None:
        while (line := self._lines.get()) is not None:
            self._write(line)


class RotatedFile:
    """A file that is put aside when it is full: ``name``, ``name.1`` ... up to `files` of them.

    For its owner alone. Not `RotatingFileHandler`, which keeps what it could not write in a
    buffer, and can be left without a file half-way through putting one aside.
    """

    def __init__(self, path: Path, max_bytes: int, files: int) -> None:
        self.path = path
        self._max_bytes = max_bytes
        self._files = files
        self._file: int | None = None
        self._size = 0

    def paths(self) -> list[Path]:
        """The files that there may be, the newest first."""
        older = (self.path.with_name(f"{self.path.name}.{n}") for n in range(1, self._files))
        return [self.path, *older]

    def write(self, text: str) -> None:
        """Appends a line. Raises OSError; the next one is then tried on a file opened anew."""
        data = f"{text}\n".encode(errors="replace")
        try:
            if self._file is None:
                self._open()
            if self._size and self._size + len(data) > self._max_bytes:
                self._put_aside()
            assert self._file is not None
            while data:
                written = os.write(self._file, data)
                self._size += written
                data = data[written:]
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Lets the file go."""
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)
            self._file = None

    def _open(self) -> None:
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._size = os.fstat(self._file).st_size

    def _put_aside(self) -> None:
        self.close()
        paths = self.paths()
        if len(paths) == 1:
            self.path.unlink()
        for newer, older in reversed(list(pairwise(paths))):
            with suppress(FileNotFoundError):
                newer.replace(older)
        self._open()


class Logs(logging.Handler):
    """The one handler of the program: `install` makes it and puts it in its place."""

    def __init__(self, terminal: TextIO, terminal_level: int, *, is_json: bool) -> None:
        super().__init__()
        self._lines = PersonLines()
        self._formatter = JsonLines() if is_json else self._lines
        self._terminal = terminal
        self._terminal_level = terminal_level
        self._calm = Calm()
        self._to_terminal = Writing("log to the terminal", self._show)
        self._to_terminal.start()
        self._to_file = Writing("log to the file", self._keep)
        self._file: RotatedFile | None = None
        self._next_try_s = 0.0
        self._lost = 0
        self._warnings: deque[Warned] = deque(maxlen=MOST_WARNINGS)
        # Why nothing can be written to the file, in the system's words; None while it can.
        self.problem: str | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Makes the line and leaves it to be written."""
        try:
            # Whoever wants every request gets every one.
            if record.name != REQUESTS and not self._calm.lets_through(record):
                return
            record.trace = tracing.current()
            line = self._formatter.format(record)
            if record.levelno >= self._terminal_level:
                self._to_terminal.put(line)
            self._to_file.put(line)
            if record.levelno >= logging.WARNING:
                text = cleaned(record.getMessage())
                at_ms = round(record.created * 1000)
                self._warnings.append(Warned(at_ms, record.levelname, text))
        except Exception:
            # As every handler of the library does: it says so on the terminal and goes on.
            self.handleError(record)

    def write_to(self, data_dir: Path, max_bytes: int, files: int) -> None:
        """Writes to files below `data_dir` from now on, and what has been logged until now.

        Not before this process has locked the directory: another one's files are its own.
        """
        if self._file is None:
            self._file = RotatedFile(data_dir / DIRECTORY / FILE, max_bytes, files)
            self._to_file.start()

    def warnings(self) -> list[Warned]:
        """The last warnings and faults, the newest first."""
        return list(self._warnings)[::-1]

    @property
    def dropped(self) -> int:
        """Lines that were lost, because a place did not take them in time or at all."""
        return self._lost + self._to_file.dropped

    def tail(self, max_bytes: int) -> bytes:
        """The end of what is in the files, no more than `max_bytes`. Reads the disk."""
        if self._file is None:
            return b""
        parts: list[bytes] = []
        left = max_bytes
        for path in self._file.paths():
            with suppress(OSError):
                part = path.read_bytes()[-left:] if left else b""
                parts.append(part)
                left -= len(part)
        return b"".join(reversed(parts))

    def close(self) -> None:
        """Writes what is left and ends."""
        self._to_file.close()
        self._to_terminal.close()
        if self._file is not None:
            self._file.close()
        super().close()

    # ---- in the threads ----

    def _show(self, line: str) -> None:
        # A terminal that has gone away: nobody hears it then, and the server goes on.
        with suppress(OSError, ValueError):
            self._terminal.write(f"{line}\n")
            self._terminal.flush()

    def _keep(self, line: str) -> None:
        if time.monotonic() < self._next_try_s:
            self._lost += 1
            return
        assert self._file is not None
        try:
            if self.problem is not None:
                # A line that broke off may stand before it.
                self._file.write(f"\n{self._lost} lines could not be written: {self.problem}")
            self._file.write(line)
            self.problem = None
        except OSError as error:
            self._lost += 1
            self._next_try_s = time.monotonic() + RETRY_S
            if self.problem is None:
                self._to_terminal.put(f"The log cannot be written to {self._file.path}: {error}")
            self.problem = error.strerror or str(error)


def install(terminal: TextIO, *, is_verbose: bool, is_json: bool) -> Logs:
    """Has everything that is logged go through a `Logs`, which it returns."""
    logs = Logs(terminal, logging.INFO if is_verbose else logging.WARNING, is_json=is_json)
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(logs)
    logging.getLogger(REQUESTS).setLevel(logging.INFO if is_verbose else logging.WARNING)
    return logs
