"""The only reading of the clock."""

import time


def _monotonic_s() -> float:
    """Seconds that never jump and, where the system can tell, go on while the laptop sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Clock:
    """The server's clock: anchored on the wall clock once, then carried by the monotonic one.

    Setting the laptop's clock during a race therefore moves no time. Only a restart anchors it
    again. `rate` other than 1 makes a clock for rehearsals that runs so many times as fast.

    >>> clock = Clock()
    >>> started_at_ms = clock.now_ms()
    >>> elapsed_ms = clock.now_ms() - started_at_ms
    """

    def __init__(self, rate: float = 1.0) -> None:
        self.rate = rate
        self._wall_anchor_s = time.time()
        self._monotonic_anchor_s = _monotonic_s()

    def now_ms(self) -> int:
        """Epoch milliseconds, UTC, that never jump while this process lives."""
        return round(self.now_s() * 1000)

    def now_s(self) -> float:
        """Epoch seconds, UTC, that never jump while this process lives."""
        return self._wall_anchor_s + self.uptime_s() * self.rate

    def uptime_s(self) -> float:
        """Real seconds since this clock was made, whatever its rate."""
        return _monotonic_s() - self._monotonic_anchor_s

    def wall_error_s(self) -> float:
        """How far the laptop's own clock has been set since: positive when it was set forward."""
        return time.time() - (self._wall_anchor_s + self.uptime_s())
