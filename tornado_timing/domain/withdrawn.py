"""Which times are withdrawn now, and how often each has been changed."""

from collections import Counter

from tornado_timing.domain.model import Withdrawal


class Withdrawn(dict[str, Withdrawal]):
    """What is withdrawn now, by its id in small letters, in the order in which it was."""

    def __init__(self) -> None:
        super().__init__()
        # How often each time was withdrawn or given back: its rows in the log.
        self._changes: Counter[str] = Counter()

    def put(self, withdrawal: Withdrawal) -> bool:
        """Notes that a time was withdrawn or given back; whether it was withdrawn before."""
        key = withdrawal.record_id.lower()
        self._changes[key] += 1
        was_withdrawn = self.pop(key, None) is not None
        if withdrawal.is_withdrawn:
            self[key] = withdrawal
        return was_withdrawn

    def changes_of(self, record_id: str) -> int:
        """How often the time with this id was withdrawn or given back."""
        return self._changes[record_id.lower()]

    def forget(self, record_id: str) -> None:
        """Forgets a time that is gone for good."""
        self.pop(record_id.lower(), None)
        del self._changes[record_id.lower()]
