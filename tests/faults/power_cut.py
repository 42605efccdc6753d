"""What a power cut may leave of a database: the file beside any part of its write-ahead log."""

import struct
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.faults.crowd import EVENT
from tornado_timing.clock import Clock
from tornado_timing.domain.audit import COMMAND_LINE
from tornado_timing.domain.individual.marks import Mark
from tornado_timing.domain.model import TimeRecord
from tornado_timing.protocol.event_file import read_event
from tornado_timing.service.core import Core
from tornado_timing.service.event_loading import EventLoading
from tornado_timing.service.passwords import Passwords
from tornado_timing.store import entries, queries

DATABASE, LOG = "timing.db", "timing.db-wal"
LOG_HEADER, FRAME_HEADER, PAGE = 32, 24, 4096
FRAME = FRAME_HEADER + PAGE
# Where a page is torn: in its frame's header, at its end, in the page, at its last byte.
TORN_AT = (10, 24, 2_000, FRAME - 1)


class Image(NamedTuple):
    """Both files as a cut left them, and how many commits must be found there, and no more."""

    name: str
    database: bytes
    log: bytes
    commits: int


class Stretch(NamedTuple):
    """Commits between two checkpoints.

    `old_log` is the log as it was before the first of them: what is not written over stays. `ends`
    has, for each commit, how long the log was when it was acknowledged.
    """

    database: bytes
    old_log: bytes
    log: bytes
    first: int
    ends: list[int]


