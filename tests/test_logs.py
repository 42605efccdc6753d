"""Where the log goes: bounded files of the owner's alone, and never at a race's expense."""

import errno
import io
import logging
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tornado_timing import logs, tracing
from tornado_timing.logs import DIRECTORY, FILE, Logs, RotatedFile, Writing
from tornado_timing.tracing import Trace

DEADLINE_S = 5.0
MakeLogs = Callable[..., Logs]


def until(holds: Callable[[], bool]) -> None:
    """Waits for another thread."""
    deadline_s = time.monotonic() + DEADLINE_S
    while not holds():
        assert time.monotonic() < deadline_s
        time.sleep(0.005)


def log(found: Logs, text: str, level: int = logging.INFO) -> None:
    found.handle(logging.LogRecord("tornado_timing.x", level, "", 1, text, (), None))


@pytest.fixture
def make_logs() -> Iterator[MakeLogs]:
    made: list[Logs] = []

    def make(terminal: io.StringIO | None = None, *, is_json: bool = False) -> Logs:
        found = Logs(terminal or io.StringIO(), logging.WARNING, is_json=is_json)
        made.append(found)
        return found

    yield make
    for found in made:
        found.close()


# ---- the file ----


def test_a_full_file_is_put_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    file = RotatedFile(tmp_path / "x.log", max_bytes=20, files=3)
    for number in range(10):
        file.write(f"line {number} ...")
    file.close()
    # Twelve bytes each: one goes into a file.
    assert [path.read_text() for path in file.paths()] == [f"line {n} ...\n" for n in (9, 8, 7)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.log", "x.log.1", "x.log.2"]


def test_one_file_alone_begins_anew(tmp_path: Path) -> None:
    file = RotatedFile(tmp_path / "x.log", max_bytes=20, files=1)
    file.write("the first line")
    file.write("the second line")
    file.close()
    assert (tmp_path / "x.log").read_text() == "the second line\n"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_goes_on_where_the_last_start_left_it(tmp_path: Path) -> None:
    for _ in range(2):
        file = RotatedFile(tmp_path / "x.log", max_bytes=20, files=2)
        file.write("a line of 18 bytes")
        file.close()
    assert (tmp_path / "x.log.1").exists()


@pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")
def test_files_are_their_owner_s_alone(tmp_path: Path) -> None:
    file = RotatedFile(tmp_path / "logs" / "x.log", max_bytes=20, files=2)
    file.write("a line of 18 bytes")
    file.write("a line of 18 bytes")
    file.close()
    for path in file.paths():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700


# ---- beside the loop ----


def test_whoever_logs_never_waits_for_a_place_that_hangs(
    make_logs: MakeLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MAX_WAITING", 3)
    monkeypatch.setattr(logs, "FAREWELL_S", 0.05)
    goes_on, has_begun, written = threading.Event(), threading.Event(), list[str]()

    def hang(line: str) -> None:
        has_begun.set()
        goes_on.wait(DEADLINE_S)
        written.append(line)

    writing = Writing("hangs", hang)
    writing.start()
    writing.put("0")
    assert has_begun.wait(DEADLINE_S)
    for number in range(1, 10):
        writing.put(str(number))
    assert writing.dropped == 6
    # Nor whoever ends.
    writing.close()
    goes_on.set()
    until(lambda: written == ["0", "1", "2", "3"])


def test_lines_before_the_directory_is_known_are_written_too(
    make_logs: MakeLogs, tmp_path: Path
) -> None:
    found = make_logs()
    log(found, "before")
    found.write_to(tmp_path, 10_000, 2)
    log(found, "after")
    found.close()
    lines = (tmp_path / DIRECTORY / FILE).read_text().splitlines()
    assert [line.rpartition(" ")[2] for line in lines] == ["before", "after"]


def test_the_terminal_gets_what_is_grave_and_may_go_away(
    make_logs: MakeLogs, tmp_path: Path
) -> None:
    terminal = io.StringIO()
    found = make_logs(terminal)
    found.write_to(tmp_path, 10_000, 2)
    log(found, "usual")
    log(found, "grave", logging.WARNING)
    until(lambda: "grave" in terminal.getvalue())
    assert "usual" not in terminal.getvalue()
    terminal.close()
    log(found, "nobody hears it", logging.WARNING)
    found.close()
    assert "nobody hears it" in (tmp_path / DIRECTORY / FILE).read_text()


def test_a_disk_that_is_full_is_told_once_and_tried_again(
    make_logs: MakeLogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, is_full, real = io.StringIO(), True, os.write

    def write(file: int, data: bytes) -> int:
        if is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, data)

    monkeypatch.setattr(logs.os, "write", write)
    monkeypatch.setattr(logs, "RETRY_S", 0.0)
    found = make_logs(terminal)
    found.write_to(tmp_path, 10_000, 2)
    for _ in range(3):
        log(found, "lost")
    until(lambda: found.dropped == 3)
    assert found.problem == "No space left on device"
    until(lambda: "cannot be written" in terminal.getvalue())
    is_full = False
    log(found, "written")
    found.close()
    assert terminal.getvalue().count("cannot be written") == 1
    text = (tmp_path / DIRECTORY / FILE).read_text()
    assert "3 lines could not be written: No space left on device\n" in text
    assert text.endswith("written\n")
    assert found.problem is None


def test_a_place_that_cannot_be_written_to_at_all_disturbs_nothing(
    make_logs: MakeLogs, tmp_path: Path
) -> None:
    (tmp_path / DIRECTORY).write_text("a file where the folder would be")
    found = make_logs()
    found.write_to(tmp_path, 10_000, 2)
    log(found, "lost")
    log(found, "lost too")
    until(lambda: found.dropped == 2)
    assert found.problem is not None
    assert found.tail(100) == b""


# ---- what it knows ----


def test_warnings_are_kept_for_the_panel_the_newest_first(make_logs: MakeLogs) -> None:
    found = make_logs()
    log(found, "usual")
    log(found, "token=abc is odd", logging.WARNING)
    log(found, "broken", logging.ERROR)
    assert [(one.level, one.text) for one in found.warnings()] == [
        ("ERROR", "broken"),
        ("WARNING", "*** is odd"),
    ]


def test_the_tail_goes_over_files_and_ends_with_the_newest(
    make_logs: MakeLogs, tmp_path: Path
) -> None:
    found = make_logs()
    found.write_to(tmp_path, 60, 3)
    for number in range(4):
        log(found, f"line-{number}")
    found.close()
    whole = found.tail(10_000).decode()
    assert [line.rpartition("-")[2] for line in whole.splitlines()] == ["1", "2", "3"]
    assert found.tail(7) == whole.encode()[-7:]


def test_lines_name_what_they_were_logged_for(make_logs: MakeLogs, tmp_path: Path) -> None:
    found = make_logs(is_json=True)
    found.write_to(tmp_path, 10_000, 2)
    trace = Trace("10.0.0.1")
    tracing.enter(trace)
    log(found, "here")
    found.close()
    assert f'"id":"{trace.id}"' in (tmp_path / DIRECTORY / FILE).read_text()


def test_what_cannot_be_logged_is_no_second_fault(
    make_logs: MakeLogs, capsys: pytest.CaptureFixture[str]
) -> None:
    found = make_logs()
    found.handle(logging.LogRecord("x", logging.ERROR, "", 1, "%d", ("no number",), None))
    # The library says so, on the terminal.
    assert "Logging error" in capsys.readouterr().err
    assert found.warnings() == []
