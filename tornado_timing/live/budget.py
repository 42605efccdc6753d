"""How fast something may come: so many at once, then so many in a second."""

import time


class Budget:
    """Grows with time up to `burst`; each that comes takes one of it.

    >>> budget = Budget(per_second=400, burst=600)
    >>> budget.spend()
    True
    """

    __slots__ = ("_at_s", "_burst", "_left", "_per_second")

    def __init__(self, per_second: float, burst: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._left = float(burst)
        self._at_s = time.monotonic()

    def spend(self) -> bool:
        """Takes one; False, and takes none, if there is none."""
        now_s = time.monotonic()
        self._left = min(self._burst, self._left + (now_s - self._at_s) * self._per_second)
        self._at_s = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True
