"""What the server holds and how fast it answers, every few seconds, and what becomes of it."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.faults.soak.slopes import Slope, slopes
from benchmarks.faults.watched_server import SOCKET_NAME, ask
from benchmarks.latency import Latency


@dataclass(frozen=True)
class Sample:
    """One look at the server. `blocks` are what Python has allocated and not given back."""

    at_s: float
    records: int
    per_second: float
    rss_mb: float
    blocks: int
    files: int
    threads: int
    tasks: int
    depth: int
    wal_mb: float
    p50_ms: float
    p99_ms: float
    heats: int = 0


class Sampler:
    """Looks at a server, whose configuration is in `work_dir`."""

    def __init__(self, pid: int, data_dir: Path, work_dir: Path) -> None:
        self._process = psutil.Process(pid)
        self._wal = data_dir / "timing.db-wal"
        self._socket = work_dir / SOCKET_NAME
        self._started_s = time.monotonic()

    def take(
        self,
        records: int,
        per_second: float = 0,
        latencies_ns: Sequence[int] | None = None,
        heats: int = 0,
    ) -> Sample:
        """Look now; `records` are all that were acknowledged so far.

        Without latencies it is a calm look, when nobody taps: garbage is collected first.
        """
        told = ask(self._socket, collect=latencies_ns is None)
        acks = Latency.of(latencies_ns or [0])
        return Sample(
            at_s=time.monotonic() - self._started_s,
            records=records,
            per_second=per_second,
            rss_mb=self._process.memory_info().rss / 1e6,
            blocks=told["blocks"],
            files=self._process.num_fds(),
            threads=self._process.num_threads(),
            tasks=told["tasks"],
            depth=told["depth"],
            wal_mb=self._wal.stat().st_size / 1e6 if self._wal.exists() else 0.0,
            p50_ms=acks.p50_ms,
            p99_ms=acks.p99_ms,
            heats=heats,
        )


@dataclass(frozen=True)
class Trend:
    """How something went over the hours: by itself, and with each 1,000 records stored."""

    name: str
    unit: str
    each_hour: Slope
    each_1000: Slope | None = None
    each_heat: Slope | None = None

    def __str__(self) -> str:
        hour = f"{self.each_hour.value:+.3g} ± {self.each_hour.margin:.2g} {self.unit}/h"
        flat = "flat" if self.each_hour.is_flat else "NOT FLAT"
        if self.each_1000 is None or self.each_heat is None:
            return f"{self.name} {hour} ({flat})"
        stored, heat = (
            f"{slope.value:+.3g} ± {slope.margin:.2g} {self.unit}"
            for slope in (self.each_1000, self.each_heat)
        )
        return (
            f"{self.name} {hour} ({flat}) beside {stored} for 1,000 records and {heat} for a heat"
        )


def memory_trends(calm: Sequence[Sample]) -> list[Trend]:
    """Return whether memory grew from calm look to calm look, apart from what was stored.

    Stored are records, and the teams of each heat. Some heats must be much shorter than others, or
    theirs cannot be told from what grows with time.
    """
    hours = [one.at_s / 3600 for one in calm]
    thousands = [one.records / 1000 for one in calm]
    heats = [float(one.heats) for one in calm]
    return [
        Trend(name, unit, *slopes(values, hours, thousands, heats))
        for name, unit, values in (
            ("memory", "MB", [one.rss_mb for one in calm]),
            ("Python's blocks", "thousand", [one.blocks / 1000 for one in calm]),
        )
    ]


def trends(samples: Sequence[Sample], window_s: float) -> list[Trend]:
    """Return what else grew, from means over `window_s`, apart from the rate of tapping.

    What is left of samples that follow each other is alike, so that they say less than as many
    independent ones; hence the means.
    """
    windows = _windows(samples, window_s)
    hours = [_mean(window, lambda one: one.at_s / 3600) for window in windows]
    rates = [_mean(window, lambda one: one.per_second) for window in windows]

    found = []
    for name, unit, read in (
        ("ack p50", "ms", lambda one: one.p50_ms),
        ("ack p99", "ms", lambda one: one.p99_ms),
        ("open files", "files", lambda one: one.files),
        ("tasks", "tasks", lambda one: one.tasks),
        ("threads", "threads", lambda one: one.threads),
        ("write-ahead log", "MB", lambda one: one.wal_mb),
        ("queue", "appends", lambda one: one.depth),
    ):
        values = [_mean(window, read) for window in windows]
        found.append(Trend(name, unit, slopes(values, hours, rates)[0]))
    return found


def _windows(samples: Sequence[Sample], window_s: float) -> list[list[Sample]]:
    windows: dict[int, list[Sample]] = {}
    for sample in samples:
        windows.setdefault(int(sample.at_s / window_s), []).append(sample)
    return list(windows.values())


def _mean(window: Sequence[Sample], read: Callable[[Sample], float]) -> float:
    return statistics.fmean(map(read, window))