class Recording:
    """A store that is written to, one acknowledged commit after the other."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self.acknowledged = 0
        self.stretches: list[Stretch] = []
        # The database before and after a checkpoint, and the log that was folded into it.
        self.checkpoints: list[tuple[bytes, bytes, bytes, int]] = []

    async def record(self, sizes: list[list[int]]) -> None:
        """Commits of so many times and marks each, with a checkpoint between the lists."""
        core = await Core.open(self._data_dir / DATABASE, Clock())
        try:
            await self._record(core, sizes)
        finally:
            await core.close()

    async def _record(self, core: Core, sizes: list[list[int]]) -> None:
        passwords = Passwords(4)
        await EventLoading(core, passwords).load(read_event(EVENT), COMMAND_LINE)
        passwords.close()
        await self._checkpoint(core)
        for stretch in sizes:
            database, log = self._read()
            first, ends = self.acknowledged, []
            for size in stretch:
                await core.writer.write(_writes(core, self.acknowledged, size))
                self.acknowledged += 1
                ends.append(length_of(self._read()[1]))
            written, new_log = self._read()
            self.stretches.append(Stretch(database, log, new_log, first, ends))
            await self._checkpoint(core)
            self.checkpoints.append((written, self._read()[0], new_log, self.acknowledged))

    def images(self, chance: Random) -> Iterator[Image]:
        """Everything that a power cut may have left, at every frame and within each."""
        for stretch in self.stretches:
            yield from _cut_logs(stretch, chance)
        for before, after, log, count in self.checkpoints:
            yield from _cut_checkpoints(before, after, log, count)

    async def _checkpoint(self, core: Core) -> None:
        await core.database.run(
            lambda connection: connection.execute("PRAGMA wal_checkpoint").fetchall()
        )

    def _read(self) -> tuple[bytes, bytes]:
        return (self._data_dir / DATABASE).read_bytes(), (self._data_dir / LOG).read_bytes()


def _writes(core: Core, number: int, size: int) -> list[queries.Write]:
    ids = [f"{number}-{one}" for one in range(size)]
    times = [TimeRecord(one, 1, 2, 5, 5, None, 5, None) for one in ids]
    marks = [Mark(one, 1, 5, "Moto G", 1, 5, None, None, "7", 5) for one in ids]
    note = core.note(COMMAND_LINE, "race_corrected", ("line", 1, str(number)))
    return [queries.add_records(times), entries.add_marks(marks), note]


def _cut_logs(stretch: Stretch, chance: Random) -> Iterator[Image]:
    def image(name: str, log: bytes) -> Image:
        # A commit is there where the log is whole up to its end.
        whole = sum(log[:end] == stretch.log[:end] for end in stretch.ends)
        return Image(name, stretch.database, log, stretch.first + whole)

    end = stretch.ends[-1]
    for start in [0, *range(LOG_HEADER, end + 1, FRAME)]:
        rest = len(stretch.log) - start
        yield image(f"zeros from {start}", stretch.log[:start] + bytes(rest))
        yield image(f"garbled from {start}", stretch.log[:start] + chance.randbytes(rest))
        for at in (start, *(start + torn for torn in TORN_AT if start + torn < end)):
            yield image(f"cut at {at}", stretch.log[:at])
            yield image(f"as it was from {at}", stretch.log[:at] + stretch.old_log[at:])
        # The pages of a commit reach the disk in any order: one that is not synced may have holes.
        after = start + FRAME
        hole = stretch.old_log[start:after].ljust(FRAME, b"\0")
        yield image(f"a hole at {start}", stretch.log[:start] + hole + stretch.log[after:])


def _cut_checkpoints(before: bytes, after: bytes, log: bytes, commits: int) -> Iterator[Image]:
    """The log was synced before the first page of it went into the database."""
    before = before.ljust(len(after), b"\0")
    for start in range(0, len(after), PAGE):
        for at in (start, start + 512):
            yield Image(f"a checkpoint cut at {at}", after[:at] + before[at:], log, commits)


def length_of(log: bytes) -> int:
    """How far a log goes: to the end of its last commit, as its format defines that.

    See https://sqlite.org/fileformat2.html#the_write_ahead_log
    """
    if len(log) < LOG_HEADER:
        return 0
    magic = struct.unpack_from(">I", log)[0]
    order = ">" if magic & 1 else "<"
    salts, sums = log[16:24], _checksum(log[:24], (0, 0), order)
    end = LOG_HEADER
    for start in range(LOG_HEADER, len(log) - FRAME + 1, FRAME):
        header = log[start : start + FRAME_HEADER]
        if header[8:16] != salts:
            break
        sums = _checksum(header[:8], sums, order)
        sums = _checksum(log[start + FRAME_HEADER : start + FRAME], sums, order)
        if struct.pack(">II", *sums) != header[16:24]:
            break
        if struct.unpack_from(">I", header, 4)[0]:
            end = start + FRAME
    return end


def _checksum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


async def commits_in(image: Image, data_dir: Path) -> set[int]:
    """The commits that the program finds when it is started on an image, and goes on from.

    Fails where one is there in part, or twice.
    """
    (data_dir / DATABASE).write_bytes(image.database)
    (data_dir / LOG).write_bytes(image.log)
    (data_dir / f"{DATABASE}-shm").unlink(missing_ok=True)
    core = await Core.open(data_dir / DATABASE, Clock())
    try:
        await core.writer.write(_writes(core, 1_000_000, 1))
        found = await core.database.run(_stored)
    finally:
        await core.close()
    assert found[0].pop() == "1000000-0"
    times, marks, noted, integrity = found
    assert integrity == "ok"
    assert times == [one for one in marks if one != "1000000-0"]
    assert len(times) == len(set(times))
    commits = [int(one.partition("-")[0]) for one in times]
    assert sorted(set(commits)) == sorted(int(one) for one in noted if one != "1000000")
    return set(commits)


def _stored(connection: queries.sqlite3.Connection) -> tuple[list[str], list[str], list[str], str]:
    def column(statement: str) -> list[str]:
        return [value for (value,) in connection.execute(statement)]

    return (
        column("SELECT id FROM time_records ORDER BY seq"),
        column("SELECT id FROM marks ORDER BY seq"),
        column("SELECT subject_name FROM audit_log WHERE action = 'race_corrected' ORDER BY id"),
        column("PRAGMA integrity_check")[0],
    )
