"""The data directory: can it be written to, is it sound, is there room, and is it fast."""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tornado_timing.checkup.finding import Finding, Kind, found
from tornado_timing.language import Texts
from tornado_timing.store.database import schema_version
from tornado_timing.store.inspection import Inspection

# Enough for 50,000 times a hundred times over; less than this, something else fills the disk.
MIN_FREE_MIB = 200
# With less, the day's photographs or an update of the system may do so.
FEW_FREE_MIB = 1024
MIB = 1024 * 1024
# A tap is acknowledged when it is on the disk: this long is not noticed at the line.
QUICK_MS = 100
# With a disk like this, judges would wait for every tap.
SLOW_MS = 1000
WRITES = 5
PAGE = bytes(4096)


def why_not_writable(directory: Path) -> str | None:
    """Why the data directory cannot be made or written to; None if it can."""
    try:
        with tempfile.TemporaryFile(dir=_existing(directory)):
            return None
    except OSError as error:
        return error.strerror or str(error)


def database(inspection: Inspection | None, texts: Texts) -> Iterator[Finding]:
    """Whether the file is whole, and one that this program can read."""
    if inspection is None:
        yield found(texts, "database", Kind.GOOD, texts("check.none_yet"))
        return
    is_whole = inspection.integrity == "ok"
    kind = Kind.GOOD if is_whole else Kind.BAD
    yield found(texts, "database", kind, inspection.integrity)
    known = schema_version()
    detail = texts("check.schema_known", version=inspection.schema_version, known=known)
    is_known = inspection.schema_version <= known and is_whole
    yield found(texts, "schema", Kind.GOOD if is_known else Kind.BAD, detail)


def space(directory: Path, texts: Texts) -> Finding:
    """How much room there is."""
    free = shutil.disk_usage(_existing(directory)).free
    free_mib = free // MIB
    kind = Kind.GOOD if free_mib >= FEW_FREE_MIB else Kind.LOOK
    if free_mib < MIN_FREE_MIB:
        kind = Kind.BAD
    return found(texts, "disk", kind, texts("check.disk_free", gb=round(free / 1e9, 1)))


def durable_write(directory: Path, texts: Texts) -> Finding:
    """How long it takes until what is written is safe from a power cut."""
    try:
        span_ms = _durable_write_ms(_existing(directory))
    except OSError as error:
        return found(texts, "durable", Kind.BAD, error.strerror or str(error))
    kind = Kind.GOOD if span_ms <= QUICK_MS else Kind.LOOK
    if span_ms > SLOW_MS:
        kind = Kind.BAD
    return found(texts, "durable", kind, texts("check.durable_ms", ms=round(span_ms, 1)))


def _durable_write_ms(directory: Path) -> float:
    """The median of some writes like those of a commit, in ms."""
    spans = []
    with tempfile.TemporaryFile(dir=directory) as file:
        for _ in range(WRITES):
            start_s = time.perf_counter()
            file.write(PAGE)
            file.flush()
            os.fsync(file.fileno())
            spans.append((time.perf_counter() - start_s) * 1000)
    return statistics.median(spans)


def _existing(directory: Path) -> Path:
    """The directory, or what there is of the way to it."""
    existing = directory.absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    return existing
