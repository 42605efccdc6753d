"""The times of one team."""

from tornado_timing.domain.model import TimeRecord


class TeamTimes:
    """The times of one team, with what the standings need of them kept up as they come in."""

    __slots__ = ("best_ms", "by_time", "records", "total_ms")

    def __init__(self) -> None:
        self.records: list[TimeRecord] = []
        self.total_ms = 0
        self.best_ms: int | None = None
        # By elapsed ms, and by the phone's clock reading where that was sent: the two ranges
        # do not meet.
        self.by_time: dict[int, TimeRecord] = {}

    def add(self, record: TimeRecord) -> None:
        """Counts `record` in."""
        self.records.append(record)
        self.total_ms += record.elapsed_ms
        if self.best_ms is None or record.elapsed_ms < self.best_ms:
            self.best_ms = record.elapsed_ms
        self.by_time.setdefault(record.elapsed_ms, record)
        if record.sent != record.elapsed_ms:
            self.by_time.setdefault(record.sent, record)


NO_TIMES = TeamTimes()
