"""How the times of a competition came in: the newest of them, and how many in each minute."""

from collections.abc import Iterable

from tornado_timing.domain.model import TimeRecord

MINUTE_MS = 60_000
# Nothing lasts longer than a day; what an early official start pushes over it counts as its end.
MAX_MINUTES = 24 * 60


class Arrivals:
    """The times of one competition in the order in which they were stored."""

    __slots__ = ("_correction_ms", "_per_minute", "_records")

    def __init__(self, start_correction_ms: int, records: Iterable[TimeRecord] = ()) -> None:
        self._correction_ms = start_correction_ms
        self._records: list[TimeRecord] = []
        self._per_minute: list[int] = []
        for record in records:
            self.add(record)

    def add(self, record: TimeRecord) -> None:
        """Counts in a time that was stored after all others."""
        self._records.append(record)
        minute = self._minute(record)
        missing = minute + 1 - len(self._per_minute)
        if missing > 0:
            self._per_minute.extend([0] * missing)
        self._per_minute[minute] += 1

    def remove(self, record: TimeRecord) -> None:
        """Takes out a time that was withdrawn: mostly one of the last, so the search ends soon."""
        records = self._records
        del records[next(at for at in reversed(range(len(records))) if records[at] is record)]
        self._per_minute[self._minute(record)] -= 1
        while self._per_minute and not self._per_minute[-1]:
            self._per_minute.pop()

    def latest(self, limit: int) -> list[TimeRecord]:
        """At most `limit` times, the one stored last first."""
        return self._records[: -limit - 1 : -1]

    def per_minute(self) -> list[int]:
        """How many times there are in each minute of official elapsed time, the first one first.

        Ends with the last minute that has one.
        """
        return list(self._per_minute)

    def _minute(self, record: TimeRecord) -> int:
        minute = (record.elapsed_ms - self._correction_ms) // MINUTE_MS
        return min(max(minute, 0), MAX_MINUTES - 1)
