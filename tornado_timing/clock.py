"""The only reading of the clock."""

import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# Where Linux names the time since it was started; another name, another monotonic clock.
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def _monotonic_s() -> float:
    """Seconds that never jump and, where the system can tell, go on while the laptop sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def boot_id() -> str | None:
    """Since when the monotonic clock goes on: the same until the laptop is started anew.

    None where the system does not say.
    """
    with suppress(OSError):
        return BOOT_ID.read_text(encoding="ascii").strip()
    return None


class Anchor(NamedTuple):
    """Epoch seconds of a clock of ours, at some seconds of the monotonic one."""

    epoch_s: float
    monotonic_s: float


class Clock:
    """The server's clock: anchored on the wall clock once, then carried by the monotonic one.

    Setting the laptop's clock during a race therefore moves no time. Only a restart anchors it
    again, and none does while a race is in progress (`service/race_clock.py`). `rate` other than 1
    makes a clock for rehearsals that runs so many times as fast.

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

    @property
    def anchor(self) -> Anchor:
        """Where it is anchored, for a later process to `carry_on`."""
        return Anchor(self._wall_anchor_s, self._monotonic_anchor_s)

    def carry_on(self, anchor: Anchor) -> None:
        """Goes on as the clock that was anchored there, since the laptop was last started."""
        passed_s = self._monotonic_anchor_s - anchor.monotonic_s
        self._wall_anchor_s = anchor.epoch_s + passed_s

    def go_on_from(self, epoch_s: float) -> None:
        """Goes on from there if it would be earlier else."""
        self._wall_anchor_s += max(0.0, epoch_s - self.now_s())

    def wall_error_s(self) -> float:
        """How far the laptop's own clock has been set since: positive when it was set forward."""
        return time.time() - (self._wall_anchor_s + self.uptime_s())
