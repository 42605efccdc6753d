"""The times of one team."""

from tornado_timing.domain.model import TimeRecord


class TeamTimes:
    """The times of one team, with what the standings need of them kept up as they come in.

    It only ever grows: where a time is withdrawn or given back, another takes its place.
    """

    __slots__ = ("best_ms", "by_time", "records", "stored", "total_ms")

    def __init__(self) -> None:
        self.records: list[TimeRecord] = []
        # With those that are withdrawn, in the order in which they were stored; the same list
        # while none is.
        self.stored = self.records
        self.total_ms = 0
        self.best_ms: int | None = None
        # By elapsed ms, and by the phone's clock reading where that was sent: the two ranges
        # do not meet.
        self.by_time: dict[int, TimeRecord] = {}

    def add(self, record: TimeRecord, *, counts: bool = True) -> None:
        """Counts `record` in; without `counts`, which is for a withdrawn one, only notes it."""
        if not counts and self.stored is self.records:
            self.stored = self.records.copy()
        if self.stored is not self.records:
            self.stored.append(record)
        if not counts:
            return
        self.records.append(record)
        self.total_ms += record.elapsed_ms
        if self.best_ms is None or record.elapsed_ms < self.best_ms:
            self.best_ms = record.elapsed_ms
        self.by_time.setdefault(record.elapsed_ms, record)
        if record.sent != record.elapsed_ms:
            self.by_time.setdefault(record.sent, record)


NO_TIMES = TeamTimes()
