"""A real server whose writes the system refuses for a while, with a crowd at work."""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Protocol

from tests.faults.crowd import Crowd
from tests.faults.failing import HOLD, limit_files_of
from tests.faults.killing import CrowdVenue
from tests.faults.oracle import Oracle, Verdict, together
from tests.faults.power_cut import DATABASE, LOG, length_of


class Refusal(Protocol):
    """What makes writes fail, and lets them succeed again."""

    def __init__(self, venue: CrowdVenue, chance: Random) -> None: ...

    def begin(self) -> None:
        """From now on writes fail, or soon."""

    def end(self) -> None:
        """There is room again."""


class Limits:
    """No file may get longer than a moment ago: the next commit fails amidst its pages."""

    def __init__(self, venue: CrowdVenue, chance: Random) -> None:
        self._venue = venue
        self._chance = chance

    def begin(self) -> None:
        """Leaves room for some bytes: the rest of a page, or a few pages."""
        log = length_of((self._venue.data_dir / LOG).read_bytes())
        room = self._chance.choice((0, 30, 3_000, 6_000, 20_000))
        limit_files_of(self._venue.process.pid, log + room)

    def end(self) -> None:
        """Lets files grow again."""
        limit_files_of(self._venue.process.pid, None)


class FullDisk:
    """Something else fills the disk of the data directory, which is a small tmpfs."""

    def __init__(self, venue: CrowdVenue, chance: Random) -> None:
        self._other = venue.data_dir / "other"
        self._chance = chance

    def begin(self) -> None:
        """Leaves no room, or a little."""
        disk = os.statvfs(self._other.parent)
        room = self._chance.choice((0, 1, 5)) * disk.f_frsize
        with self._other.open("wb") as file:
            file.write(bytes(max(0, disk.f_bavail * disk.f_frsize - room)))

    def end(self) -> None:
        """Deletes what filled it."""
        self._other.unlink(missing_ok=True)


class Lock:
    """Another process locks the file for writing."""

    def __init__(self, venue: CrowdVenue, _chance: Random) -> None:
        self._path = venue.data_dir / DATABASE

    def begin(self) -> None:
        """Starts it, and waits until it has the lock."""
        command = [sys.executable, "-c", HOLD, str(self._path)]
        self._other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._other.stdout is not None
        assert self._other.stdout.readline() == b"held\n"

    def end(self) -> None:
        """Ends it, and its lock with it."""
        self._other.communicate()


def mount_small_disk(directory: Path, mib: int) -> bool:
    """Makes `directory` a disk of so many MiB; whether it may. Needs root."""
    directory.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(directory)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def unmount(directory: Path) -> None:
    """Lets go of a disk that `mount_small_disk` made."""
    subprocess.run(["umount", "-l", str(directory)], check=True)


class Refusing:
    """Rounds of work during which writes fail for a while; then a kill and a restart."""

    def __init__(self, data_dir: Path, seed: int) -> None:
        self.oracle = Oracle()
        self.told: Counter[str] = Counter()
        # How long an answer took that needs no writing, at worst.
        self.slowest_ms = 0.0
        self._data_dir = data_dir
        self._chance = Random(seed)
        self._verdicts: list[Verdict] = []

    @property
    def worst(self) -> Verdict:
        """All that was ever wrong."""
        return together(self._verdicts)

    async def run(self, kind: type[Refusal], rounds: int, work_s: float) -> None:
        """Goes through so many rounds of a kind, and looks at everything after each."""
        async with CrowdVenue(self._data_dir) as venue:
            crowd = Crowd(venue, self.oracle, self._chance)
            self.told = crowd.told
            await crowd.open()
            await crowd.connect()
            for _ in range(rounds):
                await self._round(venue, crowd, kind(venue, self._chance), work_s)

    async def _round(
        self, venue: CrowdVenue, crowd: Crowd, refusal: Refusal, work_s: float
    ) -> None:
        await crowd.work_for(work_s / 2)
        self.oracle.dies()
        refusal.begin()
        watching = asyncio.create_task(self._watch(venue))
        try:
            await crowd.work_for(work_s)
        finally:
            refusal.end()
            watching.cancel()
        self.oracle.dies()
        await self._until_it_stores(venue)
        await crowd.resend()
        self._verdicts.append(self.oracle.verdict(self._data_dir / DATABASE))
        await venue.kill()
        for socket in venue.sockets:
            await socket.wait_closed()
        venue.forget_sockets()
        await venue.start()
        self._verdicts.append(self.oracle.verdict(self._data_dir / DATABASE))
        await crowd.connect()

    async def _watch(self, venue: CrowdVenue) -> None:
        while True:
            asked_s = time.perf_counter()
            await venue.get("/health")
            self.slowest_ms = max(self.slowest_ms, 1000 * (time.perf_counter() - asked_s))
            await asyncio.sleep(0.05)

    async def _until_it_stores(self, venue: CrowdVenue) -> None:
        """Signs in and out: that is stored, and nothing else of it is counted."""
        while True:
            signed_in = (await venue.login("juez1")).json
            answer = await venue.post(
                "/api/logout/", {"refresh": signed_in["refresh"]}, token=signed_in["access"]
            )
            if answer.status == 205:
                return
            assert answer.status == 503
            await asyncio.sleep(0.05)
