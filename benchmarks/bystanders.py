"""How much of the machine others took while something was measured."""

import os
import time

import psutil


class Bystanders:
    """Counts from its making: all work of the machine less that of this process and its servers.

    What a server took is counted once it has ended, so ask when all have been stopped.
    """

    def __init__(self) -> None:
        self._started_s = time.monotonic()
        self._busy_s = _machine_busy_s()
        self._own_s = _own_busy_s()

    def cores(self) -> float:
        """Return the cores that others kept busy on average."""
        busy_s = _machine_busy_s() - self._busy_s
        own_s = _own_busy_s() - self._own_s
        return max(0.0, (busy_s - own_s) / (time.monotonic() - self._started_s))


def _machine_busy_s() -> float:
    times = psutil.cpu_times()
    waiting_s = times.idle + getattr(times, "iowait", 0.0)
    counted_twice_s = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)
    return float(sum(times) - waiting_s - counted_twice_s)


def _own_busy_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
